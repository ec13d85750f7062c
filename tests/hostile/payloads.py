"""What would execute, load, lead away or imitate, in every way that a channel of a project can be tried.

`canary()` is what a script would call; `evil.example` is a host that nobody may be asked for.
"""

from typing import Any

AWAY = "//evil.example"
XHTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'
LOADED = (
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22canary()%22/%3E"
)
TAG = "<img src=x onerror=canary()>"
# HTML, as an output, a raw cell or prose may bring it.
HTML = (
    TAG,
    f'"><img src=x onerror=canary()>{TAG}',
    "<script>canary()</script>",
    f"<script src={AWAY}/a.js></script>",
    "<script/x>canary()</script\n>",
    "<svg><script>canary()</script></svg>",
    "<svg onload=canary()>",
    "<svg><animate onbegin=canary() attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:canary()"><text y=9>go</text></a></svg>',
    "<svg><style><img src=x onerror=canary()></style></svg>",
    f'<svg><image href="{AWAY}/a.png"/></svg>',
    f'<svg><use href="{AWAY}/a.svg#b"/></svg>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=canary()&gt;'>",
    '<math href="javascript:canary()">go</math>',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=canary()>",
    "<noscript><p title='</noscript><img src=x onerror=canary()>'>",
    "<template><img src=x onerror=canary()></template>",
    "<textarea></textarea><img src=x onerror=canary()>",
    "<title></title><img src=x onerror=canary()>",
    "<xmp><img title='</xmp><img src=x onerror=canary()>'>",
    "<!--><img src=x onerror=canary()>-->",
    "<![CDATA[><img src=x onerror=canary()>]]>",
    "<?xml ><img src=x onerror=canary()>?>",
    f'<iframe src="{AWAY}/"></iframe>',
    '<iframe srcdoc="<script>parent.canary()</script>"></iframe>',
    f'<object data="{AWAY}/"></object><embed src="{AWAY}/">',
    f'<base href="{AWAY}/"><link rel=stylesheet href="{AWAY}/a.css">',
    f'<link rel=prefetch href="{AWAY}/"><link rel=dns-prefetch href="{AWAY}">',
    f'<meta http-equiv=refresh content="0; url={AWAY}/">',
    f'<style>@import "{AWAY}/a.css"; body {{ background: url({AWAY}/b) }}</style>',
    f'<p style="background:url({AWAY}/c)">style</p>',
    f"<p style=\"background:image-set('{AWAY}/d' 1x);list-style:url({AWAY}/e)\">style</p>",
    f'<table background="{AWAY}/f"><tr><td background="{AWAY}/g">cell</table>',
    f'<body background="{AWAY}/h" onload=canary()>',
    f'<img src="{AWAY}/i.png"><img srcset="{AWAY}/j.png 1x" alt=a>',
    f'<picture><source srcset="{AWAY}/k.png"><img alt=a></picture>',
    f'<video poster="{AWAY}/l.png" src="{AWAY}/m.mp4" autoplay></video>',
    f'<audio src="{AWAY}/n.mp3" autoplay><source src="{AWAY}/o.mp3"></audio>',
    f'<video><track src="{AWAY}/p.vtt" default></video><input type=image src="{AWAY}/q.png">',
    f'<img src="{LOADED}">',
    '<a href="javascript:canary()">go</a><a href="java&Tab;script:canary()">go</a>',
    '<a href=" &#14; javascript:canary()">go</a><a href="data:text/html,<script>canary()</script>">go</a>',
    '<a href="vbscript:canary()" target=_top ping="//evil.example/">go</a>',
    f'<a href="#" ping="{AWAY}/ping">go</a>',
    "<details open ontoggle=canary()>details</details>",
    "<p tabindex=0 autofocus onfocus=canary()>focus</p><input autofocus onfocus=canary()>",
    "<marquee onstart=canary()>marquee</marquee>",
    f'<form action="{AWAY}/"><button formaction="javascript:canary()">go</button></form>',
    "<button popovertarget=x onclick=canary()>go</button><dialog open onclose=canary()>x</dialog>",
    "<p onanimationstart=canary() style='animation:x 1s'>animation</p>",
    "<img src=x:x onerror\x0b=canary()><img/src=x/onerror=canary()>",
    "<a id=__md_scope href=x>a</a><form id=__config><input name=base></form><img name=getElementById>",
    '<div id="__search" data-md-component="search-query" data-cb-x data-spec="//evil.example/s.json">x</div>',
    f'<div class="cb-chart" data-spec="{AWAY}/t.vl.json"><div class=cb-stage></div><form></form></div>',
)
# Markdown, where its own marks make elements.
MARKDOWN = (
    "[go](javascript:canary())",
    "[go](<java&#10;script:canary()>)",
    "[go](data:text/html,%3Cscript%3Ecanary()%3C/script%3E)",
    f"![a]({AWAY}/u.png)",
    "[go][r]\n\n[r]: javascript:canary()",
    '[go](x "\\"onmouseover=canary() x=\\"")',
    "<javascript:canary()>",
    "a paragraph\n{: onmouseover=canary() }",
    "# heading {onclick=canary()}",
    '![a](x.png){onerror=canary() srcset="//evil.example/v 1x"}',
    '=== "<img src=x onerror=canary()>"\n\n    a tab',
    '!!! note "<img src=x onerror=canary()>"\n    a note',
    '??? note "<svg onload=canary()>"\n    a note',
    '``` { .py title="<img src=x onerror=canary()>" onclick=canary() }\nx = 1\n```',
    "``` mermaid\ngraph LR; a[<img src=x onerror=canary()>] --> b; click a href 'javascript:canary()'\n```",
    "a[^1]\n\n[^1]: <img src=x onerror=canary()>",
    "*[HTML]: <img src=x onerror=canary()>\n\nHTML",
    "| a |\n|---|\n| <img src=x onerror=canary()> |",
    "$\\text{<img src=x onerror=canary()>}$ and $$\\text{</mtext><script>canary()</script>}$$",
    "$\\href{javascript:canary()}{go}$ $\\url{javascript:canary()}$ $\\htmlData{x=y}{z}$",
    "$\\class{cb-verdict}{x}$ $\\style{background:url(//evil.example/w)}{x}$",
    "$\\def\\x{<img src=x onerror=canary()>}\\x$ $<script>canary()</script>$",
    "`<img src=x onerror=canary()>` &lt;img src=x onerror=canary()&gt;",
    "[see <img src=x onerror=canary()> @roe2020old, p. <script>canary()</script>]",
    "{{ gap | <img src=x onerror=canary()> }}",
    '<div markdown="1" onclick=canary()>\n\n*a*\n\n</div>',
)
LATEX = (
    "$\\text{<img src=x onerror=canary()>}$",
    "$$\\mathrm{</math><script>canary()</script>}$$",
    '\\begin{align}\\text{"><img src=x onerror=canary()>}\\end{align}',
    "$\\href{javascript:canary()}{go}$",
    "\\(\\unicode{<svg onload=canary()>}\\)",
    "$\\begin{array}{<img src=x onerror=canary()>}x\\end{array}$",
    '$\\color{"onclick=canary() x="}{x}$ and <img src=x onerror=canary()>',
)
# What a terminal obeys.
TERMINAL = (
    f"\x1b]8;;javascript:canary()\x1b\\go\x1b]8;;\x1b\\ {TAG}",
    f"\x1b]8;;https:{AWAY}/\x07go\x1b]8;;\x07",
    "\x1b]0;title <img src=x onerror=canary()>\x07",
    "\x1b]52;c;Y2FuYXJ5KCk=\x07\x1b]1337;File=inline=1:AAAA\x07\x1bPq#0\x1b\\",
    "\x9d8;;javascript:canary()\x9cgo\x9d8;;\x9c",
    '\x1b[38;2;"><img src=x onerror=canary()>m',
    "\x1b[31m<script>canary()</script>\x1b[0m\r\x08\x08<b>",
)
SVG = (
    f"<!-- {TAG} --><text>&lt;img src=x onerror=canary()&gt;</text>",  # as matplotlib writes a title
    "<script>canary()</script>",
    f'<script href="{AWAY}/a.js"/>',
    f'<foreignObject><h:img {XHTML} src="x" onerror="canary()"/></foreignObject>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">canary()</h:script>',
    '<g onload="canary()" onclick="canary()"><rect width="9" height="9" onmouseover="canary()"/></g>',
    '<a href="javascript:canary()"><rect width="9" height="9"/></a>',
    f'<use href="{AWAY}/a.svg#b"/><image href="https:{AWAY}/a.png"/>',
    f'<style>@import "https:{AWAY}/a.css"; rect {{ fill: url(https:{AWAY}/b#c) }}</style>',
    f'<rect width="9" height="9" style="fill:url(https:{AWAY}/d#e)" filter="url(https:{AWAY}/f#g)"/>',
    '<animate attributeName="x" onbegin="canary()" dur="1s"/>',
    '<set attributeName="href" to="javascript:canary()"/>',
    f'<image href="{LOADED}"/>',
)
SPECS: tuple[dict[str, Any], ...] = (
    {"data": {"url": f"https:{AWAY}/a.json"}, "mark": "point"},
    {"data": {"values": [{}]}, "mark": {"type": "image", "url": f"https:{AWAY}/b.png"}},
    {
        "data": {"values": [{"u": f"https:{AWAY}/c.png"}]},
        "mark": {"type": "image", "width": 9, "height": 9},
        "encoding": {"url": {"field": "u"}},
    },
    {
        "data": {"values": [{"image": f"https:{AWAY}/d.png", "title": TAG, "a": TAG}]},
        "mark": {"type": "rect", "width": 300, "height": 200, "tooltip": {"content": "data"}},
        "width": 300,
        "height": 200,
    },
    {
        "data": {"values": [{"a": 1}]},
        "mark": {"type": "rect", "width": 300, "height": 200, "href": "javascript:canary()"},
        "encoding": {"href": {"value": "javascript:canary()"}},
    },
    {
        "data": {"values": [{"a": TAG}]},
        "mark": "text",
        "title": TAG,
        "encoding": {"text": {"field": "a"}, "x": {"field": "a", "title": TAG}},
        "usermeta": {"embedOptions": {"defaultStyle": f"body{{background:url(https:{AWAY}/e)}}"}},
    },
    {
        "data": {"values": [{"a": 1}]},
        "params": [
            {"name": "k", "value": TAG, "bind": {"input": "text", "name": TAG, "element": "body"}},
            {
                "name": "m",
                "value": 1,
                "bind": {"input": "select", "options": [TAG], "labels": [TAG]},
            },
            {"name": "n", "value": 1, "bind": {"element": "#__search", "event": "change"}},
            {"name": "p", "expr": "constructor.constructor('canary()')()"},
        ],
        "mark": "point",
        "config": {"signals": [{"name": "z", "bind": {"input": "text", "element": "body"}}]},
    },
)

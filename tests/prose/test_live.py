import pytest

from claimbook.errors import ClaimbookError
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension
from claimbook.prose.dialect import read_allowed
from claimbook.prose.live import find_live, refuse_live
from claimbook.prose.reading import Passage, Reader
from composed import DIALECT, WORKS


def read(source: str) -> Passage:
    reader = Reader(
        DIALECT,
        binding=BindingExtension(None, {}),
        citing=CitationExtension(records=WORKS, append=False),
        resolve=lambda _: None,
        known=lambda: (),
    )
    return reader.read(source)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<script>f()</script>", ["script"]),
        ("<style>p {}</style>", ["style"]),
        ("<p onclick=f()>", ["onclick"]),
        ("<p\n/onclick='f()'>", ["onclick"]),
        ("<iframe srcdoc='<b>'></iframe>", ["iframe", "srcdoc"]),
        ("<base href='//x.org'>", ["base"]),
        ("<link rel=stylesheet href=x>", ["link"]),
        ("<object data=x></object><embed src=x>", ["object", "embed"]),
        ("<meta http-equiv=refresh content=0>", ["meta", "http-equiv"]),
        ("<form action=x><input name=y formaction=z></form>", ["form", "action", "formaction"]),
        ("<body onload=f()>", ["body", "onload"]),
        ("<a href='javascript:f()'>x</a>", ["javascript:"]),
        ("<a href='JaVa&Tab;Script&colon;f()'>x</a>", ["javascript:"]),
        ("<a href=' data:text/html,x'>x</a>", ["data:"]),
        ("<math><mi xlink:href='javascript:f()'>x</mi></math>", ["javascript:"]),
        ("<image src=x onerror=f()>", ["onerror"]),
        ("<svg><foreignObject></foreignObject></svg>", ["foreignobject"]),
        ("<svg><animate attributeName=href to=x></svg>", ["animate"]),
        ("<!--> <script>f()</script> -->", ["script"]),
        ("<svg><style><img src=x onerror=f()></style></svg>", ["style", "onerror"]),
        ("<p style='position: fixed'>", ["style"]),
        ("<p style='background: url(x)'>", ["style"]),
        ("<p data-md-component=search>", ["data-md-component"]),
        ("<x-y></x-y>", ["x-y"]),
        ("<img src='//x.org/a.png'>", ["//"]),
        ("<img src='HT&Tab;TPS:x.org/a.png'>", ["//"]),
        ("<img src='\\\\x.org/a.png'>", ["//"]),
        ("<img srcset='a.png 1x, https://x.org/a.png 2x' alt=a>", ["//"]),
        ("<video poster='//x.org/a'></video><audio><source src='//x.org/b'></audio>", ["//"]),
    ],
)
def test_what_a_browser_would_run_is_found(html: str, names: list[str]):
    """However it is written, a browser's own reading of it counts."""
    assert list(find_live(html)) == names


@pytest.mark.parametrize(
    "html",
    [
        "<abbr title='a'>b</abbr> <kbd>c</kbd> a<sub>1</sub><sup>2</sup><br>",
        "<details open><summary>a</summary><div class=b><span lang=ko>c</span></div></details>",
        "<table><tr><td colspan=2 style='text-align: right;'>a</table>",
        "<a href='https://x.org/?a=b' rel=me>a</a> <a href='#b'>c</a> <a href='mailto:a@b.c'>d</a>",
        "<img src='data:image/png;base64,AA==' alt=a> <video controls src=a.mp4></video>",
        "<p>&lt;script&gt; and <code>onclick=</code> are words, javascript: too</p>",
        "<img alt='<script>'> <p title='a onclick=b'>c</p>",
        "<math><msup><mi>x</mi><mn>2</mn></msup></math> <svg viewBox='0 0 1 1'><path d=M0 /></svg>",
        "<!-- <script>f()</script> -->",
        "<audio src='data:audio/mpeg;base64,//uQ'></audio> <img src='../a.png' srcset='b.png 2x'>",
    ],
)
def test_harmless_html_is_free(html: str):
    """What only shows something needs no leave."""
    assert find_live(html) == {}


@pytest.mark.parametrize(
    "prose",
    [
        "<script>f()</script>",
        "A word.\n{: onclick=f() }",
        "*a*{: onmouseover=f() }",
        "[a](javascript:f())",
        "[a][b]\n\n[b]: java&#115;cript:f()",
        '!!! note "<img src=x onerror=f()>"\n    a',
        '=== "<img src=x onerror=f()>"\n    a',
        '??? note "<b onclick=f()>a</b>"\n    b',
        "As [see <img src=x onerror=f()> @roe2020old].",
        "As [@roe2020old, <img src=x onerror=f()>].",
        "a[^1]\n\n[^1]: <b onclick=f()>c</b>",
        "| a |\n|---|\n| <b onclick=f()>c</b> |",
        "<div>\n\n**a**{onclick=f()}\n\n</div>",
        "# a {onclick=f()}",
        "![a](//x.org/a.png)",
        "![a][b]\n\n[b]: https://x.org/a.png",
        '*[HTML]: a" onclick="f()',
    ],
)
def test_prose_that_is_live_is_refused_and_shown_as_source(prose: str):
    """Wherever Markdown lets HTML through, its cell is named, and is not drawn."""
    passage = read(prose)

    live = [
        fault for fault in passage.faults if "no plain HTML" in fault.what or "host" in fault.what
    ]
    drawn = "".join(piece.html for piece in passage.pieces)
    assert (live and not passage.whole) or find_live(drawn) == {}
    assert bool(live) == (not prose.startswith("*[HTML]"))


def test_prose_as_it_is_written_is_no_fault():
    """Tabs, admonitions, tasks, citations, math and code are the page's own HTML."""
    prose = (
        '=== "a"\n    b\n\n=== "c"\n    d\n\n!!! note "e"\n    f\n\n- [ ] g\n\n$x^2$ [@roe2020old] '
        "`<script>` ++h++\n\n```html\n<script>f()</script>\n```\n\n| a |\n|--:|\n| b |"
    )
    assert [fault for fault in read(prose).faults if "plain HTML" in fault.what] == []


def test_what_is_allowed_by_name_passes():
    """A project may let an element, an attribute or a scheme through; each by its own name."""
    html = "<iframe src=a onload=f()></iframe>"

    assert [
        fault.what
        for fault in refuse_live(html, read_allowed({"claimbook": {"html": ["IFRAME"]}}, where=""))
    ] == ["<iframe onload> is no plain HTML: with it a page may run, load or send something"]
    assert list(refuse_live(html, ["iframe", "onload"])) == []
    assert read_allowed({"claimbook": None}, where="") == frozenset()
    with pytest.raises(ClaimbookError, match="is no list of names"):
        read_allowed({"claimbook": {"html": "iframe"}}, where="mkdocs.yml")


def test_the_advice_of_a_fault_is_what_allows_it():
    """Its remedy is YAML that can be pasted."""
    (fault,) = refuse_live("<a href='javascript:f()'>a</a>")
    assert fault.fix.endswith('extra: {claimbook: {html: ["javascript:"]}}')


@pytest.mark.parametrize("prose", ["# a {#__config}", '<p id="__config">{}</p>'])
def test_ids_of_the_themes_scripts_are_refused(prose: str):
    """The theme reads its settings from the first element with an id of its own."""
    assert "is one of the page's own" in str(read(prose).faults[0])


@pytest.mark.parametrize(
    "prose",
    [
        '<span class="a cb-mark cb-mark--reproduced">reproduced</span>',
        "<span class='&#99;b-mark'>reproduced</span>",
        "*reproduced*{.cb-mark}",
        "A word.\n{: .cb-mark }",
        '!!! cb-mark "reproduced"\n    a',
        "``` { .py .cb-mark }\nx\n```",
        "# a {.cb-mark}",
    ],
)
def test_what_looks_like_the_engine_s_own_is_refused(prose: str):
    """A mark in prose that no run gave would be read as one that a run gave."""
    passage = read(prose)

    assert any('the class "cb-mark" is one of the page' in str(one) for one in passage.faults)
    assert not passage.whole


def test_classes_of_ones_own_and_words_are_free():
    """Code that holds such a name is code; what the engine makes in prose is its own."""
    prose = "<span class='mark'>a</span> `class='cb-mark'` cb-mark [@roe2020old] *b*{.cbs}"
    assert read(prose).faults == ()

"""Make what mkdocs-jupyter renders as light as the rest of the site.

It inlines 575 kB of CSS and two scripts in every page. Code and plain outputs are all that it is
asked to draw, so these are given Material's own markup, and its stylesheet and scripts go.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INPUT = re.compile(
    r'<div class="jp-Cell-inputWrapper".*?<div class="highlight-ipynb[^"]*">\s*<pre>(.*?)</pre>\s*</div>'
    r'\s*<div class="clipboard-copy-txt".*?</div>\s*</div>\s*</div>\s*</div>\s*</div>',
    re.DOTALL,
)
_UNSTYLED = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')  # three quarters of all markup
_COLLAPSER = re.compile(r'<div class="jp-Collapser[^>]*>\s*</div>')


@event_priority(-50)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Rewrite the HTML of a notebook page; other pages stay as they are."""
    del config, files
    return lean(html) if page.file.src_uri.endswith(".ipynb") else html


def lean(html: str) -> str:
    """Drop styles and scripts, and give code the markup that Material styles and copies."""
    for pattern in (_STYLE, _SCRIPT, _COMMENT, _COLLAPSER):
        html = pattern.sub("", html)
    return _INPUT.sub(_highlighted, html)


def _highlighted(match: re.Match[str]) -> str:
    code = _UNSTYLED.sub(r"\1", match[1])
    return f'<div class="language-python highlight"><pre><code>{code}</code></pre></div>'

"""Make what mkdocs-jupyter renders as light as the rest of the site.

It inlines 575 kB of CSS and two scripts in every page, and three divisions around each cell.
Code and plain outputs are all that it is asked to draw: these get the few elements that
`docs/assets/claimbook.css` styles, and everything else goes.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import mkdocs_jupyter.nbconvert2
import mkdocs_jupyter.plugin
import nbconvert.exporters.html
from jinja2.bccache import Bucket, BytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from nbconvert.exporters import TemplateExporter
from pygments.formatters import HtmlFormatter
from pygments.token import Comment, Keyword, Name, Operator, String

_DROPPED = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"<style\b.*?</style>",
        r"<script\b.*?</script>",
        r"<!--.*?-->",
        r'<div class="jp-Collapser[^>]*>\s*</div>',
    )
]
_CELL = r'<div class="jp-Cell jp-CodeCell[^>]*>\s*<div [^>]*class="jp-Cell[^>]*>\s*'
_INPUT = re.compile(
    _CELL
    + r'<div class="jp-Cell-inputWrapper".*?<div class="highlight-ipynb[^"]*">\s*<pre>(.*?)</pre>'
    r'\s*</div>\s*<div [^>]*class="clipboard-copy-txt".*?' + r"</div>\s*" * 7,
    re.DOTALL,
)
_OUTPUTS = re.compile(
    _CELL
    + r'<div class="jp-Cell-outputWrapper">\s*<div class="jp-OutputArea [^>]*>\s*<div [^>]*>\s*'
)
_TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>|<span></span>')
# What stands between two of one colour may have it too: a list of strings is marked once.
_ENUMERATED = re.compile(r"</i>([,:]\s+)<i>")
_VERBATIM = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_ELLIPSIS = re.compile(r'(md-nav__link[^>]*>\s*)<span class="md-ellipsis">\s*([^<]*?)\s*</span>')
# End tags that HTML lets an author leave out: what follows says that the item has ended.
_BLOCK = "address|article|aside|blockquote|details|div|dl|figure|form|h[1-6]|hr|ol|p|pre|section|table|ul"
_ENDS = re.compile(
    rf"</li>\s*(?=<li\b|</[ou]l>)|</p>(?=\s*(?:<(?:{_BLOCK})\b|</(?:div|details|li)>))"
)
_UNSEARCHED = " data-search-exclude"
_SPACE = re.compile(r"\s*\n\s*")
# One element for each colour: the classes of Pygments would be half of a page's weight.
_ELEMENTS = {
    Keyword: "b",
    Operator.Word: "b",
    String: "i",
    Comment: "s",
    String.Doc: "s",
}
_ELEMENTS |= {Name.Function: "em", Name.Builtin: "em", Name.Class: "em", Name.Decorator: "em"}


class _FewTokens(HtmlFormatter):  # type: ignore[type-arg]
    """Mark only what has a colour of its own; what stands together is marked once."""

    @staticmethod
    @cache
    def _get_css_class(token: Any) -> str:
        while token is not None and token not in _ELEMENTS:
            token = token.parent
        return _ELEMENTS.get(token, "")


class _Unparsed:
    """HTML as it is, where nbconvert parses a page to mend what a dressed one does not lack."""

    def __init__(self, html: str, features: str) -> None:
        del features
        self.html = html

    def __str__(self) -> str:
        return self.html

    def select(self, selector: str) -> tuple[()]:
        """Find nothing: alternative texts and the outputs' focus are there already."""
        del selector
        return ()


class _Compiled(BytecodeCache):
    """Templates compiled once in a process, where nbconvert compiles them for each notebook."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was compiled before."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()


def on_startup(command: str, dirty: bool) -> None:
    """Spare mkdocs-jupyter two thirds of its work on pages that the engine has dressed."""
    del command, dirty
    compiled, create = _Compiled(), TemplateExporter._create_environment
    find_toc = mkdocs_jupyter.plugin._get_nb_toc_tokens

    def create_environment(exporter: TemplateExporter) -> jinja2.Environment:
        environment = create(exporter)
        environment.bytecode_cache = compiled
        return environment

    def toc_tokens(path: str, depth: int) -> Any:
        dressed = ".claimbook" in Path(path).parts  # `pages` sets the table of contents of these
        return ([], None) if dressed else find_toc(path, depth)

    TemplateExporter._create_environment = create_environment
    TemplateExporter.optimistic_validation = True  # once, and not after each of twenty steps
    mkdocs_jupyter.nbconvert2.HtmlFormatter = _FewTokens
    nbconvert.exporters.html.BeautifulSoup = _Unparsed
    mkdocs_jupyter.plugin._get_nb_toc_tokens = toc_tokens


@event_priority(-50)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Rewrite the HTML of a notebook page; other pages stay as they are."""
    del config, files
    return lean(html) if page.file.src_uri.endswith(".ipynb") else html


def lean(html: str) -> str:
    """Drop styles, scripts and wrappers, and give code the markup that Material copies."""
    for pattern in _DROPPED:
        html = pattern.sub("", html)
    html = _INPUT.sub(_code, html)
    return _OUTPUTS.sub('<div><div><div><div class="jp-OutputArea"><div>', html)


def _code(match: re.Match[str]) -> str:
    code = _TOKEN.sub(
        lambda token: f"<{token[1]}>{token[2]}</{token[1]}>" if token[1] else "", match[1]
    )
    return "<pre><code>" + _ENUMERATED.sub(r"\1", code) + "</code></pre>"


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Take the theme's blank lines and indentation out, except where white space is text.

    With them goes what only the search plugin reads, and it has read the page by now.
    """
    del page, config
    pieces = _VERBATIM.split(output)  # text, verbatim, its tag, text, …
    pieces[0::3] = [_light(text) for text in pieces[0::3]]
    del pieces[2::3]
    return "".join(pieces)


def _light(text: str) -> str:
    text = _ELLIPSIS.sub(r"\1\2", text)  # plain text needs no element to be cut short in
    return _ENDS.sub("", _SPACE.sub("\n", text).replace(_UNSEARCHED, ""))

"""Markdown and formulas that a run displayed → clean HTML.

They are data, not the author's prose: nothing is bound or cited in them, and what Markdown makes of
them is cleaned as any HTML of an output is. Formulas are kept out of both and put back.
"""

import re
from dataclasses import replace
from functools import cache

from markdown import Markdown
from markupsafe import Markup

from claimbook.errors import ClaimbookError
from claimbook.pages.cleaning import clean
from claimbook.pages.drawing import draw
from claimbook.pages.kinds import NOTHING, Formula, Output, Prose
from claimbook.pages.outputs import make_source
from claimbook.tex.delimiters import Found, find
from claimbook.tex.equations import to_mathml

_EXTENSIONS = (
    "tables",
    "sane_lists",
    "pymdownx.superfences",
    "pymdownx.tilde",
    "pymdownx.tasklist",
)
_PLACE = re.compile("\ue000(\\d+)\ue001")  # characters for private use: where a formula stood


def render_output(output: Output, beside: str) -> Output:
    """Return an output, Markdown and formulas turned into HTML.

    `beside` leads from the page to the files beside it.
    """
    if isinstance(output, Prose):
        return render_markdown(output.source, beside)
    if isinstance(output, Formula):
        try:
            return replace(output, math=Markup(to_mathml(output.latex, "block")))
        except ClaimbookError:
            return make_source(output.latex, "latex")
    return output


def render_markdown(source: str, beside: str) -> Prose:
    """Return Markdown as clean HTML, with the files that it shows and what was dropped."""
    formulas: list[Markup] = []
    parts, end = [], 0
    source = re.sub("[\ue000\ue001]", "", source)
    for one in find(source):
        if (math := _convert(one)) is not None:
            parts += [source[end : one.start], f"\ue000{len(formulas)}\ue001"]
            formulas.append(math)
            end = one.end
    text = "".join([*parts, source[end:]])
    md = _make_reader()
    md.reset()
    cleaned = clean(md.convert(text), beside)
    places = dict(enumerate(formulas))  # an entity can name a place too, and finds nothing there
    shown = [
        places.get(int(piece), NOTHING) if number % 2 else Markup(piece)
        for number, piece in enumerate(_PLACE.split(str(cleaned.html)))
    ]
    return Prose(source, NOTHING.join(shown), cleaned.dropped, cleaned.files)


def _convert(found: Found) -> Markup | None:
    """Return a formula as HTML; None of what is none, or cannot be read: it stays as it is."""
    if found.kind not in ("display", "inline"):
        return None
    display = found.kind == "display"
    try:
        math = Markup(to_mathml(found.tex, "block" if display else "inline"))
    except ClaimbookError:
        return None
    return draw("formula", math=math) if display else math


@cache
def _make_reader() -> Markdown:
    settings = {"pymdownx.tilde": {"subscript": False}}
    return Markdown(extensions=list(_EXTENSIONS), extension_configs=settings)

"""Figures found in outputs, and the files of each beside the page.

The figure contract: a caption whose first clause is the finding, alt text, and the data. An
image or chart without one of them is an error, so that it cannot be published.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model.paper import SLUG
from claimbook.model.run import FIGURE
from claimbook.notebook.restating import Restated
from claimbook.notebook.streams import join_text
from claimbook.pages import charts
from claimbook.pages.sheets import write_rows
from claimbook.pages.specs import clean_spec
from claimbook.pages.vectors import clean_svg

_FIX = "show it with `claimbook.lab.figure` or `claimbook.lab.chart`"
CHART = "application/vnd.vegalite.v6+json"
NEUTRAL = "#6e6e6e"  # what the plotting style draws text and axes in
LONGEST = 5_000  # characters of a caption or an alt text
MOST_CELLS = 500_000  # of a figure's data
LONGEST_ID = 100  # characters; with an ending it is the name of a file
_BOX = re.compile(
    r'viewBox="[\d.]+ [\d.]+ ([1-9]\d{0,4}(?:\.\d+)?) ([1-9]\d{0,4}(?:\.\d+)?)"', re.ASCII
)
LIGHT, DARK = "#3d4048", "#d3d6de"  # what a page draws them in: 9:1 or more on either palette


@dataclass(frozen=True)
class Figure:
    """A figure that meets the contract; `spec` is the Vega-Lite chart of a draggable one."""

    id: str
    caption: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    svg: str  # clean
    spec: Mapping[str, Any] | None = None
    dropped: tuple[str, ...] = ()  # of what it drew, in a reader's words

    @property
    def finding(self) -> str:
        """The first clause of the caption."""
        first = re.match(r".+?[.:;](?=\s|$)", self.caption, re.DOTALL)
        return first[0] if first else self.caption

    @property
    def alone(self) -> str:
        """The finding where it stands without the rest of the caption."""
        return re.sub(r"[:;]$", ".", self.finding)

    @property
    def rest(self) -> str:
        """The caption behind its first clause."""
        return self.caption[len(self.finding) :]

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels, so that its place is reserved before it has loaded."""
        box = _BOX.search(self.svg)
        return (round(float(box[1])), round(float(box[2]))) if box else None


def read_figure(output: Mapping[str, Any], where: str) -> Figure | None:
    """Read a figure from one output, or return None if the output draws nothing.

    Raises `ClaimbookError` if it draws something that does not meet the contract.
    """
    data = output.get("data", {})
    drawn = [
        kind for kind in data if kind.startswith("image/") or "vega" in kind or "plotly" in kind
    ]
    if not drawn and FIGURE not in data:
        return None
    try:
        figure = _make_figure(data)
    except ClaimbookError as error:
        raise ClaimbookError(error.what, where=where, fix=error.fix) from error
    except (KeyError, TypeError) as error:
        what = "draws a figure without caption, alt text, data or SVG"
        raise ClaimbookError(what, where=where, fix=_FIX) from error
    if not SLUG.fullmatch(figure.id) or len(figure.id) > LONGEST_ID:  # it names files
        what = f"draws a figure whose id is {figure.id[:LONGEST_ID]!r}"
        fix = f"name it in lower-case kebab-case, in {LONGEST_ID} characters or fewer"
        raise ClaimbookError(what, where=where, fix=fix)
    if not (figure.caption and figure.alt and figure.rows):
        raise ClaimbookError(
            f'the figure "{figure.id}" has an empty caption, alt text or table of data', where=where
        )
    _refuse_long(figure, where)
    return figure


def _refuse_long(figure: Figure, where: str) -> None:
    """Refuse words that would swell a page, and data that would swell the site."""
    for name, text in (("caption", figure.caption), ("alt text", figure.alt)):
        if len(text) > LONGEST:
            what = f'the {name} of "{figure.id}" has {len(text)} characters, {LONGEST} are the most'
            raise ClaimbookError(what, where=where, fix="say it in prose")
    if (cells := sum(map(len, figure.rows))) > MOST_CELLS:
        what = f'the data of "{figure.id}" have {cells} cells, {MOST_CELLS} are the most'
        raise ClaimbookError(what, where=where, fix="give what is drawn alone")


def _make_figure(data: Mapping[str, Any]) -> Figure:
    about = data[FIGURE]
    table = about["data"]
    svg, dropped = clean_svg(join_text(data["image/svg+xml"]))
    spec, left_out = clean_spec(data[CHART]) if CHART in data else (None, ())
    if spec is not None:
        _refuse_odd(spec, svg)
    return Figure(
        id=str(about["id"]),
        caption=str(about["caption"]).strip(),
        alt=str(about["alt"]).strip(),
        columns=tuple(str(column) for column in table["columns"]),
        rows=tuple(tuple(row) for row in table["rows"]),
        svg=svg,
        spec=spec,
        dropped=tuple(dict.fromkeys(dropped + left_out)),
    )


def _refuse_odd(spec: Mapping[str, Any], svg: str) -> None:
    """Refuse a specification that is none, of whatever shape."""
    try:
        charts.read_chart(spec, svg)
        charts.strip_spec(spec)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        what = "draws a chart that is no specification of Vega-Lite"
        raise ClaimbookError(what, fix=_FIX) from error


def translate_figure(figure: Figure, restated: Restated | None) -> Figure:
    """Return a figure with what it says in the language of a translation."""
    if restated is None:
        return figure
    return replace(
        figure,
        caption=restated.restate_figure(figure.id, "caption", figure.caption),
        alt=restated.restate_figure(figure.id, "alt", figure.alt),
    )


def write_files(figure: Figure) -> dict[str, str]:
    """Return the files of a figure by their path relative to the page."""
    stem = f"figures/{figure.id}"
    made = {
        f"{stem}.svg": recolour(figure.svg, LIGHT),
        f"{stem}-dark.svg": recolour(figure.svg, DARK),
        f"{stem}.csv": write_rows([figure.columns, *figure.rows]),
    }
    if figure.spec is not None:
        made[f"{stem}.vl.json"] = _write_spec(figure.spec)
    return made


def _write_spec(spec: Mapping[str, Any]) -> str:
    return json.dumps(charts.strip_spec(spec), ensure_ascii=False, sort_keys=True)


def recolour(svg: str, colour: str) -> str:
    """Draw the neutral parts of an SVG in another colour.

    >>> recolour('<svg fill="#6E6E6E"/>', "#fff")
    '<svg fill="#fff"/>'
    """
    return re.sub(NEUTRAL, colour, svg, flags=re.IGNORECASE)

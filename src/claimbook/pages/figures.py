"""Figures found in outputs → files beside the page and `<figure>` elements.

The figure contract: a caption whose first clause is the finding, alt text, and the data. An
image or chart without one of them is an error, so that it cannot be published.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model.evidence import FIGURE

CHART = "application/vnd.vegalite.v6+json"
NEUTRAL = "#6e6e6e"  # what the plotting style draws text and axes in
LIGHT, DARK = "#3d4048", "#d3d6de"  # what a page draws them in: 9:1 or more on either palette
SHOWN_ROWS = 30


@dataclass(frozen=True)
class Figure:
    """A figure that meets the contract; `spec` is the Vega-Lite chart of a draggable one."""

    id: str
    caption: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    svg: str
    spec: Mapping[str, Any] | None = None


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
        about = data[FIGURE]
        table = about["data"]
        figure = Figure(
            id=str(about["id"]),
            caption=str(about["caption"]).strip(),
            alt=str(about["alt"]).strip(),
            columns=tuple(str(column) for column in table["columns"]),
            rows=tuple(tuple(row) for row in table["rows"]),
            svg=_text(data["image/svg+xml"]),
            spec=data.get(CHART),
        )
    except (KeyError, TypeError) as error:
        raise ClaimbookError(
            "draws a figure without caption, alt text, data or SVG",
            where=where,
            fix="show it with `claimbook.lab.figure` or `claimbook.lab.chart`",
        ) from error
    if not (figure.caption and figure.alt and figure.rows):
        raise ClaimbookError(
            f'the figure "{figure.id}" has an empty caption, alt text or table of data', where=where
        )
    return figure


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def files(figure: Figure) -> dict[str, str]:
    """Return the files of a figure by their path relative to the page."""
    stem = f"figures/{figure.id}"
    made = {
        f"{stem}.svg": recolour(figure.svg, LIGHT),
        f"{stem}-dark.svg": recolour(figure.svg, DARK),
        f"{stem}.csv": _csv(figure),
    }
    if figure.spec is not None:
        made[f"{stem}.vl.json"] = json.dumps(figure.spec, ensure_ascii=False, sort_keys=True)
    return made


def recolour(svg: str, colour: str) -> str:
    """Draw the neutral parts of an SVG in another colour, and drop its XML preamble.

    >>> recolour('<?xml version="1.0"?><svg fill="#6E6E6E"/>', "#fff")
    '<svg fill="#fff"/>'
    """
    svg = svg[svg.index("<svg") :] if "<svg" in svg else svg
    return re.sub(NEUTRAL, colour, svg, flags=re.IGNORECASE)


def _csv(figure: Figure) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(figure.columns)
    writer.writerows(figure.rows)
    return text.getvalue()


def html(figure: Figure, number: int) -> str:
    """Return the `<figure>` element: picture, caption and data."""
    stem = f"figures/{escape(figure.id)}"
    chart = ""
    if figure.spec is not None:
        chart = (
            f'<div class="cb-chart" data-spec="{stem}.vl.json" data-search-exclude>'
            '<p class="cb-chart-hint">This chart can be dragged once its script has loaded.</p></div>'
        )
    return (
        f'<figure class="cb-figure{" cb-interactive" if chart else ""}" id="fig-{escape(figure.id)}">'
        f"{_pictures(stem, figure)}{chart}"
        f"<figcaption>{_caption(figure.caption, number)}</figcaption>"
        f"{_data(figure, stem)}</figure>"
    )


def _pictures(stem: str, figure: Figure) -> str:
    """Return the picture for each palette, its place reserved before it has loaded."""
    box = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', figure.svg)
    size = f' width="{float(box[1]):.0f}" height="{float(box[2]):.0f}"' if box else ""
    return "".join(
        f'<img src="{stem}{suffix}.svg#only-{palette}" alt="{escape(figure.alt, quote=True)}"{size}'
        ' loading="lazy" class="cb-picture">'
        for suffix, palette in (("", "light"), ("-dark", "dark"))
    )


def _caption(caption: str, number: int) -> str:
    first = re.match(r".+?[.:;](?=\s|$)", caption, re.DOTALL)
    finding = first.group(0) if first else caption
    rest = escape(caption[len(finding) :])
    return f"<b>Figure {number}. {escape(finding)}</b>{rest}"


def _data(figure: Figure, stem: str) -> str:
    shown = figure.rows[:SHOWN_ROWS]
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in figure.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row) + "</tr>"
        for row in shown
    )
    more = (
        f"<p>The first {len(shown)} of {len(figure.rows)} rows.</p>" if shown != figure.rows else ""
    )
    return (
        '<details class="cb-data" data-search-exclude><summary>Data</summary>'
        f'<div class="cb-scroll" tabindex="0" role="region" aria-label="Data of the figure">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"
        f'<p><a href="{stem}.csv" download>Download all as CSV</a></p></details>'
    )


def _cell(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)

"""The figure contract: finding, alt text and data beside every picture.

A figure leaves a cell as one bundle (SVG, contract, alt text as plain text), followed by its
caption as Markdown, which a notebook viewer shows and the page skips.
"""

import re
from collections.abc import Mapping
from io import StringIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from claimbook.lab.outputs import show

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURE = "application/vnd.claimbook.figure+json"
SVG = "image/svg+xml"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def figure(fig: "Figure", *, id: str, caption: str, alt: str, data: Any) -> None:
    """Show a matplotlib figure with its contract, and close it.

    `caption` begins with the finding; `alt` says what is drawn, with the numbers; `data` maps
    column names to sequences of one length (a mapping or a data frame).

    Raises `ValueError` if one of them is missing or malformed.
    """
    contract = describe(id, caption, alt, data)
    emit(contract, draw(fig, id))


def describe(id: str, caption: str, alt: str, data: Any) -> dict[str, Any]:
    """Return the contract of a figure as JSON, or raise `ValueError` in one line."""
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise ValueError(f"a figure's id is lower-case kebab-case, not {id!r}")
    for name, text in (("caption", caption), ("alt text", alt)):
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f'the figure "{id}" has no {name}')
    return {
        "id": id,
        "caption": " ".join(caption.split()),
        "alt": " ".join(alt.split()),
        "data": tabulate(id, data),
    }


def tabulate(id: str, data: Any) -> dict[str, list[Any]]:
    """Return columns and rows, JSON-ready, of a mapping of columns or a data frame."""
    columns = data.to_dict("list") if hasattr(data, "to_dict") else data
    if not isinstance(columns, Mapping) or not columns:
        raise ValueError(f'the figure "{id}" has no data: give a mapping of columns')
    series = {str(name): [_plain(id, cell) for cell in cells] for name, cells in columns.items()}
    lengths = {name: len(cells) for name, cells in series.items()}
    if len(set(lengths.values())) != 1 or not all(lengths.values()):
        raise ValueError(f'the columns of the figure "{id}" have different lengths: {lengths}')
    return {
        "columns": list(series),
        "rows": [list(row) for row in zip(*series.values(), strict=True)],
    }


def emit(contract: dict[str, Any], svg: str, extra: Mapping[str, Any] | None = None) -> None:
    """Display the bundle of a figure, then its caption."""
    bundle = {SVG: svg, FIGURE: contract, "text/plain": contract["alt"]}
    show(bundle | dict(extra or {}))
    show(
        {"text/markdown": f"**Figure.** {contract['caption']}"},
        metadata={"claimbook": "caption"},
    )


def draw(fig: "Figure", id: str) -> str:
    """Return the figure as deterministic SVG whose ids begin with `id`, and close it."""
    import matplotlib.pyplot as plt

    from claimbook.lab import style

    style.settle(fig)
    buffer = StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with plt.rc_context({"svg.hashsalt": id, "svg.fonttype": "none"}):
        fig.savefig(buffer, format="svg", transparent=True, bbox_inches="tight", metadata=nothing)
    plt.close(fig)  # or the notebook would show it a second time
    return tidy(buffer.getvalue(), id)


def tidy(svg: str, id: str) -> str:
    """Drop the prolog and empty metadata of an SVG and make its ids unique to the figure."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{id}-', svg)
    svg = re.sub(r'href="#', f'href="#{id}-', svg)
    svg = re.sub(r"url\((['\"]?)#", rf"url(\1#{id}-", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _plain(id: str, cell: Any) -> Any:
    """Return a cell as JSON holds it: numpy's and JAX's scalars become Python's."""
    value = cell.item() if hasattr(cell, "item") else cell
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f'the data of the figure "{id}" hold a value that is not finite')
    if value is not None and not isinstance(value, (str, int, float, bool)):
        raise ValueError(f'the data of the figure "{id}" hold {type(value).__name__}, not numbers')
    return value

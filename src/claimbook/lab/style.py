"""One plotting style for every figure: neutral text, one colour and one dash per method."""

from typing import TYPE_CHECKING, Any

from claimbook.lab.looks import (
    AMBER,
    BLUE,
    DASHDOT,
    DASHED,
    DOTTED,
    GREEN,
    NEUTRAL,
    PALETTE,
    PURPLE,
    SHORT,
    SKY,
    SOLID,
    VERMILLION,
    Look,
    declare,
    look,
)
from claimbook.lab.measurement import interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "AMBER",
    "BLUE",
    "DASHDOT",
    "DASHED",
    "DOTTED",
    "GREEN",
    "NEUTRAL",
    "PALETTE",
    "PURPLE",
    "SHORT",
    "SKY",
    "SOLID",
    "VERMILLION",
    "Look",
    "colour",
    "dash",
    "declare",
    "dots",
    "end",
    "lines",
    "look",
    "settle",
    "use",
    "vega",
]

FEW_SEEDS = 10
FONTS = ["DejaVu Sans", "Helvetica", "Arial", "sans-serif"]


def colour(method: str) -> str:
    """Return the colour of a method; one that was not declared raises `ValueError`."""
    return look(method).colour


def dash(method: str) -> Any:
    """Return the method's line style, the second cue beside its colour."""
    return look(method).stroke.line


def use() -> None:
    """Set matplotlib's defaults to the house style.

    Figures are then shown by `claimbook.lab.figure` alone: a notebook's own backend would show
    each once more at the end of its cell, without a caption.
    """
    import matplotlib as mpl
    from cycler import cycler

    mpl.use("agg")
    mpl.rcParams.update(
        {
            "text.color": NEUTRAL,
            "axes.labelcolor": NEUTRAL,
            "axes.edgecolor": NEUTRAL,
            "xtick.color": NEUTRAL,
            "ytick.color": NEUTRAL,
            "axes.grid": True,
            "axes.prop_cycle": cycler(color=PALETTE),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.constrained_layout.use": True,
            "figure.figsize": (7.0, 3.6),
            "font.family": FONTS[:1],
            "font.size": 10,
            "grid.alpha": 0.25,
            "grid.color": NEUTRAL,
            "grid.linewidth": 0.6,
            "legend.frameon": False,
            "lines.linewidth": 1.8,
            "svg.fonttype": "none",
        }
    )


def vega() -> dict[str, Any]:
    """Return the same style as a Vega-Lite configuration."""
    text = {"labelColor": NEUTRAL, "titleColor": NEUTRAL, "labelFontSize": 12, "titleFontSize": 12}
    lines = {"domainColor": NEUTRAL, "tickColor": NEUTRAL}
    grid = {"gridColor": NEUTRAL, "gridOpacity": 0.25}
    return {
        "font": "sans-serif",
        "axis": text | lines | grid | {"titleFontWeight": "normal"},
        "legend": text,
        "header": text,
        "title": {"color": NEUTRAL, "fontSize": 13, "fontWeight": "normal"},
        "text": {"color": NEUTRAL, "fontSize": 12},
        "rule": {"color": NEUTRAL},
        "view": {"stroke": None},
        "range": {"category": list(PALETTE)},
    }


def lines(ax: "Axes", x: Any, values: Any, label: str, *, method: str = "") -> None:
    """Draw one curve per seed, their mean and its 95 % band, and label the mean's end.

    An empty label writes none, for the panels beside the one that names the curves.

    `values` has shape (seeds, len(x)); a single curve may be given as (len(x),). Thin lines
    per seed are drawn for ten seeds or fewer. Colour and dash are those of `method`, or of
    `label` if no method is named.
    """
    import numpy as np

    x = np.asarray(x)
    runs = np.atleast_2d(np.asarray(values, dtype=float))
    if runs.shape[1:] != x.shape:
        raise ValueError(
            f"{x.size} points need values of shape (seeds, {x.size}), not {runs.shape}"
        )
    drawn = look(method or label)
    hue = drawn.colour
    if len(runs) > 1:
        low, high = np.transpose([interval(list(column))[1:] for column in runs.T])
        ax.fill_between(x, low, high, color=hue, alpha=0.2, linewidth=0)
        for run in runs if len(runs) <= FEW_SEEDS else ():
            ax.plot(x, run, color=hue, alpha=0.35, linewidth=0.6)
    mean = runs.mean(axis=0)
    ax.plot(x, mean, color=hue, linestyle=drawn.stroke.line)
    if label:
        end(ax, x[-1], mean[-1], label, hue)


def dots(
    ax: "Axes",
    at: float,
    values: Any,
    method: str,
    *,
    across: bool = False,
    beside: float = 0.1,
    label: str = "",
) -> None:
    """Draw a mean with its 95 % interval at a place, and `beside` it one dot per seed.

    `across` lays the values along the horizontal axis.
    """
    import numpy as np

    runs = [float(value) for value in values]
    mean, low, _ = interval(runs)
    drawn, row = look(method), np.full(len(runs), at + beside)
    hue = drawn.colour
    bar: dict[str, Any] = {"xerr" if across else "yerr": mean - low}
    ax.plot(*((runs, row) if across else (row, runs)), ".", color=hue, alpha=0.5, ms=4)
    place = (mean, at) if across else (at, mean)
    ax.errorbar(*place, **bar, fmt=drawn.marker, color=hue, capsize=3, label=label)


def end(ax: "Axes", x: float, y: float, label: str, hue: str = NEUTRAL) -> None:
    """Write a label to the right of a point, joined to it by a short line of its colour."""
    ax.annotate(
        label,
        (x, y),
        xytext=(16, 0),
        textcoords="offset points",
        va="center",
        gid="end-label",
        annotation_clip=False,
        arrowprops={"arrowstyle": "-", "color": hue, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 2},
    )


def settle(fig: "Figure") -> None:
    """Move end labels of one plot apart so that none covers another."""
    for ax in fig.axes:
        labels = [text for text in ax.texts if text.get_gid() == "end-label"]
        if len(labels) > 1:
            _spread(fig, ax, labels)


def _spread(fig: "Figure", ax: "Axes", labels: list[Any], gap: float = 12.0) -> None:
    fig.canvas.draw()  # fixes the layout, so that heights can be read in points
    scale = 72 / fig.dpi
    heights = {text: ax.transData.transform(text.xy)[1] * scale for text in labels}
    ordered = sorted(labels, key=heights.__getitem__)
    places = [heights[text] for text in ordered]
    for _ in range(50):
        for i in range(len(places) - 1):
            overlap = gap - (places[i + 1] - places[i])
            if overlap > 0:
                places[i] -= overlap / 2
                places[i + 1] += overlap / 2
    for text, place in zip(ordered, places, strict=True):
        text.set_position((text.get_position()[0], place - heights[text]))

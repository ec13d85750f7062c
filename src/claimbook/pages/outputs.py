"""What a code cell printed and displayed → values of a few kinds, each of which a page can draw.

Of what a display offers, the richest type that a page knows is taken, in JupyterLab's order.
Whatever cannot be shown becomes a line that names it: nothing vanishes, and no object's `repr`
stands for it.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from claimbook.model.measurement import MIME, read_measurement
from claimbook.model.run import is_caption
from claimbook.notebook.bounds import LONGEST, find_excess
from claimbook.notebook.streams import coalesce, join_text
from claimbook.pages.cleaning import clean
from claimbook.pages.figures import Figure, read_figure
from claimbook.pages.kinds import (
    Formula,
    Html,
    NotShown,
    Output,
    Prose,
    Recorded,
    Shown,
    Source,
    Text,
)
from claimbook.pages.media import Media
from claimbook.pages.reprs import name_object, strip_addresses
from claimbook.pages.terminal import read_terminal
from claimbook.wording.catalogue import say
from claimbook.wording.numbers import show_measurement

MOST_HTML = 500_000  # characters of one output, but for pictures and sounds in it
MOST_SHOWN = 2_000_000  # characters of all outputs of a page; the largest of ours has 40,000
MOST_OUTPUTS = 200  # of one cell
MOST_TRACED = 5_000  # lines of a traceback
LONGEST_NAMED = 10_000  # characters of what may be the name of an object
_CARRIED = re.compile(r"\bdata:[^\"'\s>]*")


def measure_size(output: Mapping[str, Any]) -> int:
    """Return how many characters of an output would be read; of a long one no more than are shown."""
    data = output.get("data", {})
    texts = [output.get("text", ""), *output.get("traceback", ()), *data.values()]
    return sum(min(len(one), MOST_HTML) for one in texts if isinstance(one, (str, list)))


def sort_outputs(
    outputs: Sequence[Mapping[str, Any]], *, where: str, beside: str = "", room: int = MOST_SHOWN
) -> Shown:
    """Sort the outputs (nbformat's JSON) of one executed cell, which `where` names.

    `beside` leads from the page to the files beside it. Behind `room` characters, and behind
    `MOST_OUTPUTS`, nothing but figures is read.

    Raises `ClaimbookError` if a figure does not meet the contract, or a measurement is malformed.
    """
    items: list[Output | Recorded | Figure] = []
    left = 0
    for output in coalesce(outputs):
        if is_caption(output):
            continue
        if figure := read_figure(output, where):
            items.append(figure)
        elif len(items) >= MOST_OUTPUTS or (room := room - measure_size(output)) < 0:
            left += 1
        elif MIME in output.get("data", {}):
            one = read_measurement(output["data"][MIME], where=where)
            items.append(Recorded(one.name, show_measurement(one), one.note))
        else:
            items += read_outputs([output], where=where, beside=beside)
    if left:
        items.append(_make_not_shown("too-many", n=left))
    return Shown(tuple(items))


def read_outputs(
    outputs: Iterable[Mapping[str, Any]], *, where: str, beside: str = ""
) -> tuple[Output, ...]:
    """Return what a page shows of outputs (nbformat's JSON) beside their figures.

    Raises `ClaimbookError`, which says `where`, if one draws a picture that is no figure.
    """
    shown = (_read(output, where, beside) for output in coalesce(outputs))
    return tuple(output for output in shown if output is not None)


def _read(output: Mapping[str, Any], where: str, beside: str) -> Output | None:
    match output.get("output_type"):
        case "stream":
            stream = "stderr" if output.get("name") == "stderr" else "stdout"
            return _read_text(join_text(output.get("text", "")), stream)
        case "error":
            lines = [join_text(line) for line in output.get("traceback", ())[:MOST_TRACED]]
            told = f"{join_text(output.get('ename'))}: {join_text(output.get('evalue'))}"
            return _read_text("\n".join(lines) or told, "error")
        case _:
            data = output.get("data", {})
            return None if read_figure(output, where) else _display(data, beside)


def _display(data: Mapping[str, Any], beside: str) -> Output | None:
    """Return the richest of what a display offers; plain text only if there is nothing else."""
    offered = {kind: v for kind, v in data.items() if "json" in kind or join_text(v).strip()}
    plain = offered.pop("text/plain", "")
    if "text/html" in offered:
        return _read_html(offered["text/html"], beside)
    for kind, read in _READERS.items():
        if kind in offered:
            return read(offered[kind])
    for kind, value in offered.items():
        if kind.startswith(("audio/", "video/")):
            return Media.from_base64(kind, join_text(value)) or _make_not_shown(
                "unplayable", type=kind
            )
        if re.fullmatch(r"application/([\w-]+\+)?json", kind):
            return _read_json(value)
    for kind in offered:
        return _make_not_shown("unknown", type=kind)
    return _read_result(join_text(plain))


def _read_html(value: Any, beside: str) -> Output:
    text = join_text(value)
    if (size := len(_CARRIED.sub("", text))) > MOST_HTML:
        return _make_not_shown("too-large", kilobytes=size // 1000)
    cleaned = clean(text, beside)
    if len(cleaned.html) > MOST_HTML:
        return _make_not_shown("too-large", kilobytes=len(cleaned.html) // 1000)
    if not cleaned.blank:
        return Html(cleaned.html, cleaned.dropped, cleaned.files)
    if not cleaned.dropped:
        return _make_not_shown("empty-html")
    return NotShown(say("outputs-not-shown", what=", ".join(cleaned.dropped)))


_DELIMITED = re.compile(
    r"""\s*(?:
      \$\$(?P<dollars>(?:[^$\\]|\\.)+)\$\$
    | \$(?P<dollar>(?:[^$\\]|\\.)+)\$
    | \\\[(?P<bracket>(?:(?!\\\]).)+)\\\]
    | \\\((?P<round>(?:(?!\\\)).)+)\\\)
    | \\begin\{(?P<plain>equation|displaymath|math)(?P<star>\*?)\}(?P<alone>.+)\\end\{(?P=plain)(?P=star)\}
    | (?P<lines>\\begin\{(?P<name>(?:align|gather|multline|eqnarray)\*?)\}.+\\end\{(?P=name)\})
    )\s*""",
    re.VERBOSE | re.DOTALL,
)


def _read_latex(value: Any) -> Output:
    """Return one formula, prose with formulas in it, or LaTeX that is neither as its source."""
    text = join_text(value)
    if len(text) > LONGEST:
        return make_source(text, "latex")
    if one := _DELIMITED.fullmatch(text):
        groups = ("dollars", "dollar", "bracket", "round", "alone", "lines")
        return Formula(next(one[name] for name in groups if one[name]).strip())
    return _read_markdown(text) if "$" in text else make_source(text, "latex")


def _read_markdown(value: Any) -> Output:
    """Return Markdown, or its source if reading it could take more than a moment."""
    text = join_text(value)
    return make_source(text, "markdown") if any(find_excess(text)) else Prose(text)


def _read_result(text: str) -> Output | None:
    if len(text) <= LONGEST_NAMED and (name := name_object(text)):
        return _make_not_shown("object", type=name)
    return _read_text(strip_addresses(text), "result")


def _read_text(text: str, stream: str) -> Text | None:
    screen = read_terminal(text)
    if not any(span.text.strip() for span in screen.spans):
        return None
    return Text(screen.spans, stream, screen.lines, screen.left_out)


def _read_json(value: Any) -> Source:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return make_source(join_text(text), "json")


def make_source(text: str, language: str, why: str = "") -> Source:
    """Return a text to be shown as it was written, and `why` it is (by default its language)."""
    screen = read_terminal(text)
    shown = "".join(span.text for span in screen.spans)
    why = why or say(f"outputs-source-{language}")
    return Source(shown, language, why, screen.lines, screen.left_out)


def _make_not_shown(what: str, **values: Any) -> NotShown:
    return NotShown(say("outputs-not-shown", what=say(f"outputs-{what}", **values)))


_READERS: Mapping[str, Callable[[Any], Output | None]] = {  # the richest first, behind HTML
    "text/markdown": _read_markdown,
    "text/latex": _read_latex,
    "text/vnd.mermaid": lambda value: make_source(join_text(value), "mermaid"),
    "application/vnd.jupyter.widget-view+json": lambda _: _make_not_shown("widget"),
    "application/javascript": lambda value: make_source(join_text(value), "javascript"),
    "text/javascript": lambda value: make_source(join_text(value), "javascript"),
    "application/pdf": lambda _: _make_not_shown("pdf"),
}


def read_raw(source: str, mimetype: str, beside: str = "") -> Output:
    """Return what a page shows of a raw cell; `mimetype` is that of its metadata, or empty."""
    if not source.strip():
        return _make_not_shown("blank-raw")
    if mimetype == "text/html":
        return _read_html(source, beside)
    if mimetype == "text/markdown":
        return _read_markdown(source)
    why = say("outputs-source-raw-type", type=mimetype) if mimetype else say("outputs-source-raw")
    return make_source(source, mimetype.rpartition("/")[2], why)

"""Streams as a run leaves them: the chunks of one stream, joined.

Between two displays standard output and standard error become one output each, in this order.
A kernel sends them in chunks whose number and order change from run to run; what it displays
stands where it stood. nbclient's `coalesce_streams` does not serve: it moves what was printed
below a display above it, and empties a line at a carriage return instead of overwriting it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

ORDER = ("stdout", "stderr")


def coalesce(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs (as nbformat's JSON) with the chunks of each stream joined.

    Nothing is lost: carriage returns and colours are still in the text.
    """
    joined: list[dict[str, Any]] = []
    streams: dict[str, str] = {}
    for output in outputs:
        if output.get("output_type") == "stream":
            name = str(output.get("name", ORDER[0]))
            streams[name] = streams.get(name, "") + join_text(output.get("text", ""))
        else:
            joined += _make_outputs(streams)
            streams = {}
            joined.append(dict(output))
    return joined + _make_outputs(streams)


def _make_outputs(streams: Mapping[str, str]) -> list[dict[str, Any]]:
    names = sorted(streams, key=lambda name: (ORDER.index(name) if name in ORDER else 2, name))
    return [
        {"output_type": "stream", "name": name, "text": streams[name]}
        for name in names
        if streams[name]
    ]


def join_text(value: Any) -> str:
    """Return text that nbformat keeps as one string or as a list of lines.

    Halves of surrogate pairs, which JSON may hold and no file can, become replacement characters.
    """
    lines = value if isinstance(value, list) else [value]
    text = "".join(str(line) for line in lines if line is not None)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

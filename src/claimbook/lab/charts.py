"""Charts that a reader can drag: Vega-Lite with a static picture for print."""

from collections.abc import Mapping
from typing import Any

from claimbook.lab import style
from claimbook.lab.figures import describe, emit, tidy

VEGALITE = "application/vnd.vegalite.v6+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def chart(spec: Any, *, id: str, caption: str, alt: str, data: Any) -> None:
    """Show a Vega-Lite chart with its contract and a static SVG.

    `spec` is a mapping or an Altair chart; the house style is laid under its own `config`.
    The sliders are the spec's `params` bound to inputs, and everything they move is computed
    by Vega expressions, so that the chart works without a kernel and without a network. The
    static picture shows the parameters' initial values.

    Raises `ValueError` if a part of the contract is missing or the spec does not compile.
    """
    contract = describe(id, caption, alt, data)
    whole = complete(spec)
    emit(contract, render(whole, id), {VEGALITE: whole})


def complete(spec: Any) -> dict[str, Any]:
    """Return the spec as a mapping with schema, house style and a transparent background."""
    raw = spec if isinstance(spec, Mapping) else getattr(spec, "to_dict", lambda: None)()
    if not isinstance(raw, Mapping):
        raise TypeError(f"a chart is a Vega-Lite mapping or an Altair chart, not {type(spec)!r}")
    config = merge(style.vega(), raw.get("config", {}))
    return dict(raw) | {"$schema": SCHEMA, "background": None, "config": config}


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` overlaid by `over`, mapping by mapping."""
    merged = dict(base)
    for key, value in over.items():
        nested = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = merge(merged[key], value) if nested else value
    return merged


def render(spec: Mapping[str, Any], id: str) -> str:
    """Return the chart at its initial parameters as SVG."""
    import vl_convert

    try:
        svg: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=_newest(vl_convert))
    except ValueError as error:
        raise ValueError(
            f'the chart "{id}" does not compile: {str(error).strip()[:200]}'
        ) from error
    return tidy(svg, id)


def _newest(vl_convert: Any) -> str:
    """Return the newest Vega-Lite of the sixth major version that the converter has."""
    versions = [v for v in vl_convert.get_vegalite_versions() if v.lstrip("v").startswith("6")]
    if not versions:
        raise ValueError("vl-convert has no Vega-Lite 6; install vl-convert-python 1.9 or newer")
    newest: str = max(versions, key=lambda v: [int(part) for part in v.lstrip("v").split(".")])
    return newest

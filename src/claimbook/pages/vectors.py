"""Pictures in SVG that a run drew, made fit to lie beside a page, where they may be opened alone.

A browser runs the scripts of an SVG that is opened as a page, and asks other hosts for what it names.
So a picture keeps what draws: no script, handler, animation or foreign element, and of addresses only
those of its own parts and of pixels that it carries. What was left out is said below the figure.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say

LONGEST = 5_000_000  # characters; the largest of ours has 140,000
_OUTERMOST = "svg"
_SPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_TOLD = {f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("lang", "space")}
_DRAWING = frozenset(
    """
    circle clipPath defs desc ellipse g image line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop style svg switch symbol text textPath title tspan use
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence filter
    """.split()
)
_PIXELS = re.compile(r"\s*data:image/(?:gif|jpeg|png|webp);base64,[A-Za-z0-9+/=\s]*")
_OWN = re.compile(r"#[\w.:-]+")
_OWN_URL = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)")
# What in a style, or in an attribute that means one, could load, and what could hide that it does.
_LOADS = re.compile(
    r"url|image(?!-rendering)|src|[\\@]|expression|behaviou?r|binding|script:", re.IGNORECASE
)
_TEXTS = re.compile(
    r"aria-[\w-]+|class|d|data-[\w-]+|id|role|title|values"
)  # which mean no address


def clean_svg(svg: str) -> tuple[str, tuple[str, ...]]:
    """Return a picture without what could do more than draw, and what was dropped, in words.

    One that is clean stays as it was written.

    Raises `ClaimbookError` for what is no SVG, and for too much of it.
    """
    if len(svg) > LONGEST:
        what = f"draws a picture of {len(svg) / 1e6:.1f} MB, {LONGEST / 1e6:g} MB are the most"
        raise ClaimbookError(what, fix="draw fewer marks, or set `rasterized=True` on them")
    begun = f"<{_OUTERMOST}"
    text = svg[max(svg.find(begun), 0) :]  # what stands before it could declare entities
    root = _parse(text)
    if _find_name(root) != _OUTERMOST or not text.startswith(begun):
        raise _explain("its outermost element is another")
    if not (dropped := [said for one in list(root.iter()) for said in _clean(one)]):
        return text, ()
    named = tuple(said for said in dict.fromkeys(dropped) if said)
    return etree.tostring(root, encoding="unicode"), named


def _parse(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _explain(str(error).splitlines()[0]) from error


def _explain(why: str) -> ClaimbookError:
    fix = "show it with `claimbook.lab.figure` or `claimbook.lab.chart`"
    return ClaimbookError(f"draws a picture that is no SVG: {why[:200]}", fix=fix)


def _find_name(element: Any) -> str:
    """Name an element of SVG; nothing of what is none."""
    tag = etree.QName(element) if isinstance(element.tag, str) else None
    return tag.localname if tag is not None and tag.namespace in (_SPACE, None) else ""


def _clean(element: Any) -> Iterator[str]:
    """Take out of an element, or take it out, whatever does more than draw; say each time what it was."""
    if (name := _find_name(element)) == "a":  # what it leads to goes, what it shows stays
        element.tag, name = f"{{{_SPACE}}}g", "g"
        yield say("outputs-dropped-link-of-drawing")
    if name not in _DRAWING or (name == "style" and _can_load(element.text or "")):
        _remove(element)
        yield _name_lost(element, name)
        return
    for attribute, value in list(element.attrib.items()):
        if not _is_harmless(name, attribute, value):
            del element.attrib[attribute]
            yield _name_loss(attribute)


def _name_lost(element: Any, name: str) -> str:
    match name or str(element.tag).rpartition("}")[2]:
        case "script" | "handler":
            return say("outputs-dropped-script")
        case "style":
            return say("outputs-dropped-style")
        case _:
            return say("outputs-dropped-part-of-drawing")


def _name_loss(attribute: str) -> str:
    """Name what an attribute would have done; nothing of what no reader would miss."""
    if attribute.startswith("on"):
        return say("outputs-dropped-script")
    missed = attribute == _LINK or not attribute.startswith("{")
    return say("outputs-dropped-address") if missed else ""


def _remove(element: Any) -> None:
    """Remove an element, and leave the text behind it."""
    if (parent := element.getparent()) is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _is_harmless(name: str, attribute: str, value: str) -> bool:
    if attribute in ("href", _LINK):
        return bool(_OWN.fullmatch(value) or (name == "image" and _PIXELS.fullmatch(value)))
    if attribute.startswith("{"):
        return attribute in _TOLD
    if attribute.startswith("on") or attribute in ("ping", "src", "srcset", "target"):
        return False
    return bool(_TEXTS.fullmatch(attribute)) or not _can_load(value)


def _can_load(style: str) -> bool:
    """Tell whether a style could make a browser ask for anything but a part of the picture."""
    return bool(_LOADS.search(_OWN_URL.sub("", style)))

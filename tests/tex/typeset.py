"""MathML as a browser takes it."""

from xml.etree import ElementTree

_CORE = """
    math mrow mi mn mo mtext mspace ms mfrac msqrt mroot msub msup msubsup munder mover munderover
    mmultiscripts mprescripts mtable mtr mtd mpadded mphantom mstyle
"""
CORE = frozenset(_CORE.split())
HTML = frozenset({"a", "b", "i", "u", "em", "code", "span"})  # inside a text


def parsed(mathml: str) -> ElementTree.Element:
    """Read a formula as XML, in which all is MathML Core, or HTML in a text."""
    root = ElementTree.fromstring(mathml)
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        inside = element.tag in HTML and parents[element].tag in HTML | {"mtext"}
        assert inside or element.tag in CORE, mathml
        assert element.get("mathvariant", "normal") == "normal"
    return root

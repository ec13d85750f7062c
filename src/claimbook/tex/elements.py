"""The one place where an element of HTML or MathML is written by hand, its attributes escaped."""

from html import escape


def write_element(tag: str, inner: str, **attributes: str) -> str:
    """Return an element around HTML; an attribute's underscore at its end is left out.

    >>> write_element("a", "(1)", class_="cb-eqref", href="#1")
    '<a class="cb-eqref" href="#1">(1)</a>'
    """
    given = "".join(f' {n.rstrip("_")}="{escape(v)}"' for n, v in attributes.items())
    return f"<{tag}{given}>{inner}</{tag}>"

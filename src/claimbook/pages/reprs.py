"""What Python prints of an object that cannot show itself: `<a.b.C object at 0x7f…>`."""

import re

# A name, perhaps "object", perhaps an address; matplotlib's own, which say no more than that.
_BARE = re.compile(
    r"""<(?:
      class\ '(?P<class>[\w.]+)'
    | (?P<kind>function|method|built-in\ \w+|bound\ method|generator|coroutine|module)\b[^<>]*
    | (?P<drawn>Figure(?=\ size)|\w*Axes\w*(?=:)|\w*Container(?=\ object))[^<>]*
    | (?P<object>[\w.]+)(?:\ object(?:\ at\ 0x[0-9A-Fa-f]+)?|\ at\ 0x[0-9A-Fa-f]+)
    | (?P<dotted>\w+(?:\.\w+)+)
    )>""",
    re.VERBOSE,
)
_NAMELESS = re.compile(r"(?<=[\w.])<(locals|lambda|genexpr|listcomp|module)>|<(lambda|genexpr)>")
_AROUND = re.compile(r"[\s\[\](){},]*")
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,}")


def name_object(text: str) -> str | None:
    """Return the type if a text says no more of an object, or of several, than its type.

    >>> name_object("[<matplotlib.lines.Line2D at 0x7f62d27a7330>]")
    'matplotlib.lines.Line2D'
    >>> name_object("<re.Match object; span=(0, 1), match='a'>")
    """
    names: list[str] = []

    def note(match: re.Match[str]) -> str:
        names.append(_choose_name(match))
        return ""

    rest, before = _NAMELESS.sub(r"\1\2", text), ""
    while rest != before:  # from the inside out: <bound method A.f of <A object at 0x…>>
        before, rest = rest, _BARE.sub(note, rest)
    return names[-1] if names and _AROUND.fullmatch(rest) else None


def _choose_name(match: re.Match[str]) -> str:
    return str(next(name for name in match.groups() if name))


def strip_addresses(text: str) -> str:
    """Leave out where in memory objects lay, which differs from run to run.

    >>> strip_addresses("Model(act=<function relu at 0x7f62cf1324d0>, lr=0.1)")
    'Model(act=<function relu>, lr=0.1)'
    """
    return _ADDRESS.sub("", text)

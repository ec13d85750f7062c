"""The Markdown that every page is made of, told by a digest.

It is None where it cannot be told: then no page is kept, for one that is kept must never be older than
what it was made of.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from claimbook.installed import digest_text
from claimbook.prose.dialect import OWN, Dialect

# Extensions that read nothing but the page; pymdownx.snippets and others read files.
_OF_MARKDOWN = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs"
    " legacy_em md_in_html nl2br sane_lists smarty tables toc wikilinks".split()
)
_OF_PYMDOWNX = frozenset(
    "arithmatex betterem caret critic details escapeall extra highlight inlinehilite keys magiclink"
    " mark progressbar saneheaders smartsymbols striphtml superfences tabbed tasklist tilde".split()
)
_ROOTS = frozenset(
    {"claimbook", "markdown", "material", "pymdownx"}
)  # whose functions the digests cover

_RECORDS = frozenset({"babel", "material", "mkdocs"})  # whose objects are told by their attributes


def digest_dialect(dialect: Dialect) -> str | None:
    """Return the digest of the Markdown; None if an extension may read more than the page."""
    if not all(map(_is_closed, dialect.extensions)):
        return None
    settings = {name: given for name, given in dialect.settings.items() if name not in OWN}
    try:
        return digest_text(describe(vars(dialect) | {"settings": settings}))
    except TypeError:
        return None


def _is_closed(name: object) -> bool:
    if not isinstance(name, str):
        return False
    root, _, rest = name.partition(".")
    if root == "pymdownx":
        return rest in _OF_PYMDOWNX
    short = name.removeprefix("markdown.extensions.")
    return root == "claimbook" or short in _OF_MARKDOWN


def describe(value: Any) -> str:
    """Describe a setting by its value.

    Raises `TypeError` for what has none that can be told.
    """
    if value is None or isinstance(value, (str, int, float, bool)):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, Mapping):
        inner = (f"{describe(name)}: {describe(found)}" for name, found in value.items())
        return f"{{{', '.join(sorted(inner))}}}"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(describe, value)))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(describe, value))}]"
    if isinstance(value, partial):
        return f"{describe(value.func)}({describe(value.args)}, {describe(value.keywords)})"
    if type(value).__module__.partition(".")[0] in _RECORDS:
        return f"{type(value).__name__} {describe(vars(value))}"
    return _describe_function(value)


def _describe_function(value: Callable[..., Any]) -> str:
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or module.partition(".")[0] not in _ROOTS or name is None:
        raise TypeError(f"{value!r} is no plain value")
    return f"{module}.{name}"

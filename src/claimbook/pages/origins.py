"""What every page is made of besides its notebook: the engine, what is installed, the Markdown.

Each is told by a digest, or by None where it cannot be told: then no page is kept, for one that is
kept must never be older than what it was made of.
"""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import claimbook
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


def digest_text(*parts: str) -> str:
    """Return one digest of several texts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogatepass")
        whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()


def digest_engine() -> str | None:
    """Return the digest of the engine and of all that is installed; None if it changed meanwhile.

    A process works with the code that it has loaded: once the files are others, nothing can be said.
    """
    found = _digest_now()
    return found if found == _keep_first() else None


@cache
def _keep_first() -> str:
    return _digest_now()


def _digest_now() -> str:
    installed = "".join(list_installed(sys.path))
    return digest_text(sys.version, digest_files(Path(claimbook.__file__).parent), installed)


def digest_files(folder: Path) -> str:
    """Return the digest of all files below a folder, but for compiled ones."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            whole.update(f"{path.relative_to(folder)}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def list_installed(places: Iterable[str]) -> Iterator[str]:
    """Yield each distribution with its version, as its folder is named, and when it was installed."""
    for place in places:
        for path in sorted(Path(place or ".").glob("*.dist-info")):
            yield f"{path.name} {path.stat().st_mtime_ns}\0"


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

"""The Markdown of a site: which extensions read it, and with what settings.

`mkdocs.yml` says so once. The pages are read with what MkDocs made of it, a check with what stands
in the file, so that both see the same document.
"""

import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension

from claimbook.errors import ClaimbookError
from claimbook.prose.live import refuse_live
from claimbook.prose.rawhtml import find_classes

OWN = frozenset({"claimbook.prose.citations", "claimbook.prose.mathml"})  # given anew to each page
OURS = "cb-"  # how the classes begin that pages have of the engine
BUILTIN = ("toc", "tables", "fenced_code")  # what MkDocs adds
# Without a tag, attributes in braces or a telling address nothing in a text can be live. An address may go
# on in the next line, have entities and code in it: what is not plainly a way or a page on the net is read.
_TELLING = re.compile(r"<[A-Za-z!/]|!\[|\{[^{}\n]*=|\]\(|\]:")
_PLAIN = r"(?:https?://)?[\w./#%?=+~@,-]*"
_PLAINLY = re.compile(
    rf"""\]\({_PLAIN}(?: "[\w .,;'/-]*")?\)|^ {{0,3}}\[[\w .-]+\]: {_PLAIN}$""", re.MULTILINE
)


@dataclass(frozen=True)
class Dialect:
    """Python-Markdown's extensions by name, their settings, and what HTML may be live (see `live`)."""

    extensions: Sequence[str]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    live: frozenset[str] = frozenset()

    def make_reader(
        self, own: Sequence[Extension], settings: Mapping[str, Mapping[str, Any]]
    ) -> Markdown:
        """Return a converter with these extensions and `own`, whose settings come last."""
        names = [name for name in self.extensions if name not in OWN]
        merged = {name: dict(given) for name, given in self.settings.items() if name not in OWN}
        for name, given in settings.items():
            merged[name] = {**merged.get(name, {}), **given}
        return Markdown(extensions=[*names, *own], extension_configs=merged)

    def find_live(self, text: str) -> Iterator[ClaimbookError]:
        """Find the HTML of a hand-written page that is live and not allowed."""
        if _TELLING.search(_PLAINLY.sub("", text)):
            yield from refuse_live(self.make_reader([], {}).convert(text), self.live)

    def find_imitations(self, text: str) -> Iterator[ClaimbookError]:
        """Find classes of the page's own, by which prose would look as verdicts and numbers do."""
        if OURS not in text and "&#" not in text:
            return
        for name in find_classes(self.make_reader([], {}).convert(text)):
            if name.startswith(OURS) and name not in self.live:
                what = (
                    f'the class "{name}" is one of the page\'s own, and says that the engine speaks'
                )
                yield ClaimbookError(what, fix="choose a name of your own, and style that")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as MkDocs reads it: environment variables have their default, names are imported."""


def _load_named(_loader: Any, suffix: str, _node: yaml.Node) -> Any:
    module, _, name = suffix.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _ignore(_loader: Any, _suffix: str, _node: yaml.Node) -> None:
    """Leave out what only MkDocs needs, such as `!ENV`."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _load_named)
_Loader.add_multi_constructor("!", _ignore)


def read_dialect(path: Path) -> Dialect:
    """Read `markdown_extensions` of a `mkdocs.yml`, and what HTML it allows.

    Raises `ClaimbookError` if it cannot be read.
    """
    raw = read_mkdocs(path)
    listed = raw.get("markdown_extensions") or [] if isinstance(raw, dict) else None
    names, settings = list(BUILTIN), dict[str, Mapping[str, Any]]()
    for item in listed if isinstance(listed, list) else [None]:
        given = item if isinstance(item, dict) else {item: {}}
        for name, options in given.items():
            if not isinstance(name, str) or not isinstance(options or {}, dict):
                raise ClaimbookError(
                    "markdown_extensions is no list of names, each with its settings",
                    where=path.name,
                    fix="write one name a line, its settings indented below it",
                )
            names += [name] if name not in names else []
            settings[name] = options or {}
    return Dialect(tuple(names), settings, read_allowed(raw.get("extra"), where=path.name))


def read_mkdocs(path: Path) -> Any:
    """Return what a `mkdocs.yml` holds.

    Raises `ClaimbookError` if it cannot be read.
    """
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Loader) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ImportError, AttributeError) as error:
        first = str(error).splitlines()[0]
        raise ClaimbookError(f"cannot be read: {first}", where=path.name) from error


def read_extra(path: Path) -> object:
    """Return `extra` of a `mkdocs.yml`, as `read_mkdocs` reads it."""
    raw = read_mkdocs(path)
    return raw.get("extra") if isinstance(raw, dict) else None


def read_allowed(extra: object, *, where: str) -> frozenset[str]:
    """Return the live HTML that `extra.claimbook.html` of a `mkdocs.yml` allows by name.

    Raises `ClaimbookError` if it is no list of names.
    """
    own = extra.get("claimbook") if isinstance(extra, Mapping) else None
    named = (own.get("html") if isinstance(own, Mapping) else None) or []
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise ClaimbookError(
            "is no list of names",
            where=f"{where}: extra.claimbook.html",
            fix='write what a fault named, such as `[iframe, onclick, "data:"]`',
        )
    return frozenset(name.lower() for name in named)

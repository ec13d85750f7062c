"""The Markdown of a site: which extensions read it, and with what settings.

`mkdocs.yml` says so once. The pages are read with what MkDocs made of it, a check with what stands
in the file, so that both see the same document.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension

from claimbook.errors import ClaimbookError

OWN = frozenset({"claimbook.prose.citations", "claimbook.prose.mathml"})  # given anew to each page
BUILTIN = ("toc", "tables", "fenced_code")  # what MkDocs adds


@dataclass(frozen=True)
class Dialect:
    """Python-Markdown's extensions by name, and their settings."""

    extensions: Sequence[str]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def make_reader(
        self, own: Sequence[Extension], settings: Mapping[str, Mapping[str, Any]]
    ) -> Markdown:
        """Return a converter with these extensions and `own`, whose settings come last."""
        names = [name for name in self.extensions if name not in OWN]
        merged = {name: dict(given) for name, given in self.settings.items() if name not in OWN}
        for name, given in settings.items():
            merged[name] = {**merged.get(name, {}), **given}
        return Markdown(extensions=[*names, *own], extension_configs=merged)


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
    """Read `markdown_extensions` of a `mkdocs.yml`.

    Raises `ClaimbookError` if it cannot be read.
    """
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=_Loader) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ImportError, AttributeError) as error:
        first = str(error).splitlines()[0]
        raise ClaimbookError(f"cannot be read: {first}", where=path.name) from error
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
    return Dialect(tuple(names), settings)

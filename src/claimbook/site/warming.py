"""What a build loads while notebooks run, ready for the pages that it will make of them.

Until the first kernels compute, a core has nothing to do. No step hangs on a run; what takes longest is left
out where it was kept. A step that fails is no loss: what is needed is made, and told of, where it is needed.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateError
from mkdocs.config.defaults import MkDocsConfig

from claimbook.pages.compiled import FOLDER as TEMPLATES
from claimbook.pages.compiled import keep_compiled
from claimbook.pages.drawing import make_environment
from claimbook.prose.dialect import Dialect
from claimbook.site.frame import are_known
from claimbook.site.papers import CONVERTED
from claimbook.site.styling import list_folders, strip_indentation

SAMPLE = """\
# A heading {#its-id}

*A* **sample** of `code`, [a link](x.md) and $x$.[^1]

```python
x = 1
```

- A list.

| a | table |
|---|---|
| 1 | 2 |

[^1]: A note.
"""
DRAWING = ("claimbook.pages.composing", "claimbook.pages.catalogue", "claimbook.pages.cards")
CONVERTER = "mkdocs_jupyter.convert", "nb2html"  # a module that may be late, and one of its names
# Of a theme, what its pages are likely to have: it has templates that need filters of its plugins, too.
_PAGES = ("main.html", "base.html", "404.html", "sitemap.xml")
_PARTS = "partials"
# Whose extensions have nothing to say of the sample: others may warn of it, or count it among the pages.
_SILENT = {"claimbook", "markdown", "material", "pymdownx"}


def list_steps(config: MkDocsConfig, work: Path) -> Iterator[Callable[[], object]]:
    """Yield what is to be called, one after another, while there is time."""
    yield from (partial(import_module, name) for name in DRAWING)
    if not (work / CONVERTED).is_dir():
        yield _load_converter
    if not (work / TEMPLATES).is_dir():
        yield partial(_load_ours, work)
        if are_known(config):  # others may have filters of their own
            yield partial(_load_theme, config, work)
    dialect = Dialect(config.markdown_extensions, config.mdx_configs)
    if all(map(_is_silent, dialect.extensions)) and _holds_silent(dialect.settings):
        yield partial(_read_sample, dialect)


def _load_converter() -> None:
    module, name = CONVERTER
    getattr(import_module(module), name)


def _load_ours(work: Path) -> None:
    environment = make_environment()
    keep_compiled(environment, work)
    for name in environment.list_templates():
        environment.get_template(name)


def _load_theme(config: MkDocsConfig, work: Path) -> None:
    environment = config.theme.get_env()
    environment.loader = FileSystemLoader(list_folders(config))
    strip_indentation(environment)
    keep_compiled(environment, work)
    for name in environment.list_templates(filter_func=_is_likely):
        with suppress(TemplateError):
            environment.get_template(name)


def _read_sample(dialect: Dialect) -> None:
    """Compile the patterns that Markdown is read by."""
    dialect.make_reader([], {}).convert(SAMPLE)


def _is_silent(extension: str) -> bool:
    root, dot, _ = extension.partition(".")
    return root in _SILENT if dot else find_spec(f"markdown.extensions.{root}") is not None


def _holds_silent(settings: Any) -> bool:
    """Tell whether no function of others stands in the settings of extensions."""
    if isinstance(settings, Mapping):
        return all(map(_holds_silent, settings.values()))
    if isinstance(settings, (list, tuple)):
        return all(map(_holds_silent, settings))
    home = str(getattr(settings, "__module__", ""))
    return not callable(settings) or home.partition(".")[0] in _SILENT


def _is_likely(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return name in _PAGES or (folder == _PARTS and file.endswith(".html"))

"""What a build loads while notebooks run, ready for the pages that it will make of them.

Until the first kernels compute, a core has nothing to do. No step hangs on a run; what takes longest is left
out where it was kept. A step that fails is no loss: what is needed is made, and told of, where it is needed.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path

from jinja2 import FileSystemLoader, TemplateError
from mkdocs.config.defaults import MkDocsConfig

from claimbook.pages.compiled import FOLDER as TEMPLATES
from claimbook.pages.compiled import keep_compiled
from claimbook.pages.drawing import make_environment
from claimbook.site.frame import are_known
from claimbook.site.papers import CONVERTED
from claimbook.site.styling import list_folders, strip_indentation

DRAWING = ("claimbook.pages.composing", "claimbook.pages.catalogue", "claimbook.pages.cards")
CONVERTER = "mkdocs_jupyter.convert", "nb2html"  # a module that may be late, and one of its names
# Of a theme, what its pages are likely to have: it has templates that need filters of its plugins, too.
_PAGES = ("main.html", "base.html", "404.html", "sitemap.xml")
_PARTS = "partials"


def list_steps(config: MkDocsConfig, work: Path) -> Iterator[Callable[[], object]]:
    """Yield what is to be called, one after another, while there is time."""
    yield from (partial(import_module, name) for name in DRAWING)
    if not (work / CONVERTED).is_dir():
        yield _load_converter
    if not (work / TEMPLATES).is_dir():
        yield partial(_load_ours, work)
        if are_known(config):  # others may have filters of their own
            yield partial(_load_theme, config, work)


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


def _is_likely(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return name in _PAGES or (folder == _PARTS and file.endswith(".html"))

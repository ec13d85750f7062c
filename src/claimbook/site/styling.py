"""What a page looks like: the engine's own templates, styles and scripts, which come with the package.

They lie under `theme/` as MkDocs has it of a theme: templates and partials, and the files that pages load.
A project's own `custom_dir`, `docs/`, styles and scripts come after them, so that they have the last word.
"""

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig

from claimbook.pages.scripts import WORDS

FOLDER = Path(__file__).parent / "theme"
STYLES = ("claimbook", "paper", "figures", "reading", "print")
DEFERRED = (WORDS, "assets/claimbook.js", "assets/citations.js", "assets/reading.js")
MODULE = "assets/figures.js"  # which loads charts.js and sources.js where a page has use for them


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the engine's templates before the theme's, and its styles and scripts before the project's."""
    config.theme.dirs[:] = list_folders(config)
    config.extra_css[:0] = [f"assets/{name}.css" for name in STYLES]
    config.extra_javascript[:0] = [*map(_load_later, DEFERRED), _load_module()]
    return config


def list_folders(config: MkDocsConfig) -> list[str]:
    """Return where templates are looked for, with the engine's before the theme's."""
    own = 1 if config.theme.custom_dir else 0
    return [*config.theme.dirs[:own], str(FOLDER), *config.theme.dirs[own:]]


def strip_indentation(env: Environment) -> None:
    """Leave the theme's indentation out of the pages."""
    env.trim_blocks = env.lstrip_blocks = True


def _load_later(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.defer = True
    return script


def _load_module() -> ExtraScriptValue:
    script = ExtraScriptValue(MODULE)
    script.type = "module"
    return script

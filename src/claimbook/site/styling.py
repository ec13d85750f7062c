"""What a page looks like: the engine's own templates, styles and scripts, which come with the package.

They lie under `theme/` as MkDocs has it of a theme: templates and partials, and the files that pages load.
A project's own `custom_dir` and `docs/` come before them, the theme after them.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

FOLDER = Path(__file__).parent / "theme"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the engine's templates before the theme's."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(FOLDER))
    return config

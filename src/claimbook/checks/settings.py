"""The settings of a project: what each place says of them."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimbook.notebook.book import read_settings
from claimbook.notebook.settings import SETTINGS, Place, Setting, find_value
from claimbook.prose.dialect import read_mkdocs


def list_values(root: Path) -> Iterator[tuple[Setting, str]]:
    """Yield each setting with what is said of it, as it is written there; nothing if nothing is.

    Raises `ClaimbookError` if a file cannot be read, or holds what is no setting.
    """
    read_settings(root)
    site = read_mkdocs(root / "mkdocs.yml")
    path = root / "pyproject.toml"
    tool = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    said: Mapping[Place, Any] = {
        Place.SITE: site,
        Place.OWN: find_value(site, "extra.claimbook"),
        Place.TOOL: find_value(tool, "tool.claimbook"),
        Place.ENVIRONMENT: os.environ,
    }
    for one in SETTINGS:
        value = said[one.place].get(one.name) if one.place is Place.ENVIRONMENT else None
        value = value or find_value(said[one.place], one.name)
        yield one, "" if value is None else str(value)

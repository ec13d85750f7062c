"""Every setting of a digest in one table: where it stands, and what it is unless it is set.

What each means is said in the catalogue of words; a page and `claimbook settings` show the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claimbook.errors import ClaimbookError, suggest


class Place(StrEnum):
    """Where a setting stands."""

    SITE = "mkdocs.yml"
    OWN = "mkdocs.yml: extra.claimbook"
    TOOL = "pyproject.toml: tool.claimbook"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Setting:
    """One setting; `default` is written as it would be in its place, and empty if there is none."""

    name: str
    place: Place
    default: str = ""

    @property
    def identifier(self) -> str:
        """The name as messages have it.

        >>> Setting("theme.language", Place.SITE).identifier
        'theme-language'
        """
        return self.name.lower().replace("_", "-").replace(".", "-")


SETTINGS = (
    Setting("site_name", Place.SITE),
    Setting("site_description", Place.SITE),
    Setting("site_author", Place.SITE),
    Setting("copyright", Place.SITE),
    Setting("site_url", Place.SITE),
    Setting("repo_url", Place.SITE),
    Setting("theme.language", Place.SITE, "en"),
    Setting("citations", Place.OWN, "author-year"),
    Setting("profile", Place.OWN, "full"),
    Setting("html", Place.OWN, "[]"),
    Setting("languages", Place.OWN, "{en: English}"),
    Setting("store", Place.TOOL, '".claimbook"'),
    Setting("time_limit", Place.TOOL, "900"),
    Setting("memory", Place.TOOL),
    Setting("processes", Place.TOOL),
    Setting("quick_seconds", Place.TOOL, "20"),
    Setting("full_seconds", Place.TOOL, "180"),
    Setting("CLAIMBOOK_PROFILE", Place.ENVIRONMENT),
    Setting("CLAIMBOOK_STORE", Place.ENVIRONMENT),
    Setting("CLAIMBOOK_ARXIV_API", Place.ENVIRONMENT),
    Setting("CLAIMBOOK_CROSSREF_API", Place.ENVIRONMENT),
    Setting("CLAIMBOOK_FORK", Place.ENVIRONMENT),
)


def list_names(place: Place) -> list[str]:
    """Return the names of the settings that stand in one place."""
    return [one.name for one in SETTINGS if one.place is place]


def find_unknown(extra: object, *, where: str) -> Iterator[ClaimbookError]:
    """Yield a fault for each key of `extra.claimbook` of a `mkdocs.yml` that is no setting."""
    own = extra.get("claimbook") if isinstance(extra, Mapping) else None
    known = list_names(Place.OWN)
    for key in own if isinstance(own, Mapping) else ():
        if key not in known:
            place = f"{where}: extra.claimbook.{key}"
            yield ClaimbookError("is an unknown key", where=place, fix=suggest(str(key), known))


def find_value(raw: Any, name: str) -> Any:
    """Return what a mapping has at a name with dots, or None.

    >>> find_value({"theme": {"language": "ko"}}, "theme.language")
    'ko'
    """
    for part in name.split("."):
        raw = raw.get(part) if isinstance(raw, Mapping) else None
    return raw

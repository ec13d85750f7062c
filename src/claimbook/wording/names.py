"""People and venues as a reader sees them, and languages as programs do."""

from functools import cache

from claimbook.model.paper import Venue
from claimbook.wording.catalogue import LOCALES


def show_person(name: str) -> str:
    """Turn ``Last, First`` into ``First Last``; a corporate author loses its braces.

    >>> show_person("von Werra, Leandro"), show_person("{Llama Team, AI @ Meta}")
    ('Leandro von Werra', 'Llama Team, AI @ Meta')
    """
    if name.startswith("{"):
        return name.strip("{}")
    last, _, first = name.partition(", ")
    return f"{first} {last}".strip()


def show_venue(venue: Venue) -> str:
    """Name a venue with its year."""
    name = venue.short or venue.name
    return name if not venue.year or str(venue.year) in name else f"{name} {venue.year}"


@cache
def name_territory(language: str) -> str:
    """Return a language with its territory, as Open Graph has it; nothing if it is of none.

    >>> name_territory("en"), name_territory("ko"), name_territory("pt-BR"), name_territory("xx")
    ('en_GB', 'ko_KR', 'pt_BR', '')
    """
    from babel.core import get_global

    known = LOCALES.get(language, language).replace("-", "_")
    first, *rest = get_global("likely_subtags").get(known, known).split("_")
    territory = rest[-1] if rest and rest[-1].isupper() else ""
    return f"{first}_{territory}" if territory else ""

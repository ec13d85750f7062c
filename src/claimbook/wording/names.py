"""People and venues as a reader sees them."""

from claimbook.model.paper import Venue


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

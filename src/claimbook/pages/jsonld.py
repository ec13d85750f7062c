"""A paper page told to machines as JSON-LD: an article of ours about a paper, not the paper.

The paper is what the `Article` is about and based on; nothing on the page claims to be it.
"""

from collections.abc import Iterable
from typing import Any

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reference import Name, display, read_names
from claimbook.notebook.source import Notebook

MOST_AUTHORS = 100


def describe_page(
    notebook: Notebook, paper: Record, cited: Iterable[Record], *, by: str, url: str = ""
) -> dict[str, Any]:
    """Describe the page of a paper; `by` are its authors, not the paper's."""
    digest = notebook.front.digest
    about = _work(paper) | {"datePublished": notebook.front.paper.date.isoformat()}
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": f"{digest.title}, rerun",
        "author": {"@type": "Organization", "name": by},
        "datePublished": digest.date.isoformat(),
        **({"url": url} if url else {}),
        "about": about,
        **({"isBasedOn": {"@id": about["@id"]}} if "@id" in about else {}),
        "citation": [_point_to_work(work) for work in cited if work.key != paper.key],
    }


def _work(record: Record) -> dict[str, Any]:
    shown = display(record)
    people = read_names(record)[:MOST_AUTHORS]
    doi = [f"doi:{shown.doi}"] if shown.doi else []
    arxiv = [f"arXiv:{shown.arxiv}"] if shown.arxiv else []
    described = _name_work(record) | {
        "@type": "ScholarlyArticle",
        "author": [_describe_person(name) for name in people],
        "identifier": [*arxiv, *doi],
        "url": shown.links[0][1] if shown.links else "",
    }
    return {name: value for name, value in described.items() if value}


def _point_to_work(record: Record) -> dict[str, str]:
    """Name a work by its address alone, if it has one: the page's COinS say the rest."""
    named = _name_work(record)
    return {"@id": named["@id"]} if "@id" in named else named


def _name_work(record: Record) -> dict[str, str]:
    shown = display(record)
    address = {"@id": shown.links[0][1]} if shown.links else {}
    return address | {"name": shown.title or shown.text}


def _describe_person(name: Name) -> dict[str, str]:
    kind = "Organization" if name.corporate else "Person"
    return {"@type": kind, "name": name.natural}

"""What arXiv and Crossref answer, in their own formats, about works that do not exist."""

import json
from dataclasses import replace
from typing import Any

from claimbook.bibliography.bibtex import Record
from claimbook.intake.crossref import TYPES, read

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
  <id>http://arxiv.org/abs/2401.00001v2</id><published>2024-01-02T18:58:25Z</published>
  <title>Tiny LLMs and
    Water</title>
  <author><name>Jane von Doe</name></author><author><name>Tiny Team</name></author>
  DOI<arxiv:primary_category term="cs.LG"/>
</entry></feed>"""
PRINTED = "<arxiv:doi>10.5555/tiny_a_1</arxiv:doi>"

ARTICLE: dict[str, Any] = {
    "DOI": "10.5555/tiny_a_1",
    "type": "journal-article",
    "publisher": "Tiny Press",
    "title": ["Tiny <i>LLMs</i> &amp; H<sub>2</sub>O"],
    "subtitle": ["A Study"],
    "author": [
        {"given": "Jane Q.", "family": "Doe", "suffix": "Jr.", "sequence": "first"},
        {"given": "Laurens van der", "family": "Berg"},
        {"name": "The Tiny Team"},
        {"given": "Plato"},
        {"affiliation": []},
    ],
    "container-title": ["Journal of Tiny & Small Things"],
    "short-container-title": ["J. Tiny"],
    "volume": "12",
    "issue": "3-4",
    "page": "10-19",
    "published-print": {"date-parts": [[2024, 3]]},
    "published-online": {"date-parts": [[2023, 12, 30]]},
    "issued": {"date-parts": [[2023, 12, 30]]},
    "ISSN": ["1234-5679", "9876-5432"],
    "URL": "https://doi.org/10.5555/tiny_a_1",
}


def message(work: dict[str, Any]) -> str:
    """Wrap a work as Crossref does."""
    return json.dumps({"status": "ok", "message-type": "work", "message": work})


def looked_up() -> list[Record]:
    """Return an entry for each of Crossref's types, and of a chapter that came of an event."""
    chapter = {"type": "book-chapter", "event": {"name": "TINY 2024"}}
    kinds = [{"type": kind} for kind in (*sorted(TYPES), "posted-content")]
    return [_looked_up(number, kind) for number, kind in enumerate([*kinds, chapter])]


def _looked_up(number: int, kind: dict[str, Any]) -> Record:
    more = {
        "DOI": f"10.5555/tiny_a_{number}",
        "title": [f"Tiny <i>LLMs</i> &amp; H<sub>2</sub>O {number}"],
        "container-title": ["Lecture Notes in Tiny Science", "Tiny Things – 2024"],
        "editor": [{"given": "Ed", "family": "Roe"}],
        "institution": [{"name": "Tiny & Co"}],
        "ISBN": ["9783161484100"],
        "edition-number": "2",
    }
    nobody = {"author": []} if kind["type"] == "edited-book" else {}
    work = ARTICLE | more | kind | nobody
    record = read(message(work).encode(), "", where="Crossref")
    return replace(record, key=f"doe2024tiny{number}")

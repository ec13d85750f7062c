"""What arXiv and Crossref answer, in their own formats, about works that do not exist."""

import json
from typing import Any

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

"""The bibliography: records and names, BibTeX read and written, other formats, checks.

- `records` makes the bibliography of a project, and writes it;
- `bibtex` is a record, its normal form and its BibTeX, `reader` reads BibTeX, `values` the value of
  a field, `inheritance` is what entries take from others, and `aliases` keys that were renamed;
- `reference` is a record as a person reads it: names, venue, year, links, and `facts` what else it says;
- `formats` writes RIS and CSL-JSON, `coins` what Zotero's connector takes from a page;
- `entries` finds what is wrong with an entry, `identifiers` with its DOI, ISBN, ISSN and arXiv
  identifier;
- `latex` turns plain text into LaTeX and back, `accents` spells accented letters, `titles`
  compares titles.
"""

__all__ = [
    "accents",
    "aliases",
    "bibtex",
    "coins",
    "entries",
    "formats",
    "identifiers",
    "inheritance",
    "latex",
    "reader",
    "records",
    "reference",
    "titles",
    "values",
]

"""What a reader takes away of the bibliography: whole, one work, or what a page cites.

Each work has its three files, made when the site is built, so that they can be linked, fetched
by programs, and downloaded without a script.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from claimbook.bibliography import records as bibliography
from claimbook.bibliography.aliases import read_old_keys
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.formats import to_csl, to_ris

WHOLE = "claimbook"
CLAIMS = "claims.json"
TABLE = "claims.csv"  # the same for spreadsheets
SCHEMA = "claims.schema.json"  # that describes the claims
ATOM, JSON_FEED = "feed.xml", "feed.json"  # of what is new
CHANGES = "changes.md"  # the page of the changelog, as MkDocs knows it
FOLDER = "bib"
REFERENCES = "references.bib"  # what a page cites, behind its name


@dataclass(frozen=True)
class Format:
    """A format of bibliographic records, by the ending of its files."""

    ending: str
    name: str
    mime: str


FORMATS = (
    Format("bib", "BibTeX", "application/x-bibtex"),
    Format("ris", "RIS", "application/x-research-info-systems"),
    Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
)


@lru_cache(maxsize=1 << 15)  # a server asks again at every rebuild
def write_each(record: Record) -> dict[str, str]:
    """Return a work in each format, by the ending of the file."""
    item = json.dumps(to_csl([record]), indent=1, ensure_ascii=False)
    return {"bib": write_bib([record]), "ris": to_ris([record]), "json": f"{item}\n"}


def write_whole(records: Iterable[Record]) -> dict[str, str]:
    """Return the files that hold every work, by name."""
    records = tuple(records)
    made = [write_each(record) for record in records]
    items = ",".join(one["json"].strip().removeprefix("[").removesuffix("\n]") for one in made)
    return {
        f"{WHOLE}.bib": bibliography.write(records),
        f"{WHOLE}.ris": "\n".join(one["ris"] for one in made),
        f"{WHOLE}.json": f"[{items}\n]\n",
    }


def iterate_files(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the files of each work, under its old keys too."""
    for record in records:
        for key in (record.key, *read_old_keys(record)):
            for ending, text in write_each(record).items():
                yield make_path(key, ending), text


def make_path(key: str, ending: str) -> str:
    """Return the path on the site of a work's file: the key with `=2F` for a slash and so on.

    >>> make_path("wang2024arithmetic", "ris"), make_path("DBLP:conf/x", "bib")
    ('bib/wang2024arithmetic.ris', 'bib/DBLP=3Aconf=2Fx.bib')
    """
    return f"{FOLDER}/{quote(key, safe='').replace('%', '=')}.{ending}"


def name_generated() -> tuple[str, ...]:
    """Return the names of the files at the site's root that pages may link to."""
    whole = (f"{WHOLE}.{one.ending}" for one in FORMATS)
    return (CLAIMS, TABLE, SCHEMA, ATOM, JSON_FEED, CHANGES, *whole)

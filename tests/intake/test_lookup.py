from datetime import date
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.lookup import Name, look_up_paper, look_up_record, read_name
from claimbook.intake.network import Client, Unavailable
from claimbook.model.paper import Venue
from registries import ARTICLE, FEED, PRINTED

ONCE = Client(attempts=1)
EPRINT = {"eprint": "2401.00001", "archiveprefix": "arXiv", "primaryclass": "cs.LG"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2401.00001v3", Name(arxiv="2401.00001")),
        ("10.48550/arXiv.2401.00001", Name(arxiv="2401.00001")),
        ("https://doi.org/10.48550/arXiv.2401.00001", Name(arxiv="2401.00001")),
        ("https://doi.org/10.5555/x", Name(doi="10.5555/x")),
        ("adam", None),
        ("", None),
    ],
)
def test_what_names_a_paper(text: str, expected: Name | None) -> None:
    """arXiv's own DOIs name the preprint; other DOIs what was published; a slug names nothing."""
    assert expected == read_name(text)


def test_preprint(registries: Any) -> None:
    """A preprint that was not published is @misc with its eprint, ready for a .bib file."""
    registries()
    found = look_up_record("https://arxiv.org/abs/2401.00001", ONCE)
    assert (found.key, found.type) == ("doe2024tiny", "misc")
    assert dict(found.fields) == EPRINT | {
        "author": "von Doe, Jane and {Tiny Team}",
        "title": "Tiny {LLMs} and Water",
        "year": "2024",
        "month": "jan",
        "doi": "10.48550/arXiv.2401.00001",
    }


def test_preprint_that_was_published(registries: Any) -> None:
    """The record is that of what was printed, with the preprint's identifier beside it."""
    registries(FEED.replace("DOI", PRINTED), **ARTICLE)
    found = look_up_record("2401.00001", ONCE)
    assert (found.key, found.type) == ("doe2024tiny", "article")
    assert {part: found.get(part) for part in EPRINT} == EPRINT
    assert (found.get("doi"), found.get("volume")) == ("10.5555/tiny_a_1", "12")


@pytest.mark.parametrize(
    "work", [{}, ARTICLE | {"title": ["Optics"], "subtitle": []}, ARTICLE | {"type": "dataset"}]
)
def test_preprint_with_a_wrong_doi(registries: Any, work: dict[str, Any]) -> None:
    """A DOI that is unknown, of another paper or of no publication leaves the preprint's record."""
    registries(FEED.replace("DOI", PRINTED), **work)
    assert look_up_record("2401.00001", ONCE).get("doi") == "10.48550/arXiv.2401.00001"
    known, notes = look_up_paper("2401.00001", ONCE)
    assert (known.doi, known.venue, notes) == ("", None, ())


def test_doi(registries: Any) -> None:
    """A DOI gives the record of what was published, with its key."""
    registries(**ARTICLE)
    found = look_up_record("doi:10.5555/tiny_a_1", ONCE)
    assert (found.key, found.get("journal")) == ("doe2024tiny", r"Journal of Tiny \& Small Things")


def test_paper_of_a_published_preprint(registries: Any) -> None:
    """A notebook begins from the preprint's day and from the venue that printed it."""
    registries(FEED.replace("DOI", PRINTED), **ARTICLE)
    known, notes = look_up_paper("2401.00001", ONCE)
    assert (known.day, known.exact, known.arxiv) == (date(2024, 1, 2), True, "2401.00001")
    holder = "Journal of Tiny & Small Things"
    expected = Venue(holder, "journal", year=2024, pages="10–19", volume="12", number="3-4")
    assert (known.venue, known.doi, notes) == (expected, "10.5555/tiny_a_1", ())


def test_paper_of_a_doi(registries: Any) -> None:
    """Math in a title stays math."""
    registries(**ARTICLE)
    known, _ = look_up_paper("10.5555/tiny_a_1", ONCE)
    assert known.title == "Tiny LLMs & H$_{2}$O: A Study"
    assert known.authors[2:] == ("{The Tiny Team}", "Plato")


@pytest.mark.parametrize(
    ("text", "registry"), [("2401.00001", "arXiv"), ("10.5555/tiny_a_1", "Crossref")]
)
def test_without_a_network(text: str, registry: str) -> None:
    """A partial paper has what the identifier tells, and a note; a record cannot be had."""
    known, (note,) = look_up_paper(text, ONCE)
    assert text in (known.arxiv, known.doi)
    assert note.startswith(f"{registry} could not be asked (http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="cannot be reached"):
        look_up_record(text, ONCE)


def test_arxiv_answers_and_crossref_does_not(
    registries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arXiv said is kept, and the note says who was silent."""
    registries(FEED.replace("DOI", PRINTED))
    monkeypatch.setenv("CLAIMBOOK_CROSSREF_API", "http://127.0.0.1:9")
    known, (note,) = look_up_paper("2401.00001", ONCE)
    assert (known.title, known.doi) == ("Tiny LLMs and Water", "10.5555/tiny_a_1")
    assert note.startswith("Crossref could not be asked")


def test_what_names_nothing() -> None:
    """Anything else is one line that shows what is wanted."""
    with pytest.raises(ClaimbookError, match='"adam" is no arXiv identifier and no DOI; write'):
        look_up_record("adam")

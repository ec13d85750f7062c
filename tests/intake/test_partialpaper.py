from datetime import date

import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.arguments import from_bibtex
from claimbook.intake.arxiv import Preprint
from claimbook.intake.partialpaper import (
    PartialPaper,
    from_identifier,
    from_preprint,
    invert_name,
    prefer_given,
)
from claimbook.model.paper import Venue

PUBLISHED = r"""@inproceedings{wang-etal-2024,
  title = "{A}rithmetic Control of {LLM}s: {R}\&{D} at 5\%",
  author = "Wang, Haoxiang  and von Werra, Leandro and {Hugging Face} and H{\"a}gele, A.",
  booktitle = "Proceedings of the 62nd Annual Meeting (Volume 1: Long Papers)",
  month = aug, year = "2024", pages = "8642--8655", publisher = "ACL",
  url = "https://aclanthology.org/2024.acl-long.468", doi = "10.18653/v1/2024.acl-long.468",
}"""


def test_entry_of_a_conference() -> None:
    """Venue, pages, DOI, authors and title come out of an entry as plain text."""
    url = "https://aclanthology.org/2024.acl-long.468"
    expected = PartialPaper(
        title="Arithmetic Control of LLMs: R&D at 5%",
        authors=("Wang, Haoxiang", "von Werra, Leandro", "{Hugging Face}", "Hägele, A."),
        day=date(2024, 8, 1),
        doi="10.18653/v1/2024.acl-long.468",
        venue=Venue(
            "Proceedings of the 62nd Annual Meeting (Volume 1: Long Papers)",
            year=2024,
            pages="8642–8655",
            publisher="ACL",
            url=url,
        ),
        url=url,
    )
    assert expected == from_bibtex(PUBLISHED, where="entry.bib")


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a1, title={x}, eprint={2402.18571}, archiveprefix={arXiv}, primaryclass={cs.LG}}",
        "@article{a1, title={x}, journal={arXiv preprint arXiv:2402.18571}, year={2024}}",
        "@article{a1, title={x}, journal={CoRR}, url={https://arxiv.org/abs/2402.18571}}",
        "@online{a1, title={x}, eprint={arXiv:2402.18571}, eprinttype={arxiv}, date={2024-02-28}}",
    ],
)
def test_preprint_in_any_dress(entry: str) -> None:
    """The identifier is found wherever exporters put it, and arXiv is no venue."""
    known = from_bibtex(entry, where="")
    assert (known.arxiv, known.venue) == ("2402.18571", None)


def test_journal_and_workshop() -> None:
    """The kind of venue is read off the entry."""
    journal = from_bibtex("@article{a1, journal={TMLR}, volume={3}, year={2024}}", where="")
    workshop = from_bibtex("@inproceedings{a1, booktitle={ICML Workshop on X}}", where="")
    assert journal.venue == Venue("TMLR", type="journal", volume="3", year=2024)
    assert workshop.venue == Venue("ICML Workshop on X", type="workshop")


def test_full_date_is_exact() -> None:
    """A date with its day is known; a year alone is a guess."""
    full = from_bibtex("@online{a1, date={2024-02-28}}", where="")
    assert (full.day, full.exact) == (date(2024, 2, 28), True)
    year = from_bibtex("@misc{a1, year={2024}}", where="")
    assert (year.day, year.exact) == (date(2024, 1, 1), False)
    assert from_bibtex("@misc{a1, year={to appear}}", where="").day is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no entry"), ("@misc{a1, title={x}} @misc{b1, title={y}}", "2 entries")],
)
def test_one_entry_is_asked_for(text: str, words: str) -> None:
    """None and several are each one line."""
    with pytest.raises(ClaimbookError, match=f"entry.bib: holds {words}; give exactly one entry"):
        from_bibtex(text, where="entry.bib")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Haoxiang Wang", "Wang, Haoxiang"),
        ("Leandro von Werra", "von Werra, Leandro"),
        ("John Smith Jr.", "Smith, Jr., John"),
        ("Llama Team", "{Llama Team}"),
        ("Team Goldfish", "{Team Goldfish}"),
        ("Meta AI", "{Meta AI}"),
        ("Ai Weiwei", "Weiwei, Ai"),
        ("Ba, Jimmy", "Ba, Jimmy"),
        ("Plato", "Plato"),
    ],
)
def test_names_are_inverted(name: str, expected: str) -> None:
    """A name is written family first, and a team is corporate."""
    assert invert_name(name) == expected


@pytest.mark.parametrize(
    ("title", "authors", "key", "slug"),
    [
        (
            "Arithmetic Control of LLMs",
            ("Wang, H.",),
            "wang2024arithmetic",
            "arithmetic-control-llms",
        ),
        ("LoRA: Low-Rank Adaptation", ("von Hägele, A.",), "hagele2024lora", "lora"),
        ("The Llama 3 Herd", ("{Llama Team, AI}",), "llamateam2024llama", "llama-3-herd"),
        ("深層学習", ("山田, 太郎",), "unknown2024paper", "unknown2024paper"),
        ("", (), "unknown2024paper", "unknown2024paper"),
    ],
)
def test_key_and_slug(title: str, authors: tuple[str, ...], key: str, slug: str) -> None:
    """The key is author, year and first telling word; the slug is short, both plain ASCII."""
    known = PartialPaper(title=title, authors=authors, day=date(2024, 1, 1))
    assert (known.citation_key, known.slug) == (key, slug)


def test_what_arxiv_knows_is_taken_over() -> None:
    """A preprint has its names inverted and its exact day."""
    found = Preprint("2402.18571", "T", ("Jane von Doe",), date(2024, 2, 28), "cs.LG", "10.1/x")
    expected = PartialPaper(
        title="T",
        authors=("von Doe, Jane",),
        day=date(2024, 2, 28),
        exact=True,
        arxiv="2402.18571",
        primaryclass="cs.LG",
        doi="10.1/x",
    )
    assert expected == from_preprint(found)


def test_identifier_tells_the_month() -> None:
    """Without a network the identifier still gives year and month, in both of its forms."""
    assert from_identifier("2402.18571").day == date(2024, 2, 1)
    assert from_identifier("cs/9901001").day == date(1999, 1, 1)


def test_a_person_has_the_last_word() -> None:
    """Title and authors given by hand stand before what was found."""
    found = PartialPaper(title="Old", authors=("Old, A.",), more=True)
    expected = PartialPaper(title="New title", authors=("Ba, Jimmy",))
    assert expected == prefer_given(found, " New  title ", ["Jimmy Ba"])
    assert found == prefer_given(found, "", [])

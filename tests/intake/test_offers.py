import io
from pathlib import Path

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError
from claimbook.intake.offers import read_entries, read_offers
from registries import ARTICLE

ENTRY = "@misc{x1, title={Tiny}, year={2021}}"


def read(*given: str, stdin: str = "") -> list[str]:
    """Return the titles of what is offered, then what is wrong."""
    found = read_offers(given, io.BytesIO(stdin.encode()))
    titles = [one.record.get("title") for one in found.entries]
    return [*titles, *(str(fault) for fault in found.faults)]


def test_entry_comes_from_anywhere(tmp_path: Path) -> None:
    """BibTeX stands in the argument, in a file or on stdin."""
    path = tmp_path / "one.bib"
    path.write_text(f"\ufeff{ENTRY}", "utf-8")
    assert read(ENTRY, str(path), "-", stdin=ENTRY) == ["Tiny", "Tiny", "Tiny"]
    assert read("-", stdin="% nothing") == ["stdin: holds no entry; give a BibTeX entry"]


@pytest.mark.parametrize(
    "pasted",
    [
        "arXiv:2401.00001 [cs.CL]",
        "https://arxiv.org/pdf/2401.00001v3.pdf",
        "<https://www.arxiv.org/abs/2401.00001>",
        "[2401.00001] Tiny LLMs",
        "Doe, Tiny LLMs, arXiv preprint arXiv:2401.00001 (2024).",
        "https://arxiv.org/abs/2401.00001 doi:10.48550/arXiv.2401.00001",
    ],
)
def test_pasted_identifier_is_looked_up(registries, pasted: str) -> None:
    """However it was copied, arXiv is asked about the paper, once."""
    registries()
    assert read(pasted) == ["Tiny {LLMs} and Water"]


def test_lines_of_the_clipboard(registries) -> None:
    """Lines of stdin name a paper each; one that names none is a fault with its number."""
    registries(**ARTICLE)
    lines = (
        "arXiv:2401.00001 [cs.LG]\n\n* https://doi.org/10.5555/tiny_a_1\nhello there\n2413.00001"
    )
    tiny, printed, unknown, impossible = read("-", stdin=lines)
    assert tiny == "Tiny {LLMs} and Water"
    assert printed.startswith("Tiny")
    assert unknown.startswith('stdin, line 4: "hello there" is no arXiv identifier and no DOI')
    assert impossible.startswith('stdin, line 5: "2413.00001" is no arXiv identifier: there is no')


def test_nobody_is_asked_about_what_is_there(registries) -> None:
    """The name of a work that the project has stands for that work."""
    registries()
    fields = {"title": "Mine", "eprint": "2401.00009", "archiveprefix": "arXiv"}
    names = ["arXiv:2401.00009v2 [cs.LG]", "https://doi.org/10.5555/ab", "2401.00001"]
    mine = Record("mine", "misc", fields | {"doi": "10.5555/AB"})
    found = read_offers(names, io.BytesIO(), there=[mine])
    assert [one.record.get("title") for one in found.entries] == [
        *("Mine", "Mine", "Tiny {LLMs} and Water")
    ]


def test_page_that_says_nothing_of_itself() -> None:
    """An address that holds no identifier is answered with what to do."""
    (said,) = read("https://openreview.net/forum?id=abc")
    assert "nobody can be asked about it; give the BibTeX that openreview.net offers" in said
    assert read("x" * 5000)[0].endswith("write it like 2402.18571 or 10.1162/tacl_a_00638")
    assert read("nosuch.bib")[0].startswith("nosuch.bib: cannot be read: No such file")


def test_parts_take_from_their_volume() -> None:
    """What stands in a volume takes from it, and the volume itself is no offer of its own."""
    text = """@inproceedings{conf/nldb/C05, author={Cimiano, P.}, title={T}, crossref={conf/nldb/2005}}
    @proceedings{conf/nldb/2005, title={NLP}, booktitle={NLDB}, publisher={S}, year={2005}}"""
    offers = read_entries(text, where="x.bib")
    assert offers.volumes == ("conf/nldb/2005",)
    (part,) = offers.entries
    assert (part.record.get("booktitle"), part.record.get("year")) == ("NLP", "2005")
    lost = read_entries(text.replace("@proceedings{conf/nldb/2005", "@book{b"), where="x.bib")
    assert str(lost.faults[0]).startswith("x.bib, line 1, conf/nldb/C05: `crossref` names")


def test_nothing_but_a_key_is_needed_to_name_a_fault() -> None:
    """Every fault of a file is found in one run, in the order of its lines."""
    text = "@misc{a, title={x}, month=nope}\n@misc{b, author=nomacro}\n@misc{c, title={y}}"
    offers = read_entries(text, where="x.bib")
    assert [one.record.key for one in offers.entries] == ["c"]
    assert [fault.where[:13] for fault in offers.faults] == ["x.bib, line 1", "x.bib, line 2"]
    assert all(isinstance(fault, ClaimbookError) for fault in offers.faults)

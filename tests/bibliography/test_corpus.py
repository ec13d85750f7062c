"""Entries in the shapes of the programs that people export from, taken in, and read back.

All go through BibTeX and through biber in one run each. A tool that is not here skips its test.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.entries import find_faults
from claimbook.bibliography.latex import decode
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.reference import display, read_names
from claimbook.checks.bibcheck import identify
from claimbook.intake.normalform import normalise_entry
from claimbook.intake.offers import Offer, read_entries
from claimbook.intake.partialpaper import from_record

CORPUS = Path(__file__).parent / "corpus"
PROGRAMS = sorted(path.stem for path in CORPUS.glob("*.bib"))
BLTX = "{http://biblatex-biber.sourceforge.net/biblatexml}"
# biblatex's names for what BibTeX calls otherwise
THEIRS = {"journal": "journaltitle", "school": "institution", "address": "location"}
Person = tuple[str, str, str, str]


def offers(program: str) -> Sequence[Offer]:
    """Read a program's entries, none of which may be amiss."""
    found = read_entries((CORPUS / f"{program}.bib").read_text("utf-8"), where=f"{program}.bib")
    assert found.faults == ()
    return found.entries


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """All entries in the form that we write, each under a key of its own."""
    made = []
    for program in PROGRAMS:
        for place, offer in enumerate(offers(program)):
            plain = normalise_entry(offer.record)
            made.append(Record(f"{program}{place}x", plain.type, plain.fields))
    return made


def people(record: Record, role: str) -> list[Person]:
    return [
        (name.family, name.given, name.particle, name.suffix) for name in read_names(record, role)
    ]


def run(folder: Path, *command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_entry_is_taken(program: str) -> None:
    """An entry of any program becomes one without faults, with a key of our own making."""
    for offer in offers(program):
        made = normalise_entry(offer.record)
        assert (offer.where, list(find_faults(made))) == (offer.where, [])
        assert re.fullmatch(r"[a-z]+\d{4}[a-z0-9]+", from_record(made).guessed_key), offer.where
        assert identify(made)


def test_there_are_enough_of_them(records: list[Record]) -> None:
    """The corpus has more than a hundred entries of fifteen programs."""
    assert len(records) > 100
    assert len(PROGRAMS) == 15


def test_what_is_written_is_read_again(records: list[Record]) -> None:
    """Our own reader takes every entry as it was."""
    assert list(read_bib(write_bib(records), where="all.bib")) == records


def test_bibtex_reads_what_was_meant(records: list[Record], tmp_path: Path) -> None:
    """BibTeX gives back each field as it stands and the parts of each name, and warns of nothing."""
    shutil.copy(CORPUS.parent / "dump.bst", tmp_path)
    (tmp_path / "all.bib").write_text(write_bib(records), "utf-8")
    aux = "\\relax\n\\citation{*}\n\\bibdata{all}\n\\bibstyle{dump}\n"
    (tmp_path / "all.aux").write_text(aux, "utf-8")
    said = run(tmp_path, "bibtex", "all")
    assert re.findall(r"(?i).*(?:warning|error|repeated).*", said) == []
    dumped = (tmp_path / "all.bbl").read_text("utf-8").replace("\n  ", " ")
    found = {key: (kind, lines) for kind, key, lines in _split_dump(dumped)}
    assert found.keys() == {record.key for record in records}
    for record in records:
        kind, lines = found[record.key]
        assert kind == record.type
        for role in ("author", "editor"):
            said_of = [line.split("|")[1:] for line in lines if line.startswith(f"{role}|")]
            told = [
                tuple(decode(re.sub(r"(?<!\\)~", " ", part)) for part in one) for one in said_of
            ]
            assert [one for one in told[::-1] if one[0] != "others"] == people(record, role)
        for name, _, text in (line.partition(":") for line in lines if "|" not in line):
            assert text == record.get(name)


def _split_dump(dumped: str) -> Iterator[tuple[str, str, list[str]]]:
    for block in dumped.split("@")[1:] if "@" in dumped else ():
        head, *lines = block.splitlines()
        kind, _, key = head.partition("|")
        yield kind, key, lines


def test_biber_reads_what_was_meant(records: list[Record], tmp_path: Path) -> None:
    """Biber takes every entry into biblatex's data model, its people and its texts as meant."""
    (tmp_path / "all.bib").write_text(write_bib(records), "utf-8")
    options = ("--tool", "--validate-datamodel", "--output-format=biblatexml")
    said = run(tmp_path, "biber", *options, "all.bib")
    # a chapter may stand in a book that nobody edited, whatever the data model says
    told = [line for line in said.splitlines() if re.match("WARN|ERROR", line)]
    assert [line for line in told if not line.endswith("field 'editor'")] == []
    tree = ElementTree.parse(tmp_path / "all_bibertool.bltxml")
    found = {one.get("id", ""): one for one in tree.iter(f"{BLTX}entry")}
    assert found.keys() == {record.key for record in records}
    for record in records:
        entry = found[record.key]
        for role in ("author", "editor"):
            assert _read_people(entry, role) == people(record, role)
        for name in ("title", "booktitle", "journal", "series", "publisher", "school", "address"):
            places = entry.findall(f"{BLTX}{THEIRS.get(name, name)}")
            texts = [text for one in places for text in one.itertext()]
            meant = decode(record.get(name))
            if name == "school" and not meant:
                continue  # an institution that is none
            assert decode(" ".join("".join(texts).split())) == meant, record.key
        assert (entry.findtext(f"{BLTX}date") or "")[:4] == display(record).year[:4]


def _read_people(entry: ElementTree.Element, role: str) -> list[Person]:
    told = []
    for names in entry.findall(f"{BLTX}names[@type='{role}']"):
        for name in names.findall(f"{BLTX}name"):
            parts = {
                one.get("type", ""): decode(" ".join("".join(one.itertext()).split()))
                for one in name.findall(f"{BLTX}namepart")
            }
            told.append(
                tuple(parts.get(part, "") for part in ("family", "given", "prefix", "suffix"))
            )
    return told  # type: ignore[return-value]

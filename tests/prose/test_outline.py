"""Headings, what stands under each, and where a claim is treated."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from claimbook.model.claim import Rule, Test, Verdict
from claimbook.model.evidence import Finding
from claimbook.notebook.source import Notebook, read
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, Ledger
from claimbook.prose.document import Document, is_section_start, read_document
from claimbook.prose.outline import REQUIRED, UNTESTED, Heading, Outline, make_contents
from claimbook.prose.reading import Reader
from composed import DIALECT, WORKS
from front import ENDING, RECORD, SECTIONS, cell, front_matter, write_notebook

CLAIM = front_matter().claims[0]
FINDING = Finding(CLAIM, Verdict.NOT_TESTED, pending=True)
NOT_TESTED = replace(CLAIM, tests=(), untested="Too large.")


def documented(folder: Path, *cells: dict[str, Any]) -> tuple[Notebook, Document]:
    """Read a notebook's prose; without cells, that of the usual notebook."""
    notebook = read(write_notebook(folder, "tiny", *cells))
    reader = Reader(
        DIALECT,
        binding=BindingExtension(None, {CLAIM.id: FINDING}, frozenset({"gap"})),
        citing=CitationExtension(records=WORKS, append=False, ledger=Ledger()),
        resolve=lambda _: None,
        known=tuple,
    )
    return notebook, read_document(notebook, reader)


def outlined(folder: Path, *cells: dict[str, Any]) -> Outline:
    return documented(folder, *cells)[1].outline


def recording(name: str, identifier: str = "r") -> dict[str, Any]:
    return cell("code", identifier, f'record("{name}", [1.0])')


def test_names_are_those_of_sections(tmp_path: Path):
    """Headings of the second level, in order, as plain words; subsections are none."""
    text = "# Top\n\n## *A* & b\n\n### Below\n\n## C {#c}\n\nD\n-\n\n```\n## no\n```\n"

    assert outlined(tmp_path, cell("markdown", "a", text)).names == ("A & b", "C", "D")


def test_the_usual_notebook_has_what_is_required(tmp_path: Path):
    """What every notebook has is found by its words."""
    notebook, document = documented(tmp_path, cell("markdown", "a", SECTIONS), RECORD, TAIL)

    assert set(REQUIRED) < set(document.outline.names)
    assert [one for one in document.outline.names if one in REQUIRED] == list(REQUIRED)
    assert notebook.slug == "tiny"


TAIL = cell("markdown", "z", ENDING.replace("{{ gap.mean | .2f }}", "small"))


def test_a_tested_claim_has_its_place_where_it_is_recorded(tmp_path: Path):
    """The heading above the cell that records its first quantity, whatever its level."""
    text = cell("markdown", "a", "## Setting\n\nx\n\n## Gap\n\n### Measured\n\ny")
    outline = outlined(tmp_path, text, RECORD, cell("markdown", "b", "## After"))

    place = outline.find_place(CLAIM)
    assert place is not None
    assert (place.id, place.text, place.level) == ("measured", "Measured", 3)


def test_the_first_test_places_a_claim(tmp_path: Path):
    """A claim of two quantities is treated where the first is measured."""
    claim = replace(CLAIM, tests=(Test("b", Rule.POSITIVE), Test("a", Rule.POSITIVE)))
    cells = (
        cell("markdown", "x", "## A"),
        recording("a", "ra"),
        cell("markdown", "y", "## B"),
        recording("b", "rb"),
    )
    place = outlined(tmp_path, *cells).find_place(claim)

    assert place is not None
    assert place.text == "B"


def test_an_untested_claim_has_its_place_where_that_is_said(tmp_path: Path):
    """The section on what is not tested, if there is one."""
    with_it = outlined(tmp_path / "a", cell("markdown", "a", f"## {UNTESTED} {{#not}}\n\nMuch."))
    without = outlined(tmp_path / "b", cell("markdown", "a", "## Questions"))

    assert with_it.find_place(NOT_TESTED) == with_it.sections[0].heading
    assert with_it.sections[0].heading.id == "not"
    assert without.find_place(NOT_TESTED) is None


def test_a_claim_that_nothing_records_falls_back(tmp_path: Path):
    """A tested claim whose quantity no cell records by name stands with the untested, or nowhere."""
    cells = (cell("markdown", "a", f"## Gap\n\n## {UNTESTED}"), recording("other"))

    place = outlined(tmp_path / "a", *cells).find_place(CLAIM)
    assert place is not None
    assert place.text == UNTESTED
    assert outlined(tmp_path / "b", cell("markdown", "a", "## Gap")).find_place(CLAIM) is None


def test_what_is_recorded_before_any_heading_has_no_place(tmp_path: Path):
    """There is no section to lead to."""
    outline = outlined(tmp_path, recording("gap"), cell("markdown", "a", "## Gap"))

    assert outline.find_place(CLAIM) is None


def test_headings_of_level_one_and_five_part_nothing(tmp_path: Path):
    """Only headings of the second to the fourth level have something under them."""
    text = "## Gap\n\n# Top\n\n##### Small\n\n[@roe2020old]"
    outline = outlined(tmp_path, cell("markdown", "a", text), RECORD)

    assert [one.heading.text for one in outline.sections] == ["Gap"]
    assert outline.find_cited("gap") == {"roe2020old"}


def test_a_section_cites_what_its_subsections_cite(tmp_path: Path):
    """From the heading of the second level to the next; what stands elsewhere does not count."""
    cells = (
        cell("markdown", "a", "[@roe2020old]\n\n## Before\n\nx\n\n## Gap\n\n### One\n\ny"),
        RECORD,
        cell("markdown", "b", "### Two\n\nAs @roe2020old says."),
        cell("markdown", "c", "## After\n\nz"),
        recording("other"),
    )
    outline = outlined(tmp_path, *cells)

    assert outline.find_cited("gap") == {"roe2020old"}
    assert outline.find_cited("other") == frozenset()
    assert outline.find_cited("nothing") == frozenset()
    assert [
        (one.heading.text, set(one.quantities), set(one.cited)) for one in outline.sections
    ] == [
        ("Before", set(), set()),
        ("Gap", set(), set()),
        ("One", {"gap"}, set()),
        ("Two", set(), {"roe2020old"}),
        ("After", {"other"}, set()),
    ]


def test_an_outline_without_sections_finds_nothing():
    """Nothing is an answer."""
    assert Outline(()).names == ()
    assert Outline(()).find_place(CLAIM) is None
    assert Outline(()).find_cited("gap") == frozenset()


def test_faults_of_a_document_name_their_cells(tmp_path: Path):
    """Every fault of every cell, in their order."""
    cells = (
        cell("markdown", "a", "<b>"),
        cell("code", "c", "1"),
        cell("markdown", "b", "[@roe2020odl]"),
    )
    notebook, document = documented(tmp_path, *cells)

    assert [str(fault).partition(":")[0] for fault in document.find_faults(notebook)] == [
        "tiny.ipynb, cell 3 (a)",
        "tiny.ipynb, cell 5 (b)",
    ]


def test_attachments_are_asked_for_cell_by_cell(tmp_path: Path):
    """What a cell carries is handed to the reading of that cell alone."""
    notebook = read(write_notebook(tmp_path, "tiny", *map(pictured, "ab")))
    reader = Reader(
        DIALECT,
        binding=BindingExtension(None, {}),
        citing=CitationExtension(append=False),
        resolve=lambda _: None,
        known=tuple,
    )
    document = read_document(notebook, reader, lambda one: {"x.png": f"{one.id}/x.png"})

    assert [document.passages[name].attachments for name in "ab"] == [
        {"a/x.png": "x.png"},
        {"b/x.png": "x.png"},
    ]


def pictured(identifier: str) -> dict[str, Any]:
    return cell("markdown", identifier, "![x](attachment:x.png)")


LEVELS = st.lists(st.integers(1, 6), min_size=1, max_size=8)


@given(LEVELS)
def test_contents_nest_as_python_markdown_does(levels: list[int]):
    """The table of contents of a page made of parts is that of the page written as one."""
    md = Markdown(extensions=["toc"])
    md.convert("\n\n".join(f"{'#' * level} H{n}" for n, level in enumerate(levels)))
    flat: list[Heading] = []

    def flatten(tokens: list[dict[str, Any]]) -> None:
        for token in tokens:
            flat.append(Heading(token["level"], token["id"], token["name"], token))
            flatten(token["children"])

    flatten(md.toc_tokens)

    assert make_contents(flat) == md.toc_tokens


@pytest.mark.parametrize(
    ("level", "begins"), [(1, False), (2, True), (3, True), (4, True), (5, False)]
)
def test_what_begins_a_section(tmp_path: Path, level: int, begins: bool):
    """A piece without a heading begins none."""
    _, document = documented(tmp_path, cell("markdown", "a", f"Text.\n\n{'#' * level} H"))

    assert [is_section_start(piece) for piece in document.passages["a"].pieces] == [False, begins]

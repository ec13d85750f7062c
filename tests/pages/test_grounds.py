from pathlib import Path

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.source import read
from claimbook.pages.grounds import grounds
from front import FRONT, RECORD, cell, write_notebook

WORKS = {
    key: Record(key, "misc", {}) for key in ("doe2024tiny", "roe2020old", "poe2021new", "loe2022x")
}
OPENING = (
    "## Commentary\n\nAs [@poe2021new] says.\n\n## Is the gap small?\n\nAs @roe2020old has it.\n"
)


def found(tmp_path: Path, *cells, front: str = FRONT) -> dict[str, frozenset[str]]:
    return grounds(read(write_notebook(tmp_path, "tiny", *cells, front=front)), WORKS)


def test_a_claim_rests_on_its_paper_and_on_what_its_section_cites(tmp_path: Path):
    """The commentary above and the section below carry no claim; a subheading divides nothing."""
    after = "### More\n\nSee [@loe2022x].\n\n## Questions\n\n[@poe2021new]?\n"

    assert found(
        tmp_path, cell("markdown", "a", OPENING), RECORD, cell("markdown", "b", after)
    ) == {"gap-is-small": {"doe2024tiny", "roe2020old", "loe2022x"}}


def test_what_a_statement_names_counts_and_code_does_not(tmp_path: Path):
    """A key in the statement is a work to rest on, one in a fence is an example."""
    text = "## Is the gap small?\n\n```\n## no heading [@roe2020old]\n```\n\n"
    front = FRONT.replace("The gap is small.", "The gap of [@loe2022x] is small.")

    assert found(tmp_path, cell("markdown", "a", text), RECORD, front=front) == {
        "gap-is-small": {"doe2024tiny", "loe2022x"}
    }


def test_a_claim_without_a_test_rests_on_nothing(tmp_path: Path):
    """Only a tested claim has grounds."""
    test = "    test: {quantity: gap, rule: at_most, bound: 0.5}\n    scale: A toy.\n"
    front = FRONT.replace(test, "    untested: Too large.\n")

    assert found(tmp_path, cell("markdown", "a", OPENING), front=front) == {}

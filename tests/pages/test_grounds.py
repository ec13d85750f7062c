from pathlib import Path

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.source import read
from claimbook.pages.grounds import find_grounds
from composed import compose
from front import FRONT, RECORD, cell

WORKS = {
    key: Record(key, "misc", {}) for key in ("doe2024tiny", "roe2020old", "poe2021new", "loe2022x")
}
OPENING = (
    "## Commentary\n\nAs [@poe2021new] says.\n\n## Is the gap small?\n\nAs @roe2020old has it.\n"
)


def found(folder: Path, *cells, front: str = FRONT, works=WORKS) -> dict[str, frozenset[str]]:
    outline = compose(folder, None, *cells, front=front, records=works).outline
    return find_grounds(read(folder / "tiny.ipynb"), outline, works)


def test_a_claim_rests_on_its_paper_and_on_what_its_section_cites(tmp_path: Path):
    """The commentary above and the section below carry no claim; a subheading divides nothing."""
    after = "### More\n\nSee [@loe2022x].\n\n## Questions\n\n[@poe2021new]?\n"

    assert found(
        tmp_path, cell("markdown", "a", OPENING), RECORD, cell("markdown", "b", after)
    ) == {"gap-is-small": {"doe2024tiny", "roe2020old", "loe2022x"}}


def test_a_record_below_a_subheading_counts_the_whole_section(tmp_path: Path):
    """What is cited above the subheading is of the same section."""
    opening = f"{OPENING}\n### Measured\n"

    assert found(tmp_path, cell("markdown", "a", opening), RECORD) == {
        "gap-is-small": {"doe2024tiny", "roe2020old"}
    }


def test_what_a_statement_names_counts_and_code_does_not(tmp_path: Path):
    """A key in the statement is a work to rest on, one in a fence is an example."""
    text = "## Is the gap small?\n\n```\n## no heading [@roe2020old]\n```\n\n"
    front = FRONT.replace("The gap is small.", "The gap of [@loe2022x] is small.")

    assert found(tmp_path, cell("markdown", "a", text), RECORD, front=front) == {
        "gap-is-small": {"doe2024tiny", "loe2022x"}
    }


def test_an_old_key_is_the_work_that_has_it(tmp_path: Path):
    """A work is one, whichever of its keys is cited or named."""
    works = WORKS | {"roe2019old": WORKS["roe2020old"], "loe2021x": WORKS["loe2022x"]}
    front = FRONT.replace("The gap is small.", "The gap of [@loe2021x] is small.")
    cells = (cell("markdown", "a", OPENING.replace("roe2020old", "roe2019old")), RECORD)

    assert found(tmp_path, *cells, front=front, works=works) == {
        "gap-is-small": {"doe2024tiny", "roe2020old", "loe2022x"}
    }


def test_a_claim_without_a_test_rests_on_nothing(tmp_path: Path):
    """Only a tested claim has grounds."""
    test = "    test: {quantity: gap, rule: at_most, bound: 0.5}\n    scale: A toy.\n"
    front = FRONT.replace(test, "    untested: Too large.\n")

    assert found(tmp_path, cell("markdown", "a", OPENING), front=front) == {}

"""A translation says what its source says: with its numbers, its citations, its headings, and no markup."""

from pathlib import Path

import pytest

from claimbook.checks.project import check, count_missing
from claimbook.notebook.originals import list_originals
from claimbook.notebook.source import read
from front import FRONT, cell, write_notebook

MKDOCS = "extra: {claimbook: {languages: {en: English, ko: 한국어}}}\n"
FIGURE = 'figure(f, id="line", caption=f"It rises to {top}.", alt="a line", data={})'
PROSE = (
    "## Abstract, restated\n\nSmall, {{ gap.mean }} of 7 [@doe2024tiny]. {{ claim:gap-is-small }}"
)
PROSE += " @fig-line"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "works.bib").write_text("", "utf-8")
    (tmp_path / "notebooks").mkdir()
    front = FRONT.replace("It was small.", "It was {{ gap.mean | .2f }}.")
    cells = (
        cell("markdown", "opening", PROSE),
        cell("code", "measure", f'record("gap", x)\n{FIGURE}'),
    )
    write_notebook(tmp_path / "notebooks", "tiny", *cells, front=front)
    return tmp_path


def translate(root: Path, name: str, text: str, digest: str = "") -> list[str]:
    """Write a translation of one piece; return what a check says of it."""
    originals = list_originals(read(root / "notebooks" / "tiny.ipynb"))
    digest = digest or next((one.digest for one in originals if one.name == name), "0" * 10)
    head = f"<!-- {name} {digest} 2024-03-01 -->\n"
    (root / "notebooks" / "tiny.ko.md").write_text(f"{head}\n{text}\n", "utf-8")
    return [said for fault in check(root) if "tiny.ko.md" in (said := str(fault))]


GOOD = "## 초록\n\n{{ gap.mean }}{은/는} 7의 일부로 작다 [@doe2024tiny]. {{ claim:gap-is-small }} @fig-line"


def test_a_translation_as_its_source_has_no_fault(root: Path) -> None:
    """References, citations and marks may stand in another order."""
    assert translate(root, "cell opening", GOOD) == []
    assert translate(root, "figure line caption", "{1}까지 오른다.") == []
    assert translate(root, "setting seeds", "시드\n하나\n다섯") == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("cell openin", GOOD, 'the notebook has no cell "openin"; did you mean "cell opening"?'),
        ("claim gap scale", "x", 'the notebook has no claim "gap scale"; did you mean'),
        (
            "figure line caption",
            "2.5까지",
            "holds the number 2.5 where the source binds {1}; write {1}",
        ),
        ("figure line alt", "{1}", "the source has no {1}"),
        (
            "front happened",
            "0.20이었다.",
            "holds the number 0.20 where the source binds {{ gap }}; write {{ gap }}",
        ),
        ("front happened", "작다.", "lacks a number that the source binds {{ gap }}"),
        ("front happened", "{{ gab }} {{ gap }}", '{{ gab }}: no quantity "gab" is recorded'),
        (
            "front trust",
            "**조금**.",
            '"**" is markup, and the text is shown as it is written',
        ),
        ("front trust", "{{ gap }}", "shows a bound name as it is typed"),
        ("front trust", "0.37", "holds the number 0.37, which the source does not have"),
        ("front trust", "$x_i$", "shows TeX as it is typed"),
        ("setting seeds", "시드\n하나", "is not three lines"),
        ("cell opening", GOOD.replace("@doe", "doe"), "lacks @doe2024tiny, which the source cites"),
        ("cell opening", GOOD[:-9], "lacks @fig-line, which the source refers to"),
        ("cell opening", GOOD.replace("## ", "# "), "has the headings #, the source ##"),
        ("cell opening", f"{GOOD} [@nobody2024x]", 'cites "nobody2024x", which no record has'),
        ("cell opening", f"{GOOD} {{{{ claim:gap }}}}", 'no claim has the id "gap"'),
        ("cell opening", f"{GOOD} <script>a()</script>", "script"),
        ("cell opening", f"{GOOD} <div>", "its HTML is not whole"),
    ],
)
def test_what_is_not_as_in_the_source_is_a_fault(
    root: Path, name: str, text: str, said: str
) -> None:
    """Each is one line that names the file, the line and the piece."""
    found = translate(root, name, text)
    assert any(said in one for one in found), found
    assert all(one.startswith(("tiny.ko.md, line 1 (", "notebooks/tiny")) for one in found)


def test_a_file_of_no_notebook_or_language_is_a_fault(root: Path) -> None:
    """A misspelt slug and a language that the site does not have are named."""
    for name in ("tinny.ko.md", "tiny.pl.md"):
        (root / "notebooks" / name).write_text("", "utf-8")
    found = [str(fault) for fault in check(root) if ".md" in str(fault)]
    assert found == [
        'notebooks/tinny.ko.md: no notebook is named "tinny"; did you mean "tiny"?',
        'notebooks/tiny.pl.md: the site has no language "pl"; list it in mkdocs.yml under'
        " extra.claimbook.languages",
    ]


def test_what_is_stale_is_a_warning(root: Path) -> None:
    """A piece whose source has changed is named with the day of what it renders."""
    translate(root, "front trust", "조금.", "0123456789")
    warnings = []
    check(root, warnings)
    assert [str(one) for one in warnings] == [
        "tiny.ko.md, line 1 (front trust): is stale: the source has changed since 2024-03-01;"
        " `claimbook translate tiny --language ko` tells what it says now"
    ]


def test_what_is_missing_is_counted(root: Path) -> None:
    """Work to be done is a number, and no fault."""
    translate(root, "front trust", "조금.")
    total = len(list_originals(read(root / "notebooks" / "tiny.ipynb")))
    assert count_missing(root) == {"ko": total - 1}

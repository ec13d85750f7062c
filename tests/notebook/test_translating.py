"""A translation stands beside its notebook: what is to be done is written into it, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.originals import list_originals
from claimbook.notebook.renditions import locate_renditions, read_renditions
from claimbook.notebook.source import Notebook, read
from claimbook.notebook.translating import extend_file, find_work
from front import FRONT, HISTORY, cell, write_notebook

DAY, LATER = date(2024, 3, 1), date(2024, 4, 1)
DRAWS = 'figure(f, id="line", caption=f"It rises to {top}.", alt="a line", data={})'


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    cells = cell("markdown", "opening", "## Abstract, restated\n\nSmall."), cell("code", "d", DRAWS)
    return read(write_notebook(tmp_path, "tiny", *cells, front=FRONT + HISTORY))


def fill(notebook: Notebook, name: str, text: str) -> str:
    """Translate one piece as a person would, below its head; return the file."""
    path = locate_renditions(notebook, "ko")
    before, head, after = path.read_text("utf-8").partition(f"<!-- {name} ")
    quoted, end, rest = after.partition("-->\n")
    path.write_text(f"{before}{head}{quoted}{end}\n{text}\n\n{rest.lstrip()}", "utf-8")
    return path.read_text("utf-8")


def rewrite(notebook: Notebook, old: str, new: str) -> Notebook:
    """Change the source."""
    text = notebook.path.read_text("utf-8")
    assert old in text
    notebook.path.write_text(text.replace(old, new), "utf-8")
    return read(notebook.path)


def test_every_piece_has_a_name_that_stays(notebook: Notebook) -> None:
    """Pieces are named by field, claim, aspect, day, cell and figure."""
    assert [one.name for one in list_originals(notebook)] == [
        *(
            f"front {name}"
            for name in ("headline", "claimed", "happened", "trust", "read", "title")
        ),
        *(f"claim gap-is-small {name}" for name in ("statement", "paper", "scale")),
        "setting seeds",
        *("history 2024-03-04.2", "history 2024-03-04.1", "history 2024-03-03.1"),
        *("history 2024-03-02.1", "history 2024-03-01.1"),
        *("cell opening", "figure line caption", "figure line alt"),
    ]


def test_a_digest_is_of_words(notebook: Notebook) -> None:
    """Where lines break does not make a translation stale."""
    first = {one.name: one.digest for one in list_originals(notebook)}
    again = rewrite(notebook, r"restated\n\nSmall.", r"restated\nSmall.")
    assert {one.name: one.digest for one in list_originals(again)} == first


def test_all_is_missing_at_first(notebook: Notebook) -> None:
    """A new file holds every piece beside its source, without text; written again it is the same."""
    path, work = extend_file(notebook, "ko", DAY)
    text = path.read_text("utf-8")
    assert path.name == "tiny.ko.md"
    assert len(work.missing) == len(read_renditions(path)) == 18
    assert "| It rises to {1}.\n-->\n" in text
    extend_file(notebook, "ko", LATER)
    assert path.read_text("utf-8") == text


def test_what_was_filled_in_stays(notebook: Notebook) -> None:
    """A piece with text is no longer missing, and its file is not changed by another look."""
    path, _ = extend_file(notebook, "ko", DAY)
    text = fill(notebook, "front headline", "차이는 작다.\n<!-- 주석 -->")
    _, work = extend_file(notebook, "ko", LATER)
    assert path.read_text("utf-8") == text
    assert (len(work.missing), work.stale) == (17, ())
    (made,) = [one for one in read_renditions(path) if one.text]
    assert (made.name, made.text) == ("front headline", "차이는 작다.\n<!-- 주석 -->")


def test_a_changed_source_stands_below_the_head(notebook: Notebook) -> None:
    """A stale piece keeps its text and its head, and is told what the source says now."""
    path, _ = extend_file(notebook, "ko", DAY)
    fill(notebook, "cell opening", "## 초록\n\n작다.")
    changed = rewrite(notebook, r"restated\n\nSmall.", r"restated\n\nTiny.")
    _, work = extend_file(changed, "ko", LATER)
    text = path.read_text("utf-8")
    new = next(one.digest for one in list_originals(changed) if one.name == "cell opening")
    assert work.stale == ("cell opening",)
    now = f"-->\n<!-- now {new} 2024-04-01\n| ## Abstract, restated\n|\n| Tiny.\n-->\n\n## 초록"
    assert now in text
    extend_file(changed, "ko", LATER)
    assert path.read_text("utf-8") == text
    old = next(one.digest for one in list_originals(notebook) if one.name == "cell opening")
    path.write_text(text.replace(f"{old} {DAY}", f"{new} {LATER}"), "utf-8")  # what a person does
    _, work = extend_file(changed, "ko", LATER)
    settled = path.read_text("utf-8")
    assert (work.stale, "now" in settled) == ((), False)
    assert f"opening {new} {LATER}\n| ## Abstract, restated\n|\n| Tiny.\n-->\n\n## 초록" in settled


def test_a_new_piece_comes_behind_its_neighbour(notebook: Notebook) -> None:
    """Pieces that the source gained are put in where they belong; those it lost stay."""
    path, _ = extend_file(notebook, "ko", DAY)
    fill(notebook, "figure line alt", "선")
    changed = rewrite(notebook, r"id=\"line\"", r"id=\"curve\"")
    extend_file(changed, "ko", LATER)
    names = [one.name for one in read_renditions(path)]
    assert names[-4:] == [
        *("figure curve caption", "figure curve alt", "figure line caption", "figure line alt")
    ]


def test_a_source_with_the_end_of_a_comment_does_not_end_it(notebook: Notebook) -> None:
    """What would close the comment is written otherwise."""
    changed = rewrite(notebook, r"\n\nSmall.", r"\n\n<!-- a --> Small --> x.")
    path, work = extend_file(changed, "ko", DAY)
    assert len(read_renditions(path)) == len(work.missing) == 18


HEAD = "<!-- cell opening 0123456789 2024-03-01 -->\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "is no text: it is not UTF-8 (byte 0)"),
        (b"Words.\n" + HEAD.encode(), "line 1: text stands above the first piece"),
        (HEAD * 2, "line 2: the piece `cell opening` stands twice, first in line 1"),
        (f"{HEAD}a\n<!-- cell ending 012 -->", "line 3: is no whole head of a piece: <!-- cell"),
        (
            HEAD.replace("03-01 -->", "03-01") + "| a\ntext",
            "line 1: the comment of a head does not",
        ),
        (HEAD.replace("03-01", "02-31"), "line 1: 2024-02-31 is no day"),
        (f"{HEAD}a\x07", "line 1: holds the control character '\\x07'"),
        (HEAD + "[" * 301, "line 1: has 301 opening brackets, 300 are the most"),
    ],
)
def test_a_file_that_is_no_translation_is_a_fault(
    notebook: Notebook, text: str | bytes, said: str
) -> None:
    """Whatever cannot be read is one clear line with its place, and the file stays as it is."""
    path = locate_renditions(notebook, "ko")
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(data)
    with pytest.raises(ClaimbookError) as caught:
        extend_file(notebook, "ko", DAY)
    assert str(caught.value).startswith(f"tiny.ko.md{'' if 'UTF' in said else ','}")
    assert said in str(caught.value)
    assert path.read_bytes() == data


def test_work_counts_pieces_without_text_as_missing(notebook: Notebook) -> None:
    """A head alone translates nothing."""
    path = locate_renditions(notebook, "ko")
    path.write_text(HEAD, "utf-8")
    work = find_work(list_originals(notebook), read_renditions(path))
    assert "cell opening" in work.missing


def test_comments_without_end_are_read_at_once(tmp_path: Path) -> None:
    """What stands above the first piece is read once, whatever it holds."""
    path = tmp_path / "a.ko.md"
    path.write_text("<!-- a -->\n<!--\n-->\n" + "<!-- " * 100_000, "utf-8")
    with pytest.raises(ClaimbookError, match="line 4: text stands above"):
        read_renditions(path)

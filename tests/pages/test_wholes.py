"""Whole pages, and their entries in the search, kept from one build to the next."""

from pathlib import Path

from claimbook.pages.wholes import Wholes

DOCS = [
    {"location": "papers/b/", "title": "B"},
    {"location": "papers/b/#x", "title": "X"},
    {"location": "", "title": "Home"},
    {"location": "papers/a/", "title": "A"},
]
PAGES = {"papers/a/": "a", "papers/b/": "b"}


def test_a_page_is_taken_for_what_it_was_told(tmp_path: Path) -> None:
    """The same telling in the same frame finds it; another does not, and is kept beside it."""
    first = Wholes(tmp_path, "frame")
    assert first.find_html("a", "told") is None
    first.keep_html("a", "<p>a")
    again = Wholes(tmp_path, "frame")
    assert (again.find_html("a", "told"), again.taken) == ("<p>a", {"a": "<p>a"})
    assert again.find_html("a", "told otherwise") is None
    assert again.find_html("b", "told") is None
    assert Wholes(tmp_path, "another frame").find_html("a", "told") is None


def test_without_a_frame_nothing_is_kept(tmp_path: Path) -> None:
    """What cannot be told is made each time."""
    wholes = Wholes(tmp_path, None)
    assert wholes.find_html("a", "told") is None
    wholes.keep_html("a", "<p>a")
    assert not wholes.find_entries("a", "told")
    assert wholes.gather_entries(DOCS, PAGES)
    assert [*tmp_path.iterdir()] == []


def test_an_index_is_the_same_whatever_was_kept(tmp_path: Path) -> None:
    """Entries of kept pages stand where those of pages that were made would."""
    first = Wholes(tmp_path, "frame")
    assert [first.find_entries(slug, "told") for slug in "ab"] == [False, False]
    whole = first.gather_entries(DOCS, PAGES)
    assert [entry["title"] for entry in whole] == ["Home", "A", "B", "X"]
    again = Wholes(tmp_path, "frame")
    assert [again.find_entries(*asked) for asked in (("a", "new"), ("b", "told"))] == [False, True]
    assert again.gather_entries([DOCS[2], DOCS[3]], PAGES) == whole

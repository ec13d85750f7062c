"""What every page is made of besides its notebook."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from markdown.extensions.toc import slugify, slugify_unicode

from claimbook.pages.origins import (
    describe,
    digest_dialect,
    digest_engine,
    digest_files,
    digest_text,
    list_installed,
)
from composed import DIALECT


def test_texts_are_told_apart_from_their_sum() -> None:
    """Where one text ends and the next begins is part of the digest."""
    assert digest_text("a", "bc") != digest_text("ab", "c")


def test_the_engine_has_a_digest() -> None:
    """An engine whose files are those that were loaded is told by one digest."""
    assert digest_engine() == digest_engine() is not None


def test_every_file_of_the_engine_counts(tmp_path: Path) -> None:
    """Code, templates and words count, where they lie and what they hold; compiled files do not."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("a")
    found = [digest_files(tmp_path)]
    (tmp_path / "page.cpython-311.pyc").write_bytes(b"x")
    assert found == [digest_files(tmp_path)]
    (tmp_path / "templates" / "page.html").write_text("b")
    found.append(digest_files(tmp_path))
    (tmp_path / "templates" / "page.html").rename(tmp_path / "page.html")
    found.append(digest_files(tmp_path))
    assert len(set(found)) == 3


def test_each_distribution_counts_with_its_version(tmp_path: Path) -> None:
    """Another version of any distribution is seen, and so is the same one installed again."""
    (tmp_path / "markdown-3.6.dist-info").mkdir()
    before = [*list_installed([str(tmp_path)])]
    (tmp_path / "markdown-3.6.dist-info").rename(tmp_path / "markdown-3.7.dist-info")
    assert [line.partition(" ")[0] for line in before] == ["markdown-3.6.dist-info"]
    assert before != [*list_installed([str(tmp_path)])]


def test_functions_are_told_by_name() -> None:
    """Settings that are functions of Markdown's own are told apart; others cannot be told."""
    assert describe(slugify) != describe(slugify_unicode)
    assert describe(partial(slugify, separator="-")) != describe(partial(slugify, separator="_"))
    for unknown in (test_functions_are_told_by_name, object()):
        with pytest.raises(TypeError):
            describe(unknown)


def test_settings_are_told_by_value() -> None:
    """The order of names does not count, that of a list does; a number is not its text."""
    assert describe({"a": 1, "b": [2]}) == describe({"b": [2], "a": 1})
    assert len({describe(value) for value in ([1, 2], [2, 1], "1", 1, True, None)}) == 6


@pytest.mark.parametrize("name", ["pymdownx.snippets", "pymdownx.b64", "my_extension"])
def test_an_extension_that_may_read_files_leaves_no_digest(name: str) -> None:
    """The Markdown has a digest only if all extensions are known to read the page alone."""
    assert digest_dialect(DIALECT) is not None
    assert digest_dialect(replace(DIALECT, extensions=[*DIALECT.extensions, name])) is None

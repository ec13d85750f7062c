"""The Markdown that every page is made of."""

from dataclasses import replace
from functools import partial

import pytest
from markdown.extensions.toc import slugify, slugify_unicode

from claimbook.pages.origins import describe, digest_dialect
from composed import DIALECT


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

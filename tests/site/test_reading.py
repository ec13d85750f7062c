"""What stands before a build: the book is read, and no warning is lost."""

import logging

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from claimbook.site.reading import count_warnings, on_page_context
from claimbook.site.state import state


@pytest.mark.parametrize("level", [logging.ERROR, logging.INFO])
def test_a_strict_build_counts_warnings_however_quiet(level: int) -> None:
    """MkDocs' `--quiet` hides warnings from whatever would count them, and `--strict` would pass."""
    mkdocs = logging.getLogger("mkdocs")
    before = mkdocs.level
    mkdocs.setLevel(level)
    try:
        count_warnings()
        assert mkdocs.isEnabledFor(logging.WARNING)
        assert mkdocs.isEnabledFor(logging.INFO) == (level == logging.INFO)
    finally:
        mkdocs.setLevel(before)


def test_a_page_has_its_content_below_the_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault's letters are no markup, and the page's own markup stays markup."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "Small"})
    page = Page(None, File("a.md", "docs", "site", True), config)
    page.content = "<h1>A page</h1>"
    monkeypatch.setattr(state, "shown", ["a < b"])
    on_page_context({}, page, config, None)
    assert page.content.endswith("<li>a &lt; b</li></ul></div><h1>A page</h1>")

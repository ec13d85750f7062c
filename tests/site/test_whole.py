"""What a page is rendered from."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from claimbook.site import whole


@pytest.mark.parametrize(("own", "differs"), [(None, False), ("theme", True)])
def test_what_a_template_may_show_of_the_next_page_is_told(
    tmp_path: Path, own: str | None, differs: bool
) -> None:
    """The theme shows its title; a template of the site's own may show what its front matter says."""
    (tmp_path / "theme").mkdir()
    (tmp_path / "docs").mkdir()
    theme = {"name": "material"} | ({"custom_dir": str(tmp_path / own)} if own else {})
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\n")
    config: MkDocsConfig = load_config(str(tmp_path / "mkdocs.yml"), theme=theme, plugins=[])
    page, following = (
        Page(name, File(f"{name}.md", "docs", "site", use_directory_urls=True), config)
        for name in ("first", "second")
    )
    page.next_page = following
    before = whole._describe_page(page, config)
    following.meta = {"description": "Of the second."}
    assert before
    assert (whole._describe_page(page, config) != before) is differs

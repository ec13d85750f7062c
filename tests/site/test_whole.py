"""What a page is rendered from."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from claimbook.pages.wholes import Wholes
from claimbook.site import whole
from claimbook.site.state import state


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """A site that has templates of its own."""
    for name in ("theme", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "theme" / "main.html").write_text("{{ page.content }}")
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\n")
    theme = {"name": "material", "custom_dir": str(tmp_path / "theme")}
    made: MkDocsConfig = load_config(str(tmp_path / "mkdocs.yml"), theme=theme, plugins=[])
    return made


def make_page(name: str, config: MkDocsConfig) -> Page:
    return Page(name, File(f"{name}.md", "docs", "site", use_directory_urls=True), config)


@pytest.mark.parametrize("own", [True, False])
def test_what_a_template_may_show_of_the_next_page_is_told(config: MkDocsConfig, own: bool) -> None:
    """The theme shows its title; a template of the site's own may show what its front matter says."""
    if not own:
        config.theme = Theme(name="material")
    page, following = make_page("first", config), make_page("second", config)
    page.next_page = following
    before = whole._describe_page(page, config)
    following.meta = {"description": "Of the second."}
    assert before
    assert (whole._describe_page(page, config) != before) is own


@pytest.mark.parametrize("saved", ["{{ page.title }}", ""])
def test_a_page_is_kept_as_the_templates_drew_it_that_it_is_told_by(
    config: MkDocsConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: str
) -> None:
    """One that was drawn by a template which was saved meanwhile is not taken for one of before."""
    kept = Wholes(tmp_path / "kept", "frame", whole._digest_own(config))
    monkeypatch.setattr(state, "wholes", kept)
    page = make_page("first", config)
    name = state.name_page(page)
    assert kept.find_html(name, "told") is None
    if saved:
        (tmp_path / "theme" / "main.html").write_text(saved)
    whole.on_post_page("<p>", page=page, config=config)
    assert kept.find_html(name, "told") == (None if saved else "<p>")

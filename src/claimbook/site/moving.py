"""Where a paper's page was before: a small page there leads to where it is now."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import Notebook
from claimbook.pages.drawing import draw
from claimbook.pages.policy import write_policy
from claimbook.site.laying import put_file
from claimbook.site.state import state

SCRIPT = "assets/moved.js"  # keeps the anchor of a link; without it a reader is led to the top
INDEX = "index.html"
MARK = f'{SCRIPT}" data-way='  # by which such a page is known again


def on_post_build(config: MkDocsConfig) -> None:
    """Write a page for each slug that a notebook had; as a page of MkDocs' it would be listed and found."""
    for report in state.edition.reports:
        for slug in report.notebook.front.moved_from:
            _write_page(report.notebook, slug, config)


def _write_page(notebook: Notebook, slug: str, config: MkDocsConfig) -> None:
    old, new = state.addresses.locate_page(slug), state.addresses.locate_page(notebook.slug)
    path = f"{old}{INDEX}" if old.endswith("/") else old
    if _is_taken(Path(config.site_dir) / path):
        what, where = f"the site has another page at {old}", f"{notebook.path.name}: moved_from"
        state.report_fault(ClaimbookError(what, where=where, fix="take it out, or move that page"))
        return
    way = get_relative_url(new, old)
    drawn = draw(
        "moved",
        title=notebook.front.digest.title,
        way=way,
        canonical=f"{config.site_url}{new}" if config.site_url else way,
        script=get_relative_url(SCRIPT, old),
        policy="" if state.serving else write_policy(()),  # a server's pages reload themselves
        language=state.get_language(),
    )
    put_file(config, path, f"{drawn}\n")


def _is_taken(path: Path) -> bool:
    """Whether a page is there that leads nowhere else; one of ours may be left of a build before."""
    return path.is_file() and MARK not in path.read_text("utf-8")

"""The site's search finds each claim and each work."""

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from claimbook.files import write_if_changed
from claimbook.pages import findable
from claimbook.site.apart import INDEX, replace_entries
from claimbook.site.state import state

SHELF = "bibliography.html"  # the template of the page that lists every work


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note where every work is listed."""
    del config, files
    if page.meta.get("template") == SHELF:
        state.shelf = page.url
    return html


@event_priority(-100)  # the search has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Add an entry for each claim and each work."""
    path = Path(config.site_dir) / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text("utf-8"))
    edition, rest = state.edition, list[dict[str, str]]()
    if state.apart and state.laid:
        index["docs"], rest = replace_entries(index["docs"], state.laid)
    else:
        rest = findable.list_claims(edition.reports, state.addresses)
        rest += findable.list_works(edition.records, state.shelf) if state.shelf is not None else []
    pages = {
        state.addresses.locate_page(one.notebook.slug): one.notebook.slug for one in edition.reports
    }
    index["docs"] = state.wholes.gather_entries(index["docs"], pages) + rest
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    write_if_changed(path, text)

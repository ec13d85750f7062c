"""Leave out of the largest pages what a browser does not need."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from claimbook.site.state import state

INDEXED = re.compile(
    r"(<[a-z][^<>]*?) data-search-exclude(?=[ >])"
)  # said to the index, which is made
LISTS = {"bibliography.html", "scoreboard.html"}  # the templates of generated lists


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Minify a paper's page, if all of its HTML is ours, and the pages that list claims and works.

    A minifier takes white space between inline elements that stand directly in a `<div>` for layout. No
    template of ours has such, but an author's HTML may.
    """
    del config
    made = state.edition.pages.get(state.find_slug(page))
    if state.wholes.taken.get(state.name_page(page)) == output:
        return output
    if not (made.ours if made else page.meta.get("template") in LISTS):
        return output
    import minify_html  # when there is something to minify

    lighter = minify_html.minify(output, keep_html_and_head_opening_tags=True)
    return INDEXED.sub(r"\1", lighter)

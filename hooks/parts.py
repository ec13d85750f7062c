"""Hand-written pages: their generated parts and their citations."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.errors import ClaimbookError
from claimbook.pages import catalogue
from claimbook.prose.citations import unknown_key_error
from current import build

_UNKNOWN = re.compile(r'<span class="cb-unknown">@([^<]+)</span>')


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the generated parts, and say what the page may cite."""
    del files
    if page.file.src_uri.endswith(".ipynb"):
        return markdown
    config.mdx_configs["claimbook.prose.citations"] = build.citing(page)
    try:
        return catalogue.expand(
            markdown,
            build.entries,
            link=lambda path: get_relative_url(path, page.url),
            where=page.file.src_uri,
        )
    except ClaimbookError as error:
        build.fault(error)
        return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse unknown citations; those of a paper's page were refused when it was dressed."""
    del config, files
    if unknown := _UNKNOWN.search(html):
        known = build.citing(page)
        build.fault(
            unknown_key_error(
                unknown.group(1), page.file.src_uri, known["records"], known["targets"]
            )
        )
    return html

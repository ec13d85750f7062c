"""The papers in the menus: by digest, newest first, and never more than a menu can hold.

Every page carries the menu. So only the newest digests stand in it, and the page that lists every
paper; the order of all papers, in which one follows another, is kept.
"""

import json
from html import escape
from itertools import groupby
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section

from claimbook.notebook.source import Notebook
from claimbook.site.state import LISTING, state
from claimbook.wording.catalogue import say

DIGESTS = 3  # in a menu
PAPERS = 20  # of one digest in a menu


def _group_by_digest() -> list[tuple[str, list[Notebook]]]:
    """Return the papers of each digest under its name, newest first."""
    grouped = groupby(state.edition.book.notebooks, key=lambda one: one.front.digest.date)
    return [(_escape(say("digest-heading", day=day)), list(found)) for day, found in grouped]


def _escape(text: str) -> str:
    return escape(text, quote=False)  # MkDocs takes titles for markup


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the papers into the navigation; MkDocs takes its titles for markup."""
    if not config.nav:
        return config
    name = state.addresses.name_source
    digests: list[Any] = [
        {digest: [{_escape(one.front.digest.title): name(one.slug)} for one in found]}
        for digest, found in _group_by_digest()
    ]
    papers = [{_escape(say("all-papers")): LISTING}, *digests]  # the tab leads to the first of them
    config.nav = [config.nav[0], {_escape(say("papers")): papers}, *config.nav[1:]]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page that lists every paper."""
    title, told = _escape(say("all-papers")), say("all-papers-why", site=config.site_name)
    head = f"title: {json.dumps(title)}\ndescription: {json.dumps(told)}\n"
    head += "template: home.html\nhide: [navigation, toc]"
    text = f"---\n{head}\n---\n\n# {title} {{#all-papers}}\n\n<!-- claimbook:every-paper -->\n"
    files.append(File.generated(config, LISTING, content=text))
    return files


@event_priority(-50)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Cut the menu; what is left out keeps its place in the order of pages."""
    del config, files
    papers = [
        one for one in nav.items if isinstance(one, Section) and one.title == _escape(say("papers"))
    ]
    for section in papers:
        digests = [one for one in section.children if isinstance(one, Section)]
        for digest in digests:
            digest.children = digest.children[:PAPERS]
        section.children = [one for one in section.children if one not in digests[DIGESTS:]]
    return nav

"""Headings that cite: their ids come from their words, not from how a citation reads.

So a link to a section holds when the style of citations changes, or a year gets a letter.
"""

import re
from copy import deepcopy
from html import unescape
from typing import Any
from xml.etree import ElementTree

from markdown.extensions.toc import render_inner_html, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

CITATION = frozenset({"cb-cite", "cb-cross"})  # the classes of what is left out
_HEADING = re.compile("h[1-6]", re.IGNORECASE)


class CitingHeadings(Treeprocessor):
    """Name the headings that cite, before the table of contents names the rest."""

    def run(self, root: ElementTree.Element) -> None:
        """Set the ids; without a table of contents there are none to set."""
        if "toc" not in self.md.treeprocessors:
            return
        toc: Any = self.md.treeprocessors["toc"]
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for heading in root.iter():
            cites = _HEADING.fullmatch(str(heading.tag)) and any(map(_is_citation, heading.iter()))
            if cites and "id" not in heading.attrib:
                words = strip_tags(render_inner_html(_strip_citations(heading), self.md))
                if name := toc.slugify(unescape(words), toc.sep):
                    heading.set("id", unique(name, used))


def _is_citation(element: ElementTree.Element) -> bool:
    return element.get("class") in CITATION


def _strip_citations(element: ElementTree.Element) -> ElementTree.Element:
    """Return a copy in which nothing stands where the citations stood."""
    bare = deepcopy(element)
    for one in bare.iter():
        if _is_citation(one):
            tail = one.tail
            one.clear()
            one.tail = tail
    return bare

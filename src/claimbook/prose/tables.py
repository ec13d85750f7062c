"""Tables whose headings all say something.

    |         | paper | here |
    |---------|-------|------|
    | samples | 80    | 16   |

The corner of such a table is no heading: whoever hears the table read out would be told of one that
has no name.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

AFTER_INLINE = 5  # what stands in a cell is known by then, and nothing is written yet


class _Corners(Treeprocessor):
    """Make every empty heading of a table a cell like others."""

    def run(self, root: Element) -> None:
        for cell in root.iter("th"):
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"


class TablesExtension(Extension):
    """Take headings that are empty for what they are."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register behind inline patterns (20)."""
        md.treeprocessors.register(_Corners(md), "claimbook_tables", AFTER_INLINE)


def makeExtension(**options: Any) -> TablesExtension:  # noqa: N802 (Python-Markdown's name)
    """Return the extension; Python-Markdown looks for this function."""
    return TablesExtension(**options)

"""Tabs of a page whose cells are documents of their own: each set is named unlike every other.

`pymdownx.tabbed` numbers the sets of one document; two cells would have the same buttons.
"""

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

_NAMED = re.compile(r"(#?__tabbed_)(\d+)((?:_\d+)?)")


class TabsProcessor(Treeprocessor):
    """Number the sets of tabs through the page."""

    count = 0  # the sets of the cells before

    def run(self, root: Element) -> None:
        """Rename the buttons of this cell's sets, and what belongs to them."""
        most = 0
        for element in root.iter():
            for attribute in ("id", "name", "for", "href"):
                found = _NAMED.fullmatch(element.get(attribute, ""))
                if found:
                    most = max(most, int(found[2]))
                    number = self.count + int(found[2])
                    element.set(attribute, f"{found[1]}{number}{found[3]}")
        self.count += most

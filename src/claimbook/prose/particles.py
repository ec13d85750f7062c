"""Particles in prose agree with the sound before them, be it a number of the run or a citation."""

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from claimbook.wording.particles import MARKER, choose_particles

_SEEN = 200  # characters before a particle that may decide it

# After numbers and citations (14) are in place, before attr_list (8) takes what stands in braces.
PRIORITY = 9


class ParticlesProcessor(Treeprocessor):
    """Choose the particles of a document."""

    def run(self, root: Element) -> None:
        """Go through the texts in their order; what stands in code stays."""
        if any(MARKER.search(text) for text in root.itertext()):
            self._walk(root, "")

    def _walk(self, element: Element, before: str) -> str:
        """Choose the particles in an element; return what stands before what follows it."""
        code = element.tag in ("code", "pre")
        if element.text:
            element.text = element.text if code else _choose(element.text, before)
            before = (before + element.text)[-_SEEN:]
        for child in element:
            before = self._walk(child, before)
            if child.tail:
                child.tail = child.tail if code else _choose(child.tail, before)
                before = (before + child.tail)[-_SEEN:]
        return before


def _choose(text: str, before: str) -> str:
    return choose_particles(text, before) if MARKER.search(text) else text

"""Citations found in a text by Python-Markdown, as elements that are filled in later.

Elements are made pattern by pattern, not in the page's order; so each only carries its keys
(`MARK`) and its mode, and `citations` numbers and labels them when the whole page is there.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from claimbook.bibliography.bibtex import Record
from claimbook.prose.citekeys import GROUP, SENTENCE, Item, parse_group, read_sentence_key

_OUT_OF_REACH = ("a", "code", "pre", "kbd", "samp", "script", "style", "math", "textarea")
_RAW_TAG = re.compile(rf"<(/?)(?:{'|'.join(_OUT_OF_REACH)})\b", re.IGNORECASE)
MARK, MODE = "data-cb-key", "data-cb-mode"
PREFIX, SUFFIX = "data-cb-prefix", "data-cb-suffix"


def make_citation(items: Sequence[Item], mode: str) -> ElementTree.Element:
    """Return the element of a citation: for each work its prefix, its link and its suffix.

    A prefix or a suffix may hold further Markdown, emphasis say, which is processed later.
    """
    cite = ElementTree.Element("cite", {"class": "cb-cite", MODE: mode})
    for item in items:
        if item.prefix:
            ElementTree.SubElement(cite, "span", {PREFIX: ""}).text = item.prefix
        work = ElementTree.SubElement(cite, "a", {MARK: item.key})
        work.text = AtomicString(f"@{item.key}")
        if item.suppress:
            work.set(MODE, "year")
        if item.suffix:
            ElementTree.SubElement(cite, "span", {SUFFIX: ""}).text = item.suffix
    return cite


class _Citing(InlineProcessor):
    """What the two inline processors share."""

    ANCESTOR_EXCLUDES = _OUT_OF_REACH

    pattern_text = ""

    def __init__(self, md: Markdown, records: Mapping[str, Record]) -> None:
        super().__init__(self.pattern_text, md)
        self.records = records

    def is_in_raw_html(self, data: str, end: int) -> bool:
        """Whether an inline tag of raw HTML such as `<code>` is open before `end`."""
        if not self.md.htmlStash.rawHtmlBlocks:
            return False
        depth = 0
        for found in INLINE_PLACEHOLDER_RE.finditer(data, 0, end):
            tag = _RAW_TAG.match(self.find_raw_html(found[1]))
            depth += (-1 if tag[1] else 1) if tag else 0
        return depth > 0

    def find_raw_html(self, stashed: str) -> str:
        """Return the raw HTML behind a placeholder; nothing if it is something else."""
        node = getattr(self.md.treeprocessors["inline"], "stashed_nodes", {}).get(stashed)
        raw = HTML_PLACEHOLDER_RE.match(node) if isinstance(node, str) else None
        return str(self.md.htmlStash.rawHtmlBlocks[int(raw[1])]) if raw else ""


class GroupProcessor(_Citing):
    """`[see @a, §3; @b]`."""

    pattern_text = GROUP

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        """Make the element of a group, or leave the brackets alone."""
        items = parse_group(m[1], self.records) if "@" in m[1] else ()
        if not items or self.is_in_raw_html(data, m.start()):
            return None, None, None
        return make_citation(items, "group"), m.start(), m.end()


class SentenceProcessor(_Citing):
    """`@a [§3]` in the sentence."""

    pattern_text = SENTENCE

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        """Make the element of a citation in the sentence, or leave the text alone."""
        key = m["braced"] or read_sentence_key(m["key"], self.records)
        if not key or self._is_after_text(data, m.start()) or self.is_in_raw_html(data, m.start()):
            return None, None, None
        whole = m["braced"] or key == m["key"]
        item = Item(key, suffix=m["locator"] or "" if whole else "", suppress=bool(m["minus"]))
        return (
            make_citation([item], "sentence"),
            m.start(),
            m.end() if whole else m.start("key") + len(key),
        )

    def _is_after_text(self, data: str, start: int) -> bool:
        """Whether code, a link or math stands right before, as in `` `x`@key ``."""
        before = [*INLINE_PLACEHOLDER_RE.finditer(data, max(0, start - 24), start)]
        return data[:start].endswith(ETX) and not (before and self.find_raw_html(before[-1][1]))

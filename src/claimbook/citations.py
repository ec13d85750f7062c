"""Citations in Markdown, in the syntax of pandoc: `[see @a, §3; -@b]` and `@a` in the sentence.

An extension of Python-Markdown, so that code, links and math are out of reach. A key that no
record has is shown as it stands and collected: the caller knows file and cell, and raises.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from claimbook.bibtex import Record
from claimbook.citekeys import GROUP, SENTENCE, Item, key_in_sentence, mentioned, parse_group
from claimbook.errors import ClaimbookError, nearest
from claimbook.reflist import STYLES, Label, labels, reference_list

_OUT_OF_REACH = ("a", "code", "pre", "kbd", "samp", "script", "style", "math", "textarea")
_RAW_TAG = re.compile(rf"<(/?)(?:{'|'.join(_OUT_OF_REACH)})\b", re.IGNORECASE)
_MARK = "data-cb-key"  # on elements between the inline stage and the tree stage

__all__ = [
    "CitationExtension",
    "Item",
    "Ledger",
    "makeExtension",
    "mentioned",
    "parse_group",
    "references_html",
    "unknown_key_error",
]


@dataclass
class Ledger:
    """What a page cites: `cited` maps each key to the ids of the places that cite it, in order.

    Several conversions may share one, such as the cells of a notebook; `among` then names the
    keys of the whole page (see `mentioned`), so that 2024a and 2024b are the same in each.
    """

    cited: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    among: frozenset[str] | None = None


class _Citing(InlineProcessor):
    """What the two inline processors share."""

    ANCESTOR_EXCLUDES = _OUT_OF_REACH

    def __init__(self, pattern: str, md: Markdown, extension: "CitationExtension") -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def element(self, items: Sequence[Item], opening: str, closing: str) -> ElementTree.Element:
        cite = ElementTree.Element("cite", {"class": "cb-cite"})
        cite.text = opening + items[0].prefix
        for place, item in enumerate(items):
            mode = "year" if item.suppress else "group"
            work = ElementTree.SubElement(cite, "a", {_MARK: item.key, "data-cb-mode": mode})
            work.text = AtomicString(f"@{item.key}")
            after = f"; {items[place + 1].prefix}" if place + 1 < len(items) else closing
            work.tail = (f", {item.suffix}" if item.suffix else "") + after
        return cite

    def in_raw_html(self, data: str, end: int) -> bool:
        """Whether an inline tag of raw HTML such as `<code>` is open before `end`."""
        if not self.md.htmlStash.rawHtmlBlocks:
            return False
        depth = 0
        for found in INLINE_PLACEHOLDER_RE.finditer(data, 0, end):
            tag = _RAW_TAG.match(self.raw_html(found[1]))
            depth += (-1 if tag[1] else 1) if tag else 0
        return depth > 0

    def raw_html(self, stashed: str) -> str:
        """Return the raw HTML behind a placeholder; nothing if it is something else."""
        node = getattr(self.md.treeprocessors["inline"], "stashed_nodes", {}).get(stashed)
        raw = HTML_PLACEHOLDER_RE.match(node) if isinstance(node, str) else None
        return str(self.md.htmlStash.rawHtmlBlocks[int(raw[1])]) if raw else ""


class _GroupProcessor(_Citing):
    """`[see @a, §3; @b]`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        items = parse_group(m[1], self.extension.records) if "@" in m[1] else ()
        if not items or self.in_raw_html(data, m.start()):
            return None, None, None
        brackets = "[]" if self.extension.style == "numeric" else "()"
        return self.element(items, *brackets), m.start(), m.end()


class _SentenceProcessor(_Citing):
    """`@a [§3]` in the sentence."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        key = key_in_sentence(m["key"], self.extension.records)
        if not key or self._follows_text(data, m.start()) or self.in_raw_html(data, m.start()):
            return None, None, None
        whole = len(key) == len(m["key"])
        locator = m["locator"] if whole and m["locator"] else ""
        cite = self.element([Item(key, suppress=bool(m["minus"]))], "", "")
        work = cite[0]
        work.set("data-cb-mode", "year" if m["minus"] else "open" if locator else "sentence")
        work.tail = f", {locator}{self._closing(bool(m['minus']))}" if locator else ""
        return cite, m.start(), m.end() if whole else m.start("key") + len(key)

    def _closing(self, suppress: bool) -> str:
        return "" if suppress else "]" if self.extension.style == "numeric" else ")"

    def _follows_text(self, data: str, start: int) -> bool:
        """Whether code, a link or math stands right before, as in `` `x`@key ``."""
        before = [*INLINE_PLACEHOLDER_RE.finditer(data, max(0, start - 24), start)]
        return data[:start].endswith(ETX) and not (before and self.raw_html(before[-1][1]))


class _Resolver(Treeprocessor):
    """Fill the citations in, in the page's order, and append the reference list."""

    def __init__(self, md: Markdown, extension: "CitationExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        records, ledger = self.extension.records, self.extension.ledger_of(self.md)
        works = [work for work in root.iter("a") if _MARK in work.attrib]
        known = [work.attrib[_MARK] for work in works if work.attrib[_MARK] in records]
        among = (ledger.among or frozenset()) | ledger.cited.keys() | set(known)
        named = labels(records[key] for key in sorted(among) if key in records)
        for work in works:
            self._resolve(work, named, ledger)
        if self.extension.append and ledger.cited:
            heading = ElementTree.SubElement(root, "h2", {"id": "references"})
            heading.text = "References"
            root.append(
                reference_list(
                    named, ledger.cited, links=self.extension.links, style=self.extension.style
                )
            )

    def _resolve(
        self, work: ElementTree.Element, named: Mapping[str, Label], ledger: Ledger
    ) -> None:
        key, mode = work.attrib.pop(_MARK), work.attrib.pop("data-cb-mode")
        if key not in named:
            work.tag = "span"
            work.set("class", "cb-unknown")
            if key not in ledger.unknown:
                ledger.unknown.append(key)
            return
        places = ledger.cited.setdefault(key, [])
        places.append(f"cite-{key}-{len(places) + 1}")
        work.set("href", f"#ref-{key}")
        work.set("id", places[-1])
        work.set("title", named[key].reference.text)
        number = list(ledger.cited).index(key) + 1 if self.extension.style == "numeric" else 0
        work.text = AtomicString(_shown(named[key], mode, number))


def _shown(label: Label, mode: str, number: int) -> str:
    if number:
        forms = {"sentence": f"{label.authors} [{number}]", "open": f"{label.authors} [{number}"}
        return forms.get(mode, str(number))
    return {
        "group": f"{label.authors}, {label.year}",
        "year": label.year,
        "sentence": f"{label.authors} ({label.year})",
        "open": f"{label.authors} ({label.year}",
    }[mode]


class CitationExtension(Extension):
    """Resolve citations against `records` and leave what was cited in `md.citations`.

    `links` gives the page of each work that the site reruns. With `append`, a page that cites
    ends with its reference list under a heading; without it the caller uses `references_html`.
    `ledger` lets several conversions share one `Ledger`.
    """

    def __init__(
        self,
        *,
        records: Mapping[str, Record] | None = None,
        style: str = "author-year",
        links: Mapping[str, str] | None = None,
        append: bool = True,
        ledger: Ledger | None = None,
    ) -> None:
        super().__init__()
        if style not in STYLES:
            raise ClaimbookError(
                f'the citation style "{style}" is unknown', fix=nearest(style, STYLES)
            )
        self.records, self.style, self.links = records or {}, style, links or {}
        self.append, self.ledger = append, ledger
        self.md: Any = None

    @property
    def cited(self) -> Mapping[str, Sequence[str]]:
        """The keys cited by the page last converted, each with the ids of the places."""
        return self.ledger_of(self.md).cited

    @property
    def unknown(self) -> Sequence[str]:
        """The unknown keys of the page last converted."""
        return self.ledger_of(self.md).unknown

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors."""
        md.registerExtension(self)
        self.md = md
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("@")  # \@name is never a citation
        # After code, math, links and raw HTML have been taken out; before emphasis.
        md.inlinePatterns.register(_GroupProcessor(GROUP, md, self), "cb-citation-group", 72)
        md.inlinePatterns.register(_SentenceProcessor(SENTENCE, md, self), "cb-citation", 71)
        # After footnotes are in place (19, 15) and before attr_list (8) and toc (5).
        md.treeprocessors.register(_Resolver(md, self), "cb-citations", 14)

    def reset(self) -> None:
        """Begin a new page, unless the ledger is shared."""
        self.md.citations = self.ledger or Ledger()

    def ledger_of(self, md: Any) -> Ledger:
        """Return the ledger of the page that is being converted."""
        ledger: Ledger = md.citations
        return ledger


def makeExtension(**options: Any) -> CitationExtension:  # noqa: N802 (Python-Markdown's name)
    """Let Python-Markdown load the extension by the name `claimbook.citations`."""
    return CitationExtension(**options)


def references_html(
    records: Mapping[str, Record],
    places: Mapping[str, Sequence[str]],
    *,
    links: Mapping[str, str] | None = None,
    style: str = "author-year",
    among: frozenset[str] | None = None,
) -> str:
    """Return the reference list of a page as HTML, with links back to every place.

    `places` are the keys cited with the ids of their places; a key without places, such as a
    companion work, is listed without backlinks. `among` are the keys against which labels were
    told apart, by default those of `places`.
    """
    keys = sorted((among or frozenset()) | places.keys())
    named = labels(records[key] for key in keys if key in records)
    listed = reference_list(named, places, links=links or {}, style=style)
    return ElementTree.tostring(listed, encoding="unicode", method="html")


def unknown_key_error(key: str, where: str, records: Mapping[str, Record]) -> ClaimbookError:
    """Return the error for a key that no record has, naming the nearest that exists."""
    hint = nearest(key, records)
    return ClaimbookError(
        f'cites "{key}", which no record has',
        where=where,
        fix=f"{hint} Or add it to bib/works.bib, or write \\@{key} if it is no citation",
    )

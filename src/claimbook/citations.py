"""Citations in Markdown, in the syntax of pandoc: `[see @a, §3; -@b]` and `@a` in the sentence.

An extension of Python-Markdown, so that code, links and math are out of reach. A key that no
record has is shown as it stands and collected: the caller knows file and cell, and raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from claimbook.bibtex import Record
from claimbook.citekeys import Item, mentioned, parse_group
from claimbook.citemarks import MARK, GroupProcessor, SentenceProcessor
from claimbook.errors import ClaimbookError, nearest
from claimbook.reflist import STYLES, Label, labels, reference_list

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


class _Resolver(Treeprocessor):
    """Fill the citations in, in the page's order, and append the reference list."""

    def __init__(self, md: Markdown, extension: "CitationExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        records, ledger = self.extension.records, self.extension.ledger_of(self.md)
        works = [work for work in root.iter("a") if MARK in work.attrib]
        known = [work.attrib[MARK] for work in works if work.attrib[MARK] in records]
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
        key, mode = work.attrib.pop(MARK), work.attrib.pop("data-cb-mode")
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
        work.set("title", named[key].reference.title)
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
        md.inlinePatterns.register(
            GroupProcessor(md, self.records, self.style), "cb-citation-group", 72
        )
        md.inlinePatterns.register(
            SentenceProcessor(md, self.records, self.style), "cb-citation", 71
        )
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

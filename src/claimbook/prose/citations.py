"""Citations in Markdown, in the syntax of pandoc: `[see @a, §3; -@b]` and `@a` in the sentence.

An extension of Python-Markdown, so that code, links and math are out of reach. A key that no
record has is shown as it stands and collected: the caller knows file and cell, and raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from claimbook.bibliography.aliases import read_old_keys
from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError, suggest
from claimbook.model.evidence import Finding
from claimbook.prose import citegroups
from claimbook.prose.citegroups import Part
from claimbook.prose.citekeys import RESERVED, Item, find_mentioned, parse_group, read_crossref
from claimbook.prose.citemarks import MARK, MODE, GroupProcessor, SentenceProcessor
from claimbook.prose.crossrefs import Targets
from claimbook.prose.headings import CitingHeadings
from claimbook.prose.naming import STYLES, Label, make_labels
from claimbook.prose.reflist import draw_element, make_reference_list, offer_file
from claimbook.wording.catalogue import say

__all__ = [
    "CitationExtension",
    "Item",
    "Ledger",
    "draw_references",
    "explain_unknown_key",
    "find_mentioned",
    "makeExtension",
    "parse_group",
]


@dataclass
class Ledger:
    """What a page cites: `cited` maps each key to the ids of the places that cite it, in order.

    Several conversions may share one, such as the cells of a notebook; `among` then names the
    keys of the whole page (see `find_mentioned`), so that 2024a and 2024b are the same in each.
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
        cites = [cite for cite in root.iter("cite") if MODE in cite.attrib]
        if not cites:
            return
        ledger = self.extension.get_ledger(self.md)
        groups = [(cite, citegroups.read(cite)) for cite in cites]
        named = self._make_labels(part for _, parts in groups for part in parts)
        for cite, parts in groups:
            for part in parts:
                self._resolve(part, named, ledger)
            if all(part.cross for part in parts):
                cite.tag = "span"
                cite.set("class", "cb-cross")
            citegroups.write(cite, parts, self.extension.style)
        if self.extension.append and ledger.cited:
            self._append_list(root, named, ledger)

    def _make_labels(self, parts: Iterable[Part]) -> Mapping[str, Label]:
        """Label the page's works, told apart from all that it cites elsewhere."""
        records, ledger = self.extension.records, self.extension.get_ledger(self.md)
        found = {part.link.attrib[MARK] for part in parts}
        keys = found | ledger.cited.keys() | (ledger.among or frozenset())
        works = {records[key].key: records[key] for key in keys if key in records}
        return make_labels(works[key] for key in sorted(works))

    def _resolve(self, part: Part, named: Mapping[str, Label], ledger: Ledger) -> None:
        key, targets = part.link.attrib.pop(MARK), self.extension.targets
        if read_crossref(key) == key:
            part.cross = True
            known = targets is not None and targets.fill(part.link, key, bare=part.suppress)
        elif known := key in self.extension.records:
            self._cite(part, named[self.extension.records[key].key], ledger)
        if not known:
            part.link.tag = "span"
            part.link.set("class", "cb-unknown")
            if key not in ledger.unknown:
                ledger.unknown.append(key)

    def _cite(self, part: Part, label: Label, ledger: Ledger) -> None:
        key = label.reference.key
        places = ledger.cited.setdefault(key, [])
        places.append(f"cite-{key}-{len(places) + 1}")
        part.link.set("href", f"#ref-{key}")
        part.link.set("id", places[-1])
        part.label, part.number = label, list(ledger.cited).index(key) + 1

    def _append_list(
        self, root: ElementTree.Element, named: Mapping[str, Label], ledger: Ledger
    ) -> None:
        heading = ElementTree.SubElement(root, "h2", {"id": "references"})
        heading.text = say("heading-references")
        its, cited = self.extension, ledger.cited
        listed = make_reference_list(
            named, cited, links=its.links, style=its.style, verdicts=its.verdicts
        )
        root.extend([offer_file(its.offered), listed] if its.offered else [listed])


class CitationExtension(Extension):
    """Resolve citations against `records` and leave what was cited in `md.citations`.

    `links` gives the page of each work that the site reruns, `verdicts` what was found there, and
    `offered` the address of a file of what the page cites. `targets` are the figures and claims
    that can be referred to. With `append`, a page that cites ends with its reference list under a
    heading; without it the caller uses `draw_references`. `ledger` lets several conversions share
    one `Ledger`.
    """

    def __init__(
        self,
        *,
        records: Mapping[str, Record] | None = None,
        style: str = "author-year",
        links: Mapping[str, str] | None = None,
        verdicts: Mapping[str, Sequence[Finding]] | None = None,
        targets: Targets | None = None,
        offered: str = "",
        append: bool = True,
        ledger: Ledger | None = None,
    ) -> None:
        super().__init__()
        self.records, self.style = {} if records is None else records, check_style(style)
        self.links, self.verdicts, self.targets = links or {}, verdicts, targets
        self.append, self.ledger, self.offered = append, ledger, offered
        self.md: Any = None

    @property
    def cited(self) -> Mapping[str, Sequence[str]]:
        """The keys cited by the page last converted, each with the ids of the places."""
        return self.get_ledger(self.md).cited

    @property
    def unknown(self) -> Sequence[str]:
        """The unknown keys of the page last converted."""
        return self.get_ledger(self.md).unknown

    def take_unknown(self) -> list[str]:
        """Return the unknown keys met since they were taken last."""
        ledger = self.get_ledger(self.md)
        taken, ledger.unknown = ledger.unknown, []
        return taken

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors."""
        md.registerExtension(self)
        self.md = md
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("@")  # \@name is never a citation
        # After code, math, links and raw HTML have been taken out; before emphasis.
        md.inlinePatterns.register(GroupProcessor(md, self.records), "cb-citation-group", 72)
        md.inlinePatterns.register(SentenceProcessor(md, self.records), "cb-citation", 71)
        # After footnotes are in place (19, 15) and before attr_list (8) and toc (5).
        md.treeprocessors.register(_Resolver(md, self), "cb-citations", 14)
        md.treeprocessors.register(CitingHeadings(md), "cb-headings", 6)

    def reset(self) -> None:
        """Begin a new page, unless the ledger is shared."""
        self.md.citations = self.ledger or Ledger()

    def get_ledger(self, md: Any) -> Ledger:
        """Return the ledger of the page that is being converted."""
        ledger: Ledger = md.citations
        return ledger


def check_style(style: object, *, where: str = "") -> str:
    """Return the name of a style if there is one, or raise `ClaimbookError`."""
    if style not in STYLES:
        raise ClaimbookError(
            f'the citation style "{style}" is unknown',
            where=where,
            fix=f"{suggest(str(style), STYLES)} There are {' and '.join(STYLES)}",
        )
    return str(style)


def refuse_reserved(records: Iterable[str], *, where: str = "bibliography") -> None:
    """Refuse keys that a reference to a figure or a claim would hide."""
    for key in records:
        if key.startswith(RESERVED):
            raise ClaimbookError(
                f'the key "{key}" begins as a reference to a figure or a claim does',
                where=where,
                fix=f"rename it; {' and '.join(RESERVED)} are reserved",
            )


def makeExtension(**options: Any) -> CitationExtension:  # noqa: N802 (Python-Markdown's name)
    """Let Python-Markdown load the extension by the name `claimbook.prose.citations`."""
    return CitationExtension(**options)


def draw_references(
    records: Mapping[str, Record],
    places: Mapping[str, Sequence[str]],
    *,
    links: Mapping[str, str] | None = None,
    verdicts: Mapping[str, Sequence[Finding]] | None = None,
    style: str = "author-year",
    among: frozenset[str] | None = None,
    offered: str = "",
) -> Markup:
    """Return the reference list of a page as HTML, with links back to every place.

    `places` are the keys cited with the ids of their places; a key without places, such as a
    companion work, is listed without backlinks. `links`, `verdicts` and `offered` are those of
    `CitationExtension`. `among` are the keys against which labels were told apart, by default
    those of `places`.
    """
    keys = sorted((among or frozenset()) | places.keys())
    named = make_labels(records[key] for key in keys if key in records)
    listed = make_reference_list(named, places, links=links or {}, style=style, verdicts=verdicts)
    above = [offer_file(offered)] if offered else []
    return Markup("".join(map(draw_element, [*above, listed])))


def explain_unknown_key(
    key: str, where: str, records: Mapping[str, Record], targets: Targets | None = None
) -> ClaimbookError:
    """Return the error for a key that no record has, naming the nearest that exists.

    A reference to a figure or a claim is looked for among the `targets`.
    """
    if read_crossref(key) == key:
        return (targets or Targets()).explain_missing(key, where)
    old = {name: one.key for one in records.values() for name in read_old_keys(one)}
    near = get_close_matches(key, [*records, *old], n=1)
    hint = f'did you mean "{old.get(near[0], near[0])}"?' if near else suggest(key, records)
    return ClaimbookError(
        f'cites "{key}", which no record has',
        where=where,
        fix=f"{hint} Or add it to bib/works.bib, or write \\@{key} if it is no citation",
    )

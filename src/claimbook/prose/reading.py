"""The prose of a notebook, read: each Markdown cell a document of its own, as in Jupyter.

What cells share is shared on purpose: the ids of headings, the numbers of footnotes, the works that
the page cites, its figures and its claims. An unclosed tag, a list, a link's definition or a footnote of
one cell touches no other, and is a fault of its cell.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from claimbook.errors import ClaimbookError
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, explain_unknown_key
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import LinksProcessor, Resolver
from claimbook.prose.live import refuse_live
from claimbook.prose.mathml import MathMLExtension
from claimbook.prose.notes import Notes, NotesProcessor
from claimbook.prose.outline import Heading, Names
from claimbook.prose.particles import PRIORITY, ParticlesProcessor
from claimbook.prose.rawhtml import find_ids, find_unclosed, has_markup
from claimbook.prose.remains import explain_misplaced, explain_remains
from claimbook.prose.tabs import TabsProcessor
from claimbook.tex.equations import Notation

_HEADING = re.compile("h([1-6])")
_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math", "textarea"})
_SIMPLER = "write it in a simpler way, and look for what is empty or left open"
# how ids begin that references, citations, footnotes and tabs have
_OURS = ("ref-", "cite-", "fn:", "fnref", "__tabbed")
_TAB = re.compile(r"__tabbed_\d+(?:_\d+)?")  # another that begins so is for the theme's scripts
_UNDEFINED = re.compile(r"\[\^[^\]\[\s]+\]|\[[^\]\[]+\]\[[^\]\[]*\]")


@dataclass(frozen=True)
class Piece:
    """A heading with what follows it in its cell, or what stands before the first heading."""

    html: Markup
    heading: Heading | None = None
    cited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Note:
    """A footnote, with its number on the page."""

    number: int
    html: Markup


@dataclass(frozen=True)
class Passage:
    """One Markdown cell, read: its pieces in order, its notes, and what is wrong with it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    headings: tuple[Heading, ...] = ()  # those of the table of contents
    ids: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str, str], ...] = ()  # what its links name: file, anchor, as written
    attachments: Mapping[str, str] = field(default_factory=dict)  # address → name, of those shown
    faults: tuple[ClaimbookError, ...] = ()
    whole: bool = True  # its HTML can stand beside other cells
    names: Names = field(default_factory=Names)


class _Splitter(Treeprocessor):
    """Take a document apart at its headings; what is left of it is empty."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.pieces: list[list[Element]] = []
        self.ids: list[str] = []
        self.written: list[str] = []  # those of them in the author's HTML

    def run(self, root: Element) -> None:
        self.pieces = [[]]
        for element in root:
            if _HEADING.fullmatch(str(element.tag)):
                self.pieces.append([])
            self.pieces[-1].append(element)
        self.ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        stash = self.md.htmlStash.rawHtmlBlocks
        self.written = [name for raw in stash if isinstance(raw, str) for name in find_ids(raw)]
        self.ids += self.written
        for element in list(root):
            root.remove(element)


class _Undefined(Treeprocessor):
    """Find references to links and footnotes that the cell does not define: they stay as written."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        self.found = [found[0] for text in _list_texts(root) for found in _UNDEFINED.finditer(text)]


def _list_texts(element: Element) -> Sequence[str]:
    """Return the texts of an element that are prose, not code."""
    if str(element.tag) in _CODE:
        return []
    texts = [element.text or ""]
    for child in element:
        texts += [*_list_texts(child), child.tail or ""]
    return texts


class Reader:
    """Read the prose of one page, cell after cell, with the site's own Markdown.

    `binding` and `citing` fill in numbers and citations; their state is the page's. `resolve` says
    where a local link leads, `known` which files there are and `heirs` the slugs that were others.
    `notation` is what the math of the page's cells shares, and `reserved` are ids that the page has
    beside those of its prose.
    """

    def __init__(
        self,
        dialect: Dialect,
        *,
        binding: BindingExtension,
        citing: CitationExtension,
        resolve: Resolver,
        known: Callable[[], tuple[str, ...]],
        heirs: Mapping[str, str] | None = None,
        notation: Notation | None = None,
        reserved: Iterable[str] = (),
    ) -> None:
        self.ids: set[str] = set(reserved)
        self._named: list[str] = []
        self._original: list[str] = []  # ids of headings that are still to be given again
        self.citing = citing
        self.binding, self.math, self.dialect = binding, MathMLExtension(notation), dialect
        self._slugify = dialect.settings.get("toc", {}).get("slugify", slugify_unicode)
        self.md = dialect.make_reader(
            [binding, citing, self.math], {"toc": {"slugify": self._name_heading}}
        )
        self._notes = Notes()
        self._links = LinksProcessor(self.md, resolve, known, heirs or {})
        self._undefined, self._splitter = _Undefined(self.md), _Splitter(self.md)
        register = self.md.treeprocessors.register
        register(ParticlesProcessor(self.md), "claimbook-particles", PRIORITY)
        register(self._undefined, "claimbook-undefined", 1)  # ahead of `unescape`
        register(self._links, "claimbook-links", -1)  # behind it, and behind citations
        register(TabsProcessor(self.md), "claimbook-tabs", -2)
        register(NotesProcessor(self.md, self._notes), "claimbook-notes", -2.5)
        register(self._splitter, "claimbook-pieces", -3)

    def _name_heading(self, text: str, separator: str) -> str:
        """Name a heading by its words, unlike every other of the page; in a translation as its source is."""
        name: str = self._original.pop(0) if self._original else self._slugify(text, separator)
        name = unique(name, self.ids)
        self._named.append(name)
        return name

    def name_heading(self, text: str, *, level: int, anchor: str = "") -> Heading:
        """Return a heading that is not written in prose, with an id of its own, made of `anchor`."""
        name = self._name_heading(anchor or text, "-")
        token = {"level": level, "id": name, "name": str(Markup.escape(text)), "html": text}
        return Heading(level, name, text, token | {"data-toc-label": ""})

    def read(
        self,
        source: str,
        attached: Mapping[str, str] | None = None,
        original: Names | None = None,
    ) -> Passage:
        """Read one cell; `attached` gives the address of each of its attachments by name.

        The headings of a translation have the ids, and for the outline the words, of the `original`'s.
        """
        if not source.strip():
            return Passage(())
        self._original = list(original.given) if original else []
        before = len(self.binding.faults), len(self.math.faults)
        self._links.begin(attached or {})
        self._named = []
        self.md.reset()
        try:
            self.md.convert(source)
        except Exception as error:  # of an extension: whatever it is, it is this cell's
            what = f"Markdown cannot read it: {type(error).__name__}: {error}".splitlines()[0]
            return Passage((), faults=(ClaimbookError(what, fix=_SIMPLER),), whole=False)
        self._original = []
        tokens = _flatten(getattr(self.md, "toc_tokens", ()))
        said = original.said if original else {}
        pieces = tuple(self._make_piece(one, tokens, said) for one in self._splitter.pieces)
        notes = tuple(
            Note(number, self._draw([*item], item.text or ""))
            for number, item in self._notes.take()
        )
        drawn = "".join([*(piece.html for piece in pieces), *(note.html for note in notes)])
        unclosed = find_unclosed(drawn, strict=True)[0] if has_markup(source) else ""
        labels = (f"{token['name']} {token.get('data-toc-label', '')}" for token in tokens)
        live = () if unclosed else tuple(refuse_live(drawn + "".join(labels), self.dialect.live))
        live += tuple(self.dialect.find_imitations(source))
        faults = (
            *self._take_noted(*before),
            *self._find_undefined(),
            *_find_unclosed(unclosed),
            *self._find_repeated_ids(),
            *self._links.trail.faults,
        )
        return Passage(
            pieces=tuple(piece for piece in pieces if piece.html),
            notes=notes,
            headings=(headings := tuple(_make_heading(token, said) for token in tokens)),
            ids=tuple(self._splitter.ids),
            anchors=tuple(self._links.trail.anchors),
            attachments=self._links.trail.attachments,
            faults=(*live, *explain_misplaced(source))
            or faults
            or tuple(explain_remains(source, drawn)),
            whole=not unclosed and not live,
            names=Names(tuple(self._named), {one.id: one.text for one in headings}),
        )

    def _make_piece(
        self,
        elements: Sequence[Element],
        tokens: Sequence[Mapping[str, Any]],
        said: Mapping[str, str],
    ) -> Piece:
        first = elements[0] if elements else None
        name = first.get("id") if first is not None and _HEADING.fullmatch(str(first.tag)) else None
        token = next((token for token in tokens if name and token["id"] == name), None)
        links = [a for one in elements for cite in one.iter("cite") for a in cite.iter("a")]
        works = [a.attrib["href"] for a in links if a.get("href", "").startswith("#ref-")]
        return Piece(
            self._draw(elements),
            _make_heading(token, said) if token else None,
            frozenset(work.removeprefix("#ref-") for work in works),
        )

    def _draw(self, elements: Sequence[Element], text: str = "") -> Markup:
        """Return elements as HTML, as Python-Markdown ends a conversion."""
        holder = Element("div")
        holder.text = text
        holder.extend(elements)
        html = self.md.serializer(holder)
        html = html[html.index(">") + 1 : html.rindex("<")]
        for processor in self.md.postprocessors:
            html = processor.run(html)
        return Markup(html.strip())

    def _take_noted(self, bound: int, typeset: int) -> Iterator[ClaimbookError]:
        """Yield what the extensions have noted since."""
        for written, fault in self.binding.faults[bound:]:
            yield ClaimbookError(f"{written}: {fault.what}", fix=fault.fix)
        yield from (fault for _, fault in self.math.faults[typeset:])
        for key in self.citing.take_unknown():
            yield explain_unknown_key(key, "", self.citing.records, self.citing.targets)

    def _find_undefined(self) -> Iterator[ClaimbookError]:
        for written in self._undefined.found:
            yield ClaimbookError(
                f"{written} has no definition in this cell",
                fix=f"define it here, for each cell is a document of its own, or write \\{written}",
            )
        for name in self._notes.unused:
            yield ClaimbookError(
                f"the footnote [^{name}] is referred to nowhere in this cell",
                fix="refer to it, or remove it",
            )

    def _find_repeated_ids(self) -> Iterator[ClaimbookError]:
        """Find ids that stand twice on the page; those made of headings are unlike each other."""
        seen = self.ids - set(self._named)
        for name in self._splitter.ids:
            ours = name in self._splitter.written and name.startswith(_OURS)
            if ours or (name.startswith("__") and not _TAB.fullmatch(name)):
                yield ClaimbookError(f'the id "{name}" is one of the page\'s own', fix="rename it")
            elif name in seen:
                yield ClaimbookError(f'the id "{name}" stands twice on the page', fix="rename one")
            seen.add(name)
        self.ids |= seen


def _find_unclosed(unclosed: str) -> Iterator[ClaimbookError]:
    if unclosed:
        yield ClaimbookError(f"its HTML is not whole: {unclosed}", fix="close it in this cell")


def _flatten(tokens: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    flat: list[Mapping[str, Any]] = []
    for token in tokens:
        flat += [token, *_flatten(token["children"])]
    return flat


def _make_heading(token: Mapping[str, Any], said: Mapping[str, str]) -> Heading:
    name = Markup(token["name"]).unescape()
    identifier = token["id"]
    return Heading(int(token["level"]), identifier, name, token, said.get(identifier, ""))

"""A notebook in other words: the pieces of a translation in the places of those that they render.

What a translation lacks stays as the source has it, and knows that it does: a `Text` is a text that
remembers what language it is in, if not the page's, or the day of what it renders, if that has changed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from claimbook.model.claim import Claim
from claimbook.model.measurement import Measurement
from claimbook.model.paper import FrontMatter, Paper, Setting
from claimbook.notebook.captions import HOLE, read_holes
from claimbook.notebook.originals import Original, list_originals, name_changes, name_rows
from claimbook.notebook.renditions import Rendition
from claimbook.notebook.source import Notebook
from claimbook.wording.particles import choose_particles

ROW = 3  # lines of a row of the setting
_WORD = re.compile(r"[^\W\d_]{2}")


class Text(str):
    """A text that is not what it should be on its page: in another language, or behind its source."""

    language: str  # of the text, if it is not the page's
    since: date | None  # the day of the source that it renders, if that has changed

    def __new__(cls, text: str, *, language: str = "", since: date | None = None) -> "Text":
        """Make a text."""
        made = super().__new__(cls, text)
        made.language, made.since = language, since
        return made

    def __repr__(self) -> str:
        return f"Text({str(self)!r}, {self.language!r}, {self.since!r})"


def get_language(text: str) -> str:
    """Return the language of a text, if it is not its page's."""
    return text.language if isinstance(text, Text) else ""


def keep_language(text: str, made: str) -> str:
    """Return what was made of a text, in its language and as old."""
    if isinstance(text, Text):
        return Text(made, language=text.language, since=text.since)
    return made


def get_since(text: str) -> date | None:
    """Return the day of what a text renders, if that has changed since."""
    return text.since if isinstance(text, Text) else None


def mark_unit(measurement: Measurement, language: str) -> Measurement:
    """Return a measurement whose unit knows what language it is in."""
    return replace(measurement, unit=_mark_words(measurement.unit, language))


@dataclass(frozen=True)
class Restated:
    """A notebook in another language; `said` is what its figures say, by name, as templates with holes."""

    notebook: Notebook
    source: Notebook
    language: str  # of the source
    said: Mapping[str, str]
    originals: Mapping[str, str]  # the same as the source has it

    def restate_figure(self, identifier: str, field: str, shown: str) -> str:
        """Return what a figure says, `shown` in the run, with what the run computed in its holes."""
        name = f"figure {identifier} {field}"
        template = self.said.get(name, "")
        values = read_holes(self.originals.get(name, ""), shown)
        if not template or values is None or get_language(template):
            return Text(shown, language=self.language)
        filled = choose_particles(HOLE.sub(lambda found: values.get(found[1], ""), template))
        return keep_language(template, filled)


def restate(notebook: Notebook, renditions: Iterable[Rendition], *, language: str) -> Restated:
    """Return a notebook with the pieces of a translation; `language` is what the source is in."""
    originals = {one.name: one for one in list_originals(notebook)}
    made = {one.name: one for one in renditions if one.text and one.name in originals}

    def render(name: str, text: str) -> str:
        if not text.strip() or name not in originals:
            return text
        return _render(originals[name], made.get(name), language)

    front = _restate_front(notebook, render, language)
    cells = tuple(
        replace(cell, source=render(f"cell {cell.id}", cell.source))
        if cell.kind == "markdown"
        else cell
        for cell in notebook.cells
    )
    figures = {name: one.text for name, one in originals.items() if one.kind == "figure"}
    return Restated(
        replace(notebook, front=front, cells=cells),
        notebook,
        language,
        {name: render(name, text) for name, text in figures.items()},
        figures,
    )


def _render(original: Original, rendition: Rendition | None, language: str) -> str:
    if rendition is None:
        return Text(original.text, language=language)
    text = rendition.text
    if original.kind not in ("cell", "setting"):
        text = " ".join(text.split())
    if original.name == "front headline":
        text = text.removesuffix(".")  # as headlines are set
    return text if rendition.digest == original.digest else Text(text, since=rendition.day)


Render = Callable[[str, str], str]


def _restate_front(notebook: Notebook, render: Render, language: str) -> FrontMatter:
    front = notebook.front

    def put(name: str, text: str) -> str:
        return render(f"front {name}", text)

    return replace(
        front,
        paper=_name_source(front.paper, language),
        answer=replace(
            front.answer,
            headline=put("headline", front.answer.headline),
            claimed=put("claimed", front.answer.claimed),
            happened=put("happened", front.answer.happened),
        ),
        trust=put("trust", front.trust),
        read=put("read", front.read),
        digest=replace(
            front.digest,
            title=put("title", front.digest.title),
            question=put("question", front.digest.question),
        ),
        setting=tuple(
            _restate_row(render, name, row, language)
            for name, row in zip(name_rows(notebook), front.setting, strict=True)
        ),
        claims=tuple(_restate_claim(render, claim, language) for claim in front.claims),
        history=tuple(
            replace(change, text=render(name, change.text))
            for name, change in zip(name_changes(notebook), front.history, strict=True)
        ),
    )


def _name_source(paper: Paper, language: str) -> Paper:
    """Return a paper whose title and links know what language they are in."""
    urls: dict[str, str] = {Text(name, language=language): url for name, url in paper.urls.items()}
    return replace(paper, title=Text(paper.title, language=language), urls=urls)


def _restate_row(render: Render, name: str, row: Setting, language: str) -> Setting:
    text = render(name, f"{row.aspect}\n{row.paper}\n{row.ours}")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    row = replace(row, locator=_mark_words(row.locator, language))
    if len(lines) != ROW:
        return row  # which a check names
    if isinstance(text, Text):
        lines = [Text(line, language=text.language, since=text.since) for line in lines]
    return replace(row, aspect=lines[0], paper=lines[1], ours=lines[2])


def _mark_words(text: str, language: str) -> str:
    """Return a text that no translation has; one without words is of no language."""
    return Text(text, language=language) if _WORD.search(text) else text


def _restate_claim(render: Render, claim: Claim, language: str) -> Claim:
    def put(field: str, text: str) -> str:
        return render(f"claim {claim.id} {field}", text)

    return replace(
        claim,
        statement=put("statement", claim.statement),
        paper=replace(claim.paper, text=put("paper", claim.paper.text)),
        scale=put("scale", claim.scale),
        locator=_mark_words(claim.locator, language),
        untested=put("untested", claim.untested),
    )

"""A digest post brought into the project: one notebook for each entry that it does not have yet.

An entry is the project's already if a notebook has its arXiv identifier, or its title: the same
words as the paper's title or as the digest's. News has to be of the same day for that, since its
titles come again. Within a day a slip of the pen in one word is forgiven, and so is a title that
goes on where the post's ends: `StartCoder 2` is `StarCoder 2 and The Stack v2`. Last, a notebook
with the same citation key is the entry's if the two titles have half their letters in common.
Each notebook is the match of one entry at most, and the surest rule comes first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from claimbook.bibliography import titles
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import read_works
from claimbook.bibliography.reference import read_arxiv
from claimbook.errors import ClaimbookError
from claimbook.intake.inquiry import Inquirer
from claimbook.intake.merging import merge_entries
from claimbook.intake.network import Client
from claimbook.intake.newbody import Material
from claimbook.intake.newfront import Place
from claimbook.intake.newnotebook import NewNotebook, UnwrittenNotebook, draft, write
from claimbook.intake.partialpaper import PartialPaper, from_identifier, from_record, invert_name
from claimbook.intake.plaintext import to_markdown
from claimbook.intake.post import Post, PostEntry
from claimbook.model.paper import CITATION_KEY
from claimbook.notebook.book import Book, find_notebooks
from claimbook.notebook.source import Notebook


@dataclass(frozen=True)
class Intake:
    """What became of a post."""

    made: tuple[NewNotebook, ...]
    present: tuple[tuple[str, Path], ...]  # the title in the post, the notebook that has it
    merged: tuple[tuple[PostEntry, PostEntry], ...] = ()  # named again, and where it stands
    notes: tuple[str, ...] = ()  # what could not be asked

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is blank in every notebook that was made."""
        first = self.made[0].blanks if self.made else ()
        return tuple(one for one in first if all(one in made.blanks for made in self.made))


def bring_in(book: Book, post: Post, *, where: str, client: Client | None = None) -> Intake:
    """Write a notebook for each entry of a post that the project does not have; `where` names it.

    arXiv is asked about the papers whose identifiers are known, until it does not answer. All
    notebooks are drafted before the first is written, and none is ever overwritten.
    """
    post, merged = merge_entries(post)
    found = recognise(book.notebooks, post)
    inquirer = Inquirer(client or Client(attempts=1))
    drafter = _Drafter(book, read_works(book.settings.works), post.day, where, inquirer)
    drafts = [
        drafter.draft(entry, order)
        for order, entry in enumerate(post.entries, start=1)
        if entry.line not in found
    ]
    for drafted in drafts:
        write(drafted)
    return Intake(
        tuple(NewNotebook(drafted.path, drafted.blanks) for drafted in drafts),
        tuple(
            (entry.title, found[entry.line].path) for entry in post.entries if entry.line in found
        ),
        merged,
        tuple(inquirer.notes),
    )


def recognise(notebooks: Iterable[Notebook], post: Post) -> dict[int, Notebook]:
    """Return which entries, by their lines, are notebooks of the project already."""
    free = list(notebooks)
    found: dict[int, Notebook] = {}
    for rule in (_match_identifier, _match_title, _match_nearly, _match_key):
        for entry in post.entries:
            match = next((one for one in free if rule(entry, post.day, one)), None)
            if entry.line not in found and match:
                found[entry.line] = match
                free.remove(match)
    return found


def _match_identifier(entry: PostEntry, _: date, notebook: Notebook) -> bool:
    return bool(entry.arxiv) and entry.arxiv == notebook.front.paper.arxiv


def _match_title(entry: PostEntry, day: date, notebook: Notebook) -> bool:
    dated = bool(entry.authors) or notebook.front.digest.date == day
    return dated and any(titles.is_same(entry.title, known) for known in _list_titles(notebook))


def _match_nearly(entry: PostEntry, day: date, notebook: Notebook) -> bool:
    said = titles.split_words(entry.title)
    heads = (" ".join(titles.split_words(known)[: len(said)]) for known in _list_titles(notebook))
    near = any(titles.is_near(entry.title, head) for head in heads)
    return len(said) > 1 and notebook.front.digest.date == day and near


def _match_key(entry: PostEntry, day: date, notebook: Notebook) -> bool:
    paper = notebook.front.paper
    same = paper.key.lower() == _take_known(entry, day).guessed_key.lower()
    return bool(entry.authors) and same and titles.is_akin(entry.title, paper.title)


def _list_titles(notebook: Notebook) -> tuple[str, str]:
    return notebook.front.paper.title, notebook.front.digest.title


def _take_known(entry: PostEntry, day: date) -> PartialPaper:
    """Return what a post tells of a paper; of its day the month, if an identifier tells it."""
    month = from_identifier(entry.arxiv).day if entry.arxiv else None
    return PartialPaper(
        title=entry.title,
        authors=tuple(invert_name(name) for name in entry.authors),
        more=entry.more,
        day=month or day,
        arxiv=entry.arxiv,
        doi=entry.doi,
    )


class _Drafter:
    """Drafts one notebook after another, with keys and slugs that nobody has."""

    def __init__(
        self, book: Book, works: Sequence[Record], day: date, where: str, inquirer: Inquirer
    ) -> None:
        self.inquirer = inquirer
        papers = [notebook.front.paper for notebook in book.notebooks]
        self.folder, self.day, self.where = book.settings.notebooks, day, where
        self.works = {work.key.lower(): work for work in works}
        self.keys = {paper.key.lower() for paper in papers}
        self.slugs = {path.stem.lower() for path in find_notebooks(book.settings)}
        self.eprints: Mapping[str, str] = {
            **{eprint: work.key for work in works if (eprint := read_arxiv(work))},
            **{paper.arxiv: paper.key for paper in papers if paper.arxiv},
        }

    def draft(self, entry: PostEntry, order: int) -> UnwrittenNotebook:
        known = self.inquirer.ask_arxiv(_take_known(entry, self.day))
        known = replace(known, key=self._choose_key(entry, known))
        slug = _find_free(known.slug, self.slugs, "{}-{}".format)
        place = Place(
            self.day,
            order,
            title=entry.title.partition(":")[0],
            tags=entry.tags,
            companions=tuple(self.eprints[one] for one in entry.companions if one in self.eprints),
            doubts=self._list_doubts(entry, known),
        )
        material = Material(
            tuple(to_markdown(paragraph) for paragraph in entry.abstract),
            tuple(to_markdown(paragraph) for paragraph in entry.commentary),
        )
        return draft(self.folder / f"{slug}.ipynb", known, place, material)

    def _choose_key(self, entry: PostEntry, known: PartialPaper) -> str:
        guess = known.guessed_key if CITATION_KEY.fullmatch(known.guessed_key) else "unknownpaper"
        cited = self.works.get(guess.lower())
        if cited and titles.is_akin(from_record(cited).title, entry.title):
            raise ClaimbookError(
                f'"{entry.title}" is among the works cited (works.bib, line {cited.line})',
                where=f"{self.where}, line {entry.line}",
                fix="take it out there first: the notebook's front matter becomes its record",
            )
        return _find_free(guess, self.keys, lambda key, number: f"{key}{number}", self.works)

    def _list_doubts(self, entry: PostEntry, known: PartialPaper) -> dict[str, str]:
        """Say what the post does not tell, or leaves in doubt."""
        doubts = {}
        if not known.exact and entry.arxiv:
            doubts["date"] = "the day of the first version; the month is the identifier's"
        elif not known.exact:
            doubts = {
                "key": f"its year is the post's, {self.day.year}",
                "date": "the day of the first version, which here is the post's",
            }
        if not known.authors:
            doubts |= {
                "key": "author, year and word, before anybody cites it",
                "title": "the paper's title, if this is news",
            }
        if entry.unclear:
            asked = f"the post names {', '.join(entry.unclear)}"
            doubts["companions" if entry.arxiv else "arxiv"] = asked
        if strange := [one for one in entry.companions if one not in self.eprints]:
            commands = ", ".join(f"`claimbook bib add {one}`" for one in strange)
            doubts["companions"] = f"{commands}, and its key here"
        return doubts


def _find_free(
    name: str,
    taken: set[str],
    another: Callable[[str, int], str],
    also: Mapping[str, Record] | None = None,
) -> str:
    """Return `name`, or the first of its variants that nobody has, and take it."""
    number, free = 1, name
    while free.lower() in taken or free.lower() in (also or ()):
        number += 1
        free = another(name, number)
    taken.add(free.lower())
    return free

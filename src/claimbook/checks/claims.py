"""What can be told of claims without a run: that each is marked, recorded, of its kind, and stands alone."""

import re
from collections.abc import Iterator

from claimbook.errors import ClaimbookError, suggest
from claimbook.model.claim import Asserter
from claimbook.model.evidence import find_kind_fault
from claimbook.notebook.code import find_drawn, find_exact, find_units
from claimbook.notebook.randomness import find_drawn_exact
from claimbook.notebook.source import Notebook
from claimbook.prose.binding import check_text

MOST_WORDS = 35  # of a sentence that a reader meets without its page
_LEANING = ("It", "Its", "That", "Same", "Such", "This", "These", "Those", "They", "Their", "None")
_BLANK = "TODO"
# An abbreviation, but not a part of a name: GPT-4, ARC Challenge.
_SHORT = re.compile(r"(?<![\w/-])([A-Z]{2,})(?=s?(?![\w-]))(?!s? [A-Z0-9])")
_SPELT = re.compile(r"\*\*([^*]+)\*\*|\(([A-Z]{2,})s?\)")
_COMMON = frozenset({"AI", "CPU", "FLOP", "GB", "GPU", "KB", "LLM", "MB", "TFLOP", "US"})
_SYMBOL = re.compile(r"(?:(\w+) )?(?<!\w)([Α-ω])(?!\w)")  # of which the word before says what it is
_BARE = frozenset(
    {"", "and", "as", "at", "by", "for", "from", "in", "is", "of", "or", "than", "to", "with"}
)
_WHOLE = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")  # a quantity with its interval and unit


def check_tests(
    notebook: Notebook, marked: set[str], names: frozenset[str]
) -> Iterator[ClaimbookError]:
    """Find claims that the prose never marks, and tests of what is never recorded.

    A question of ours that is tested stands above the cells that test it; the abstract has what others claim.
    """
    for claim in notebook.front.claims:
        asked = claim.by is Asserter.OURS and claim.tests
        if claim.id not in marked and not asked:
            yield ClaimbookError(
                "its verdict is shown nowhere in the prose",
                where=f'{notebook.path.name}, claim "{claim.id}"',
                fix=f"mark it with {{{{ claim:{claim.id} }}}} where the abstract is restated",
            )
        for test in (*claim.tests, *claim.given):
            if test.quantity not in names:
                yield ClaimbookError(
                    f'the quantity "{test.quantity}" is never recorded',
                    where=f'{notebook.path.name}, claim "{claim.id}"',
                    fix=suggest(test.quantity, names)
                    if names
                    else f'call `record("{test.quantity}", values)`',
                )


def check_kinds(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Find claims whose kind the code contradicts, as far as it says so without running."""
    exact: dict[str, bool | None] = {}
    for cell in notebook.code:
        exact |= find_exact(cell.source)
    for claim in notebook.front.claims:
        told = {test.quantity: exact.get(test.quantity) for test in claim.tests}
        known = {name: value for name, value in told.items() if value is not None}
        if told and len(known) == len(told) and (fault := find_kind_fault(claim, known)):
            yield ClaimbookError(
                fault.what, where=f"{notebook.path.name}, {fault.where}", fix=fault.fix
            )


def check_exactness(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Find quantities that are said to be exact and draw random numbers."""
    drawn = find_drawn_exact(cell.source for cell in notebook.code)
    for name, generator in drawn.items():
        yield ClaimbookError(
            f'"{name}" is said to be deterministic, and draws from {generator}',
            where=notebook.path.name,
            fix="record a value for each seed, or draw from a key that is written down",
        )


def check_units(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Find bound numbers whose unit the text says again: they bring their own."""
    units: dict[str, str] = {}
    for cell in notebook.code:
        units |= find_units(cell.source)
    for cell in notebook.prose:
        for match in _WHOLE.finditer(cell.source):
            unit, behind = (
                units.get(match[1], ""),
                " ".join(cell.source[match.end() :][:80].split()),
            )
            if unit and re.match(rf"{re.escape(unit)}(?!\w)", behind):
                yield ClaimbookError(
                    f'{match[0]} is shown with its unit, and "{unit}" stands behind it again',
                    where=notebook.name_cell(cell),
                    fix=f"drop it, or write {{{{ {match[1]}.mean | .2f }}}} for the number alone",
                )


def check_answer(notebook: Notebook, declared: frozenset[str]) -> Iterator[ClaimbookError]:
    """Find what the first screen of a tested paper lacks, or cannot fill in."""
    front, where = notebook.front, notebook.name_cell(notebook.cells[0])
    texts = {
        "headline": front.answer.headline,
        "summary.claimed": front.answer.claimed,
        "summary.happened": front.answer.happened,
    }
    for name, text in texts.items():
        try:
            check_text(text, declared)
        except ClaimbookError as error:
            yield ClaimbookError(f"{name}: {error.where}: {error.what}", where=where, fix=error.fix)
    if not front.tested:
        return
    for name, text in {**texts, "read": front.read}.items():
        if not text:
            yield ClaimbookError(f"`{name}` is missing", where=where, fix=_ASKED[name])
    drawn = [name for cell in notebook.code for name in find_drawn(cell.source)]
    if front.lead and front.lead not in drawn:
        yield ClaimbookError(
            f'no figure has the id "{front.lead}"', where=where, fix=suggest(front.lead, drawn)
        )


_ASKED = {
    "headline": "say the finding in one plain sentence",
    "summary.claimed": "say in one plain sentence what the paper claims",
    "summary.happened": "say in one plain sentence what happened here",
    "read": "say what of the paper was read: `whole`, `up to §6.1`, `abstract and code only`",
}


def check_statements(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Find statements that lean on what stands elsewhere, and sentences that are too long."""
    front = notebook.front
    for claim in front.claims:
        first = re.match(r"\w+", claim.statement)
        if first and first[0] in _LEANING:
            yield ClaimbookError(
                f'the statement begins with "{first[0]}", but it is shown alone',
                where=f'{notebook.path.name}, claim "{claim.id}"',
                fix="name what is meant",
            )
    alone = {f'claim "{claim.id}"': claim.statement for claim in front.claims} | {
        "headline": front.answer.headline,
        "summary.claimed": front.answer.claimed,
        "summary.happened": front.answer.happened,
        "digest.question": front.digest.question,
    }
    spelt = _find_spelt(notebook)
    for name, text in alone.items():
        yield from _check_names(text, spelt, f"{notebook.path.name}, {name}")
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])", text):
            if _BLANK not in sentence and len(sentence.split()) > MOST_WORDS:
                yield ClaimbookError(
                    f"a sentence has {len(sentence.split())} words: {sentence[:40]}…",
                    where=f"{notebook.path.name}, {name}",
                    fix=f"say it in {MOST_WORDS} words, or in two sentences",
                )


def _find_spelt(notebook: Notebook) -> frozenset[str]:
    """Return the abbreviations that a text may use: common ones, the title's, what the prose explains."""
    front = notebook.front
    prose = "\n".join(cell.source for cell in notebook.prose)
    found = (" ".join(match.groups("")) for match in _SPELT.finditer(prose))
    told = " ".join((front.paper.title, front.digest.title, *found))
    return _COMMON | frozenset(re.findall(r"\b[A-Z]{2,}(?=s?\b)", told))


def _check_names(text: str, spelt: frozenset[str], where: str) -> Iterator[ClaimbookError]:
    """Find abbreviations and symbols that a reader of this text alone cannot know."""
    own = frozenset(re.findall(r"\(([A-Z]{2,})s?\)", text))
    for name in sorted(set(_SHORT.findall(text)) - spelt - own - {_BLANK}):
        fix = f"write it out, or explain it in the prose: its words, then ({name})"
        yield ClaimbookError(f'nothing says what "{name}" is', where=where, fix=fix)
    bare, said = set[str](), set[str]()
    for before, symbol in _SYMBOL.findall(text):
        (bare if before in _BARE else said).add(symbol)
    for symbol in sorted(bare - said):
        fix = f"say it in words, as in: the angle {symbol}"
        yield ClaimbookError(f'nothing says what "{symbol}" is', where=where, fix=fix)

"""Front matter → records, strictly.

An unknown key, a missing key and a wrong type are each one `ClaimbookError` that names the
file and the key, and the nearest valid name.
"""

import re
from pathlib import PurePosixPath

from claimbook.errors import ClaimbookError, suggest
from claimbook.fields import Fields
from claimbook.kept import Index
from claimbook.model.paper import (
    ARXIV,
    CITATION_KEY,
    SLUG,
    Answer,
    Digest,
    FrontMatter,
    Paper,
    Setting,
    Venue,
)
from claimbook.notebook.claims import read_claim
from claimbook.notebook.history import check_history, read_change
from claimbook.notebook.parsed import load_parsed

_MARKUP = re.compile("[<>&\"'`]")

LONGEST_HEADLINE = 110  # characters, a bound number as 0.00
_BOUND = re.compile(r"\{\{[^{}]*\}\}")
# Markdown and HTML; what words and numbers have in common with it stays: 2 * 3, <0.1, a_b
_MARKED = re.compile(
    r"`|\*\*|__|(?<![\w*])\*[^\s*][^*]*\*|(?<![\w_])_[^\s_][^_]*_(?!\w)|!?\[[^\]]*\]\(|</?[A-Za-z!][^>]*>|&#?\w+;"
    r"|^#{1,6} |^> |~~"
)


def read_front_matter(source: str, *, where: str, index: Index | None = None) -> FrontMatter:
    """Read the YAML between `---` lines that the first cell of a notebook holds, or an `index` of it.

    Raises `ClaimbookError` for anything that is not exactly the contract; `where`
    names the notebook.
    """
    lines = source.strip().splitlines()
    if len(lines) < 2 or lines[0].strip() != "---" or lines[-1].strip() != "---":
        raise ClaimbookError(
            "the front matter does not stand between two `---` lines",
            where=where,
            fix="make the first cell a raw cell that begins and ends with `---`",
        )
    raw = load_parsed("\n".join(lines[1:-1]), where=where, before=1, index=index)
    return _read_front_matter(Fields(raw, where))


def _read_front_matter(fields: Fields) -> FrontMatter:
    where = fields.where
    front = FrontMatter(
        paper=_read_paper(Fields(fields.get("paper", dict, says="a mapping"), f"{where}: paper")),
        digest=_read_digest(
            Fields(fields.get("digest", dict, says="a mapping"), f"{where}: digest")
        ),
        trust=fields.get_text("trust"),
        setting=tuple(
            _read_setting(Fields(row, f"{where}: setting[{position}]"))
            for position, row in enumerate(fields.get_items("setting"))
        ),
        claims=tuple(
            read_claim(Fields(row, f"{where}: claims[{position}]"))
            for position, row in enumerate(fields.get_items("claims"))
        ),
        answer=_read_answer(fields),
        read=fields.get_text("read", ""),
        lead=fields.get_text("lead", ""),
        history=tuple(
            read_change(Fields(row, f"{where}: history[{position}]"))
            for position, row in enumerate(fields.get_items("history", []))
        ),
        data=_read_data(fields),
        moved_from=_read_former(fields),
    )
    fields.finish()
    check_history(front, where)
    _refuse_repeats([claim.id for claim in front.claims], f"{where}: claims")
    return front


def _read_data(fields: Fields) -> tuple[str, ...]:
    names = fields.get_texts("data", [])
    for position, name in enumerate(names):
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or name.startswith("~"):
            raise fields.make_fault(
                f"data[{position}]",
                f'"{name}" does not lie below the project\'s root',
                "copy it into the project, and write its path from there",
            )
    return names


def _read_former(fields: Fields) -> tuple[str, ...]:
    slugs = fields.get_texts("moved_from", [])
    for position, slug in enumerate(slugs):
        if not SLUG.fullmatch(slug):
            what, fix = f'"{slug}" is no slug', "use lower case, digits and hyphens"
            raise fields.make_fault(f"moved_from[{position}]", what, fix)
        if slug in slugs[:position]:
            what = f'"{slug}" stands there twice'
            raise fields.make_fault(f"moved_from[{position}]", what, "remove one of the two")
    return slugs


def _refuse_repeats(ids: list[str], where: str) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise ClaimbookError(f'two claims have the id "{name}"', where=where, fix="rename one")


def find_markup(text: str) -> str:
    """Return the first markup of a text that is shown as it is written; nothing if it has none."""
    found = _MARKED.search(text)
    return found[0] if found else ""


def _read_answer(fields: Fields) -> Answer:
    where = f"{fields.where}: summary"
    summary = Fields(fields.get("summary", dict, default={}, says="a mapping"), where)
    answer = Answer(
        headline=fields.get_text("headline", "").removesuffix("."),  # as headlines are set
        claimed=summary.get_text("claimed", ""),
        happened=summary.get_text("happened", ""),
    )
    summary.finish()
    texts = {"headline": answer.headline, "claimed": answer.claimed, "happened": answer.happened}
    for name, text in texts.items():
        owner = fields if name == "headline" else summary
        if found := find_markup(_BOUND.sub("0.00", text)):
            what = f'"{found[:30]}" is markup, and the text is shown as it is written'
            raise owner.make_fault(name, what, "write plain words; numbers of the run may be bound")
    _refuse_long_headline(answer.headline, fields)
    return answer


def _refuse_long_headline(headline: str, fields: Fields) -> None:
    shown = _BOUND.sub("0.00", headline)
    if len(shown) > LONGEST_HEADLINE and "TODO" not in shown:
        what = f"has {len(shown)} characters, {LONGEST_HEADLINE} are the most"
        raise fields.make_fault("headline", what, "say the finding alone")
    if re.search(r"[.?!] +[^\W\d_a-z]", shown):
        raise fields.make_fault("headline", "is more than one sentence", "say the finding alone")


def _read_paper(fields: Fields) -> Paper:
    urls = fields.get("urls", dict, default={}, says="a mapping of names to addresses")
    paper = Paper(
        key=fields.get_text("key"),
        title=fields.get_text("title"),
        authors=fields.get_texts("authors"),
        date=fields.get_day("date"),
        arxiv=fields.get_text("arxiv", ""),
        primaryclass=fields.get_text("primaryclass", ""),
        doi=fields.get_text("doi", ""),
        venue=_read_venue(Fields(fields.raw["venue"], f"{fields.where}.venue"))
        if fields.has("venue")
        else None,
        urls={str(name): str(url) for name, url in urls.items()},
    )
    fields.finish()
    if not CITATION_KEY.fullmatch(paper.key):
        raise fields.make_fault(
            "key", f'"{paper.key}" is no citation key', "use letters and digits: author2024word"
        )
    if not paper.authors:
        raise fields.make_fault("authors", "the list is empty", "write `Last, First`, one a line")
    if paper.arxiv and not ARXIV.fullmatch(paper.arxiv):
        raise fields.make_fault(
            "arxiv", f'"{paper.arxiv}" is no arXiv identifier', 'write it like "2402.17834"'
        )
    for name, url in paper.urls.items():
        if not url.startswith(("https://", "http://")):
            raise fields.make_fault(
                f"urls.{name}", f'"{url}" is no web address', "begin with https://"
            )
    return paper


def _read_venue(fields: Fields) -> Venue:
    venue = Venue(
        name=fields.get_text("name"),
        type=fields.get_text("type", "conference"),
        short=fields.get_text("short", ""),
        year=fields.get("year", int, default=None),
        pages=fields.get_text("pages", ""),
        volume=fields.get_text("volume", ""),
        number=fields.get_text("number", ""),
        publisher=fields.get_text("publisher", ""),
        url=fields.get_text("url", ""),
    )
    fields.finish()
    kinds = ("conference", "journal", "workshop")
    if venue.type not in kinds:
        raise fields.make_fault("type", f'"{venue.type}" is unknown', suggest(venue.type, kinds))
    return venue


def _read_digest(fields: Fields) -> Digest:
    digest = Digest(
        date=fields.get_day("date"),
        order=fields.get("order", int),
        title=fields.get_text("title"),
        tags=fields.get_texts("tags"),
        question=fields.get_text("question", ""),
        companions=fields.get_texts("companions", []),
    )
    fields.finish()
    for tag in digest.tags:
        if _MARKUP.search(tag):  # others draw tags as they are: menus, searches, feeds
            raise fields.make_fault(
                "tags", f'"{tag}" is no tag', "use letters, digits, spaces and hyphens"
            )
    return digest


def _read_setting(fields: Fields) -> Setting:
    row = Setting(
        aspect=fields.get_text("aspect"),
        paper=fields.get_text("paper"),
        ours=fields.get_text("ours"),
        locator=fields.get_text("locator", ""),
    )
    fields.finish()
    return row

"""The bibliography page: every work, where it is cited, the claims that rest on it, its files.

The whole list is HTML; `docs/assets/bibliography.js` shows the filter and hides what it leaves
out. What it needs to know of a work stands in `data-` attributes.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from claimbook.bibliography.aliases import read_old_keys
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.coins import write_span
from claimbook.bibliography.reference import read_arxiv, read_year
from claimbook.model.evidence import Finding
from claimbook.pages import downloads, panels
from claimbook.pages.grounds import grounds
from claimbook.pages.survey import Entry, page_of
from claimbook.prose.reflist import labels, reference_html

PLACE = '<div id="cb-shelf"></div>'  # filled when all pages are known, see `hooks/references.py`
PLACED = '<div class="cb-shelf">'
SCRIPT = "assets/bibliography.js"

KINDS = {
    "article": "journal article",
    "inproceedings": "conference paper",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "software": "software",
}
SORTS = {"": "author", "new": "newest first", "old": "oldest first", "cited": "most cited"}


@dataclass(frozen=True)
class Citing:
    """A page of the site and the keys of what it cites."""

    title: str
    address: str  # relative to the bibliography page
    keys: frozenset[str]


@dataclass(frozen=True)
class _Context:
    """What is known of the works, by their keys."""

    ours: Mapping[str, str]  # the page that reruns it
    citing: Mapping[str, Sequence[int]]
    pages: Sequence[Citing]
    resting: Mapping[str, Sequence[str]]  # items of a list, as HTML


def shelf(
    works: Mapping[str, Record],
    entries: Sequence[Entry],
    pages: Sequence[Citing],
    link: Callable[[str], str],
) -> str:
    """Return the filter and the list of every work, sorted by author."""
    context = _Context(
        ours={item.notebook.front.paper.key: link(page_of(item.notebook)) for item in entries},
        citing=_citing(pages),
        pages=pages,
        resting=_resting(entries, works, link),
    )
    order = {key: label.order for key, label in labels(works.values()).items()}
    items = "".join(
        _item(works[key], context, link) for key in sorted(works, key=order.__getitem__)
    )
    return (
        f"{PLACED}{_filter(works, pages)}"
        f'<p class="cb-hits" role="status">{len(works)} works</p>'
        f'<ol class="cb-references">{items}</ol></div>'
        f'<script src="{link(SCRIPT)}" defer></script>'
    )


def _citing(pages: Sequence[Citing]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for key in page.keys:
            found[key].append(number)
    return found


def _resting(
    entries: Sequence[Entry], works: Mapping[str, Record], link: Callable[[str], str]
) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for item in entries:
        keys = grounds(item.notebook, works)
        for finding in item.findings:
            line = _claim(finding, item, link(page_of(item.notebook)))
            for key in keys.get(finding.claim.id, ()):
                found[key].append(line)
    return found


def _claim(finding: Finding, item: Entry, page: str) -> str:
    title = escape(item.notebook.front.digest.title)
    mark = panels.mark(finding, f"{page}#verdict-{finding.claim.id}")
    return f"<li>{mark} {escape(finding.claim.statement)} <i>{title}</i></li>"


def kind_of(record: Record) -> str:
    """Name the kind of a work: ``conference paper``, ``preprint``, …."""
    return KINDS.get(record.type) or ("preprint" if read_arxiv(record) else "other")


def _item(record: Record, context: _Context, link: Callable[[str], str]) -> str:
    key, year = record.key, read_year(record)
    ours, citing = context.ours.get(key), context.citing.get(key, ())
    data = {
        "kind": kind_of(record),
        "year": year if year.isdigit() else "",
        "in": " ".join(map(str, citing)),
        "ours": "1" if ours else "",
    }
    marked = "".join(f' data-{name}="{escape(text)}"' for name, text in data.items() if text)
    here = f' <a href="{escape(ours)}" class="cb-ref-here">rerun here</a>' if ours else ""
    anchors = "".join(f'<i id="ref-{escape(old)}"></i>' for old in read_old_keys(record))
    return (
        f'<li id="ref-{escape(key)}"{marked}>{anchors}'
        f"<p>{write_span(record)}{reference_html(record)}{here}</p>"
        f"{_take(key, link)}{_cited_in([context.pages[number] for number in citing])}"
        f"{_claims(context.resting.get(key, ()))}</li>"
    )


def _take(key: str, link: Callable[[str], str]) -> str:
    stem = link(downloads.path_of(key, "bib")).removesuffix(".bib")
    return (
        f'<div class="cb-take" role="group" aria-label="{escape(key)}"><code>{escape(key)}</code> '
        f'<button type="button">Copy BibTeX</button> {downloads.links(stem)}</div>'
    )


def _cited_in(pages: Sequence[Citing]) -> str:
    names = (f'<a href="{escape(page.address)}">{escape(page.title)}</a>' for page in pages)
    return f'<p class="cb-citing">Cited in {", ".join(names)}.</p>' if pages else ""


def _claims(items: Sequence[str]) -> str:
    if not items:
        return ""
    count = "1 claim rests" if len(items) == 1 else f"{len(items)} claims rest"
    return f'<details class="cb-resting"><summary>{count} on it</summary><ul>{"".join(items)}</ul></details>'


def _filter(works: Mapping[str, Record], pages: Sequence[Citing]) -> str:
    """Return the filter; it is shown by the script that makes it work.

    Its text is named `find`, because an address with `q` opens the theme's own search.
    """
    kinds = sorted({kind_of(record) for record in works.values()})
    cited = [(str(number), page.title) for number, page in enumerate(pages)]
    return (
        '<form class="cb-filter" role="search" aria-label="Works" hidden>'
        '<label>Search <input type="search" name="find" autocomplete="off" spellcheck="false"></label>'
        f"{_select('Cited in', 'in', [('', 'any page'), *cited])}"
        f"{_select('Kind', 'kind', [('', 'any'), *zip(kinds, kinds, strict=True)])}"
        '<label>From <input type="number" name="from" placeholder="year"></label>'
        '<label>To <input type="number" name="to" placeholder="year"></label>'
        f"{_select('Sort by', 'sort', list(SORTS.items()))}"
        '<label><input type="checkbox" name="ours" value="1"> rerun here</label>'
        '<button type="reset">Clear</button></form>'
    )


def _select(label: str, name: str, options: Sequence[tuple[str, str]]) -> str:
    choices = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options
    )
    return f'<label>{label} <select name="{name}">{choices}</select></label>'

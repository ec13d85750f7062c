"""The bibliography page: every work, where it is cited, the claims that rest on it, its files.

The whole list is HTML; `site/theme/assets/bibliography.js` shows the filter and hides what it leaves
out. What it needs to know of a work stands in `data-` attributes. The claims that rest on a work are
counted by page and verdict; their statements come from the file of all claims when they are asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from claimbook.bibliography.aliases import read_old_keys
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reference import read_arxiv, read_year
from claimbook.model.evidence import Finding
from claimbook.pages import downloads
from claimbook.pages.drawing import draw
from claimbook.pages.grounds import find_grounds
from claimbook.pages.survey import Report
from claimbook.prose.outline import Outline
from claimbook.prose.reflist import draw_reference, make_labels
from claimbook.wording.catalogue import say
from claimbook.wording.marks import mark_class, show_sign, show_verdict

KINDS = {
    "article": "journal-article",
    "inproceedings": "conference-paper",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "software": "software",
}
SORTS = {"": "author", "new": "newest", "old": "oldest", "cited": "most-cited"}


@dataclass(frozen=True)
class Citing:
    """A page of the site and the keys of what it cites."""

    title: str
    address: str  # relative to the bibliography page
    keys: frozenset[str]


@dataclass(frozen=True)
class Resting:
    """A claim that rests on a work."""

    finding: Finding
    title: str  # of the digest's entry
    page: str


@dataclass(frozen=True)
class Work:
    """A work on the shelf, with all that is known of it."""

    record: Record
    ours: str  # the page that reruns it, or nothing
    citing: Sequence[int]  # numbers of pages
    pages: Sequence[Citing]  # the same
    resting: Sequence[Resting]
    stem: str  # the address of its files, without the ending

    @property
    def kind(self) -> str:
        """What kind of work it is, in words."""
        return name_kind(self.record)

    @property
    def year(self) -> str:
        """Its year, if that is a number."""
        year = read_year(self.record)
        return year if year.isdigit() else ""

    @property
    def by_page(self) -> list[tuple[str, str, list[Finding]]]:
        """The claims that rest on it: of each page its address, its title, and its findings."""
        pages: dict[tuple[str, str], list[Finding]] = {}
        for one in self.resting:
            pages.setdefault((one.page, one.title), []).append(one.finding)
        return [(page, title, found) for (page, title), found in pages.items()]

    @property
    def old_keys(self) -> Sequence[str]:
        """The keys that it had before."""
        return read_old_keys(self.record)

    @property
    def reference(self) -> Markup:
        """The work in full."""
        return draw_reference(self.record)


def name_kind(record: Record) -> str:
    """Name the kind of a work: ``conference paper``, ``preprint``, …."""
    other = "preprint" if read_arxiv(record) else "other"
    return say(f"kind-{KINDS.get(record.type, other)}")


def draw_shelf(
    works: Mapping[str, Record],
    reports: Sequence[Report],
    outlines: Mapping[str, Outline],
    pages: Sequence[Citing],
    *,
    link: Callable[[str], str],
    find: Callable[[str], str],
) -> Markup:
    """Return the filter and the list of every work, sorted by author.

    `outlines` are those of the papers' pages by slug, `link` leads from a path on the site and
    `find` from a slug to an address relative to the bibliography page.
    """
    ours = {report.notebook.front.paper.key: find(report.notebook.slug) for report in reports}
    citing, resting = _find_citing(pages), _find_resting(reports, outlines, works, find)
    order = {key: label.order for key, label in make_labels(works.values()).items()}
    shelved = [
        Work(
            record=works[key],
            ours=ours.get(key, ""),
            citing=citing.get(key, ()),
            pages=[pages[number] for number in citing.get(key, ())],
            resting=resting.get(key, ()),
            stem=link(downloads.make_path(key, "bib")).removesuffix(".bib"),
        )
        for key in sorted(works, key=order.__getitem__)
    ]
    return draw(
        "shelf",
        works=shelved,
        pages=pages,
        kinds=sorted({work.kind for work in shelved}),
        sorts=SORTS,
        formats=downloads.FORMATS,
        claims=link(downloads.CLAIMS),
        marks=_list_marks(one.finding for work in shelved for one in work.resting),
    )


def _list_marks(findings: Iterable[Finding]) -> dict[str, tuple[str, str]]:
    """Return how each verdict looks, by what the file of all claims says of it."""
    return {
        f"{'null' if one.pending else one.verdict}{' provisional' if one.provisional else ''}": (
            mark_class(one),
            f"{show_sign(one)} {show_verdict(one)}",
        )
        for one in findings
    }


def _find_citing(pages: Sequence[Citing]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for key in page.keys:
            found[key].append(number)
    return found


def _find_resting(
    reports: Sequence[Report],
    outlines: Mapping[str, Outline],
    works: Mapping[str, Record],
    find: Callable[[str], str],
) -> dict[str, list[Resting]]:
    found: defaultdict[str, list[Resting]] = defaultdict(list)
    for report in reports:
        notebook = report.notebook
        keys = find_grounds(notebook, outlines.get(notebook.slug, Outline(())), works)
        for finding in report.findings:
            one = Resting(finding, notebook.front.digest.title, find(notebook.slug))
            for key in keys.get(finding.claim.id, ()):
                found[key].append(one)
    return found

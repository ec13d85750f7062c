"""Pages kept from one build to the next: a page is made again only if what it was made of changed.

A page is kept under the digest of its notebook, its run, its findings, the engine, what is installed and
the site's Markdown, together with what it asked of the rest of the site. Pages with faults are never kept.
"""

import base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from markupsafe import Markup

from claimbook.errors import ClaimbookError, name_unforeseen
from claimbook.installed import digest_engine, digest_text
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.drawing import draw_blocks
from claimbook.pages.origins import digest_dialect
from claimbook.pages.page import Page, Site
from claimbook.pages.survey import Report
from claimbook.pages.tracing import ASKED, Trace, is_answered_alike, trace_site
from claimbook.prose.dialect import Dialect
from claimbook.prose.outline import Heading, Names, Outline, Section
from claimbook.wording.catalogue import tell_spoken

FOLDER = "pages-kept"  # in the work folder
_UNTOLD = ASKED | {"dialect"}  # of a site: what is asked for by name, and what has a digest


@dataclass(frozen=True)
class Kept:
    """What stands between the top and the end of a page, drawn already."""

    html: Markup
    template: ClassVar[str] = "kept"


class Keeper:
    """The kept pages of one edition, in a folder; without one, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.cabinet = Cabinet((folder or Path()) / "made")
        self._harmless = Cabinet((folder or Path()) / "harmless")
        self.engine = digest_engine() if folder else None
        self.made: list[str] = []  # the slugs of pages that were not kept

    def compose(self, report: Report, site: Site, names: Mapping[str, Names] | None = None) -> Page:
        """Return the page of a paper, as it was kept or made anew; a translation by its source's `names`.

        Raises `ClaimbookError` as `compose_page` does.
        """
        key = self._find_key(report, site, names)
        kept = self._find(report.notebook.slug, key, site) if key else None
        if kept is not None:
            return kept
        from claimbook.pages.composing import compose_page  # much code; most pages are kept

        traced, trace = trace_site(site)
        with name_unforeseen(report.notebook.path.name):
            page = compose_page(report, traced, names)
        self.made.append(page.slug)
        if key is None or page.faults or key != self._find_key(report, site, names):
            return page  # its notebook may have been saved meanwhile
        return self._keep(page, key, trace)

    def find_live(self, source: str, text: str, dialect: Dialect) -> tuple[ClaimbookError, ...]:
        """Find the HTML of a hand-written page that is live; what was harmless is not read again."""
        told = digest_dialect(dialect)
        key = digest_text(self.engine, told, text) if self.engine and told else None
        if key and self._harmless.find(source, key):
            return ()
        found = tuple(dialect.find_live(text))
        if key and not found:
            self._harmless.keep(source, key, True)
        return found

    def _find_key(
        self, report: Report, site: Site, names: Mapping[str, Names] | None
    ) -> str | None:
        """Return the digest of what a page is made of, but for the rest of the site."""
        dialect = digest_dialect(site.dialect)
        if self.engine is None or dialect is None:
            return None
        told = {name: value for name, value in vars(site).items() if name not in _UNTOLD}
        given = repr(told), repr(names)
        return digest_text(self.engine, tell_spoken(), dialect, *given, *_describe(report))

    def _find(self, slug: str, key: str, site: Site) -> Page | None:
        for noted in self.cabinet.find_all(slug, f"{key}-"):
            answers = {(kind, name): digest for kind, name, digest in noted["answers"]}
            if is_answered_alike(site, answers):
                return _rebuild_page(noted["page"])
        return None

    def _keep(self, page: Page, key: str, trace: Trace) -> Page:
        answers = [[*question, digest] for question, digest in trace.answers.items()]
        converted = _convert_page(page)
        name = f"{key}-{digest_text(repr(answers))[:8]}"
        kept = self.cabinet.keep(page.slug, name, {"answers": answers, "page": converted})
        return _rebuild_page(kept["page"])


def _describe(report: Report) -> Iterator[str]:
    """Yield what a report says, its run and the notebook's file."""
    yield repr(replace(report, run=None))
    with suppress(OSError):
        yield sha256(report.notebook.path.read_bytes()).hexdigest()
    if run := report.run:
        yield run.content


def _convert_page(page: Page) -> dict[str, Any]:
    """Return a page as JSON has it."""
    plain = {name: value for name, value in vars(page).items() if name not in ("blocks", "faults")}
    return plain | {
        "html": str(draw_blocks(page.blocks)),
        "ids": sorted(page.ids),
        "outline": [
            asdict(one) | {"quantities": sorted(one.quantities), "cited": sorted(one.cited)}
            for one in page.outline.sections
        ],
        "files": {name: _convert_file(content) for name, content in page.files.items()},
        "names": {cell: [one.given, one.said] for cell, one in page.names.items()},
    }


def _convert_file(content: str | bytes) -> str | list[str]:
    return content if isinstance(content, str) else [base64.b64encode(content).decode("ascii")]


def _read_file(noted: str | list[str]) -> str | bytes:
    return noted if isinstance(noted, str) else base64.b64decode(noted[0])


def _rebuild_page(noted: Mapping[str, Any]) -> Page:
    sections = (
        Section(Heading(**one["heading"]), frozenset(one["quantities"]), frozenset(one["cited"]))
        for one in noted["outline"]
    )
    given = {name: value for name, value in noted.items() if name != "html"}
    return Page(
        **given
        | {
            "tags": tuple(noted["tags"]),
            "blocks": (Kept(Markup(noted["html"])),),
            "outline": Outline(tuple(sections)),
            "files": {name: _read_file(content) for name, content in noted["files"].items()},
            "cited": tuple(noted["cited"]),
            "ids": frozenset(noted["ids"]),
            "anchors": tuple(map(tuple, noted["anchors"])),
            "names": {
                cell: Names(tuple(given), said) for cell, (given, said) in noted["names"].items()
            },
        }
    )

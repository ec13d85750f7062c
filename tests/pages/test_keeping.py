"""Pages that are kept from one build to the next."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.renditions import Rendition
from claimbook.notebook.restating import restate
from claimbook.pages.addresses import Addresses
from claimbook.pages.composing import compose_page
from claimbook.pages.keeping import Keeper
from claimbook.pages.page import Page, Site
from claimbook.pages.survey import Report
from claimbook.prose.crossrefs import Landmarks, Targets
from claimbook.prose.links import Target
from claimbook.wording.catalogue import speak
from composed import DIALECT, RUN, WORKS, html_of, report_on
from front import FRONT, RECORD, SECTIONS, cell, drawn, measured

PROSE = "As [@roe2020old] says, see @fig-other:front and [the map](map.md). It is {{ gap }}."


def site(**given: Any) -> Site:
    """A site on which all that the page asks for is there."""
    known: dict[str, Any] = {
        "dialect": DIALECT,
        "records": WORKS,
        "links": {"roe2020old": "../old/"},
        "targets": Targets(pages={"other": Landmarks("Other", {"front": 2}, {})}),
        "resolve": lambda path: Target("../map/", path) if path == "map.md" else None,
    }
    return Site(**known | given)


def made(folder: Path, report: Report, on: Site | None = None) -> tuple[Page, bool]:
    """The page from a new keeper, and whether it was made anew."""
    keeper = Keeper(folder / "kept")
    page = keeper.compose(report, on or site())
    assert page.faults == ()
    return page, keeper.made == [report.notebook.slug]


def the_report(folder: Path, prose: str = PROSE, **given: Any) -> Report:
    cells = cell("markdown", "opening", SECTIONS), RECORD, cell("markdown", "said", prose)
    return report_on(folder, given.pop("outputs", RUN), *cells, **given)


def facts(page: Page) -> dict[str, Any]:
    """All that a page says, its blocks drawn."""
    return {name: value for name, value in vars(page).items() if name != "blocks"} | {
        "html": html_of(page)
    }


def test_what_is_kept_is_what_would_be_made(tmp_path: Path) -> None:
    """A page is kept, found again, and is the very page that is composed without a keeper."""
    report = the_report(tmp_path)
    first, anew = made(tmp_path, report)
    again, afresh = made(tmp_path, report)
    assert (anew, afresh) == (True, False)
    assert facts(first) == facts(again) == facts(compose_page(report, site()))


def test_a_translation_needs_no_second_reading_of_its_source(tmp_path: Path) -> None:
    """With the names of the source's headings it is the page that is made by reading that, and kept."""
    source = the_report(tmp_path, "## Is it?\n\nYes.\n\n## Is it?\n\n{{ gap }}")
    said = Rendition(
        "cell said", "", date(2026, 1, 1), "## 그런가\n\n예.\n\n## 그런가\n\n{{ gap }}", 1
    )
    restated = restate(source.notebook, [said], language="en")
    report = replace(source, notebook=restated.notebook, restated=restated)
    names = Keeper(tmp_path / "kept").compose(source, site()).names
    read, told = (compose_page(report, site(), given) for given in (None, names))

    assert facts(read) == facts(told)
    assert names["said"].given == ("is-it", "is-it_1")
    assert all(f'<h2 id="{name}">그런가' in html_of(told) for name in names["said"].given)
    other = {"said": replace(names["said"], given=("other", "ids"))}
    keeper = Keeper(tmp_path / "kept")
    kept = [facts(keeper.compose(report, site(), one)) for one in (names, other, names)]
    assert kept[0] == kept[2] == facts(told)
    assert 'id="other"' in kept[1]["html"]


def test_a_page_of_another_language_is_another(tmp_path: Path) -> None:
    """What was kept in one language is not shown in another, and found again in its own."""
    report = the_report(tmp_path)
    english, _ = made(tmp_path, report)
    with speak("ko"):
        korean, anew = made(tmp_path, report)
    assert anew
    assert "판정" in html_of(korean)
    assert "판정" not in html_of(english)
    assert not made(tmp_path, report)[1]


CHANGES: Mapping[str, Mapping[str, Any]] = {
    "the prose": {"prose": PROSE + " So it goes."},
    "the run": {"outputs": RUN | {"measure": [measured("gap", 0.3, 0.4, 0.5), drawn()]}},
    "the profile": {"profile": "quick"},
    "the front matter": {"front": FRONT.replace("trust: ", "trust: Now ")},
    "no run": {"outputs": None},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_is_made_again_when_its_notebook_or_its_run_is_another(
    tmp_path: Path, change: str
) -> None:
    """Each change of what the page shows is seen, and the page before it is found again after it."""
    before, _ = made(tmp_path, the_report(tmp_path))
    after, anew = made(tmp_path, the_report(tmp_path, **CHANGES[change]))
    assert anew
    assert html_of(before) != html_of(after)
    assert not made(tmp_path, the_report(tmp_path))[1]


def renamed(works: Mapping[str, Record]) -> dict[str, Record]:
    """The cited work under another title."""
    old = works["roe2020old"]
    return {**works, old.key: replace(old, fields={**old.fields, "title": "{New}"})}


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "the record cited": {"records": renamed(WORKS)},
    "the page of the work": {"links": {"roe2020old": "../new/"}},
    "no page of the work": {"links": {}},
    "what it refers to": {"targets": Targets(pages={"other": Landmarks("O", {"front": 3}, {})})},
    "where a link leads": {"resolve": lambda path: Target("../atlas/", path)},
    "the style": {"style": "numeric"},
    "the repository": {"repository": "https://github.com/a/b"},
    "the addresses": {"addresses": Addresses(directories=False)},
    "the site": {"home": "https://example.org/"},
    "the Markdown": {
        "dialect": replace(DIALECT, settings={**DIALECT.settings, "toc": {"permalink": "#"}})
    },
    "what may be live": {"dialect": replace(DIALECT, live=frozenset({"iframe"}))},
}


@pytest.mark.parametrize("change", ANSWERS)
def test_a_page_is_made_again_when_the_site_answers_otherwise(tmp_path: Path, change: str) -> None:
    """Each thing that a page asks the site for is noted, what is not there as well."""
    report = the_report(tmp_path)
    made(tmp_path, report)
    other = site(**ANSWERS[change])
    page, anew = made(tmp_path, report, other)
    assert anew
    assert html_of(page) == html_of(compose_page(report, other))


def test_a_page_is_kept_when_the_site_changes_elsewhere(tmp_path: Path) -> None:
    """A work that the page does not cite, its line in the file, and another paper are no reason."""
    report = the_report(tmp_path)
    made(tmp_path, report)
    moved = {key: replace(work, line=work.line + 7) for key, work in WORKS.items()}
    new = Record("new2021", "misc", {"title": "New"})
    pages = {**site().targets.pages, "third": Landmarks("Third", {"front": 1}, {})}
    other = site(records={**moved, "new2021": new}, targets=Targets(pages=pages))
    assert not made(tmp_path, report, other)[1]


def test_what_was_missing_is_asked_for_again(tmp_path: Path) -> None:
    """A work without a page here gets its link once there is one."""
    report, without = the_report(tmp_path), site(links={})
    before, _ = made(tmp_path, report, without)
    after, anew = made(tmp_path, report)
    assert anew
    assert "../old/" in html_of(after)
    assert "../old/" not in html_of(before)


def test_another_engine_makes_every_page_again(tmp_path: Path) -> None:
    """Two versions of the engine do not see each other's pages."""
    report = the_report(tmp_path)
    made(tmp_path, report)
    newer = Keeper(tmp_path / "kept")
    newer.engine = "another"
    newer.compose(report, site())
    assert newer.made == [report.notebook.slug]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: data.replace(b"It is", b"It was"),
        lambda _: b"",
        lambda _: b"\n\xff",
    ],
)
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """A kept page that is not what was written counts as absent, and is put right."""
    report = the_report(tmp_path)
    before, _ = made(tmp_path, report)
    (path,) = (tmp_path / "kept").rglob("*.json")
    path.write_bytes(damage(path.read_bytes()))
    after, anew = made(tmp_path, report)
    assert anew
    assert facts(before) == facts(after)
    assert not made(tmp_path, report)[1]


def test_a_page_with_a_fault_is_never_kept(tmp_path: Path) -> None:
    """What is wrong is said in each build."""
    report = the_report(tmp_path, "See [nothing](nothing.md).")
    for _ in range(2):
        assert Keeper(tmp_path / "kept").compose(report, site()).faults
    assert not (tmp_path / "kept").exists()


def test_a_page_whose_notebook_is_saved_meanwhile_is_not_kept(tmp_path: Path) -> None:
    """What is offered beside it may be the notebook as it was saved."""
    report = the_report(tmp_path)
    path, text = report.notebook.path, report.notebook.path.read_text()

    def save(link: str) -> Target | None:
        path.write_text(f"{text}\n")
        return site().resolve(link)

    assert made(tmp_path, report, site(resolve=save))[1]
    path.write_text(text)
    page, anew = made(tmp_path, report)
    assert (anew, page.files[path.name]) == (True, text)


def test_markdown_that_may_read_files_keeps_no_page(tmp_path: Path) -> None:
    """What an extension reads besides the page cannot be told."""
    report = the_report(tmp_path)
    reading = replace(DIALECT, extensions=[*DIALECT.extensions, "pymdownx.snippets"])
    for _ in range(2):
        assert made(tmp_path, report, site(dialect=reading))[1]


def test_a_page_is_made_where_nothing_can_be_kept(tmp_path: Path) -> None:
    """A folder that cannot be written costs time alone."""
    (tmp_path / "kept").write_text("a file")
    report = the_report(tmp_path)
    assert html_of(made(tmp_path, report)[0]) == html_of(compose_page(report, site()))


def test_few_versions_of_a_page_are_kept(tmp_path: Path) -> None:
    """The folder does not grow with every edit."""
    for number in range(6):
        made(tmp_path, the_report(tmp_path, f"{PROSE} {number}"))
    assert len([*(tmp_path / "kept").rglob("*.json")]) == 4


def test_a_written_page_is_read_for_live_html_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was harmless is not read again, another text is; a fault is found each time."""
    live, text = DIALECT, "A <b>bold</b> word."
    assert Keeper(tmp_path).find_live("a.md", "<iframe></iframe>", live)
    assert Keeper(tmp_path).find_live("a.md", "<iframe></iframe>", live)
    assert Keeper(tmp_path).find_live("a.md", text, live) == ()
    monkeypatch.setattr(type(live), "find_live", lambda _, text: [text])
    assert Keeper(tmp_path).find_live("a.md", text, live) == ()
    assert Keeper(tmp_path).find_live("a.md", f"{text}!", live) == (f"{text}!",)
    assert Keeper(None).find_live("a.md", text, live) == (text,)


def test_live_html_that_is_no_longer_allowed_is_found(tmp_path: Path) -> None:
    """What mkdocs.yml allows, and which extensions read a page, is part of what is kept."""
    text = "<iframe></iframe>\n\n![a](b.png){: onclick=f() }"
    allowing = replace(DIALECT, live=frozenset({"iframe", "onclick"}))
    assert Keeper(tmp_path).find_live("a.md", text, allowing) == ()
    assert len(Keeper(tmp_path).find_live("a.md", text, replace(allowing, live=frozenset()))) == 2
    plain = replace(DIALECT, extensions=(), live=frozenset({"iframe"}))
    assert Keeper(tmp_path).find_live("a.md", text, plain) == ()
    wider = replace(plain, extensions=("attr_list",))
    assert len(Keeper(tmp_path).find_live("a.md", text, wider)) == 1

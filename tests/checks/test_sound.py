"""What was found sound is not read again, and nothing else is left out.

All of `tests/checks` is checked with what other tests found sound (see `onepaper.faults`).
"""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from onepaper import project

from claimbook.checks import project as checks
from claimbook.checks.project import Surroundings, check
from claimbook.checks.sound import FILE, Sound
from claimbook.errors import ClaimbookError
from claimbook.prose.crossrefs import Targets
from claimbook.prose.dialect import Dialect
from front import cell, notebook_json

WORK = "@misc{doe2020work,\n  title = {A Work},\n  author = {Doe, J.},\n  year = {2020},\n  howpublished = {\\url{https://example.org/a}}\n}\n"
CELLS = notebook_json()["cells"][2:]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the notebooks and pages that were read, as they are."""
    found: list[str] = []
    for name in ("_check_notebook", "_check_page"):
        own = getattr(checks, name)

        def note(one: object, *told: object, own: Callable[..., object] = own) -> object:
            found.append(getattr(one, "slug", "") or getattr(one, "where", ""))
            return own(one, *told)

        monkeypatch.setattr(checks, name, note)
    return found


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A project without fault, with a page that refers to its paper, found sound."""
    root = project(tmp_path, *CELLS, cell("markdown", "last", "See [a page](../a.md)."))
    (root / "docs" / "a.md").write_text("## A\n\nSee [@claim-tiny:gap-is-small].\n")
    assert check(root) == []
    return root


def test_what_is_sound_is_read_once(sound: Path, read: list[str]) -> None:
    """Later processes read nothing while nothing changes, and only what did, if only that matters."""
    assert (check(sound), read) == ([], [])
    page = sound / "docs" / "a.md"
    path = sound / "notebooks" / "tiny.ipynb"
    path.write_text(path.read_text().replace("Ours.", "Ours, and more."))
    assert (check(sound), read) == ([], ["tiny"])
    read.clear()
    page.write_text(page.read_text() + "More.\n")  # its anchors may be what a notebook links to
    assert (check(sound), sorted(read)) == ([], ["docs/a.md", "tiny"])


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("docs/a.md", lambda text: text.replace("gap-is-small", "gap-is-big"), "gap-is-big"),
        ("docs/a.md", lambda _: None, "a.md"),
        (
            "notebooks/tiny.ipynb",
            lambda text: text.replace("## Questions", "## Query"),
            "Questions",
        ),
        ("notebooks/tiny.ipynb", lambda text: text.replace("gap-is-small", "gap-is-tiny"), "a.md"),
        ("mkdocs.yml", lambda _: "extra: {claimbook: {html: [iframe], nothing: 1}}\n", "nothing"),
        ("bib/works.bib", lambda _: WORK, "cited by no page"),
    ],
)
def test_a_fault_is_found_though_all_was_sound(
    sound: Path, name: str, change: Callable[[str], str | None], says: str
) -> None:
    """Wherever a fault comes from, a check that remembers says what one says that does not."""
    path = sound / name
    changed = change(path.read_text())
    path.unlink() if changed is None else path.write_text(changed)
    found = [str(fault) for fault in check(sound)]
    again = [str(fault) for fault in check(sound)]
    (sound / ".claimbook" / FILE).unlink()
    assert found == again == [str(fault) for fault in check(sound)]
    assert any(says in fault for fault in found)


def test_what_is_cited_is_remembered(tmp_path: Path, read: list[str]) -> None:
    """A work that only a sound notebook cites is still cited."""
    prose = cell("markdown", "last", "As [@doe2020work] says.")
    root = project(tmp_path, *CELLS, prose, works=WORK)
    assert (check(root), read) == ([], ["tiny"])
    assert (check(root), read) == ([], ["tiny"])


def test_what_is_written_meanwhile_is_not_remembered(sound: Path) -> None:
    """A text whose name is another once it is read, or that has none, is read again."""
    around = Sound(sound / ".claimbook", sound / "docs", Dialect(()), {}, Targets(), {})
    names = iter(["before", "after", "before", "before", "before", "", ""])
    times = []

    def look(_: set[str]) -> list[ClaimbookError]:
        times.append(1)
        return []

    for expected in (1, 2, 2, 3, 4):
        around.check(lambda: next(names), set(), look)
        assert len(times) == expected


def test_everything_around_is_told() -> None:
    """Whoever adds to what a text is checked against adds it to the name of what is sound."""
    told = {"dialect", "records", "targets", "files", "translations", "heirs", "cited"}
    assert {one.name for one in fields(Surroundings)} == told

"""A real browser on the real site, built with quick runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from handful import build_handful
from playwright.sync_api import Browser, BrowserContext
from serving import Visit, build_site, copy_project, copy_quick_runs, find_needed, serve_folder

from example import SLUG, write_example
from once import make_once

PHONE = 500  # pixels; what is narrower has no mouse


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real project's site, built with a quick run of every notebook.

    The example of contributing.md is one paper more, so that what is said of pages holds for the next
    one too. Where all tests that were chosen visit some papers alone (`pytest -k adam`), only those
    are there: one paper is then tried in under a minute.
    """
    visits = [item for item in request.session.items if "site" in getattr(item, "fixturenames", ())]
    paths = [getattr(item, "callspec", None) for item in visits]
    needed = find_needed(one.params.get("path", "/") if one else "/" for one in paths)

    def make(root: Path) -> None:
        copy_project(root, needed)
        copy_quick_runs(root)
        if not needed or SLUG in needed:
            write_example(root / "notebooks")
        build_site(root, "quick")

    with serve_folder(make_once(tmp_path_factory, "project", make) / "site") as address:
        yield address


@pytest.fixture(scope="session")
def handful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two small papers of two digests, run in full, built and served as files."""
    with serve_folder(make_once(tmp_path_factory, "handful", build_handful) / "site") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visitor with 1280 pixels in light mode, unless parametrised with (width, palette)."""
    width, palette = getattr(request, "param", (1280, "light"))
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=palette,
        has_touch=width < PHONE,
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    made = Visit(context.new_page(), site)
    made.page.on("console", made.note_console)
    made.page.on("request", made.note_request)
    made.page.on("pageerror", lambda error: made.faults.append(str(error)))
    yield made
    context.close()
    assert made.faults == []

"""What a server does before, while and after notebooks run."""

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Server, copy_project

from front import FRONT, cell, write_notebook

SLOW = """\
import time
from claimbook.lab import record

time.sleep(6)
record("gap", [0.1, 0.2, 0.3])
"""


def small_project(to: Path) -> Path:
    """Make a project whose only notebook takes a few seconds."""
    copy_project(to)
    shutil.rmtree(to / "notebooks")
    write_notebook(
        to / "notebooks",
        "tiny",
        cell(
            "markdown",
            "opening",
            "## Abstract, restated\n\n1. Small. {{ claim:gap-is-small }}\n\n## Is it?",
        ),
        cell("code", "measure", SLOW),
        cell("markdown", "ending", "It was {{ gap.mean | .2f }}."),
        front=FRONT,
    )
    (to / "docs" / "cite.md").write_text("# How to cite\n")
    return to


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(small_project(tmp_path / "project"))
    made.wait()
    yield made
    made.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_page_waits_for_its_run_and_reloads_by_itself(server: Server, page: Page):
    """The site answers first; the page says that it waits, how far the run is, and then shows it."""
    page.goto(f"{server.address}/papers/tiny/")

    expect(page.locator(".cb-waiting")).to_contain_text("has not been run yet")
    expect(page.locator(".cb-progress progress")).to_be_visible(timeout=60_000)
    expect(page.locator(".cb-progress")).to_contain_text(re.compile(r"cell \d of 5"))
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.", timeout=60_000)
    expect(page.locator("article")).to_contain_text("It was 0.20.")


def test_an_edit_of_prose_is_served_without_a_run(server: Server, page: Page):
    """Editing a sentence re-renders the page; its run stays fresh."""
    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.", timeout=60_000)
    runs = sorted((server.root / ".claimbook" / "runs").rglob("*.ipynb"))
    path = server.root / "notebooks" / "tiny.ipynb"

    path.write_text(path.read_text().replace("It was", "In the end it was"))

    expect(page.locator("article")).to_contain_text("In the end it was 0.20.", timeout=60_000)
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.")
    assert sorted((server.root / ".claimbook" / "runs").rglob("*.ipynb")) == runs


def test_a_fault_is_shown_and_mended_without_a_restart(server: Server, page: Page):
    """A slip of the author stands on the page until it is mended; the server goes on."""
    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.", timeout=60_000)
    path = server.root / "notebooks" / "tiny.ipynb"
    good = path.read_text()

    path.write_text(good.replace("{{ gap.mean", "{{ gpa.mean"))
    fault = page.locator(".admonition.failure")
    expect(fault).to_contain_text(
        "tiny.ipynb, cell 5 (ending): {{ gpa.mean | .2f }}", timeout=60_000
    )
    page.goto(server.address)
    path.write_text("{")
    expect(fault).to_contain_text("tiny.ipynb: is not JSON", timeout=60_000)
    path.write_text(good)
    expect(fault).to_have_count(0, timeout=60_000)
    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator("article")).to_contain_text("It was 0.20.", timeout=60_000)
    expect(fault).to_have_count(0)


def test_a_notebook_that_raises_says_so_on_its_page(server: Server, page: Page):
    """A failed run is named with its cell and error, and the server goes on."""
    path = server.root / "notebooks" / "tiny.ipynb"
    path.write_text(path.read_text().replace("time.sleep(6)", "raise ValueError('no luck')"))
    page.goto(f"{server.address}/papers/tiny/")

    failed = page.locator(".cb-failed")
    expect(failed).to_contain_text("cell 4 (measure): ValueError: no luck", timeout=90_000)


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 0), (signal.SIGHUP, 129)])
def test_nothing_is_left_when_the_server_stops(
    server: Server, page: Page, stop: signal.Signals, code: int
):
    """Stopping the server, or closing its terminal, while a notebook runs leaves no kernel behind."""
    import psutil

    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator(".cb-progress progress")).to_be_visible(timeout=60_000)
    family = psutil.Process(server.process.pid).children(recursive=True)
    assert any("ipykernel" in " ".join(child.cmdline()) for child in family)

    server.process.send_signal(stop)
    assert server.process.wait(timeout=30) == code

    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []


def test_runs_go_on_after_a_fault_is_mended(server: Server, page: Page):
    """A broken notebook stops no later run, and a run that cannot start does not repeat for ever."""
    path = server.root / "notebooks" / "tiny.ipynb"
    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.", timeout=60_000)
    good = path.read_text()
    page.goto(server.address)
    path.write_text("{")
    expect(page.locator(".admonition.failure")).to_contain_text("is not JSON", timeout=60_000)

    path.write_text(good.replace("0.1, 0.2, 0.3", "0.2, 0.3, 0.4"))

    expect(page.locator(".admonition.failure")).to_have_count(0, timeout=60_000)
    page.goto(f"{server.address}/papers/tiny/")
    expect(page.locator("article")).to_contain_text("It was 0.30.", timeout=90_000)

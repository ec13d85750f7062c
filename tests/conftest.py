"""What all tests share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from claimbook.execution.provenance import count_cores
from longest import rank
from loopback import NOBODY, Answer, Serve, by_path, saying, server
from objects import make_bucket, s3_server
from registries import FEED, message
from small_project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from forking import Forked

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")


def pytest_xdist_auto_num_workers() -> int:
    """Let there be a worker more than cores: many tests wait, for a kernel, a server or a browser."""
    return count_cores() + 1


@pytest.hookimpl(trylast=True)  # pytest-randomly has shuffled them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first: a worker takes a file at a time, and none shall end alone."""
    items.sort(key=lambda item: rank(item.path))


@pytest.fixture(scope="session", autouse=True)
def nobody_is_asked() -> Iterator[None]:
    """Point every test, and whatever it starts, at an address where nobody answers."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CLAIMBOOK_ARXIV_API", "CLAIMBOOK_CROSSREF_API"):
            patch.setenv(name, NOBODY)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A headless Chromium, one for all that a worker opens: two of Playwright's loops bar each other."""
    from playwright.sync_api import sync_playwright
    from serving import FLAGS, find_chromium, install_chromium

    path = find_chromium() or install_chromium()
    if path is None:
        pytest.skip("no Chromium here, and no apt-get to install it with")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def s3() -> Iterator[Callable[[], str]]:
    """A real S3 server; called, it makes a bucket and returns the URL of a folder in it."""
    with s3_server():
        yield make_bucket


@pytest.fixture
def asked() -> list[BaseHTTPRequestHandler]:
    """What was asked of the test's own server, as it came in."""
    return []


@pytest.fixture
def serve(asked: list[BaseHTTPRequestHandler]) -> Iterator[Serve]:
    """Start a server that gives these answers in turn, the last for ever; return its address."""
    with ExitStack() as stack:

        def start(*answers: Answer) -> str:
            return stack.enter_context(server(answers, asked))

        yield start


@pytest.fixture
def registries(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let one server stand for arXiv and for Crossref."""

    def start(feed: str = FEED.replace("DOI", ""), **work: Any) -> None:
        answers = {"/query": saying(feed)}
        if work:
            answers["/works/"] = saying(message(work))
        base = serve(by_path(answers))
        monkeypatch.setenv("CLAIMBOOK_ARXIV_API", f"{base}/query")
        monkeypatch.setenv("CLAIMBOOK_CROSSREF_API", base)

    return start


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project."""
    monkeypatch.delenv("CLAIMBOOK_STORE", raising=False)
    made = Project(tmp_path / "project")
    made.write("mkdocs.yml", "site_name: A small project\n")
    made.write("pyproject.toml", "[tool.claimbook]\ntime_limit = 60\n")
    made.write("bib/works.bib", "")
    (made.root / "notebooks").mkdir()
    return made


@pytest.fixture
def forked() -> Iterator["Forked"]:
    """Kernels are forked; called, it names the process that the last came of."""
    from forking import forking  # it loads papermill

    with forking() as find_server:
        yield find_server

"""A site that is built and served, a browser, and a visitor who notes what goes wrong."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    ConsoleMessage,
    Page,
    Request,
)

ROOT = Path(__file__).parents[2]
COPIED = (
    "notebooks",
    "docs",
    "hooks",
    "bib",
    "src",
    "mkdocs.yml",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
)
PATIENCE = 900  # seconds for what a slow machine may take
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]

# A list that is laid out as it is scrolled to moves below the colours that are being measured, and what was
# never painted fades from one palette's colour to the other's only then.
LAID_OUT = "* { content-visibility: visible !important; transition: none !important }"


def find_chromium() -> str | None:
    """Return the path of an installed Chromium: the shell of it if there is one.

    A page costs it four tenths of what it costs the browser, which draws its own windows without a
    screen too.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def install_chromium() -> str | None:
    """Install Debian's Chromium, and say so."""
    if not shutil.which("apt-get"):
        return None
    print(
        "\nChromium is missing: installing Debian's package `chromium-headless-shell`",
        file=sys.__stderr__,
        flush=True,
    )
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    install = ["install", "-y", "-q"]
    with Path(tempfile.gettempdir(), "claimbook-chromium.lock").open("w") as lock:
        flock(lock, LOCK_EX)  # another worker may be at it
        for command in (
            ["update", "-q"],
            [*install, "chromium-headless-shell"],
            [*install, "chromium"],
        ):
            if not find_chromium():  # not every release has the shell
                subprocess.run([*sudo, "apt-get", *command], stdout=subprocess.DEVNULL)
        return find_chromium()


@dataclass
class Visit:
    """A page in a context of its own, with what went wrong on it."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def note_console(self, message: ConsoleMessage) -> None:
        """Collect errors of scripts."""
        if message.type == "error":
            self.faults.append(message.text)

    def note_request(self, request: Request) -> None:
        """Collect requests to other hosts."""
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"asks another host: {request.url}")


def free_port() -> int:
    """Return a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`mkdocs serve` in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root, self.port = root, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = root / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}"]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        environment.pop("CLAIMBOOK_STORE", None)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=root, stdout=log, stderr=subprocess.STDOUT, env=environment
            )

    def wait(self) -> None:
        """Wait for the first answer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urlopen(self.address):
                    return
            except (URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError(f"no answer from {self.address}\n{self.log.read_text()}")

    def stop(self) -> None:
        """Interrupt the server as a person would, and wait until it is gone."""
        self.process.send_signal(2)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without a word."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve_folder(folder: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """Serve the files of a folder on the loopback; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def build_site(root: Path, profile: str, *options: str) -> Path:
    """Build a project's site strictly, with runs of a profile; return its folder."""
    environment = os.environ | {"CLAIMBOOK_PROFILE": profile, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("CLAIMBOOK_STORE", None)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *options]
    built = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-4000:]
    return root / "site"


def copy_project(to: Path, only: Collection[str] = ()) -> Path:
    """Copy what a site is made from, without any run; of the papers `only` some, if given."""
    to.mkdir(parents=True, exist_ok=True)
    scraps = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=scraps)
        else:
            shutil.copy(source, to / name)
    for path in sorted((to / "notebooks").rglob("*.ipynb")):
        if only and path.stem not in only:
            path.unlink()
            for translation in path.parent.glob(f"{path.stem}.*.md"):
                translation.unlink()
    return to


def copy_quick_runs(to: Path) -> None:
    """Copy the quick runs that this repository keeps: what is still fresh is not run again."""
    for kept in sorted((ROOT / ".claimbook" / "runs").glob("*/quick")):
        shutil.copytree(kept, to / kept.relative_to(ROOT))


def find_faults(page: Page, within: str | None = None) -> list[str]:
    """List whatever axe-core finds on the whole page, the theme's parts too, or within a part of it."""
    page.add_style_tag(content=LAID_OUT)
    found = Axe().run(page, within, {"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in found
        for node in fault["nodes"]
    ]


def find_needed(paths: Iterable[str]) -> set[str]:
    """Return the slugs of the papers that visits to these pages need; none if they need them all.

    A paper that refers to a figure or a claim of another, or links to it, needs that one too.
    """
    found = {path.split("/")[2] if path.startswith("/papers/") else "" for path in paths}
    if "" in found:
        return set()
    texts = {path.stem: path.read_text("utf-8") for path in (ROOT / "notebooks").rglob("*.ipynb")}
    waiting = found & texts.keys()
    while waiting:
        named = re.findall(
            r"@(?:fig|claim)-([a-z0-9-]+):|\]\(([a-z0-9-]+)\.ipynb", texts[waiting.pop()]
        )
        more = {slug for pair in named for slug in pair} & texts.keys() - found
        found, waiting = found | more, waiting | more
    return found

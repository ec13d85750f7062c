"""What of this machine a digest can count on: versions, store, kernels, browser, network."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from subprocess import DEVNULL
from time import monotonic

from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.execution.stock import list_entries
from claimbook.execution.store import Store
from claimbook.intake.arxiv import API
from claimbook.intake.network import Client, choose_address
from claimbook.notebook.book import find_root, read_settings
from claimbook.wording.catalogue import say

_SITE = ("mkdocs", "mkdocs-material", "mkdocs-jupyter")
_NOTEBOOKS = ("papermill", "nbclient", "ipykernel", "numpy")
_LAB = ("jax", "optax", "equinox", "scikit-learn", "altair")
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_PATIENCE = 20  # seconds for a kernel


@dataclass(frozen=True)
class Finding:
    """What was found of one thing; `good` is None where a digest can do without."""

    name: str  # of a message: `doctor-NAME`
    told: str
    good: bool | None = True


def look_around(start: Path) -> Iterator[Finding]:
    """Find, one after another, what a project at `start` can count on; outside of one less."""
    where = str(Path(__file__).parents[1])
    told = say("doctor-python-told", version=platform.python_version(), program=sys.executable)
    yield Finding("python", told, sys.version_info >= (3, 11))
    yield Finding("claimbook", say("doctor-claimbook-told", version=__version__, folder=where))
    yield _find_versions("site", _SITE)
    yield _find_versions("notebooks", _NOTEBOOKS)
    yield _find_lab()
    yield _attempt("store", lambda: _look_at_store(start))
    yield _attempt("kernel", _start_kernel)
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    yield Finding("browser", found or say("doctor-no-browser"), True if found else None)
    yield _ask_network()


def _list_versions(names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return which of these are installed, with their versions, and which are not."""
    here, missing = [], []
    for name in names:
        try:
            here.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return here, missing


def _find_versions(name: str, names: tuple[str, ...]) -> Finding:
    here, missing = _list_versions(names)
    told = [*here, *([say("doctor-missing", names=", ".join(missing))] if missing else [])]
    return Finding(name, ", ".join(told), not missing)


def _find_lab() -> Finding:
    here, missing = _list_versions(_LAB)
    wanted = [say("doctor-no-lab", names=", ".join(missing))] if missing else []
    return Finding("lab", ", ".join([*here, *wanted]), None if missing else True)


def _attempt(name: str, do: Callable[[], Finding]) -> Finding:
    try:
        return do()
    except (ClaimbookError, OSError, RuntimeError) as error:
        return Finding(name, " ".join(str(error).split()), False)


def _look_at_store(start: Path) -> Finding:
    try:
        settings = read_settings(find_root(start))
    except ClaimbookError as error:
        return Finding("store", error.what, None)
    store = Store(settings.store_url)
    store.check_writable()
    count = len(list_entries(store))
    return Finding("store", say("doctor-store-told", place=settings.store_url, n=count))


def _start_kernel() -> Finding:
    """Start the kernel that notebooks run in, let it compute, and end it."""
    from jupyter_client.manager import start_new_kernel

    began = monotonic()
    manager, client = start_new_kernel(_PATIENCE, "python3", stderr=DEVNULL)
    try:
        answer = client.execute_interactive("1 + 1", timeout=_PATIENCE, output_hook=lambda _: None)
        good = answer["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        with suppress(RuntimeError):
            manager.shutdown_kernel(now=True)
    return Finding("kernel", say("doctor-kernel-told", seconds=round(monotonic() - began, 1)), good)


def _ask_network() -> Finding:
    """Ask arXiv, as `claimbook new` would, once and not for long."""
    try:
        base = choose_address("CLAIMBOOK_ARXIV_API", API)
        Client(seconds=5, attempts=1).get(f"{base}?id_list=1412.6980", accept="*/*")
    except ClaimbookError as error:
        return Finding("network", say("doctor-no-network", fault=str(error)), None)
    return Finding("network", say("doctor-network-told"))

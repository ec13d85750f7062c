"""Executed notebooks by what they depend on: in a local folder, or behind any fsspec URL.

runs/<slug>/<profile>/<digest>.ipynb        what ran to its end
runs/<slug>/<profile>/latest                the digest of the newest of them
failures/<slug>/<profile>/<digest>.ipynb    what did not, with its error
damaged/…                                   what was found to be neither
"""

import logging
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from claimbook.errors import ClaimbookError
from claimbook.execution.depot import Depot, NoFileError
from claimbook.execution.seals import NoSealError, read_sealed, write_sealed
from claimbook.files import clear_unfinished
from claimbook.model.run import Run, rename_run

if TYPE_CHECKING:
    from claimbook.execution.locks import Lock

log = logging.getLogger("claimbook.execution.store")
KINDS = ("runs", "failures")
DAMAGED = "damaged"
LATEST = "latest"
ENDING = ".ipynb"


class Store:
    """A content-addressed store of executed notebooks.

    What is damaged counts as absent: it is set aside and told in one line. What cannot be
    written is a `ClaimbookError` that names the store.
    """

    def __init__(self, url: str) -> None:
        self.url, self.depot = url, Depot(url)

    @property
    def folder(self) -> Path | None:
        """The local folder of the store, or None if it lies elsewhere."""
        return self.depot.folder

    def holds(self, slug: str, former: Sequence[str] = ()) -> bool:
        """Whether any run of a notebook is kept, fresh or not, good or failed."""
        try:
            return any(self.depot.has(f"{kind}/{s}") for s in (slug, *former) for kind in KINDS)
        except Exception as error:
            raise self._explain_unread("", error) from error

    def get(self, slug: str, profile: str, digest: str, former: Sequence[str] = ()) -> Run | None:
        """Return the run with this fingerprint, or None; one of a `former` slug has become its own."""
        slugs = (slug, *former)
        found = (self._load(f"runs/{one}/{profile}/{digest}{ENDING}") for one in slugs)
        run = next(filter(None, found), None)
        return rename_run(run, slug) if run else None

    def get_failure(self, slug: str, profile: str, digest: str) -> Run | None:
        """Return the failed run with this fingerprint, or None."""
        return self._load(f"failures/{slug}/{profile}/{digest}{ENDING}")

    def get_latest(self, slug: str, profile: str, former: Sequence[str] = ()) -> Run | None:
        """Return the newest run of a notebook whatever it depended on, or None.

        Where none is kept under its slug, one of a `former` slug has become its own, the last first.
        """
        found = (self._get_latest(one, profile) for one in (slug, *reversed(former)))
        run = next(filter(None, found), None)
        return rename_run(run, slug) if run else None

    def _get_latest(self, slug: str, profile: str) -> Run | None:
        folder = f"runs/{slug}/{profile}"
        data = self._read(f"{folder}/{LATEST}")
        if data is None:
            return None
        digest = data.decode("ascii", errors="replace").strip()
        found = self.get(slug, profile, digest) if digest.isalnum() else None
        return found or self._find_latest(folder)

    def list_runs(self, slug: str, profile: str) -> list[str]:
        """Return the fingerprints of all good runs of a notebook that are kept in a profile."""
        try:
            items = list(self.depot.list_items(f"runs/{slug}/{profile}"))
        except Exception as error:
            raise self._explain_unread("", error) from error
        names = (one.name.rpartition("/")[2] for one in items)
        return [name.removesuffix(ENDING) for name in names if is_entry(name)]

    def put(self, run: Run) -> None:
        """Keep a run under its fingerprint.

        A success takes back an earlier failure of the same fingerprint; a failure leaves an
        earlier success where it is.
        """
        place = f"{run.slug}/{run.profile}"
        name = f"{place}/{run.fingerprint}{ENDING}"
        try:
            data = write_sealed(run)
            self._write(f"{'runs' if run.good else 'failures'}/{name}", data)
            if run.good:
                self._write(f"runs/{place}/{LATEST}", f"{run.fingerprint}\n".encode())
                self.depot.remove(f"failures/{name}")
        except Exception as error:  # each of fsspec's file systems has its own errors
            raise self._explain_loss(run, error) from error

    def check_writable(self) -> None:
        """Write and remove a small file, so that nothing is run whose result would be lost."""
        try:
            self.depot.check_writable()
        except Exception as error:
            raise self._explain_unwritable(error) from error

    def clear_unfinished(self) -> None:
        """Remove what a killed process had begun to write."""
        if (folder := self.folder) is not None:
            clear_unfinished(folder.glob(".*"))
            clear_unfinished(one for kind in KINDS for one in (folder / kind).rglob(".*"))

    def make_lock(self, slug: str, profile: str, digest: str, owner: str) -> "Lock":
        """Return the lock of one run, for one of the processes that want it."""
        from claimbook.execution.locks import make_lock  # 0.05 s, and only a run has locks

        return make_lock(self.depot, f"{slug}/{profile}/{digest}", owner)

    def set_aside(self, name: str) -> bool:
        """Move what is damaged out of the way, where the store allows it; return whether it did."""
        stem = name.removesuffix(ENDING)
        try:
            self.depot.move(name, f"{DAMAGED}/{stem}.{uuid4().hex[:8]}{ENDING}")
        except Exception:  # a store that is only read
            return False
        return True

    def remove_all(self, names: Iterable[str]) -> None:
        """Remove files by their names; what is gone already is no fault.

        Raises `ClaimbookError` if the store cannot be written.
        """
        for name in names:
            try:
                self.depot.remove(name)
            except Exception as error:
                raise self._explain_unwritable(error) from error

    def _explain_unwritable(self, error: Exception) -> ClaimbookError:
        return ClaimbookError(
            f"the store cannot be written: {_say_plainly(error)}",
            where=self.url,
            fix="make it writable, or name another one with CLAIMBOOK_STORE",
        )

    def _write(self, name: str, data: bytes) -> None:
        if self.depot.is_folder(name):
            self.set_aside(name)
        self.depot.write(name, data)

    def _explain_loss(self, run: Run, error: Exception) -> ClaimbookError:
        kept = "the result is lost"
        with suppress(OSError):
            kept = f"the result lies in {_keep_elsewhere(run)}"
        return ClaimbookError(
            f"the store could not keep the result of {run.slug}: {_say_plainly(error)}",
            where=self.url,
            fix=f"{kept}; free space or name another store with CLAIMBOOK_STORE, and run again",
        )

    def _load(self, name: str) -> Run | None:
        data = self._read(name)
        if data is None:
            return None
        try:
            return read_entry(name, data)
        except NoSealError:
            fix = "`claimbook store seal` accepts what is there; else it is run again when needed"
            _warn_once(f"{self.url}/{name}: has no seal: it is from an earlier version; {fix}")
        except ValueError as fault:
            if self.depot.read(name) == data:  # nobody has mended it meanwhile
                self._tell_damaged(name, str(fault))
        return None

    def _tell_damaged(self, name: str, fault: str) -> None:
        done = f"it was moved to {DAMAGED}/" if self.set_aside(name) else "it is left out"
        _warn_once(f"{self.url}/{name}: {fault}; {done}, and run again when needed")

    def _find_latest(self, folder: str) -> Run | None:
        """Find the newest run where the pointer to it leads nowhere, and mend the pointer."""
        name = f"{folder}/{LATEST}"
        found = [one for one in self.depot.list_items(folder) if is_entry(Path(one.name).name)]
        for item in sorted(found, key=lambda one: one.changed, reverse=True):
            if run := self._load(item.name):
                _warn_once(f"{self.url}/{name}: named no run that is there; mended")
                with suppress(Exception):  # a store that is only read
                    self._write(name, f"{run.fingerprint}\n".encode())
                return run
        return None

    def _read(self, name: str) -> bytes | None:
        try:
            return self.depot.read(name)
        except IsADirectoryError:
            self._tell_damaged(name, "is a folder")
            return None
        except NoFileError as error:
            self._tell_damaged(name, _say_plainly(error))
            return None
        except Exception as error:
            raise self._explain_unread(name, error) from error

    def _explain_unread(self, name: str, error: Exception) -> ClaimbookError:
        return ClaimbookError(
            f"the store cannot be read: {_say_plainly(error)}",
            where=f"{self.url}/{name}",
            fix="mend it, or name another one with CLAIMBOOK_STORE",
        )


def read_entry(name: str, data: bytes) -> Run:
    """Return the run that a file of the store holds, if it is whole and in its own place.

    Raises `ValueError` that says what is wrong with it.
    """
    run = read_sealed(data)
    if name != name_entry(run):
        raise ValueError("holds another run than its name says")
    return run


def is_entry(name: str) -> bool:
    """Whether the name of a file, without its folder, is that of a run rather than a pointer."""
    return name.endswith(ENDING) and not name.startswith(".")  # what a write left half has a point


def name_entry(run: Run) -> str:
    """Return the name under which a run is kept."""
    kind = "runs" if run.good else "failures"
    return f"{kind}/{run.slug}/{run.profile}/{run.fingerprint}{ENDING}"


def _keep_elsewhere(run: Run) -> str:
    """Lay a result down in a file of its own among the temporary ones; return its path."""
    handle, path = tempfile.mkstemp(prefix=f"claimbook-{run.slug}-", suffix=ENDING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(write_sealed(run))
    except OSError:
        Path(path).unlink()
        raise
    return path


@cache
def _warn_once(message: str) -> None:
    log.warning("%s", message)


def _say_plainly(error: Exception) -> str:
    """Say an error in a few words, without its number and the path it repeats."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return said.splitlines()[0]

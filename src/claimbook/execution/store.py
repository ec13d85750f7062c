"""Executed notebooks by what they depend on: a local folder, or any fsspec URL.

runs/<slug>/<profile>/<digest>.ipynb        what ran to its end
runs/<slug>/<profile>/latest                the digest of the newest of them
failures/<slug>/<profile>/<digest>.ipynb    what did not, with its error
"""

import json
import logging
import tempfile
from pathlib import Path

import fsspec

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.model.run import Run, read_run
from claimbook.notebook.document import dump

log = logging.getLogger("claimbook.execution.store")
KINDS = ("runs", "failures")


class Store:
    """A content-addressed store of executed notebooks.

    What cannot be read as an executed notebook counts as absent, with a warning; what cannot
    be written is a `ClaimbookError` that names the store.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._fs, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise ClaimbookError(
                f"the store cannot be opened: {error}",
                where=url,
                fix="give a folder or an fsspec URL, and install what the URL needs",
            ) from error

    @property
    def folder(self) -> Path | None:
        """The local folder of the store, or None if it lies elsewhere."""
        protocols = self._fs.protocol
        local = "file" in ((protocols,) if isinstance(protocols, str) else protocols)
        return Path(self._root) if local else None

    def holds(self, slug: str) -> bool:
        """Whether any run of a notebook is kept, fresh or not, good or failed."""
        try:
            return any(self._fs.exists(f"{self._root}/{kind}/{slug}") for kind in KINDS)
        except Exception as error:
            raise self._explain_unread("", error) from error

    def get(self, slug: str, profile: str, digest: str) -> Run | None:
        """Return the run with this fingerprint, or None."""
        return self._load(f"runs/{slug}/{profile}/{digest}.ipynb", digest)

    def get_failure(self, slug: str, profile: str, digest: str) -> Run | None:
        """Return the failed run with this fingerprint, or None."""
        return self._load(f"failures/{slug}/{profile}/{digest}.ipynb", digest)

    def get_latest(self, slug: str, profile: str) -> Run | None:
        """Return the newest run of a notebook whatever it depended on, or None."""
        data = self._read(f"runs/{slug}/{profile}/latest")
        digest = data.decode("ascii", errors="replace").strip() if data else ""
        return self.get(slug, profile, digest) if digest.isalnum() else None

    def list_runs(self, slug: str, profile: str) -> list[str]:
        """Return the fingerprints of all good runs of a notebook that are kept in a profile."""
        try:
            paths = self._fs.glob(f"{self._root}/runs/{slug}/{profile}/*.ipynb")
        except Exception as error:
            raise self._explain_unread("", error) from error
        return sorted(str(path).rpartition("/")[2].removesuffix(".ipynb") for path in paths)

    def put(self, run: Run) -> None:
        """Keep a run under its fingerprint.

        A success takes back an earlier failure of the same fingerprint; a failure leaves an
        earlier success where it is.
        """
        place = f"{run.slug}/{run.profile}"
        name = f"{place}/{run.fingerprint}.ipynb"
        try:
            self._write(f"{'runs' if run.good else 'failures'}/{name}", dump(dict(run.document)))
            if run.good:
                self._write(f"runs/{place}/latest", run.fingerprint + "\n")
                self._remove(f"failures/{name}")
        except Exception as error:  # each of fsspec's file systems has its own errors
            raise self._explain_loss(run, error) from error

    def check_writable(self) -> None:
        """Write and remove a small file, so that nothing is run whose result would be lost."""
        try:
            self._write("writable", "")
            self._remove("writable")
        except Exception as error:
            raise ClaimbookError(
                f"the store cannot be written: {_say_plainly(error)}",
                where=self.url,
                fix="make it writable, or name another one with CLAIMBOOK_STORE",
            ) from error

    def _explain_loss(self, run: Run, error: Exception) -> ClaimbookError:
        refuge = Path(tempfile.gettempdir()) / f"claimbook-{run.slug}.ipynb"
        try:
            write_if_changed(refuge, dump(dict(run.document)))
            kept = f"the result lies in {refuge}"
        except OSError:
            kept = "the result is lost"
        return ClaimbookError(
            f"the store could not keep the result of {run.slug}: {_say_plainly(error)}",
            where=self.url,
            fix=f"{kept}; free space or name another store with CLAIMBOOK_STORE, and run again",
        )

    def _load(self, path: str, digest: str) -> Run | None:
        data = self._read(path)
        if data is None:
            return None
        try:
            run = read_run(json.loads(data))
            if run.fingerprint == digest:
                return run
            fault = "holds another run than its name says"
        except (ValueError, TypeError):
            fault = "is truncated or no executed notebook"
        log.warning("%s/%s: %s; it is left out, and run again when needed", self.url, path, fault)
        return None

    def _read(self, path: str) -> bytes | None:
        try:
            data: bytes = self._fs.cat_file(f"{self._root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:
            raise self._explain_unread(path, error) from error
        return data

    def _explain_unread(self, path: str, error: Exception) -> ClaimbookError:
        return ClaimbookError(
            f"the store cannot be read: {_say_plainly(error)}",
            where=f"{self.url}/{path}",
            fix="mend it, or name another one with CLAIMBOOK_STORE",
        )

    def _write(self, path: str, text: str) -> None:
        if self.folder is not None:
            write_if_changed(self.folder / path, text)
            return
        target = f"{self._root}/{path}"
        self._fs.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._fs.pipe_file(target, text.encode("utf-8"))

    def _remove(self, path: str) -> None:
        if self._fs.exists(f"{self._root}/{path}"):
            self._fs.rm_file(f"{self._root}/{path}")


def _say_plainly(error: Exception) -> str:
    """Say an error in a few words, without its number and the path it repeats."""
    return getattr(error, "strerror", None) or str(error).splitlines()[0] or type(error).__name__

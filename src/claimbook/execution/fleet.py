"""The workers of a Dask cluster: what each has, and which of them may run which notebook.

A worker may lack Claimbook altogether, so what looks around there travels whole, as a function
within a function does: it names nothing outside itself but Python's own library and Dask.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from claimbook.errors import ClaimbookError

log = logging.getLogger("claimbook.execution.fleet")
_LABELS = {"python": "Python", "stdlib": "a standard library of digest"}
Versions = Mapping[str, str]  # of Python and of distributions


def make_look() -> Callable[..., tuple[str, dict[str, str]]]:
    """Return what is run on a worker to learn its name and its versions."""

    def look(needs: dict[str, str], dask_worker: Any) -> tuple[str, dict[str, str]]:
        import platform
        from importlib import metadata

        has = {"python": platform.python_version()}
        for name in set(needs) - {"python", "stdlib"}:
            try:
                has[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                has[name] = "not installed"
        return str(dask_worker.name), has

    return look


def make_task() -> Callable[..., Any]:
    """Return what is run on a worker for one notebook: it looks again, then lets Claimbook run it.

    It returns the packed run, or the worker's address, its name and what it has that differs.
    """
    look = make_look()

    def attempt(needs: dict[str, str], packed: bytes, *data: bytes) -> Any:
        from distributed import get_worker

        worker = get_worker()
        name, has = look(needs, worker)
        if all(has[one] == needs[one] for one in has):
            try:
                from claimbook.execution.remote import run_parcel
            except ImportError as error:
                has = {"claimbook": f"another ({error})"}
            else:
                result = run_parcel(packed, data)
                if isinstance(result, bytes):
                    return result
                has = dict(result)
        return worker.address, name, has

    return attempt


class Fleet:
    """The workers as they were last met, by address."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.slots: dict[str, int] = {}  # of the workers there are now
        self.has: dict[str, dict[str, str]] = {}
        self.names: dict[str, str] = {}
        self._asked: set[str] = set()
        self._told: set[str] = set()

    def look(self, needs: Versions) -> None:
        """See which workers there are now, and ask those that are new what they have."""
        self.slots = self.client.nthreads()
        new = [address for address in self.slots if address not in self._asked]
        with suppress(OSError):  # one of them is lost meanwhile; the others are asked next time
            if new:
                self._ask(new, needs)
                self._asked.update(new)

    def _ask(self, new: list[str], needs: Versions) -> None:
        pythons = self.client.get_versions()["workers"]
        for address in new:
            told = (pythons.get(address) or {}).get("host", {}).get("python", "")
            self.has[address] = {"python": ".".join(told.split(".")[:3])} if told else {}
        ours = needs["python"].rpartition(".")[0]  # code does not travel between minor versions
        alike = [one for one in new if self.has[one].get("python", "").startswith(f"{ours}.")]
        if alike:
            told = self.client.run(make_look(), dict(needs), workers=alike, on_error="ignore")
            for address, (name, has) in told.items():
                self.note_worker(address, name, has)

    def note_worker(self, address: str, name: str, has: Versions) -> None:
        """Note what a worker has."""
        self.names[address] = name
        self.has[address] = {**self.has.get(address, {}), **has}

    def choose(self, needs: Versions) -> list[str]:
        """Return the workers that fit; each that does not is named once, with what it lacks."""
        fitting = []
        for address in self.slots:
            if misfit := self.explain_misfit(address, needs):
                if misfit not in self._told:
                    log.warning("%s; it is not used", misfit)
                self._told.add(misfit)
            else:
                fitting.append(address)
        return fitting

    def explain_misfit(self, address: str, needs: Versions) -> str:
        """Say which worker has what where something else is needed; nothing if it fits."""
        has = self.has.get(address, {})
        differ = [
            f"has {_LABELS.get(name, name)} {has[name]:.40}, needs {need:.40}"
            for name, need in sorted(needs.items())
            if has.get(name, need) != need
        ]
        name = self.names.get(address, address)
        worker = address if name == address else f"{name} ({address})"
        return f"{worker}: {'; '.join(differ)}" if differ else ""

    def refuse_all(self, needs: Versions) -> ClaimbookError:
        """Return the error of a notebook that none of the workers can run."""
        misfits = [self.explain_misfit(address, needs) for address in self.slots]
        return ClaimbookError(
            f"no worker can run it: {next(filter(None, misfits), 'there is none')}",
            fix="give the workers the versions that are here, or use theirs",
        )

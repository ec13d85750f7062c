"""A Dask cluster that shares no disk with this machine: reached, looked over, put to use."""

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.dispatch import Dispatch
from claimbook.execution.fleet import Fleet
from claimbook.execution.job import Job
from claimbook.execution.shipping import list_needs

ANSWER = 10.0  # seconds for a scheduler to answer
_CLOSING = 3.0  # seconds for taking leave of it
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "tornado.application")
_ADDRESS = re.compile(r"(tcp|tls|wss?|ucx)://[^\s/]+:[0-9]{1,5}")
_START = "start one with `dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1`"


@contextmanager
def open_cluster(url: str, jobs: Sequence[Job]) -> Iterator[Dispatch]:
    """Reach the scheduler at an address, and give an executor that runs jobs on its workers.

    Raises `ClaimbookError` if there is no scheduler, and if there are workers but none of them
    can run any of the jobs.
    """
    client = _reach_scheduler(url)
    try:
        fleet = Fleet(client)
        needs = {name: need for job in jobs for name, need in list_needs(job).items()}
        fleet.look(needs)
        if fleet.slots and not any(fleet.choose(list_needs(job)) for job in jobs):
            raise fleet.refuse_all(needs)
        with Dispatch(client, fleet, url) as dispatch:
            yield dispatch
    finally:
        with suppress(Exception):  # nothing is left to be lost
            client.close(timeout=_CLOSING)


def _reach_scheduler(url: str) -> Any:
    if not _ADDRESS.fullmatch(url):
        what = f"{url!r} is no address of a scheduler"
        raise ClaimbookError(what, fix="it is like tcp://host:8786, as `dask scheduler` prints it")
    try:
        import distributed
        from distributed.versions import VersionMismatchWarning
    except ImportError as error:
        raise ClaimbookError(
            f"a cluster needs Dask: {error}", fix="pip install 'claimbook[cluster]'"
        ) from error
    for name in _LOGGERS:  # what matters is told once, in our words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # a fleet looks at the versions that matter; a parcel is far from a gigabyte
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    warnings.filterwarnings("ignore", message="Sending large graph")
    dask: Any = distributed  # untyped
    if url.startswith(("tls", "wss")) and not dask.Security().tls_ca_file:
        raise ClaimbookError(
            "Dask has no certificates for it", where=url, fix="name them under distributed.comm.tls"
        )
    try:
        return dask.Client(url, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError, AssertionError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClaimbookError(f"no scheduler answers: {said}", where=url, fix=_START) from error

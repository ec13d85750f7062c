"""Processes that work for this one: what comes back, and what becomes of it when one is gone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path

import psutil
import pytest

from calling import meet, raise_odd, refuse
from claimbook.errors import ClaimbookError
from claimbook.execution.pool import Pool, open_pool
from claimbook.execution.processes import name_owner


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A pool for three calls at a time."""
    with open_pool(3, name_owner()) as made:
        yield made


def test_calls_at_a_time_share_a_process(pool: Pool) -> None:
    """Each has a thread of its own there, and the next one waits until a thread is free."""
    began = time.monotonic()
    waiting = [pool.submit(time.sleep, 0.3) for _ in range(3)]
    numbers = {pool.submit(os.getpid).result() for _ in range(2)}
    assert time.monotonic() - began >= 0.3
    assert len(wait(waiting).done) == 3
    assert len(numbers) == 1
    assert os.getpid() not in numbers


def test_many_calls_have_several_processes() -> None:
    """Where more are wanted than one process serves, there are more, and all end with the pool."""
    with open_pool(6, name_owner()) as pool:
        asked = [pool.submit(meet, 0.2) for _ in range(6)]
        numbers = {one.result() for one in asked}
        assert len(numbers) == 2
    assert [pid for pid in numbers if psutil.pid_exists(pid)] == []


def test_what_is_raised_comes_back(pool: Pool) -> None:
    """An error is the one that was raised; what cannot travel is said in words."""
    with pytest.raises(ValueError, match="invalid literal for int"):
        pool.submit(int, "one").result()
    with pytest.raises(ClaimbookError, match="somewhere: something"):
        pool.submit(refuse).result()
    with pytest.raises(RuntimeError, match="no answer can be sent"):
        pool.submit(threading.Lock).result()
    with pytest.raises(RuntimeError, match=r"^OddError: a word$"):
        pool.submit(raise_odd).result()
    with pytest.raises(RuntimeError, match=r"^SystemExit: 3$"):
        pool.submit(sys.exit, 3).result()
    assert pool.submit(int, "1").result() == 1


def test_a_process_that_is_killed(pool: Pool) -> None:
    """All that it did has failed, and so does what is asked of it later; the pool ends all the same."""
    with open_pool(2, name_owner()) as doomed:
        victim = doomed.submit(os.getpid).result()
        asked = [doomed.submit(time.sleep, 60) for _ in range(2)]
        os.kill(victim, signal.SIGKILL)
        for one in (*asked, doomed.submit(os.getpid)):
            with pytest.raises(BrokenExecutor):
                one.result(20)
    assert pool.submit(int).result() == 0


def test_what_waits_goes_to_a_process_that_is_there() -> None:
    """One that was killed takes nothing more while another lives."""
    with open_pool(5, name_owner()) as two:
        victim = {one.result() for one in [two.submit(meet, 0.2) for _ in range(5)]}.pop()
        os.kill(victim, signal.SIGKILL)
        next(one for one in two._crews if one._process.pid == victim)._reader.join(10)
        later = [two.submit(os.getpid) for _ in range(9)]
        assert victim not in {one.result() for one in later}


def test_what_waits_can_be_cancelled(pool: Pool) -> None:
    """A call that has not begun never does."""
    busy = [pool.submit(time.sleep, 0.2) for _ in range(3)]
    last = pool.submit(os.getpid)
    assert last.cancel()
    assert all(one.result() is None for one in busy)


FIRST_WORKER = """
import signal
import subprocess
from multiprocessing.context import SpawnContext
from claimbook.execution.pool import hold_interrupts

if __name__ == "__main__":
    with hold_interrupts():
        worker = SpawnContext().Process(target=int)
        worker.start()
        print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
    worker.join()
    print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""


def test_the_first_worker_is_not_hit_by_ctrl_c_either(tmp_path: Path) -> None:
    """What Python starts beside its first worker leaves Ctrl-C held back."""
    (tmp_path / "first.py").write_text(FIRST_WORKER)
    command = [sys.executable, str(tmp_path / "first.py")]
    assert subprocess.check_output(command, text=True).split() == ["True", "False"]

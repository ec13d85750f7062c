"""Disks that are full or only read, and stores that are damaged: said in a line, and made good by a run."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from deaths import SEED, list_scraps, read_over

from claimbook.execution.schedule import run
from claimbook.execution.seals import read_sealed, write_sealed
from claimbook.execution.states import State, find_status
from front import cell, write_notebook
from small_project import Project

DISK = """
import json, os, pathlib, subprocess, sys
how, root = sys.argv[1:]
work = pathlib.Path(root, ".claimbook")
work.mkdir()
if how == "limit":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
else:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(work)], check=True)
if how == "read":
    subprocess.run(["mount", "-o", "remount,ro", str(work)], check=True)
command = [sys.executable, "-m", "claimbook", "--project", root, "run", "--profile", "quick"]
done = subprocess.run(command, capture_output=True, text=True)
left = sorted(str(one.relative_to(work)) for one in work.rglob("*") if one.is_file())
print(json.dumps({"code": done.returncode, "said": done.stderr.splitlines(), "left": left}))
"""


@pytest.mark.parametrize("how", ["full", "read", "limit"])
def test_a_disk_that_takes_nothing(project: Project, how: str) -> None:
    """One line names the store, nothing is half-written, and with room again all is run."""
    prints = "import os, base64\nprint(base64.b64encode(os.urandom(150_000)).decode())"
    write_notebook(project.root / "notebooks", "prints", cell("code", "a", prints))
    own = ["unshare", "--user", "--map-root-user", "--mount"] if how != "limit" else []
    if own and subprocess.run([*own, "mount", "-t", "tmpfs", "none", "/mnt"], stderr=-3).returncode:
        pytest.skip("this user may mount nothing, not even for itself")
    words = [*own, sys.executable, "-c", DISK, how, str(project.root)]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert told["code"] == 2, told
    assert "the store c" in told["said"][-1]  # cannot be written, could not keep
    assert "Traceback" not in "".join(told["said"])
    assert [name for name in told["left"] if "/." in name or name.startswith(("runs/", "."))] == []
    with ThreadPoolExecutor(1) as thread:
        (again,) = run(project.book, project.store, profile="quick", executor=thread)
    assert not again.failed
    assert read_over(project.store) == []


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def make_folder(path: Path, chance: random.Random) -> None:
    path.unlink()
    (path / "below").mkdir(parents=True)


def lead_round(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(path.name)


def make_pipe(path: Path, chance: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def lead_away(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def forge(path: Path, chance: random.Random) -> None:
    """Put a whole run of another notebook in its place."""
    document = read_sealed(path.read_bytes()).document
    document["metadata"]["claimbook"]["notebook"] = "another"
    path.write_bytes(json.dumps(document).encode())


def swap(path: Path, chance: random.Random) -> None:
    """Exchange two fields of what the runner noted, under the old seal."""
    document = json.loads(path.read_bytes())
    known = document["metadata"]["claimbook"]
    one, other = chance.sample(sorted(known), 2)
    known[one], known[other] = known[other], known[one]
    path.write_text(json.dumps(document))


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (
    *(flip,) * 40,
    *(truncate,) * 10,
    *(make_folder, make_pipe, lead_round, lead_away, forge),
    *(swap,) * 7,
)


@pytest.mark.parametrize("between", [20, pytest.param(1, marks=pytest.mark.long)])
def test_damaged_runs(project: Project, between: int) -> None:
    """Whatever has happened to a run, it counts as absent, is set aside, and is made again."""
    project.add("tiny")
    chance = random.Random(SEED)
    with ThreadPoolExecutor(1) as thread:
        run(project.book, project.store, profile="quick", executor=thread)
        store, (status,) = project.store, find_status(project.book, project.store, "quick")
        (path,) = (project.root / ".claimbook/runs/tiny/quick").glob("*.ipynb")
        whole = path.read_bytes()
        for turn, damage in enumerate(DAMAGES):
            damage(path, chance)
            found = store.get("tiny", "quick", status.digest)
            assert found is None, f"seed {SEED}, turn {turn}: {damage.__name__} was not seen"
            if turn % between == between - 1:
                (made,) = run(project.book, store, profile="quick", executor=thread)
                assert not made.failed
            elif path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            path.write_bytes(whole)
        assert store.get("tiny", "quick", status.digest) is not None
    (state,) = {one.state for one in find_status(project.book, store, "quick")}
    assert state == State.FRESH
    assert list_scraps(project.root / ".claimbook") == []
    assert write_sealed(read_sealed(whole)) == whole

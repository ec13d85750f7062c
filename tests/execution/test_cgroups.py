"""Groups of the system's: what is written into them, where one is made, and that they end at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimbook.execution.cgroups import Group, clear_groups, make_group
from claimbook.execution.placement import ask_scope, find_own_group, find_parent, find_scopes

# A test beside these may have loaded JAX, which warns of every fork; nothing of it runs in the child.
pytestmark = pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")
FILES = ("cgroup.procs", "memory.max", "memory.swap.max", "memory.oom.group", "pids.max")
SLEEP = [sys.executable, "-I", "-S", "-c", "import signal, time; signal.alarm(60); time.sleep(60)"]


def make_folder(folder: Path, **files: str) -> Path:
    """Lay out a folder as a cgroup is; a name's `_` is a point there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"cgroup_procs": "", "cgroup_subtree_control": "", **files}.items():
        (folder / name.replace("_", ".", 1)).write_text(text)
    return folder


def test_what_is_written(tmp_path: Path) -> None:
    """Memory and tasks have their limits, nothing is swapped out, and memory ends all or none."""
    for name in FILES:
        (tmp_path / name).touch()
    group = Group(str(tmp_path))
    group.set_limits(2 << 30, 1280)
    group.enter()
    found = {name: (tmp_path / name).read_text() for name in FILES}
    assert found == {
        "cgroup.procs": "0",
        "memory.max": "2147483648",
        "memory.swap.max": "0",
        "memory.oom.group": "1",
        "pids.max": "1280",
    }


def test_what_is_read(tmp_path: Path) -> None:
    """Whether the system refused something is counted by it; what is not there has refused nothing."""
    group = Group(str(tmp_path))
    assert not group.has_refused_memory()
    assert not group.has_refused_tasks()
    assert group.list_processes() == set()
    (tmp_path / "memory.events").write_text("low 0\nmax 7\noom 1\noom_kill 1\n")
    (tmp_path / "pids.events").write_text("max 3\n")
    (tmp_path / "cgroup.procs").write_text("12\n34\n")
    assert group.has_refused_memory()
    assert group.has_refused_tasks()
    assert group.list_processes() == {12, 34}


def test_a_file_that_the_system_does_not_have_is_not_made(tmp_path: Path) -> None:
    """Without controllers a group has no limits, and is one all the same."""
    group = make_group(str(tmp_path), 1, 1)
    assert group is not None
    assert list(Path(group.folder).iterdir()) == []
    assert make_group(str(tmp_path), 1, 1) is None  # it is there already
    assert make_group(str(tmp_path / "nowhere"), 1, 1) is None


def test_groups_of_the_dead_are_removed(tmp_path: Path) -> None:
    """A group goes when no process has its number, unless it is numbered elsewhere."""
    kept = make_group(str(tmp_path), 1, 1)
    assert kept is not None
    mine = Path(kept.folder)
    space = mine.name.split("-")[1]
    for name in (f"claimbook-{space}-999999999", "claimbook-1-999999999", "other-999999999"):
        (tmp_path / name).mkdir()
    clear_groups(str(tmp_path), 0.1)
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {mine.name, "claimbook-1-999999999", "other-999999999"}


def test_the_own_group_is_found(tmp_path: Path) -> None:
    """By what Linux says of this process and of what is mounted; of version 1 nothing is said."""
    (tmp_path / "cgroup").write_text("4:memory:/x\n0::/user.slice/a.scope\n")
    mounts = "30 1 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    (tmp_path / "mountinfo").write_text(mounts)
    assert find_own_group(tmp_path) is None
    find_own_group.cache_clear()
    mounts += "31 1 0:3 /user.slice /groups rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"
    (tmp_path / "mountinfo").write_text(mounts)
    assert find_own_group(tmp_path) == Path("/groups/a.scope")
    assert find_own_group(tmp_path / "nowhere") is None


def test_beside_or_below(tmp_path: Path) -> None:
    """A group is made where both limits are offered, and never where one from above would not hold."""
    both = "cpu memory pids\n"
    top = make_folder(tmp_path / "app.slice", cgroup_subtree_control=both)
    own = make_folder(top / "own", memory_max="max\n", memory_high="max\n", pids_max="max\n")
    assert find_parent(own) == (top, True)
    (own / "pids.max").write_text("100\n")
    assert find_parent(own) == (own, False)
    (own / "cgroup.subtree_control").write_text(both)
    assert find_parent(own) == (own, True)
    assert find_parent(tmp_path / "nowhere") == (None, False)


def test_what_systemd_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked once whether it makes groups at all; a command runs behind its words."""
    script = '#!/bin/sh\nwhile [ "$1" != -- ]; do echo "$1"; shift; done\nshift\nexec "$@"\n'
    (tmp_path / "systemd-run").write_text(script)
    (tmp_path / "systemd-run").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
    find_scopes.cache_clear()
    try:
        assert find_scopes()
    finally:
        find_scopes.cache_clear()
    words = [*ask_scope(1 << 30, 64), "echo", "kernel"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said == [
        *("--user", "--scope", "--quiet", "--collect"),
        *("--property", f"MemoryMax={(1 << 30) * 9 // 8}"),  # the keeper comes first
        *("--property", "MemorySwapMax=0", "--property", "TasksMax=64", "kernel"),
    ]


@pytest.fixture
def group() -> Group:
    """A real group, below or beside that of this process."""
    own = find_own_group()
    parent, _ = find_parent(own) if own else (None, False)
    made = make_group(str(parent), 1 << 30, 64) if parent else None
    if made is None:
        pytest.skip("this user may make no cgroup of version 2 here")
    return made


def test_a_group_ends_at_once(group: Group) -> None:
    """What is in it is killed, whatever session it is in, and its folder goes."""
    try:
        with subprocess.Popen(SLEEP, preexec_fn=group.enter, start_new_session=True) as process:
            assert process.pid in group.list_processes()
            group.kill(10)
            assert process.wait() == -9
        assert group.list_processes() == set()
    finally:
        group.remove()
    assert not Path(group.folder).exists()


def test_the_system_holds_the_limits(group: Group) -> None:
    """Where the controllers are there, processes beyond the limit are refused, and that is told."""
    folder = Path(group.folder)
    try:
        if not ((folder / "pids.max").exists() and (folder / "memory.max").exists()):
            pytest.skip("the controllers of memory and processes are not in version 2 here")
        group.set_limits(200 << 20, 5)
        forks = (
            "import os, time\nfor _ in range(9):\n    if not os.fork(): time.sleep(9); os._exit(0)"
        )
        bomb = [*SLEEP[:4], f"import signal; signal.alarm(9)\n{forks}"]
        with subprocess.Popen(bomb, preexec_fn=group.enter, stderr=subprocess.DEVNULL) as process:
            process.wait()
            assert group.has_refused_tasks()
            group.kill(10)
        hoard = [*SLEEP[:4], "import signal; signal.alarm(9); b'x' * (300 << 20)"]
        with subprocess.Popen(hoard, preexec_fn=group.enter) as process:
            assert process.wait() == -9
        assert group.has_refused_memory()
    finally:
        group.kill(10)
        group.remove()

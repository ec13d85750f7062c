"""What a run reads though its notebook does not declare it."""

import os
import py_compile
import tempfile
from pathlib import Path

import pytest

from claimbook.execution import forkserver
from claimbook.execution.undeclared import drop_declared, explain_undeclared, read_opened
from claimbook.execution.witness import Witness
from small_project import Project, claimbook

READS = """\
from pathlib import Path
import toys
print(Path('data/a.csv').read_text(), Path('data/more/b.csv').read_text())
Path('made.txt').write_text('ours')
print(Path('made.txt').read_text())
print(Path('src/toys/__init__.py').read_text())
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "opened"


def note(root: Path, log: Path, *events: tuple[str, tuple[object, ...]]) -> list[str]:
    """Let a witness see events; return the paths that it noted."""
    number = os.open(log, os.O_WRONLY | os.O_CREAT)
    witness = Witness(number, str(root))
    for event, arguments in events:
        witness.note_event(event, arguments)
    os.close(number)
    return [os.fsdecode(name) for name in log.read_bytes().split(b"\0")[:-1]]


def opening(path: object, flags: int = os.O_RDONLY) -> tuple[str, tuple[object, ...]]:
    return "open", (path, "r", flags)


@pytest.mark.parametrize(
    "events",
    [
        [opening("{0}/nowhere.csv")],
        [opening("{0}/a.csv", os.O_WRONLY | os.O_CREAT), opening("{0}/a.csv")],
        [("os.rename", ("x", "{0}/a.csv", -1, -1)), opening("{0}/a.csv")],
        [opening("{0}/.cache/a.csv")],
        [opening("{0}")],
        [opening(3)],
        [opening(None)],
        [("open", ())],
        [opening(os.__file__)],
        [opening(pytest.__file__)],
        [("sqlite3.connect", (":memory:",))],
        [("os.listdir", ("{0}",))],
    ],
    ids=[
        *("not there", "written before", "renamed to", "hidden", "a folder", "a number", "nothing"),
        *("no arguments", "standard library", "package", "database in memory", "another event"),
    ],
)
def test_what_is_no_data(
    tmp_path: Path, log: Path, events: list[tuple[str, tuple[object, ...]]]
) -> None:
    """What the notebook made, what is hidden or installed, and what cannot be read are not noted."""
    root = tmp_path / "project"
    (root / ".cache").mkdir(parents=True)
    for name in ("a.csv", ".cache/a.csv"):
        (root / name).write_text("1")
    filled = [
        (event, tuple(one.format(root) if isinstance(one, str) else one for one in arguments))
        for event, arguments in events
    ]
    assert note(root, log, *filled) == []


def test_where_a_kernel_begins_is_no_data(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for the stack reads the module that forks kernels, wherever the engine lies."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    assert note(tmp_path, log, opening(forkserver.__file__)) == []


def test_a_file_is_noted_once(tmp_path: Path, log: Path) -> None:
    """However often and by whatever name a file is read, it is noted once."""
    path = tmp_path / "a.csv"
    path.write_text("1")
    ways = [opening(str(path)), opening(os.fsencode(path)), opening(f"{tmp_path}/x/../a.csv")]
    assert note(tmp_path, log, *ways, ("sqlite3.connect", (str(path),))) == [str(path)]


def test_a_compiled_module_stands_for_its_source(tmp_path: Path, log: Path) -> None:
    """Once it has been compiled, a module is noted by the file that its author knows, and not as written."""
    path = tmp_path / "lib" / "helper.py"
    path.parent.mkdir()
    path.write_text("x = 1\n")
    compiled = py_compile.compile(str(path))
    written = "os.rename", ("x", compiled, -1, -1)
    assert note(tmp_path, log, written, opening(compiled), opening(str(path))) == [str(path)]
    assert note(tmp_path, log, opening(pytest.__cached__)) == [str(path)]


def test_a_module_elsewhere_is_a_part_by_its_content(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fingerprint follows is known with its stub; other modules and files there are noted."""
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    package = tmp_path / "elsewhere" / "farlib"
    package.mkdir(parents=True)
    paths = [package / name for name in ("__init__.py", "__init__.pyi", "other.py", "table.csv")]
    for path in paths:
        path.touch()
    log.write_bytes(b"".join(os.fsencode(path) + b"\0" for path in paths))

    def read(*parts: str) -> list[str]:
        found = read_opened(log, tmp_path / "project", dict.fromkeys(parts, "1"))
        return [Path(one).name for one in found or ()]

    assert read("module farlib") == ["other.py", "table.csv"]
    assert read("version farlib") == ["__init__.py", "__init__.pyi", "other.py", "table.csv"]


def test_a_link_to_the_project_leads_to_the_same_names(tmp_path: Path, log: Path) -> None:
    """A kernel knows where its folder really is; a declared file is known by every name that it has."""
    real, link = tmp_path / "real", tmp_path / "link"
    (real / "data").mkdir(parents=True)
    link.symlink_to(real)
    (real / "also").symlink_to("data")
    paths = [real / "x.csv", link / "y.csv", real / "also" / "z.csv", real / "src" / "toys.py"]
    log.write_bytes(b"".join(os.fsencode(path) + b"\0" for path in paths))
    parts = {"data data": "1", "module toys": "1"}
    assert read_opened(log, link, parts) == ("x.csv", "y.csv")


def test_what_is_declared_is_left_out(tmp_path: Path, log: Path) -> None:
    """Declared files and folders, and modules within reach, are parts of the fingerprint already."""
    home = Path.home()
    names = ["data/a.csv", "more/b.csv", "x.csv", "src/toys/net.py", "src/other.py"]
    paths = [*(str(tmp_path / name) for name in names), str(home / "c.csv"), "/elsewhere/d.csv"]
    log.write_bytes(b"".join(os.fsencode(path) + b"\0" for path in paths))
    parts = {"data data": "1", "data ./more/b.csv": "1", "module toys.net": "1", "python": "3"}
    assert read_opened(log, tmp_path, parts) == (
        *("/elsewhere/d.csv", "src/other.py", "x.csv", "~/c.csv"),
    )


def test_without_a_witness_nothing_is_known(tmp_path: Path) -> None:
    """A kernel that noted nothing at all is told from one that read nothing."""
    assert read_opened(tmp_path / "nowhere", tmp_path, {}) is None
    (tmp_path / "empty").touch()
    assert read_opened(tmp_path / "empty", tmp_path, {}) == ()


def test_a_name_declares_no_other_that_begins_alike() -> None:
    """A folder stands for what lies below it alone."""
    paths = [Path("/project", name) for name in ("data2/a", "data/a", "data")]
    assert drop_declared(paths, Path("/project"), ["data/"]) == paths[:1]


def test_many_files_are_one_line() -> None:
    """A line names a few and counts the rest; one alone is named."""
    names = [f"{number}.csv" for number in range(7)]
    assert "4.csv and 2 more, on" in str(explain_undeclared("tiny", names))
    assert "4.csv, 5.csv, on" in str(explain_undeclared("tiny", names[:6]))


def test_a_run_tells_what_it_read(project: Project) -> None:
    """`run` and `check` warn of what a run read, unless it is declared; `check --strict` fails."""
    project.add("tiny")
    project.write("data/a.csv", "1")
    project.write("data/more/b.csv", "1")
    project.write("src/toys/__init__.py", "")
    source = READS.replace("\n", "\\n").replace('"', '\\"')
    project.edit("tiny", "payload = {", f"{source}payload = {{")
    said = "claimbook: warning: tiny.ipynb: its run read data/a.csv, data/more/b.csv, on which no"
    ran = claimbook(project, "run")
    assert ran.returncode == 0
    assert [line for line in ran.stderr.splitlines() if said in line] != []
    checked = claimbook(project, "check").stderr.splitlines()
    strict = claimbook(project, "check", "--strict").stderr.splitlines()
    assert checked[0].startswith(said)
    assert [line for line in checked if "its run read" in line] == checked[:1]
    warning = checked[0].removeprefix("claimbook: warning: ")
    assert set(strict[:-1]) == {*checked[1:-1], warning}
    project.edit("tiny", "claims:", 'data: [data]\\n",\n    "claims:')
    assert "its run read" not in claimbook(project, "check").stderr
    assert "its run read" not in claimbook(project, "run").stderr

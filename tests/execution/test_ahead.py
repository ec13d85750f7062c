"""What is loaded before a notebook imports it: no run can tell, and where one could, it is not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cycler

from claimbook.execution import forks
from claimbook.execution.forks import stop_forks
from claimbook.model.run import Run
from forking import SEEN, Forked, find_seen, run, write
from small_project import Project

PREAMBLE = (
    "from functools import partial\n\nimport matplotlib.pyplot as plt\nimport numpy as np\n\n"
)
# What numpy and Matplotlib are like then; each is told by its own words.
LOADED = """
import matplotlib
from hashlib import sha256

chance, legacy = np.random.get_bit_generator().seed_seq.entropy, np.random.get_state()
told = {
    "loaded": [one for one in sys.modules if one.startswith(("PIL", "matplotlib", "numpy"))],
    "filters": [str(one) for one in warnings.filters],
    "warned": [name for name, one in sys.modules.items() if hasattr(one, "__warningregistry__")],
    "plots": [plt.isinteractive(), matplotlib.get_backend(), plt.get_fignums()],
    "settings": [f"{name} {value}" for name, value in matplotlib.rcParams.items()],
    "fonts": [one.fname for one in matplotlib.font_manager.fontManager.ttflist],
    "numbers": [str(np.geterr()), str(np.get_printoptions()), sorted(vars(np))],
    "names": [sorted(vars(matplotlib)), sorted(vars(plt))],
    "chance": [legacy[0], len(legacy[1]), *legacy[2:], np.random.default_rng(3).random()],
}
print(json.dumps([told, [str(chance), np.random.random()]]))
"""
WORKS = """
from threadpoolctl import threadpool_limits
from claimbook.lab import figure

noise = np.random.default_rng(5).normal(size=(400, 900))
for threads in (1, 2):
    with threadpool_limits(threads):
        print(threads, sha256(np.linalg.eigvalsh(noise @ noise.T).tobytes()).hexdigest())
fig, ax = plt.subplots()
ax.plot(noise[0].cumsum(), label="a walk")
ax.legend()
figure(fig, id="walk", caption="It walks.", alt="A curve.", data={"seen": [1, 2]})
_ = plt.plot([1, 3, 2])
"""
SETTLED = "import matplotlib.pyplot as plt\nprint(plt.rcParams['lines.linewidth'])"


def list_ahead() -> list[object]:
    """Return what is loaded ahead in each process that kernels are forked from."""
    return [asked[1] for known in forks._allowed for asked in known._sources]


def find_text(done: Run) -> str:
    assert done.failure is None
    return "".join("".join(one.get("text", "")) for part in done.cells for one in part.outputs)


def find_told(done: Run) -> tuple[dict[str, Any], list[Any]]:
    """Return what a run told of its modules, and what is its own."""
    last = find_text(done).splitlines()[2]
    told, own = json.loads(last)
    return told, own


def find_works(done: Run) -> list[dict[str, Any]]:
    """Return what the second cell made: two sums and two pictures, one of them by Matplotlib alone."""
    (outputs,) = (list(part.outputs) for part in done.cells if part.id == "c1")
    assert len(outputs) > 3
    return outputs


def test_what_is_loaded_ahead_is_as_if_it_were_not(project: Project, forked: Forked) -> None:
    """Modules, settings, filters, figures, sums: all is a fresh kernel's; chance is each one's own."""
    write(project, "ahead", PREAMBLE + SEEN + LOADED, WORKS)
    found = [run(project, "ahead") for _ in range(2)]
    assert list_ahead() == [("matplotlib.pyplot", "numpy")]
    stop_forks()
    fresh = run(project, "ahead")
    for done in found:
        for find in (find_seen, find_told):
            (mine, _), (its, _) = find(done), find(fresh)
            assert {name: mine[name] for name in its if mine[name] != its[name]} == {}
        assert find_works(done) == find_works(fresh), "figures and sums"
        assert done.fingerprint == fresh.fingerprint
        assert done.provenance.undeclared == fresh.provenance.undeclared == ()
    chances = [str(one) for done in (*found, fresh) for one in find_told(done)[1]]
    assert len(set(chances)) == 6


def test_settings_of_the_project_are_its_notebooks_own(project: Project, forked: Forked) -> None:
    """A file of settings that comes while a process waits is read by the next run, which says so."""
    write(project, "settled", SETTLED)
    assert find_text(run(project, "settled")) == "1.5\n"
    assert list_ahead() == [("matplotlib.pyplot",)]
    project.write("matplotlibrc", "lines.linewidth: 7\n")
    done = run(project, "settled")
    assert find_text(done) == "7.0\n"
    assert done.provenance.undeclared == ("matplotlibrc",)
    assert list_ahead() == [()], "what reads the project's own files is never loaded ahead"


def test_modules_of_the_project_come_first(project: Project, forked: Forked) -> None:
    """One that bears the name of a module that Matplotlib needs is the one that it gets."""
    write(project, "shadows", "import matplotlib, cycler\nprint(hasattr(cycler, 'ours'))")
    assert find_text(run(project, "shadows")) == "False\n"
    assert list_ahead() == [("matplotlib",)]
    source = Path(cycler.__file__).read_text("utf-8")
    project.write("cycler.py", f"{source}\nours = True\n")
    assert find_text(run(project, "shadows")) == "True\n"
    assert list_ahead() == [()]


LOADS = """\
import sys
from pathlib import Path

from claimbook.execution.ahead import Ahead
from IPython.core import application

def look(path):
    return Path(path).stat().st_size

sys.path.insert(0, "../modules")
configured = str(Path("../configured").resolve())
found = [Ahead([name], look).sound for name in sys.argv[1:]]
application.ENV_CONFIG_DIRS.append(configured)
print([*found, Ahead([sys.argv[1]], look).sound])
"""
UNSOUND = {
    "prints": "print('a word')",
    "writes": "import os; os.write(2, b'a word')",
    "warns": "import warnings; warnings.warn('old', DeprecationWarning)",
    "sets": "import os; os.environ['LEFT'] = 'left'",
    "leads": "import sys; sys.path.append('left')",
    "reads": "print(end=open('data.csv').read())",
    "moves": "import os; os.chdir('..')",
}


def test_what_is_seen_as_it_is_loaded_is_not_loaded_ahead(tmp_path: Path) -> None:
    """A module that says, reads, sets or moves anything is found out, and a quiet one is not.

    Where kernels are configured, none is loaded: they may run any code as they begin.
    """
    folder, here = tmp_path / "modules", tmp_path / "project"
    for one in (folder, here, tmp_path / "configured"):
        one.mkdir()
    (tmp_path / "configured" / "ipython_kernel_config.py").touch()
    (here / "data.csv").touch()
    for name, text in {"quiet": "import colorsys", **UNSOUND}.items():
        (folder / f"{name}_once.py").write_text(text)
    names = [f"{name}_once" for name in ("quiet", *UNSOUND)]
    done = subprocess.run(
        [sys.executable, "-c", LOADS, *names],
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.lower()) == [True, *[False] * (len(UNSOUND) + 1)], done.stderr


COVERED = """\
import sys

from claimbook.execution.ahead import Ahead
from claimbook.execution.places import look_at

loaded, found = Ahead(["colorsys"], look_at), []
for place in sys.argv[1:]:
    sys.path.insert(0, place)
    found.append(loaded.is_fit())
print(found)
"""


def test_pythons_own_modules_are_what_they_are(tmp_path: Path) -> None:
    """Where one of a project comes before one of them, what imports it may do anything first."""
    for name in ("others/mine.py", "folders/tabnanny/notes.txt", "covers/tabnanny.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    places = [str(tmp_path / name) for name in ("others", "folders", "covers")]
    command = [sys.executable, "-c", COVERED, *places]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[True, True, False]\n"

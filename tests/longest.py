"""The files of tests that take longest: they begin first, so that no worker is left alone with one."""

from pathlib import Path

HERE = Path(__file__).parent
LONGEST = (  # ten seconds or more, on a machine at rest; the longest first
    "browser/test_site.py",
    "cli/test_run.py",
    "test_build.py",
    "browser/test_serving.py",
    "browser/test_reading.py",
    "browser/test_loop.py",
    "browser/test_bibliography.py",
    "browser/test_print.py",
    "browser/test_charts.py",
    "browser/test_citing.py",
    "execution/test_cluster.py",
    "execution/test_background.py",
    "execution/test_schedule.py",
    "execution/test_runner.py",
    "hostile/test_corpus.py",
    "browser/test_scoreboard.py",
    "browser/test_sharing.py",
    "faults/test_killed_runs.py",
    "faults/test_killed_servers.py",
    "faults/test_stores.py",
    "test_tools.py",
    "test_wheel.py",
    "hostile/test_fuzz.py",
    "execution/test_reach_of_notebooks.py",
    "notebook_claims/test_ptst.py",
    "notebook_claims/test_stable_lm_2.py",
)
assert [name for name in LONGEST if not (HERE / name).is_file()] == [], "a file has another name"


def rank(path: Path) -> int:
    """Return a file's place among those that take longest; all others come after these."""
    name = path.relative_to(HERE).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)

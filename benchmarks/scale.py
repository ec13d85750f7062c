"""Measure what many notebooks cost, side by side with what a writer would use instead.

    python benchmarks/scale.py unchanged -n 1000     executed before, nothing changed: plain Markdown
    python benchmarks/scale.py rendering -n 1000     executed before, nothing kept: mkdocs-jupyter
    python benchmarks/scale.py running -n 100        light notebooks, two workers: papermill in a loop
    python benchmarks/scale.py heavy -n 8            executed and rendered, again, a sentence changed
    python benchmarks/scale.py unchanged --languages 2

Claimbook and the peer take turns on the same notebooks (`workload.py`), so that a ratio holds on a busy
machine too. A row has the median of `--repeat` turns: wall and CPU seconds, all processes together, the
most memory of one process, and Claimbook's share of the peer's CPU and wall seconds beside its goal.
Where two workers are compared with one, the goal is one of wall seconds, on two idle cores. Claimbook's
site has one language, as the peers' have; with `--languages 2` it has the two of this project.
"""

import argparse
import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from workload import KINDS, keep_outputs, keep_runs, make_peers, make_project

ROOT = Path(__file__).resolve().parents[1]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "-q"]
ALONE = (
    "import sys, papermill\n"
    "for path in sys.argv[2:]: papermill.execute_notebook(path, sys.argv[1], progress_bar=False)"
)
Prepare = Callable[[], None]


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    wall: float
    cpu: float
    peak: float  # MiB

    def __str__(self) -> str:
        return f"{self.wall:8.1f} s {self.cpu:8.1f} CPU s {self.peak:5.0f} MiB"


@dataclass(frozen=True)
class Side:
    """A command in a folder, and what comes before each of its turns, which is not measured."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    profile: str = "none"
    prepare: Prepare = lambda: None

    def run(self) -> Cost:
        """Take a turn."""
        self.prepare()
        known = {"CLAIMBOOK_PROFILE": self.profile, "NO_MKDOCS_2_WARNING": "1"}
        known |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": ""}
        before, began = os.times(), time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *map(str, self.command)],
            cwd=self.folder,
            env={**os.environ, **known},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{self.name}: {(done.stdout + done.stderr).strip()[-600:]}")
        after = os.times()
        spent = after.children_user - before.children_user
        spent += after.children_system - before.children_system
        return Cost(time.perf_counter() - began, spent, float(done.stdout.split()[-1]) / 1024)


# The most memory is that of the largest process that a child of ours has waited for.
MEASURED = (
    "import resource, subprocess, sys\n"
    "done = subprocess.run(sys.argv[1:], stdout=2)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    "sys.exit(done.returncode)"
)


def compare(what: str, ours: Side, peer: Side, goal: float, repeat: int, by: str = "cpu") -> None:
    """Let both take turns, and print the medians and the ratio."""
    costs = [(ours.run(), peer.run()) for _ in range(repeat)]
    for side, found in zip((ours, peer), zip(*costs, strict=True), strict=True):
        middle = Cost(*(median(getattr(one, name) for one in found) for name in vars(found[0])))
        print(f"{what:<28} {side.name:<26} {middle}")
    cpu, wall = (
        median(getattr(a, name) / getattr(b, name) for a, b in costs) for name in ("cpu", "wall")
    )
    met = "met" if {"cpu": cpu, "wall": wall}[by] <= goal else "MISSED"
    print(f"{what:<28} ratio of CPU {cpu:.2f}, of wall {wall:.2f}; goal of {by} {goal:g}, {met}\n")


def build(folder: Path, name: str, profile: str = "none", prepare: Prepare = lambda: None) -> Side:
    """Return a build by MkDocs."""
    return Side(name, MKDOCS, folder, profile, prepare)


def clear(*folders: Path) -> Prepare:
    """Return what removes folders before a turn."""
    return lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in folders] and None


def forget_all(project: Path) -> Prepare:
    """Return what removes all that builds left in a project, but its runs."""

    def forget() -> None:
        shutil.rmtree(project / "site", ignore_errors=True)
        for path in (project / ".claimbook").iterdir():
            if path.is_dir() and path.name != "runs":
                shutil.rmtree(path)
            elif path.name != "runs":
                path.unlink()

    return forget


def measure_site(site: Path) -> str:
    """Return the size of a site in words."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return f"{sum(sizes) / 1e6:.1f} MB, {len(sizes):,} files"


def bench_unchanged(root: Path, count: int, repeat: int) -> None:
    """Build when every page is kept, beside plain Markdown, whose menu does not grow either."""
    keep_runs(root / "claimbook")
    ours = build(root / "claimbook", "claimbook")
    print(f"{'first build':<28} {ours.name:<26} {ours.run()}")
    compare(
        f"{count} unchanged", ours, build(root / "plain", "plain Markdown, short menu"), 1.3, repeat
    )
    config = root / "plain" / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("nav: [index.md]", "#"), "utf-8")
    compare(f"{count} unchanged", ours, build(root / "plain", "plain Markdown"), 1.3, repeat)
    for name in ("claimbook", "plain"):
        print(f"the site of {name}: {measure_site(root / name / 'site')}")


def bench_rendering(root: Path, count: int, repeat: int) -> None:
    """Build where there are runs, and nothing else."""
    keep_runs(root / "claimbook")
    keep_outputs(root / "jupyter")
    other = root / "jupyter"
    ours = build(root / "claimbook", "claimbook", prepare=forget_all(root / "claimbook"))
    peer = build(other, "mkdocs-jupyter", prepare=clear(other / ".cache", other / "site"))
    compare(f"{count} rendered", ours, peer, 0.35, repeat)


def bench_running(root: Path, count: int, repeat: int) -> None:
    """Run light notebooks."""
    command = [sys.executable, "-m", "claimbook", "run", "--jobs", "2"]
    forget = clear(root / "claimbook" / ".claimbook")
    ours = Side("claimbook run, two workers", command, root / "claimbook", prepare=forget)
    loop = [sys.executable, "-c", ALONE, os.devnull, *sorted((root / "loop").glob("*.ipynb"))]
    compare(
        f"{count} executed",
        ours,
        Side("papermill in a loop", loop, root / "loop"),
        0.25,
        repeat,
        "wall",
    )


def bench_heavy(root: Path, count: int, repeat: int) -> None:
    """Build from nothing, again, and after a sentence is changed, each side executing what it must."""
    config = root / "jupyter" / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("mkdocs-jupyter", "mkdocs-jupyter: {execute: true}"), "utf-8")
    own, other = root / "claimbook", root / "jupyter"
    for what, goal, ours, peer in (
        ("from nothing", 0.38, clear(own / ".claimbook"), clear(other / ".cache")),
        ("unchanged", 0.8, lambda: None, lambda: None),
        ("a sentence changed", 0.25, edit(own / "notebooks"), edit(other / "docs")),
    ):
        compare(
            f"{count} heavy, {what}",
            build(own, "claimbook", "full", ours),
            build(other, "mkdocs-jupyter, executing", prepare=peer),
            goal,
            repeat,
            "wall" if what == "from nothing" else "cpu",
        )


def edit(folder: Path) -> Prepare:
    """Return what changes a sentence of one notebook, another way each time."""
    numbers: Iterator[int] = iter(range(1000))

    def change() -> None:
        path = folder / "case-0.ipynb"
        text = path.read_text("utf-8")
        changed = re.sub(r"A (\d+ )?walk whose", f"A {next(numbers)} walk whose", text, count=1)
        path.write_text(changed, "utf-8")

    return change


PARTS = {
    "unchanged": ("light", 1000, bench_unchanged),
    "rendering": ("light", 1000, bench_rendering),
    "running": ("light", 100, bench_running),
    "heavy": ("heavy", 8, bench_heavy),
}


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="+", choices=PARTS)
    parser.add_argument(
        "-n", type=int, dest="count", help="notebooks; each part has its own number"
    )
    parser.add_argument(
        "--languages", type=int, choices=(1, 2), default=1, help="of Claimbook's site"
    )
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)  # as every package is that was installed
    for part in asked.parts:
        kind, usual, bench = PARTS[part]
        with tempfile.TemporaryDirectory(prefix="scale-") as name:
            root, count = Path(name), asked.count or usual
            languages = "one language" if asked.languages == 1 else "two languages"
            print(
                f"{part}: {count} {kind} notebooks; Claimbook's site in {languages}, the peer's in one"
            )
            make_project(root / "claimbook", KINDS[kind], count, asked.languages)
            make_peers(root, KINDS[kind], count)
            bench(root, count, asked.repeat)


if __name__ == "__main__":
    main()

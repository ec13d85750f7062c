"""What a person has who installed the wheel, without this repository and without the lab."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAB = ("altair", "equinox", "jax", "jaxlib", "optax", "sklearn")
BARRED = f"""
import sys

class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {LAB!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Barred())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as hatchling builds it."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("needs hatchling, which `pip install -e '.[test]'` brings")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files where Python finds them first, and nothing of the lab beside them."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    (folder / "sitecustomize.py").write_text(BARRED)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """Run a module of Python with the wheel, and return what it printed; it must be good."""
    environment = os.environ | {
        "PYTHONPATH": str(installed),
        "NO_MKDOCS_2_WARNING": "1",
        "CLAIMBOOK_PROFILE": "quick",
    }
    environment.pop("CLAIMBOOK_STORE", None)
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def metadata_of(wheel: Path) -> str:
    archive = zipfile.ZipFile(wheel)
    (name,) = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
    return archive.read(name).decode()


def test_the_wheel_has_all_that_the_package_reads(wheel: Path) -> None:
    """Every file of the package in the repository travels, templates, styles and scripts too."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    here = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "claimbook").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert here <= packed


def test_metadata_says_what_it_is(wheel: Path) -> None:
    """Licence, Python, keywords, kinds and the README are told; the lab is an extra, and so are tests."""
    told = metadata_of(wheel)
    for line in ("License-Expression: MIT AND CC-BY-4.0", "Requires-Python: >=3.11"):
        assert f"\n{line}\n" in told
    assert "\nDescription-Content-Type: text/markdown\n" in told
    extras = set(re.findall(r"^Provides-Extra: (.*)$", told, re.MULTILINE))
    assert extras == {"lab", "jupyter", "cluster", "s3", "test"}


def test_a_digest_begins_and_is_published_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """`init`, `check`, `bib`, `run`, a strict build and `status` need neither repository nor lab."""
    where = "import claimbook; print(claimbook.__file__)"
    shown = subprocess.run(
        [sys.executable, "-c", where],
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert shown.stdout.startswith(str(installed))
    run(installed, tmp_path, "claimbook", "init", "digest", "--title", "My digest")
    root = tmp_path / "digest"
    assert run(installed, root, "claimbook", "check") == "all good\n"
    run(installed, root, "claimbook", "bib", "--check")
    run(installed, root, "claimbook", "run", "--profile", "quick")
    run(installed, root, "mkdocs", "build", "--strict", "-q")
    assert "all good" in run(installed, root, "claimbook", "check", "--site")
    status = json.loads(run(installed, root, "claimbook", "status", "--json"))
    assert "fresh" in json.dumps(status)
    claims = json.loads(run(installed, root, "claimbook", "claims", "--json"))["claims"]
    assert {claim["verdict"] for claim in claims} >= {"reproduced", "holds", "answered yes"}
    assert (root / "site" / "assets" / "claimbook.css").is_file()


def lab_modules() -> Iterator[str]:
    names = {"scikit-learn": "sklearn"}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    for line in extras["lab"]:
        name = re.split(r"[>=<]", line)[0]
        yield names.get(name, name)


def test_the_lab_is_what_its_extra_brings() -> None:
    """What is barred here, and what a failed run knows, is what `claimbook[lab]` brings."""
    from claimbook.execution.session import OF_LAB

    assert {*lab_modules(), "jaxlib"} == set(LAB)
    assert all(OF_LAB.search(f"No module named '{name}'") for name in LAB)


def test_extras_for_tests_have_the_lab() -> None:
    """README's second command tests the experiments too."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert "claimbook[lab]" in extras["test"]

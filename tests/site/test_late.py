"""What mkdocs-jupyter imports waits until it is asked for something; nothing else of it is different."""

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimbook.site.late import LateFinder, LateLoader, LateModule

SLOW = "import time\ncount = globals().get('count', 0) + 1\ntime.sleep(0.02)\nlast = 'there'\n"


def put_off(folder: Path, source: str) -> Any:
    """A module of this source that waits."""
    path = folder / "slow.py"
    path.write_text(source, "utf-8")
    spec = spec_from_file_location("slow", path)
    assert spec is not None
    assert spec.loader is not None
    spec.loader = LateLoader(spec.loader)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_module_waits_until_it_is_asked_for_a_name(tmp_path: Path) -> None:
    """What every module says of itself wakes nothing; then it is a plain module with its own loader."""
    module = put_off(tmp_path, "given = __name__\nown = __spec__.loader")
    assert (module.__name__, module.__file__) == ("slow", str(tmp_path / "slow.py"))
    assert type(module) is LateModule
    assert module.given == "slow"
    assert type(module) is ModuleType
    assert module.own is module.__loader__
    assert not isinstance(module.own, LateLoader)
    with pytest.raises(AttributeError, match="module 'slow' has no attribute 'other'"):
        _ = module.other


def test_whoever_comes_second_waits_until_all_is_there(tmp_path: Path) -> None:
    """Of several threads one loads the module, and none sees half of it."""
    module = put_off(tmp_path, SLOW)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: (module.last, module.count), range(4)))
    assert found == [("there", 1)] * 4


def test_what_is_set_before_is_not_set_again(tmp_path: Path) -> None:
    """A name that somebody gives another value keeps it."""
    module = put_off(tmp_path, "name, other = 1, 2")
    module.name = 3
    assert (module.name, module.other) == (3, 2)


def test_a_module_may_look_at_itself_while_it_is_loaded(tmp_path: Path) -> None:
    """A name that it does not have yet is missing, as with every module that is half loaded."""
    source = "import sys\nfound = hasattr(sys.modules[__name__], 'later')\nlater = 1"
    module = put_off(tmp_path, source)
    sys.modules["slow"] = module
    try:
        assert (module.found, module.later) == (False, 1)
    finally:
        del sys.modules["slow"]


def test_a_module_that_cannot_be_loaded_says_so_each_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where any error is taken for an answer, MkDocs counts it; nothing half loaded is left."""
    module = put_off(tmp_path, "half = 1\nraise AttributeError('no such thing')")
    monkeypatch.setattr(logging.getLogger("mkdocs"), "propagate", True)  # for pytest to hear
    for _ in range(2):
        with pytest.raises(ImportError, match="slow cannot be loaded: no such thing"):
            _ = module.half
        assert [one.name for one in caplog.records] == ["mkdocs.plugins.claimbook"]
        caplog.clear()
    (tmp_path / "slow.py").write_text("half = 2", "utf-8")
    assert module.half == 2


@pytest.mark.parametrize(
    ("name", "missing"), [("jupytext", "jupytext"), ("mkdocs_jupyter.convert", "nbconvert")]
)
def test_what_is_not_installed_is_missed_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, missing: str
) -> None:
    """Nothing waits for what will not come."""
    path = None if name == missing else __import__("mkdocs_jupyter").__path__
    found = LateFinder().find_spec(name, path)
    assert found is not None
    assert isinstance(found.loader, LateLoader)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()
    assert LateFinder().find_spec(name, path) is None


SITE = "site_name: Small\nplugins: [PLUGINS]\n"
ASKED = """
import sys
from mkdocs.config.base import load_config
config = load_config()
late = {"jupytext.formats", "nbconvert", "bs4"}
print(sorted(late & set(sys.modules)))
if "mkdocs-jupyter" in config.plugins:
    from jupytext.formats import NOTEBOOK_EXTENSIONS
    import jupytext
    print(jupytext.read is sys.modules["jupytext.jupytext"].read, "nbconvert" in sys.modules)
    print(sys.modules["mkdocs_jupyter.plugin"].convert.nb2md.__module__, "nbconvert" in sys.modules)
"""


@pytest.mark.parametrize(
    ("plugins", "late"),
    [
        ("claimbook, mkdocs-jupyter", True),
        ("mkdocs-jupyter, claimbook", False),
        ("claimbook: {enabled: false}, mkdocs-jupyter", False),
    ],
)
def test_a_plugin_that_is_listed_first_has_mkdocs_jupyter_wait(
    tmp_path: Path, plugins: str, late: bool
) -> None:
    """What it imports is not loaded with it, and is all there when it is asked for."""
    (tmp_path / "mkdocs.yml").write_text(SITE.replace("PLUGINS", plugins))
    (tmp_path / "docs").mkdir()
    command = [sys.executable, "-W", "error", "-c", ASKED]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    names = [] if late else ["bs4", "jupytext.formats", "nbconvert"]
    assert done.stdout.splitlines() == [
        str(names),
        f"True {not late}",
        "mkdocs_jupyter.nbconvert2 True",
    ]

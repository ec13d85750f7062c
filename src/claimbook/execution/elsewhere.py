"""Where modules lie that a notebook finds outside its project, and of which no version tells.

A package installed in place (`pip install -e`) is edited without another version, and a folder named in
PYTHONPATH has none: what lies there is read as the project's own modules are.
"""

import sysconfig
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from claimbook.execution.distributions import read_times

_INSTALLED = {"site-packages", "dist-packages"}


def find_homes(top: str) -> tuple[Path, ...]:
    """Return the folder that holds a top-level module, if its source lies where nothing is installed."""
    return _find_homes(top, read_times())


@lru_cache(maxsize=1024)
def _find_homes(top: str, times: tuple[int, ...]) -> tuple[Path, ...]:
    del times  # tell when to look again
    try:
        spec = find_spec(top)
    except (ImportError, ValueError, AttributeError):  # being imported, or no module's name
        return ()
    if spec is None or (spec.origin or ".py")[-3:] != ".py":
        return ()  # compiled, or within Python
    for place in (*(spec.submodule_search_locations or ()), spec.origin):
        if place and Path(place).stem == top and not _is_installed(Path(place).parent):
            return (Path(place).parent,)
    return ()


@lru_cache(maxsize=128)
def _is_installed(folder: Path) -> bool:
    real = folder.resolve()
    library = Path(sysconfig.get_path("stdlib")).resolve()
    return (
        bool(_INSTALLED & {*folder.parts, *real.parts})
        or real.is_relative_to(library)
        or any(folder.glob("*.dist-info"))
    )

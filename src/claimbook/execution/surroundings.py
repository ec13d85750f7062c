"""The environment variables in which a notebook runs the same on every machine."""

import os
from pathlib import Path

from claimbook.execution.imports import search_path
from claimbook.execution.keeper import MARKER

# One thread each: two notebooks on two cores must not fight for them. NPROC is XLA's own.
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NPROC",
)
# What is set for a run, and does not come of the user's environment.
OWN = (
    *_THREADS,
    "PYTHONPATH",
    "PYTHONHASHSEED",
    "JAX_PLATFORMS",
    "MPLBACKEND",
    "IPYTHONDIR",
)
# What Dask's nanny sets for its workers: freed memory goes back at once, and a notebook that works
# with arrays of some 100 kB takes twice the time.
_FOREIGN = ("MALLOC_TRIM_THRESHOLD_",)
# IPython runs this file before the first cell: what it defines and sets would be one user's.
_OF_TERMINALS = ("PYTHONSTARTUP",)


def make_environment(root: Path, scratch: Path) -> dict[str, str]:
    """Return the environment in which a notebook runs the same on every machine.

    The marker is left to the keeper, which does not carry it.
    """
    path = [str(folder) for folder in search_path(root)[1:] if folder.is_dir()]
    if inherited := os.environ.get("PYTHONPATH"):
        path.append(inherited)
    left_out = (*_FOREIGN, *_OF_TERMINALS, MARKER)
    inherited_ones = {name: os.environ[name] for name in os.environ if name not in left_out}
    return {
        **inherited_ones,
        **dict.fromkeys(_THREADS, "1"),
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "JAX_PLATFORMS": "cpu",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(scratch / "ipython"),  # not the user's own start-up files
    }


def make_changes(jax_cache: Path) -> dict[str, str]:
    """Return the environment variables that a notebook's kernel has of a project."""
    return {"JAX_COMPILATION_CACHE_DIR": str(jax_cache)}

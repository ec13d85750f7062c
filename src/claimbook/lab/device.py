"""JAX as the reference platform: float32 on the CPU, with compiled programs kept.

Importing this module before the first computation is enough; `seeds` and `training` do.
"""

import os
from pathlib import Path

import jax

ENVIRONMENT = "JAX_COMPILATION_CACHE_DIR"


def cache_folder(start: Path) -> Path | None:
    """Return where compiled programs are kept: as the environment says, or in the project.

    Without the environment's word it is `.claimbook/jax-cache` in the nearest project at or
    above `start`; outside any project nothing is kept.
    """
    if given := os.environ.get(ENVIRONMENT):
        return Path(given)
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "notebooks").is_dir():
            return folder / ".claimbook" / "jax-cache"
    return None


def prepare() -> None:
    """Choose the CPU and the compilation cache; leave what the environment has chosen."""
    if not os.environ.get("JAX_PLATFORMS"):
        _set("jax_platforms", "cpu")
    if folder := cache_folder(Path.cwd()):
        _set("jax_compilation_cache_dir", str(folder))
        _set("jax_persistent_cache_min_compile_time_secs", 0.2)
        _set("jax_persistent_cache_min_entry_size_bytes", 0)


def _set(name: str, value: object) -> None:
    jax.config.update(name, value)  # type: ignore[no-untyped-call]


prepare()

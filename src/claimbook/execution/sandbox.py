"""A kernel that reaches nothing but the project, which it cannot change: for notebooks of strangers.

Bubblewrap gives it namespaces of its own: no network, no process but its own, no file of the user's. It
sees the system's libraries, this interpreter and the project, all read-only, and one private folder,
which is its home and is gone with it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from claimbook.errors import ClaimbookError

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"),
    *("/etc/alternatives", "/etc/fonts", "/etc/group", "/etc/ld.so.cache", "/etc/localtime"),
    *("/etc/nsswitch.conf", "/etc/passwd"),
)
_HIDDEN = (".git", ".env", ".netrc")  # of the project: what may hold a password or a token
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")  # of the environment, beside what a run sets
_APART = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_ENGINE = Path(__file__).parents[
    2
]  # what the notebook imports of it, wherever it was installed from
_SECONDS = 20.0  # for a command that does nothing


@cache
def find_sandbox() -> str:
    """Return the path of a bubblewrap that works.

    Raises `ClaimbookError` if it is not installed, or not allowed to make namespaces.
    """
    path = shutil.which("bwrap")
    if path is None:
        raise ClaimbookError(
            "there is no bubblewrap (bwrap) to make a sandbox with",
            where="--sandbox",
            fix="install it (`apt-get install bubblewrap`), or run without --sandbox what you trust",
        )
    tried = [path, *_APART, "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    try:
        done = subprocess.run(tried, capture_output=True, text=True, timeout=_SECONDS, check=False)
        said = "" if done.returncode == 0 else done.stderr.strip() or f"status {done.returncode}"
    except subprocess.TimeoutExpired:
        said = f"no answer within {_SECONDS:g} s"
    if said:
        raise ClaimbookError(
            f"bubblewrap cannot make a sandbox here: {said.splitlines()[-1]}",
            where=path,
            fix="allow user namespaces, run where they are allowed, or run without --sandbox what you trust",
        )
    return path


def wrap_command(
    command: Sequence[str], *, root: Path, scratch: Path, readable: Iterable[Path] = ()
) -> list[str]:
    """Return the command that runs another in a sandbox, in the project's root.

    `scratch` is the one folder that it may write, `readable` are further ones that it may read.

    Raises `ClaimbookError` if no sandbox can be made.
    """
    return [
        find_sandbox(),
        *_APART,
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *_show(
            [*map(Path, _SYSTEM), Path(sys.base_prefix), Path(sys.prefix), _ENGINE, *readable, root]
        ),
        *_hide(root, scratch / "nothing"),
        *("--bind", str(scratch), str(scratch)),
        *("--unsetenv", "JPY_PARENT_PID", "--chdir", str(root), "--"),  # it has no parent in there
        *command,
    ]


def _show(folders: Iterable[Path]) -> Iterator[str]:
    for folder in dict.fromkeys(map(str, folders)):
        yield from ("--ro-bind-try", folder, folder)


def _hide(root: Path, nothing: Path) -> Iterator[str]:
    nothing.touch()
    for path in (root / name for name in _HIDDEN):
        if path.is_dir():
            yield from ("--tmpfs", str(path))
        elif path.exists():
            yield from ("--ro-bind", str(nothing), str(path))


def make_private(
    environment: Mapping[str, str], scratch: Path, set_: Iterable[str]
) -> dict[str, str]:
    """Return an environment without the user's secrets: what a run sets, and a home of its own."""
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    kept = {name: environment[name] for name in (*_KEPT, *set_) if name in environment}
    return kept | {"HOME": str(home), "JAX_COMPILATION_CACHE_DIR": str(home / "jax")}

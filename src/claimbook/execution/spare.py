"""A kernel that is started before it is asked for; it serves one run, and is thrown away.

It has run no cell and imported nothing but what every kernel begins with, so that a run in it is
the same as in one that is started for it. Nothing that notebooks import is loaded ahead: it is not
known which of them comes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from claimbook.execution.allowance import Allowance
from claimbook.execution.imports import search_path
from claimbook.execution.kernel import Kernel, open_kernel


@dataclass(frozen=True)
class Claim:
    """What a run is given: the mark of its processes, and the kernel that waits, if one does."""

    marker: str
    allowance: Allowance
    asked: tuple[object, ...]
    waiting: tuple[Kernel, ExitStack] | None = None
    ahead: tuple[str, ...] = ()
    sandboxed: bool = False

    @contextmanager
    def open(
        self, root: Path, changes: Mapping[str, str], *, halted: Callable[[], bool]
    ) -> Iterator[Kernel]:
        """Give the kernel that waits, or start one; kill it at the end."""
        if self.waiting is None:
            with open_kernel(
                root,
                self.marker,
                changes,
                halted=halted,
                allowance=self.allowance,
                ahead=self.ahead,
                sandboxed=self.sandboxed,
            ) as kernel:
                yield kernel
            return
        kernel, stack = self.waiting
        with stack:
            yield kernel


_waiting: list[Claim] = []  # in this process: one at most


def start_ahead(root: Path, owner: str, changes: Mapping[str, str], allowance: Allowance) -> None:
    """Start a kernel for the next run of this process, unless one waits.

    Raises `NotebookFailed` if no kernel answers.
    """
    asked = _describe(root, changes, allowance)
    if _waiting and _waiting[0].asked == asked:
        return
    drop_ahead()
    marker, stack = _make_marker(owner), ExitStack()
    opened = open_kernel(root, marker, changes, halted=lambda: False, allowance=allowance)
    kernel = stack.enter_context(opened)
    _waiting.append(Claim(marker, allowance, asked, (kernel, stack)))


def take_kernel(
    root: Path,
    owner: str,
    changes: Mapping[str, str],
    allowance: Allowance,
    *,
    ahead: tuple[str, ...] = (),
    sandboxed: bool = False,
) -> Claim:
    """Take the kernel that waits if it is alive and what is asked for, else leave to start one.

    None waits in a sandbox.
    """
    asked = _describe(root, changes, allowance)
    found = _waiting.pop() if _waiting else None
    if found is not None and found.waiting is not None:
        kernel, stack = found.waiting
        if found.asked == asked and not sandboxed and kernel.process.poll() is None:
            return found
        stack.close()
    return Claim(_make_marker(owner), allowance, asked, ahead=ahead, sandboxed=sandboxed)


def find_waiting() -> int | None:
    """Return the process of the kernel that waits, if one does."""
    kernels = [one.waiting[0] for one in _waiting if one.waiting]
    return kernels[0].process.pid if kernels else None


def drop_ahead() -> None:
    """End the kernel that waits."""
    while _waiting:
        kept = _waiting.pop().waiting
        if kept is not None:
            kept[1].close()


def _make_marker(owner: str) -> str:
    return f"{owner}/{uuid4().hex}"


def _describe(root: Path, changes: Mapping[str, str], allowance: Allowance) -> tuple[object, ...]:
    """Say what a kernel is started with, as far as it may change while one waits."""
    path = tuple(folder for folder in search_path(root) if folder.is_dir())
    return root, tuple(sorted(changes.items())), path, allowance

"""In a notebook's kernel: end with the process that started it, even where that is killed.

Linux sends the signal by itself. Elsewhere the kernel looks after its parent once a second, and
does not where a cell never lets go of the interpreter. It imports nothing of the engine.
"""

import ctypes
import signal
import sys

_SET_DEATH_SIGNAL = 1  # prctl(2)


def hold_to_parent() -> None:
    """Let this process be killed when its parent is gone, as far as the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)

"""Where the command begins and ends: in every moment SIGTERM and Ctrl-C end it with a documented code.

While its modules are loaded nothing has begun, and when it has ended nothing is left to be stopped:
then it leaves at once, for an exception might be lost in either.
"""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from claimbook.errors import Exit

_HEEDED = (signal.SIGINT, signal.SIGTERM)


def main() -> NoReturn:
    """Run the command line."""
    _let_leave(Exit.INTERRUPTED, b"claimbook: interrupted\n")
    if hasattr(signal, "pthread_sigmask"):  # the last of all: then Python lets its handlers go
        atexit.register(signal.pthread_sigmask, signal.SIG_BLOCK, _HEEDED)
    # Thousands of small records live on: not a tenth goes to look at them.
    gc.set_threshold(20_000, 20, 50)
    from claimbook.cli.main import main as run  # takes a while

    _heed(signal.default_int_handler)
    code = int(Exit.INTERRUPTED)
    try:
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    except KeyboardInterrupt:  # a second one, while the first was being explained
        pass
    _let_leave(code)
    sys.exit(code)


def _let_leave(code: int, words: bytes = b"") -> None:
    def leave(*_: object) -> None:
        os.write(2, words)
        os._exit(code)

    _heed(leave)


def _heed(handler: Callable[..., Any]) -> None:
    for number in _HEEDED:
        if signal.getsignal(number) != signal.SIG_IGN:  # as a shell has it in the background
            signal.signal(number, handler)


if __name__ == "__main__":  # workers import this module anew
    main()

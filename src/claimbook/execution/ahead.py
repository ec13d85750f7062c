"""In a `forkserver`: what notebooks import first is loaded before they do, so that nobody can tell.

Only a kernel whose notebook imports just that before anything else is forked from it (see `preamble`).
What the import says, or what of the project and the user it reads, would be the notebook's own: a
server where there is any of it serves nobody, nor one on a machine that configures kernels. Nor does
one in whose place a fresh process would find another module, another file of settings or another
variable.
"""

import importlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from claimbook.execution.places import list_modules
from claimbook.execution.witness import Witness

Look = Callable[[str], object]  # what tells one state of a file from another
_STREAMS = 1, 2
_UNSTEADY = ("/dev/", "/proc/", "/sys/")  # what is read there changes with each look


class Ahead:
    """What was loaded for notebooks of one kind, and what that hangs on."""

    def __init__(self, names: Sequence[str], look: Look) -> None:
        self.look, before, around = look, set(sys.modules), _look_around()
        with _watch_loading() as notes:
            filters = list(warnings.filters)
            for name in names:
                importlib.import_module(name)
            self.filters = [one for one in warnings.filters if one not in filters]
        self.modules = [name for name in sys.modules if name not in before]
        self.tops = {name.partition(".")[0] for name in self.modules}
        seen = notes.said or notes.witness.kept or around != _look_around()
        self.sound = not (seen or _list_configurations())
        read = filter(_is_lasting, notes.witness.seen | notes.witness.written)
        self.files = {path: look(path) for path in read}
        self.settings = self._find_settings()

    def _find_settings(self) -> list[object]:
        """Return which files say how a kernel and what it imports are set."""
        found: list[object] = [*_list_configurations()]
        if plots := sys.modules.get("matplotlib"):
            styles = Path(plots.get_configdir(), "stylelib")
            found += [plots.matplotlib_fname(), self.look(str(styles))]
        return found

    def is_fit(self) -> bool:
        """Whether a notebook of the project would import the same."""
        here = {one.name.partition(".")[0] for one in Path.cwd().iterdir()}  # it comes first
        return (
            self.sound
            and not here & self.tops
            and not _find_covering()
            and self.settings == self._find_settings()
            and all(self.look(path) == seen for path, seen in self.files.items())
        )

    def settle(self) -> None:
        """Let it be, in a kernel that is about to begin, as if it were imported now."""
        for name in self.modules:
            sys.modules[name] = sys.modules.pop(name)
        for one in reversed(self.filters):
            _put_first(*one)
        if random := sys.modules.get("numpy.random"):
            random.set_bit_generator(random.MT19937())


def _list_configurations() -> list[Path]:
    """Return the files that configure each kernel of the machine: they may run code in it as it begins."""
    from IPython.core.application import ENV_CONFIG_DIRS, SYSTEM_CONFIG_DIRS

    places = map(Path, (*ENV_CONFIG_DIRS, *SYSTEM_CONFIG_DIRS))
    return [one for place in places for one in place.glob("ip*_config.*")]


def _find_covering() -> list[str]:
    """Return the modules that come before those of Python's own library: what imports it may be theirs."""
    library = str(Path(os.__file__).parent)
    return [
        name
        for place in takewhile(lambda one: one != library, sys.path)
        for name in list_modules(place)
        if name.partition(".")[0] in sys.stdlib_module_names
        and ("." in name or Path(place, name, "__init__.py").is_file())
    ]


def _is_lasting(path: str) -> bool:
    """Whether a file that was read says something that stays, and is no copy of a module's text."""
    return not path.startswith(_UNSTEADY) and not path.endswith(".pyc") and Path(path).is_file()


def _put_first(action: Any, message: Any, category: Any, module: Any, line: int) -> None:
    """Put a filter of warnings before all others."""
    texts = {"message": message, "module": module}
    given = {name: one.pattern for name, one in texts.items() if one is not None}
    warnings.filterwarnings(action, category=category, lineno=line, **given)


def _look_around() -> tuple[Mapping[str, str], Sequence[str], Path]:
    return dict(os.environ), list(sys.path), Path.cwd()


@dataclass
class _Notes:
    """What was read while modules were loaded, and whether anything was said."""

    witness: Witness
    said: bool = False


@contextmanager
def _watch_loading() -> Iterator[_Notes]:
    """Notice what is read and said meanwhile; a filter that was added then is to be added again."""
    at_work = True
    notes = _Notes(Witness(os.open(os.devnull, os.O_WRONLY), str(Path.cwd())))

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if at_work:
            notes.witness.note_event(event, arguments)

    sys.addaudithook(note)  # it cannot be taken away
    with warnings.catch_warnings(record=True) as warned, _hear() as words:
        warnings.simplefilter("always")
        yield notes
        notes.said = bool(warned or words())
    at_work = False
    os.close(notes.witness.log)


@contextmanager
def _hear() -> Iterator[Callable[[], int]]:
    """Tell how much is written to the streams meanwhile, by whatever."""
    before = [os.dup(stream) for stream in _STREAMS]
    with tempfile.TemporaryFile() as file:
        for stream in _STREAMS:
            os.dup2(file.fileno(), stream)

        def count() -> int:
            for one in (sys.stdout, sys.stderr):
                one.flush()
            return os.fstat(file.fileno()).st_size

        yield count
    for stream, kept in zip(_STREAMS, before, strict=True):
        os.dup2(kept, stream)
        os.close(kept)

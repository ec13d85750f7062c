"""What mkdocs-jupyter imports as it is loaded, put off until something of it is asked for.

It converts one small notebook for each page, and keeps what it made of it, so nearly no build asks for
jupytext or nbconvert; to import them costs more than all of MkDocs. As MkDocs loads plugins in the order in
which `mkdocs.yml` lists them, a plugin of ours that stands before mkdocs-jupyter has the two wait. Nothing
of theirs is changed: a module that waits is filled by its own loader, whole, by whoever first asks for a
name that it does not have yet. What is not installed is missed at once, as ever.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.plugins import BasePlugin, get_plugin_logger

log = get_plugin_logger("claimbook")
LATE = {"jupytext": (), "mkdocs_jupyter.convert": ("nbconvert",)}  # each with what it needs
LOCK = RLock()  # a server has threads
_filling = list[ModuleType]()


class LateModule(ModuleType):
    """A module that waits; a plain one as soon as a name is asked for that it does not have."""

    def __getattr__(self, name: str) -> Any:
        _load_whole(self)
        return ModuleType.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("__") and not isinstance(value, ModuleType):
            _load_whole(self)  # or its loader would set the name again
        ModuleType.__setattr__(self, name, value)


def _load_whole(module: LateModule) -> None:
    with LOCK:  # who comes second waits until all is there
        if type(module) is LateModule and module not in _filling:
            _fill(module)


def _fill(module: LateModule) -> None:
    """Have a module loaded where it stands; one that cannot be stays as it was, and is told of."""
    spec, before = module.__spec__, dict(vars(module))
    if spec is None or not isinstance(late := spec.loader, LateLoader):  # somebody had it reloaded
        module.__class__ = ModuleType  # type: ignore[assignment]
        return
    _filling.append(module)
    try:
        module.__loader__ = spec.loader = late.own
        late.own.exec_module(module)
        module.__class__ = ModuleType  # type: ignore[assignment]
    except BaseException as error:
        spec.loader = late
        vars(module).clear()
        vars(module).update(before)
        if not isinstance(error, Exception):
            raise
        log.error("%s cannot be loaded: %s", spec.name, error)  # whoever asks may pass over it
        raise ImportError(f"{spec.name} cannot be loaded: {error}", name=spec.name) from error
    finally:
        _filling.remove(module)


class LateLoader(Loader):
    """What makes a module that waits of one that its own loader would load at once."""

    def __init__(self, own: Loader) -> None:
        self.own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Make what the module's own loader would make."""
        return self.own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty, to be loaded when it is asked for something."""
        module.__class__ = LateModule


class LateFinder(MetaPathFinder):
    """What finds the modules that can wait, as others find them; it knows no others."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module is loaded, late; None leaves it, and what is wrong with it, to others."""
        if fullname not in LATE or target or not all(map(find_spec, LATE[fullname])):
            return None
        others = [one for one in sys.meta_path if one is not self]
        found = (one.find_spec(fullname, path, target) for one in others)
        spec = next(filter(None, found), None)
        if spec is not None and spec.loader is not None:
            spec.loader = LateLoader(spec.loader)
        return spec


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs has no types there
    """The options of the plugin: none."""


class Plugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """The plugin `claimbook`: those listed behind it wait with what they import."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Put the imports off; a plugin that is not enabled is not asked to load its options."""
        if not any(isinstance(one, LateFinder) for one in sys.meta_path):
            if "mkdocs_jupyter.plugin" in sys.modules:
                log.info(
                    "list `claimbook` before mkdocs-jupyter in `plugins`: each build is faster"
                )
            sys.meta_path.insert(0, LateFinder())
        return super().load_config(options, config_file_path)

"""The project as a whole: its root, its settings, its notebooks and hand-kept records."""

import os
import shlex
import tomllib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError, name_unforeseen, suggest
from claimbook.kept import Index
from claimbook.model.paper import STDLIB
from claimbook.notebook.ordinary import explain_ordinary
from claimbook.notebook.sizes import read_size
from claimbook.notebook.source import Notebook, read

FRONTS = "fronts.json"  # what was parsed of front matters, in the work folder


@dataclass(frozen=True)
class Settings:
    """What `[tool.claimbook]` in `pyproject.toml` may set, and where the project lies."""

    root: Path
    store: str = ".claimbook"  # a folder, or any fsspec URL; CLAIMBOOK_STORE overrides it
    time_limit: float = 900.0  # seconds, for one notebook
    memory: int | None = None  # bytes, for all processes of one; else by the machine's
    processes: int | None = None  # of one notebook
    quick_seconds: float = 20.0  # that a run may take without a warning
    full_seconds: float = 180.0

    @property
    def notebooks(self) -> Path:
        """The folder of source notebooks."""
        return self.root / "notebooks"

    @property
    def works(self) -> Path:
        """The hand-kept records of cited works."""
        return self.root / "bib" / "works.bib"

    @property
    def bibliography(self) -> Path:
        """The generated bibliography."""
        return self.root / "bib" / "claimbook.bib"

    @property
    def store_url(self) -> str:
        """The store as an absolute path or an fsspec URL."""
        return self.store if "://" in self.store else str(self.root / self.store)

    @property
    def work(self) -> Path:
        """The local folder for what may be thrown away: progress, dressed pages, stamps."""
        return self.root / ".claimbook"


@dataclass(frozen=True)
class Book:
    """A project with all its notebooks read, newest digest first; those that cannot be, with why."""

    settings: Settings
    notebooks: tuple[Notebook, ...]
    broken: tuple[tuple[Path, ClaimbookError], ...] = ()

    def get_notebook(self, slug: str) -> Notebook:
        """Return the notebook named `slug`; an unknown name is an error with the nearest one."""
        if (found := self._by_slug.get(slug)) is not None:
            return found
        slugs = [notebook.slug for notebook in self.notebooks]
        raise explain_unknown_slug(slug, slugs, self.heirs)

    @cached_property  # every page asks
    def _by_slug(self) -> dict[str, Notebook]:
        return {one.slug: one for one in reversed(self.notebooks)}

    @cached_property
    def heirs(self) -> dict[str, str]:
        """The slug that each notebook has now, by those that it had before."""
        return {old: one.slug for one in self.notebooks for old in one.front.moved_from}


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds a Claimbook project."""
    if not start.is_dir():
        what = "is no folder" if start.exists() else "there is no such folder"
        raise ClaimbookError(what, where=str(start), fix=_advise_project(start.parent))
    for folder in (start, *start.parents):
        if _is_project(folder):
            return folder
    what = "no Claimbook project here"
    raise ClaimbookError(what, where=str(start), fix=_advise_project(start))


def _is_project(folder: Path) -> bool:
    return (folder / "mkdocs.yml").is_file() and (folder / "notebooks").is_dir()


def _advise_project(near: Path) -> str:
    """Say how to name a project: one that is near, if there is one."""
    with suppress(OSError):
        below = sorted(near.iterdir()) if near.is_dir() else []
        for folder in (near, *near.parents, *below):
            if _is_project(folder):
                return f"give it as `--project {shlex.quote(str(folder))}`, before the command"
    return "give a folder with mkdocs.yml and notebooks/ as `--project FOLDER`, before the command"


def read_settings(root: Path) -> Settings:
    """Read `[tool.claimbook]`; an unknown key is an error."""
    path = root / "pyproject.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        raise ClaimbookError(f"is not TOML: {error}", where=path.name) from error
    table = raw.get("tool", {}).get("claimbook", {})
    kinds = {"store": str, "memory": (int, str), "processes": int}
    kinds |= dict.fromkeys(("time_limit", "quick_seconds", "full_seconds"), (int, float))
    for key, value in table.items():
        place = f"{path.name}: tool.claimbook.{key}"
        if key not in kinds:
            raise ClaimbookError("is an unknown key", where=place, fix=suggest(key, kinds))
        if not isinstance(value, kinds[key]) or isinstance(value, bool):  # type: ignore[arg-type]
            raise ClaimbookError(f"has the wrong type: {value!r}", where=place)
        table = table | {key: _read_setting(key, value, place)}
    if override := os.environ.get("CLAIMBOOK_STORE"):
        table = table | {"store": override}
    return Settings(root=root, **table)


def _read_setting(key: str, value: Any, place: str) -> Any:
    """Return the value of a setting; a limit is a size, or a number above zero."""
    if key == "memory":
        try:
            return read_size(value)
        except ClaimbookError as fault:
            raise ClaimbookError(fault.what, where=place, fix=fault.fix) from None
    if not isinstance(value, str) and not 0 < value < inf:
        raise ClaimbookError(f"is no limit: {value!r}", where=place, fix="take a number above zero")
    return value


def open_book(
    root: Path,
    faults: list[ClaimbookError] | None = None,
    *,
    only: Collection[str] = (),
    to_run: bool = False,
) -> Book:
    """Read every notebook of the project at `root`, or `only` those with these slugs.

    The first fault found is raised; given a list, faults are added to it instead, and the
    notebooks that have them are `broken`. An ordinary notebook that nobody has adopted is broken
    too, and no fault unless `only` names it. For those who ask what is `to_run` one whose data are
    not there is broken. A slug that no file has is an error with the nearest one.
    """
    settings = read_settings(root)
    paths = find_notebooks(settings)
    slugs = [path.stem for path in paths]
    if unknown := next((slug for slug in only if slug not in slugs), ""):
        raise explain_unknown_slug(unknown, slugs)
    notebooks: list[Notebook] = []
    seen: dict[str, Notebook] = {}
    broken: list[tuple[Path, ClaimbookError]] = []
    index = Index(settings.work / FRONTS)
    for path in (path for path in paths if not only or path.stem in only):
        try:
            with name_unforeseen(path.name):
                notebook = read(path, index)
            _refuse_repeat(notebook, seen, root)
        except ClaimbookError as error:
            ordinary = explain_ordinary(path)
            if faults is None and (ordinary is None or only):
                raise ordinary or error from error
            if faults is not None:
                faults.append(ordinary or error)
            broken.append((path, ordinary or error))
        else:
            notebooks.append(notebook)
    index.save()
    unfit = list(_find_false_moves(notebooks, slugs, root))
    unfit += _find_absent_data(notebooks, root) if to_run else ()
    for notebook, fault in unfit:
        if faults is None:
            raise fault
        faults.append(fault)
        broken.append((notebook.path, fault))
    unread = {path for path, _ in broken}
    notebooks = [one for one in notebooks if one.path not in unread]
    return Book(settings, sort_by_digest(notebooks), tuple(broken))


def _find_false_moves(
    notebooks: Iterable[Notebook], slugs: Collection[str], root: Path
) -> Iterator[tuple[Notebook, ClaimbookError]]:
    """Find notebooks that say that they had a slug which another has, or says that it had."""
    seen: dict[str, Notebook] = {}
    for notebook in notebooks:
        for slug in notebook.front.moved_from:
            if (other := seen.setdefault(slug, notebook)) is not notebook:
                what = f'"{slug}" stands under moved_from of {other.path.relative_to(root)} too'
            elif slug in slugs:
                what = f'"{slug}" is the slug of a notebook that is there'
            else:
                continue
            where, fix = f"{notebook.path.relative_to(root)}: moved_from", "take it out"
            yield notebook, ClaimbookError(what, where=where, fix=fix)
            break


def _find_absent_data(
    notebooks: Iterable[Notebook], root: Path
) -> Iterator[tuple[Notebook, ClaimbookError]]:
    """Find notebooks that declare data which are not there."""
    for notebook in notebooks:
        for name in notebook.front.data:
            if name != STDLIB and not (root / name).exists():
                what = f'the declared data file "{name}" is not there'
                fix = "`data` holds paths below the project's root, or stdlib"
                where = f"{notebook.path.name}: data"
                yield notebook, ClaimbookError(what, where=where, fix=fix)
                break


def sort_by_digest(notebooks: Iterable[Notebook]) -> tuple[Notebook, ...]:
    """Return notebooks in the order of the site: the newest digest first."""
    return tuple(
        sorted(
            notebooks,
            key=lambda n: (-n.front.digest.date.toordinal(), n.front.digest.order, n.slug),
        )
    )


def find_notebooks(settings: Settings) -> list[Path]:
    """Return the paths of all source notebooks, sorted.

    A folder that is a link is entered like any other, but no folder twice and none that holds
    the notebooks. What is hidden is no notebook: checkpoints, the droppings of file systems.
    """
    top, found = settings.notebooks, list[Path]()
    folders, seen = deque([top] if top.is_dir() else []), set(top.resolve().parents)
    while folders:
        folder = folders.popleft()
        if (real := folder.resolve()) in seen:
            continue
        seen.add(real)
        for path in _list_visible(folder, settings.root):
            if path.is_dir():  # links come last, so that a folder of our own keeps its own name
                (folders.append if path.is_symlink() else folders.appendleft)(path)
            elif path.suffix == ".ipynb":
                found.append(path)
    return sorted(found)


def _list_visible(folder: Path, root: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise ClaimbookError(
            f"cannot be read: {error.strerror}",
            where=str(folder.relative_to(root)),
            fix="make it readable, or move it out of the notebooks",
        ) from error


def explain_unknown_slug(
    slug: str, slugs: Iterable[str], heirs: Mapping[str, str] | None = None
) -> ClaimbookError:
    """Return the error of a slug that no notebook has; `heirs` are what those that moved have now."""
    heir = heirs.get(slug) if heirs else None
    fix = f'it was moved, and is "{heir}" now' if heir else suggest(slug, slugs)
    return ClaimbookError(f'no notebook is named "{slug}"', fix=fix)


def refuse_repeats(notebooks: Iterable[Notebook], root: Path) -> None:
    """Refuse two notebooks with one slug or one citation key."""
    seen: dict[str, Notebook] = {}
    for notebook in notebooks:
        _refuse_repeat(notebook, seen, root)


def _refuse_repeat(notebook: Notebook, seen: dict[str, Notebook], root: Path) -> None:
    """Refuse a notebook with a name that was seen; remember those of a good one."""
    names = (f"slug {notebook.slug}", f"citation key {notebook.front.paper.key}")
    for name in names:
        if other := seen.get(name):
            same = notebook.path.samefile(other.path)
            raise ClaimbookError(
                f"has the same {name} as {other.path.relative_to(root)}",
                where=str(notebook.path.relative_to(root)),
                fix="remove the link" if same else "rename one of the two",
            )
    seen |= dict.fromkeys(names, notebook)

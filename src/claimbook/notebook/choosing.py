"""Which notebooks a person means, who names them by slug or by file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.notebook.book import (
    Settings,
    explain_unknown_slug,
    find_notebooks,
    open_book,
)

ENDING = ".ipynb"


def choose_notebooks(settings: Settings, names: Sequence[str]) -> list[Path]:
    """Return the paths of the notebooks with these slugs or at these paths, or of all.

    A slug stands for every file that has it, in whatever folder: of two with one slug no
    command could otherwise name either.
    """
    paths = find_notebooks(settings)
    by_slug = _index_paths(paths)
    chosen: list[Path] = [] if names else paths
    for name in names:
        if name in by_slug:
            chosen += by_slug[name]
        elif name.endswith(ENDING):
            found = (path for path in _list_candidates(name, settings) if path.is_file())
            chosen.append(next(found, Path(name)))
        else:
            raise explain_unknown_slug(name, by_slug)
    return list(dict.fromkeys(chosen))


def choose_slugs(settings: Settings, names: Iterable[str]) -> tuple[str, ...]:
    """Return the slugs of the notebooks that are named by slug or by path, each once.

    A path is looked for from the current folder, from the project's root and among the notebooks,
    in this order.

    Raises `ClaimbookError` for a name that no notebook of the project has, with the nearest.
    """
    paths = find_notebooks(settings)
    by_slug = _index_paths(paths)
    known = {_make_plain(path): path.stem for path in paths}
    chosen = [
        name if name in by_slug else _find_slug(name, settings, by_slug, known) for name in names
    ]
    return tuple(dict.fromkeys(chosen))


def _find_slug(
    name: str, settings: Settings, by_slug: Mapping[str, object], known: Mapping[Path, str]
) -> str:
    candidates = [_make_plain(path) for path in _list_candidates(name, settings)]
    if slug := next((known[path] for path in candidates if path in known), ""):
        return slug
    there = next((path for path in candidates if path.is_file()), None)
    if there is not None:
        raise ClaimbookError(
            "is no notebook of this project",
            where=name,
            fix=f"it holds those below {settings.notebooks.relative_to(settings.root)}/",
        )
    stem, heirs = Path(name).name.removesuffix(ENDING), open_book(settings.root, []).heirs
    fix = explain_unknown_slug(stem, by_slug, heirs).fix
    raise ClaimbookError(f'no notebook is named "{name}"', fix=fix)


def _list_candidates(name: str, settings: Settings) -> list[Path]:
    folders = (Path.cwd(), settings.root, settings.notebooks)
    return [folder / name for folder in folders] if name.endswith(ENDING) else []


def _index_paths(paths: Iterable[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in paths:
        found.setdefault(path.stem, []).append(path)
    return found


def _make_plain(path: Path) -> Path:
    """Take out `.` and `..`, and say a folder that is a link by its own name."""
    return path.parent.resolve() / path.name

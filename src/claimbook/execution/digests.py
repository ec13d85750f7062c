"""Content digests of code and data, quick when nothing has changed."""

import io
import json
import os
import sysconfig
import tokenize
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from tokenize import TokenInfo

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.model.paper import STDLIB

_SILENT = (tokenize.COMMENT, tokenize.NL)
_BLOCKS = (tokenize.INDENT, tokenize.DEDENT)


def digest_text(text: str) -> str:
    """Return the digest of a text."""
    return sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=4096)
def digest_code(source: str, *, cell: bool = False, docstrings: bool = False) -> str:
    """Return a digest that comments, blank lines and spacing do not change.

    A comment is prose: it cannot change a result, so it must not cost a rerun. Nor can a
    docstring, unless `docstrings` says that something reads it. A `cell` has none of its own,
    for a text that stands alone in it may be its output. Tokens are compared rather than the
    syntax tree, for a trailing semicolon hides a cell's last value and the tree does not hold it.
    """
    try:
        tokens = [
            token
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type not in _SILENT
        ]
    except (tokenize.TokenError, SyntaxError):
        return digest_text(source)  # no Python: every character counts
    kept = tokens if docstrings else _strip_docstrings(tokens, cell)
    said = ((t.type, "" if t.type == tokenize.INDENT else t.string.strip()) for t in kept)
    return digest_text("\0".join(f"{kind} {string}" for kind, string in said))


def _strip_docstrings(tokens: Iterable[TokenInfo], cell: bool) -> Iterator[TokenInfo]:
    """Leave out the texts that stand alone at the head of a module, a class or a function."""
    head = not cell  # of the module
    opened = False  # by a line that begins with `class` or `def`
    line: list[TokenInfo] = []
    for token in tokens:
        line.append(token)
        if token.type == tokenize.NEWLINE:
            blocks = list(takewhile(lambda t: t.type in _BLOCKS, line))
            words = line[len(blocks) : -1]
            inside = opened and any(t.type == tokenize.INDENT for t in blocks)
            yield from blocks if (head or inside) and all(map(_is_text, words)) else line
            opened = bool({"class", "def"} & {word.string for word in words[:2]})
            head, line = False, []
    yield from line


def _is_text(token: TokenInfo) -> bool:
    return token.type == tokenize.STRING and token.string.lstrip("rRuU")[0] in "\"'"


def digest_data(name: str, root: Path, cache_file: Path) -> str:
    """Return the digest of a declared data file or folder, or of the standard library.

    Digests are kept in `cache_file` beside the names, sizes and times of the files they came
    from, so that unchanged data are not read again.

    Raises `ClaimbookError` for what is not there, and for what a link leads out of the project to.
    """
    folder = Path(sysconfig.get_path("stdlib")) if name == STDLIB else root / name
    files = list(_list_sources(folder)) if name == STDLIB else list_files(folder)
    if not files:
        raise ClaimbookError(
            f'the declared data file "{name}" is not there',
            where=str(folder.parent),
            fix="`data` holds paths below the project's root, or stdlib",
        )
    if name != STDLIB:
        _refuse_outside(name, files, root)
    listing = _digest_listing(files, folder)
    known = _read_known(cache_file)
    if known.get(name, ["", ""])[0] != listing:
        known[name] = [listing, _digest_content(files, folder)]
        _keep(known, cache_file)
    return known[name][1]


def _refuse_outside(name: str, files: Iterable[Path], root: Path) -> None:
    home = root.resolve()
    for file in files:
        if not (real := file.resolve()).is_relative_to(home):
            raise ClaimbookError(
                f'the declared data "{name}" lead out of the project, to {real}',
                where=str(file),
                fix="copy the data into the project",
            )


def list_files(path: Path) -> list[Path]:
    """Return a file, or those below a folder, linked ones too; a link to a folder above is not followed."""
    if path.is_dir():
        return sorted(_walk_folder(path, frozenset()))
    return [path] if path.is_file() else []


def _walk_folder(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    if (real := folder.resolve()) not in above:
        for path in folder.iterdir():
            if path.is_dir():
                yield from _walk_folder(path, above | {real})
            elif path.is_file():
                yield path


def _list_sources(library: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(library):
        # pruned here rather than after: site-packages may be ten times the library
        below[:] = sorted(set(below) - {"site-packages", "dist-packages", "__pycache__"})
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(".py"))


def _digest_listing(files: Iterable[Path], folder: Path) -> str:
    start = len(f"{folder}/")
    stats = ((str(path)[start:], path.stat()) for path in files)
    return digest_text(
        "".join(f"{path} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}\n" for path, s in stats)
    )


def _digest_content(files: Iterable[Path], folder: Path) -> str:
    whole = sha256()
    for path in files:
        name = path.relative_to(folder).as_posix().encode()
        whole.update(name + b"\0" + sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _read_known(cache_file: Path) -> dict[str, list[str]]:
    try:
        known = json.loads(cache_file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _keep(known: dict[str, list[str]], cache_file: Path) -> None:
    with suppress(OSError):  # only time is lost: the next call reads the files again
        write_if_changed(cache_file, json.dumps(known, indent=1, sort_keys=True))

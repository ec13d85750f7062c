"""The YAML of a front matter, parsed once and found again."""

from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.kept import Index
from claimbook.notebook import parsed
from claimbook.notebook.parsed import load_parsed
from claimbook.notebook.strictyaml import load_yaml
from front import FRONT


def load_again(text: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, bool]:
    """Return what a later process reads, and whether it had to parse it."""
    index = Index(path)
    load_parsed(text, where="x", index=index)
    index.save()
    texts: list[str] = []

    def parse(text: str, **told: Any) -> object:
        texts.append(text)
        return load_yaml(text, **told)

    monkeypatch.setattr(parsed, "load_yaml", parse)
    return load_parsed(text, where="x", index=Index(path)), bool(texts)


@pytest.mark.parametrize(
    "text", [FRONT.strip().strip("-"), 'a: [2024-02-29, 1, 1.5, true, null, "é\\n", .inf, 1e3]']
)
def test_what_was_parsed_is_found(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that is found has the kinds that a parser gives it."""
    found, anew = load_again(text, tmp_path / "fronts.json", monkeypatch)
    assert (repr(found), anew) == (repr(load_yaml(text, where="x")), False)


@pytest.mark.parametrize(
    "text",
    [
        "1: a",
        "a: 2024-02-29 10:00:00",
        "a: !!set {b}",
        'a: ["\\0day", "2024-02-29"]',
        "a: &a [*a]",
        "a: !!binary aGk=",
        "a0: &b0 [x, x]\n" + "\n".join(f"a{n}: &b{n} [*b{n - 1}, *b{n - 1}]" for n in range(1, 50)),
    ],
)
def test_what_json_would_change_is_parsed_again(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that are numbers, times, sets, and aliases that would fill a disk are not kept."""
    _, anew = load_again(text, tmp_path / "fronts.json", monkeypatch)
    assert anew


def test_what_is_refused_is_refused_again(tmp_path: Path) -> None:
    """A fault is found each time, in the place of this file."""
    for where in ("a.ipynb", "b.ipynb"):
        index = Index(tmp_path / "fronts.json")
        with pytest.raises(ClaimbookError, match=where):
            load_parsed("a: 1\na: 2", where=where, index=index)
        index.save()

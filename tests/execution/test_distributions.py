"""Which distributions a notebook imports, and their versions."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.execution import distributions
from claimbook.execution.distributions import list_versions


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of distributions that stands first on Python's path; nothing is remembered."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    distributions._map_modules.cache_clear()
    yield folder
    distributions._map_modules.cache_clear()


def install(folder: Path, name: str, version: str) -> None:
    """Put a distribution of one module there, in place of any other version of it."""
    for old in folder.glob(f"{name}-*.dist-info"):
        (old / "METADATA").unlink()
        (old / "top_level.txt").unlink()
        old.rmdir()
    record = folder / f"{name}-{version}.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
    (record / "top_level.txt").write_text(f"{name}_module\n")


def test_what_is_installed_later_is_seen(path: Path, tmp_path: Path) -> None:
    """A distribution that is installed, or replaced, while the program runs is found with its version."""
    cache_file = tmp_path / "cache.json"

    def versions() -> dict[str, str]:
        return dict(list_versions(["toys_module"], cache_file))

    assert versions() == {"toys_module": "not installed"}
    install(path, "toys", "1.0")
    assert versions() == {"toys": "1.0"}
    install(path, "toys", "1.1")
    assert versions() == {"toys": "1.1"}
    assert json.loads(cache_file.read_text())["modules"]["toys_module"] == ["toys"]


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"records": 1}', '{"modules": []}', '{"modules": {"a": [1]}}']
)
def test_a_damaged_memory_is_no_matter(path: Path, tmp_path: Path, kept: str) -> None:
    """What was kept of the records is read only if it is whole; nor must it be possible to keep."""
    install(path, "toys", "1.0")
    (tmp_path / "cache.json").write_text(kept)
    assert dict(list_versions(["toys_module"], tmp_path / "cache.json")) == {"toys": "1.0"}
    distributions._map_modules.cache_clear()
    nowhere = tmp_path / "cache.json" / "below a file"
    assert dict(list_versions(["toys_module"], nowhere)) == {"toys": "1.0"}


def test_the_records_are_read_once(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process that finds the same records does not read them again."""
    install(path, "toys", "1.0")
    cache_file = tmp_path / "cache.json"
    first = dict(list_versions(["toys_module", "yaml"], cache_file))
    distributions._map_modules.cache_clear()
    monkeypatch.setattr(distributions.metadata, "packages_distributions", None)
    assert dict(list_versions(["toys_module", "yaml"], cache_file)) == first

"""Compiled templates that are kept: never older than what they were compiled by."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from claimbook.pages import compiled
from claimbook.pages.compiled import MOST, keep_compiled


def make(work: Path, source: str, **settings: bool) -> Environment:
    made = Environment(loader=DictLoader({"a": source}), **settings)
    keep_compiled(made, work)
    return made


def list_kept(work: Path) -> list[Path]:
    return sorted(path for path in work.rglob("*") if path.is_file())


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another environment takes what the first has kept."""
    assert make(tmp_path, "{{ 1 + 1 }}!").get_template("a").render() == "2!"
    (kept,) = list_kept(tmp_path)
    again = make(tmp_path, "{{ 1 + 1 }}!")
    monkeypatch.delattr(Environment, "compile")
    assert again.get_template("a").render() == "2!"
    assert list_kept(tmp_path) == [kept]


def test_another_source_is_compiled_anew(tmp_path: Path) -> None:
    """What is kept under the name of a template serves its source alone."""
    make(tmp_path, "old").get_template("a")
    assert make(tmp_path, "new").get_template("a").render() == "new"


def test_another_engine_or_setting_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A constant is worked out when a template is compiled, so what works it out counts."""
    source = "{% if true %}\n{{ '<' }}\n{% endif %}"
    plain = make(tmp_path, source).get_template("a").render()
    strict = make(tmp_path, source, trim_blocks=True, autoescape=True).get_template("a").render()
    assert (plain, strict) == ("\n<\n", "&lt;\n")
    monkeypatch.setattr(compiled, "digest_engine", lambda: "another")
    make(tmp_path, source).get_template("a")
    assert len({path.parent for path in list_kept(tmp_path)}) == 3


def test_an_engine_that_changes_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be said of what it compiles."""
    monkeypatch.setattr(compiled, "digest_engine", lambda: None)
    assert make(tmp_path, "a").get_template("a").render() == "a"
    assert list_kept(tmp_path) == []


@pytest.mark.parametrize("cut", [slice(0, 70), slice(0, -1), slice(0, 0), slice(3, None)])
def test_what_is_damaged_is_compiled_again(tmp_path: Path, cut: slice) -> None:
    """It is mended too."""
    make(tmp_path, "{{ 1 }}").get_template("a")
    (kept,) = list_kept(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(whole[cut])
    assert make(tmp_path, "{{ 1 }}").get_template("a").render() == "1"
    assert kept.read_bytes() == whole


def test_the_file_of_another_template_is_not_taken(tmp_path: Path) -> None:
    """A file that lies under another's name counts as damaged."""
    make(tmp_path, "one").get_template("a")
    (one,) = list_kept(tmp_path)
    environment = Environment(loader=DictLoader({"b": "two"}))
    keep_compiled(environment, tmp_path)
    environment.get_template("b")
    (two,) = {*list_kept(tmp_path)} - {one}
    two.write_bytes(one.read_bytes())
    again = Environment(loader=DictLoader({"b": "two"}))
    keep_compiled(again, tmp_path)
    assert again.get_template("b").render() == "two"


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    """Everything is drawn all the same."""
    (tmp_path / "templates").write_text("no folder")
    assert make(tmp_path, "a").get_template("a").render() == "a"


def test_the_oldest_folders_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest that is upgraded for years does not keep them all."""
    for number in range(MOST + 3):
        monkeypatch.setattr(compiled, "digest_engine", lambda number=number: str(number))
        make(tmp_path, "a").get_template("a")
    assert len(list((tmp_path / "templates").iterdir())) == MOST

"""The table of settings is what the code reads, and what is shown of it is complete."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
import yaml

from claimbook.checks.project import check
from claimbook.notebook.book import Settings, read_settings
from claimbook.notebook.settings import SETTINGS, Place, find_unknown, list_names
from claimbook.pages.catalogue import PARTS
from small_project import Project, claimbook

ROOT = Path(__file__).parents[2]
SOURCES = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]


def test_every_field_of_the_settings_is_in_the_table():
    """What `[tool.claimbook]` may hold is listed, with the value that it has unless it is set."""
    read = {one.name: one.default for one in fields(Settings) if one.default is not MISSING}
    listed = {one.name: one.default for one in SETTINGS if one.place is Place.TOOL}
    assert {
        name: None if value == "" else yaml.safe_load(value) for name, value in listed.items()
    } == read


def test_every_variable_is_in_the_table():
    """No variable of the environment is read that the table does not have, but between processes."""
    named = {name for text in SOURCES for name in re.findall(r"\bCLAIMBOOK_[A-Z_]+", text)}
    between = {"CLAIMBOOK_RUN", "CLAIMBOOK_OPENED", "CLAIMBOOK_KEEPER"}
    named |= set(re.findall(r"\bCLAIMBOOK_[A-Z_]+", (ROOT / "mkdocs.yml").read_text()))
    assert named - between == set(list_names(Place.ENVIRONMENT))


def test_every_key_of_our_own_is_in_the_table():
    """What is read of `extra.claimbook` is listed, and what is not listed is a fault."""
    pattern = r"""extra\.claimbook\.(\w+)|(?:\bown|"claimbook", \{\}\))\.get\("(\w+)\""""
    read = {a or b for text in SOURCES for a, b in re.findall(pattern, text)}
    assert read - {"KEY"} == set(list_names(Place.OWN))
    (fault,) = find_unknown({"claimbook": {"profil": "full", "citations": "x"}}, where="mkdocs.yml")
    assert str(fault) == (
        'mkdocs.yml: extra.claimbook.profil: is an unknown key; did you mean "profile"?'
    )


@pytest.mark.parametrize("extra", [None, [], {"claimbook": None}, {"other": {"a": 1}}])
def test_what_is_not_ours_is_nobodys_fault(extra: object):
    """Other keys of `extra` are other people's."""
    assert list(find_unknown(extra, where="mkdocs.yml")) == []


def test_a_check_finds_unknown_settings(project: Project):
    """In both files, each with the nearest name."""
    project.write("mkdocs.yml", "site_name: x\nextra: {claimbook: {citation: numeric}}\n")
    told = [str(fault) for fault in check(project.root)]
    assert [one for one in told if one.startswith("mkdocs.yml: extra.claimbook.citation: ")]
    project.write("pyproject.toml", "[tool.claimbook]\ntime_limt = 3\n")
    done = claimbook(project, "settings")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'tool.claimbook.time_limt: is an unknown key; did you mean "time_limit"?' in done.stderr


def test_all_of_them_are_printed_with_what_is_said_of_them(project: Project):
    """A value of the project stands in place of the one that holds unless it is set."""
    done = claimbook(project, "settings")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"  {one.name} = " in done.stdout for one in SETTINGS)
    assert "  site_name = A small project\n" in done.stdout
    assert "  time_limit = 60\n" in done.stdout
    assert "  full_seconds = 180 (unless set)\n" in done.stdout


def test_the_page_has_all_of_them():
    """The reference that hand-written pages show has a row for each, and both pages show it."""
    drawn = str(PARTS["settings"](None))
    assert re.findall(r"<td><code>([\w.]+)</code></td> <td>", drawn) == [
        one.name for one in SETTINGS
    ]
    for page in ("docs/contributing.md", "src/claimbook/starter/templates/docs/contributing.md.j2"):
        assert "<!-- claimbook:settings -->" in (ROOT / page).read_text()


@pytest.mark.parametrize("written", ["0", "-1", '"20"', "true", "inf", "nan"])
def test_a_budget_is_a_number_above_zero(project: Project, written: str):
    """Anything else is refused with its place."""
    project.write("pyproject.toml", f"[tool.claimbook]\nquick_seconds = {written}\n")
    with pytest.raises(Exception, match=r"is no limit|has the wrong type") as raised:
        read_settings(project.root)
    assert raised.value.where == "pyproject.toml: tool.claimbook.quick_seconds"

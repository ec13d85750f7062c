import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from claimbook.pages.drawing import make_environment
from claimbook.pages.issues import FORM, SECTION, Reporting, locate_report

ROOT = Path(__file__).parents[2]


def form() -> dict:
    return yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text("utf-8"))


@pytest.mark.parametrize(
    ("repository", "begins", "filled"),
    [
        ("https://github.com/o/r", "https://github.com/o/r/issues/new", "claim"),
        ("https://github.com/o/r.git/", "https://github.com/o/r/issues/new", "claim"),
        ("https://gitlab.com/o/r", "https://gitlab.com/o/r/-/issues/new", "issue[title]"),
        (
            "https://gitlab.lab.org/g/o/r",
            "https://gitlab.lab.org/g/o/r/-/issues/new",
            "issue[title]",
        ),
        ("https://codeberg.org/o/r", "https://codeberg.org/o/r/issues/new", "title"),
    ],
)
def test_a_forge_is_told_which_claim(repository: str, begins: str, filled: str):
    """Its new issue names the claim before a reader has typed anything."""
    address = locate_report(repository, "dpa", "front-expands", otherwise="elsewhere")
    parts = urlsplit(address)

    assert address.startswith(f"{begins}?")
    assert parse_qs(parts.query)[filled] == ["dpa:front-expands"]


@pytest.mark.parametrize(
    "repository", ["", "https://example.org/r", "https://github.com.evil.org/r"]
)
def test_elsewhere_the_site_says_how(repository: str):
    """Without a repository whose issues are known, a section of this site says what to do."""
    assert locate_report(repository, "dpa", "x", otherwise="elsewhere") == "elsewhere"


def test_the_form_is_one_that_github_takes():
    """It has what a form must have, and a field of the name that the link fills in."""
    made = form()
    fields = [part for part in made["body"] if part["type"] != "markdown"]
    ids = [field["id"] for field in fields]

    assert {"name", "description", "body"} <= made.keys()
    assert {field["type"] for field in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w-]+", name) for name in ids)
    address = locate_report("https://github.com/o/r", "dpa", "x", otherwise="")
    asked = parse_qs(urlsplit(address).query)
    assert asked.pop("template") == [FORM]
    assert asked.keys() <= set(ids)


def test_the_section_is_on_the_page():
    """Contributing has the section that is named where there is no form."""
    assert f"{{#{SECTION}}}" in (ROOT / "docs" / "contributing.md").read_text("utf-8")


def test_a_claim_without_any_way_has_no_link():
    """The macro draws a link, or nothing."""
    macro = make_environment().get_template("report.html").module.report
    claim = type("Claim", (), {"id": "gap"})()

    assert macro(Reporting("tiny"), claim).strip() == ""
    assert 'href="../x/#y"' in macro(Reporting("tiny", otherwise="../x/#y"), claim)

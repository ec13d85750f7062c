"""The command `check` on a built site, as a person types it."""

import pytest

from claimbook.errors import Exit
from small_project import Project, claimbook

GOOD = """\
<html lang="en">
<head><title>{title}</title><meta name="description" content="A page."></head>
<body><h1>It</h1><a href="{link}">a link</a></body>
</html>
"""


@pytest.fixture
def built(project: Project) -> Project:
    """A project with a site of two pages."""
    project.write("site/index.html", GOOD.format(title="Home", link="a/"))
    project.write("site/a/index.html", GOOD.format(title="A", link=".."))
    return project


def test_a_good_site_is_counted(built: Project) -> None:
    """The folder is found as mkdocs.yml says, and what was read is told."""
    done = claimbook(built, "check", "--site")
    assert (done.returncode, done.stdout) == (Exit.GOOD, "2 pages, 2 links: all good\n")


def test_a_folder_can_be_named(built: Project) -> None:
    """A site elsewhere is read without mkdocs.yml having a say."""
    (built.root / "site").rename(built.root / "elsewhere")
    built.write("mkdocs.yml", "site_dir: !ENV SITE\n")
    done = claimbook(built, "check", "--site", "elsewhere")
    assert (done.returncode, done.stdout) == (Exit.GOOD, "2 pages, 2 links: all good\n")


def test_every_fault_is_a_line(built: Project) -> None:
    """Place, fault and advice are one line each, and the exit code says that there are some."""
    built.write("site/a/index.html", GOOD.format(title="{{ A }}", link="../index.htm"))
    done = claimbook(built, "check", "--site")
    assert (done.returncode, done.stdout) == (Exit.CLAIM_FAILED, "")
    assert done.stderr.splitlines() == [
        'a/index.html, line 2: <title> shows a bound name that nothing filled in: "{{ A }}"; bound names '
        "work in prose cells, outside code and math; what is none goes in backticks",
        'a/index.html, line 3: <a> leads to "../index.htm", and the site has no such file; '
        'did you mean "../"?',
        "claimbook: 2 faults found",
    ]


def test_a_site_that_is_not_built_is_asked_for(project: Project) -> None:
    """Without a site there is one line, with the command that makes one."""
    done = claimbook(project, "check", "--site")
    assert done.returncode == Exit.BAD_INPUT
    folder = project.root / "site"
    assert done.stderr == (
        f"claimbook: {folder}: is not there; `mkdocs build --site-dir {folder}` builds it\n"
    )


def test_without_the_option_the_project_is_checked(built: Project) -> None:
    """`check` alone reads no built page."""
    built.write("site/a/index.html", "")
    claimbook(built, "bib")
    done = claimbook(built, "check")
    assert (done.returncode, done.stdout) == (Exit.GOOD, "all good\n")

"""The command `bib` and its parts, as a person types them."""

import pytest

from small_project import Project, claimbook

ENTRY = """\
@misc{doe2024other,
  author = {Doe, Jane},
  title  = {Other {LLM}s},
  year   = {2024},
  month  = feb,
  url    = {https://example.org/other}
}
"""
CITES = "# Home\n\nSee [@doe2024other].\n"


@pytest.fixture
def cited(project: Project) -> Project:
    """A project with one work, and a page that cites it."""
    project.write("bib/works.bib", ENTRY)
    project.write("docs/index.md", CITES)
    return project


def test_writes_only_what_changed(cited: Project) -> None:
    """`bib` writes once; `--check` tells whether it would write again."""
    before = claimbook(cited, "bib", "--check")
    assert before.returncode == 1
    assert before.stderr.splitlines() == [
        "bib/claimbook.bib: is out of date; run `claimbook bib`",
        "claimbook: 1 fault found",
    ]
    assert claimbook(cited, "bib").stdout == "wrote bib/claimbook.bib\n"
    path = cited.root / "bib" / "claimbook.bib"
    written = path.stat().st_mtime_ns
    assert claimbook(cited, "bib").stdout == "bib/claimbook.bib is up to date\n"
    assert written == path.stat().st_mtime_ns
    after = claimbook(cited, "bib", "--check")
    assert (after.returncode, after.stdout) == (0, "bib/claimbook.bib is up to date and sound\n")


@pytest.mark.parametrize("works", ["@misc{a1, title={x}", "@misc{a1, year=1}\n@misc{a1, year=2}"])
def test_refuses_broken_works(project: Project, works: str) -> None:
    """A broken works.bib is one line and exit code 2, and neither file is touched."""
    path = project.write("bib/works.bib", works)
    done = claimbook(project, "bib")
    assert done.returncode == 2
    assert done.stderr.startswith("claimbook: works.bib, line ")
    assert done.stderr.count("\n") == 1
    assert path.read_text("utf-8") == works
    assert not (project.root / "bib" / "claimbook.bib").exists()


def test_a_renamed_key_is_not_let_go(cited: Project) -> None:
    """A key that was written and is gone is refused until it has an heir or is forgotten."""
    claimbook(cited, "bib")
    cited.write("bib/works.bib", ENTRY.replace("doe2024other", "doe2024others"))
    cited.write("docs/index.md", CITES.replace("doe2024other", "doe2024others"))
    path = cited.root / "bib" / "claimbook.bib"
    before = path.read_text("utf-8")
    refused = claimbook(cited, "bib")
    assert (refused.returncode, path.read_text("utf-8")) == (1, before)
    assert refused.stderr.startswith('bib/claimbook.bib: the key "doe2024other" stood here')
    assert "add `doe2024other: doe2024others` to bib/aliases.yml" in refused.stderr
    cited.write("bib/aliases.yml", "doe2024other: doe2024others\n")
    assert claimbook(cited, "bib").returncode == 0
    assert "ids           = {doe2024other}" in path.read_text("utf-8")
    cited.write("docs/index.md", CITES)  # the old key still leads there
    assert claimbook(cited, "bib", "--check").returncode == 0


def test_a_key_can_be_forgotten(cited: Project) -> None:
    """`--forget` lets one key go, and no other."""
    cited.write("bib/works.bib", ENTRY + ENTRY.replace("doe2024other", "roe2024two"))
    claimbook(cited, "bib")
    cited.write("bib/works.bib", "")
    cited.write("docs/index.md", "# Home\n")
    one = claimbook(cited, "bib", "--forget", "doe2024other")
    assert (one.returncode, len(one.stderr.splitlines())) == (1, 2)
    assert one.stderr.startswith('bib/claimbook.bib: the key "roe2024two" stood here')
    both = ("--forget", "doe2024other", "--forget", "roe2024two")
    assert claimbook(cited, "bib", *both).returncode == 0
    assert claimbook(cited, "bib", "--check").returncode == 0


@pytest.mark.parametrize(
    ("works", "key", "says"),
    [
        ("", "doe2024othr", 'no key "doe2024othr" stands here that would be lost; did you mean '),
        (ENTRY, "nope", 'no key "nope" stands here that would be lost; leave out --forget'),
        (
            ENTRY,
            "doe2024other",
            'the key "doe2024other" leads to a work, so that it cannot be forg',
        ),
    ],
)
def test_a_key_that_is_not_lost_cannot_be_forgotten(
    cited: Project, works: str, key: str, says: str
) -> None:
    """A slip behind `--forget` is one line, and nothing is written."""
    claimbook(cited, "bib")
    path = cited.root / "bib" / "claimbook.bib"
    before = path.read_bytes()
    cited.write("bib/works.bib", works)
    done = claimbook(cited, "bib", "--forget", key)
    assert (done.returncode, path.read_bytes()) == (2, before)
    assert done.stderr.startswith(f"claimbook: bib/claimbook.bib: {says}")
    assert len(done.stderr.splitlines()) == 1


def test_add_then_cite(cited: Project) -> None:
    """An entry is added at the end, says its key, and is refused the second time."""
    new = "@article{x1, author={Roe, R.}, title={Two}, journal={J}, year={2021}, abstract={Long.}}"
    done = claimbook(cited, "bib", "add", "-", stdin=new)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == ("added roe2021two to bib/works.bib (left out: abstract)")
    assert (cited.root / "bib" / "works.bib").read_text("utf-8").startswith(ENTRY)
    again = claimbook(cited, "bib", "add", new)
    assert again.returncode == 2
    there = 'x1: is there already as "roe2021two" (works.bib, '
    assert again.stderr.startswith(f"claimbook: the BibTeX entry, line 1, {there}")


def test_add_without_a_network(cited: Project) -> None:
    """Where nobody can be asked, one line says so and nothing is written."""
    done = claimbook(cited, "bib", "add", "2402.18571")
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert 'nobody could be asked about "2402.18571"' in done.stderr
    assert (cited.root / "bib" / "works.bib").read_text("utf-8") == ENTRY

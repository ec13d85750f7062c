"""`claimbook import`: what a post adds to a project, and what it leaves alone."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claimbook.checks.project import check
from claimbook.errors import ClaimbookError
from claimbook.intake.digest import Intake, bring_in, recognise
from claimbook.intake.post import Post, PostEntry, parse_posts, read_posts
from claimbook.notebook.source import read
from front import FRONT, write_notebook
from small_project import Project

POSTS = Path(__file__).parents[1] / "posts"
ROOT = Path(__file__).parents[2]
DIGEST = sorted((ROOT.parent / "shared" / "digest").glob("*.txt"))
DAY = date(2024, 2, 29)


def bring(project: Project, name: str = "korean.txt") -> Intake:
    """Bring one of the posts in."""
    return bring_in(project.book, read_posts(POSTS / name)[0], where=name)


def slugs(project: Project) -> list[str]:
    return sorted(path.stem for path in (project.root / "notebooks").iterdir())


def test_each_entry_becomes_a_notebook(project: Project) -> None:
    """Date, order, tags, title, authors, key and slug are those of the post."""
    made = bring(project).made
    names = [
        "pebble-2",
        "goldfish-models-dream-memory",
        "jageun-modelui-gin-gieog",
        "paper-about-nothing",
    ]
    assert [one.path.stem for one in made] == names
    fronts = [read(one.path).front for one in made]
    assert [front.digest.order for front in fronts] == [1, 2, 3, 4]
    assert {front.digest.date for front in fronts} == {date(2023, 11, 3)}
    assert [front.paper.key for front in fronts] == [
        *("unknown2023pebble", "pretend2023goldfish", "hong2023jageun", "atall2023paper"),
    ]
    assert fronts[1].paper.authors == (
        *("Pretend, Mina", "von Invented, Karl", "de la Nada, Ana", "{Team Goldfish}"),
    )
    assert fronts[1].digest.title == "Do Goldfish Models Dream? Memory in Networks of Three Neurons"
    assert [front.digest.tags for front in fronts][:3] == [
        *(("llm", "pebble"), ("memory", "rnn"), ("memory",)),
    ]


def test_what_the_post_does_not_say_is_listed(project: Project) -> None:
    """News lacks a paper; a paper its identifier and day; the last entry its tags."""
    news, goldfish, _, nothing = (set(one.blanks) for one in bring(project).made)
    assert {
        "paper.title: the paper's title, if this is news",
        "paper.authors[0]: Last, First",
    } <= news
    assert any(blank.startswith("paper.arxiv: the identifier; a paper") for blank in goldfish)
    assert "paper.key: its year is the post's, 2023" in goldfish
    assert "paper.date: the day of the first version, which here is the post's" in goldfish
    assert "digest.companions: `claimbook bib add 2311.00001`, and its key here" in goldfish
    assert "digest.tags[0]: a tag" in nothing - goldfish
    assert "paper.arxiv: the post names 2311.00002" in nothing


def test_the_author_finds_the_text_again(project: Project) -> None:
    """The abstract is quoted to be restated, the commentary stands as it was, markup escaped."""
    path = bring(project).made[1].path
    abstract, commentary = (cell.source for cell in read(path).cells[1:3])
    assert abstract.startswith("## Abstract, restated\n\n1. TODO: each claim of the abstract")
    assert "\n\nTODO: this is the abstract as it was given." in abstract
    assert "\n\n> Small networks are said to forget at once." in abstract
    assert "recall falls as $1/t$" in abstract
    assert commentary.startswith(
        "## Commentary\n\nPuddle Networks (https://arxiv.org/abs/2311.00001)"
    )
    assert "&#123;{ 이만큼 }} 기억한다는" in commentary
    assert (
        "\n\n&#64;pretend2023goldfish 라는 계정도 있습니다. &lt;script>는 없습니다." in commentary
    )
    assert commentary.endswith("rerunning @pretend2023goldfish taught. Take a position.")


@pytest.mark.parametrize("name", ["korean.txt", "english.txt"])
def test_only_the_listed_blanks_are_left(project: Project, name: str) -> None:
    """`check` finds the blanks of the new notebooks, each of them, and nothing else."""
    made = bring(project, name).made
    faults = [str(fault) for fault in check(project.root) if "claimbook.bib" not in str(fault)]
    assert [fault for fault in faults if "is a blank" not in fault] == []
    assert len(faults) == sum(len(one.blanks) for one in made)


def test_run_twice_it_adds_nothing(project: Project) -> None:
    """The second time every entry is there, and no file is touched."""
    bring(project)
    before = {path: path.read_bytes() for path in (project.root / "notebooks").iterdir()}
    again = bring(project)
    assert (again.made, len(again.present)) == ((), 4)
    assert before == {path: path.read_bytes() for path in (project.root / "notebooks").iterdir()}


def test_only_what_is_missing_is_added(project: Project) -> None:
    """A notebook that was removed comes back, at its place; the others stay as they were edited."""
    made = bring(project).made
    made[1].path.unlink()
    project.edit("pebble-2", "TODO: the question", "What of the question")
    again = bring(project)
    assert [one.path.stem for one in again.made] == ["goldfish-models-dream-memory"]
    assert read(again.made[0].path).front.digest.order == 2
    assert "What of the question" in (project.root / "notebooks" / "pebble-2.ipynb").read_text()


def post(*entries: PostEntry, day: date = DAY) -> Post:
    return Post(day, entries)


PAPER = PostEntry("A Tiny Paper", 2, authors=("Jane Doe",))


@pytest.mark.parametrize(
    ("entry", "day"),
    [
        (PAPER, DAY),
        (PAPER, date(2020, 1, 1)),
        (replace(PAPER, title="a tiny paper."), DAY),
        (replace(PAPER, title="A Tinny Paper"), DAY),
        (replace(PAPER, title="A Tiny"), DAY),
        (replace(PAPER, title="Renamed", arxiv="2402.00001"), date(2020, 1, 1)),
        (replace(PAPER, title="Tiny Papers: A Study"), DAY),
        (replace(PAPER, authors=()), DAY),
    ],
)
def test_paper_that_is_there_is_recognised(project: Project, entry: PostEntry, day: date) -> None:
    """By its identifier, by its title with a slip of the pen, or by its key and half its title."""
    path = write_notebook(project.root / "notebooks")
    found = bring_in(project.book, post(entry, day=day), where="post.txt")
    assert (found.made, found.present) == ((), ((entry.title, path),))


@pytest.mark.parametrize(
    ("entry", "day"),
    [
        (replace(PAPER, authors=()), date(2020, 1, 1)),  # news comes again under one title
        (replace(PAPER, title="A Tinny Paper", authors=("A. Roe",)), date(2020, 1, 1)),
        (replace(PAPER, title="A Tiny Paper 2", authors=("A. Roe",)), DAY),
        (replace(PAPER, title="Paper", authors=("A. Roe",)), DAY),
        (replace(PAPER, title="Tiny Optics at Sea Level"), date(2025, 1, 1)),
    ],
)
def test_another_paper_is_not(project: Project, entry: PostEntry, day: date) -> None:
    """Another number, another day's news and another paper by the same person are new."""
    path = write_notebook(project.root / "notebooks")
    before = path.read_bytes()
    found = bring_in(project.book, post(entry, day=day), where="post.txt")
    assert (len(found.made), found.present, path.read_bytes()) == (1, (), before)


def test_one_notebook_is_one_entry(project: Project) -> None:
    """The surest rule goes first, whatever the order, and a notebook is never matched twice."""
    write_notebook(project.root / "notebooks")
    near, exact = replace(PAPER, title="A Tinny Paper", line=9), PAPER
    assert list(recognise(project.book.notebooks, post(near, exact))) == [2]


def test_keys_and_slugs_that_are_taken(project: Project) -> None:
    """Two entries of one name get two notebooks and two keys, and are told apart the next time."""
    twice = post(
        PostEntry("Pebble", 2, commentary=("One.",)), PostEntry("Pebble", 5, commentary=("Two.",))
    )
    made = bring_in(project.book, twice, where="post.txt").made
    assert [one.path.stem for one in made] == ["pebble", "pebble-2"]
    assert [read(one.path).front.paper.key for one in made] == [
        *("unknown2024pebble", "unknown2024pebble2"),
    ]
    assert bring_in(project.book, twice, where="post.txt").made == ()


def test_nothing_is_overwritten(project: Project) -> None:
    """A notebook of another paper keeps its name."""
    front = FRONT.replace("A Tiny Paper", "Something Else").replace("A tiny paper", "Else")
    path = write_notebook(project.root / "notebooks", "tiny-paper", front=front)
    before = path.read_bytes()
    (made,) = bring_in(project.book, post(PAPER), where="post.txt").made
    assert (made.path.stem, path.read_bytes()) == ("tiny-paper-2", before)
    assert read(made.path).front.paper.key == "doe2024tiny2"


def test_companion_that_is_known(project: Project) -> None:
    """An identifier of a work or a paper of the project becomes its key."""
    project.write(
        "bib/works.bib",
        "@misc{roe2023puddle, title={P}, eprint={2311.00001}, archiveprefix={arXiv}}\n",
    )
    goldfish = bring(project).made[1]
    assert read(goldfish.path).front.digest.companions == ("roe2023puddle",)
    assert not any("companions" in blank for blank in goldfish.blanks)


def test_work_that_is_cited_already(project: Project) -> None:
    """An entry that is among the works is refused before anything is written."""
    project.write(
        "bib/works.bib",
        "\n@misc{pretend2023goldfish, title={Do Goldfish Models Dream?}, year={2023}}\n",
    )
    with pytest.raises(ClaimbookError, match=r"korean\.txt, line 6: .*works\.bib, line 2.*take it"):
        bring(project)
    assert slugs(project) == []


def test_work_of_another_name(project: Project) -> None:
    """A work that only shares the key leaves the entry another one."""
    project.write(
        "bib/works.bib", "@misc{pretend2023goldfish, title={Aquarium Optics}, year={2023}}\n"
    )
    assert read(bring(project).made[1].path).front.paper.key == "pretend2023goldfish2"


@pytest.mark.parametrize(
    "title", ["Quote \" and 'quote': # x", "- [a]: {b}", "%! &c *d @e", "null"]
)
def test_titles_that_yaml_minds(project: Project, title: str) -> None:
    """Whatever stands in a title of news comes back out of the front matter."""
    found = parse_posts(f"2024-02-29\n{title}\nText.\n#1 #null", where="post.txt")[0]
    (made,) = bring_in(project.book, found, where="post.txt").made
    front = read(made.path).front
    assert (front.paper.title, front.digest.tags) == (title, ("1", "null"))


def claimbook(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a project."""
    command = [sys.executable, "-m", "claimbook", *map(str, arguments)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def test_the_command(project: Project) -> None:
    """It says what it wrote and what is open, and the second time that there is nothing new."""
    done = claimbook(project.root, "import", POSTS / "english.txt")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("claimbook: arXiv could not be asked")
    lines = done.stdout.splitlines()
    assert lines[0] == "wrote notebooks/pebble-2.ipynb; to fill in:"
    assert "wrote notebooks/sand.ipynb; to fill in:" in lines
    assert lines.count("  trust: one or two sentences on how far to trust this page") == 1
    assert lines.index("to fill in in each of them:") < lines.index(
        "  trust: one or two sentences on how far to trust this page"
    )
    again = claimbook(project.root, "import", POSTS / "english.txt")
    assert again.returncode == 0
    assert again.stdout.splitlines() == [
        "here already: notebooks/pebble-2.ipynb (Pebble 2)",
        "here already: notebooks/sand.ipynb (Sand: A Model of Grains)",
        "nothing new",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.txt"], "claimbook: none.txt: cannot be read: No such file"),
        (["pyproject.toml"], "claimbook: pyproject.toml, line 1: the first line is no day"),
        ([], "claimbook: Missing argument 'POST'."),
    ],
)
def test_the_command_refuses_in_one_line(project: Project, arguments: list[str], says: str) -> None:
    """What is no post is one line and exit code 2."""
    done = claimbook(project.root, "import", *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(says)
    assert slugs(project) == []


@pytest.mark.skipif(not DIGEST, reason="the digest's own post is not beside the repository")
def test_the_real_post_adds_nothing_here() -> None:
    """All eight entries of the digest's own post are notebooks of this project."""
    done = claimbook(ROOT, "import", DIGEST[0])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "nothing new"
    assert re.findall(r"notebooks/(\S+)\.ipynb", done.stdout) == [
        *("starcoder2", "llama3", "weight-diffusion", "stable-lm-2", "self-aligning", "ptst"),
        *("rnn-retrieval", "dpa"),
    ]


@pytest.mark.skipif(not DIGEST, reason="the digest's own post is not beside the repository")
def test_the_real_post_in_an_empty_project(project: Project) -> None:
    """Its eight entries become eight notebooks with nothing wrong but their blanks."""
    made = bring_in(project.book, read_posts(DIGEST[0])[0], where="post.txt").made
    assert len(made) == 8
    faults = [str(fault) for fault in check(project.root) if "claimbook.bib" not in str(fault)]
    assert [fault for fault in faults if "is a blank" not in fault] == []
    assert len(faults) == sum(len(one.blanks) for one in made)

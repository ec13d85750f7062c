"""Which files are the project's notebooks, by whatever name or link they are reached."""

import re
import shutil
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.book import (
    find_notebooks,
    find_root,
    open_book,
    read_settings,
    refuse_repeats,
)
from claimbook.notebook.choosing import choose_notebooks, choose_slugs
from claimbook.notebook.source import read
from front import FRONT, write_notebook
from small_project import Project

OTHER = FRONT.replace("doe2024tiny", "doe2024other")


def found(project: Project) -> list[str]:
    settings = read_settings(project.root)
    return [str(path.relative_to(settings.notebooks)) for path in find_notebooks(settings)]


def fault(project: Project) -> str:
    with pytest.raises(ClaimbookError) as caught:
        open_book(project.root)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.fixture
def notebooks(project: Project) -> Path:
    return project.root / "notebooks"


def test_notebooks_are_found_in_every_folder(project: Project, notebooks: Path) -> None:
    """Notebooks may lie in folders; what is hidden, and what is no notebook, is passed over."""
    for name in ("b.ipynb", "x/a.ipynb", "x/y/c.ipynb", "x/notes.md"):
        project.write(f"notebooks/{name}", "{}")
    for name in (
        ".ipynb_checkpoints/b-checkpoint.ipynb",
        "x/.ipynb_checkpoints/a.ipynb",
        "._b.ipynb",
    ):
        project.write(f"notebooks/{name}", "{}")
    (notebooks / "folder.ipynb").mkdir()
    assert found(project) == ["b.ipynb", "x/a.ipynb", "x/y/c.ipynb"]


def test_project_without_notebooks(project: Project, notebooks: Path) -> None:
    """A project that has no notebooks, or not even their folder, has none."""
    assert found(project) == []
    notebooks.rmdir()
    assert found(project) == []


def test_linked_folder_is_read_once(project: Project, notebooks: Path, tmp_path: Path) -> None:
    """A folder that is a link is entered; one that is here already keeps its own name."""
    write_notebook(tmp_path / "shared", "far")
    write_notebook(notebooks / "own", "near", front=OTHER)
    (notebooks / "linked").symlink_to(tmp_path / "shared")
    (notebooks / "again").symlink_to(tmp_path / "shared")
    (notebooks / "a-link-to-own").symlink_to("own")
    assert found(project) == ["again/far.ipynb", "own/near.ipynb"]
    assert [one.slug for one in open_book(project.root).notebooks] == ["far", "near"]


def test_links_that_lead_round_in_a_circle_end(project: Project, notebooks: Path) -> None:
    """A link to a folder that holds it, the notebooks' own or one above it, is not followed."""
    write_notebook(notebooks / "x", "a")
    project.write("tests/case.ipynb", "{}")
    (notebooks / "x" / "loop").symlink_to(".")
    (notebooks / "x" / "up").symlink_to("..")
    (notebooks / "project").symlink_to("..")
    (notebooks / "itself").symlink_to("itself")
    assert found(project) == ["x/a.ipynb"]


def test_notebooks_folder_may_be_a_link(project: Project, notebooks: Path, tmp_path: Path) -> None:
    """The folder of all notebooks can itself lie elsewhere."""
    write_notebook(tmp_path / "elsewhere", "a")
    notebooks.rmdir()
    notebooks.symlink_to(tmp_path / "elsewhere")
    assert found(project) == ["a.ipynb"]


def test_link_to_a_notebook_is_read(project: Project, notebooks: Path, tmp_path: Path) -> None:
    """A notebook that is a link has the link's slug; a link that leads nowhere is named."""
    (notebooks / "near.ipynb").symlink_to(write_notebook(tmp_path / "elsewhere", "far"))
    assert [one.slug for one in project.book.notebooks] == ["near"]
    (notebooks / "gone.ipynb").symlink_to("nowhere")
    assert "gone.ipynb: is a link that leads nowhere" in fault(project)


def test_folder_that_cannot_be_read_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without the right to read it is one line."""
    project.write("notebooks/x/a.ipynb", "{}")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert fault(project) == (
        "notebooks: cannot be read: Permission denied; "
        "make it readable, or move it out of the notebooks"
    )


def test_one_slug_in_two_folders_is_refused(project: Project, notebooks: Path) -> None:
    """Two files of one name would be one address: both are named by their folders."""
    write_notebook(notebooks / "one", "same")
    write_notebook(notebooks / "two", "same", front=OTHER)
    assert fault(project) == (
        "notebooks/two/same.ipynb: has the same slug same as notebooks/one/same.ipynb; "
        "rename one of the two"
    )
    (notebooks / "two" / "same.ipynb").rename(notebooks / "two" / "other.ipynb")
    assert [one.slug for one in project.book.notebooks] == ["other", "same"]


def test_one_paper_in_two_notebooks_is_refused(project: Project, notebooks: Path) -> None:
    """A copy has the citation key of what it was copied from."""
    shutil.copy(write_notebook(notebooks, "one"), notebooks / "two.ipynb")
    assert "two.ipynb: has the same citation key doe2024tiny as notebooks/one.ipynb; re" in fault(
        project
    )
    (notebooks / "two.ipynb").unlink()
    (notebooks / "two.ipynb").symlink_to("one.ipynb")
    assert fault(project).endswith("as notebooks/one.ipynb; remove the link")
    notebook = read(notebooks / "one.ipynb")
    refuse_repeats([notebook], project.root)


def test_notebooks_are_chosen_by_slug_and_by_file(project: Project, notebooks: Path) -> None:
    """A slug stands for every file that has it; a file need not be among the notebooks."""
    one = write_notebook(notebooks, "one")
    same = [write_notebook(notebooks / folder, "same") for folder in ("x", "y")]
    settings = read_settings(project.root)
    elsewhere = project.root / "elsewhere.ipynb"
    assert choose_notebooks(settings, []) == [one, *same]
    assert choose_notebooks(settings, ["same", "one"]) == [*same, one]
    assert choose_notebooks(settings, [str(elsewhere), str(one), "one"]) == [elsewhere, one]
    with pytest.raises(ClaimbookError, match='no notebook is named "x/same"; did you mean "same"'):
        choose_notebooks(settings, ["x/same"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('memory = "2X"', "memory: '2X' is no size; write a number and K, M, G or T"),
        ("memory = 0", "memory: 0 is no size"),
        ("processes = 0", "processes: is no limit: 0; take a number above zero"),
        ("time_limit = nan", "time_limit: is no limit: nan"),
        ("processes = 2.5", "processes: has the wrong type: 2.5"),
    ],
)
def test_limits_that_are_none(tmp_path: Path, line: str, said: str) -> None:
    """A setting that limits nothing is named with its file and key."""
    (tmp_path / "pyproject.toml").write_text(f"[tool.claimbook]\n{line}\n")
    with pytest.raises(ClaimbookError, match=re.escape(f"pyproject.toml: tool.claimbook.{said}")):
        read_settings(tmp_path)


def test_unknown_slug_is_answered_with_the_nearest(project: Project, notebooks: Path) -> None:
    """A name that no notebook has is one line, whoever asks."""
    write_notebook(notebooks, "tiny")
    says = 'no notebook is named "tinny"; did you mean "tiny"?'
    for ask in (
        lambda: project.book.get_notebook("tinny"),
        lambda: open_book(project.root, only=["tinny"]),
        lambda: choose_notebooks(read_settings(project.root), ["tinny"]),
    ):
        with pytest.raises(ClaimbookError) as caught:
            ask()
        assert str(caught.value) == says


def test_a_project_that_is_not_there_is_answered_with_one_that_is(tmp_path: Path):
    """What the advice gives can be typed, from wherever it was asked."""
    real = tmp_path / "real one"
    (real / "notebooks").mkdir(parents=True)
    (real / "mkdocs.yml").touch()
    for wrong in (tmp_path / "nowhere", tmp_path, real / "mkdocs.yml", real / "nowhere"):
        with pytest.raises(ClaimbookError) as raised:
            find_root(wrong)
        assert f"--project '{real}'`, before the command" in raised.value.fix
    with pytest.raises(ClaimbookError, match=r"give a folder with mkdocs\.yml and notebooks/ as"):
        find_root(tmp_path / "x" / "y")


MOVED = FRONT + "moved_from: [old, older]\n"


def test_a_notebook_is_known_by_the_slugs_that_it_had(project: Project, notebooks: Path) -> None:
    """Whoever asks for a former one is told the one that it has now."""
    write_notebook(notebooks, "new", front=MOVED)
    book = open_book(project.root)
    assert book.heirs == {"old": "new", "older": "new"}
    says = 'no notebook is named "old"; it was moved, and is "new" now'
    with pytest.raises(ClaimbookError, match=says):
        book.get_notebook("old")
    with pytest.raises(ClaimbookError, match=says):
        choose_slugs(book.settings, ["old"])


@pytest.mark.parametrize(
    ("slug", "front", "says"),
    [
        ("old", OTHER, 'notebooks/new.ipynb: moved_from: "old" is the slug of a notebook that is'),
        (
            "pew",
            OTHER + "moved_from: [older]\n",
            'notebooks/pew.ipynb: moved_from: "older" stands under moved_from of notebooks/new.ipynb',
        ),
    ],
)
def test_a_former_slug_belongs_to_one_notebook(
    project: Project, notebooks: Path, slug: str, front: str, says: str
) -> None:
    """It is no other notebook's slug, and no other says that it had it; the others are read."""
    write_notebook(notebooks, "new", front=MOVED)
    write_notebook(notebooks, slug, front=front)
    assert fault(project).startswith(says)
    faults: list[ClaimbookError] = []
    assert len(open_book(project.root, faults).notebooks) == len(faults) == 1


def test_no_notebook_had_the_slug_that_it_has(project: Project, notebooks: Path) -> None:
    """A notebook that has moved back is told to forget it."""
    write_notebook(notebooks, "old", front=MOVED)
    assert '"old" is the slug of a notebook that is there; take it out' in fault(project)

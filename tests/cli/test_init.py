"""`claimbook init`: a digest of one's own, whole and at once."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from markdown.extensions.toc import slugify_unicode

from claimbook import __version__
from claimbook.cli.main import cli
from claimbook.errors import ClaimbookError
from claimbook.notebook.book import open_book
from claimbook.starter.answers import read_words
from claimbook.starter.drafting import read_templates
from small_project import Project, claimbook

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "claimbook"
NASTY = ['A "Tiny" digest: of *mine* # {{ x }} ${y}', "백서 — <b>", "[a](b) \\ & 50%", "yes", "- 1"]


TWO_LINES = '{"files": {}, "day": "2024-01-01", "answers": {"title": "a\\nb", "author": ""}}'


def init(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli, ["init", *arguments])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new digest, to read and to copy."""
    root = tmp_path_factory.mktemp("begun") / "my-digest"
    assert init(str(root), "--author", "Ann O'Neill").exit_code == 0
    return root


@pytest.fixture
def root(begun: Path, tmp_path: Path) -> Path:
    """A copy of the new digest, to change."""
    return Path(shutil.copytree(begun, tmp_path / "digest"))


def upgrade(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(root), "init", "--upgrade", *arguments])


def read_files(root: Path) -> dict[str, bytes]:
    """Read the files of a project, but for what its commands keep."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    named = {str(path.relative_to(root)): path for path in paths}
    return {name: path.read_bytes() for name, path in named.items() if ".claimbook/" not in name}


def test_all_that_a_digest_needs_is_written(begun: Path):
    """Pages, works, a thin hook, metadata, workflows, what git ignores, and one notebook."""
    names = read_files(begun).keys()
    assert names == {*read_templates(), "bib/claimbook.bib", ".starter.json"}
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= names
    assert tomllib.loads((begun / "pyproject.toml").read_text())["project"]["name"] == "my-digest"
    assert "site_name: My digest\n" in (begun / "mkdocs.yml").read_text()
    assert (begun / "hooks" / "digest.py").read_text() == (ROOT / "hooks" / "digest.py").read_text()


def test_the_new_digest_is_sound(begun: Path):
    """Its check finds no fault, and its bibliography is as `claimbook bib` would write it."""
    project = Project(begun)
    for command in (["check"], ["bib", "--check"]):
        done = claimbook(project, *command)
        assert (done.returncode, done.stderr) == (0, "")
    (notebook,) = open_book(begun).notebooks
    kinds = {claim.kind for claim in notebook.front.claims}
    assert len(kinds) > 1
    assert any(claim.given for claim in notebook.front.claims)


@pytest.mark.parametrize("text", NASTY)
def test_any_name_comes_back_as_it_was_given(tmp_path: Path, text: str):
    """Whatever signs a title and a name have, each file that holds them can be read."""
    root = tmp_path / "new"
    assert init(str(root), "--title", text, "--author", text).exit_code == 0
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("", lambda *_: None)
    settings = yaml.load((root / "mkdocs.yml").read_text(), loader)
    assert (settings["site_name"], settings["site_author"]) == (text, text)
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["authors"] == [{"name": text}]
    front = (root / "docs" / "index.md").read_text().split("---\n")[1]
    assert yaml.safe_load(front)["title"] == text
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", project["name"])
    assert claimbook(Project(root), "check").returncode == 0


def test_every_language_of_the_theme_can_be_begun(tmp_path: Path):
    """What names it is sound, and the engine speaks it where it has words for it."""
    from claimbook.notebook.languages import read_languages
    from claimbook.prose.dialect import read_extra
    from claimbook.starter.answers import Answers, list_languages
    from claimbook.starter.drafting import draft_files

    assert {"en", "ko", "de", "pt-BR"} <= list_languages()
    path = tmp_path / "mkdocs.yml"
    for code in list_languages():
        path.write_text(draft_files(Answers("T", "A", code), "2026-01-01")["mkdocs.yml"])
        (language,) = read_languages(read_extra(path), where="mkdocs.yml")
        assert language.code == code


@pytest.mark.parametrize("path", [*read_templates("ko")])
def test_korean_pages_hold_what_the_english_ones_hold(path: str):
    """A page in another language has the same anchors, marks of the engine, links and blanks."""
    english, korean = read_templates()[path], read_templates("ko")[path]
    heading = re.compile(r"^#{1,6} (?!<<)(.+)$", re.MULTILINE)
    if path.startswith("docs/"):
        assert english != korean
        own = [re.search(r"\{#([\w-]+)\}$", text) for text in heading.findall(korean)]
        assert [found and found[1] for found in own] == [
            slugify_unicode(text, "-") for text in heading.findall(english)
        ]
    for pattern in (r"<!-- .*? -->", r"\]\([^)]*\)", r"^(?:template|hide): .*$", r"\.venv/bin/\S+"):
        found = [sorted(re.findall(pattern, text, re.MULTILINE)) for text in (english, korean)]
        assert found[0] == found[1], pattern
    assert set(re.findall(r"<<.*?>>", korean)) == set(re.findall(r"<<.*?>>", english))


def test_a_digest_in_korean(tmp_path: Path):
    """Pages, menu and README are in Korean, it is sound, and what stays English is said."""
    done = init(str(tmp_path / "new"), "--language", "ko")
    assert "the pages are in 한국어; the example notebook is in English" in done.output
    assert "  - 스코어보드: scoreboard.md\n" in (tmp_path / "new/mkdocs.yml").read_text()
    assert "## 명령 두 개" in (tmp_path / "new/README.md").read_text()
    words = read_words("ko")
    assert words["Link to this section"] in (tmp_path / "new/mkdocs.yml").read_text()
    checked = claimbook(Project(tmp_path / "new"), "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no pages in Deutsch" in init(str(tmp_path / "other"), "--language", "de").output
    assert "## Two commands" in (tmp_path / "other/README.md").read_text()


def test_every_word_of_a_translation_is_used():
    """What a language says in short is said in English somewhere: in mkdocs.yml, or by default."""
    said = read_templates()["mkdocs.yml"] + (ENGINE / "starter/answers.py").read_text()
    assert [one for one in read_words("ko") if f'put("{one}")' not in said] == []


def test_nothing_is_overwritten(tmp_path: Path):
    """Files that are there are listed, and nothing is written, unless what is missing is asked for."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("mine")
    (tmp_path / "README.md").symlink_to("nowhere")
    done = init(str(tmp_path))
    assert getattr(done.exception, "exit_code", None) == 2
    assert done.output.splitlines()[1:] == ["  README.md", "  docs/index.md"]
    assert read_files(tmp_path) == {"docs/index.md": b"mine"}

    done = init(str(tmp_path), "--missing")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "docs" / "index.md").read_text() == "mine"
    assert (tmp_path / "README.md").is_symlink()
    assert (tmp_path / "mkdocs.yml").is_file()
    assert "docs/index.md" not in json.loads((tmp_path / ".starter.json").read_text())["files"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give a FOLDER, or --upgrade"),
        ([""], "Give a FOLDER, or --upgrade"),
        (["new", "--apply"], "--apply goes with --upgrade alone"),
        (["new", "--upgrade"], "--upgrade takes --apply and nothing else"),
        (["new", "--language", "kro"], "is no language of the theme"),
        (["new", "--title", "a\x07b"], "--title is no line of text"),
        (["a-file"], "is no folder"),
    ],
)
def test_bad_input_is_told(project: Project, arguments: list[str], said: str):
    """What cannot be done is said in one line, with exit code 2, and nothing is written."""
    project.write("a-file", "")
    done = claimbook(project, "init", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (project.root / "new").exists()


def age(root: Path, name: str, old: str) -> None:
    """Let a file be as an earlier version had written it."""
    from claimbook.starter.record import digest_file

    (root / name).write_text(old)
    path = root / ".starter.json"
    record = json.loads(path.read_text())
    record["files"][name] = digest_file(old)
    path.write_text(json.dumps(record))


def test_an_upgrade_shows_before_it_writes(root: Path):
    """What was not edited is written anew once it is asked for, and then there is nothing to do."""
    assert upgrade(root).output == "everything is as it would be written now\n"
    now = (root / "docs" / "method.md").read_text()
    age(root, "docs/method.md", now.replace("## The rules", "## Rules"))
    before = read_files(root)
    shown = upgrade(root)
    assert "  -## Rules\n  +## The rules" in shown.output
    assert getattr(shown.exception, "exit_code", None) == 1
    assert read_files(root) == before

    assert upgrade(root, "--apply").exit_code == 0
    assert (root / "docs" / "method.md").read_text() == now
    assert upgrade(root).exit_code == 0


def test_an_upgrade_keeps_what_was_edited(root: Path):
    """An edited file stays as it is, its difference is shown once; a deleted one stays away."""
    now = (root / "README.md").read_text()
    age(root, "README.md", now.replace("Two", "2"))
    (root / "README.md").write_text("mine\n")
    (root / "docs" / "cite.md").unlink()
    (root / "docs" / "method.md").write_text("mine too\n")
    assert "--apply` writes what you have not changed" in str(upgrade(root).exception)
    shown = upgrade(root, "--apply")
    assert shown.exit_code == 0
    assert "README.md: you have changed it; it stays as it is\n" in shown.output
    assert "cite.md" not in shown.output
    assert "method.md" not in shown.output, "its template is what it was"
    assert (root / "README.md").read_text() == "mine\n"
    assert upgrade(root).exit_code == 0


def test_an_upgrade_adds_what_is_new(root: Path):
    """A file that no earlier version wrote is written; one that the author has by that name is not."""
    path = root / ".starter.json"
    record = json.loads(path.read_text())
    del record["files"]["docs/cite.md"], record["files"]["docs/tags.md"]
    path.write_text(json.dumps(record))
    (root / "docs" / "cite.md").unlink()
    (root / "docs" / "tags.md").write_text("mine\n")
    assert "docs/cite.md: new\n" in upgrade(root, "--apply").output
    assert (root / "docs" / "cite.md").is_file()
    assert (root / "docs" / "tags.md").read_text() == "mine\n"


@pytest.mark.parametrize(
    "text",
    [
        *(None, "{", "[]", '{"files": 1}', '{"answers": {}}'),
        '{"answers": {"title": 1, "author": []}, "day": 1, "files": {}}',
        '{"answers": {"title": "a", "author": "b"}, "day": "soon", "files": {}}',
    ],
)
def test_a_project_without_a_record_is_told_apart(root: Path, text: str | None):
    """Without what was written nothing can be said of an upgrade."""
    path = root / ".starter.json"
    path.unlink() if text is None else path.write_text(text)
    error = upgrade(root).exception
    assert str(error).startswith(".starter.json: ")


def actions(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        yield from re.findall(r"uses: (.*)", path.read_text("utf-8"))


def test_workflows_pin_the_actions_that_ours_pin(begun: Path):
    """Each action is of the commit that this repository's own workflows name."""
    used = set(actions(begun / ".github" / "workflows"))
    assert used
    assert used <= set(actions(ROOT / ".github" / "workflows"))


def test_the_readme_has_two_commands_that_name_this_version(begun: Path):
    """One to read the site, one to run, check and build; a wheel has the name that is said."""
    text = (begun / "README.md").read_text()
    assert len(re.findall(r"^```sh$", text, re.MULTILINE)) == 2
    assert f"claimbook-{__version__}-py3-none-any.whl" in text


def test_the_example_is_formatted(begun: Path):
    """Its code is as ruff would have it."""
    for command in (["check"], ["format", "--check", "--line-length", "100"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "-q", "--no-cache", "notebooks"],
            cwd=begun,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_an_upgrade_writes_nothing_behind_a_link(root: Path, tmp_path: Path):
    """A file elsewhere stays, even if the record says that it is as it was written."""
    victim = tmp_path / "victim"
    victim.write_text("mine\n", "utf-8")
    record = json.loads((root / ".starter.json").read_text("utf-8"))
    record["files"]["README.md"] = hashlib.sha256(b"mine\n").hexdigest()
    del record["files"]["docs/cite.md"]
    (root / ".starter.json").write_text(json.dumps(record), "utf-8")
    (root / "README.md").unlink()
    (root / "README.md").symlink_to(victim)
    (root / "docs").rename(tmp_path / "docs")
    (tmp_path / "docs" / "cite.md").unlink()
    (root / "docs").symlink_to(tmp_path / "docs")
    assert upgrade(root, "--apply").exit_code == 0
    assert victim.read_text("utf-8") == "mine\n"
    assert not (tmp_path / "docs" / "cite.md").exists()


@pytest.mark.parametrize("written", ["[" * 100_000, TWO_LINES])
def test_a_record_of_strange_shape_is_none(root: Path, written: str):
    """Brackets without end, and a title of two lines, are bad input and no fault of ours."""
    (root / ".starter.json").write_text(written, "utf-8")
    error = upgrade(root).exception
    assert isinstance(error, ClaimbookError)
    assert "is no record of what was written" in error.what

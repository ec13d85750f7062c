"""The files around the code agree with one another and with what README promises."""

import json
import os
import re
import subprocess
import tomllib
from functools import cache
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

import claimbook
from claimbook.errors import Exit
from claimbook.notebook.source import read as read_notebook

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+_]*")


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def pyproject() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def normal(name: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def commands() -> list[str]:
    """README's two commands: install and serve, install and test."""
    return [line for line in read("README.md").splitlines() if line.startswith("python3 -m venv")]


def tracked() -> list[Path]:
    """Every file that git would keep; outside a clone there is nothing to say."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git clone")
    return [path for name in done.stdout.split("\0") if (path := ROOT / name).is_file()]


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "docs/index.md",
        "docs/method.md",
        "docs/scoreboard.md",
        "docs/bibliography.md",
        "docs/tags.md",
        "docs/cite.md",
        "docs/contributing.md",
        "bib/works.bib",
        "bib/claimbook.bib",
        "constraints.txt",
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        ".gitignore",
        ".ci/run",
    ],
)
def test_layout(path: str) -> None:
    """Everything that a reader, an author or a citing writer is promised is there, and filled."""
    assert (ROOT / path).stat().st_size > 0


def test_ten_papers() -> None:
    """Every entry of the digest has its notebook, and so has each companion that it names."""
    slugs = {path.stem for path in NOTEBOOKS}
    assert slugs >= {
        "starcoder2",
        "llama3",
        "weight-diffusion",
        "stable-lm-2",
        "self-aligning",
        "ptst",
        "rnn-retrieval",
        "dpa",
        "neural-network-diffusion",
        "steerlm",
    }


def test_one_version() -> None:
    """The package, its metadata, the citation file and the page on citing name one version."""
    citation = yaml.safe_load(read("CITATION.cff"))
    cited = re.findall(r"[Vv]ersion\W{1,6}(\d+\.\d+\.\d+)", read("docs/cite.md"))
    versions = {pyproject()["project"]["version"], citation["version"], *cited}
    assert (len(cited), versions) == (3, {claimbook.__version__})


def test_citation_file_invents_nothing() -> None:
    """CITATION.cff has what its format requires, and no address or identifier of ours."""
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "The Claimbook authors"}]
    assert citation.keys() >= {"title", "message"}
    assert citation.keys().isdisjoint({"url", "doi", "repository-code", "identifiers"})


def test_cited_claim_exists() -> None:
    """The page on citing a single verdict shows a claim that a reader can look up."""
    shown = set(re.findall(r"[Cc]laim `?([a-z]+(?:-[a-z]+)+)", read("docs/cite.md")))
    claims = read_notebook(ROOT / "notebooks" / "stable-lm-2.ipynb").front.claims
    assert (len(shown), shown - {claim.id for claim in claims}) == (1, set())


def test_licence_names_both() -> None:
    """LICENSE and the package's metadata name the same two licences."""
    named = pyproject()["project"]["license"].split(" AND ")
    assert [name for name in named if name not in read("LICENSE")] == []


def test_constraints_are_exact_pins() -> None:
    """constraints.txt holds names and versions only: no address, no range, no path."""
    lines = read("constraints.txt").split()
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_constraints_repeat_nothing() -> None:
    """No distribution is pinned twice."""
    names = [normal(line.split("==")[0]) for line in read("constraints.txt").split()]
    assert sorted(names) == sorted(set(names))


def test_constraints_cover_every_dependency() -> None:
    """Whatever an install with all extras brings here is pinned."""
    pinned = {normal(line.split("==")[0]) for line in read("constraints.txt").split()}
    assert sorted(needed() - pinned) == []


def needed() -> set[str]:
    """Return every declared dependency and, as far as it is installed, what it needs in turn."""
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    found = {normal(Requirement(line).name) for line in chain(project["dependencies"], *extras)}
    found -= {"claimbook"}  # an extra that has another
    queue = sorted(found)
    while queue:
        new = required(queue.pop()) - found
        found |= new
        queue += sorted(new)
    return found


def required(name: str) -> set[str]:
    """Return the installed distributions that an installed one needs here, without its extras."""
    lines = (metadata.requires(name) or []) if name in installed() else []
    needs = (Requirement(line) for line in lines)
    here = {normal(need.name) for need in needs if not need.marker or need.marker.evaluate()}
    return here & installed()


@cache
def installed() -> frozenset[str]:
    return frozenset(normal(item.name) for item in metadata.distributions())


def test_readme_has_two_commands() -> None:
    """README gives one command to serve the site and one to run the tests, after the clone."""
    serve, test = commands()
    assert (serve.rsplit("/", 1)[1], test.rsplit("/", 1)[1]) == ("mkdocs serve", "pytest")
    assert [
        tool for tool in ("mkdocs serve", "claimbook run") if tool not in read("README.md")
    ] == []


def test_readme_begins_with_what_it_is() -> None:
    """README opens with the name, a paragraph and one picture with alt text, then commands."""
    text = read("README.md")
    picture = re.search(r"!\[([^\]]{40,})\]\(([^)]+)\)", text)
    assert picture is not None
    assert text.startswith("# Claimbook\n\nClaimbook is ")
    assert picture.start() < text.index("git clone") < text.index(commands()[0])


def test_readme_links_lead_somewhere() -> None:
    """Every relative link and picture of README exists."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", read("README.md"))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_ci_runs_readmes_test_command() -> None:
    """.ci/run is executable and holds README's second command to the letter."""
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert commands()[1] in [line.strip() for line in read(".ci/run").splitlines()]


def test_workflow_runs_readmes_test_command() -> None:
    """The pull-request workflow runs README's second command to the letter."""
    assert commands()[1] in steps("ci.yml")


def test_home_and_contributing_repeat_readmes_commands() -> None:
    """A command that installs is the same wherever it is written."""
    install = {command.rsplit(" && ", 1)[0] for command in commands()}
    written = re.findall(
        r"python3 -m venv \.venv && \S+ install [^\n&]*[^\n& ]",
        "".join(read(f"docs/{name}.md") for name in ("index", "contributing"))
        + "".join(path.read_text("utf-8") for path in WORKFLOWS),
    )
    assert set(written) == install


def test_what_is_built_is_read_over() -> None:
    """Wherever a site is built to be judged or published, the next step reads it over."""
    for workflow in ("ci.yml", "pages.yml"):
        done = steps(workflow)
        built = done.index(".venv/bin/mkdocs build --strict")
        assert done[built + 1] == ".venv/bin/claimbook check --site"
    assert '.venv/bin/claimbook check --site "$site"\n' in read(".ci/run")


def steps(workflow: str) -> list[str]:
    jobs = yaml.safe_load(read(f".github/workflows/{workflow}"))["jobs"].values()
    return [step["run"].strip() for job in jobs for step in job["steps"] if "run" in step]


def test_workflows_are_the_three_promised() -> None:
    """Pull requests, every night, and publishing."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "nightly.yml", "pages.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_sound(path: Path) -> None:
    """A workflow is YAML, grants little, limits its time, and keeps no credentials beside a checkout."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    jobs = workflow["jobs"].values()
    used = [step for job in jobs for step in job["steps"] if "uses" in step]
    assert workflow["permissions"] == {"contents": "read"}
    assert [job for job in jobs if "timeout-minutes" not in job] == []
    kept = [step["with"]["persist-credentials"] for step in used if "/checkout@" in step["uses"]]
    assert not any(kept)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """Each is named by the commit of a release, which stands beside it, and one release serves all."""
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    pinned = [
        re.fullmatch(r"(actions/[a-z-]+)(?:/[a-z]+)?@([0-9a-f]{40}) # (v[\d.]+)", one)
        for one in used
    ]
    assert None not in pinned
    for other in WORKFLOWS:
        text = other.read_text("utf-8")
        for one in filter(None, pinned):
            commits = set(re.findall(rf"{one[1]}(?:/[a-z]+)?@([0-9a-f]+)", text))
            assert commits <= {one[2]}


def test_what_a_pull_request_runs_is_kept_for_nobody_else() -> None:
    """Only a push to main writes the cache of runs; a site is made of what is written by those we trust."""
    job = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["site"]
    writers = [step for step in job["steps"] if re.search(r"/cache(/save)?@", step.get("uses", ""))]

    assert [step["if"].startswith("github.event_name == 'push' &&") for step in writers] == [True]


@pytest.mark.parametrize("workflow", ["nightly.yml", "pages.yml"])
def test_shards_are_merged(workflow: str, tmp_path: Path) -> None:
    """Of each shard's store the new files reach the next job, and no older ones with them."""
    begin, pack, merge = (
        next(step for step in steps(workflow) if word in step)
        for word in ("touch began", "tar -cf", "tar -xf")
    )
    for shard, slug in ((1, "a"), (2, "b")):
        folder = tmp_path / str(shard)
        for name in "ab":
            write_latest(folder, name, "old", modified=1.0)
        bash(folder, begin.partition(" && ")[0])
        os.utime(folder / "began", (2.0, 2.0))
        write_latest(folder, slug, "new", modified=3.0)
        bash(folder, pack)
        part = tmp_path / "merged" / "parts" / str(shard)
        part.mkdir(parents=True)
        (folder / "runs.tar").rename(part / "runs.tar")
    bash(tmp_path / "merged", merge)
    merged = tmp_path / "merged" / ".claimbook" / "runs"
    assert {path.parts[-3]: path.read_text() for path in merged.rglob("latest")} == {
        "a": "new",
        "b": "new",
    }


def write_latest(project: Path, slug: str, text: str, modified: float) -> None:
    path = project / ".claimbook" / "runs" / slug / "full" / "latest"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (modified, modified))


def bash(folder: Path, command: str) -> None:
    """Run a step as the workflow does: it ends at the first command that fails."""
    subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, check=True)


def test_exit_codes_are_documented() -> None:
    """README and the contributing page have a row for every exit code."""
    for page in ("README.md", "docs/contributing.md"):
        rows = re.findall(r"^\| (\d) \|", read(page), re.MULTILINE)
        assert rows == [str(int(code)) for code in Exit]


def test_no_registry_is_named() -> None:
    """No file ties an install to one package registry; pip's own configuration decides."""
    names = ("py" + "pi", "python" + "hosted", "test.py" + "pi", "ana" + "conda", "n" + "pmjs")
    hosts = re.compile(rf"({'|'.join(map(re.escape, names))})\.(org|com|io)", re.IGNORECASE)
    options = re.compile(r"--(extra-)?index-" + "url|--trusted-" + "host")
    named = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        for pattern in (hosts, options)
        for match in pattern.finditer(path.read_text("utf-8", errors="ignore"))
    ]
    assert named == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stripped(path: Path) -> None:
    """A source notebook holds no outputs, no counts and no one's metadata."""
    raw = json.loads(path.read_text("utf-8"))
    assert [cell["id"] for cell in raw["cells"] if cell.get("outputs")] == []
    assert [cell["id"] for cell in raw["cells"] if cell.get("execution_count")] == []
    assert set(raw["metadata"]) <= {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_the_lab_alone(path: Path) -> None:
    """Of Claimbook a notebook imports only the lab, so that it runs without the engine."""
    code = "".join(
        "".join(cell["source"]) + "\n"
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    imported = re.findall(r"^\s*(?:from|import)\s+(claimbook[\w.]*)", code, re.MULTILINE)
    assert [name for name in imported if not name.startswith("claimbook.lab")] == []


def test_changelog_puts_readers_first() -> None:
    """Within a version the reader's headings come before those for authors."""
    order = ["New papers", "Verdicts changed", "Corrected", "For readers", "For authors", "Inside"]
    for version in re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
        headings = re.findall(r"^### (.+)$", version, re.MULTILINE)
        assert headings == sorted(headings, key=order.index)

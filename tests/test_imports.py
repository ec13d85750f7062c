"""The engine's imports point down only, and stay clear of MkDocs and JAX."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src" / "claimbook"
LAB = ENGINE / "lab"

# Ground floor first: a module imports only what stands before it. Give a new module its place.
ROOMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("errors", "fields", "files", "installed", "kept")),
    ("model", ("statistics", "claim", "paper", "measurement", "run", "evidence")),
    (
        "bibliography",
        (
            *("titles", "accents", "bibtex", "values", "reader", "inheritance", "aliases"),
            *(
                "latex",
                "facts",
                "reference",
                "formats",
                "identifiers",
                "entries",
                "coins",
                "records",
            ),
        ),
    ),
    ("wording", ("catalogue", "plurals", "names", "numbers", "marks", "claims", "particles")),
    (
        "notebook",
        (
            *(
                "document",
                "code",
                "randomness",
                "bounds",
                "sizes",
                "settings",
                "strictyaml",
                "parsed",
                "claims",
                "history",
                "frontmatter",
                "stripping",
                "source",
                "streams",
            ),
            "expecting",
            "ordinary",
            "saving",
            "book",
            "choosing",
            *("captions", "originals", "renditions", "languages", "restating", "translating"),
        ),
    ),
    (
        "tex",
        (
            *(
                "elements",
                "tokens",
                "letters",
                "macros",
                "environments",
                "delimiters",
                "definitions",
            ),
            *("rewriting", "formulas", "equations"),
        ),
    ),
    (
        "prose",
        (
            *("mathml", "binding", "naming", "reflist", "citekeys", "citemarks", "citegroups"),
            *(
                "crossrefs",
                "headings",
                "citations",
                "rawhtml",
                "live",
                "remains",
                "htmlblocks",
                "tables",
                "dialect",
                "links",
            ),
            *("notes", "tabs", "particles", "outline", "reading", "document"),
        ),
    ),
    (
        "execution",
        (
            *(
                "digests",
                "definitions",
                "names",
                "facts",
                *("distributions", "elsewhere", "imports", "preamble"),
                "reasons",
                "fingerprint",
                "seals",
                "depot",
                "family",
                "cgroups",
                "keeper",
                "placement",
                "allowance",
                "processes",
                "locks",
                "scratch",
                "tether",
                "store",
                "states",
                "differences",
                *("stock", "recalling"),
                "provenance",
                "undeclared",
                "witness",
                "sandbox",
                *("places", "ahead", "forkserver", "forked", "sources", "surroundings", "forks"),
                "kernel",
                "spare",
            ),
            *(
                "limits",
                "engine",
                "job",
                "runner",
                "progress",
                "crew",
                "pool",
                "session",
                "shipping",
            ),
            *("remote", "fleet", "dispatch", "cluster", "schedule"),
            *("lanes", "background", "missing", "shards"),
        ),
    ),
    (
        "pages",
        (
            *(
                "addresses",
                "downloads",
                "charts",
                "sheets",
                "vectors",
                "specs",
                "executed",
                "figures",
                "terminal",
                "media",
                "cleaning",
            ),
            *(
                "reprs",
                "kinds",
                "outputs",
                "drawing",
                "rendering",
                "blocks",
                "issues",
                "panels",
                "policy",
                "lengths",
                "opening",
                "code",
            ),
            *(
                "attachments",
                "exhibits",
                "scripts",
                "jsonld",
                "survey",
                "claimsjson",
                "ledger",
                "accepting",
                "lettering",
                "painting",
                "badges",
                "history",
                "launch",
                "claimscsv",
                "page",
                "leaving",
                "composing",
                "origins",
                "cabinet",
                "inventory",
                "compiled",
                "wholes",
                "tracing",
                "keeping",
            ),
            *(
                "grounds",
                "shelf",
                "scales",
                "tallies",
                "listing",
                "frontpage",
                "scoreboard",
                "findable",
            ),
            *("catalogue", "edition"),
            *("cards", "sharing", "feeds", "reviews", "changelog"),
        ),
    ),
    (
        "checks",
        (
            *(
                "passages",
                "bibcheck",
                "cells",
                "claims",
                "history",
                "ledger",
                "files",
                "html",
                "residue",
                "undeclared",
                *("words", "glossary", "translations", "otherpages", "sound"),
                "project",
                "settings",
            ),
            *("needs", "links", "listings", "site", "opening"),
        ),
    ),
    (
        "intake",
        (
            *("network", "pasted", "arxiv", "jats", "crossref", "romanised", "people", "venues"),
            *("partialpaper", "lookup", "normalvalues", "normalform", "offers", "arguments"),
            *("additions", "mentions", "days", "authorline", "labels", "lines", "feeds"),
            "encodings",
            *("numbering", "post", "merging", "inquiry", "newbody"),
            *("newfront", "newnotebook", "plaintext", "digest"),
            *("obstacles", "showing", "printed", "adoption", "adopting"),
        ),
    ),
    ("starter", ("answers", "drafting", "record", "founding", "upgrading", "doctor")),
    (
        "cli",
        (
            *(
                "display",
                "options",
                "bib",
                "check",
                "status",
                "papers",
                "accepting",
                "adopting",
                "starting",
                "doctor",
                "settings",
                "store",
            ),
            *("main", "__init__"),
        ),
    ),
    (
        "site",
        (
            *(
                "late",
                "state",
                "frame",
                "laying",
                "composing",
                "following",
                "alone",
                "apart",
                "serving",
                "lasting",
                "sources",
                "reading",
                "papers",
                "navigation",
                "parts",
                "styling",
            ),
            *("references", "downloads", "news", "sharing", "policy", "moving", "searching"),
            *("weight", "whole", "written", "warming", "runs", "languages", "standing", "events"),
        ),
    ),
    ("", ("__main__",)),
)
ORDER = tuple(f"{room}.{name}".lstrip(".") for room, names in ROOMS for name in names)
# What makes experiments, and what makes pages: a machine without either judges from the store.
MKDOCS = frozenset({"mkdocs", "material", "mkdocs_jupyter"})
FOREIGN = MKDOCS | {"jax", "jaxlib", "optax", "equinox"}


def engine_modules() -> list[str]:
    """Every module of the engine; the face of a package counts if it imports anything."""
    paths = (path.relative_to(ENGINE).with_suffix("") for path in ENGINE.rglob("*.py"))
    names = {".".join(path.parts) for path in paths if path.parts[0] != "lab"}
    faces = {name for name in names if name.endswith("__init__")}
    return sorted(names - {face for face in faces if not [*imports(path_of(face))]})


def path_of(module: str) -> Path:
    return ENGINE.joinpath(*module.split(".")).with_suffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every dotted name that a file imports, wherever in the file it does so."""
    yield from imports_of(path.read_text("utf-8"), package=path.parent)


def imports_of(source: str, package: Path = ROOT) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = from_dots(node, package)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def from_dots(node: ast.ImportFrom, package: Path) -> str:
    if not node.level:
        return node.module or ""
    parents = (package, *package.parents)[node.level - 1].relative_to(ENGINE.parent).parts
    return ".".join((*parents, *filter(None, [node.module])))


def claimbook_module(name: str) -> str | None:
    """`claimbook.execution.store.Store` → `execution.store`; None for what lies outside."""
    parts = name.split(".")
    if parts[0] != "claimbook" or len(parts) == 1:
        return None
    if not (ENGINE / parts[1]).is_dir() or parts[1] == "lab":
        return parts[1]
    return ".".join(parts[1:3]) if len(parts) > 2 else f"{parts[1]}.__init__"


def test_relative_and_late_imports_are_seen() -> None:
    """An import counts wherever it stands, and however it is spelled."""
    source = "def late():\n    from . import book\n    from .lab import record\nimport a.b\n"
    assert sorted(imports_of(source, ENGINE)) == [
        "a.b",
        "claimbook.book",
        "claimbook.lab.record",
    ]


def test_every_module_has_a_place() -> None:
    """A module of the engine that the order does not name is refused."""
    homeless = [name for name in engine_modules() if name not in ORDER]
    assert homeless == [], f"give {', '.join(homeless)} a place in ORDER (tests/test_imports.py)"


def test_order_names_no_ghosts() -> None:
    """Every name in the order is a module that exists, once."""
    assert sorted(ORDER) == engine_modules()


@pytest.mark.parametrize("module", engine_modules())
def test_imports_point_down(module: str) -> None:
    """A module imports only modules that stand before it in the order."""
    below = ORDER[: ORDER.index(module)] if module in ORDER else ()
    # `from claimbook import x` may also name a constant of the package, such as `__version__`
    allowed = {*below, module, "__version__"}
    upward = sorted(
        name
        for name in imports(path_of(module))
        if (target := claimbook_module(name)) is not None and target not in allowed
    )
    assert upward == []


@pytest.mark.parametrize("module", ["__init__", *engine_modules()])
def test_engine_knows_neither_mkdocs_nor_jax(module: str) -> None:
    """No module of the engine imports JAX or the lab, and none but the adapters the site generator."""
    names = [*imports(path_of(module))]
    barred = FOREIGN - (MKDOCS if module.startswith("site.") else set())
    foreign = [name for name in names if name.split(".")[0] in barred]
    assert foreign + [name for name in names if name.startswith("claimbook.lab")] == []


def test_lab_knows_no_engine() -> None:
    """The lab imports nothing of Claimbook but itself."""
    reached = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(LAB.rglob("*.py"))
        for name in imports(path)
        if claimbook_module(name) not in (None, "lab")
    ]
    assert reached == []


def test_hooks_stand_above_the_engine() -> None:
    """Neither the engine nor the lab imports what answers MkDocs; a project's hook does."""
    paths = [path for path in ENGINE.rglob("*.py") if path.parent != ENGINE / "site"]
    found = {name for path in paths for name in imports(path) if name.startswith("claimbook.site")}
    assert found == set()
    assert [*imports(ROOT / "hooks" / "digest.py")] == ["claimbook.site.events.*"]


def test_command_line_loads_neither_mkdocs_nor_jax() -> None:
    """`import claimbook.cli.main` leaves JAX and MkDocs unloaded."""
    code = "import sys, claimbook.cli.main; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert FOREIGN & set(done.stdout.split()) == set()

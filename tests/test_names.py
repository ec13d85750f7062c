"""Functions begin with a verb (rule 19 of the house style).

Every function of a module and every method of a class under `src/claimbook` and `hooks` is looked at.
Exempt are properties, special methods, commands of the command line (a command's name is the
function's), `main`, predicates, conversions, what other libraries call by a name of theirs, and the
whole lab: its functions are the vocabulary of notebooks (`record`, `figure`, `chart`, `keys`, …),
which read as a paper's own notation does.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src" / "claimbook"


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = words_of(
    """
    accept add adopt advise append ask attach attempt await become begin bring build bury call check choose
    cite clean clear close coalesce collect colour commit compare compose construct convert count cut
    decode describe digest display draft draw dress drop dump end enter equip erase escape excerpt
    execute expand explain export extend fail feed fetch fill filter find finish fit flatten
    fold follow forget format gather generate get give glean group guess halt hand hear heed hide hold
    identify ignore index insist interrupt invert iterate join judge keep kill label launch let
    link list load locate look make map mark match measure mend merge move name normalise note
    number offer open order own pack paint parse place point prefer print proceed process
    protect publish pull put quote raise reach read rebuild recognise recolour record reduce
    refuse register release remove rename render renumber reorder repair replace report require
    romanise reserve reset resolve restate restyle rewrite run save say scrub search select send serve
    set settle shorten show silence sort speak spell split start stop strip suggest summarise survey tabulate
    take tell trace translate trim turn unescape unpack unwrap update upgrade validate visit wait wake
    walk warn watch weigh work wrap write
    """
)
# Verbs that are read as nouns when they stand alone: `mark(finding)`, but `mark_claim(finding)` is fine.
TWO_FACED = words_of(
    """
    digest label link mark name note number order place point record set survey trace
    """
)
PREDICATES = frozenset({"is", "are", "has", "can", "may", "owns", "holds"})
CONVERSIONS = frozenset({"to", "from"})  # `to_csl`, `from_paper`, as Python's own `from_bytes`
# Called by these names by others: Jupyter's server, MkDocs, Python-Markdown, papermill, nbclient, Pygments,
# click, the standard library's server and parser of HTML, `importlib`, `concurrent.futures`; `Popen` has
# them too.
GIVEN = words_of(
    """
    _get_css_class _jupyter_server_extension_points
    extendMarkdown handleMatch handle_data handle_endtag handle_startendtag
    create_module exec_module handle_starttag makeExtension papermill_execute_cells poll
    server_bind shell_complete shutdown submit terminate
    """
)
SILENT = frozenset({"property", "cached_property", "setter", "command", "group", "overload"})


def room_of(module: str) -> str:
    """`pages.survey` → `pages`; a hook's room is `hooks`, and a module at the top is its own."""
    return module.partition(".")[0]


def functions(source: str) -> Iterator[str]:
    """Yield the dotted names of a module's functions and methods that must begin with a verb."""
    yield from _functions(ast.parse(source).body, "")


def _functions(body: list[ast.stmt], owner: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{owner}{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not is_exempt(node):
            yield owner + node.name


def is_exempt(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function's name is not ours to choose, or reads as a property does."""
    name = function.name
    silent = SILENT & {decoration(one) for one in function.decorator_list}
    given = name in GIVEN or name.startswith("on_")  # an event of MkDocs'
    return bool(silent) or given or name == "main" or name.startswith("__")


def decoration(node: ast.expr) -> str:
    """`@cli.command("import")` → `command`."""
    function = node.func if isinstance(node, ast.Call) else node
    return getattr(function, "attr", getattr(function, "id", ""))


def begins_with_verb(name: str) -> bool:
    words = name.rpartition(".")[2].strip("_").split("_")
    if words[0] in PREDICATES | CONVERSIONS:
        return len(words) > 1 or words[0] in ("owns", "holds", "has")
    return words[0] in VERBS and (len(words) > 1 or words[0] not in TWO_FACED)


@cache
def nouns() -> dict[str, set[str]]:
    """Every function without a verb, as `module.function`, by room."""
    found: dict[str, set[str]] = {}
    files = {path: path.relative_to(ENGINE) for path in ENGINE.rglob("*.py")}
    files |= {path: path.relative_to(ROOT) for path in (ROOT / "hooks").glob("*.py")}
    for path, place in files.items():
        module = ".".join(place.with_suffix("").parts)
        if room_of(module) != "lab":
            names = functions(path.read_text("utf-8"))
            here = {f"{module}.{name}" for name in names if not begins_with_verb(name)}
            found.setdefault(room_of(module), set()).update(here)
    return {room: names for room, names in found.items() if names}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def read(): ...\ndef _read_all(): ...\nasync def wait(): ...", []),
        (
            "def reader(): ...\nclass A:\n  def name(self): ...\n  def mark_it(self): ...",
            ["reader", "A.name"],
        ),
        ("class A:\n  @property\n  def name(self): ...\n  def __len__(self): ...", []),
        ('@cli.command("import")\ndef import_(): ...\n@click.group()\ndef bib(): ...', []),
        ("def on_files(): ...\ndef to_csl(): ...\ndef is_key(): ...\ndef main(): ...", []),
        ("def to(): ...\ndef _(): ...", ["to", "_"]),
        ("def read():\n  def inner(): ...", []),
    ],
)
def test_verbs_are_told_from_nouns(source: str, found: list[str]) -> None:
    """The rule sees what it should, and spares what is exempt."""
    assert [name for name in functions(source) if not begins_with_verb(name)] == found


def test_functions_begin_with_a_verb() -> None:
    """Every function and method of ours begins its name with a verb."""
    assert nouns() == {}, "begin their names with a verb"


def test_verbs_are_words_once() -> None:
    """The two-faced are verbs, and no word is both a verb and a predicate."""
    assert TWO_FACED <= VERBS
    assert set() == VERBS & (PREDICATES | CONVERSIONS)

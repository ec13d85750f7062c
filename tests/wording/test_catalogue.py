"""The catalogue of words: whatever is said is in it, and whatever is in it is said."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from claimbook.execution.states import State
from claimbook.model.claim import Asserter, Kind, Rule, Verdict
from claimbook.model.evidence import Group
from claimbook.model.paper import Event
from claimbook.notebook.settings import SETTINGS
from claimbook.pages import scoreboard
from claimbook.pages.history import TOLD
from claimbook.pages.scripts import SAID as SAID_BY_SCRIPTS
from claimbook.pages.shelf import KINDS, SORTS
from claimbook.pages.tallies import LEGEND
from claimbook.starter.upgrading import Fate
from claimbook.wording.catalogue import find_meant, get_spoken, say, set_spoken, split_entries

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "hooks").rglob("*.py")])
TEMPLATES = sorted((ROOT / "src" / "claimbook" / "pages" / "templates").iterdir())
# Ids that are put together in code: the start that code writes, and every end that it can get.
FAMILIES: Mapping[str, frozenset[str]] = {
    "verdict-": frozenset(verdict.replace(" ", "-") for verdict in Verdict),
    "group-": frozenset(Group),
    "evidence-": frozenset(Kind),
    "by-": frozenset(Asserter),
    "opening-": frozenset({"claimed", "happened", "read"}),
    "counted-": frozenset({*(verdict.replace(" ", "-") for verdict in Verdict), "pending"}),
    "event-": frozenset(Event),
    "init-": frozenset(Fate),
    "setting-": frozenset(one.identifier for one in SETTINGS),
    "doctor-": frozenset(
        {"python", "claimbook", "site", "notebooks", "lab", "store", "kernel", "browser", "network"}
    ),
    "news-": frozenset(TOLD),
    "rule-": frozenset(rule.replace("_", "-") for rule in Rule),
    "state-": frozenset(state.replace(" ", "-") for state in State),
    "task-": frozenset({"queued", "waiting", "running", "done", "failed"}),  # `progress.Task.state`
    "task-column-": frozenset({"notebook", "cell", "elapsed"}),
    "needs-": frozenset(rule.replace("_", "-") for rule in Rule),
    "holds-": frozenset(rule.replace("_", "-") for rule in Rule),
    "meaning-": frozenset(verdict.replace(" ", "-") for verdict in Verdict),
    "column-": frozenset({"verdict", "claim", "measured", "paper", "rule", "needs", "holds"}),
    "sort-": frozenset({*SORTS.values(), *scoreboard.SORTS.values()}),
    "grouped-": frozenset(scoreboard.GROUPINGS.values()),
    "kind-of-": frozenset(scoreboard.KINDS),
    "filter-": frozenset({"paper", "verdict", "kind", "by"}),
    "groups-": frozenset(Group),
    "about-": frozenset(Group),
    "legend-": frozenset(f"{kind}{end}" for kind, _ in LEGEND for end in ("", "-why")),
    "kind-": frozenset({*KINDS.values(), "preprint", "other"}),
    "script-": frozenset(SAID_BY_SCRIPTS),
    "outputs-": frozenset(
        {"stdout", "stderr", "result", "error", "unplayable", "too-large", "empty-html"}
        | {"object", "widget", "pdf", "unknown", "blank-raw", "too-many"}
    ),
    "outputs-source-": frozenset({"latex", "json", "markdown", "mermaid", "javascript"}),
    "outputs-dropped-": frozenset(
        f"{sort}{origin}"
        for sort in ("frame", "audio", "picture", "media", "video")
        for origin in ("", "-from")
    ),
}
SAID = re.compile(r"""\bsay\(\s*(["'])([\w-]+)\1\s*(~)?""")  # in a template; ~ joins


@dataclass(frozen=True)
class Call:
    """One call of `say`: where, the ids it may say, the starts of families, and the values."""

    where: str
    ids: frozenset[str]
    starts: frozenset[str]
    values: frozenset[str] | None  # None if some come in a mapping


def calls_in(source: str, where: str) -> Iterator[Call]:
    """Yield each call of `say` in a module, whatever object it is asked of."""
    tree = ast.parse(source)
    assigned = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "say" and node.args:
            first = node.args[0]
            first = assigned.get(first.id, first) if isinstance(first, ast.Name) else first
            keywords = [keyword.arg for keyword in node.keywords]
            given = None if None in keywords else frozenset(filter(None, keywords))
            ids, starts = frozenset(whole_ids(first)), frozenset(starts_of(first))
            yield Call(f"{where}:{node.lineno}", ids, starts, given)


def name_of(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def whole_ids(node: ast.expr) -> Iterator[str]:
    """Yield the literal ids of an expression: one, or those of both branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from whole_ids(node.body)
        yield from whole_ids(node.orelse)


def starts_of(node: ast.expr) -> Iterator[str]:
    """Yield how the ids begin that an expression puts together."""
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value)
    elif isinstance(node, ast.IfExp):
        yield from starts_of(node.body)
        yield from starts_of(node.orelse)


def all_calls() -> list[Call]:
    calls = []
    for path in MODULES:
        calls += calls_in(path.read_text("utf-8"), str(path.relative_to(ROOT)))
    for path in TEMPLATES:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for _, text, joined in SAID.findall(line):
                ids, starts = ((), (text,)) if joined else ((text,), ())
                where = f"{path.relative_to(ROOT)}:{number}"
                calls.append(Call(where, frozenset(ids), frozenset(starts), None))
    return calls


@dataclass(frozen=True)
class Parts:
    """What a message is made of: variables with a value that fits each, and other messages."""

    variables: Mapping[str, Any]
    messages: frozenset[str]


def parts_of(message: ftl.Message) -> Parts:
    variables: dict[str, Any] = {}
    others = set()
    for node in nodes_in(message):
        if isinstance(node, ftl.MessageReference):
            others.add(node.id.name)
        elif isinstance(node, ftl.VariableReference):
            variables.setdefault(node.id.name, "some text")
        elif isinstance(node, ftl.SelectExpression) and named(node.selector):
            variables[named(node.selector)] = 2
        elif isinstance(node, ftl.FunctionReference):
            value = date(2024, 2, 29) if node.id.name == "DATETIME" else 2
            variables |= {named(one): value for one in node.arguments.positional if named(one)}
    return Parts(variables, frozenset(others))


def nodes_in(node: ftl.BaseNode) -> Iterator[ftl.BaseNode]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ftl.BaseNode):
                yield from nodes_in(child)


def named(node: ftl.BaseNode) -> str:
    """Return the name of a variable, or nothing if the node is none."""
    return node.id.name if isinstance(node, ftl.VariableReference) else ""


def messages() -> dict[str, Parts]:
    text = resources.files("claimbook.wording").joinpath("en.ftl").read_text("utf-8")
    entries = FluentParser().parse(text).body
    assert [entry.content for entry in entries if isinstance(entry, ftl.Junk)] == []
    found = [entry for entry in entries if isinstance(entry, ftl.Message)]
    assert len({entry.id.name for entry in found}) == len(found), "an id stands twice"
    return {entry.id.name: parts_of(entry) for entry in found}


MESSAGES = messages()
CALLS = all_calls()


def members(starts: Iterable[str]) -> set[str]:
    return {f"{start}{end}" for start in starts for end in FAMILIES.get(start, ())}


def test_calls_are_seen() -> None:
    """A call is found however it is written; an id in a variable is looked for in its module."""
    source = (
        'say("one", n=1)\nwords().say("two" if x else "three")\n'
        'kind = f"verdict-{x}"\nsay(kind, **values)\n'
    )
    assert list(calls_in(source, "a.py")) == [
        Call("a.py:1", frozenset({"one"}), frozenset(), frozenset({"n"})),
        Call("a.py:2", frozenset({"two", "three"}), frozenset(), frozenset()),
        Call("a.py:4", frozenset(), frozenset({"verdict-"}), None),
    ]


def test_every_word_that_is_said_is_in_the_catalogue() -> None:
    """No id is said that the catalogue lacks, put together or not."""
    unknown = [
        f"{call.where}: {name}"
        for call in CALLS
        for name in sorted(call.ids | members(call.starts))
        if name not in MESSAGES
    ]
    assert unknown == []


def test_every_family_is_declared() -> None:
    """Ids that are put together begin as a family that this test declares, and each is used."""
    starts = {start for call in CALLS for start in call.starts}
    assert starts == FAMILIES.keys()


def test_every_id_can_be_read_off_the_code() -> None:
    """An id is a literal, a choice of two, or put together: never handed in from elsewhere."""
    catalogue = "src/claimbook/wording/catalogue.py"  # `say` itself
    dark = [c.where for c in CALLS if not (c.ids or c.starts or c.where.startswith(catalogue))]
    assert dark == []


def test_every_message_is_said() -> None:
    """The catalogue holds no message that nothing says."""
    said = {name for call in CALLS for name in call.ids | members(call.starts)}
    said |= {name for parts in MESSAGES.values() for name in parts.messages}
    assert MESSAGES.keys() - said == set()


def test_every_call_gives_what_its_message_wants() -> None:
    """A call gives each value that the message names, and no other."""
    wrong = [
        f"{call.where}: {name} wants {sorted(MESSAGES[name].variables)}"
        for call in CALLS
        if call.values is not None
        for name in sorted(call.ids & MESSAGES.keys())
        if call.values != MESSAGES[name].variables.keys()
    ]
    assert wrong == []


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_can_be_filled_in(name: str) -> None:
    """A message is said with the values it names, for one thing and for several."""
    parts = MESSAGES[name]
    several = say(name, **parts.variables)
    one = {key: 1 if value == 2 else value for key, value in parts.variables.items()}
    assert several.strip() == several != ""
    assert "{" not in several + say(name, **one)


@pytest.mark.parametrize(
    ("name", "values"), [("no-such-message", {}), ("seeds", {}), ("", {}), ("seeds", {"m": 1})]
)
def test_mistake_is_an_error(name: str, values: dict[str, int]) -> None:
    """A message that is not there, and a value that is not given, are errors, and no words."""
    with pytest.raises(LookupError):
        say(name, **values)


@pytest.mark.parametrize(
    ("name", "n", "text"),
    [
        ("check-faults", 1, "1 fault found"),
        ("check-faults", 2, "2 faults found"),
        ("claims-unaccepted", 1, "1 verdict is not the accepted one"),
        ("seeds", 0, "0 seeds"),
    ],
)
def test_plural(name: str, n: int, text: str) -> None:
    """One and several are told apart by the language's own rules."""
    assert say(name, n=n) == text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_an_entry_is_read_alone_as_in_its_file(language: str) -> None:
    """Whatever stands before and behind it, what is said is what the whole file says."""
    text = resources.files("claimbook.wording").joinpath(f"{language}.ftl").read_text("utf-8")
    whole = {e.id.name: e for e in FluentParser().parse(text).body if isinstance(e, ftl.Message)}
    alone = {name: FluentParser().parse(one).body for name, one in split_entries(text).items()}
    assert alone.keys() == whole.keys()
    for name, body in alone.items():
        first = next(one for one in body if isinstance(one, ftl.Message))
        assert first.equals(whole[name], ignored_fields=["span", "comment"])


def test_an_entry_brings_those_that_it_names() -> None:
    """Terms and messages said within another are read with it."""
    (text,) = split_entries("# of it\na =\n    x { -b } { c }\n    y\n").values()
    assert find_meant(text) == ["-b", "c"]


def test_command_line_starts_without_the_catalogue() -> None:
    """Fluent and Babel are loaded when the first word is said, and not before."""
    code = "import sys, claimbook.cli.main; print({'fluent', 'babel'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_language_is_spoken_from_now_on() -> None:
    """A digest in one language says all in it, until another is chosen."""

    def choose(language: str) -> tuple[str, str]:
        set_spoken(language)
        return get_spoken(), say("task-done")

    context = copy_context()
    told = [context.run(choose, language) for language in ("ko", "ko", "en")]
    assert [language for language, _ in told] == ["ko", "ko", "en"]
    assert told[0] == told[1]
    assert told[0][1] != told[2][1]
    assert get_spoken() == "en"

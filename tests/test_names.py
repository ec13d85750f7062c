"""Functions begin with a verb (rule 19 of the house style); what does not yet is listed, and shrinks.

Every function of a module and every method of a class under `src/claimbook` and `hooks` is looked at.
Exempt are properties, special methods, commands of the command line (a command's name is the
function's), `main`, predicates, conversions, what other libraries call by a name of theirs, and the
whole lab: its functions are the vocabulary of notebooks (`record`, `figure`, `chart`, `keys`, …),
which read as a paper's own notation does.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src" / "claimbook"


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = words_of(
    """
    accept add advise append ask attempt await begin bring build call check choose cite clear
    close collect commit compare construct convert count cut decode describe digest display
    draft draw dress dump end escape excerpt execute expand explain export extend fail fetch
    fill filter find finish fit fold follow forget format gather generate get give group guess
    halt heed hide hold identify ignore index insist interrupt invert join judge keep kill label
    launch let link list load locate look make map mark match measure mend merge move name
    normalise note number open order own paint parse place point prefer print process protect
    publish pull put quote raise reach read rebuild recognise recolour record reduce refuse register
    release remove rename render reorder repair replace report require reserve reset resolve
    rewrite run save say scrub search select serve set settle show sort spell split start stop
    strip suggest summarise survey take tell trace trim turn unescape update validate visit wait
    walk warn watch work wrap write
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
# Called by these names by others: MkDocs, Python-Markdown, papermill and nbclient, Pygments.
GIVEN = words_of(
    """
    handleMatch extendMarkdown makeExtension papermill_execute_cells _get_css_class
    """
)
SILENT = frozenset({"property", "cached_property", "setter", "command", "group", "overload"})

# What has no verb yet, by room. A name that is mended has to go from here; none may come.
NOUNS: Mapping[str, str] = {
    "checks": """
        checks.project._targets checks.project._untested
    """,
    "execution": """
        execution.digests._content execution.digests._files execution.digests._known
        execution.digests._listing execution.digests._sources execution.engine._size
        execution.engine.injected execution.engine.number
        execution.fingerprint.Fingerprint.in_profile execution.fingerprint._cells
        execution.fingerprint._changed_cells execution.fingerprint._distributions
        execution.fingerprint._listed execution.fingerprint._of execution.fingerprint._parts
        execution.fingerprint._reason execution.fingerprint._spans
        execution.fingerprint._versions execution.fingerprint.fingerprint
        execution.imports._called execution.imports._dynamic execution.imports._named
        execution.imports._named_in execution.imports._names execution.imports._origin
        execution.job._cell execution.job.source execution.runner._error
        execution.runner._executed execution.runner._plain execution.runner._record
    """,
    "fields": """
        fields.Fields.day fields.Fields.fault fields.Fields.items fields.Fields.number
        fields.Fields.text fields.Fields.texts fields._quoting fields.kind_of
    """,
    "hooks": """
        hooks.current.Build.citing hooks.current.Build.fault hooks.current.Build.judged
        hooks.current.page_link hooks.current.source_link hooks.lean._code hooks.lean._light hooks.lean.lean
        hooks.papers._library hooks.papers._path hooks.papers._renderer hooks.reading._survey
        hooks.references._entry hooks.references._link hooks.references._pages
        hooks.references._title hooks.runs.missing
    """,
    "model": """
        model.evidence._given model.evidence._limits model.evidence._measurement
        model.evidence._payloads model.evidence._result model.evidence._weakest
        model.evidence._within model.evidence.measurements model.paper.FrontMatter.quantities
        model.statistics.t_quantile
    """,
    "notebook": """
        notebook.book.Book.notebook notebook.book.notebook_paths notebook.frontmatter._claim
        notebook.frontmatter._digest notebook.frontmatter._front_matter
        notebook.frontmatter._limits notebook.frontmatter._paper notebook.frontmatter._range
        notebook.frontmatter._setting notebook.frontmatter._test notebook.frontmatter._tests
        notebook.frontmatter._venue notebook.source.Notebook.where notebook.source._assignments
        notebook.source._calls notebook.source._cells notebook.source._slug
        notebook.source._stripped notebook.source.drawn notebook.source.recorded
    """,
    "pages": """
        pages.cards._line pages.cards.pages pages.cards.verdicts pages.catalogue._legend_mark
        pages.catalogue._paper_card pages.catalogue._remark pages.catalogue._score_row
        pages.catalogue.authors_line pages.catalogue.bibtex_of pages.catalogue.citations
        pages.catalogue.papers pages.catalogue.records pages.catalogue.rules
        pages.catalogue.scoreboard pages.catalogue.verdicts pages.downloads.alternates
        pages.downloads.each pages.downloads.links pages.downloads.offered
        pages.downloads.path_of pages.downloads.texts pages.downloads.whole
        pages.figures._caption pages.figures._cell pages.figures._csv pages.figures._data
        pages.figures._pictures pages.figures._text pages.figures.files pages.figures.html
        pages.grounds._keys pages.grounds._sections pages.grounds.grounds pages.jsonld._cited
        pages.jsonld._named pages.jsonld._person pages.jsonld.article pages.jsonld.script
        pages.outputs._plain pages.outputs._recorded pages.page._as_notebook
        pages.page._cell_with pages.page._cells pages.page._code pages.page._code_cell
        pages.page._files pages.page._panel pages.page._prose pages.page._raw
        pages.page._sections pages.page.blank pages.panels._authors pages.panels._citation
        pages.panels._claim pages.panels._claims pages.panels._links pages.panels._made_by
        pages.panels._measured pages.panels._state pages.panels._untested pages.panels.dots
        pages.panels.header pages.panels.mark pages.panels.person pages.panels.provenance
        pages.panels.setting_table pages.panels.tested_here pages.panels.venue_name
        pages.panels.verdict_box pages.shelf._cited_in pages.shelf._citing pages.shelf._claim
        pages.shelf._claims pages.shelf._item pages.shelf._resting pages.shelf.kind_of
        pages.shelf.shelf pages.survey._claim_row pages.survey._test_row
        pages.survey.claims_json pages.survey.entry pages.survey.page_of pages.survey.survey
        pages.survey.table pages.survey.unexpected
    """,
    "prose": """
        prose.binding._Reference._element prose.binding._Reference._mark
        prose.citations.CitationExtension.ledger_of prose.citations._Resolver._labels
        prose.citations.checked_style prose.citations.references_html
        prose.citations.unknown_key_error prose.citegroups._Writer.contents
        prose.citegroups._Writer.part prose.citegroups._Writer.text
        prose.citegroups._author_year prose.citegroups._authors prose.citegroups._drawn_together
        prose.citegroups._numeric prose.citegroups._said_of_all prose.citegroups._together
        prose.citekeys.cross_reference prose.citekeys.key_in_sentence prose.citekeys.key_of
        prose.citekeys.known_part prose.citekeys.mentioned
        prose.citemarks.SentenceProcessor._follows_text prose.citemarks._Citing.in_raw_html
        prose.citemarks._Citing.raw_html prose.citemarks.mark prose.crossrefs.Targets.at
        prose.crossrefs.Targets.error prose.crossrefs._nowhere prose.crossrefs._shown
        prose.crossrefs.landmarks prose.headings._without_citations prose.mathml._character
        prose.mathml._without_defaults prose.naming._alike prose.naming._crowded
        prose.naming._differ prose.naming._initials prose.naming._people prose.naming._plain
        prose.naming._short prose.naming._sortable prose.naming._surnames
        prose.naming._with_letters prose.naming._with_names prose.naming.label
        prose.naming.labels prose.naming.letters prose.reflist._authors prose.reflist._backlinks
        prose.reflist._entry prose.reflist._names prose.reflist._parsed prose.reflist._sentence
        prose.reflist._series prose.reflist.reference_html prose.reflist.reference_list
    """,
    "wording": """
        wording.catalogue.words wording.numbers.by_quantity
    """,
}


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


@pytest.mark.parametrize("room", sorted({*NOUNS, *nouns()}))
def test_functions_begin_with_a_verb(room: str) -> None:
    """No function without a verb comes to a room, and none that was mended stays listed."""
    listed, found = words_of(NOUNS.get(room, "")), nouns().get(room, set())
    assert found - listed == set(), "begin their names with a verb"
    assert listed - found == set(), f"take these out of NOUNS (tests/test_names.py): {room}"


def test_verbs_are_words_once() -> None:
    """The two-faced are verbs, and no word is both a verb and a predicate."""
    assert TWO_FACED <= VERBS
    assert set() == VERBS & (PREDICATES | CONVERSIONS)

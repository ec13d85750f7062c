"""The bibliography as its readers take it: BibTeX, biber with biblatex, pandoc, bibutils, JabRef.

These come from Debian (`.ci/run` installs them). A test that lacks one is skipped and says so;
where CI is set it fails instead.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import typst

import nasty
from claimbook.bibliography.aliases import read_old_keys
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.formats import to_csl, to_ris
from claimbook.bibliography.latex import decode
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.reference import display, read_names
from claimbook.bibliography.titles import split_words
from registries import looked_up

ROOT = Path(__file__).parents[1]
STYLES = Path("/usr/share/citation-style-language/styles")
BIBTEX_STYLES = ("plain", "abbrv", "alpha", "unsrt")
MODS = {"m": "http://www.loc.gov/mods/v3"}
FAULT = re.compile(r"^!|warning|error|missing|undefined|multiply", re.IGNORECASE)
HARMLESS = re.compile(r"infwarerr|missing\$ -- \d|warning\$ -- 0$")


@dataclass(frozen=True)
class Shelf:
    """A .bib file alone in a folder, and what is in it."""

    path: Path
    records: Sequence[Record]

    @property
    def folder(self) -> Path:
        return self.path.parent

    def run(self, *command: str, text: str = "") -> str:
        """Run a program here to its good end; return all that it said."""
        need(command[0])
        done = subprocess.run(
            command,
            cwd=self.folder,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            env=os.environ | {"LC_ALL": "C.UTF-8", "max_print_line": "10000"},
        )
        assert done.returncode == 0, done.stdout[-3000:]
        return done.stdout

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8", errors="replace")

    def latex(self, preamble: str, ending: str, old: bool = False) -> None:
        """Write a document that cites everything, by `old` keys too."""
        keys = [
            key for record in self.records for key in (record.key, *read_old_keys(record) * old)
        ]
        cited = "\n\n".join(f"\\cite{{{key}}}" for key in keys)
        body = f"\\begin{{document}}\n{cited}\n{ending}\n\\end{{document}}\n"
        path = self.folder / "paper.tex"
        path.write_text(f"\\documentclass{{article}}\n{preamble}\n{body}", "utf-8")

    def typeset(self) -> str:
        """Run LaTeX once and return its log."""
        self.run("pdflatex", "-interaction=batchmode", "-halt-on-error", "paper")
        return self.read("paper.log")


def need(program: str) -> None:
    """Skip the test without the program; in CI fail it."""
    if shutil.which(program) is None:
        reason = f"{program} is not here; .ci/run names the Debian packages that bring it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def need_style(name: str) -> str:
    """Return the path of a CSL style, or skip; pandoc's own needs none."""
    path = STYLES / f"{name}.csl"
    if not path.is_file():
        reason = f"{path} is not here; it comes with citation-style-language-styles"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    return str(path)


def faults(log: str) -> list[str]:
    """Return the lines of a log that complain."""
    return [line for line in log.splitlines() if FAULT.search(line) and not HARMLESS.search(line)]


@pytest.fixture(params=["claimbook", "nasty"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """The real bibliography, and one made of corner cases and of what Crossref gives."""
    if request.param == "nasty":
        # biber, whose work grows with the square of a list, takes 40 s for 3,000 authors
        made = nasty.records(300 if "biber" in request.node.name else 3000)
        text = write_bib([*made, *looked_up()])
    else:
        text = (ROOT / "bib" / "claimbook.bib").read_text("utf-8")
    path = tmp_path / "refs.bib"
    path.write_text(text, "utf-8")
    return Shelf(path, read_bib(text, where="refs.bib"))


@pytest.mark.parametrize("style", BIBTEX_STYLES)
def test_bibtex_and_latex_have_nothing_to_say(shelf: Shelf, style: str) -> None:
    """Every entry goes through BibTeX and LaTeX without an error or a warning."""
    shelf.latex("", f"\\bibliographystyle{{{style}}}\\bibliography{{refs}}")
    need("bibtex")
    shelf.typeset()
    shelf.run("bibtex", "paper")
    shelf.typeset()
    assert faults(shelf.read("paper.blg")) == []
    assert faults(shelf.typeset()) == []
    assert shelf.read("paper.bbl").count("\\bibitem") == len(shelf.records)


def test_biber_and_biblatex_have_nothing_to_say(shelf: Shelf) -> None:
    """Every entry fits biblatex's data model, and a document that cites all of them compiles."""
    shelf.latex(
        "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}",
        "\\printbibliography",
        old=True,
    )
    need("biber")
    shelf.typeset()
    said = shelf.run("biber", "--validate-datamodel", "paper")
    shelf.typeset()
    assert faults(said) == []
    assert faults(shelf.typeset()) == []
    assert shelf.read("paper.bbl").count("\\entry{") == len(shelf.records)


@pytest.mark.parametrize("style", ["", "ieee", "apa", "nature"])
def test_pandoc_has_nothing_to_say(shelf: Shelf, style: str) -> None:
    """Pandoc formats every entry in its own Chicago style and in three others, without warning."""
    csl = ["--csl", need_style(style)] if style else []
    text = '---\nnocite: "@*"\n---\n'
    made = shelf.run(
        *("pandoc", "--fail-if-warnings", "--citeproc", "--bibliography", "refs.bib"),
        *(*csl, "--to", "html", "--output", "refs.html"),
        text=text,
    )
    assert made == ""
    listed = set(re.findall(r'id="ref-([^"]+)"', shelf.read("refs.html")))
    assert listed == {record.key for record in shelf.records}


@pytest.mark.parametrize("style", ["ieee", "apa"])
def test_typst_has_nothing_to_say(shelf: Shelf, style: str) -> None:
    """Typst sets every entry in two of its styles without a warning."""
    page = shelf.folder / "page.typ"
    page.write_text(f'#bibliography("refs.bib", style: "{style}", full: true)\n', "utf-8")
    made, warnings = typst.compile_with_warnings(str(page), format="svg")
    assert [str(one) for one in warnings] == []
    assert made


def test_csl_json_comes_back(shelf: Shelf) -> None:
    """Pandoc reads the CSL-JSON as it is meant: nothing of an entry is lost or changed."""
    items = to_csl(shelf.records)
    (shelf.folder / "refs.json").write_text(json.dumps(items), "utf-8")
    made = shelf.run("pandoc", "--from", "csljson", "--to", "csljson", "refs.json")
    assert by_id(json.loads(made)) == by_id(items)


def by_id(items: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return each item as JSON; pandoc curls quotes, and takes the d' of d'Alembert apart."""
    for item in items:
        for person in (*item.get("author", ()), *item.get("editor", ())):
            particle = person.pop("non-dropping-particle", "")
            gap = "" if particle.endswith("’") else " "
            person |= {"family": f"{particle}{gap}{person.get('family', '')}".strip()}
    plain = str.maketrans("‘’“”'", '"""""')
    return {
        item["id"]: json.dumps(item, sort_keys=True, ensure_ascii=False).translate(plain)
        for item in items
    }


def test_ris_comes_back(shelf: Shelf) -> None:
    """Bibutils reads every entry of the RIS with its title, its people and its year."""
    need("ris2xml")
    (shelf.folder / "refs.ris").write_bytes(to_ris(shelf.records).encode())
    (shelf.folder / "refs.xml").write_text(shelf.run("ris2xml", "refs.ris"), "utf-8")
    xml = shelf.read("refs.xml")
    tree = ElementTree.fromstring(xml[xml.index("<modsC") : xml.rindex(">") + 1])
    found = {str(mods.get("ID")): mods for mods in tree.findall("m:mods", MODS)}
    assert found.keys() == {record.key for record in shelf.records}
    for record in shelf.records:
        mods = found[record.key]
        assert split_words(text(mods, "m:titleInfo/*")) == split_words(display(record).title)
        years = {text(mods, path)[:4] for path in (".//m:dateIssued", ".//m:date")} - {""}
        assert years == {record.get("year")}
        for role in ("author", "editor"):
            people = [one for one in mods.findall(".//m:name", MODS) if role in text(one, ".//*")]
            read = " ".join(text(one, "m:namePart") for one in people)
            meant = " ".join(name.natural for name in read_names(record, role))
            assert letters(read) == letters(meant)
        assert plain(record.get("booktitle")) in plain(text(mods, "m:relatedItem/m:titleInfo/*"))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["bibtex", "ris"])
def test_jabref_takes_every_record(shelf: Shelf, kind: str) -> None:
    """JabRef imports every record with its title, its book, its year and its people."""
    (shelf.folder / "refs.ris").write_bytes(to_ris(shelf.records).encode())
    source = {"bibtex": shelf.path.name, "ris": "refs.ris"}[kind]
    shelf.run("jabref", "--nogui", "--import", f"{source},{kind}", "--output", "taken.bib")
    taken = shelf.read("taken.bib")
    for field in ("title", "booktitle", "year"):
        found = re.findall(rf"^  {field} += {{(.*)}},?$", taken, re.MULTILINE)
        meant = [record.get(field) for record in shelf.records if field in record.fields]
        assert sorted(map(plain, found)) == sorted(map(plain, meant))


def plain(field: str) -> str:
    """Return the words of a field of BibTeX."""
    return " ".join(split_words(decode(field)))


def letters(people: str) -> list[str]:
    """Return what is left of names when initials are spaced and an `and` inside one is lost."""
    return sorted("".join(word for word in split_words(people) if word != "and"))


def text(element: ElementTree.Element, path: str) -> str:
    return " ".join(found.text or "" for found in element.findall(path, MODS))


@pytest.mark.parametrize(
    ("value", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_missing_tool_fails_in_ci_alone(
    monkeypatch: pytest.MonkeyPatch, value: str, outcome: type[BaseException]
) -> None:
    """A tool that is not here skips a test with the reason, and fails it in CI."""
    monkeypatch.setenv("CI", value)
    with pytest.raises(outcome, match="no-such-program is not here"):
        need("no-such-program")


def test_ci_installs_what_is_tried_here() -> None:
    """.ci/run and the workflows that run the tests install the same packages."""
    packages = re.search(r'local tools="([^"]+)"', (ROOT / ".ci" / "run").read_text("utf-8"))
    assert packages is not None
    for name in ("ci", "nightly"):
        workflow = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
        assert packages[1] in workflow

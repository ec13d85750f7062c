"""An executed notebook and its findings → a dressed notebook for mkdocs-jupyter.

All prose is rendered in one pass with the site's own Markdown, so that footnotes, heading ids
and references work across cells; comments mark where each code cell stood. The result is cut
at these marks: prose becomes raw HTML cells, code cells keep their code and plain outputs, and
figures, measurements and panels are HTML of our own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown.extensions import Extension

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import from_paper
from claimbook.errors import ClaimbookError
from claimbook.model.evidence import Finding, measurements
from claimbook.notebook.source import Cell, Notebook, dump, recorded
from claimbook.pages import downloads, figures, panels
from claimbook.pages.outputs import Shown, sort_outputs
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, Ledger, references_html, unknown_key_error
from claimbook.prose.crossrefs import Targets, landmarks
from claimbook.prose.mathml import MathMLExtension
from claimbook.wording.marks import count_verdicts

Render = Callable[[str, Sequence[Extension]], tuple[str, list[dict[str, Any]]]]

OUTPUTS_ONLY = "cb-outputs"  # the tag of cells of which mkdocs-jupyter shows only the outputs
_MARK = re.compile(r"<!--cb:(\w+)(?::([^>]*?))?-->")
_HEADING = re.compile(r'<h([2-4])\b[^>]*\bid="([^"]+)"[^>]*>.*?</h\1>', re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A dressed notebook with what the site needs to publish it."""

    notebook: dict[str, Any]
    toc: list[dict[str, Any]]
    title: str
    tags: tuple[str, ...]
    description: str
    files: Mapping[str, str]  # by their path relative to the page
    cited: tuple[str, ...]


@dataclass(frozen=True)
class _Material:
    """What the pieces of a page are made from."""

    notebook: Notebook
    findings: Sequence[Finding]
    run: Mapping[str, Any] | None
    shown: Mapping[str, Shown]  # below each code cell
    sections: Mapping[str, str]  # the heading under which each claim is tested
    bibtex: str
    failure: str
    repository: str
    references: str


def dress(
    notebook: Notebook,
    executed: Mapping[str, Any] | None,
    findings: Sequence[Finding],
    *,
    failure: str = "",
    repository: str = "",
    records: Mapping[str, Record],
    links: Mapping[str, str],
    verdicts: Mapping[str, str] | None = None,
    targets: Targets | None = None,
    style: str = "author-year",
    bibtex: str,
    render: Render,
) -> Page:
    """Dress a notebook for publication.

    `executed` is None if it has not been run, and `failure` says why if its run failed;
    `repository` is the address of the project's own, if known;
    `records` are the works that may be cited in a `style`, `links` the pages of those that are
    ours with the `verdicts` there as HTML, `targets` what of other pages can be referred to;
    `render` turns Markdown into HTML and table-of-contents tokens with the site's configuration
    and further extensions.

    Raises `ClaimbookError`, naming the cell, for an unknown citation, quantity, figure or claim,
    for a formula that cannot be read, and for an output that does not meet the figure contract.
    """
    found = measurements(executed, where=notebook.path.name) if executed else None
    declared = frozenset().union(*(recorded(cell) for cell in notebook.code))
    binding = BindingExtension(found, {f.claim.id: f for f in findings}, declared)
    targets = (targets or Targets()).at(notebook.slug, landmarks(notebook, executed, findings))
    citing = CitationExtension(
        records=records, style=style, targets=targets, append=False, ledger=(ledger := Ledger())
    )
    html, toc = render(_prose(notebook), [binding, citing, math := MathMLExtension()])
    _refuse_faults(notebook, binding, citing, math)
    listed = references_html(records, ledger.cited, links=links, verdicts=verdicts, style=style)
    material = _Material(
        notebook=notebook,
        findings=findings,
        run=executed["metadata"]["claimbook"] if executed else None,
        shown=sort_outputs(notebook, executed),
        sections=_sections(html, notebook, findings),
        bibtex=bibtex,
        failure=failure,
        repository=repository,
        references=listed if ledger.cited else "",
    )
    html = _link_claims(_name_claims(html, material), material.sections)
    return Page(
        notebook=_as_notebook([cell for piece in _cut(html) for cell in _cells(piece, material)]),
        toc=toc,
        title=notebook.front.paper.title,
        tags=notebook.front.digest.tags,
        description=count_verdicts(findings),
        files=_files(material, executed),
        cited=tuple(ledger.cited),
    )


def blank(notebook: Notebook, fault: str) -> Page:
    """Return a page that says nothing but why it cannot be made."""
    title = notebook.front.paper.title
    text = f'<h1>{escape(title)}</h1><p class="cb-waiting cb-failed">{escape(fault)}</p>'
    return Page(_as_notebook([_raw(text)]), [], title, notebook.front.digest.tags, fault, {}, ())


def _prose(notebook: Notebook) -> str:
    """Join the prose, with marks where code cells and generated panels stand."""
    footnotes = any("[^" in cell.source for cell in notebook.prose)
    parts = [f"# {notebook.front.paper.title}", "<!--cb:header-->"]
    parts += ["## What held when it was rerun", "<!--cb:verdicts-->"]
    for cell in notebook.cells[1:]:
        parts.append(cell.source if cell.kind == "markdown" else f"<!--cb:cell:{cell.id}-->")
        if re.search(r"^## Setting\s*$", cell.source, re.MULTILINE):
            parts.append("<!--cb:setting-->")
    parts += ["///Footnotes Go Here///"] if footnotes else []
    parts += ["## References", "<!--cb:references-->", "## Provenance", "<!--cb:provenance-->"]
    return "\n\n".join(parts) + "\n"


def _refuse_faults(
    notebook: Notebook, binding: BindingExtension, citing: CitationExtension, math: MathMLExtension
) -> None:
    for source, fault in math.faults:
        where = notebook.where(_cell_with(notebook, source))
        raise ClaimbookError(fault.what, where=where, fix=fault.fix) from fault
    for reference, fault in binding.faults:
        cell = _cell_with(notebook, reference)
        raise ClaimbookError(
            f"{reference}: {fault.what}", where=notebook.where(cell), fix=fault.fix
        ) from fault
    for key in citing.unknown:
        cell = _cell_with(notebook, f"@{key}", f"@{{{key}}}")
        raise unknown_key_error(key, notebook.where(cell), citing.records, citing.targets)


def _cell_with(notebook: Notebook, *texts: str) -> Cell:
    found = (cell for cell in notebook.prose if any(text in cell.source for text in texts))
    return next(found, notebook.cells[0])


def _link_claims(html: str, sections: Mapping[str, str]) -> str:
    """Point every claim's mark at the section that tests it."""
    for claim_id, anchor in sections.items():
        html = html.replace(f'href="#claim:{claim_id}"', f'href="#{anchor}"')
    return html


def _name_claims(html: str, material: _Material) -> str:
    """Name below each heading the claims that are tested there."""
    for match in reversed(list(_HEADING.finditer(html))):
        tested = [finding for finding in material.findings if finding.claim.tests]
        here = [f for f in tested if material.sections.get(f.claim.id) == match.group(2)]
        if here:
            html = html[: match.end()] + panels.tested_here(here) + html[match.end() :]
    return html


def _sections(html: str, notebook: Notebook, findings: Sequence[Finding]) -> dict[str, str]:
    """Map each claim's id to the heading under which its first quantity is recorded."""
    records = {cell.id: recorded(cell) for cell in notebook.code}
    heading, untested = "", ""
    under: dict[str, str] = {}
    for match in re.finditer(f"{_HEADING.pattern}|{_MARK.pattern}", html, re.DOTALL):
        if match.group(2):
            heading = match.group(2)
            untested = heading if heading.startswith("what-this-does-not-test") else untested
        elif match.group(3) == "cell":
            under |= {
                name: heading for name in records.get(match.group(4), ()) if name not in under
            }
    return {
        f.claim.id: under.get(f.claim.tests[0].quantity, untested) if f.claim.tests else untested
        for f in findings
    }


def _cut(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, argument, HTML before it) for each mark, then what is left."""
    end = 0
    for match in _MARK.finditer(html):
        yield match.group(1), match.group(2) or "", html[end : match.start()]
        end = match.end()
    yield "end", "", html[end:]


def _cells(piece: tuple[str, str, str], material: _Material) -> Iterator[dict[str, Any]]:
    kind, argument, before = piece
    if before.strip():
        yield _raw(before)
    if kind == "cell":
        yield from _code(next(c for c in material.notebook.cells if c.id == argument), material)
    elif kind != "end":
        yield _raw(_panel(kind, material))


def _panel(kind: str, material: _Material) -> str:
    notebook, run = material.notebook, material.run
    match kind:
        case "header":
            return panels.header(notebook, material.bibtex, executed=run is not None)
        case "verdicts":
            box = panels.verdict_box(notebook, material.findings, run, material.failure)
            return _link_claims(box, material.sections)
        case "setting":
            return panels.setting_table(notebook.front.setting)
        case "references":
            return material.references or "<p>This page cites nothing.</p>"
        case "provenance":
            return panels.provenance(notebook, run, material.repository)
    raise AssertionError(kind)


def _code(cell: Cell, material: _Material) -> Iterator[dict[str, Any]]:
    """Yield a code cell, folded or open, then what it shows."""
    if cell.kind != "code":
        return
    lines = cell.source.count("\n") + 1
    name = "Parameters" if "parameters" in cell.tags else "Code"
    yield _raw(
        f'<details class="cb-code" data-search-exclude'
        f"{'' if 'fold' in cell.tags else ' open'}><summary>{name}"
        f"<span> · {lines} line{'s' if lines > 1 else ''}</span></summary>"
    )
    yield _code_cell(cell.id, cell.source, (), [])
    yield _raw("</details>")
    shown = material.shown[cell.id]
    if shown.plain:
        yield _code_cell(f"{cell.id}-outputs", "", shown.plain, [OUTPUTS_ONLY])
    if shown.recorded:
        yield _raw(f'<div class="cb-recorded">{shown.recorded}</div>')
    for number, figure in shown.figures:
        yield _raw(figures.html(figure, number))


def _raw(html: str) -> dict[str, Any]:
    return {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": html}


def _code_cell(
    identifier: str, source: str, outputs: Sequence[Any], tags: list[str]
) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": identifier,
        "metadata": {"tags": tags} if tags else {},
        "outputs": list(outputs),
        "source": source,
    }


def _as_notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    numbered = [{"id": f"piece-{number}"} | cell for number, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _files(material: _Material, executed: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what lies beside the page: figures, notebooks, the paper's own entry."""
    notebook = material.notebook
    made = {
        f"{notebook.slug}.ipynb": notebook.path.read_text("utf-8"),
        f"{notebook.slug}.bib": material.bibtex,
    }
    record = downloads.texts(from_paper(notebook.front.paper))
    made |= {f"{notebook.slug}.{ending}": record[ending] for ending in ("ris", "json")}
    if executed is not None:
        made[f"{notebook.slug}-executed.ipynb"] = dump(dict(executed))
    for shown in material.shown.values():
        for _, figure in shown.figures:
            made |= figures.files(figure)
    return made

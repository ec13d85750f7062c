"""HTML panels of a paper page: header, verdict box, setting table, citation, provenance."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from claimbook.model.evidence import Finding, Measurement
from claimbook.model.paper import Paper, Setting, Venue
from claimbook.notebook.source import Notebook
from claimbook.pages import downloads
from claimbook.wording.marks import count_verdicts, mark_class, show_sign, show_verdict
from claimbook.wording.numbers import by_quantity, show_day, show_measurement

SHOWN_AUTHORS = 8


def person(name: str) -> str:
    """Turn ``Last, First`` into ``First Last``; a corporate author loses its braces.

    >>> person("von Werra, Leandro"), person("{Llama Team, AI @ Meta}")
    ('Leandro von Werra', 'Llama Team, AI @ Meta')
    """
    if name.startswith("{"):
        return name.strip("{}")
    last, _, first = name.partition(", ")
    return f"{first} {last}".strip()


def venue_name(venue: Venue) -> str:
    """Name a venue with its year."""
    name = venue.short or venue.name
    return name if not venue.year or str(venue.year) in name else f"{name} {venue.year}"


def header(notebook: Notebook, bibtex: str, *, executed: bool) -> str:
    """Return the record of the paper and the row of links below the title."""
    paper, digest = notebook.front.paper, notebook.front.digest
    record = [escape(venue_name(paper.venue))] if paper.venue else []
    if paper.arxiv:
        record.append(f'<a href="https://arxiv.org/abs/{paper.arxiv}">arXiv {paper.arxiv}</a>')
    record.append(f"published {show_day(paper.date)}")
    record.append(f"digest of {show_day(digest.date)}")
    return (
        f'<div class="cb-header"><p class="cb-authors">{_authors(paper)}</p>'
        f'<p class="cb-record">{" · ".join(record)}</p>{_links(notebook, executed)}'
        f"{_citation(notebook.slug, bibtex)}</div>"
    )


def _authors(paper: Paper) -> str:
    names = [escape(person(name)) for name in paper.authors]
    if len(names) <= SHOWN_AUTHORS + 1:
        return ", ".join(names)
    rest = len(names) - SHOWN_AUTHORS
    return (
        ", ".join(names[:SHOWN_AUTHORS])
        + f'<details class="cb-more"><summary>and {rest} more</summary>'
        + ", ".join(names[SHOWN_AUTHORS:])
        + "</details>"
    )


def _links(notebook: Notebook, executed: bool) -> str:
    slug, paper = notebook.slug, notebook.front.paper
    links = [
        f'<a href="{escape(url, quote=True)}">{escape(name.replace("_", " "))}</a>'
        for name, url in paper.urls.items()
    ]
    links.append(f'<a href="{slug}.ipynb" download>source notebook</a>')
    if executed:
        links.append(f'<a href="{slug}-executed.ipynb" download>executed notebook</a>')
    links.append(downloads.links(slug))
    return f'<p class="cb-links">{" ".join(links)}</p>'


def _citation(slug: str, bibtex: str) -> str:
    return (
        '<details class="cb-citation" data-search-exclude><summary>Cite this paper</summary>'
        f'<div class="highlight"><pre><code>{escape(bibtex.strip())}\n</code></pre></div></details>'
        f'<p class="cb-rerun">Rerun this page: <code>claimbook run {slug}</code></p>'
    )


def mark(finding: Finding, href: str) -> str:
    """Return a finding's mark, linked to `href`."""
    return (
        f'<a class="cb-mark {mark_class(finding)}" href="{escape(href, quote=True)}">'
        f"{show_sign(finding)} {show_verdict(finding)}</a>"
    )


def dots(findings: Sequence[Finding]) -> str:
    """Return the signs of what was tested; beside a tally, which says it in words."""
    tested = [finding for finding in findings if finding.claim.tests]
    signs = "".join(f'<i class="{mark_class(f)}">{show_sign(f)}</i>' for f in tested)
    return f'<span aria-hidden="true">{signs}</span>' if signs else ""


def verdict_box(
    notebook: Notebook,
    findings: Sequence[Finding],
    run: Mapping[str, Any] | None,
    failure: str = "",
) -> str:
    """Return the verdict box: every claim with its mark, what was measured and the rule."""
    tested = [finding for finding in findings if finding.claim.tests]
    rest = [finding for finding in findings if not finding.claim.tests]
    return (
        f'<div class="cb-box"><p class="cb-tally"><b>{count_verdicts(findings)}</b>'
        f"<span>{_made_by(run, findings)}</span></p>"
        f"{_state(notebook, tested, run, failure)}{_claims(tested)}{_untested(rest, opened=not tested)}"
        f'<p class="cb-trust"><b>How far to trust this.</b> {escape(notebook.front.trust)}</p></div>'
    )


def _claims(findings: Sequence[Finding]) -> str:
    items = "".join(_claim(finding) for finding in findings)
    return f'<ul class="cb-claims">{items}</ul>' if items else ""


def _untested(findings: Sequence[Finding], *, opened: bool) -> str:
    if not findings:
        return ""
    return (
        f'<details class="cb-untested"{" open" if opened else ""}>'
        f"<summary>{len(findings)} not tested, and why</summary>{_claims(findings)}</details>"
    )


def _made_by(run: Mapping[str, Any] | None, findings: Sequence[Finding]) -> str:
    if run is None:
        return "no run yet"
    about = run["provenance"]
    measured = [result.measurement for finding in findings for result in finding.results]
    seeds = max((len(m.values) for m in measured if not m.deterministic), default=0)
    parts = [f"{about['profile']} profile"]
    parts += [f"{seeds} seeds"] if seeds else []
    return escape(" · ".join([*parts, f"{about['wall_seconds']:.0f} s"]))


def _state(
    notebook: Notebook, tested: Sequence[Finding], run: Mapping[str, Any] | None, failure: str
) -> str:
    if failure:
        return (
            '<div class="cb-waiting cb-failed" role="alert"><b>The run of this page failed.</b> '
            f"<code>{escape(failure)}</code></div>"
        )
    if run is None and tested:
        return (
            f'<div class="cb-waiting" data-slug="{notebook.slug}" role="status">'
            "<b>This page has not been run yet.</b> Its verdicts, figures and numbers come from a run "
            f"of its notebook: <code>claimbook run {notebook.slug}</code>."
            '<span class="cb-progress"></span></div>'
        )
    if not tested:
        return (
            '<div class="cb-waiting"><b>Not tested yet.</b> The claims are written down; '
            "their experiments are still to come.</div>"
        )
    if any(finding.provisional for finding in tested):
        return (
            '<div class="cb-waiting"><b>Provisional.</b> The quick profile made this page: it proves '
            "that every cell runs, with few seeds and short training. Only a full run gives verdicts: "
            f"<code>claimbook run {notebook.slug} --profile full</code>.</div>"
        )
    return ""


def _claim(finding: Finding) -> str:
    claim = finding.claim
    lines = "".join(_measured(*row) for row in by_quantity(finding.results))
    reason = claim.untested if not claim.tests else claim.scale
    return (
        f'<li class="cb-claim" id="verdict-{claim.id}">{mark(finding, f"#claim:{claim.id}")}'
        f'<div><p class="cb-statement">{escape(claim.statement)}</p>{lines}'
        f'<p class="cb-said">The paper: {escape(claim.paper.text)} '
        f'<span class="cb-locator">({escape(claim.locator)})</span></p>'
        f'<p class="cb-scale">{escape(reason)}</p></div></li>'
    )


def _measured(measurement: Measurement, asked: str) -> str:
    return (
        f'<p class="cb-measured">measured {escape(show_measurement(measurement))}'
        f' <span class="cb-rule">rule: {escape(asked)}</span>'
        f" <code>{escape(measurement.name)}</code></p>"
    )


def setting_table(rows: Sequence[Setting]) -> str:
    """Return the setting table: the paper's scale beside ours."""
    body = "".join(
        f'<tr><th scope="row">{escape(row.aspect)}</th><td>{escape(row.paper)}'
        + (f' <span class="cb-locator">({escape(row.locator)})</span>' if row.locator else "")
        + f"</td><td>{escape(row.ours)}</td></tr>"
        for row in rows
    )
    return (
        '<div class="cb-scroll" tabindex="0" role="region" aria-label="Setting"><table>'
        '<thead><tr><th scope="col"></th><th scope="col">the paper</th>'
        f'<th scope="col">here</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def tested_here(findings: Sequence[Finding]) -> str:
    """Return the line below a section's heading that names the claims it tests."""
    items = "".join(
        f"<li>{mark(f, f'#verdict-{f.claim.id}')} <span>{escape(f.claim.statement)}</span></li>"
        for f in findings
    )
    return f'<ul class="cb-tested">{items}</ul>'


def provenance(notebook: Notebook, run: Mapping[str, Any] | None, repository: str = "") -> str:
    """Return the list that says how this page's run was made.

    The commit is a link if the address of the `repository` is known.
    """
    if run is None:
        return "<p>This notebook has not been run yet.</p>"
    about = run["provenance"]
    versions = ", ".join(f"{name} {version}" for name, version in sorted(about["versions"].items()))
    parameters = ", ".join(f"{k} = {v!r}" for k, v in sorted(about.get("parameters", {}).items()))
    rows = {
        "fingerprint": run["fingerprint"],
        "profile": about["profile"],
        "parameters": parameters,
        "device": about["device"],
        "time": f"{about['wall_seconds']:.1f} s of wall time, {about['cpu_seconds']:.1f} s of CPU time",
        "started": about["started"],
        "Python": f"{about['python']} on {about['platform']}",
        "versions": versions,
        "rerun": f"claimbook run {notebook.slug} --profile {about['profile']} --force",
    }
    body = f"<dt>commit</dt><dd>{_commit(about, repository)}</dd>" + "".join(
        f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in rows.items()
    )
    return f'<dl class="cb-provenance" data-search-exclude>{body}</dl>'


def _commit(about: Mapping[str, Any], repository: str) -> str:
    commit = escape(about.get("commit") or "")
    if not commit:
        return "not under version control"
    address = f"{repository.rstrip('/')}/commit/{commit}"
    shown = f'<a href="{escape(address, quote=True)}">{commit}</a>' if repository else commit
    return f"{shown} and uncommitted changes" if about.get("dirty") else shown

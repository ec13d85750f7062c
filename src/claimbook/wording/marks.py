"""A finding's mark: a sign, a word and a colour, so that no one of the three is needed."""

from collections.abc import Iterable, Mapping, Sequence

from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding, Group
from claimbook.wording.catalogue import say

SIGNS: Mapping[Verdict, str] = {
    Verdict.REPRODUCED: "●",
    Verdict.SAME_DIRECTION: "◐",
    Verdict.INCONCLUSIVE: "◇",
    Verdict.NOT_REPRODUCED: "✕",
    Verdict.HOLDS: "=",
    Verdict.DOES_NOT_HOLD: "≠",
    Verdict.ANSWERED_YES: "✓",
    Verdict.ANSWERED_IN_PART: "◑",
    Verdict.OPEN: "?",
    Verdict.ANSWERED_NO: "–",
    Verdict.NOT_TESTED_HERE: "◌",
    Verdict.NOT_TESTED: "○",
}
PENDING = "…"


def name_verdict(verdict: Verdict) -> str:
    """Name a verdict in words."""
    return say(f"verdict-{verdict.replace(' ', '-')}")


def show_sign(finding: Finding) -> str:
    """Return the sign of a finding: a cue beside its colour."""
    return PENDING if finding.pending else SIGNS[finding.verdict]


def show_verdict(finding: Finding) -> str:
    """Return a finding's verdict in words."""
    if finding.pending:
        return say("verdict-pending")
    name = name_verdict(finding.verdict)
    return say("verdict-provisional", verdict=name) if finding.provisional else name


def mark_class(finding: Finding) -> str:
    """Return the CSS classes of a finding's mark."""
    if finding.pending:
        return "cb-pending"
    named = f"cb-{finding.verdict.replace(' ', '-')}"
    return f"{named} cb-provisional" if finding.provisional else named


def count_verdicts(findings: Sequence[Finding]) -> str:
    """Count verdicts in words: ``7 reproduced · 1 inconclusive · 3 not tested``."""
    settled = [finding.verdict for finding in findings if not finding.pending]
    counted = [
        say(f"counted-{verdict.replace(' ', '-')}", n=settled.count(verdict))
        for verdict in Verdict
        if verdict in settled
    ]
    if waiting := sum(finding.pending for finding in findings):
        counted.append(say("counted-pending", n=waiting))
    return " · ".join(counted)


def keep_together(counted: str) -> str:
    """Let a line of counts break behind a dot alone."""
    return counted.replace(" ", "\u00a0").replace("·\u00a0", "· ")


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which their verdicts are counted."""
    order = list(Verdict)
    return sorted(findings, key=lambda one: (one.pending, order.index(one.verdict)))


def group_findings(findings: Sequence[Finding]) -> list[tuple[Group, list[Finding]]]:
    """Return what is counted together, in the order of `Group`; nothing for an empty group."""
    found = [(group, [one for one in findings if one.group is group]) for group in Group]
    return [(group, ours) for group, ours in found if ours]


def count_groups(findings: Sequence[Finding]) -> str:
    """Count verdicts group by group: ``The paper’s claims: 2 reproduced; Checked exactly: 3 hold``."""
    return "; ".join(
        say("tally", group=say(f"group-{group}"), counted=count_verdicts(found))
        for group, found in group_findings(findings)
    )

"""How a claim was settled, in words."""

from collections.abc import Sequence

from claimbook.model.claim import Asserter, Kind
from claimbook.model.evidence import Finding
from claimbook.wording.catalogue import say


def count_seeds(findings: Sequence[Finding]) -> str:
    """Say over how many seeds the claims of a page were measured; nothing if over none."""
    measured = [result.measurement for finding in findings for result in finding.results]
    counts = sorted({len(one.values) for one in measured if not one.deterministic})
    if len(counts) > 1:
        return say("seeds-between", least=counts[0], most=counts[-1])
    return say("seeds", n=counts[0]) if counts else ""


def describe_evidence(finding: Finding) -> str:
    """Say how a claim was settled, and who asserts it if that is not the paper."""
    claim = finding.claim
    kind = say(f"evidence-{claim.kind}") if claim.tests else ""
    if claim.kind is Kind.EXPERIMENT and claim.tests:
        kind = " ".join(filter(None, (kind, count_seeds([finding]))))
    by = "" if claim.by is Asserter.PAPER else say("asserted-by", who=say(f"by-{claim.by}"))
    return " · ".join(filter(None, (kind, by)))

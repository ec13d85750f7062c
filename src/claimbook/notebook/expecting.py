"""Accepted verdicts, written into the text of a front matter: nothing else of it changes."""

from collections.abc import Mapping

import yaml

from claimbook.errors import ClaimbookError


def write_expectations(front: str, verdicts: Mapping[str, str], *, where: str) -> str:
    """Return a front matter whose claims with these ids expect these verdicts.

    Comments, quotes and the order of keys stay as they are.

    Raises `ClaimbookError` for a claim that is not there, or whose place cannot be found.
    """
    claims = _find_claims(front, where)
    edits = []
    for identifier, verdict in verdicts.items():
        if identifier not in claims:
            raise ClaimbookError(f'no claim has the id "{identifier}"', where=where)
        edits.append(_make_edit(front, claims[identifier], verdict))
    for start, end, text in sorted(edits, reverse=True):
        front = front[:start] + text + front[end:]
    return front


def _find_claims(front: str, where: str) -> dict[str, yaml.MappingNode]:
    """Return the node of each claim; its marks count from the front matter's beginning."""
    blank = "".join(one if one in "\r\n" else " " for one in "---")
    text = front.replace("---", blank, 1)
    end = text.rfind("---")
    root = yaml.compose(text[:end] if end > 0 else text, yaml.SafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "claims" and isinstance(value, yaml.SequenceNode):
            nodes = [node for node in value.value if isinstance(node, yaml.MappingNode)]
            return {str(_find_value(node, "id").value): node for node in nodes}
    raise ClaimbookError("has no claims", where=where)


def _find_value(claim: yaml.MappingNode, name: str) -> yaml.Node:
    return next(
        (value for key, value in claim.value if key.value == name),
        yaml.ScalarNode("tag:yaml.org,2002:null", ""),
    )


def _make_edit(front: str, claim: yaml.MappingNode, verdict: str) -> tuple[int, int, str]:
    """Return what of the text is replaced, from where to where, by what."""
    known = _find_value(claim, "expect")
    if known.start_mark is not None:
        return known.start_mark.index, known.end_mark.index, verdict
    if claim.flow_style:
        end = claim.end_mark.index - 1
        return end, end, f", expect: {verdict}"
    last = claim.value[-1][1]
    end = len(front[: last.end_mark.index].rstrip())  # a block of text ends behind its last line
    line = front.find("\n", end)
    end = line if line >= 0 else len(front)
    return end, end, f"\n{' ' * claim.value[0][0].start_mark.column}expect: {verdict}"

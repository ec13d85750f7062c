from typing import Any

import pytest
from markdown import Markdown
from test_citations import EXTENSIONS, RECORDS, words

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.notebook.source import read
from claimbook.prose.citations import CitationExtension, explain_unknown_key, refuse_reserved
from claimbook.prose.crossrefs import Landmarks, Targets, find_landmarks
from front import cell, drawn, executed, front_matter, notebook_json, write_notebook

FINDING = Finding(front_matter().claims[0], Verdict.REPRODUCED)
OWN = Landmarks("Own", {"front": 1, "gap-2": 2}, {"gap-is-small": FINDING})
OTHER = Landmarks("Other & Co", {"front": 7}, {"gap-is-small": FINDING})
SEEN = Targets(pages={"dpa": OTHER}, link=lambda slug: f"../{slug}/").place_at("tiny", OWN)


def convert(text: str, targets: Targets = SEEN, **options: Any) -> tuple[str, CitationExtension]:
    citing = CitationExtension(records=RECORDS, targets=targets, append=False, **options)
    return Markdown(extensions=[*EXTENSIONS, citing]).convert(text), citing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@fig-front shows", "Figure 1 shows"),
        ("@fig-gap-2.", "Figure 2."),
        ("[@fig-front]", "(Figure 1)"),
        ("[see @fig-front, left; @abe2020x]", "(see Figure 1, left; Abe and Doe, 2020)"),
        ("Figures -@fig-front and -@fig-gap-2", "Figures 1 and 2"),
        ("@fig-dpa:front", "Figure 7 of Other & Co"),
        ("-@fig-dpa:front", "7"),
        ("the claim @claim-gap-is-small", "the claim gap is small ●"),
        ("-@claim-gap-is-small", "gap is small"),
        ("@claim-dpa:gap-is-small", "gap is small ● of Other & Co"),
        ("@fig-tiny:front", "Figure 1"),
        ("**@fig-front**的", "Figure 1的"),
    ],
)
def test_figures_and_claims_are_referred_to_as_works_are(text: str, expected: str) -> None:
    """A reference reads as a sentence would have it."""
    assert words(convert(text)[0]) == expected


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("@fig-front", "#fig-front"),
        ("@fig-dpa:front", "../dpa/#fig-front"),
        ("@claim-gap-is-small", "#verdict-gap-is-small"),
        ("[@claim-dpa:gap-is-small]", "../dpa/#verdict-gap-is-small"),
    ],
)
def test_a_reference_leads_there(text: str, address: str) -> None:
    """Figures lead to themselves, claims to the box of verdicts, on whichever page."""
    html, citing = convert(text)
    assert f'href="{address}"' in html
    assert citing.cited == {}


def test_a_verdict_is_told_in_words_too() -> None:
    """The sign of a claim has a name."""
    html, _ = convert("@claim-gap-is-small")
    assert 'aria-label="reproduced"' in html


def test_a_group_of_figures_keeps_round_brackets_in_the_numeric_style() -> None:
    """Square brackets are those of works."""
    assert words(convert("[@fig-front]", style="numeric")[0]) == "(Figure 1)"
    assert words(convert("[@fig-front; @abe2020x]", style="numeric")[0]) == "[Figure 1; 1]"


@pytest.mark.parametrize("text", ["`@fig-front`", "$@fig-front$", r"\@fig-front", "me@fig-front"])
def test_code_math_and_addresses_refer_to_nothing(text: str) -> None:
    """Where no citation is read no reference is."""
    assert "href" not in convert(text)[0]


def test_references_live_with_notes_and_abbreviations() -> None:
    """A note, an abbreviation, a citation and a reference in one sentence keep apart."""
    text = "Figure: @fig-front [@abe2020x].[^1]\n\n[^1]: See @fig-gap-2.\n\n*[Figure]: a picture"
    html, _ = convert(text)
    assert '<abbr title="a picture">Figure</abbr>: <span class="cb-cross">' in html
    assert html.count('class="cb-ref"') == 2
    assert 'href="#fn:1"' in html


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("fig-frnt", '@fig-frnt: no figure has the id "frnt"; did you mean "front"?'),
        ("fig-dpa:frnt", 'has the id "frnt" on the page of dpa; did you mean "front"?'),
        ("fig-dpo:front", '@fig-dpo:front: no paper has the slug "dpo"; did you mean "dpa"?'),
        ("claim-gap", 'no claim has the id "gap"'),
    ],
)
def test_a_dangling_reference_names_the_nearest(key: str, says: str) -> None:
    """What does not exist is collected, and its error says what is there."""
    _, citing = convert(f"[@{key}]")
    assert citing.unknown == [key]
    error = str(explain_unknown_key(key, "tiny.ipynb, cell 3 (opening)", RECORDS, SEEN))
    assert error.startswith("tiny.ipynb, cell 3 (opening): @")
    assert says in error


def test_a_page_that_is_no_papers_must_name_the_paper() -> None:
    """On a hand-written page there is no figure of the page's own."""
    error = explain_unknown_key(
        "fig-front", "docs/method.md", RECORDS, Targets(pages={"dpa": OTHER})
    )
    assert "name the page too: @fig-SLUG:front" in str(error)


def test_keys_of_works_cannot_begin_so() -> None:
    """A reserved prefix in the bibliography is refused."""
    refuse_reserved(RECORDS)
    with pytest.raises(ClaimbookError, match='"fig-1" begins as a reference'):
        refuse_reserved(["fig-1"])


def test_figures_are_numbered_as_the_page_numbers_them(tmp_path: Any) -> None:
    """By the outputs of a run; without one by the calls in the code."""
    code = 'figure(fig, id="b", caption="B.", alt="b", data={})\nchart(spec, id="a", caption="A.")'
    cells = (cell("code", "draw", code),)
    notebook = read(write_notebook(tmp_path, "tiny", *cells))
    assert find_landmarks(notebook, None, []).figures == {"b": 1, "a": 2}
    run = executed(notebook_json(*cells), {"draw": [drawn("a"), drawn("b")]})
    assert find_landmarks(notebook, run, [FINDING]).figures == {"a": 1, "b": 2}
    assert find_landmarks(notebook, run, [FINDING]).claims == {"gap-is-small": FINDING}
    assert find_landmarks(notebook, run, [FINDING]).title == "A tiny paper"

import pytest
from markdown import Markdown

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.model.measurement import Measurement
from claimbook.prose.binding import BindingExtension, resolve
from claimbook.wording.catalogue import speak
from front import front_matter

FOUND = {
    "gap": Measurement("gap", (0.1, 0.2, 0.3), unit="bits"),
    "steps": Measurement("steps", (540000.0,), deterministic=True),
}
CLAIM = front_matter().claims[0]


def rendered(text: str, found=FOUND, declared: frozenset[str] = frozenset()):
    binding = BindingExtension(found, {CLAIM.id: Finding(CLAIM, Verdict.REPRODUCED)}, declared)
    md = Markdown(extensions=["claimbook.prose.mathml", "tables", binding])
    return md.convert(text), binding.faults


@pytest.mark.parametrize(
    ("reference", "form", "expected"),
    [
        ("gap", "", "0.200 [−0.0484, 0.448] bits"),
        ("gap.mean", ".2f", "0.20"),
        ("gap.n", "", "3"),
        ("gap.max", "+.1%", "+30.0%"),
        ("gap.low", ".3f", "−0.048"),
        ("steps", "", "540,000"),
        ("steps.value", ".2e", "5.40e+05"),
    ],
)
def test_a_reference_shows_what_was_measured(reference: str, form: str, expected: str):
    """Mean and interval, one attribute, or a format of the reader's own."""
    assert resolve(reference, form, FOUND) == expected


@pytest.mark.parametrize(
    ("reference", "form", "says"),
    [
        ("gab", "", 'no quantity "gab" is recorded; did you mean "gap"?'),
        ("gap.maen", "", '"maen" is no attribute; did you mean "mean"?'),
        ("gap.mean", "zz", '"zz" is no number format'),
        ("gap.mean", "x<9", '"x<9" is no number format'),
        ("gap.mean", "9", '"9" is no number format'),
    ],
)
def test_an_unknown_reference_is_an_error(reference: str, form: str, says: str):
    """A bound number that cannot be filled is named with the nearest that can."""
    with pytest.raises(ClaimbookError, match=r"gap|format|mean") as caught:
        resolve(reference, form, FOUND)
    assert says in str(caught.value)


def test_prose_is_filled_and_code_and_math_are_left_alone():
    """Only prose refers to measurements."""
    html, faults = rendered("A {{ gap.mean | .1f }}, `{{ gap.mean }}` and $\\frac{{1}}{{2}}$.")

    assert ">0.2</span>" in html
    assert "<code>{{ gap.mean }}</code>" in html
    assert "<mfrac><mn>1</mn><mn>2</mn></mfrac>" in html
    assert faults == []


def test_a_table_cell_can_hold_a_format():
    """In a table the bar before the format is escaped, as every bar there is."""
    html, faults = rendered("| a |\n|---|\n| {{ gap.mean \\| .3f }} |")

    assert ">0.200</span>" in html
    assert faults == []


def test_a_claims_mark_has_a_sign_a_word_and_a_link():
    """The mark leans on no colour, and leads to where the claim is treated."""
    html, _ = rendered("1. Small. {{ claim:gap-is-small }}")

    assert '<a class="cb-mark cb-reproduced" href="#claim-gap-is-small">● reproduced</a>' in html


def test_a_page_that_has_not_been_run_says_so():
    """Declared quantities are announced; others are faults already."""
    html, faults = rendered("{{ gap }} {{ gab }}", None, frozenset({"gap"}))

    assert "not run yet" in html
    assert [reference for reference, _ in faults] == ["{{ gab }}"]


def test_a_verdict_in_words_of_a_project_is_no_markup(tmp_path):
    """Whatever a project calls a verdict is shown as it is written."""
    (tmp_path / "ko.ftl").write_text("verdict-reproduced = <i title='x'>\n", "utf-8")
    with speak("ko", tmp_path):
        html, _ = rendered("1. Small. {{ claim:gap-is-small }}")
    assert "&lt;i title" in html

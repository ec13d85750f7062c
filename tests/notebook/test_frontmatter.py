import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Rule, Test, Verdict
from claimbook.notebook.frontmatter import read_front_matter
from front import FRONT, front_matter


def fault(text: str) -> str:
    with pytest.raises(ClaimbookError) as caught:
        front_matter(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_whole_front_matter_is_read():
    """Everything that is declared is found in the records."""
    front = front_matter()

    assert front.paper.key == "doe2024tiny"
    assert front.digest.tags == ("tiny",)
    assert front.setting[0].ours == "five"
    assert front.claims[0].tests == (Test("gap", Rule.AT_MOST, bound=0.5),)
    assert front.collect_quantities() == {"gap"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: A Tiny", "titel: A Tiny", "tiny.ipynb: paper.title: is missing; add `title:`"),
        ("  key: doe2024tiny", "  key: doe2024tiny\n  extra: 1", "paper.extra: is an unknown key"),
        (
            "  tags: [tiny]",
            "  tags: [tiny]\n  tag: x",
            'digest.tag: is an unknown key; did you mean "tags"?',
        ),
        (
            "date: 2024-02-29\n  arxiv",
            "date: February\n  arxiv",
            "expected a date such as 2024-02-29",
        ),
        (
            '"2402.00001"',
            "2402.00001",
            'expected text, found float 2402.00001; write it in quotes: "2402.00001"',
        ),
        ('"2402.00001"', '"24.1"', '"24.1" is no arXiv identifier'),
        ("trust: N", "moved_from: [Tiny]\ntrust: N", 'moved_from[0]: "Tiny" is no slug; use lower'),
        ("trust: N", "moved_from: [a, a]\ntrust: N", 'moved_from[1]: "a" stands there twice'),
        ("trust: N", "moved_from: a\ntrust: N", "moved_from: expected a list"),
        ("order: 1", "order: true", "expected a whole number, found true or false"),
        (
            "rule: at_most",
            "rule: atmost",
            'the rule "atmost" does not exist; did you mean "at_most"?',
        ),
        ("bound: 0.5", "tolerance: 0.5", 'claims["gap-is-small"].test.bound: is missing'),
        ("bound: 0.5", "bound: 0.5, range: [0, 1]", "the rule `at_most` takes no range"),
        ("bound: 0.5", "bound: .nan", "is not a finite number"),
        ("    scale: A toy.\n", "", "scale: is missing"),
        ("    test: {", "    untested: why\n    test: {", "either a test or a reason"),
        ("    scale: A toy.", "    scale: A toy.\n    expect: fine", '"fine" is no verdict'),
        ("id: gap-is-small", "id: Gap", '"Gap" is no id'),
        ('authors: ["Doe, Jane"]', "authors: []", "paper.authors: the list is empty"),
        ("trust: Nothing much.", "trust: ''", "trust: is empty"),
        ("trust: Nothing much.", "trust: a: b", "the front matter is not YAML"),
        ("trust: Nothing much.", "trust: x\ntrust: y", 'the key "trust" stands twice'),
        ("claims:", "claims: 3\nrest:", "claims: expected a list"),
        ("claims:", "data: [a, ../b]\nclaims:", 'data[1]: "../b" does not lie below'),
        ("claims:", "data: [a, '']\nclaims:", "data[1]: is empty; fill it in, or remove it"),
        ("claims:", "data: [/etc/hosts]\nclaims:", '"/etc/hosts" does not lie below'),
        ("claims:", "data: ['~/b']\nclaims:", '"~/b" does not lie below the project'),
    ],
)
def test_a_fault_is_one_line_that_names_the_key(old: str, new: str, says: str):
    """What is wrong, where, and what to do about it stand in one line."""
    assert says in fault(FRONT.replace(old, new, 1))


def test_a_repeated_claim_id_is_refused():
    """Two claims cannot share an id."""
    claim = FRONT[FRONT.index("  - id:") :]

    assert 'two claims have the id "gap-is-small"' in fault(FRONT + claim)


def test_a_front_matter_without_its_lines_is_refused():
    """The YAML stands between two `---` lines."""
    with pytest.raises(ClaimbookError, match="does not stand between two `---` lines"):
        read_front_matter(FRONT, where="tiny.ipynb")


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "!!seq ["])
@pytest.mark.parametrize("depth", [21, 1_000, 200_000])
def test_collections_without_end_are_refused(opening: str, depth: int):
    """Nesting that would end the process is refused before anything is built of it."""
    with pytest.raises(ClaimbookError, match=r"tiny\.ipynb: the front matter is nested too deeply"):
        front_matter(f"trust:\n  {opening * depth}\n")


def test_references_that_multiply_cost_nothing():
    """Thirty lists of two references each are a billion values, and no text is made of them."""
    lines = ["trust: [x, x]", "a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    text = "\n".join([*lines, "claims: *a29\n"])

    assert "paper: is missing" in fault(text)
    assert "claims[0]: expected a mapping, found a list" in fault(
        FRONT[: FRONT.index("claims:")] + text[text.index("a0:") :]
    )


def test_near_takes_the_papers_value_unless_it_has_its_own():
    """The rule `near` judges against what the paper printed."""
    text = FRONT.replace("rule: at_most, bound: 0.5", "rule: near, tolerance: 0.1")

    assert "`near` needs the paper's value" in fault(text)
    assert (
        front_matter(text.replace('"no gap"', '"0.2", value: 0.2')).claims[0].tests[0].value == 0.2
    )
    assert front_matter(text.replace("0.1}", "0.1, value: 3}")).claims[0].tests[0].value == 3.0


def test_an_expected_verdict_is_read():
    """A claim can pin the verdict of the last accepted run."""
    front = front_matter(FRONT + "    expect: not reproduced\n")

    assert front.claims[0].expect is Verdict.NOT_REPRODUCED


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise_anything_else(text: str):
    """Whatever the cell holds, the reader answers with a front matter or with one line."""
    try:
        read_front_matter(f"---\n{text}\n---", where="any.ipynb")
    except ClaimbookError as error:
        assert re.match(r"any\.ipynb", str(error))
        assert "\n" not in str(error)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from(["paper", "digest", "trust", "setting", "claims", "data"]),
)
def test_a_wrong_type_anywhere_is_a_fault_of_one_line(value: object, key: str):
    """No value of a key makes the reader raise anything but a `ClaimbookError`."""
    import yaml

    raw = yaml.safe_load(FRONT) | {key: value}
    try:
        front_matter(yaml.safe_dump(raw))
    except ClaimbookError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("kind: proof", '"proof" is no kind of evidence; valid names: derivation'),
        ("by: papers", '"papers" is no one who asserts; did you mean "paper"?'),
        ("by: ours\n    expect: reproduced", "it is answered yes or answered in part or open or"),
        ("kind: recheck\n    expect: reproduced", "it is holds or does not hold"),
        (
            "expect: not tested here",
            "it is reproduced or same direction or inconclusive or not rep",
        ),
        ("given: {quantity: gap, rule: positive}", '"gap" is what the claim itself tests'),
        ("given: {quantity: harm, rule: at_least}", '["gap-is-small"].given.bound: is missing'),
    ],
)
def test_words_that_no_claim_of_its_kind_has_are_refused(lines: str, says: str):
    """Who asserts a claim and how it is settled are few words, and they say which verdicts there are."""
    with pytest.raises(ClaimbookError, match=re.escape(says)):
        front_matter(FRONT + f"    {lines}\n")


def test_a_precondition_is_read_as_a_test_is():
    """What shows that the effect is there has a quantity and a rule, and is among what a run must record."""
    given = "    given: {quantity: harm, rule: at_least, bound: 10}\n    expect: not tested here\n"
    front = front_matter(FRONT + given)

    assert front.claims[0].given == (Test("harm", Rule.AT_LEAST, bound=10.0),)
    assert front.collect_quantities() == {"gap", "harm"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "date: 2024-02-29\n  arxiv",
            "date: 2024-02-29 09:00:00\n  arxiv",
            "is a time, not a date; write",
        ),
        ("trust: Nothing much.", 'trust: "Nothing \\x01 much."', "holds the control character"),
        ("id: gap-is-small", f"id: {'gap-' * 20}small", "80 at most"),
    ],
)
def test_what_no_file_of_the_site_could_hold_is_refused(old: str, new: str, says: str):
    """A time in a feed's day, a control character in XML, an id longer than a file's name."""
    assert old in FRONT
    with pytest.raises(ClaimbookError, match=re.escape(says)):
        front_matter(FRONT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "headline: The gap is small.",
            f"headline: {'a' * 111}",
            "headline: has 111 characters, 110",
        ),
        (
            "headline: The gap is small.",
            "headline: It is small. It is",
            "is more than one sentence",
        ),
        ("headline: The gap is small.", "headline: The *gap* is", '"*gap*" is markup'),
        ("headline: The gap is small.", "headline: The <b>gap</b> is", '"<b>" is markup'),
        ("It was small.", "It was `small`.", '"`" is markup, and the text is shown as it is'),
        ("It was small.", "It was [small](a.md).", '"[small](" is markup'),
        ("claims a small gap", "claims a &lt;gap", '"&lt;" is markup'),
        ("claims a small gap", "claims a _small_ gap", '"_small_" is markup'),
    ],
)
def test_what_a_page_says_first_is_one_plain_sentence(old: str, new: str, says: str):
    """A headline is short and alone; neither it nor the summary holds markup."""
    assert old in FRONT
    with pytest.raises(ClaimbookError, match=re.escape(says)):
        front_matter(FRONT.replace(old, new))


def test_numbers_and_signs_are_no_markup():
    """Bound numbers count as the number that is shown; less, times and names with bars are words."""
    bound = "{{ a_long_name_of_a_quantity.mean | .2f }} " * 3
    text = f"'{bound}< 0.1 is 2 * 3 at a_b_c, i.e. x > y & R2D2 at GPT-4 [sic] #1'"
    front = front_matter(FRONT.replace("The gap is small.\nsummary", f"{text}\nsummary"))
    assert "i.e. x > y" in front.answer.headline


@pytest.mark.parametrize(
    ("test", "says"),
    [
        ("{quantity: gap, rule: near, value: 1.0e+300, tolerance: 1}", "1e+300 is beyond what is"),
        ("{quantity: gap, rule: near, value: 2, tolerance: 2}", "2 about 2 lets zero pass"),
        ("{quantity: gap, rule: at_least, bound: -1.0e+99}", "-1e+99 is beyond what is measured"),
        ("{quantity: gap, rule: at_least, bound: -.inf}", "bound: is not a finite number"),
        ("{quantity: gap, rule: identity, tolerance: 1000}", "1000 is no numerical tolerance"),
        ("{quantity: gap, rule: slope, range: [-.inf, .inf]}", "expected two numbers, low then"),
        ("{quantity: gap, rule: slope, range: [.nan, 1]}", "expected two numbers, low then high"),
        ("{quantity: gap, rule: slope, range: [-9, 9]}", "[-9, 9] is wider than any slope"),
    ],
)
def test_limits_that_nothing_could_miss_are_refused(test: str, says: str):
    """A test can come out against, or it is none."""
    old = "{quantity: gap, rule: at_most, bound: 0.5}"
    assert old in FRONT
    with pytest.raises(ClaimbookError, match=re.escape(says)):
        front_matter(FRONT.replace(old, test))

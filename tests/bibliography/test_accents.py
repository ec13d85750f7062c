import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimbook.bibliography.accents import settle_accents, spell_in_ascii
from claimbook.bibliography.latex import decode

SPELLINGS = [r"\'e", r"\'{e}", r"{\'e}", r"{\'{e}}", r"\' e", r"{\' {e}}"]
CARONS = [r"\v{c}", r"\v c", r"{\v c}", r"{\v{c}}", r"{\v {c}}"]
DOTLESS = [r"\"{\i}", r"{\"{\i}}", r"{\"\i}", r"\"\i ", r"{\"i}", r"\"i"]


@pytest.mark.parametrize("raw", SPELLINGS)
def test_accent_has_one_spelling(raw: str) -> None:
    """However an accent is spelt, it ends in the spelling that every tool reads."""
    assert settle_accents(f"caf{raw}s") == r"caf{\'e}s"


@pytest.mark.parametrize("raw", CARONS)
def test_accent_with_a_letter_for_its_name(raw: str) -> None:
    """An accent whose macro is a letter keeps the space that ends it."""
    assert settle_accents(f"Ho{raw}evar") == r"Ho{\v c}evar"


@pytest.mark.parametrize("raw", DOTLESS)
def test_dotless_letter_goes_where_tools_stumble(raw: str) -> None:
    """A dotless i below an accent becomes a plain one: LaTeX draws the same."""
    assert settle_accents(f"na{raw}ve") == r"na{\"i}ve"


@pytest.mark.parametrize(
    "raw", [r"$\'x$", r"a \\'b", r"\textit{x}", r"\vec c", r"\{\'{ab}\}", r"\c", r"5\,\%", "x'e"]
)
def test_what_is_no_accent_stays(raw: str) -> None:
    """Math, line breaks and other macros are left alone."""
    assert raw == settle_accents(raw)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Müller", r"M{\"u}ller"),
        ("Şule", r"{\c S}ule"),
        ("Łukasz Ørsted", r"{\L}ukasz {\O}rsted"),
        ("김민수", "김민수"),
        ("Nguyễn", "Nguyễn"),  # no spelling of two marks that every tool knows
        ("Mu\u0308ller", r"M{\"u}ller"),
    ],
)
def test_names_are_spelt_in_ascii(name: str, expected: str) -> None:
    """A letter that BibTeX would cut in two is spelt out where every tool knows a spelling."""
    assert expected == spell_in_ascii(name)


@given(st.text(st.characters(categories=["Lu", "Ll", "Zs"], max_codepoint=0x1EFF)))
def test_spelling_a_letter_loses_nothing(name: str) -> None:
    """What was spelt out prints as the letter that it was."""
    assert decode(spell_in_ascii(name)) == decode(spell_in_ascii(decode(spell_in_ascii(name))))


@given(st.text(r"""\'"^~`={}vcij e$.""", max_size=14))
@example(r"\'{\'{e}}")
def test_settled_text_stays(text: str) -> None:
    """Settling twice is settling once."""
    assert settle_accents(settle_accents(text)) == settle_accents(text)

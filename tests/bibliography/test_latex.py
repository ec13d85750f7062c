import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.latex import decode, escape, escape_name, escape_title, unescape


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("LoRA: Low-Rank Adaptation of GPT-4", "{LoRA}: Low-Rank Adaptation of {GPT}-4"),
        ("StarCoder 2 and the Stack", "{StarCoder} 2 and the Stack"),
        ("Llama 3 at 5 % of R&D", r"{Llama} 3 at 5 \% of R\&D"),
        ("Sorting in $O(n)$ time", "Sorting in {$O(n)$} time"),
        ("A Study of Attention", "A Study of Attention"),
    ],
)
def test_title_keeps_what_lower_case_would_spoil(title: str, expected: str) -> None:
    """Acronyms, numbered names and math stand in braces; other words do not."""
    assert expected == escape_title(title)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wang, Haoxiang", "Wang, Haoxiang"),
        ("{Meta & Co_}", r"{Meta \& Co\_}"),
        ("Simon and Schuster", "{Simon and Schuster}"),
    ],
)
def test_corporate_author_stands_in_braces(name: str, expected: str) -> None:
    """A corporate author keeps its braces, and one with an `and` gets them."""
    assert expected == escape_name(name)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (r"H{\"a}gele", "Hägele"),
        (r"Th{\'e}rien and \v{S}im\c{s}ekli", "Thérien and Šimşekli"),
        (r"{SGDR}: $\alpha$ at 5\% \& 6%", "SGDR: α at 5% & 6%"),
        ("1--2", "1–2"),
        ("a<script>b", "a<script>b"),
    ],
)
def test_decodes_for_display(raw: str, expected: str) -> None:
    """LaTeX becomes the text that it prints; HTML in it stays plain text."""
    assert expected == decode(raw)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]) | st.just("x"), max_size=30))
def test_escaped_text_decodes_to_itself(text: str) -> None:
    """What is escaped prints as it was, but for the ligatures that LaTeX itself makes."""
    plain = "".join(letter for letter in text if letter not in "-`'\"<>?!ˆ")
    assert plain == decode(escape(plain)) or not plain.isascii()


@given(st.text())
def test_no_text_breaks_the_decoder(text: str) -> None:
    """Any text decodes to something without control characters."""
    assert all(character >= " " for character in decode(text) if character not in "\t\n\r")


def test_deep_braces_do_not_break_the_decoder() -> None:
    """Thousands of braces are shown without an error."""
    assert decode("{" * 5000 + "x" + "}" * 5000) == "x"


def test_address_loses_its_escapes() -> None:
    """An address is shown as it is meant, its percent signs whole."""
    assert unescape(r"https://a.org/x\_y\%20z\#1") == "https://a.org/x_y%20z#1"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.tex.tokens import (
    measure_depth,
    read_argument,
    read_tokens,
    split_environment,
    split_rows,
    strip_comments,
)

WORDS = r"\ { } { } % \\ \{ \begin{a} \end{a} \frac & x 1 [2pt] $ \text{"
TEX = st.lists(st.sampled_from([*WORDS.split(), " ", "\n"]), max_size=20).map("".join)


@given(TEX)
def test_nothing_is_lost_by_cutting(tex: str):
    """Tokens and rows, put together again, are what was cut."""
    assert "".join(token[0] for token in read_tokens(tex)) == tex
    assert "".join(split_rows(tex)) == tex


@given(TEX, st.integers(0, 20))
def test_an_argument_stands_in_the_text(tex: str, start: int):
    """An argument ends behind where it begins, within the text."""
    found = read_argument(tex, min(start, len(tex)))
    assert found is None or (found[0] in tex and start <= found[1] <= len(tex))


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("{a{b}}", (2, 0)),
        (r"\{a\}", (0, 0)),
        ("{a", (1, 1)),
        ("a}{", (0, -1)),
        ("a % }", (0, 0)),
    ],
)
def test_braces_are_counted(tex: str, expected: tuple[int, int]):
    """Neither an escaped brace nor one in a comment counts."""
    assert measure_depth(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\begin{a}x\end{a}", ("a", "x")),
        (r"\begin{a}x\end{a} + y", ("", r"\begin{a}x\end{a} + y")),
        (r"\begin{a}x\end{a}\begin{a}y\end{a}", ("", r"\begin{a}x\end{a}\begin{a}y\end{a}")),
        (r"x", ("", "x")),
    ],
)
def test_an_environment_is_the_whole_or_it_is_not(tex: str, expected: tuple[str, str]):
    """Only an environment that the formula consists of is taken off."""
    assert split_environment(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [("a % b\n  c", "a c"), (r"5\% % b", r"5\% "), (r"\text{5% {x}}", r"\text{5"), ("%\n", "")],
)
def test_comments_end_with_the_line(tex: str, expected: str):
    """A percent sign begins a comment, unless it is escaped."""
    assert strip_comments(tex) == expected

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.tex.delimiters import find


def seen(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.tex.strip()) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", [("inline", "x")]),
        ("$ x $", [("inline", "x")]),
        ("a$x$b$y$c", [("inline", "x"), ("inline", "y")]),
        ("$a$$b$", [("inline", "a"), ("inline", "b")]),
        ("The loss is\n$$\nL\n$$\nand $ x $", [("display", "L"), ("inline", "x")]),
        ("$$a$$ $$b$$", [("display", "a"), ("display", "b")]),
        (r"\\(x\\) and \\[y\\]", [("inline", "x"), ("display", "y")]),
        (r"\\[a \\[2pt] b\\]", [("display", r"a \\[2pt] b")]),
        (r"so \begin{align*}a\end{align*}.", [("display", r"\begin{align*}a\end{align*}")]),
        (r"\begin{a}\begin{a}\end{a}\end{a}", [("display", r"\begin{a}\begin{a}\end{a}\end{a}")]),
        (r"$\text{if $x$}$", [("inline", r"\text{if $x$}")]),
        (r"$\{x\}$", [("inline", r"\{x\}")]),
        (r"$a \$ b$", [("inline", r"a \$ b")]),
        ("$$a \\\\$$", [("display", r"a \\")]),
        ("$x\ny$", [("inline", "x\ny")]),
        ("$a<b$ and $c>d$", [("inline", "a<b"), ("inline", "c>d")]),
        (
            r"by \eqref{eq:a} or \ref{b c}",
            [("reference", r"\eqref{eq:a}"), ("reference", r"\ref{b c}")],
        ),
        ("<td>$x$</td>", [("inline", "x")]),
        ("| $|x|$ | $y$ |", [("inline", "|x|"), ("inline", "y")]),
        ("# On $x$", [("inline", "x")]),
        ("- a $x$\n    - b $y$", [("inline", "x"), ("inline", "y")]),
        ("- a\n\n    $$\n    x\n    $$", [("display", "x")]),
        ("[^1]: note\n\n    $x$", [("inline", "x")]),
        ("!!! note\n\n    $x$", [("inline", "x")]),
        ("> $$\n> x > y\n> $$", [("display", "x > y")]),
        ("> > $$\n> > x\n> > > y\n> > $$", [("display", "x\n > y")]),
        ("$$\na\n> b\n$$", [("display", "a\n> b")]),
        ("$2^n$ and $3$", [("inline", "2^n"), ("inline", "3")]),
        ("$ 5 x $", [("inline", "5 x")]),
    ],
)
def test_math_is_where_jupyterlab_finds_it(text: str, expected: list[tuple[str, str]]):
    """Every pair of delimiters is math, wherever in the Markdown it stands."""
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "US$5 or US$6, and A$7.",
        "from $5 to $6, or $1,000 ($2,000)",
        "costs ${{ cost }} and ${{ price.mean | .2f }}",
        r"\$5 and \$x$",
        "one $ sign",
        "$ $ and\n\n$\n\nx$",
        "$a\n>\n> b$",
        "`$x$` and ``$y` $``",
        "```\n$x$\n```",
        "~~~tex\n$x$\n~~~",
        "- a\n\n    ```\n    $x$\n    ```",
        "> ```\n> $x$\n> ```",
        "    $x$",
        "text\n\n    $x$\n\n    $y$\n",
        "<!-- $x$ -->",
        "<code>$x$</code> <pre>\n$y$\n</pre>",
        '<a title="$x$" href="$y$">z</a>',
        "C:\\alpha\\beta",
        r"\\alpha, \n and \x",
        "",
    ],
)
def test_code_money_and_text_are_no_math(text: str):
    """A dollar in code, of a price, escaped or alone opens nothing."""
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `$b` and $c$ `$d`", ["c"]),
        ("`$`$x$`$`", ["x"]),
        ("costs $5, and $x$ is $6", ["x"]),
        ("$5 a\n\n$x$", ["x"]),
        ("text\n\n    $code$\n\nand $x$", ["x"]),
        ("```\n$a\n```\n$x$", ["x"]),
        ('<a title="$5">$x$</a>', ["x"]),
        (r"\` $x$ `", ["x"]),
    ],
)
def test_math_beside_code_and_money(text: str, expected: list[str]):
    """What stands next to code or a price is found nevertheless."""
    assert [one.tex for one in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        (r"with \alpha outside", [r"\alpha"]),
        ("$$ never closed", ["$$"]),
        ("$$\na\n\nb\n$$", ["$$", "$$"]),
        (r"\begin{align} a", [r"\begin{align}"]),
        (r"a \end{align}", [r"\end{align}"]),
        (r"\\(x", [r"\\("]),
        (r"of \(\alpha_1\) and \[x^2\]", [r"\(\alpha_1\)", r"\[x^2\]"]),
        (r"\[sic\] and \(so\)", []),
    ],
)
def test_tex_left_over_is_found(text: str, stray: list[str]):
    """TeX that no delimiter makes math is named, so that nobody publishes it as it stands."""
    assert [one.source for one in find(text) if one.kind == "stray"] == stray


def test_braces_that_do_not_balance_are_left_to_the_converter():
    """An end behind an open brace still ends the formula, whose fault can then be named."""
    assert seen("${a$ b\n\n$c$") == [("inline", "{a"), ("inline", "c")]


WORDS = r"""
    $ $$ \\( \\) \\[ \\] \$ \{ \} { } \\ \( \) ` `` ``` ~~~ > - * _ | # < <!-- --> 5 x {{ }}
    \begin{a} \end{a} \eqref{a} \ref{ \alpha <code> </code> <pre> </pre> <a>
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(" ", "\n", "\n\n", "    ", "\x00", "\x02wzxhzdk:0\x03", '<b c="', "\t", "\r", "é"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_no_text_is_lost(text: str):
    """Whatever is written, what is found stands in the text as it was, in order and apart."""
    end = 0
    for one in find(text):
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.source
        end = one.end


@pytest.mark.parametrize(
    "text",
    [
        *(r"\begin{a}" * 4000, r"\\(" * 8000, "$" * 20_001, "$$a{" * 5000, "$5 " * 8000),
        *("`a``b$" * 4000, "<!--$" * 3000, "<a $" * 6000, "$[" + "[" * 20_000, "    $\n" * 5000),
        *("```\n$" * 4000, "\n>$" * 8000, "- $" * 8000, "\\(" * 8000, "<pre>$" * 2000),
    ],
)
def test_long_texts_end_quickly(text: str):
    """No text of 20,000 characters takes more than a moment."""
    begun = time.perf_counter()
    find(text)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    "text", ["costs 5$ and 6$ in all", "100$, later 200$.", "{{ a }}$ to {{ b }}$", "(5$) or 6$"]
)
def test_a_dollar_behind_an_amount_is_a_price(text: str):
    """Some write the sign behind the number."""
    assert list(find(text)) == []

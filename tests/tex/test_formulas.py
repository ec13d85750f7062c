import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typeset import parsed

from claimbook.errors import ClaimbookError
from claimbook.tex.equations import to_mathml
from claimbook.tex.formulas import DEEPEST, LEFT_OPEN, is_command
from claimbook.tex.macros import MACROS

LIST = Path(__file__).with_name("formulas.txt").read_text("utf-8").splitlines()
FORMULAS = [line for line in LIST if line and not line.startswith("# ")]


def text(latex: str, display: str = "block") -> str:
    """What is read of a formula."""
    return "".join(parsed(to_mathml(latex, display)).itertext()).replace("\xa0", " ")


def test_there_are_two_hundred_formulas():
    """The list is as long as it says, and no formula stands in it twice."""
    assert len(FORMULAS) >= 200
    assert len(set(FORMULAS)) == len(FORMULAS)


@pytest.mark.parametrize("latex", FORMULAS)
def test_an_everyday_formula_is_shown(latex: str):
    """What papers write becomes MathML Core in which no TeX is left."""
    shown = text(latex)
    assert "\\" not in shown
    assert shown.count("$") == latex.count(r"\$")
    assert (shown != "") and "\n" not in shown
    assert "/>" not in to_mathml(latex, "block")  # a minifier would leave the element open


@pytest.mark.parametrize(
    "latex", [one for one in FORMULAS if not re.search(r"\\(?:begin|label|tag)", one)]
)
def test_an_everyday_formula_stands_in_a_line(latex: str):
    """What needs no room of its own is shown in a line as well."""
    assert parsed(to_mathml(latex)).get("display", "inline") == "inline"


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x", "<math><mi>x</mi></math>"),
        (r"\norm{x}", "<math><mrow><mo>‖</mo><mi>x</mi><mo>‖</mo></mrow></math>"),
        (r"\cancel{x}", '<math><mrow class="cb-up"><mi>x</mi></mrow></math>'),
        (r"\xcancel{x}", '<math><mrow class="cb-up cb-down"><mi>x</mi></mrow></math>'),
        (r"\boxed{x}", '<math><mrow class="cb-boxed"><mi>x</mi></mrow></math>'),
        (r"\mathnormal{x} % why", "<math><mi>x</mi></math>"),
        (
            r"\textcolor{#f00}{x}",
            '<math><mrow style="color:#FF0000;"><mi>x</mi></mrow></math>',
        ),
        (r"\left<x\right>", "<math><mrow><mo>⟨</mo><mi>x</mi><mo>⟩</mo></mrow></math>"),
    ],
)
def test_mathml_is_plain(latex: str, expected: str):
    """The MathML of a formula holds what it shows, and classes for what only a stylesheet draws."""
    assert to_mathml(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\text{50\% of A\_B & C}", "50% of A_B & C"),
        (r"\text{if $x > 0$ or \textbf{not $y$}}", "if x>0 or not y"),
        (r"\text{50% of a_b^c & d}", "50% of a_bˆc & d"),
        (r"\mbox{a}\hbox{b}\textrm{c}\textnormal{d}", "abcd"),
        (r"x_\text{if $a$}", "xif a"),
        (r"\text{costs \$5}", "costs $5"),
        (r"\begin{array}{@{}l*{2}{c}|p{2cm}@{}}a&b&c&d\end{array}", "abcd"),
        (r"\begin{aligned}[t]a&=b\\[4pt]&=c\\*&=d\end{aligned}", "a=b=c=d"),
        (r"\begin{pmatrix*}[r]1\\-1\end{pmatrix*}", "(1−1)"),
        (r"\begin{eqnarray}a&=&b\\c&<&d\end{eqnarray}", "a=bc<d"),
        (r"\operatorname{\mathsf{Enc}}(x)", "𝖤𝗇𝖼(x)"),
        (r"\require{cancel}\small x\hfill", "x"),
        (r"\norm*{x}\abs[\big]{y}", "‖x‖|y|"),
        (r"\alpha*\theta*x", "α∗θ∗x"),
    ],
)
def test_what_the_converter_lacks_is_made_up_for(latex: str, expected: str):
    """Text, columns, spaces between rows and operators are what LaTeX makes of them."""
    assert text(latex).replace("\u2061", "") == expected


@pytest.mark.parametrize(
    ("latex", "display", "below"),
    [
        (r"\mathop{\mathbb{E}}_{x}", "block", True),
        (r"\mathop{\mathbb{E}}_{x}", "inline", False),
        (r"\mathop{\mathrm{argmin}}\limits_{x}", "inline", True),
        (r"\operatorname*{\mathbb{E}}_{x}", "block", True),
        (r"\operatorname{\mathbb{E}}_{x}", "block", False),
        (r"\mathop{x}\nolimits_{y}", "block", False),
        (r"\underset{x}{\arg\min}", "inline", True),
    ],
)
def test_limits_stand_where_latex_puts_them(latex: str, display: str, below: bool):
    """What is below an operator in a display stands beside it in a line, unless told otherwise."""
    assert (parsed(to_mathml(latex, display)).find(".//munder") is not None) == below


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>x</b>",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt;",
        "]]>",
        "<!-- x",
        "</math><b>",
        "'\"",
    ],
)
@pytest.mark.parametrize(
    "frame", [r"\text{%s}", r"\textbf{%s}", r"a \tag{\text{%s}}", r"\mbox{%s}"]
)
def test_no_text_becomes_markup(hostile: str, frame: str):
    """Whatever a text holds is shown as text."""
    mathml = to_mathml(frame % hostile, "block")
    tags = {element.tag for element in parsed(mathml).iter()}
    assert tags <= {"math", "mrow", "mtable", "mtr", "mtd", "mi", "mtext", "b"}
    assert hostile.replace('"', "”").replace("'", "’") in text(frame % hostile)


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        (r"\notacommand{x}", r'unknown command "\notacommand"; take another command, or define it'),
        (r"\frac{1", 'has an unbalanced brace "{"; close it'),
        ("1}", 'has an unbalanced brace "}"; take it out'),
        (r"a & b", r"put it between \begin{aligned} and \end{aligned}"),
        (r"\begin{foo}x\end{foo}", 'unknown environment "foo"; write aligned'),
        (r"\text{\alpha}", "put dollar signs around what is math in the text"),
        ("x_1_2", "put braces around what belongs together"),
        (r"\frac{1}", "close what is open, or give what is missing"),
        (r"\newcommand{\f}[2][x]{#1} \f{a}", "without a default"),
        (r"\newcommand{\f}", r"\newcommand is not complete"),
        (r"\def\f{\f\f}\f", r"\f expands to more than a formula can hold"),
        ("\ud800", "cannot be read"),
    ],
)
def test_a_formula_that_cannot_be_read_is_an_error(latex: str, says: str):
    """The message quotes the formula, says what is wrong in it, and what to do."""
    with pytest.raises(ClaimbookError) as caught:
        to_mathml(latex, "block")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "latex",
    [
        "[" * 20_000,
        "{" * 20_000 + "}" * 20_000,
        "[" * (LEFT_OPEN + 1),
        r"\max[" * (LEFT_OPEN + 1),
        r"\newcommand{\l}{\langle} " + r"\l x" * 30,
        "{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1),
        r"\hat" * 20_000,
        r"\def\a#1{#1#1#1#1}\a{\a{\a{\a{\a{\a{\a{x}}}}}}}",
    ],
)
def test_what_would_take_for_ever_is_refused(latex: str):
    """Brackets that nothing closes, deep nesting and endless formulas never reach the converter."""
    with pytest.raises(ClaimbookError):
        to_mathml(latex)


def test_open_brackets_are_fine_in_moderation():
    """French intervals, half-open ones and braces of one side need no partner."""
    assert text(r"]0, 1[ \cup [0, 1) \cup \left\{ x \right." * 5).count("∪") == 10


@pytest.mark.parametrize("name", MACROS)
def test_each_macro_is_one(name: str):
    """Each everyday macro is understood, with arguments as far as it takes them."""
    arity = max([0, *map(int, re.findall(r"#(\d)", MACROS[name]))])
    parsed(to_mathml(rf"\{name}{'{x}' * arity} y", "block"))


def test_commands_are_known_by_name():
    """A backslash before letters is a command only if there is one of that name."""
    assert [is_command(name) for name in (r"\alpha", r"\mbox", r"\frac", r"\Users")] == [
        *(True, True, True),
        False,
    ]


@pytest.mark.parametrize("command", ["operatorname", "operatorname*", "mathrm", "mathop", "tag"])
def test_no_name_becomes_markup(command: str):
    """The signs of markup are signs in names and tags as well."""
    shown = text(rf"x \{command}{{<b>&amp;}}" if command == "tag" else rf"\{command}{{<b>}}")
    assert "<" in shown and "b" in shown and ">" in shown


WORDS = r"""
    \ { } [ ] ( ) ^ _ & % # $ ~ | ' x 1 + = , < > \\ \frac \sqrt \left( \right) \bm \mathbf \text{
    \textbf{ \begin{aligned} \end{aligned} \label{a} \tag{1} \eqref{a} \operatorname* \mathop
    \newcommand{\a} \a \cancel \limits
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(" ", "\n", "é", "한", "\x00", "\ue000", "\uf8ff", "<b>", "cbslot0"),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join), st.sampled_from(["inline", "block"]))
def test_any_formula_is_shown_or_refused(latex: str, display: str):
    """Whatever is written becomes well-formed MathML Core, or an error of our own."""
    try:
        mathml = to_mathml(latex, display)
    except ClaimbookError:
        return
    parsed(mathml)

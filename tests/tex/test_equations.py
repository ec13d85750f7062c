from xml.etree import ElementTree

import pytest
from typeset import parsed

from claimbook.errors import ClaimbookError
from claimbook.tex.equations import Notation, link_equation, read_notation, to_mathml

PAGE = [
    r"As \eqref{eq:last} says, $$ a = b \label{eq:first} $$",
    r"\begin{align} c &= d \label{eq:c} \\ e &= f \nonumber \\ g &= h \tag{$\star$} \label{eq:g} \end{align}",
    r"$$ i \tag*{[A]} $$ `$$ x \label{eq:code} $$`",
    r"\begin{equation} \begin{split} j &= k \\ &= l \end{split} \label{eq:last} \end{equation}",
]


def numbers(latex: str, notation: Notation) -> dict[str, str]:
    """The numbers that a display shows, by the ids of their cells."""
    root = ElementTree.fromstring(to_mathml(latex, "block", notation))
    cells = [cell for cell in root.iter("mtd") if cell.get("class") == "cb-number"]
    return {cell.get("id", ""): "".join(cell.itertext()).replace("\xa0", " ") for cell in cells}


def test_numbers_run_through_the_page():
    """A labelled equation has the next number, or what its tag says, whatever cell it stands in."""
    notation = read_notation(PAGE)

    assert notation.numbers == {"eq:first": "1", "eq:c": "2", "eq:g": "⋆", "eq:last": "3"}
    assert notation.twice == frozenset()


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a = b \label{eq:first}", {"equation-eq:first": "(1)"}),
        (r"\begin{equation}a\label{eq:first}\end{equation}", {"equation-eq:first": "(1)"}),
        (
            r"\begin{align} c \label{eq:c} \\ e \notag \\ g \tag{$\star$}\label{eq:g} \end{align}.",
            {"equation-eq:c": "(2)", "equation-eq:g": "(⋆)"},
        ),
        (r"\begin{aligned}a\\b\end{aligned}\label{eq:first}", {"equation-eq:first": "(1)"}),
        (r"\begin{multline*}a\\b\label{eq:first}\end{multline*}", {"equation-eq:first": "(1)"}),
        (r"\begin{gather}a\\b\label{eq:first}\end{gather}", {"equation-eq:first": "(1)"}),
        (r"\begin{alignat}{2}a&=b&c&=d\label{eq:c}\end{alignat}", {"equation-eq:c": "(2)"}),
        (r"i \tag*{[A]}", {"": "[A]"}),
        (r"i \tag{a<b & c}", {"": "(a<b & c)"}),
        (r"\begin{align} a &= b \\ c &= d \end{align}", {}),
        (r"\begin{equation} a \end{equation}", {}),
        (r"a \nonumber", {}),
        (r"\text{cbslot0} \label{eq:first}", {"equation-eq:first": "(1)"}),
    ],
)
def test_an_equation_shows_its_number(latex: str, expected: dict[str, str]):
    """The number stands in a cell with an id; what has neither label nor tag has no number."""
    assert numbers(latex, read_notation(PAGE)) == expected


@pytest.mark.parametrize(
    ("latex", "href", "shown"),
    [
        (r"\eqref{eq:first}", "#equation-eq:first", "(1)"),
        (r"\ref{eq:last}", "#equation-eq:last", "3"),
        (r"\overset{\eqref{eq:g}}{=}", "#equation-eq:g", "(⋆)"),
        (r"\text{by \eqref{eq:c}, so}", "#equation-eq:c", "(2)"),
    ],
)
def test_a_reference_in_math_is_a_link(latex: str, href: str, shown: str):
    """Within a formula as within its text, a reference leads to the equation."""
    found = parsed(to_mathml(latex, "inline", read_notation(PAGE)))
    (anchor,) = found.iter("a")
    assert (anchor.get("href"), anchor.text) == (href, shown)


def test_a_tag_of_signs_is_shown_as_such():
    """What looks like markup in a tag is text, in the number and in a reference to it."""
    notation = read_notation([r"$$ a \tag{a<b \& c} \label{eq:odd} $$"])

    assert notation.numbers == {"eq:odd": "a<b & c"}
    assert link_equation(r"\eqref{eq:odd}", notation).endswith(">(a&lt;b &amp; c)</a>")


def test_a_reference_in_the_text_is_a_link():
    """A reference between words is plain HTML; what is odd in a label does no harm."""
    notation = read_notation([r'$$ x \label{an "odd" <b>} $$'])

    assert link_equation(r'\eqref{an "odd" <b>}', notation) == (
        '<a class="cb-eqref" href="#equation-an-&quot;odd&quot;-&lt;b&gt;">(1)</a>'
    )
    assert numbers(r'x \label{an "odd" <b>}', notation) == {'equation-an-"odd"-<b>': "(1)"}


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        (r"\eqref{eq:frist}", 'no equation of this page has the label "eq:frist"; did you mean'),
        (r"a \label{eq:twice}", 'the label "eq:twice" stands twice on this page'),
        (
            r"a \label{eq:a} b \label{eq:b}",
            "has two labels for one number; leave one, or write align",
        ),
        (r"a \tag{1} \tag{2}", "has two tags for one number"),
        (r"a \label{}", r"the \label of the formula $a \label{}$ is empty"),
        (r"a \label", r"write \label{…}, or take it out"),
    ],
)
def test_labels_that_lead_astray_are_errors(latex: str, says: str):
    """Unknown, repeated and empty labels are named with what to do."""
    twice = r"$$ a \label{eq:twice} $$"
    with pytest.raises(ClaimbookError) as caught:
        to_mathml(latex, "block", read_notation([*PAGE, twice, twice]))
    assert says in str(caught.value)


def test_a_page_without_equations_says_how_to_label_one():
    """Where there is no label at all, none is near."""
    with pytest.raises(ClaimbookError, match="give one a"):
        link_equation(r"\eqref{eq:a}", Notation())


def test_a_label_needs_a_display():
    """Math in a line has no place for a number."""
    with pytest.raises(ClaimbookError, match="write it in display math"):
        to_mathml(r"a \label{eq:first}", "inline", read_notation(PAGE))


@pytest.mark.parametrize(
    ("definition", "latex", "expected"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R", "x∈ℝ"),
        (r"\newcommand\R{\mathbb R}", r"\R^n", "ℝn"),
        (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{x}+\vec y", "𝐱+𝐲"),
        (r"\def\f#1#2{#2(#1)}", r"\f{a}{b}", "b(a)"),
        (r"\def\be{\begin{aligned}}\def\ee{\end{aligned}}", r"\be a&=b\\&=c\ee", "a=b=c"),
        (r"\DeclareMathOperator{\soft}{soft}", r"\soft(x)", "soft\u2061(x)"),
        (r"\DeclareMathOperator*{\best}{best}", r"\best_x", "bestx"),
        (r"\newcommand{\loss}{L}\newcommand{\risk}{\E \loss}", r"\risk", "𝔼L"),
        (r"\newcommand{\a}{\alpha}", r"\a b", "αb"),
        (r"\newcommand{\norm}[1]{|#1|}", r"\norm{x}", "|x|"),
    ],
)
def test_a_definition_holds_for_the_page(definition: str, latex: str, expected: str):
    """What one cell defines, all cells may use; a page's own definition comes first."""
    notation = read_notation([f"${definition}$", "text"])
    assert "".join(parsed(to_mathml(latex, "block", notation)).itertext()) == expected

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from claimbook.errors import ClaimbookError
from claimbook.prose.dialect import read_dialect
from claimbook.prose.mathml import MathMLExtension, read_notation
from claimbook.tex.delimiters import find

X, Y = "<math><mi>x</mi></math>", "<math><mi>y</mi></math>"
BLOCK = '<math display="block"><mi>x</mi></math>'
ALONE = f'<div class="cb-math" tabindex="0">{BLOCK}</div>'
AMONG = f'<span class="cb-math" tabindex="0">{BLOCK}</span>'


DIALECT = read_dialect(Path(__file__).parents[2] / "mkdocs.yml")


def converted(text: str, **options) -> tuple[str, list[str]]:
    """The site's HTML of a text, and the faults of its math."""
    math = MathMLExtension(**options)
    html = DIALECT.make_reader([math], {}).convert(text)
    return html, [f"{source}: {error}" for source, error in math.faults]


def html_of(text: str) -> str:
    html, faults = converted(text)
    assert faults == []
    return html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", f"<p>{X}</p>"),
        ("$$x$$", ALONE),
        ("$$\nx\n$$\n$$x$$", f"{ALONE}\n{ALONE}"),
        ("The loss is\n$$\nx\n$$\nand $ y $ too.", f"<p>The loss is\n{AMONG}\nand {Y} too.</p>"),
        (r"So \\(x\\) is", f"<p>So {X} is</p>"),
        (r"\begin{equation}x\end{equation}", ALONE),
        ("- $x$\n- a\n\n    $$\n    x\n    $$", f"<li>\n<p>a</p>\n{ALONE}\n</li>"),
        ("> $$\n> x\n> $$\n> b", f"<blockquote>\n<p>{AMONG}\nb</p>\n</blockquote>"),
        ("| a |\n|---|\n| $|x|$ |", '<td><math><mo stretchy="false"'),
        ("<table><tr><td>$x$</td></tr></table>", f"<td>{X}</td>"),
        ("<div>\n$x$\n\n$$x$$\n</div>", f"<div>\n{X}\n\n{AMONG}\n</div>"),
        ('<div markdown="1">\n\n$$x$$\n\n</div>', f"<div>\n{ALONE}\n</div>"),
        ("a[^1]\n\n[^1]: $x$", f"<p>{X}&#160;<a"),
        ("term\n:   $x$", f"<dd>{X}</dd>"),
        ("!!! note\n    a\n\n    $x$", f"<p>{X}</p>"),
        ("*a $x$ b*", f"<em>a {X} b</em>"),
        ("[$x$](#a)", f'<a href="#a">{X}</a>'),
        ("the set {$x$}", f"<p>the set &#123;{X}}}</p>"),
        ("a\n{$x$}", f"<p>a\n&#123;{X}}}</p>"),
        ("$a_1 * b_1 * c$", "<msub><mi>b</mi><mn>1</mn></msub>"),
        (r"\$5 and $y$", f"<p>$5 and {Y}</p>"),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("$x$, so", f'<p><span class="cb-kept">{X},</span> so</p>'),
        ("$\\newcommand{\\R}{x}$\n\n$\\R$", f"<p>{X}</p>"),
    ],
)
def test_math_becomes_mathml(text: str, expected: str):
    """Wherever Markdown has text, math is typeset, and no div stands in a paragraph."""
    html = html_of(text)
    assert expected in html
    assert "\\" not in html
    assert not re.search(r"<p>(?:(?!</p>).)*<div", html, re.DOTALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`$x$`", "<code>$x$</code>"),
        ("```\n$x$ \\alpha\n```", "$x$ \\alpha"),
        ("a\n\n    $x$ $$y$$\n\nb", "$x$ $$y$$"),
        ("- a\n\n        $x$ \\alpha", "$x$ \\alpha"),
        ("<pre>\n$x$\n</pre>", "<pre>\n$x$\n</pre>"),
        ("<code>$x$</code> a", "<code>$x$</code>"),
        ("<!-- $x$ -->", "<!-- $x$ -->"),
        ("![$x$](a.png)", 'alt="$x$"'),
        ('[a](b "$x<y$")', 'title="$x&lt;y$"'),
        ('<span title="$x$">a</span>', '<span title="$x$">'),
    ],
)
def test_code_and_attributes_keep_their_source(text: str, expected: str):
    """Where MathJax leaves dollars alone they stay, and nothing in them is a fault."""
    html = html_of(text)
    assert expected in html
    assert "<math" not in html


def test_headings_are_named_by_what_a_formula_shows():
    """The id of a section and its entry in the contents come from the formula's text."""
    md = DIALECT.make_reader([MathMLExtension()], {})
    html = md.convert("## On $x_1$ and $\\mathcal{O}(n)$")
    assert 'id="on-x1-and-𝒪n"' in html
    assert html.count("<math") == 2
    assert md.toc_tokens[0]["id"] == "on-x1-and-𝒪n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"$\foo$", r'$\foo$: the formula $\foo$ cannot be read: unknown command "\foo"'),
        ("$$ a & b $$", "put it between"),
        ("$$ open", "$$: $$ stands outside of math; close it, and leave no blank line in it"),
        (r"with \alpha", r"\alpha: \alpha stands outside of math"),
        (r"by \eqref{a}", r'\eqref{a}: no equation of this page has the label "a"'),
        (r"\begin{tikzpicture}x\end{tikzpicture}", 'unknown environment "tikzpicture"'),
        ("<b>$\\foo$</b>", "unknown command"),
    ],
)
def test_what_cannot_be_typeset_is_collected(text: str, says: str):
    """A fault is kept with its source, and what is shown meanwhile is marked as code."""
    html, faults = converted(text)
    assert len(faults) == 1
    assert says in faults[0]
    assert '<code class="cb-unknown">' in html


def test_without_a_collector_a_fault_is_raised():
    """A hand-written page that MkDocs converts fails the build instead of showing TeX."""
    with pytest.raises(ClaimbookError, match="unknown command"):
        Markdown(extensions=["claimbook.prose.mathml"]).convert("# A $\\foo$")


def test_a_name_that_is_no_command_is_text():
    """A path of Windows is no TeX, and a backslash before a word need be none."""
    html, faults = converted("in C:\\alpha\\beta and \\Users")
    assert faults == []
    assert "C:\\alpha\\beta and \\Users" in html


def test_parts_of_a_page_share_numbers_and_definitions():
    """An equation is referred to from another part, before or behind it."""
    parts = ["See \\eqref{eq:a}.", "$$ \\R \\label{eq:a} $$", "$\\newcommand{\\R}{x}$"]
    notation = read_notation(parts)
    pages = [converted(part, notation=notation) for part in parts]
    assert [faults for _, faults in pages] == [[], [], []]
    assert '<a class="cb-eqref" href="#equation-eq:a">(1)</a>' in pages[0][0]
    assert 'id="equation-eq:a" class="cb-number"><mtext>(1)</mtext>' in pages[1][0]
    assert pages[2][0] == ""


def test_a_page_begins_anew():
    """An instance that converts another page forgets the formulas of the last."""
    md = Markdown(extensions=["claimbook.prose.mathml"])
    assert md.convert("$x$ $$y \\label{a}$$").count("<math") == 2
    assert md.convert("$x$") == f"<p>{X}</p>"
    with pytest.raises(ClaimbookError, match="no equation"):
        md.convert(r"\eqref{a}")


class _Paragraphs(HTMLParser):
    """Finds divisions within paragraphs."""

    inside = False
    wrong = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.wrong |= self.inside and tag == "div"
        self.inside |= tag == "p"

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "p"


WORDS = r"""
    $x$ $$y$$ $ $$ \\( \\) \$ { } \begin{a} \end{a} \eqref{a} \label{a} \foo \alpha ` ``` > - * _ | #
    <b> </b> <p> </p> <code> </code> <!-- --> [a](b) ![a](b) [^1] {#a} {{ }} 5
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(" ", "\n", "\n\n", "    ", "| a |\n|--|\n| $x$ |\n", "!!! note\n    ", "[^1]: a\n"),
    ]
)


@given(st.lists(PIECES, max_size=16).map("".join))
def test_no_text_breaks_a_page(text: str):
    """Any text converts, without a placeholder left, and with paragraphs that hold no division."""
    html, _ = converted(text)
    assert "\x02" not in html and "cbmath:" not in html
    if "<p>" not in text:
        paragraphs = _Paragraphs()
        paragraphs.feed(html)
        assert not paragraphs.wrong


@given(st.lists(PIECES, max_size=10).map("".join))
def test_fenced_code_is_never_math(text: str):
    """Whatever stands in a fence, it is shown as it is."""
    bare = text.replace("`", "").replace("\n", " ").strip() or "x"
    html, faults = converted(f"```text\n{bare}\n```")
    assert faults == []
    assert "<math" not in html
    assert find(f"```text\n{bare}\n```") == []

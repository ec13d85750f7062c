from xml.etree import ElementTree

import pytest
from markdown import Markdown

from claimbook.errors import ClaimbookError
from claimbook.prose.mathml import to_mathml


def rendered(text: str) -> str:
    extensions = ["pymdownx.arithmatex", "claimbook.prose.mathml"]
    return Markdown(
        extensions=extensions, extension_configs={"pymdownx.arithmatex": {"generic": True}}
    ).convert(text)


def test_math_becomes_mathml_and_code_stays():
    """Formulas in prose are converted, dollars in code are not."""
    html = rendered("The rate $\\eta$ costs `$5`.\n\n$$\na < b\n$$\n")

    assert html.count("<math") == 2
    assert "<code>$5</code>" in html
    assert 'display="block"' in html


def test_what_is_made_is_well_formed():
    """A fraction, a root and a case split parse as XML."""
    latex = r"\eta = \begin{cases} \frac{a}{\sqrt{b}} & i \le N/4 \\ 0 & \text{else} \end{cases}"

    assert ElementTree.fromstring(to_mathml(latex)).tag.endswith("math")


@pytest.mark.parametrize(
    "latex", [r"\notacommand{x}", r"\frac{1", r"\begin{aligned}a&=b\end{aligned}"]
)
def test_a_formula_that_cannot_be_read_is_an_error(latex: str):
    """A broken formula fails the build instead of showing its source."""
    with pytest.raises(ClaimbookError, match="the formula"):
        to_mathml(latex)


@pytest.mark.parametrize("latex", ["x", "{a}{b}", "{a}", r"\frac{a}{b}", "x_{1}^{2}", r"a \\ b"])
def test_what_a_browser_assumes_is_not_written(latex: str):
    """A formula needs neither the display that is usual nor a row around it."""
    inline, block = to_mathml(latex), to_mathml(latex, "block")

    assert 'display="inline"' not in inline
    assert block.startswith('<math display="block">')
    assert ElementTree.fromstring(inline).tag == ElementTree.fromstring(block).tag == "math"
    assert to_mathml("x") == "<math><mi>x</mi></math>"

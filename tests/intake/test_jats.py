import pytest

from claimbook.intake.jats import strip_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<jats:italic>E. coli</jats:italic> in\n <scp>dna</scp>", "E. coli in dna"),
        ("<b>R&amp;D</b> &amp;amp; R&amp;lt;D", "R&D & R<D"),
        ("H<sub>2</sub>O and 10<sup>-3</sup>, <sub> </sub>x", "H$_{2}$O and 10$^{-3}$, x"),
        ("p &lt; 0.05 and x<y, y>z", "p < 0.05 and x<y, y>z"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (
            '<mml:math xmlns:mml="x"><mml:msub><mml:mi>L</mml:mi><mml:mn>2</mml:mn></mml:msub>'
            "</mml:math>-norms",
            "L2-norms",
        ),
        (
            "On <jats:inline-formula><jats:alternatives><jats:tex-math>$$L_2$$</jats:tex-math>"
            "<mml:math><mml:mi>L</mml:mi></mml:math></jats:alternatives></jats:inline-formula>",
            "On $L_2$",
        ),
        ("a <i>half <b", "a half <b"),
        ("", ""),
    ],
)
def test_markup_becomes_plain_text(text: str, expected: str) -> None:
    """Tags go, entities are resolved, math stands between dollars, and the rest is text."""
    assert expected == strip_markup(text)

import pytest

from claimbook.intake.venues import shorten_venue


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("International Conference on Learning Representations", "ICLR"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("Proceedings of the 41st International Conference on Machine Learning", "ICML"),
        ("Asian Conference on Machine Learning", "ACML"),
        (
            "Findings of the Association for Computational Linguistics: EMNLP 2023",
            "Findings of EMNLP 2023",
        ),
        ("2016 IEEE Conference on Tiny Things (TINY)", "TINY"),
        ("Workshop on Small Things at NeurIPS", ""),
        ("Journal of Tiny Things (new series)", ""),
    ],
)
def test_venues_have_short_forms(name: str, short: str) -> None:
    """A venue is called what people call it; what nobody knows has no short form."""
    assert shorten_venue(name) == short

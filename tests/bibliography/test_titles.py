import pytest

from claimbook.bibliography.titles import is_akin, is_near, is_same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("LoRA: Low-Rank Adaptation", "Lora – low rank adaptation", True),
        ("Hägele's $x$", "hageles x", True),
        ("작은 모델의 기억", "작은  모델의 기억.", True),
        ("작은 모델의 기억", "큰 모델의 기억", False),
        ("", "", False),
        ("!", "?", False),
    ],
)
def test_same_words(one: str, other: str, expected: bool) -> None:
    """Capitals, accents and punctuation do not tell titles apart; words in any script do."""
    assert is_same(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("StartCoder 2", "StarCoder 2", True),
        ("StarCoder2", "StarCoder 2", True),
        ("Llama 2", "Llama 3", False),
        ("Llama", "Llama 2", False),
        ("", "", False),
        ("Attention is All You Need", "Retention is All You Need", False),
        ("GPT-4", "GPT-4o", False),
    ],
)
def test_a_slip_of_the_pen(one: str, other: str, expected: bool) -> None:
    """One wrong letter is forgiven, a wrong number is not."""
    assert is_near(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Tiny Models Remember", "Tiny Models Remember: A Study of Recall", True),
        ("Do Tiny Models Remember Facts?", "Tiny Models Remember Few Facts", True),
        ("Tiny Models Remember", "Proceedings of the 3rd Workshop on Optics", False),
        ("", "Tiny Models", False),
    ],
)
def test_renamed_on_its_way_into_print(one: str, other: str, expected: bool) -> None:
    """Titles akin may be of one paper; those that share nothing are not."""
    assert is_akin(one, other) is expected

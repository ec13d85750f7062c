import pytest

from claimbook.intake.romanised import is_japanese, romanise_family, romanise_words, split_eastern


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        *(("김", "kim"), ("이", "lee"), ("남궁", "namgoong"), ("뷁", "bwelg")),
        *(("王", "wang"), ("Иванов", "ivanov"), ("Hägele", "hagele")),
        *(("Đặng", "dang"), ("محمد", ""), ("O'Neill", "oneill")),
    ],
)
def test_family_names(family: str, expected: str) -> None:
    """A family name is spelt as its bearers do; without vowels nothing is made up."""
    assert romanise_family(family) == expected


def test_japanese_is_not_read_as_chinese() -> None:
    """Characters in Japanese are not read, kana are."""
    assert romanise_family("山田", japanese=True) == ""
    assert romanise_words("深層 トランスフォーマー", japanese=True) != []
    assert (is_japanese("深層学習"), is_japanese("深度学习"), is_japanese("한국어")) == (
        True,
        False,
        False,
    )


def test_titles_have_telling_words() -> None:
    """A Korean title gives its words, a Chinese one its first two characters."""
    assert romanise_words("한국어 모델")[0] == "hangugeo"
    assert romanise_words("大规模语言模型综述") == ["dagui"]
    assert split_eastern("Jane Doe") == ("", "")

import pytest

from claimbook.intake.labels import cut_label, read_tags


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Authors: Jane Doe", ("authors", "Jane Doe")),
        ("초록", ("abstract", "")),
        ("**Paper**: https://a.org", ("link", "https://a.org")),
        ("링크: x", ("link", "x")),
        ("Paper tigers: a tale", ("", "Paper tigers: a tale")),
        ("Abstractions", ("", "Abstractions")),
    ],
)
def test_labels(line: str, expected: tuple[str, str]) -> None:
    """A label is a word of its own before a colon, or alone."""
    assert cut_label(line) == expected


def test_tags_in_any_script() -> None:
    """Tags may be Korean; a line with anything else is none."""
    assert read_tags("#언어모델 #RLHF") == ("언어모델", "RLHF")
    assert read_tags("#one two") == ()
    assert read_tags("강화 학습, #LLM", labelled=True) == ("강화-학습", "llm")

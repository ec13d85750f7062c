import pytest

from claimbook.intake.authorline import read_authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(Jane Doe)", ["Jane Doe"]),
        ("(Jane Doe, Karl von Roe)", ["Jane Doe", "Karl von Roe"]),
        ("(Jane Doe and Karl Roe)", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe, Karl Roe, and Ann Poe)", ["Jane Doe", "Karl Roe", "Ann Poe"]),
        ("(Jane Doe & Karl Roe,)", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe (MIT), Karl Roe (KAIST, Korea))", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe¹, Karl Roe²*, Ann Poe†)", ["Jane Doe", "Karl Roe", "Ann Poe"]),
        ("(Jane Doe1,2, Karl Roe2)", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe, Karl Roe; Tiny University)", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe, Karl Roe — Tiny University)", ["Jane Doe", "Karl Roe"]),
        ("(Doe, Jane; Roe, Karl)", ["Doe, Jane", "Roe, Karl"]),
        ("(Jane Doe; Karl Roe; Ann Poe)", ["Jane Doe", "Karl Roe", "Ann Poe"]),
        ("(J. Doe, Karl Roe, Jr., Émile Ó Briain)", ["J. Doe", "Karl Roe Jr.", "Émile Ó Briain"]),
        ("(Jean-Luc d'Orsay, Q. van 't Hof)", ["Jean-Luc d'Orsay", "Q. van 't Hof"]),
        ("(홍길동, 김철수)", ["홍길동", "김철수"]),
        ("(홍길동 및 김철수)", ["홍길동", "김철수"]),
        ("(李明, 王芳)", ["李明", "王芳"]),
        ("(Qwen Team)", ["Qwen Team"]),
    ],
)
def test_names_are_read(line: str, names: list[str]) -> None:
    """One author or many, joined in any way, with or without affiliations."""
    assert read_authors(line) == (tuple(names), False)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(Jane Doe et al.)", ["Jane Doe"]),
        ("(Jane Doe, Karl Roe, et al.)", ["Jane Doe", "Karl Roe"]),
        ("(Jane Doe and others)", ["Jane Doe"]),
        ("(홍길동 외 3명)", ["홍길동"]),
    ],
)
def test_authors_left_out(line: str, names: list[str]) -> None:
    """A list that was cut says so."""
    assert read_authors(line) == (tuple(names), True)


@pytest.mark.parametrize(
    "line",
    [
        *("", "()", "( )", "(,)", "Jane Doe", "(Jane Doe", "Jane Doe)", "(see below)"),
        *("(재미있는 결과네요.)", "(this is an aside, and not a name)", "(https://a.org)"),
        *("(Yet): The Key (Really)", "(What is This?)", "(((((", "(" + "a, " * 3000 + ")"),
    ],
)
def test_a_remark_in_parentheses(line: str) -> None:
    """What is not made of names is no author line."""
    assert read_authors(line) is None


def test_three_thousand_authors() -> None:
    """A collaboration comes through whole."""
    people = tuple(f"A. Doe{'abcdefghij'[n % 10]}" for n in range(3000))
    assert read_authors(f"({', '.join(people)})") == (people, False)

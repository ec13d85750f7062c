import pytest

from claimbook.intake.people import settle_people


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "family=Hasselt, given=Hado P., prefix=van, useprefix=true and Guez, Arthur",
            "van Hasselt, Hado P. and Guez, Arthur",
        ),
        ("given=Al, family=Bo, suffix=Jr., given-i=A", "Bo, Jr., Al"),
        ('{family={C, Inc.}, given="A B"}', "{C, Inc.}, A B"),
        ("{Desiati}, P. and {van der Berg}, J.", "Desiati, P. and {van der Berg}, J."),
        ("K. {He} and X.~Zhang", "He, K. and Zhang, X."),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("King, Martin, Jr.", "King, Jr., Martin"),
        ("O'Neill, Conor; Smith, John", "O'Neill, Conor and Smith, John"),
        ("Jane Doe & John Roe", "Doe, Jane and Roe, John"),
        ("Doe, Jane et al.", "Doe, Jane and others"),
        ("Doe, Jane and et al", "Doe, Jane and others"),
        ("Doe, A. and Roe, B. and", "Doe, A. and Roe, B."),
        ("Wei Wang 0001", "Wang, Wei"),
        ("김철수 and 남궁민수 and 김 영희", "김, 철수 and 남궁, 민수 and 김, 영희"),
        ("王小明 and 欧阳修", "王, 小明 and 欧阳, 修"),
        ("山田太郎 and 佐藤 はな", "山田太郎 and 佐藤, はな"),
        ("{Barnes and Noble} and {OpenAI}", "{Barnes and Noble} and {OpenAI}"),
        ("Doe, J., Roe, R., Poe, P.", "Doe, J., Roe, R., Poe, P."),
    ],
)
def test_names_of_every_program(given: str, expected: str) -> None:
    """A list of names is what its program meant; one that nobody can read stays for the check."""
    assert settle_people(given) == expected
    assert settle_people(expected) == expected

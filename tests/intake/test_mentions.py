import pytest

from claimbook.intake.mentions import Mentions, cut_address, find_alone, read_mentions

URL = "https://arxiv.org/abs/2401.00001"
ID = "2401.00001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Other Models ({URL}) 같은 결과입니다.", Mentions(companions=(ID,))),
        (f"This is like GPT-4 ({URL}v2).", Mentions(companions=(ID,))),
        ("As in Tiny (arXiv:2401.00001).", Mentions(companions=(ID,))),
        (f"The paper is out ({URL}).", Mentions(unclear=(ID,))),
        (f"논문은 여기에 있습니다. {URL}", Mentions(unclear=(ID,))),
        (f"{URL}", Mentions(unclear=(ID,))),
        (f"Do Mice Dream ({URL}) is the paper.", Mentions(own=ID)),
        (f"Do Mice Dream: A Study ({URL}) 논문입니다.", Mentions(own=ID)),
        (f"More: {URL}, and Other ({URL}).", Mentions(companions=(ID,))),
        ("No identifier: https://arxiv.org/list/cs.LG and 2401.00001.", Mentions()),
        ("Old Work (https://arxiv.org/abs/cs/9901001).", Mentions(companions=("cs/9901001",))),
    ],
)
def test_what_an_identifier_stands_for(text: str, expected: Mentions) -> None:
    """A name before it makes a companion, the paper's own name the paper; else it is unclear."""
    assert expected == read_mentions([text], "Do Mice Dream: A Study")


def test_own_identifier_is_no_companion() -> None:
    """What is known to be the paper's own is left out wherever it stands."""
    text = f"Tiny ({URL}) and Other (https://arxiv.org/abs/2401.00002)"
    assert read_mentions([text], "T", ID) == Mentions(ID, ("2401.00002",))


def test_a_line_that_is_only_an_address() -> None:
    """Such a line is the paper's; a sentence around the address makes it none."""
    assert (
        find_alone(f"({URL}v1)")
        == find_alone("arXiv: 2401.00001")
        == find_alone(f"arXiv: {URL}")
        == ID
    )
    assert find_alone(f"see {URL}") == find_alone(f"{URL} {URL}") == find_alone("nothing") == ""


def test_an_address_at_the_end_of_a_title() -> None:
    """It is cut off, and known."""
    assert (
        cut_address(f"Tiny Models ({URL})")
        == cut_address(f"Tiny Models {URL}")
        == ("Tiny Models", ID)
    )
    assert cut_address(f"{URL}") == (URL, "")
    assert cut_address("Tiny Models") == ("Tiny Models", "")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.prose.citekeys import (
    Item,
    find_mentioned,
    is_like_key,
    parse_group,
    read_sentence_key,
)

KNOWN = {"wang2024arithmetic", "hu2024minicpm", "doe:2020"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("@hu2024minicpm", (Item("hu2024minicpm"),)),
        ("-@hu2024minicpm", (Item("hu2024minicpm", suppress=True),)),
        (
            "see @hu2024minicpm, §3; @doe:2020, table 4",
            (Item("hu2024minicpm", "see ", "§3"), Item("doe:2020", "", "table 4")),
        ),
        ("@hu2024minicpm, §3; Table 2", (Item("hu2024minicpm", suffix="§3; Table 2"),)),
        ("@hu2024minicpm p. 4", (Item("hu2024minicpm", suffix="p. 4"),)),
        ("@unknown", (Item("unknown"),)),
        ("see @lin2023wrng", (Item("lin2023wrng", "see "),)),
    ],
)
def test_reads_groups(body: str, expected: tuple[Item, ...]) -> None:
    """A group has a key, and perhaps a prefix, a locator and a minus, in each of its parts."""
    assert expected == parse_group(body, KNOWN)


@pytest.mark.parametrize(
    "body",
    ["", "x", "me@example.org", "write to @user", "see above; @hu2024minicpm", "@user@host.org"],
)
def test_other_brackets_are_no_group(body: str) -> None:
    """An e-mail address, a handle and plain text between brackets stay what they are."""
    assert parse_group(body, KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hu2024minicpm", "hu2024minicpm"),
        ("hu2024minicpm-like", "hu2024minicpm"),
        ("doe:2020", "doe:2020"),
        ("lin2023wrng", "lin2023wrng"),
        ("dataclass", ""),
        ("app.route", ""),
        ("karpathy", ""),
        ("user2024", ""),
        ("doe:2021", "doe:2021"),
        ("Wang2024arithmetic", "Wang2024arithmetic"),
        ("wangarithmetic", ""),
    ],
)
def test_key_in_a_sentence(text: str, expected: str) -> None:
    """A known key counts, what is made like one or is close to one; decorators and handles do not."""
    assert expected == read_sentence_key(text, KNOWN)


@given(st.text())
def test_no_text_breaks_the_syntax(text: str) -> None:
    """Any text is a group or none, and its keys are keys."""
    for item in parse_group(text, KNOWN):
        assert item.key in text
    assert find_mentioned(text, KNOWN) <= KNOWN


def test_mentions_are_found_anywhere() -> None:
    """Every known key after an @ counts as mentioned, once."""
    text = "a @hu2024minicpm, [@doe:2020; @hu2024minicpm] and @nobody"
    assert {"hu2024minicpm", "doe:2020"} == find_mentioned(text, KNOWN)


def test_made_like_a_key() -> None:
    """Author, year and word make a key."""
    assert [is_like_key(text) for text in ("lin2023why", "lin23why", "Lin2023why")] == [
        True,
        False,
        False,
    ]

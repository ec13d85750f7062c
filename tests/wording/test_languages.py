"""Other languages say the messages that English has; what they lack is said in English."""

import re
from importlib import resources

import pytest

from claimbook.wording.catalogue import DEFAULT, say, speak

OTHERS = ["ko"]


def ids(language: str) -> list[str]:
    text = resources.files("claimbook.wording").joinpath(f"{language}.ftl").read_text("utf-8")
    return re.findall(r"^([a-z][\w-]*) =", text, re.MULTILINE)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_no_message_of_its_own(language: str) -> None:
    """Each message is one of English, and stands once."""
    there = ids(language)
    assert [one for one in there if one not in ids(DEFAULT)] == []
    assert sorted(there) == sorted(set(there))


def test_what_a_language_lacks_is_said_in_english() -> None:
    """A language without a catalogue says everything in English, and then English is spoken again."""
    with speak("xx-none"):
        assert say("seeds", n=1) == "1 seed"
    with speak("ko"):
        assert say("seeds", n=1) == "시드 1개"
    assert say("seeds", n=1) == "1 seed"

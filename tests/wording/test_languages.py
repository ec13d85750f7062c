"""Other languages say the messages that English has; what they lack is said in English."""

import re
from importlib import resources
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import DEFAULT, find_unsaid, say, speak

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


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_of_ours_lacks_nothing(language: str) -> None:
    """Each message of English is said in a language that comes with the engine."""
    assert find_unsaid(language) == []


def test_a_project_s_words_are_told_from_what_is_missing(tmp_path: Path) -> None:
    """What a project says itself is not missing."""
    (tmp_path / "xx.ftl").write_text("seeds = { $n } xx\n", "utf-8")
    assert find_unsaid("xx") == ids(DEFAULT)
    assert find_unsaid("xx", tmp_path) == [one for one in ids(DEFAULT) if one != "seeds"]


def test_what_a_language_lacks_is_said_in_english() -> None:
    """A language without a catalogue says everything in English, and then English is spoken again."""
    with speak("xx-none"):
        assert say("seeds", n=1) == "1 seed"
    with speak("ko"):
        assert say("seeds", n=1) == "시드 1개"
    assert say("seeds", n=1) == "1 seed"


@pytest.mark.parametrize(
    ("message", "value"),
    [
        *(("holds itself", "{ seeds }"), ("Unknown external", "{ $nothing }")),
        *(("fluent_date", '{ DATETIME("a") }'), ("cannot be read", "{ " * 5000)),
    ],
)
def test_mistaken_words_of_a_project_are_named(tmp_path: Path, message: str, value: str) -> None:
    """What a project says in words of its own is a fault of its file, and no traceback."""
    (tmp_path / "ko.ftl").write_text(f"seeds = {value}\n", "utf-8")
    with pytest.raises(ClaimbookError, match=f"wording/ko.ftl: .*{message}"), speak("ko", tmp_path):
        say("seeds", n=1)


def test_words_that_are_no_text_are_named(tmp_path: Path) -> None:
    """So is a file that is not UTF-8."""
    (tmp_path / "ko.ftl").write_bytes(b"\xff\xfe")
    with (
        pytest.raises(ClaimbookError, match=r"wording/ko.ftl: cannot be read"),
        speak("ko", tmp_path),
    ):
        pass

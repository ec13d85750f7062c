"""A project's own words are held against those of the engine."""

from pathlib import Path

from claimbook.checks.words import find_word_faults
from claimbook.notebook.languages import Language

LANGUAGES = (Language("en", "English"), Language("ko", "한국어"))


def find(root: Path, **files: bytes) -> list[str]:
    folder = root / "wording"
    folder.mkdir(parents=True, exist_ok=True)
    for code, text in files.items():
        (folder / f"{code}.ftl").write_bytes(text)
    return [str(fault) for fault in find_word_faults(root, LANGUAGES)]


def test_sound_words_have_no_fault(tmp_path: Path) -> None:
    """Numbers, days, texts, other messages and terms of its own may stand in them."""
    own = """-name = 논문
script-papers = { -name } { NUMBER($n) }
seeds = { $n ->
   *[other] 시드 { $n }
}
# a remark
"""
    assert find(tmp_path, ko=own.encode()) == []
    assert find(tmp_path / "empty") == []


def test_each_mistaken_message_is_named(tmp_path: Path) -> None:
    """By its line: one that is none of the engine, one that cannot be filled in, one that is not Fluent."""
    own = b"seeds = { seeds }\nseedz = x\nscript-papers = { $m }\n???\n"
    found = find(tmp_path, ko=own)
    assert [one.partition(";")[0] for one in found] == [
        'wording/ko.ftl, line 1: the message "seeds" cannot be filled in: it holds itself',
        'wording/ko.ftl, line 2: the message "seedz" is none of the engine',
        'wording/ko.ftl, line 3: the message "script-papers" cannot be filled in: '
        "Unknown external: m",
        "wording/ko.ftl, line 4: is not Fluent: Expected an entry start",
    ]
    assert found[1].endswith('did you mean "seeds"?')


def test_files_that_nobody_reads_and_that_nobody_can(tmp_path: Path) -> None:
    """A file of another name, and one that is no text, are faults of their own, and both are told."""
    wrong, unread = find(tmp_path, kr=b"seeds = x\n", en=b"\xb0\xa1")[::-1]
    assert wrong.startswith("wording/kr.ftl: is named for no language of the site")
    assert unread.startswith("wording/en.ftl: cannot be read: 'utf-8' codec")

"""A hand-written page in another language says which text it renders."""

from datetime import date
from pathlib import Path

from claimbook.checks.otherpages import check_pages, find_stale_pages, find_unsaid_words
from claimbook.notebook.languages import Language
from claimbook.notebook.originals import digest_words

LANGUAGES = (Language("ko", "한국어"),)


def write(docs: Path, name: str, text: str) -> None:
    (docs / name).parent.mkdir(parents=True, exist_ok=True)
    (docs / name).write_text(text, "utf-8")


def test_a_page_behind_its_source_is_named(tmp_path: Path) -> None:
    """It is stale with the day of what it renders; one that says nothing is named too."""
    for name in ("good.md", "stale.md", "silent.md"):
        write(tmp_path, name, "# Title\n\nWords.\n")
    digest = digest_words("# Title\n\nWords.\n")
    write(tmp_path, "ko/good.md", f"---\nrenders: {digest} 2024-03-01\n---\n\n# 제목\n")
    write(tmp_path, "ko/stale.md", "---\nrenders: 0123456789 2024-03-01\n---\n\n# 제목\n")
    write(tmp_path, "ko/silent.md", "# 제목\n\nrenders: 0123456789 2024-03-01\n")
    found = [str(one) for one in find_stale_pages(tmp_path, LANGUAGES, date(2024, 4, 1))]
    fix = f"when it says what docs/{{}} says, write `renders: {digest} 2024-04-01` at its top"
    assert found == [
        f"docs/ko/silent.md: does not say what it renders; {fix.format('silent.md')}",
        "docs/ko/stale.md: is stale: the source has changed since 2024-03-01; "
        + fix.format("stale.md"),
    ]


def test_a_page_of_no_source_is_a_fault(tmp_path: Path) -> None:
    """The nearest page is suggested."""
    write(tmp_path, "method.md", "# Method\n")
    write(tmp_path, "ko/metod.md", "# 방법\n")
    assert [str(one) for one in check_pages(tmp_path, LANGUAGES)] == [
        'docs/ko/metod.md: translates no page of docs/; did you mean "method.md"?'
    ]


def test_pages_behind_a_link_are_pages(tmp_path: Path) -> None:
    """MkDocs makes them, so they are compared and advised as the others are."""
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    write(elsewhere, "guide.md", "# Guide\n")
    write(elsewhere, "ko/guide.md", "# 안내\n")
    write(elsewhere, "ko/guid.md", "# 안내\n")
    docs.mkdir()
    (docs / "more").symlink_to(elsewhere)
    (docs / "ko").mkdir()
    (docs / "ko" / "more").symlink_to(elsewhere / "ko")
    (stale,) = find_stale_pages(docs, LANGUAGES, date(2024, 4, 1))
    assert str(stale).startswith("docs/ko/more/guide.md: does not say what it renders")
    (foreign,) = check_pages(docs, LANGUAGES)
    assert str(foreign).startswith("docs/ko/more/guid.md: translates no page of docs/")
    assert 'did you mean "more/guide.md"?' in str(foreign)


def test_a_day_that_is_none(tmp_path: Path) -> None:
    """A page that names the 31st of February does not say what it renders."""
    write(tmp_path, "a.md", "# A\n")
    write(tmp_path, "ko/a.md", "---\nrenders: 0123456789 2024-02-31\n---\n# A\n")
    (found,) = find_stale_pages(tmp_path, LANGUAGES, date(2024, 4, 1))
    assert found.what == "does not say what it renders"


def test_words_that_a_language_lacks_are_named(tmp_path: Path) -> None:
    """What would be said in English is named, a few of it, with the file that would say it."""
    (fault,) = find_unsaid_words(tmp_path, [Language("xx", "xx"), Language("ko", "한국어")])
    assert str(fault).startswith("xx.ftl: lacks words of the engine: ")
    assert "more; write them in wording/xx.ftl" in str(fault)

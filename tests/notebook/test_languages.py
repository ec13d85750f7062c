"""The languages of a site are listed once, strictly."""

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.languages import read_languages


def read(languages: object) -> list[tuple[str, str, str]]:
    extra = {"claimbook": {"languages": languages}}
    found = read_languages(extra, where="mkdocs.yml")
    return [(one.code, one.name, one.direction) for one in found]


def test_languages_are_listed_in_order() -> None:
    """The first is the default; a language knows how its text runs."""
    listed = {"en": "English", "ko": {"name": "한국어", "copyright": "저작권"}, "ar": "العربية"}
    assert read(listed) == [
        *(("en", "English", "ltr"), ("ko", "한국어", "ltr"), ("ar", "العربية", "rtl"))
    ]
    assert read(None) == [("en", "English", "ltr")]


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (["ko"], "languages: is no mapping of codes to names"),
        ({}, "languages: is no mapping"),
        ({False: "Norsk"}, "languages.False: is no language's code"),
        ({"Korean": "x"}, "languages.Korean: is no language's code"),
        ({"ko": ""}, "languages.ko.name: is no text"),
        ({"ko": {"title": "x"}}, "languages.ko.title: is an unknown key"),
        ({"ko": {"copyright": "x"}}, "languages.ko: has no name"),
    ],
)
def test_what_is_no_language_is_a_fault(listed: object, said: str) -> None:
    """Each fault names the place in `mkdocs.yml`."""
    with pytest.raises(ClaimbookError) as caught:
        read(listed)
    assert str(caught.value).startswith(f"mkdocs.yml: extra.claimbook.{said}")

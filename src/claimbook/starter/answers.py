"""What a person says of a new digest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, normalize

import yaml
from babel import Locale, UnknownLocaleError

from claimbook.errors import ClaimbookError, suggest

_LONGEST = 200  # characters of a title or a name


@dataclass(frozen=True)
class Answers:
    """The name of a digest, who makes it, and the language that its pages are in."""

    title: str
    author: str
    language: str = "en"

    @property
    def name(self) -> str:
        """The name of its distribution.

        >>> Answers("Überraschungen, nachgerechnet", "").name
        'uberraschungen-nachgerechnet'
        """
        plain = normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "digest"

    @property
    def description(self) -> str:
        """What the site says of itself until somebody says it better."""
        return self.put("Papers, rerun: every claim is written down, measured and judged")

    @property
    def spoken(self) -> str:
        """The name of its language in itself.

        >>> Answers("", "", "ko").spoken, Answers("", "", "hy").spoken
        ('한국어', 'հայերեն')
        """
        try:
            return Locale.parse(self.language, sep="-").get_display_name() or self.language
        except (UnknownLocaleError, ValueError):
            return self.language

    @property
    def footer(self) -> str:
        """What stands below every page."""
        return self.put("By {}.").format(self.author)

    def put(self, english: str) -> str:
        """Return what a file says in English in the language of the pages, if that has it."""
        return read_words(self.language).get(english, english)


def read_answers(folder: Path, *, title: str = "", author: str = "", language: str = "") -> Answers:
    """Return the answers, with what was not said taken from the folder's name.

    Raises `ClaimbookError` if a text is no line, or the theme does not speak the language.
    """
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    known = list_languages()
    if language and language not in known:
        raise ClaimbookError(
            f'"{language}" is no language of the theme', fix=suggest(language, known)
        )
    put = Answers("", "", language or "en").put
    title = _read_line(title, "--title") or f"{words[:1].upper()}{words[1:]}" or put("A digest")
    author = _read_line(author, "--author") or put("The {} authors").format(title)
    return Answers(title, author, language or "en")


@cache
def read_words(language: str) -> Mapping[str, str]:
    """Return what short texts are in a language, by their English; nothing for most languages."""
    file = resources.files(__package__).joinpath("translations", language, "words.yml")
    return yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}


def _read_line(text: str, option: str) -> str:
    line = " ".join(text.split())
    if len(line) > _LONGEST or any(category(one).startswith("C") for one in line):
        raise ClaimbookError(
            f"{option} is no line of text", fix=f"write at most {_LONGEST} characters"
        )
    return line


def list_languages() -> frozenset[str]:
    """Return the languages that the theme speaks."""
    spec = find_spec("material")
    folders = map(Path, spec.submodule_search_locations or () if spec else ())
    spoken = (one for folder in folders for one in folder.glob("templates/partials/languages/*"))
    return frozenset({"en", *(path.stem for path in spoken if path.suffix == ".html")})

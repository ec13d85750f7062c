"""What a person says of a new digest."""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, normalize

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
        return "Papers, rerun: every claim is written down, measured and judged"

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
        return f"By {self.author}."


def read_answers(folder: Path, *, title: str = "", author: str = "", language: str = "") -> Answers:
    """Return the answers, with what was not said taken from the folder's name.

    Raises `ClaimbookError` if a text is no line, or the theme does not speak the language.
    """
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    title = _read_line(title, "--title") or f"{words[:1].upper()}{words[1:]}" or "A digest"
    author = _read_line(author, "--author") or f"The {title} authors"
    known = list_languages()
    if language and language not in known:
        raise ClaimbookError(
            f'"{language}" is no language of the theme', fix=suggest(language, known)
        )
    return Answers(title, author, language or "en")


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

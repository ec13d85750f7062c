"""The languages of a site, as `mkdocs.yml` lists them: the first at the root, each other below its code.

    extra:
      claimbook:
        languages:
          en: English
          ko: {name: 한국어, site_description: 실행되는 논문 다이제스트}

A language is given its name in itself, or a mapping with that and MkDocs' own texts in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimbook.errors import ClaimbookError, suggest
from claimbook.notebook.renditions import LANGUAGE

TEXTS = (
    "site_name",
    "site_description",
    "copyright",
)  # of MkDocs, which a language may have its own of
_LEFTWARDS = frozenset("ar arc ckb dv fa ha he ks ku ps sd syr ug ur yi".split())


@dataclass(frozen=True)
class Language:
    """A language of the site."""

    code: str
    name: str  # in itself
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        """How its text runs."""
        return get_direction(self.code)


def get_direction(code: str) -> str:
    """Return how the text of a language runs.

    >>> get_direction("ko"), get_direction("ar-EG")
    ('ltr', 'rtl')
    """
    return "rtl" if code.partition("-")[0] in _LEFTWARDS else "ltr"


def read_languages(extra: object, *, where: str) -> tuple[Language, ...]:
    """Return the languages that `extra.claimbook.languages` of a `mkdocs.yml` lists; English alone if none.

    Raises `ClaimbookError` for what is no such mapping.
    """
    own = extra.get("claimbook") if isinstance(extra, Mapping) else None
    listed = own.get("languages") if isinstance(own, Mapping) else None
    if listed is None:
        return (Language("en", "English"),)
    where = f"{where}: extra.claimbook.languages"
    if not isinstance(listed, Mapping) or not listed:
        fix = "write a language a line, such as `ko: 한국어`"
        raise ClaimbookError("is no mapping of codes to names", where=where, fix=fix)
    return tuple(_read_language(code, about, where) for code, about in listed.items())


def _read_language(code: object, about: object, where: str) -> Language:
    where = f"{where}.{code}"
    if not isinstance(code, str) or not LANGUAGE.fullmatch(code):
        fix = "write its code in quotes, such as ko or pt-BR"
        raise ClaimbookError("is no language's code", where=where, fix=fix)
    texts = about if isinstance(about, Mapping) else {"name": about}
    for key, text in texts.items():
        if key not in ("name", *TEXTS):
            raise ClaimbookError(
                "is an unknown key", where=f"{where}.{key}", fix=suggest(str(key), ("name", *TEXTS))
            )
        if not isinstance(text, str) or not text.strip():
            raise ClaimbookError("is no text", where=f"{where}.{key}", fix="write it in quotes")
    if "name" not in texts:
        raise ClaimbookError("has no name", where=where, fix="say its name in itself, as `한국어`")
    own = {key: str(texts[key]) for key in TEXTS if key in texts}
    return Language(code, str(texts["name"]), own)

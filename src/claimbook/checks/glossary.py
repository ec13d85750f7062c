"""Translations held against a glossary: a term of the source is said in one of its forms, or stays.

`notebooks/glossary.ko.yml` has a term a line, with its forms in Korean. A term is found in a source as whole
words, in the singular and the plural, whatever its case; code, addresses and keys hold none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.notebook.originals import Original
from claimbook.notebook.renditions import Rendition
from claimbook.notebook.strictyaml import load_yaml

_ASIDE = re.compile(
    r"^(?:```|~~~).*?^(?:```|~~~)\s*$|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|\]\([^)\n]*\)|\{\{.*?\}\}|@[\w:{}-]+|<[^>]*>",
    re.DOTALL | re.MULTILINE,
)

Glossary = Mapping[str, Sequence[str]]


def locate_glossary(folder: Path, language: str) -> Path:
    """Return where the glossary of a language stands, whether there is one or not."""
    return folder / f"glossary.{language}.yml"


def read_glossary(path: Path) -> Glossary:
    """Read a glossary; no file has no terms.

    Raises `ClaimbookError` for what is no mapping of terms to lists of forms.
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"is no text: it is not UTF-8 (byte {error.start})"
        raise ClaimbookError(what, where=path.name, fix="save it as UTF-8") from error
    raw = load_yaml(text, where=path.name, name="the glossary", holder="file")
    if not isinstance(raw, dict):
        fix = "write a term a line, such as `reward: [보상]`"
        raise ClaimbookError("is no mapping of terms to forms", where=path.name, fix=fix)
    for term, forms in raw.items():
        listed = forms if isinstance(forms, list) else []
        if (
            not isinstance(term, str)
            or not listed
            or not all(isinstance(one, str) for one in listed)
        ):
            fix = f"write them in brackets: `{term}: [보상]`"
            raise ClaimbookError("has no list of forms", where=f"{path.name}: {term}", fix=fix)
    return {term: tuple(forms) for term, forms in raw.items()}


def find_other_terms(
    originals: Iterable[Original], renditions: Iterable[Rendition], path: Path, glossary: Glossary
) -> Iterator[ClaimbookError]:
    """Find pieces that say a term in none of its forms; what is stale may say something else."""
    made = {one.name: one for one in renditions if one.text}
    terms = [(term, _find_term(term), forms) for term, forms in glossary.items()]
    for original in originals:
        one = made.get(original.name)
        if one is None or one.digest != original.digest:
            continue
        source, text = _ASIDE.sub(" ", original.text), one.text.lower()
        for term, pattern, forms in terms:
            said = pattern.search(text) or any(form.lower() in text for form in forms)
            if pattern.search(source) and not said:
                yield ClaimbookError(
                    f'says "{term}" in none of its forms',
                    where=f"{path.name}, line {one.line} ({one.name})",
                    fix=f"write {' or '.join(forms)}, or add the form to the glossary",
                )


def _find_term(term: str) -> re.Pattern[str]:
    words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", term)))
    plural = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}(?:e?s)?"
    return re.compile(rf"(?<![\w-]){plural}(?![\w-])", re.IGNORECASE)

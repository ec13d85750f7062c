r"""The alphabets of mathematics, as code points: MathML Core knows no other way to a bold letter.

math-core knows most of them. What it lacks, bold digits and bold script say, is marked before the
conversion (`mark_letters`) and put into the MathML after it (`restyle`).

>>> find_letter("x", "BOLD ITALIC"), find_letter("1", "BOLD ITALIC"), find_letter("h", "ITALIC")
('𝒙', '𝟏', 'ℎ')
"""

import re
import unicodedata
from functools import lru_cache

BOLDER = "BOLDER"  # no alphabet: the bold one of what a letter is in already
# what each command asks for, in the words of Unicode
ALPHABETS = {
    **dict.fromkeys((r"\bm", r"\boldsymbol", r"\pmb"), BOLDER),
    **dict.fromkeys((r"\mathbfcal", r"\symbfcal", r"\mathbfscr", r"\symbfscr"), "BOLD SCRIPT"),
    **dict.fromkeys((r"\mathbffrak", r"\symbffrak"), "BOLD FRAKTUR"),
    **dict.fromkeys((r"\mathbfsf", r"\mathbfsfup", r"\symbfsf", r"\symbfsfup"), "SANS-SERIF BOLD"),
    **dict.fromkeys((r"\mathbfit", r"\symbfit"), "BOLD ITALIC"),
    **dict.fromkeys((r"\mathsfit", r"\symsfit"), "SANS-SERIF ITALIC"),
    **dict.fromkeys((r"\mathbfsfit", r"\symbfsfit"), "SANS-SERIF BOLD ITALIC"),
}
_BOLD = {
    "": "BOLD",
    "ITALIC": "BOLD ITALIC",
    "SCRIPT": "BOLD SCRIPT",
    "FRAKTUR": "BOLD FRAKTUR",
    "SANS-SERIF": "SANS-SERIF BOLD",
    "SANS-SERIF ITALIC": "SANS-SERIF BOLD ITALIC",
}
# letters that Unicode had before the rest of their alphabet, by the beginnings of their names
_ELDER = {"SCRIPT": "SCRIPT ", "FRAKTUR": "BLACK-LETTER ", "DOUBLE-STRUCK": "DOUBLE-STRUCK "}
_STYLES = (*ALPHABETS.values(), *_BOLD, "BOLD", "DOUBLE-STRUCK", "MONOSPACE")
_NAMES = sorted({style for style in _STYLES if style not in ("", BOLDER)}, key=len, reverse=True)
_SELECTORS = "\ufe00\ufe01"  # of two kinds of script capitals
_ORDER = tuple(dict.fromkeys(ALPHABETS.values()))
_BEGIN, _END = 0xE000, "\uf8ff"  # private: a mark is a character that no formula holds
_MARKS = re.compile(f"[{chr(_BEGIN)}-{_END}]")
_IDENTIFIER = re.compile(r'<(m[in])( mathvariant="normal")?>([^<]*)</m[in]>')
_GROUP = re.compile(r"<mrow>(<m[in]>[^<]*</m[in]>)</mrow>")


def mark_letters(tex: str, command: str) -> str:
    """Return TeX whose letters will be those of the alphabet that a command asks for."""
    return f"{{{chr(_BEGIN + _ORDER.index(ALPHABETS[command]))}{tex}{_END}}}"


def strip_marks(tex: str) -> str:
    """Return TeX without the private characters that could be taken for marks."""
    return _MARKS.sub("\ufffd", tex)


def restyle(mathml: str) -> str:
    """Put the marked letters of a converted formula into their alphabets."""
    if not _MARKS.search(mathml):
        return mathml
    styles: list[str] = []

    def replace(found: re.Match[str]) -> str:
        tag, upright, text = found.groups()
        if not styles and not _MARKS.search(text):
            return found[0]
        plain = "ITALIC" if tag == "mi" and not upright and _is_single(text) else ""
        shown = _show_text(text, plain, styles)
        normal = upright if upright and shown == text else ""
        return f"<{tag}{normal or ''}>{shown}</{tag}>" if shown else ""

    return _GROUP.sub(r"\1", _IDENTIFIER.sub(replace, mathml))


def _is_single(text: str) -> bool:
    return len(_MARKS.sub("", text)) == 1


def _show_text(text: str, plain: str, styles: list[str]) -> str:
    """Return a text in the alphabets asked for; its marks are taken note of in `styles`."""
    shown = ""
    for character in text:
        if character == _END:
            styles.pop()
        elif _MARKS.match(character):
            styles.append(_ORDER[ord(character) - _BEGIN])
        elif not (character in _SELECTORS and styles):
            shown += _restyle_letter(character, plain, tuple(reversed(styles)))
    return shown


def _restyle_letter(character: str, plain: str, styles: tuple[str, ...]) -> str:
    for style in styles:
        base, now = _describe_letter(character)
        now = now or plain
        character = (
            find_letter(base, _BOLD.get(now, now) if style == BOLDER else style) or character
        )
    return character


@lru_cache(maxsize=1024)
def _describe_letter(character: str) -> tuple[str, str]:
    """Return the plain letter that a mathematical one is of, and its alphabet; or itself."""
    kind, _, code = unicodedata.decomposition(character).partition(" ")
    if kind != "<font>":
        return character, ""
    base, name = chr(int(code, 16)), unicodedata.name(character)
    if name.startswith("MATHEMATICAL "):
        rest = name.removeprefix("MATHEMATICAL ")
        return base, next((style for style in _NAMES if rest.startswith(f"{style} ")), "")
    elder = (style for style, beginning in _ELDER.items() if name.startswith(beginning))
    return base, "ITALIC" if name == "PLANCK CONSTANT" else next(elder, "")


@lru_cache(maxsize=4096)
def find_letter(plain: str, style: str) -> str:
    """Return a letter or a digit in one of Unicode's alphabets, or nothing if it is not there."""
    name = unicodedata.name(plain, "")
    kind = re.sub(r"^(?:LATIN|GREEK(?: LUNATE)?) ((?:CAPITAL|SMALL) )?(?:LETTER )?", r"\1", name)
    if name.startswith("DIGIT"):
        style = style.removesuffix("ITALIC").strip()  # there are no slanted digits
    names = [f"MATHEMATICAL {style} {kind}"]
    names += [f"{_ELDER[style]}{kind}"] if style in _ELDER else []
    names += ["PLANCK CONSTANT"] if (plain, style) == ("h", "ITALIC") else []
    return next(filter(None, map(_look_up, names)), "")


def _look_up(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""

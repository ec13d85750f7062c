"""Plain text ↔ LaTeX-safe text: escape, protect capitals, decode for display."""

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from claimbook.bibliography.accents import settle_accents

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{, which BibTeX counts as a brace
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MATH = re.compile(r"(?<!\\)\$[^$\s](?:[^$]*[^$\s\\])?\$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MACROS = re.compile(r"[\\$%~^`]|''|[?!]'")
_DECODER = LatexNodes2Text(keep_comments=True)


def escape(text: str) -> str:
    r"""Return plain text as LaTeX that prints it.

    >>> print(escape("R&D at 5 %"))
    R\&D at 5 \%
    """
    return "".join(_ESCAPES.get(character, character) for character in text)


def escape_title(title: str) -> str:
    """Return a plain title as LaTeX, with its acronyms, names and math protected by braces.

    BibTeX's styles write a title in lower case but for what stands in braces. Text between
    dollar signs is math and kept as it is.

    >>> escape_title("LoRA: Low-Rank Adaptation")
    '{LoRA}: Low-Rank Adaptation'
    """
    parts, end = [], 0
    for math in _MATH.finditer(title):
        parts += [_protect(title[end : math.start()]), f"{{{math[0]}}}"]
        end = math.end()
    return "".join([*parts, _protect(title[end:])])


def protect_venue(text: str) -> str:
    r"""Return the name of a venue with its acronyms in braces, the same way everywhere.

    One that holds macros or formulas stays as its author wrote it.

    >>> protect_venue("Proceedings of the {IEEE/CVF} Conference")
    'Proceedings of the {IEEE}/{CVF} Conference'
    """
    settled = settle_accents(text)
    if re.search(r"\\(?:[ ,;/]|[A-Za-z]{3,}|[A-Za-z]+\{)|(?<!\\)\$", settled):
        return text
    return escape_title(decode(settled))


def _protect(text: str) -> str:
    words = re.split(r"(\W+)", text)  # words stand at even places
    return "".join(
        f"{{{escape(word)}}}" if place % 2 == 0 and _is_name(words, place) else escape(word)
        for place, word in enumerate(words)
    )


def _is_name(words: list[str], place: int) -> bool:
    """Whether a word loses its sense in lower case: `BERT`, `LoRA`, `GPT4`, `Llama` in `Llama 3`.

    A number may carry a v, as in `The Stack v2`.
    """
    word = words[place]
    if any(letter.isupper() for letter in word[1:]):
        return True
    if not word[:1].isupper():
        return False
    spaced = words[place + 1 : place + 2] in ([" "], ["-"])
    numbered = spaced and words[place + 2].removeprefix("v")[:1].isdigit()
    return numbered or any(letter.isdigit() for letter in word)


def escape_name(name: str) -> str:
    """Return an author as LaTeX; a corporate author keeps the braces it is written in."""
    if name.startswith("{") and name.endswith("}"):
        return f"{{{escape(name[1:-1])}}}"
    joined = re.search(r"\sand\s", name, re.IGNORECASE)  # would be read as two people
    return f"{{{escape(name)}}}" if joined else escape(name)


@lru_cache(maxsize=65536)
def decode(text: str) -> str:
    """Return LaTeX as the plain text that it prints, without control characters.

    Never raises: what cannot be decoded is shown with its braces left out.
    """
    if not _MACROS.search(text):  # the decoder would do no more, and takes a hundred times longer
        plain = re.sub(r"[{}]", "", text).replace("---", "—").replace("--", "–")
    else:
        try:
            plain = _DECODER.latex_to_text(_make_decodable(text))
        except (LatexWalkerError, RecursionError, ValueError, IndexError):
            plain = re.sub(r"[{}]", "", text)
    plain = re.sub(r"(?<!\w)`([^`'’]+)'(?!\w)", r"‘\1’", plain)
    # pylatexenc gives \textasciicircum as the modifier letter.
    return " ".join(_CONTROL.sub("", plain.replace("ˆ", "^")).split(" ")).strip()


def _make_decodable(text: str) -> str:
    """Spell what the decoder would lose in a way that it knows."""
    text = text.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    text = re.sub(r"\\(La)?TeX(?![A-Za-z])\s?", lambda found: f"{found[1] or ''}TeX", text)
    return re.sub(r"(?<!\\)%", r"\\%", text)  # a bare % would begin a comment


def unescape(text: str) -> str:
    """Return an address or an identifier as it is meant, without the escapes some writers add."""
    return _CONTROL.sub("", re.sub(r"\\([&%#_~$])", r"\1", text)).strip("{} ")


def is_braced(raw: str) -> bool:
    """Whether the brace that a text begins with closes at its very end."""
    if not raw.startswith("{"):
        return False
    depth = 0
    for place, character in enumerate(raw):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return place == len(raw) - 1
    return False

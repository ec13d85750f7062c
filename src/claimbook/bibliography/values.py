"""The value of one field of BibTeX: joined of its parts, its braces counted, shown in a message."""

import re
from collections.abc import Mapping

from claimbook.errors import ClaimbookError


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text as it may stand in a message: one line, nothing unprintable."""
    shown = " ".join(text.split())[:length]
    return "".join(letter if letter.isprintable() else "�" for letter in shown)


def join_value(raw: str, macros: Mapping[str, str], place: str) -> str:
    """Evaluate a concatenation such as ``"10~" # jan``; `place` names it in errors."""
    text = ""
    for part in _split(raw):
        enclosed = len(part) > 1 and part[:1] + part[-1:] in ('""', "{}")
        if enclosed and not find_imbalance(part[1:-1]):
            text += part[1:-1]
        elif not re.fullmatch(r'[^\s"{}=,]+', part):
            shown = excerpt(part)
            raise ClaimbookError(
                f"is no value: {shown}",
                where=place,
                fix="a comma, a quote or a brace is missing",
            )
        elif part.isdecimal() or part.lower() in macros:
            text += macros.get(part.lower(), part)
        else:
            fix = f"write {{{excerpt(part)}}}, or define it with @string"
            raise ClaimbookError(
                f'the macro "{excerpt(part)}" is not defined', where=place, fix=fix
            )
    return text


def _split(raw: str) -> list[str]:
    """Split a value where a # stands outside braces and quotes."""
    depth, quoted, parts = 0, False, [""]
    for character in raw:
        depth += {"{": 1, "}": -1}.get(character, 0)
        quoted ^= character == '"' and depth == 0
        if character == "#" and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def find_imbalance(value: str) -> str:
    """Say how a value would break out of its braces, by BibTeX's count or by the parser's."""
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):  # BibTeX knows no escape, the parser does
        depth = 0
        for brace in re.findall(pattern, value):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return "closes a brace that it never opened"
        if depth:
            return "opens a brace that it never closes"
    return "ends in a backslash" if value.endswith("\\") else ""

r"""One formula of TeX → MathML Core, with whatever is wrong said in a line.

The converter is math-core. It takes time that doubles with each bracket that nothing closes, and
dies of very deep nesting; so both are bounded before it sees a formula.
"""

import re
import unicodedata
from functools import lru_cache
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML

from claimbook.errors import ClaimbookError
from claimbook.tex.definitions import LONGEST
from claimbook.tex.letters import restyle, strip_marks
from claimbook.tex.macros import MACROS
from claimbook.tex.rewriting import REWRITTEN, rewrite
from claimbook.tex.tokens import measure_depth

DEEPEST, LEFT_OPEN = 50, 12  # braces in braces; brackets that nothing closes
_CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False, allow_unreliable_rendering=True)
# a fence that TeX pairs by itself, a command, or a sign
_SIGN = re.compile(
    r"\\(?:left|middle|right)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)?|\\(?:[A-Za-z]+|.|$)|[^\s\\{}]",
    re.DOTALL,
)
_OPENING = re.compile(
    r"\\(?:\{|l(?:brace|brack|angle|floor|ceil|vert|Vert|group|moustache|lbracket))"
)
_CLOSING = re.compile(
    r"\\(?:\}|r(?:brace|brack|angle|floor|ceil|vert|Vert|group|moustache|rbracket))"
)
_CORE = """
    math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover
    mmultiscripts mprescripts mtable mtr mtd mpadded mphantom
"""
_HTML = "a b code em i span u"  # in a text
_ELEMENTS = frozenset(f"{_CORE} {_HTML}".split())
_PLAIN = "write plain LaTeX math"
_PLACE = re.compile(r"(\d+): (.*)", re.DOTALL)
_ENTITY = "&ApplyFunction;"
_STRUCK = {"updiagonalstrike": "cb-up", "downdiagonalstrike": "cb-down", "box": "cb-boxed"}
_ENCLOSED = re.compile(r'<menclose notation="([a-z ]+)">')
_STROKE = re.compile(r'<mrow class="menclose-[a-z]+"></mrow>')
# the wide tilde of math-core lies on the letters in Chromium, and none is stretched there
_TILDE = ('<mo stretchy="true">~</mo>', '<mo stretchy="false" lspace="0" rspace="0">∼</mo>')
_LINE = ('<mo stretchy="true">\u0332</mo>', '<mo class="cb-line" stretchy="true">‾</mo>')
_FONT = re.compile(r'class="math-core-([a-z-]+)-font"')
_EMPTY = re.compile(r"<([a-z]+)((?: [^<>]*?)?) ?/>")


@lru_cache(maxsize=8192)
def convert(tex: str, *, display: bool) -> str:
    """Return a formula as a `<math>` element that is XML, too.

    Raises `ClaimbookError` if it cannot be read.
    """
    tex = strip_marks(tex)
    refuse_long(tex)
    _refuse_deep(tex)
    written = rewrite(tex, display=display)
    _refuse_left_open(written)
    try:
        math = _CONVERTER.convert_with_local_state(written.strip(), displaystyle=display)
    except (LatexError, ValueError) as error:  # the second for half a character
        raise _explain_fault(tex, written.strip(), str(error)) from error
    return _check_elements(restyle(_reduce_to_core(math)), tex)


def _check_elements(math: str, tex: str) -> str:
    """Let nothing onto a page that is not MathML, whatever the converter made of a formula."""
    try:
        tags = {element.tag for element in ElementTree.fromstring(math).iter()}
    except ElementTree.ParseError as error:
        raise ClaimbookError(
            f"the formula {show_formula(tex)} makes no MathML", fix=_PLAIN
        ) from error
    if strange := tags - _ELEMENTS:
        what = f"the formula {show_formula(tex)} makes {', '.join(sorted(strange))} of itself"
        raise ClaimbookError(what, fix=_PLAIN)
    return math


@lru_cache(maxsize=1024)
def is_command(name: str) -> bool:
    r"""Whether there is a command of a name such as `\alpha`."""
    try:
        _CONVERTER.convert_with_local_state(name, displaystyle=True)
    except LatexError as error:
        return "Unknown command" not in str(error) or name in REWRITTEN
    return True


def _reduce_to_core(math: str) -> str:
    """Leave only elements of MathML Core: strokes and boxes are drawn by the stylesheet."""
    if "menclose" in math:
        math = _STROKE.sub("", math).replace("</menclose>", "</mrow>")
        math = _ENCLOSED.sub(lambda found: f'<mrow class="{_name_classes(found[1])}">', math)
    math = math.replace(*_TILDE).replace(*_LINE)
    math = _FONT.sub(r'class="cb-\1"', math) if "math-core-" in math else math
    math = math.replace(_ENTITY, "\u2061")
    # an HTML minifier may take `<mspace/>` for a tag that is left open
    return _EMPTY.sub(r"<\1\2></\1>", math) if "/>" in math else math


def _name_classes(notation: str) -> str:
    return " ".join(_STRUCK[word] for word in notation.split())


def refuse_long(tex: str) -> None:
    """Refuse a formula that is none for its length, before anything reads it."""
    if len(tex) > LONGEST:
        raise ClaimbookError(
            f"the formula {show_formula(tex)} is {len(tex)} characters long",
            fix=f"divide it; {LONGEST} is the limit",
        )


def _refuse_deep(tex: str) -> None:
    deepest, left = measure_depth(tex)
    if left:
        brace, fix = ("{", "close it") if left > 0 else ("}", "take it out")
        raise ClaimbookError(
            f'the formula {show_formula(tex)} has an unbalanced brace "{brace}"', fix=fix
        )
    if deepest > DEEPEST:
        raise ClaimbookError(
            f"the formula {show_formula(tex)} nests braces {deepest} deep",
            fix=f"simplify it; {DEEPEST} is the limit",
        )


def _refuse_left_open(tex: str) -> None:
    """Refuse brackets without end; `]0, 1[` and the like are far below the limit."""
    left = 0
    for found in _SIGN.finditer(tex):
        sign = found[0]
        kind = unicodedata.category(sign) if len(sign) == 1 else ""
        if kind in ("Ps", "Pi") or _OPENING.fullmatch(sign):
            left += 1
        elif kind in ("Pe", "Pf") or _CLOSING.fullmatch(sign):
            left = max(0, left - 1)
    if left > LEFT_OPEN:
        raise ClaimbookError(
            f"the formula {show_formula(tex)} has {left} brackets that nothing closes",
            fix=f"close them; {LEFT_OPEN} may stay open",
        )


def show_formula(tex: str) -> str:
    """Return a formula for a message: in one line, and not too long for it."""
    line = " ".join(tex.split())
    return f"${line if len(line) <= 80 else f'{line[:79]}…'}$"


_FIXES = {
    "Unknown command": "take another command, or define it with \\newcommand{…}{…} on this page",
    "Unknown environment": "write aligned, align, gather, cases, matrix or array",
    "Not valid in text mode": "put dollar signs around what is math in the text",
    "table-like": "put it between \\begin{aligned} and \\end{aligned}, or write \\&",
    "numbered equation": "write it in display math, between $$ and $$",
    "Duplicate": "put braces around what belongs together, as in {x_i}_j",
    "reached end of input": "close what is open, or give what is missing",
}


def _explain_fault(tex: str, written: str, said: str) -> ClaimbookError:
    found = _PLACE.fullmatch(said)
    what, place = (found[2], int(found[1])) if found else (said, 0)
    what = " ".join(what.split()).rstrip(".").replace("\\tag[*]", "\\tag")
    fix = next((fix for part, fix in _FIXES.items() if part in what), _PLAIN)
    near = (
        "" if "Unknown" in what or not place else f" (before {show_formula(written[place:][:20])})"
    )
    what = what[:1].lower() + what[1:]
    return ClaimbookError(f"the formula {show_formula(tex)} cannot be read: {what}{near}", fix=fix)

r"""Math as MathML, made at build time: no script, no font and no other host on the page.

A Python-Markdown extension that works on what `pymdownx.arithmatex` (generic) found, so that
`$…$` and `$$…$$` mean the same on every page.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from claimbook.errors import ClaimbookError

_INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.DOTALL)
_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML knows it without
_ROW = re.compile(r"^(<math[^>]*>)<mrow>(.*)</mrow></math>$", re.DOTALL)
_CODEPOINT = re.compile(r"&#x([0-9A-F]+);")
_BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.*?)\\\]\s*</div>', re.DOTALL)


@lru_cache(maxsize=4096)
def to_mathml(latex: str, display: str = "inline") -> str:
    """Convert LaTeX math to a `<math>` element; `display` is "inline" or "block".

    Raises `ClaimbookError` if the formula cannot be read.
    """
    bare = re.sub(r"\\[{}]", "", latex)
    if bare.count("{") != bare.count("}"):
        raise ClaimbookError(
            f"the formula ${latex.strip()}$ has an unbalanced brace", fix="close it"
        )
    try:
        math = convert(latex.strip(), display=display)
    except Exception as error:  # the converter has no error root of its own
        raise ClaimbookError(
            f"the formula ${latex.strip()}$ cannot be read: {type(error).__name__}",
            fix="write plain LaTeX math",
        ) from error
    if "<mi>&</mi>" in math or "<mi>\\" in math:
        raise ClaimbookError(
            f"the formula ${latex.strip()}$ holds a command that is not supported",
            fix="write align for aligned, and plain LaTeX math",
        )
    bare = _CODEPOINT.sub(_character, str(math)).replace(_NAMESPACE, "")
    return _without_defaults(bare)


def _without_defaults(math: str) -> str:
    """Leave out what a browser assumes: inline display, and the row around a whole formula."""
    return _ROW.sub(r"\1\2</math>", math.replace(' display="inline"', "", 1))


def _character(match: re.Match[str]) -> str:
    """Return the character itself, unless it is one that markup needs."""
    character = chr(int(match[1], 16))
    return match[0] if character in '<>&"' else character


class _Formulas(Postprocessor):
    def run(self, text: str) -> str:
        text = _BLOCK.sub(lambda m: _wrap(to_mathml(unescape(m.group(1)), "block")), text)
        return _INLINE.sub(lambda m: to_mathml(unescape(m.group(1))), text)


def _wrap(math: str) -> str:
    return f'<div class="cb-math" tabindex="0">{math}</div>'


class MathMLExtension(Extension):
    """Replace arithmatex's generic output by MathML."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register behind the postprocessor that puts raw HTML back."""
        md.postprocessors.register(_Formulas(md), "claimbook-mathml", 5)


def makeExtension(**kwargs: object) -> MathMLExtension:  # noqa: N802 (the name is Python-Markdown's)
    """Return the extension, as Python-Markdown asks for it by module name."""
    return MathMLExtension(**kwargs)


def find_formulas(source: str, replace: Callable[[str, bool, str], str]) -> str:
    """Stopgap."""
    return re.sub(
        r"(?<!\\)\$(?!\s)([^$\n]+?)(?<!\s)\$", lambda m: replace(m[1], False, m[0]), source
    )

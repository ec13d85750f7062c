"""What publishers write into titles, JATS, HTML and MathML, as plain text with math in dollars."""

import html
import re

_NAMES = (
    *("i", "b", "em", "strong", "sub", "sup", "scp", "sc", "tt", "u", "span", "p", "br", "math"),
    *("italic", "bold", "title", "underline", "overline", "monospace", "roman", "sans-serif"),
    *("styled-content", "inline-formula", "alternatives", "tex-math"),
)
_TAG = re.compile(rf"</?(?:(?:jats|mml):[\w-]+|{'|'.join(_NAMES)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TEX = re.compile(r"<(?:jats:)?tex-math[^<>]*>([^<>]*)</(?:jats:)?tex-math>")
_MATHML = re.compile(r"<mml:math\b.*?</mml:math>", re.DOTALL)
_RAISED = re.compile(r"<(?:jats:)?(sub|sup)>([^<>]*)</(?:jats:)?\1>")


def strip_markup(text: str) -> str:
    """Return marked-up text as plain text; what is not markup, `x < y` or `<script>`, stays.

    >>> strip_markup("CO<sub>2</sub> &amp;amp; the <i>E. coli</i>")
    'CO$_{2}$ & the E. coli'
    """
    if _TEX.search(text):
        text = _MATHML.sub("", text)  # the same formula a second time
    text = _TEX.sub(lambda found: f"${found[1].strip().strip('$')}$", text)
    text = _RAISED.sub(lambda found: _write_raised(found[1], found[2].strip()), text)
    # registered twice escaped as often as once
    return " ".join(html.unescape(html.unescape(_TAG.sub("", text))).split())


def _write_raised(tag: str, text: str) -> str:
    return f"${'_' if tag == 'sub' else '^'}{{{text}}}$" if text else ""

"""Markdown inside blocks of HTML, where blank lines set it apart, as in JupyterLab.

    <details><summary>More</summary>

    **bold**

    </details>

CommonMark ends a block of HTML at a blank line, so that what follows is Markdown again.
Python-Markdown wants to be told by `markdown="1"`: this extension says it.
"""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_OPENING = re.compile(
    r"^ {0,3}(<(?:details|div|section|article|aside|figure|blockquote)\b)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"(?=(?:[ \t]*<summary\b.*</summary>)?[ \t]*$)",
    re.IGNORECASE,
)

_SUMMARY = re.compile(r"\s*<summary\b.*</summary>\s*", re.IGNORECASE)


class _Blocks(Preprocessor):
    """Mark the opening tags that a blank line follows; never one that is not closed."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).lower()
        return [
            _mark_line(line, text) if _is_set_apart(lines[number + 1 :]) else line
            for number, line in enumerate(lines)
        ]


def _is_set_apart(below: list[str]) -> bool:
    """Whether a blank line follows, a summary of its own line left out."""
    if below and _SUMMARY.fullmatch(below[0]):
        below = below[1:]
    return not below or not below[0].strip()


def _mark_line(line: str, text: str) -> str:
    found = _OPENING.match(line)
    if found is None or re.search(r"\bmarkdown\s*=", found[2]):
        return line
    tag = found[1].strip(" <").lower()
    if len(re.findall(rf"<{tag}\b", text)) != text.count(f"</{tag}>"):
        return line  # it would be closed at the end of the text, and nobody told
    return f'{found[1]}{found[2]} markdown="1">{line[found.end() :]}'


class HtmlBlocksExtension(Extension):
    """Read Markdown in blocks of HTML that set it apart by blank lines."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register behind fences (25), so that code is out of reach, and ahead of HTML (20)."""
        md.preprocessors.register(_Blocks(md), "claimbook-html-blocks", 21)


def makeExtension(**options: object) -> HtmlBlocksExtension:  # noqa: N802 (Python-Markdown's name)
    """Let Python-Markdown load the extension by the name `claimbook.prose.htmlblocks`."""
    return HtmlBlocksExtension(**options)

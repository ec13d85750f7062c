"""Labels that some posts put before a line: `Authors:`, `Abstract:`, `Tags:`, `Link:`, in Korean too."""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("author", "authors", "by", "저자", "지은이"), "authors"),
    **dict.fromkeys(("abstract", "tl;dr abstract", "초록"), "abstract"),
    **dict.fromkeys(("comment", "comments", "commentary", "코멘트", "의견"), "commentary"),
    **dict.fromkeys(("tag", "tags", "keywords", "태그", "키워드"), "tags"),
    **dict.fromkeys(("link", "links", "paper", "arxiv", "url", "pdf", "논문", "링크"), "link"),
}
_LABEL = re.compile(
    rf"[*_]*({'|'.join(map(re.escape, _WORDS))})[*_]*\s*(?:[::][*_]*\s*|$)", re.IGNORECASE
)


def cut_label(line: str) -> tuple[str, str]:
    """Return what a line's label stands for, and the line without it; nothing if it has none.

    >>> cut_label("Authors: Jane Doe"), cut_label("**태그**: #llm"), cut_label("Paper tigers")
    (('authors', 'Jane Doe'), ('tags', '#llm'), ('', 'Paper tigers'))
    """
    found = _LABEL.match(line)
    if not found:
        return "", line
    return _WORDS[found[1].lower()], line[found.end() :]


def read_tags(line: str, *, labelled: bool = False) -> tuple[str, ...]:
    """Return the tags that a line consists of, in any script; behind a label the # may be missing.

    >>> read_tags("#llm, #언어모델"), read_tags("llm, long context", labelled=True), read_tags("# One")
    (('llm', '언어모델'), ('llm', 'long-context'), ())
    """
    tokens = [token for token in re.split(r"[\s,]+", line) if token]
    if tokens and all(token.startswith("#") and len(token) > 1 for token in tokens):
        return tuple(re.findall(r"#([^\s#,]+)", line))
    if not labelled:
        return ()
    parts = (re.sub(r"\s+", "-", part.strip().lstrip("#").lower()) for part in line.split(","))
    return tuple(part for part in parts if part)

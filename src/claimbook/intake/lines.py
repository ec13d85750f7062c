"""A post as plain text, Markdown or HTML → its lines, which know whether they are headings."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import yaml
from lxml import etree, html

from claimbook.errors import ClaimbookError

LONGEST = 20_000  # characters of a paragraph
BOLD, ITEM = 7, 8  # below the six levels of headings: a bold line, an item that begins with a link
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)(?:\s+#+)?$")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?(\S+?)>?(?:\s+\"[^\"]*\")?\s*\)")
_ITEM = re.compile(r"[-*+]\s+(?=\[|\*\*|__)")
_NUMBERED = re.compile(r"[(\[]?\d{1,3}[.)\]]\s|[①-⒛❶-➓]")
_ENDED = re.compile(r"(?:[.?!:;…”\"')\]]|다|요)$")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|article|div|h1)",
    re.IGNORECASE | re.DOTALL,
)
_SKIPPED = ("script", "style", "nav", "footer", "aside", "form", "head", "noscript", "svg")
_BLOCKS = frozenset(
    """
    address article blockquote body dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr html
    li main ol p pre section table td th time tr ul
    """.split()
)


@dataclass(frozen=True)
class Line:
    """A paragraph: where it stands, what it says, and how high a heading it is, if it is one."""

    number: int
    text: str
    level: int = 0


@dataclass(frozen=True)
class Draft:
    """The lines of a post, and the day that its front matter or its file's name gives."""

    lines: tuple[Line, ...]
    day: str = ""


def read_lines(text: str, where: str) -> Draft:
    """Return the lines of a post; of which kind it is, its name and its beginning tell."""
    whole = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("＃", "#")
    if _PAGE.match(whole):
        draft = Draft(tuple(read_html(whole)))
    elif re.search(r"\.(?:md|markdown|mdx|qmd)$", where, re.IGNORECASE):
        draft = _read_markdown(whole)
    else:
        draft = Draft(tuple(_read_plain(_number_lines(whole))))
    for line in draft.lines:
        _refuse_odd(line, where)
    named = re.search(r"(?<!\d)(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", where)
    return replace(draft, day=draft.day or ("-".join(named.groups()) if named else ""))


def _refuse_odd(line: Line, where: str) -> None:
    fault = "holds a control character" if _CONTROL.search(line.text) else ""
    if len(line.text) > LONGEST:
        fault = f"has {len(line.text):,} characters; no paragraph has"
    if fault:
        raise ClaimbookError(fault, where=f"{where}, line {line.number}", fix="is it a post?")


def _number_lines(text: str, first: int = 1) -> list[tuple[int, str]]:
    return list(enumerate(re.split(r"\r\n|\r|\n", text), start=first))


def _read_plain(lines: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """Yield each line that is not blank; one that begins with `# ` is a heading."""
    for number, raw in lines:
        text = " ".join(raw.split())
        if found := _HEADING.fullmatch(text):
            yield Line(number, found[2].strip("*"), len(found[1]))
        elif text and not re.fullmatch(r"[-=*_]{3,}", text):
            yield Line(number, text)


def _read_markdown(text: str) -> Draft:
    front = re.match(r"---\r?\n(.*?)\r?\n---\r?\n", text, re.DOTALL)
    day, first = "", 1
    if front:
        first += front[0].count("\n")
        day, text = _read_day_of(front[1]), text[front.end() :]
    lines: list[Line] = []
    before, fenced = "", False  # the raw line above, and whether it is code
    for number, raw in _number_lines(text, first):
        underlined = bool(before.strip()) and re.fullmatch(r"\s*(=+|-{3,})\s*", raw)
        if underlined and lines:
            lines[-1] = replace(lines[-1], level=1 if "=" in raw else 2)
        elif fenced or raw.lstrip().startswith(("```", "~~~")):
            fenced ^= raw.lstrip().startswith(("```", "~~~"))
            lines += [Line(number, raw.strip())] if raw.strip() else []
        elif made := _read_markdown_line(number, raw):
            if before.strip() and _is_continuing(lines, made, before):
                lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {made.text}")
            else:
                lines.append(made)
        before = raw
    return Draft(tuple(lines), day)


def _read_day_of(front: str) -> str:
    try:
        meta = yaml.safe_load(front)
    except yaml.YAMLError:
        return ""
    return str(meta.get("date", ""))[:10] if isinstance(meta, dict) else ""


def _read_markdown_line(number: int, raw: str) -> Line | None:
    text = " ".join(re.sub(r"^\s*(?:>\s?)+", "", raw).split())
    if not text or re.fullmatch(r"(?:[-*_=]\s?){3,}|<!--.*-->", text):
        return None
    level = 0
    if found := _HEADING.fullmatch(text):
        level, text = len(found[1]), found[2]
    elif item := _ITEM.match(text):
        level, text = ITEM, text[item.end() :]
    elif re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1", text):
        level = BOLD
    text = _LINK.sub(lambda link: _show_link(link[1], link[2]), text)
    if level or re.fullmatch(r"([*_])(?:(?!\1).)+\1", text):
        text = drop_emphasis(text)
    return Line(number, re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text), level)


def drop_emphasis(text: str) -> str:
    """Return a line of Markdown without the signs of emphasis."""
    return re.sub(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)


def _show_link(text: str, address: str) -> str:
    """Write a link as text with its address behind it, or as its address alone."""
    bare = text.strip().strip("*_`")
    return address if not bare or bare == address else f"{bare} ({address})"


def _is_continuing(lines: Sequence[Line], made: Line, before: str) -> bool:
    """Whether a line of Markdown goes on with the paragraph that was broken above it."""
    if not lines or lines[-1].level or made.level or before.endswith(("  ", "\\")):
        return False
    plain = not made.text.startswith(("#", "(", "- ", "* ", "http"))
    titled = _NUMBERED.match(lines[-1].text) and "(http" in lines[-1].text
    plain = plain and not titled and not _NUMBERED.match(made.text)
    return plain and len(before.strip()) > 60 and not _ENDED.search(before.strip())


def read_html(text: str, first: int = 0) -> Iterator[Line]:
    """Yield the lines of HTML: its blocks, without what is not the text of the page."""
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return
    for odd in list(tree.iter(etree.Comment, *_SKIPPED)):
        odd.drop_tree()
    mains = tree.xpath("//main | //article") or [tree]
    for number, level, said in _walk(mains[0], 0):
        if shown := " ".join(said.split()):
            yield Line(first or number, shown, level)


def _walk(element: html.HtmlElement, level: int, lead: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield line, level and text of each block within an element, in order, the first behind `lead`."""
    said, number = lead + (element.text or ""), element.sourceline or 0
    for child in element:
        if child.tag == "br":
            yield number, level, said
            said = ""
        elif child.tag in _BLOCKS:
            yield number, level, said
            inner = int(child.tag[1]) if re.fullmatch(r"h[1-6]", str(child.tag)) else 0
            yield from _walk_item(child) if child.tag == "li" else _walk(child, inner or level)
            said, number = "", child.sourceline or number
        else:
            said += _read_inline(child)
        said += child.tail or ""
    yield number, level, said


def _walk_item(item: html.HtmlElement) -> Iterator[tuple[int, int, str]]:
    """Yield the blocks of an item of a list: with its number, or as one that begins with a link."""
    above = item.getparent()
    if above.tag == "ol":
        place = sum(1 for one in item.itersiblings("li", preceding=True))
        first = above.get("start", "1")
        yield from _walk(item, 0, f"{place + (int(first) if first.isdecimal() else 1)}. ")
        return
    opened = item.xpath(
        "(.//text()[normalize-space()])[1]/ancestor::*[self::a or self::b or self::strong]"
    )
    blocks = [block for block in _walk(item, 0) if block[2].strip()]
    for place, (number, level, said) in enumerate(blocks):
        yield number, level or (0 if place or not opened else ITEM), said


def _read_inline(element: html.HtmlElement) -> str:
    if not isinstance(element.tag, str):
        return ""
    address = element.get("href", "") if element.tag == "a" else ""
    text = "".join(
        [element.text or "", *(f"{_read_inline(one)}{one.tail or ''}" for one in element)]
    )
    return _show_link(text, address) if address.startswith("http") else text

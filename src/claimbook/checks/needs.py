"""What every page must have: a language, a title, a description, one heading, names for all."""

from collections.abc import Iterator
from typing import Any

from claimbook.checks.html import Flaw, Page, find_identifiers
from claimbook.checks.residue import quote

MISSING = "404.html"  # drawn by the theme for whatever is not there; nobody looks for it by name

_SPARE = frozenset(("none", "presentation"))  # roles of a picture that says nothing
_NAMING = ("a", "button", "label", "summary")  # a picture in one of these may leave it to the words


def find_needs(page: Page, path: str) -> Iterator[Flaw]:
    """Return what a page lacks, or has twice where it may have it once."""
    if not page.root.get("lang", "").strip():
        yield Flaw(1, "does not say its language", "set `language` under `theme` in mkdocs.yml")
    if not read_title(page):
        yield Flaw(1, "has no title", "write `title:` at the top of its source")
    if not is_redirect(page):
        yield from _check_headings(page)
        if path != MISSING and not _is_described(page):
            fix = "write `description:` at the top of its source"
            yield Flaw(1, "has no description", fix)
    yield from _find_repeated(page)
    yield from _check_pictures(page)
    yield from _check_frames(page)


def read_title(page: Page) -> str:
    """Return the title that a browser shows for a page, or nothing."""
    head = page.root.find("head")
    title = head.find("title") if head is not None else None
    return " ".join("".join(title.itertext()).split()) if title is not None else ""


def is_redirect(page: Page) -> bool:
    """Whether a page only leads to another."""
    return any(_read_attribute(meta, "http-equiv") == "refresh" for meta in page.root.iter("meta"))


def _is_described(page: Page) -> bool:
    metas = page.root.iter("meta")
    return any(
        _read_attribute(m, "name") == "description" and m.get("content", "").strip() for m in metas
    )


def _read_attribute(element: Any, name: str) -> str:
    return str(element.get(name, "")).strip().lower()


def _check_headings(page: Page) -> Iterator[Flaw]:
    lines = [heading.sourceline for heading in page.root.iter("h1")]
    if not lines:
        yield Flaw(1, "has no heading of level 1", "begin it with one line `# …`")
    for line in lines[1:]:
        fix = f"the first stands in line {lines[0]}; make the others `## …`"
        yield Flaw(line, f"has {len(lines)} headings of level 1", fix)


def _find_repeated(page: Page) -> Iterator[Flaw]:
    """Find ids that stand twice: a link leads to the first of them only."""
    seen: dict[str, int] = {}
    for name, line in find_identifiers(page):
        if not name:
            yield Flaw(line, "has an empty id", "give the heading an id, `## … {#name}`")
        elif name in seen:
            fix = f"the first stands in line {seen[name]}; rename one"
            yield Flaw(line, f"the id {quote(name)} stands twice", fix)
        seen.setdefault(name, line)


def _check_pictures(page: Page) -> Iterator[Flaw]:
    for picture in page.root.iter("img"):
        alt, name = picture.get("alt"), quote(picture.get("src") or "")
        fix = "say in `alt` what it shows, `![…](…)` in Markdown"
        if alt is None:
            yield Flaw(picture.sourceline, f"the picture {name} has no alt text", fix)
        elif not alt.strip() and not _is_silent(picture):
            fix += ', or that it only adorns, with role="presentation"'
            yield Flaw(picture.sourceline, f"the picture {name} has an empty alt text", fix)


def _is_silent(picture: Any) -> bool:
    """Whether a picture only adorns, or stands in a link or the like that has words.

    A caption is no such words: it says what was found, the alt text what is seen.
    """
    if _read_attribute(picture, "role") in _SPARE or any(
        _is_hidden(one) for one in _walk_up(picture)
    ):
        return True
    around = [one for one in picture.iterancestors() if one.tag in _NAMING]
    return any("".join(one.itertext()).strip() or one.get("aria-label") for one in around)


def _walk_up(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def _is_hidden(element: Any) -> bool:
    return _read_attribute(element, "aria-hidden") == "true" or element.get("hidden") is not None


def _check_frames(page: Page) -> Iterator[Flaw]:
    for frame in page.root.iter("iframe"):
        names = (frame.get(name, "").strip() for name in ("title", "aria-label", "aria-labelledby"))
        if not any(names) and not any(_is_hidden(one) for one in _walk_up(frame)):
            what = f"the frame {quote(frame.get('src') or '')} has no name"
            yield Flaw(frame.sourceline, what, "say in `title` what it shows")

"""The one place where a value becomes HTML, SVG or XML: Jinja2 templates with autoescaping on.

A template is handed values and draws them; what is already HTML is `Markup`, made by Markdown or by
the cleaner of outputs. Words come from the catalogue.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from claimbook.model.measurement import Measurement
from claimbook.notebook.languages import get_direction
from claimbook.notebook.restating import Text, get_language, get_since, keep_language
from claimbook.wording import claims, marks, names, numbers
from claimbook.wording.catalogue import get_spoken
from claimbook.wording.catalogue import say as fill

_PLACE = 0xE000  # and on: characters that no text has


class Block(Protocol):
    """A part of a page: a value with the name of the template that draws it."""

    template: ClassVar[str]


@cache
def make_environment() -> Environment:
    """Return the environment of all templates."""
    made = Environment(
        loader=PackageLoader("claimbook.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # they are code
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": _say_marked,
        "verdict_name": marks.name_verdict,
        "signs": marks.SIGNS,
    }
    made.globals |= {"draw_block": draw_block, "spoken": get_spoken}
    made.filters |= {
        "count": marks.count_verdicts,
        "evidence": claims.describe_evidence,
        "day": numbers.show_day,
        "from_strongest": marks.sort_findings,
        "limits": numbers.group_by_quantity,
        "mark_class": marks.mark_class,
        "measurement": _show_measurement,
        "plain": _escape_text,
        "sign": marks.show_sign,
        "since": get_since,
        "in_language": _write_language,
        "tongue": _tell_language,
        "together": marks.keep_together,
        "territory": names.name_territory,
        "verdict": marks.show_verdict,
        "worded": _mark_text,
    }
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


def _escape_text(text: str) -> Markup:
    """Escape text that stands between tags, where quotation marks are themselves."""
    bare = Markup(escape(text, quote=False))
    return _wrap_text(bare, get_language(text), get_since(text))


def _mark_text(text: str) -> str:
    """Return a text marked as what it is, if it is in another language or behind its source."""
    return _escape_text(text) if isinstance(text, Text) else text


def _say_marked(message: str, **values: Any) -> str:
    """Say a message in which each text that is in another language is marked as that."""
    texts = {name: text for name, text in values.items() if isinstance(text, Text)}
    if not texts:
        return fill(message, **values)
    places = {name: chr(_PLACE + number) for number, name in enumerate(texts)}
    said = Markup(escape(fill(message, **values | places), quote=False))
    for name, place in places.items():
        said = said.replace(place, _escape_text(texts[name]))
    return said


def _show_measurement(measurement: Measurement) -> str:
    """Return a measurement in words, in the language of its unit."""
    return keep_language(measurement.unit, numbers.show_measurement(measurement))


def _wrap_text(text: Markup, language: str, since: date | None) -> Markup:
    if not language and since is None:
        return text
    return draw("worded", text=text, language=language, since=since)


def _tell_language(text: str) -> Markup:
    """Return the attributes of an element whose text is not in the language of its page."""
    return _write_language(get_language(text))


def _write_language(code: str) -> Markup:
    if not code:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(code, get_direction(code))


def draw(template: str, **values: Any) -> Markup:
    """Draw a template with these values."""
    return Markup(make_environment().get_template(f"{template}.html").render(**values).strip())


def draw_file(template: str, **values: Any) -> str:
    """Draw a template that is no HTML, named with its ending: a feed, a badge, a card."""
    return make_environment().get_template(template).render(**values)


def draw_block(block: Block) -> Markup:
    """Draw one block by its own template."""
    return draw(block.template, block=block)


def draw_blocks(blocks: Iterable[Block]) -> Markup:
    """Draw blocks one after another."""
    return Markup("\n").join(map(draw_block, blocks))

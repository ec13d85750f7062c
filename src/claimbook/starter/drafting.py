"""The files of a new digest: the templates beside this module, filled in.

A template's path is that of its file, but that `dot-` stands for a dot and `.j2` is left out. What is filled
in stands between `<<` and `>>`, since the files have use for Jinja's own signs, and is quoted for the
language that it stands in. A language may have some of them in words of its own, below `translations/`, and
there, in `words.yml`, what the others say; whatever it lacks is English.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from claimbook import __version__
from claimbook.bibliography.latex import escape
from claimbook.starter.answers import Answers

_MARKUP = "\\`*_[]<>#|{}$~^!"


def draft_files(answers: Answers, day: str) -> Mapping[str, str]:
    """Return the text of every file of a digest that is begun on a day, by path."""
    known: dict[str, Any] = {
        name: getattr(answers, name)
        for name in ("title", "author", "language", "name", "description", "footer", "spoken")
    }
    known |= {"version": __version__, "today": day, "year": day[:4], "put": answers.put}
    return {
        path: _make_environment().from_string(text).render(known)
        for path, text in read_templates(answers.language).items()
    }


@cache
def read_templates(language: str = "en") -> Mapping[str, str]:
    """Return the text of every template, by the path of what is made of it."""
    here = resources.files(__package__)
    own = here.joinpath("translations", language)
    found = dict(_walk_templates(here.joinpath("templates"), ""))
    return dict(sorted((found | dict(_walk_templates(own, "") if own.is_dir() else ())).items()))


def _walk_templates(folder: Traversable, above: str) -> list[tuple[str, str]]:
    found = []
    for one in folder.iterdir():
        name = one.name.replace("dot-", ".", 1) if one.name.startswith("dot-") else one.name
        path = f"{above}{name}"
        if one.is_dir():
            found += _walk_templates(one, f"{path}/")
        elif name.endswith(".j2"):
            found.append((path.removesuffix(".j2"), one.read_text("utf-8")))
    return found


@cache
def _make_environment() -> Environment:
    made = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters.update(yaml=_write_yaml, toml=_write_toml, markdown=_escape_markdown, tex=escape)
    return made


def _write_yaml(text: Any) -> str:
    """Return a text as one line of YAML, quoted only where it must be."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("...\n").rstrip("\n")


def _write_toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # TOML's basic strings have JSON's escapes


def _escape_markdown(text: str) -> str:
    return "".join(f"\\{one}" if one in _MARKUP else one for one in text)

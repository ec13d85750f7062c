"""The YAML of a front matter, read strictly: no key twice, nothing nested without end."""

from contextlib import suppress
from typing import Any

import yaml

from claimbook.errors import ClaimbookError

# libyaml's parser takes a tenth of the time; PyYAML has it wherever it comes as a wheel.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_DEPTH = 20  # of collections; a front matter has 6, and libyaml's loader dies of some thousands
_LONGEST = 300_000  # characters; a long one of ours has 23,000


class _StrictLoader(_SafeLoader):  # type: ignore[misc]
    """A YAML loader that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            plain = key_node.tag == _TEXT  # as nearly every key is
            key = key_node.value if plain else self.construct_object(key_node, deep=True)
            if isinstance(key, (str, int, float)) and key in seen:
                line = key_node.start_mark.line + 1
                what = f'the key "{key}" stands twice (line {line} of the YAML)'
                raise ClaimbookError(what, fix="keep one of the two")
            seen.add(key) if isinstance(key, (str, int, float)) else None
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


class _TellingLoader(_StrictLoader):
    """The same, slower, which says of a value that cannot be where it stands."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:  # 30 February, five thousand digits
            written, line = str(node.value)[:40], node.start_mark.line + 1
            what = f'"{written}" is no date and no number that can be (line {line} of the YAML)'
            raise ClaimbookError(what, fix="mend it, or put it in quotes") from error


def load_yaml(
    text: str,
    *,
    where: str,
    name: str = "the front matter",
    holder: str = "cell",
    before: int = 0,
) -> object:
    """Return the value of a YAML text, called `name`, that stands after `before` lines of its cell.

    Raises `ClaimbookError` for what is no YAML, for a key given twice and for collections in
    collections without end; `where` names the notebook.
    """
    try:
        if len(text) > _LONGEST:
            _refuse_length(text, name)
        _refuse_depth(text, name)
        try:
            return yaml.load(text, Loader=_StrictLoader)
        except (ValueError, OverflowError):
            return yaml.load(text, Loader=_TellingLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1 + before} of the {holder})" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ClaimbookError(
            f"{name} is not YAML: {problem}{line}",
            where=where,
            fix="quote text that holds a colon, and indent with spaces",
        ) from error
    except ClaimbookError as error:
        raise ClaimbookError(error.what, where=where, fix=error.fix) from error


def _refuse_length(text: str, name: str) -> None:
    with suppress(yaml.YAMLError):  # what is cut off may be none
        _refuse_depth(text[:_LONGEST], name)
    what = f"{name} has {len(text)} characters, {_LONGEST} are the most"
    raise ClaimbookError(what, fix="say it shorter")


def _refuse_depth(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            fix = "take out what the contract does not name"
            raise ClaimbookError(f"{name} is nested too deeply", fix=fix)

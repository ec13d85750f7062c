"""A project's own hook hands on to MkDocs all that the package answers."""

import importlib
from collections.abc import Callable, Iterator
from inspect import unwrap
from pathlib import Path
from typing import Any

from claimbook.site import events

SITE = Path(events.__file__).parent


def answers(module: Any) -> Iterator[Callable[..., Any]]:
    """Every function that answers an event, those in combinations too."""
    for name in filter(lambda one: one.startswith("on_"), dir(module)):
        event = getattr(module, name)
        yield from getattr(event, "methods", [event])


def test_every_answer_is_handed_on():
    """No module of the package answers an event that the project's hook would not hand on."""
    handed = set()
    for event in answers(events):
        handed |= {unwrap(one) for one in getattr(event, "methods", [event])}
    names = [path.stem for path in SITE.glob("*.py") if path.stem not in ("__init__", "events")]
    modules = [importlib.import_module(f"claimbook.site.{name}") for name in names]

    assert {one for module in modules for one in answers(module)} == handed

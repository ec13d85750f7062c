"""The words that the site's own scripts say, handed to them as a script of their own."""

import json

from claimbook.wording.catalogue import say

WORDS = "assets/words.js"
# What a script says, with the names that it fills in as `{name}`.
SAID = {
    "queued": (),
    "running": ("cell", "cells", "seconds"),
    "done": (),
    "failed": ("error",),
    "see-terminal": (),
    "progress": (),
    "reference": ("title",),
    "papers": ("n",),
    "papers-of": ("n", "all"),
    "claims": ("n",),
    "claims-of": ("n", "all"),
    "works": ("n",),
    "works-of": ("n", "all"),
    "show-more": ("n", "all"),
    "copied-bibtex": ("key",),
    "copied": (),
    "copy-bibtex": (),
    "search-enter": (),
    "chart-dead": (),
    "enlarge": (),
    "enlarge-figure": ("figure",),
    "close": (),
    "figure-data": (),
    "first-rows": ("shown", "all"),
    "measured": ("quantity",),
    "measured-here": (),
    "source": ("number",),
}

_SAY = """\
const say = (name, values = {}) =>
  claimbookWords[name].replaceAll(/\\{(\\w+)\\}/g, (_, key) => values[key]);
"""


def write_words() -> str:
    """Return the script: every message, and the function `say` that fills in its `{name}`s."""
    words = {
        name: say(f"script-{name}", **{one: f"{{{one}}}" for one in names})
        for name, names in SAID.items()
    }
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return f"const claimbookWords = {text};\n{_SAY}"

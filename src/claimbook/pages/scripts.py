"""The words that the site's own scripts say, handed to them as a script of their own."""

import json
from collections.abc import Sequence
from typing import Any

from claimbook.model.claim import Verdict
from claimbook.wording.catalogue import choose_language, get_spoken, say
from claimbook.wording.plurals import list_forms, name_locale

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

# The verdicts, counted as a filter leaves them; elsewhere pages say these too.
COUNTED = tuple(one.replace(" ", "-") for one in (*Verdict, "pending"))
_NUMBERS = frozenset({"n", "all", "shown", "cell", "cells", "seconds"})  # the rest are texts

_SAY = """\
const choose = ({ locale, of, forms }, values) => {
  const rules = new Intl.PluralRules(locale);
  return forms[of.map((one) => rules.select(values[one])).join()] ?? Object.values(forms).at(-1);
};
const say = (name, values = {}) => {
  const numbers = new Intl.NumberFormat(claimbookLocale), found = claimbookWords[name];
  const show = (value) => typeof value === "number" ? numbers.format(value) : value;
  const text = typeof found === "string" ? found : choose(found, values);
  return text.replaceAll(/\\{(\\w+)\\}/g, (_, key) => show(values[key]));
};
"""


def write_words() -> str:
    """Return the script: every message, and the function `say` that fills in its `{name}`s.

    A message has a text for each plural form of its numbers; the browser's own rules choose.
    """
    words = {name: _list_words("script-", name, names) for name, names in SAID.items()}
    words |= {f"counted-{one}": _list_words("counted-", one, ("n",)) for one in COUNTED}
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    locale = json.dumps(name_locale(get_spoken()))
    return f"const claimbookWords = {text};\nconst claimbookLocale = {locale};\n{_SAY}"


def _list_words(family: str, name: str, names: Sequence[str]) -> Any:
    """Return a message as text, or as its texts by plural form with what chooses one."""

    def put(**values: Any) -> str:
        message = f"script-{name}" if family == "script-" else f"counted-{name}"
        return say(message, **values)

    counts = [one for one in names if one in _NUMBERS]
    language = choose_language(family + name)
    forms = list_forms(put, language, counts, [one for one in names if one not in counts])
    many = {"locale": name_locale(language), "of": counts, "forms": forms}
    return forms.get("", many)

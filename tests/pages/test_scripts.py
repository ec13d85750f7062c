"""The words of the site's own scripts."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from claimbook.pages.scripts import write_words

ASSETS = Path(__file__).parents[2] / "src/claimbook/site/theme/assets"
SCRIPTS = sorted(path for path in ASSETS.glob("*.js"))
SAYING = re.compile(r"""\bsay\(\s*(["'`])([^"'`]+)\1(?:\s*,\s*\{(.*?)\})?""", re.DOTALL)


def words() -> dict[str, str]:
    """Read the words back out of the script."""
    first, _, _ = write_words().partition("\n")
    found: dict[str, str] = json.loads(
        first.removeprefix("const claimbookWords = ").removesuffix(";")
    )
    return found


def said() -> dict[str, set[str]]:
    """What the scripts say, with the names that they fill in."""
    calls: dict[str, set[str]] = {}
    for path in SCRIPTS:
        for _, name, values in SAYING.findall(path.read_text("utf-8")):
            calls.setdefault(name, set()).update(
                re.findall(r"(?:^|,)\s*(\w+)\s*(?=[:,]|$)", values)
            )
    return calls


def test_words_are_filled_in_by_name():
    """A name that a script fills in stands in braces, and nothing else does."""
    assert words()["running"] == "Running: cell {cell} of {cells}, {seconds} s so far."
    assert words()["copied"] == "Copied"


def test_scripts_say_only_what_there_is():
    """Each message that a script says is written, and each name in it is given."""
    assert said().keys() <= words().keys()
    assert len(said()) > 5
    for name, given in said().items():
        wanted = set(re.findall(r"\{(\w+)\}", words()[name]))
        assert wanted <= given or not given, name


def test_every_word_is_said():
    """No message is written that no script says; a state's name may be put together."""
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    unsaid = {name for name in words() if not re.search(rf"[\"'`]{name}[\"'`]|\b{name}:", text)}

    assert unsaid <= {"queued", "running", "done", "failed"}
    assert "say(" in text


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_the_script_says_what_it_is_asked():
    """Run as a browser would, `say` fills in every place of a name."""
    script = write_words() + 'console.log(say("running", { cell: 3, cells: 9, seconds: "$&" }));'
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)

    assert done.stdout == "Running: cell 3 of 9, $& s so far.\n"

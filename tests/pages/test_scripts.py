"""The words of the site's own scripts."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from claimbook.pages.scripts import COUNTED, write_words
from claimbook.wording.catalogue import speak

ASSETS = Path(__file__).parents[2] / "src/claimbook/site/theme/assets"
SCRIPTS = sorted(path for path in ASSETS.glob("*.js"))
SAYING = re.compile(r"""\bsay\(\s*(["'`])([^"'`]+)\1(?:\s*,\s*\{(.*?)\})?""", re.DOTALL)


def words() -> dict[str, Any]:
    """Read the words back out of the script: a text, or one for each plural form."""
    first, _, _ = write_words().partition("\n")
    found: dict[str, Any] = json.loads(
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
    assert said().keys() - {"counted-${value.replaceAll("} <= words().keys()
    assert len(said()) > 5
    for name, given in said().items():
        wanted = set(re.findall(r"\{(\w+)\}", json.dumps(words().get(name, ""))))
        assert wanted <= given or not given, name


def test_every_word_is_said():
    """No message is written that no script says; a state's name may be put together."""
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    unsaid = {name for name in words() if not re.search(rf"[\"'`]{name}[\"'`]|\b{name}:", text)}

    assert unsaid <= {"queued", "running", "done", "failed", *(f"counted-{one}" for one in COUNTED)}
    assert "say(" in text


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_the_script_says_what_it_is_asked():
    """Run as a browser would, `say` fills in every place of a name."""
    script = write_words() + 'console.log(say("running", { cell: 3, cells: 9, seconds: "$&" }));'
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)

    assert done.stdout == "Running: cell 3 of 9, $& s so far.\n"


COUNTS = (0, 1, 2, 5, 21, 1234)


def run_counts(name: str) -> list[str]:
    calls = ", ".join(f'say("{name}", {{ n: {n}, all: {n} }})' for n in COUNTS)
    script = f"{write_words()}console.log(JSON.stringify([{calls}]));"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_counts_have_the_plural_forms_of_the_language(tmp_path: Path):
    """English has two, Korean one, and a project's own words those of its language, as browsers count."""
    assert run_counts("papers")[:3] == ["0 papers", "1 paper", "2 papers"]
    assert run_counts("papers")[-1] == "1,234 papers"
    assert run_counts("claims-of")[:3] == ["0 of 0 claims", "1 of 1 claim", "2 of 2 claims"]
    assert run_counts("counted-holds")[1:3] == ["1 holds", "2 hold"]
    forms = "[one] { $n } praca\n [few] { $n } prace\n *[many] { $n } prac"
    (tmp_path / "pl.ftl").write_text(f"script-papers = {{ $n ->\n {forms}\n }}\n", "utf-8")
    with speak("pl", tmp_path):
        found = [text.split()[-1] for text in run_counts("papers")]
        assert found == ["prac", "praca", "prace", "prac", "prac", "prace"]
        assert run_counts("works")[1] == "1 work"  # said in English, counted as English counts
    with speak("ko"):
        assert run_counts("papers")[:2] == ["논문 0편", "논문 1편"]


@pytest.mark.parametrize("language", ["en", "ko", "ar", "xx-none"])
def test_no_number_that_stood_for_another_is_left(language: str):
    """Whatever the language's forms, each number that a script fills in is a name in braces."""
    with speak(language):
        assert not re.search(r"\d\d", json.dumps(words(), ensure_ascii=False))

"""Bombs: whatever somebody commits, a notebook is read within a second, or refused in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.notebook.bounds import LONGEST, OF_A_PAGE, find_excess
from claimbook.notebook.source import read
from front import FRONT, cell, front_matter, notebook_json, write_notebook

SIGNS = ["[", "[a](", "![", "[@a; ", "`", "` ", "{{ ", "<a ", "<!--", "<b>", "$", "@a "]
LINES = ["## a\n", '=== "a"\n', "!!! a\n"]


def refusal(folder: Path, *, front: str = FRONT, prose: str = "a") -> str:
    """Return what is said of a notebook that is refused."""
    path = write_notebook(folder, "tiny", cell("markdown", "bomb", prose), front=front)
    with pytest.raises(ClaimbookError) as raised:
        read(path)
    said = str(raised.value)
    assert said.startswith("tiny.ipynb")
    assert said.isprintable()
    return said


@pytest.mark.parametrize("unit", [*SIGNS, *LINES, "> " * 9 + "a\n", "    " * 20 + "- a\n"])
def test_prose_without_end_is_refused(tmp_path: Path, unit: str) -> None:
    """What makes Markdown's readers slow is counted before they see it."""
    said = refusal(tmp_path, prose=unit * 2_500)

    assert said.startswith("tiny.ipynb, cell 3 (bomb): has ")
    assert "; divide it into several" in said or "; write it in a simpler way" in said


@pytest.mark.parametrize(
    ("prose", "says"),
    [
        ("a" * (LONGEST + 1), "has 20001 characters, 20000 are the most; divide it into several"),
        ("a \x02wzxhzdk:0\x03", "holds the control character '\\x02'; remove it"),
        (
            f"&#{'9' * 5000};",
            "&#999999999999999999… names no character; write the character itself",
        ),
        ("&#xFFFFFFFFFF;", "names no character"),
    ],
)
def test_what_no_text_holds_is_refused(tmp_path: Path, prose: str, says: str) -> None:
    """Each has its own line, with cell and remedy."""
    assert says in refusal(tmp_path, prose=prose)


def test_text_of_any_language_passes() -> None:
    """The limits are far from what anybody writes; a page may have more of all than a cell."""
    text = "## 제목\n\n텍스트 [a](b.md) `c` $x$ {{ d }} <br> &#8212; \t“e”\n" * 50
    assert list(find_excess(text)) == []
    assert list(find_excess(text * OF_A_PAGE, OF_A_PAGE)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "order: 1",
            f"order: {'9' * 5000}",
            '"9999999999999999999999999999999999999999" is no date',
        ),
        ("order: 1", f"order: {'9' * 400}", "digest.order: is larger than 1000000000000000"),
        ("bound: 0.5", f"bound: {'9' * 400}", "is larger than 1000000000000000"),
        ("  date: 2024-02-29\n  arxiv", "  date: 2024-02-30\n  arxiv", '"2024-02-30" is no date'),
        ("  date: 2024-02-29\n  arxiv", "  date: 0000-00-00\n  arxiv", '"0000-00-00" is no date'),
        ("trust: Nothing", "trust: 2024-02-29 00:00:00 +99:00 #", "is no date and no number"),
        ("Nothing much.", "a" * 5_001, "trust: has 5001 characters, 5000 are the most"),
        ("[tiny]", f"[{'a' * 5_001}]", "tags[0]: has 5001 characters, 5000 are the most"),
        ("[tiny]", "5", "digest.tags: expected a list, found int 5"),
        ("Nothing much.", "[" * 100_000, "is nested too deeply; take out what"),
        ("Nothing much.", "x " * 150_000, "characters, 300000 are the most; say it shorter"),
    ],
)
def test_values_without_end_are_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Numbers and dates that are none, nests and novels are each one line."""
    assert old in FRONT
    assert says in refusal(tmp_path, front=FRONT.replace(old, new, 1))


TRIED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from pathlib import Path
from claimbook.errors import ClaimbookError
from claimbook.notebook.source import read
for path in sorted(Path(sys.argv[1]).glob("*.ipynb")):
    try:
        read(path)
    except ClaimbookError as fault:
        print(fault)
"""


def test_no_file_ends_the_process(tmp_path: Path) -> None:
    """Nests of JSON, of YAML and of code are refused in a process with little memory and time."""
    whole = json.dumps(notebook_json())
    files = {
        "a": "[" * 200_000,
        "b": whole.replace('"nbformat_minor": 5', '"nbformat_minor": "5"'),
        "c": whole.replace("Nothing much.", "{a: " * 100_000),
        "d": whole.replace("Nothing much.", "\\n" + "".join(" " * n + "- \\n" for n in range(500))),
        "e": whole.replace("seeds = 5", "seeds = " + "(" * 100_000),
        "f": whole.replace("seeds = 5", "seeds = " + "-" * 100_000 + "1"),
        "g": whole.replace("Nothing much.", "\\ud800"),
        "h": whole.replace('"source": "profile', '"source": 5, "x": "profile'),
        "i": whole.replace('"metadata": {"tags": []}', '"metadata": null', 1),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.ipynb").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", TRIED, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert [line.partition(".ipynb")[0] for line in done.stdout.splitlines()] == [*files]


KEYS = st.sampled_from(["paper", "digest", "claims", "history", "setting", "trust", "x", "summary"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=8)
    | st.sampled_from(
        ["{{ gap }}", "2024-02-30", "&a", "*a", "!!python/name:os.system", "<<", "=", "|"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=3), st.text(max_size=20))
@settings(max_examples=150)
def test_any_front_matter_is_a_record_or_one_line(
    fields: list[tuple[str, object]], more: str
) -> None:
    """Whatever stands in it, no other exception leaves the reader."""
    text = FRONT + "".join(f"{key}: {json.dumps(value, default=str)}\n" for key, value in fields)
    for source in (text, text + more, more):
        try:
            front_matter(source)
        except ClaimbookError as fault:
            assert "\n" not in str(fault)


@given(st.text('[]()`{}<>$@|"*_~#!=&;:\\^-+ \nab', max_size=60))
@settings(max_examples=150)
def test_any_prose_is_read_or_one_line(prose: str) -> None:
    """Whatever stands in a cell, it is a passage with faults of one line each."""
    from test_live import read as read_prose

    if not list(find_excess(prose)):
        for fault in read_prose(prose).faults:
            assert "\n" not in str(fault)

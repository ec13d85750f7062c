"""A term of the source is said in one of its accepted forms."""

from datetime import date
from pathlib import Path

import pytest

from claimbook.checks.glossary import find_other_terms, read_glossary
from claimbook.errors import ClaimbookError
from claimbook.notebook.originals import Original
from claimbook.notebook.renditions import Rendition

GLOSSARY = {"reward model": ("보상 모델", "보상모델"), "policy": ("정책",), "head": ("헤드",)}


@pytest.mark.parametrize(
    ("source", "text", "term"),
    [
        ("The reward model.", "보상 모델은", ""),
        ("Reward-models rise.", "보상모델이", ""),
        ("The reward model.", "보상을 주는 것", "reward model"),
        ("Two policies.", "방침 둘", "policy"),
        ("Two policies.", "Policy 둘", ""),
        ("The overhead.", "부담", ""),
        ("`head` and [x](head/) [@head2024x] {{ head }}", "부담", ""),
        ("A head.", "", ""),
    ],
)
def test_terms_are_said_in_their_forms(source: str, text: str, term: str) -> None:
    """A term is found as words, in either number; in code and addresses it is none."""
    original = Original("cell a", source)
    made = Rendition("cell a", original.digest, date(2024, 3, 1), text, 3)
    found = [str(one) for one in find_other_terms([original], [made], Path("a.ko.md"), GLOSSARY)]
    where = f'a.ko.md, line 3 (cell a): says "{term}" in none of its forms'
    assert [one.partition(";")[0] for one in found] == ([where] if term else [])


def test_what_is_stale_is_not_asked(tmp_path: Path) -> None:
    """A piece that renders another source may say something else."""
    made = Rendition("cell a", "0" * 10, date(2024, 3, 1), "x", 3)
    assert not [*find_other_terms([Original("cell a", "A head.")], [made], tmp_path, GLOSSARY)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("- a\n", "is no mapping of terms to forms"), ("head: x\n", "head: has no list of forms")],
)
def test_what_is_no_glossary_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    """The fault names the file."""
    path = tmp_path / "glossary.ko.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ClaimbookError) as caught:
        read_glossary(path)
    assert str(caught.value).startswith("glossary.ko.yml") and said in str(caught.value)

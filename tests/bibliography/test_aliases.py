from pathlib import Path

import pytest

from claimbook.bibliography.aliases import Alias, Works, add_aliases, read_aliases
from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError

RECORDS = (Record("doe2024new", "misc", {}), Record("roe2020x", "misc", {"ids": "roe2020w"}))


def aliases(folder: Path, text: str) -> tuple[Alias, ...]:
    path = folder / "aliases.yml"
    path.write_text(text, "utf-8")
    return read_aliases(path)


def test_old_keys_lead_to_the_record(tmp_path: Path) -> None:
    """An old key finds its record, and is not listed among the keys."""
    table = aliases(tmp_path, "# renamed\ndoe2023new: doe2024new\ndoe2023old: doe2024new\n")
    works = Works(add_aliases(RECORDS, table))
    assert list(works) == ["doe2024new", "roe2020x"]
    assert len(works) == len(works.values()) == 2
    assert works["doe2023new"] is works["doe2023old"] is works["doe2024new"]
    assert works.get("roe2020w") is works["roe2020x"]
    assert "doe2023old" in works
    assert "nobody" not in works
    assert works.get("nobody") is None
    assert works["doe2024new"].get("ids") == "doe2023new, doe2023old"


def test_no_table_is_no_alias(tmp_path: Path) -> None:
    """A project without the file, or with an empty one, has no aliases."""
    assert read_aliases(tmp_path / "aliases.yml") == ()
    assert aliases(tmp_path, "# none yet\n") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "a1: doe2024new\na1: roe2020x\n",
            'aliases.yml, line 2: "a1" stands twice, first in line 1',
        ),
        ("- a1\n", "aliases.yml: is no mapping"),
        ("a1: [b]\n", "aliases.yml, line 1: "),
        ("a b: doe2024new\n", 'line 1: "a b" is no citation key'),
        ("a1: 'x\n", "is not YAML"),
        ("doe2024new: roe2020x\n", '"doe2024new" is a key in use'),
        ("DOE2024NEW: roe2020x\n", '"DOE2024NEW" is a key in use'),
        ("a1: doe2024ne\n", 'no record has; did you mean "doe2024new"?'),
        ("a1: b2\nb2: doe2024new\n", 'stands for "b2", which no record has'),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, says: str) -> None:
    """Each fault is one line with the line of the table."""
    with pytest.raises(ClaimbookError) as raised:
        add_aliases(RECORDS, aliases(tmp_path, text))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)

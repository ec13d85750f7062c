"""Hand-written pages: their front matter, and links to notebooks that were renamed."""

import pytest

from claimbook.checks.passages import Passage, find_head_faults, find_moved


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\ntitle: Good\n---\n# A", ""),
        ("\ufeff---\r\ntitle: Good\r\n---\r\n# A", ""),
        ("---\n---\n# A", ""),
        ("# A\n\n---\n\ntext: [x\n\n---\n", ""),
        ("---\ntitle: [방법\n---\n# A", "the front matter is not YAML: did not find"),
        ("---\n- a\n---\n# A", "the front matter is no mapping; write `key: value` lines"),
        ("---\na: 1\na: 2\n---\n# A", 'the key "a" stands twice'),
    ],
)
def test_front_matter_of_a_page(text: str, says: str) -> None:
    """MkDocs shows one that is none as text and says nothing; a check does."""
    found = [str(one) for one in find_head_faults(Passage(text, "docs/a.md"))]
    assert len(found) == bool(says)
    assert all(one.startswith(f"docs/a.md: {says}") for one in found)
    assert all("of the file)" in one for one in found if "not YAML" in one)


def test_links_to_renamed_notebooks() -> None:
    """A page's link to a slug of before is a fault with the line and the slug of now."""
    text = "# A\n\n[x](papers/old.ipynb#a), [y](papers/new.ipynb), [z](old.md) and `old.ipynb`."
    found = find_moved(Passage(text, "docs/a.md", by_line=True), {"old": "new"})
    assert [str(one) for one in found] == [
        "docs/a.md, line 3: the link papers/old.ipynb leads to no file of the site; "
        '"old" is "new" now: write papers/new.ipynb'
    ]

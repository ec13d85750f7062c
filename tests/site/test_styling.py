"""The engine's styles: what a page costs a browser before its reader can do anything."""

import re

import pytest

from claimbook.site.styling import FOLDER

SHEETS = sorted((FOLDER / "assets").glob("*.css"))
WHOLE = re.compile(
    r"(?:\.md-(?:typeset|content\w*|main\w*|container)|article|main|body|html|:root):has\("
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_rule_hangs_on_all_that_a_page_holds(sheet):
    """The theme adds a button to each block of code, and each time a page would be styled anew."""
    assert WHOLE.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)) == []
    assert WHOLE.search(".md-typeset:has(> .cb-opening) > p { max-width: 40rem; }")

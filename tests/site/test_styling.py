"""The engine's styles: what a page costs a browser before its reader can do anything."""

import re

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from claimbook.site.styling import FOLDER, on_config

SHEETS = sorted((FOLDER / "assets").glob("*.css"))
WHOLE = re.compile(
    r"(?:\.md-(?:typeset|content\w*|main\w*|container)|article|main|body|html|:root):has\("
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_rule_hangs_on_all_that_a_page_holds(sheet):
    """The theme adds a button to each block of code, and each time a page would be styled anew."""
    assert WHOLE.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)) == []
    assert WHOLE.search(".md-typeset:has(> .cb-opening) > p { max-width: 40rem; }")


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_another_theme_is_refused_in_one_line(theme):
    """The site is made of Material's templates, and would fail on a page with a traceback."""
    made = []
    for name in ("material", theme):
        config = MkDocsConfig()
        config.load_dict({"site_name": "Small", "theme": {"name": name}})
        assert config.validate() == ([], [])
        made.append(config)
    assert str(FOLDER) in on_config(made[0]).theme.dirs
    with pytest.raises(PluginError, match=f'theme.name: "{theme}" is not made of Material'):
        on_config(made[1])

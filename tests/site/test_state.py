"""What answers MkDocs shares: a fault stops a build, and is shown by a server."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from claimbook.site import runs
from claimbook.site.state import State


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """A site that allows HTML by what is no list of names."""
    for folder in ("docs", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\nextra: {claimbook: {html: 3}}\n")
    made: MkDocsConfig = load_config(str(tmp_path / "mkdocs.yml"))
    return made


def test_html_that_is_allowed_by_no_list_is_a_fault(config: MkDocsConfig) -> None:
    """A server shows it, and allows nothing; a build stops at it, without a traceback."""
    serving = State(serving=True)
    assert serving.read_dialect(config).live == frozenset()
    (said,) = serving.shown
    assert said.startswith("mkdocs.yml: extra.claimbook.html: is no list of names")
    with pytest.raises(PluginError, match="is no list of names"):
        State().read_dialect(config)


def test_settings_that_cannot_be_read_end_the_command(config: MkDocsConfig, tmp_path: Path) -> None:
    """MkDocs says in one line what is wrong with them."""
    (tmp_path / "pyproject.toml").write_text("[tool.claimbook\n")
    with pytest.raises(PluginError, match=r"pyproject\.toml: is not TOML"):
        runs.on_config(config)

"""What answers MkDocs shares: a fault stops a build, and is shown by a server."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from claimbook.errors import NotAdopted
from claimbook.notebook.languages import Language
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


def test_a_notebook_that_is_not_adopted_is_nobody_else_s_affair(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is warned of once, which fails a strict build, and neither stops one nor stands on pages."""
    fault = NotAdopted("the notebook is not adopted", where="foreign.ipynb")
    for state in (State(), State(serving=True)):
        state.report_fault(fault)
        assert state.shown == []
    state.language = Language("ko", "한국어")
    state.report_fault(fault)
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert (
        said
        == ["claimbook: foreign.ipynb: the notebook is not adopted; until then it has no page"] * 2
    )

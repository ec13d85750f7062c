"""Hand-written pages that MkDocs could not read."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from claimbook.site.sources import mend_page
from claimbook.site.state import State


def make_page(tmp_path: Path, data: bytes) -> tuple[File, MkDocsConfig]:
    docs = tmp_path / "docs"
    (docs / "ko").mkdir(parents=True)
    (docs / "ko" / "a.md").write_bytes(data)
    config = MkDocsConfig()
    config.docs_dir, config.site_dir = str(docs), str(tmp_path / "site")
    return File("ko/a.md", config.docs_dir, config.site_dir, use_directory_urls=True), config


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"# A\n\n\xb0\xa1\n", "docs/ko/a.md: is not UTF-8"),
        (b"---\ntitle: [A\n---\n# A\n", "docs/ko/a.md: the front matter is not YAML"),
    ],
)
def test_a_page_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, says: str
) -> None:
    """It stops a build with one line, and a server shows it as far as it can be, with the fault."""
    state = State()
    monkeypatch.setattr("claimbook.site.sources.state", state)
    file, config = make_page(tmp_path, data)
    with pytest.raises(PluginError, match=says):
        mend_page(file, config)
    state.serving = True
    file, config = make_page(tmp_path / "served", data)
    mend_page(file, config)
    (shown,) = state.shown
    assert shown.startswith(says)
    assert file.content_string.endswith(("# A\n", "\ufffd\ufffd\n"))


def test_a_sound_page_is_left_as_it_is(tmp_path: Path) -> None:
    """MkDocs reads it itself."""
    file, config = make_page(tmp_path, "# 방법\n".encode())
    mend_page(file, config)
    assert file.generated_by is None

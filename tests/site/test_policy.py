"""Which templates may write a script into a page."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from claimbook.site.policy import _choose, _list_templates, on_env
from claimbook.site.state import State, state


def test_every_template_is_looked_at(tmp_path: Path) -> None:
    """Those of the theme and the site's own are listed, behind links too; a theme's icons are not."""
    own, theme = tmp_path / "own", tmp_path / "theme"
    for name in ("own/.icons/a.html", "own/main.html", "theme/.icons/b.html", "theme/main.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (theme / "partials").symlink_to(own)
    loader = FileSystemLoader([own, theme], followlinks=True)
    env = Environment(loader=loader, autoescape=True)
    found = _list_templates(env, str(own))
    assert found == [".icons/a.html", "main.html", "partials/main.html"]
    (theme / ".icons" / "b.html").unlink()
    (own / ".icons" / "a.html").unlink()
    assert _list_templates(env, str(own)) == env.list_templates(extensions=["html"])
    other = Environment(loader=DictLoader({"main.html": "", "a.css": ""}), autoescape=True)
    assert _list_templates(other, None) == ["main.html"]


def test_a_script_for_which_the_theme_has_no_setting_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No page has it; the policy names the others, and the build goes on."""
    for name, value in vars(State()).items():
        monkeypatch.setattr(state, name, value)
    lacking = "<script>f({{ config.theme.features | tojson }})</script>"
    loader = DictLoader({"main.html": f"{lacking}<script>g()</script>"})
    config = MkDocsConfig()
    config.load_dict({"site_name": "Small", "theme": {"name": "mkdocs", "features": None}})
    config.validate()
    del config.theme["features"]
    on_env(Environment(loader=loader, autoescape=True), config, Files([]))
    assert _choose(".", config).count("'sha256-") == 1

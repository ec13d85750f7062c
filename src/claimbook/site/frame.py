"""What every page of the site is given, told by value: the engine, the theme, the configuration.

None says that it cannot be told: beside a plugin, a hook or a template that may know more, nothing that
was made before is taken for what would be made now.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent

from claimbook.installed import digest_engine, digest_files, list_files
from claimbook.pages.origins import describe

PLUGINS = {"claimbook", "material/search", "material/tags", "mkdocs-jupyter"}
APART = {"site_dir", "plugins", "hooks", "theme", "mdx_configs"}  # of the configuration
THEME = "material"  # none of whose templates knows more than the frame tells
MARKS = ("icon", "status", "subtitle")  # which the theme's menus show
KNOWING = re.compile(  # what may be more: what a menu does not show of other pages is
    rb"\b(build_date_utc|pages|plugins)\b|(?<!\bpage)\.(content|file|markdown|toc|update_date)\b"
)
DATED = re.compile(rb"\bbuild_date_utc\b")  # in whatever text a template writes


def choose_marks(meta: Mapping[str, Any], config: MkDocsConfig) -> dict[str, Any]:
    """Return what of the front matter of a page a menu may show; the site's own templates may show all."""
    own = config.theme.custom_dir
    return {name: value for name, value in meta.items() if own or name in MARKS}


def describe_frame(config: MkDocsConfig, *beside: object) -> str | None:
    """Describe what every page is given, with what is known `beside` it."""
    engine, custom = digest_engine(), config.theme.custom_dir
    if engine is None or not are_known(config) or _is_knowing(config):
        return None
    plugins = {name: plugin for name, plugin in config.plugins.items() if name in PLUGINS}
    try:
        return describe(
            [
                engine,
                digest_files(Path(custom)) if custom else "",
                {name: value for name, value in config.items() if name not in APART},
                dict(config.theme),
                list(config.plugins),  # in their order
                {name: dict(plugin.config) for name, plugin in plugins.items()},
                config.mdx_configs.get("toc", {}),
                *beside,
            ]
        )
    except (TypeError, RecursionError):
        return None


def are_known(config: MkDocsConfig) -> bool:
    """Tell whether every plugin and hook of the site is one of which all inputs are told."""
    hooks = config["hooks"]  # modules by name
    return set(config.plugins) - set(hooks) <= PLUGINS and all(map(_is_ours, hooks.values()))


def _is_ours(hook: object) -> bool:
    """Tell whether all that a hook answers is answered by the package."""
    events = [getattr(hook, name) for name in dir(hook) if name.startswith("on_")]
    flat = [one for event in events for one in _list_methods(event)]
    return all(_find_home(one).startswith("claimbook.site.") for one in flat)


def _list_methods(event: Any) -> list[Any]:
    """Return what answers an event; what is combined may be combined itself, or wrapped."""
    if isinstance(event, CombinedEvent):
        return [one for method in event.methods for one in _list_methods(method)]
    return [event, *_list_methods(event.__wrapped__)] if hasattr(event, "__wrapped__") else [event]


def _find_home(answer: Any) -> str:
    """Return the module in which a function was written: what wraps another says that it is the other's."""
    return str(getattr(answer, "__globals__", {}).get("__name__", ""))


def _is_knowing(config: MkDocsConfig) -> bool:
    """Tell whether a template may know more: one of another theme, of the site's own, or of its pages."""
    custom = config.theme.custom_dir
    own = [path for path in list_files(Path(custom)) if path.is_file()] if custom else []
    extra = [Path(config.docs_dir, str(name)) for name in config.extra_templates]
    return (
        config.theme.name != THEME
        or any(KNOWING.search(text) for text in map(_read_template, own))
        or any(DATED.search(path.read_bytes()) for path in (*own, *extra) if path.is_file())
    )


def _read_template(path: Path) -> bytes:
    """Return the text of a template, which may have any ending; nothing of what cannot be one."""
    text = path.read_bytes()
    return text if b"{{" in text or b"{%" in text else b""

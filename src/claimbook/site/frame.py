"""What every page of the site is given, told by value: the engine, the theme, the configuration.

None says that it cannot be told: beside a plugin, a hook or a template that may know more, nothing that
was made before is taken for what would be made now.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent

from claimbook.installed import digest_engine, digest_files
from claimbook.pages.origins import describe

PLUGINS = {"material/search", "material/tags", "mkdocs-jupyter"}
APART = {"site_dir", "plugins", "hooks", "theme", "mdx_configs"}  # of the configuration
KNOWING = re.compile(r"\b(build_date_utc|pages|plugins)\b")  # more than the frame tells


def describe_frame(config: MkDocsConfig, *beside: object) -> str | None:
    """Describe what every page is given, with what is known `beside` it."""
    engine, custom = digest_engine(), config.theme.custom_dir
    if engine is None or not are_known(config) or _is_knowing(custom):
        return None
    plugins = {name: plugin for name, plugin in config.plugins.items() if name in PLUGINS}
    try:
        return describe(
            [
                engine,
                digest_files(Path(custom)) if custom else "",
                {name: value for name, value in config.items() if name not in APART},
                dict(config.theme),
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
    return all(one.__module__.startswith("claimbook.site.") for one in flat)


def _list_methods(event: Any) -> list[Any]:
    """Return what answers an event; what is combined may be combined itself."""
    if isinstance(event, CombinedEvent):
        return [one for method in event.methods for one in _list_methods(method)]
    return [event]


def _is_knowing(custom: str | None) -> bool:
    templates: Iterable[Path] = Path(custom).rglob("*.html") if custom else ()
    return any(KNOWING.search(path.read_text("utf-8")) for path in templates)

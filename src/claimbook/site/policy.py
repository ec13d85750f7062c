"""No page of a build executes what is not the site's own; beside a server there is no policy.

MkDocs writes a script into each page that it serves, by which the page reloads itself.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from claimbook.files import write_if_changed
from claimbook.pages.policy import HEADERS, find_scripts, write_headers, write_policy
from claimbook.site.state import state

ICONS = ".icons"  # drawings alone, but for those of the site's own
ROOT = "404.html"  # the page that a host shows anywhere


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Find what the theme's templates, and the site's own, write into a page."""
    del files
    names = _list_templates(env, config.theme.custom_dir)
    sources = (env.loader.get_source(env, name)[0] for name in names if env.loader)
    state.scripts = tuple(
        env.from_string(script) for source in sources for script in find_scripts(source)
    )
    state.policies = {}
    return env


def _list_templates(env: jinja2.Environment, own: str | None) -> list[str]:
    """Return the names of all templates; of a theme's thousands of icons none is looked at."""
    if type(env.loader) is not jinja2.FileSystemLoader:
        return env.list_templates(extensions=["html"]) if env.loader else []
    names = set[str]()
    for place in env.loader.searchpath:
        for folder, folders, found in os.walk(place, followlinks=env.loader.followlinks):
            folders[:] = [one for one in folders if one != ICONS or place == own]
            below = Path(folder).relative_to(place)
            names.update((below / one).as_posix() for one in found if one.endswith(".html"))
    return sorted(names)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Give a page its policy."""
    del page, nav
    context["claimbook_policy"] = _choose(context["base_url"], config)


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Give the page of what is not there its own."""
    if template_name == ROOT:
        context["claimbook_policy"] = _choose(context["base_url"], config)
    return context


def _choose(base: str, config: MkDocsConfig) -> str:
    """Return the policy of pages from which `base` leads to the root; none beside a server."""
    if state.serving:
        return ""
    if base not in state.policies:
        state.policies[base] = write_policy(_render(base, config))
    return state.policies[base]


def _render(base: str, config: MkDocsConfig) -> list[str]:
    """Return the scripts of pages at this depth, but those for which site and theme have no setting."""
    made = []
    for script in state.scripts:
        with suppress(jinja2.UndefinedError, TypeError):  # of a filter that was given nothing
            made.append(script.render(base_url=base, config=config))
    return made


@event_priority(-50)  # every page has its policy
def on_post_build(config: MkDocsConfig) -> None:
    """Write the headers for hosts that send them."""
    if not state.serving:
        scripts = [script for base in sorted(state.policies) for script in _render(base, config)]
        write_if_changed(Path(config.site_dir) / HEADERS, write_headers(write_policy(scripts)))

"""While serving, all pages follow those that were made alone, and give way to what an author waits for.

They are made anew once nothing runs and nothing has changed for a while. That build is broken off if a
notebook is saved meanwhile: its page comes first, and then they follow again.
"""

import time
from contextlib import suppress
from threading import Thread

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from claimbook.site.state import Build, OvertakenError, state

CALM = 2.0  # seconds without a change until all pages follow
TICK = 0.1


def settle_later(build: Build) -> None:
    """Have all pages made anew once nothing has changed for a while and nothing runs."""
    build.calm = time.monotonic() + CALM
    if not build.settling:
        build.settling = True
        Thread(target=_await_calm, args=[build], name="claimbook-calm", daemon=True).start()


def _await_calm(build: Build) -> None:
    background = state.background
    while background and state.build is build:
        if not background.idle:  # the page of what runs comes first
            build.calm = time.monotonic() + CALM
        elif time.monotonic() >= build.calm:
            build.settling, state.following = False, True
            with suppress(OSError):  # the project is gone
                background.call()
            return
        time.sleep(TICK)


@event_priority(200)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give way to what an author waits for."""
    del page, config, files
    _give_way()
    return markdown


@event_priority(200)
def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
) -> TemplateContext:
    """Do the same while pages are drawn."""
    del page, config, nav
    _give_way()
    return context


def _give_way() -> None:
    build = state.build
    if build and build.following and not build.done and state.saved > build.began:
        state.overtaken = True
        raise OvertakenError

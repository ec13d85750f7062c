"""Every event of MkDocs that the site answers, for a project's own hook to hand on.

Of several that answer one event with the same priority, what stands first comes first.
"""

from functools import wraps
from typing import Any

from mkdocs.plugins import CombinedEvent

from claimbook.site import (
    alone,
    apart,
    composing,
    downloads,
    following,
    languages,
    lasting,
    laying,
    moving,
    navigation,
    news,
    papers,
    parts,
    policy,
    reading,
    references,
    runs,
    searching,
    sharing,
    standing,
    styling,
    weight,
    whole,
    written,
)
from claimbook.site.state import state


def _call_once(answer: Any) -> Any:
    """Return what answers an event for the default language alone; what it makes, the others share."""

    @wraps(answer)  # with its priority
    def answer_once(*given: Any, **named: Any) -> Any:
        return None if state.language else answer(*given, **named)

    return answer_once


def _make_anew(answer: Any) -> Any:
    """Return what answers an event if a page is made anew; what stands as it was needs none."""

    @wraps(answer)
    def answer_anew(*given: Any, **named: Any) -> Any:
        return None if state.stands else answer(*given, **named)

    return answer_anew


def _make_all(answer: Any) -> Any:
    """Return what answers an event if all pages are."""

    @wraps(answer)
    def answer_all(*given: Any, **named: Any) -> Any:
        return None if state.stands or state.apart else answer(*given, **named)

    return answer_all


on_startup = reading.on_startup
on_shutdown = runs.on_shutdown
on_serve = CombinedEvent(lasting.on_serve, runs.on_serve)
on_config = CombinedEvent(
    styling.on_config,
    languages.on_config,
    reading.on_config,
    papers.on_config,
    navigation.on_config,
    _call_once(standing.on_config),
    _call_once(alone.on_config),
    _call_once(runs.on_config),
)
on_pre_build = _call_once(laying.on_pre_build)
on_files = CombinedEvent(
    reading.on_files,
    _call_once(standing.on_files),
    *map(
        _make_anew,
        (
            languages.on_files,
            papers.on_files,
            navigation.on_files,
            downloads.on_files,
            news.on_files,
        ),
    ),
)
on_nav = CombinedEvent(
    navigation.on_nav, _call_once(alone.on_nav), whole.on_nav, _make_anew(apart.on_nav)
)
on_env = CombinedEvent(
    _make_anew(references.on_env),
    _make_anew(policy.on_env),
    _call_once(alone.on_env),
    _make_anew(whole.on_env),
    apart.on_env,
)
on_pre_page = CombinedEvent(apart.on_pre_page, composing.on_pre_page, written.on_pre_page)
on_page_markdown = CombinedEvent(
    apart.on_page_markdown,
    following.on_page_markdown,
    languages.on_page_markdown,
    papers.on_page_markdown,
    parts.on_page_markdown,
    news.on_page_markdown,
)
on_page_content = CombinedEvent(
    papers.on_page_content,
    parts.on_page_content,
    searching.on_page_content,
    languages.on_page_content,
)
on_page_context = CombinedEvent(
    following.on_page_context,
    reading.on_page_context,
    languages.on_page_context,
    references.on_page_context,
    sharing.on_page_context,
    policy.on_page_context,
    whole.on_page_context,
)
on_post_page = CombinedEvent(weight.on_post_page, whole.on_post_page)
on_template_context = CombinedEvent(
    languages.on_template_context, sharing.on_template_context, policy.on_template_context
)
on_post_build = CombinedEvent(
    _make_all(_call_once(downloads.on_post_build)),
    _make_all(_call_once(sharing.on_post_build)),
    _make_all(_call_once(policy.on_post_build)),
    _make_all(moving.on_post_build),
    _make_anew(searching.on_post_build),
    _call_once(alone.on_post_build),
    _call_once(runs.on_post_build),
    _make_anew(apart.on_post_build),
    standing.on_post_build,
    laying.on_post_build,
    _make_anew(languages.on_post_build),
)
on_build_error = laying.on_build_error

"""What a page asks the site, and what is noted of it."""

from claimbook.pages.tracing import is_answered_alike, trace_site
from composed import WORKS
from pages.test_keeping import site


def test_a_site_that_notes_is_listed_and_counted_like_any_other() -> None:
    """Whoever lists its works, or counts them, gets them all; another work is then another answer."""
    traced, trace = trace_site(site())

    assert list(traced.records) == list(WORKS)
    assert len(traced.records) == len(WORKS)
    assert is_answered_alike(site(), trace.answers)
    assert not is_answered_alike(site(records={}), trace.answers)

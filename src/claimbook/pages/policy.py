"""What a page may load and execute: its Content-Security-Policy.

No script runs that is not a file of the site, but the few that the theme writes into a page, each named
by the digest of its text (Content Security Policy Level 3, "hash-source"). Whatever an author, a
registry or a run could bring into a page is not among them.
"""

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser

HEADERS = "_headers"  # read by hosts that let a site choose its headers
SOURCES = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",  # widths of marks; a style executes nothing
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self' data:",
    "connect-src": "'self'",  # the index of the search, specifications of charts
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


class _Scripts(HTMLParser):
    """Collect the scripts without attributes; one with them is a file, or data."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script."""
        self._inside = tag == "script" and not attrs
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Add to it; what is long may come in parts."""
        if self._inside:
            self.found[-1] += data


def find_scripts(template: str) -> list[str]:
    """Return the scripts that a template of the theme writes into a page, as they stand there."""
    if "script" not in template.lower():  # nearly all
        return []
    scripts = _Scripts()
    scripts.feed(template)
    scripts.close()
    return scripts.found


def write_policy(scripts: Iterable[str]) -> str:
    """Return the policy of a page into which the theme writes these scripts."""
    hashes = sorted(f"'sha256-{_name_script(script)}'" for script in set(scripts))
    return "; ".join(
        f"{name} {sources}"
        for name, sources in (SOURCES | {"script-src": " ".join(["'self'", *hashes])}).items()
    )


def _name_script(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def write_headers(policy: str) -> str:
    """Return the file by which a host sends the policy of all pages, and what a page cannot say itself."""
    lines = (
        f"Content-Security-Policy: {policy}; frame-ancestors 'self'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
    )
    return "\n".join(["/*", *(f"  {line}" for line in lines), ""])

"""What a page may load and execute."""

import re

from claimbook.pages.policy import find_scripts, write_headers, write_policy


def test_scripts_of_a_template_are_those_that_stand_in_it():
    """What has attributes is a file, or data that no browser executes."""
    template = (
        '<script src="a.js"></script>\n<script type="application/json">{}</script>'
        "<script>go(\n1)</script><script>go(2)</script>"
    )

    assert find_scripts(template) == ["go(\n1)", "go(2)"]


def test_a_script_is_named_by_the_digest_of_its_text():
    """Each script stands there once, as SHA-256 in base64."""
    policy = write_policy(["doSomething();", "doSomething();"])

    digest = "RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc="
    assert policy.count("sha256-") == 1
    assert f"script-src 'self' 'sha256-{digest}'" in policy


def test_no_text_becomes_code():
    """Neither inline scripts nor evaluation are allowed, and what is not named is refused."""
    sources = dict(part.strip().split(" ", 1) for part in write_policy([]).split(";"))

    assert sources["default-src"] == sources["base-uri"] == "'none'"
    assert sources["script-src"] == "'self'"
    assert "object-src" not in sources  # so that the default holds


def test_a_host_is_told_for_every_path():
    """The file has one rule, whose lines are headers."""
    first, *lines = write_headers("default-src 'none'").splitlines()

    assert first == "/*"
    assert all(re.fullmatch(r"  [A-Za-z-]+: \S.*", line) for line in lines)
    assert "default-src 'none'; frame-ancestors 'self'" in lines[0]

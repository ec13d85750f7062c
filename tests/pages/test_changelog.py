import pytest

from claimbook.pages.changelog import write_changes

HEAD, BODY = "---\ntitle: Changes\n", "---\n\n# Changelog\n"


def body(text: str, repository: str = "") -> str:
    return write_changes(text, repository=repository).split("---\n\n", 1)[1]


def test_the_page_is_the_file_with_a_title():
    """Nothing but its front matter is new, and code is left alone."""
    text = "# Changelog\n\n- `[a](docs/b.md)` and ``[c](`d`)``, $5 and *x*\n"
    page = write_changes(text)

    assert page.startswith(HEAD)
    assert "\ndescription: New papers" in page
    assert page.endswith(f"---\n\n{text}")


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("docs/method.md#the-rules", "method.md#the-rules"),
        ("docs/assets/paper-page.png", "assets/paper-page.png"),
        ("notebooks/dpa.ipynb", "papers/dpa.ipynb"),
        ("notebooks/older/dpa.ipynb", "papers/dpa.ipynb"),
        ("https://example.org/x", "https://example.org/x"),
        ("#unreleased", "#unreleased"),
        ("src/claimbook/cli/main.py", "https://github.com/o/r/blob/HEAD/src/claimbook/cli/main.py"),
    ],
)
def test_links_lead_where_the_site_has_what_they_name(link: str, leads: str):
    """Pages and notebooks are on the site, and everything else in the repository."""
    assert body(f"see [it]({link}).", "https://github.com/o/r/") == f"see [it]({leads})."


def test_without_a_repository_the_words_stay():
    """A link that could lead nowhere is none."""
    assert body("see [the code](src/claimbook/cli/main.py).") == "see the code."

"""Where things lie on the site."""

import pytest
from mkdocs.structure.files import File

from claimbook.errors import ClaimbookError
from claimbook.pages.addresses import Addresses


@pytest.mark.parametrize(
    ("directories", "page", "beside"),
    [(True, "papers/dpa/", ""), (False, "papers/dpa.html", "dpa/")],
)
def test_a_page_and_its_files_are_found(directories: bool, page: str, beside: str):
    """In either shape of addresses, what leads from the page to a file leads to where it lies."""
    addresses = Addresses(directories)
    folder = page if directories else page.rpartition("/")[0] + "/"

    assert addresses.locate_page("dpa") == page
    assert addresses.locate_beside("dpa") == beside
    assert addresses.name_source("dpa") == "papers/dpa.ipynb"
    assert addresses.locate_file("dpa", "figures/a.svg") == "papers/dpa/figures/a.svg"
    assert f"{folder}{beside}figures/a.svg" == addresses.locate_file("dpa", "figures/a.svg")


@pytest.mark.parametrize("directories", [True, False])
def test_addresses_are_those_that_mkdocs_makes(directories: bool):
    """A page named as it is named here gets the address that is said of it here."""
    addresses = Addresses(directories)
    source = addresses.name_source("dpa").replace(".ipynb", ".md")
    file = File(source, "docs", "site", use_directory_urls=directories)

    assert file.url == addresses.locate_page("dpa")


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("dpa", "../index.html"),
        ("dpa", "figures/../../../x"),
        ("dpa", "/etc/x"),
        ("dpa", "a//b"),
        ("dpa", "a\\..\\b"),
        ("dpa", ".htaccess"),
        ("dpa", "C:x"),
        ("dpa", "a\nb"),
        ("dpa", ""),
        ("..", "a"),
    ],
)
def test_nothing_is_published_outside_the_page_s_folder(slug: str, name: str):
    """Whoever asks, a name that leads elsewhere is refused."""
    with pytest.raises(ClaimbookError, match="publishes no file"):
        Addresses().locate_file(slug, name)

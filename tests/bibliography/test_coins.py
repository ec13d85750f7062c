"""COinS, read back as Zotero's connector reads them."""

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.coins import MOST_AUTHORS, make_context_object
from claimbook.bibliography.reference import display
from claimbook.prose.citations import draw_references
from claimbook.prose.reflist import draw_reference


def taken(context: str) -> dict[str, list[str]]:
    """Split a ContextObject as Zotero does: at `&`, at the first `=`, and `+` is a space."""
    found: dict[str, list[str]] = {}
    for part in context.split("&"):
        name, value = part.split("=")
        found.setdefault(name, []).append(unquote(value.replace("+", " ")))
    return found


def record(kind: str = "misc", **fields: str) -> Record:
    usual = {"author": "Doe, Jane and {Open Team, Inc.}", "title": "A {T}itle", "year": "2024"}
    return Record("doe2024title", kind, usual | fields)


def test_a_preprint_is_a_preprint():
    """An arXiv record has its type, its date and its address; nobody is named twice."""
    preprint = record(eprint="2402.00001", archiveprefix="arXiv", month="feb")

    assert taken(make_context_object(preprint)) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["preprint"],
        "rft.title": ["A Title"],
        "rft.creator": ["Doe, Jane"],
        "rft.aucorp": ["Open Team, Inc."],
        "rft.date": ["2024-02"],
        "rft_id": ["https://arxiv.org/abs/2402.00001"],
    }


@pytest.mark.parametrize(
    ("kind", "holder", "says"),
    [
        (
            "article",
            "journal",
            {"rft.genre": "article", "rft.atitle": "A Title", "rft.jtitle": "J"},
        ),
        (
            "inproceedings",
            "booktitle",
            {"rft.genre": "proceeding", "rft.atitle": "A Title", "rft.btitle": "J"},
        ),
        ("book", "publisher", {"rft.genre": "book", "rft.btitle": "A Title", "rft.pub": "J"}),
        ("phdthesis", "school", {"rft.title": "A Title", "rft.inst": "J"}),
    ],
)
def test_a_published_work_has_its_genre_and_its_holder(kind: str, holder: str, says: dict):
    """Article, paper, book and thesis arrive as what they are, with a DOI and pages."""
    fields = {holder: "J", "doi": "10.1/a_b", "pages": "1--9"}

    found = taken(make_context_object(record(kind, **fields)))

    assert {name: found[name] for name in says} == {name: [text] for name, text in says.items()}
    assert (found["rft_id"], found["rft.pages"]) == (["info:doi/10.1/a_b"], ["1-9"])
    assert found["rft.au"] == ["Doe, Jane"]
    assert "rft.aulast" not in found


def test_three_thousand_authors_do_not_fill_the_page():
    """A collaboration is cut; its identifier leads to the rest."""
    many = record(author=" and ".join(f"Doe, J{number}" for number in range(3000)))

    assert len(taken(make_context_object(many))["rft.creator"]) == MOST_AUTHORS


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}\\$%+~"), min_size=1
    )
)
def test_a_title_comes_back_whatever_it_holds(title: str):
    """Markup, quotes, ampersands and any script pass through the attribute unharmed."""

    wanted = " ".join(title.split())

    (context,) = titles(draw_reference(record(title=title)))
    found = taken(context).get("rft.title", [""])[0]

    assert _shown(found) == _shown(display(record(title=wanted)).title)


def titles(html: str) -> list[str]:
    """Return the titles of the COinS spans, as a browser reads the markup."""
    found: list[str] = []

    class Spans(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list) -> None:
            if dict(attrs).get("class") == "Z3988":
                assert tag == "span"
                found.append(dict(attrs)["title"])

    Spans().feed(html)
    return found


def _shown(text: str) -> str:
    return " ".join(text.split())


def test_each_reference_of_a_list_is_marked():
    """A page's list gets one span for each work that has a record, in front of its text."""
    works = {one.key: one for one in (record(), Record("roe2020old", "misc", {"title": "Old"}))}
    html = draw_references(works, {"doe2024title": ["p1"], "gone": ["p2"], "roe2020old": []})

    assert [taken(one)["rft.title"] for one in titles(html)] == [["A Title"], ["Old"]]
    for key in works:
        assert f'<li id="ref-{key}"><span class="Z3988" title="ctx_ver=' in html
    assert "ref-gone" not in html

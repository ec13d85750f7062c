from xml.etree import ElementTree

from claimbook.bibliography.bibtex import Record
from claimbook.prose.naming import labels
from claimbook.prose.reflist import reference_html, reference_list


def record(key: str, author: str, title: str, year: str = "2024") -> Record:
    return Record(key, "misc", {"author": author, "title": title, "year": year})


A = record("wang2024b", "Wang, H. and Lin, Y. and Zhang, T.", "B title")
B = record("wang2024a", "Wang, Z. and Dong, Y. and Zeng, J.", "A title")
C = record("abe2020x", "Abe, K. and Doe, J.", "Other", "2020")


def test_list_is_sorted_and_links_back() -> None:
    """The list is in the order of authors; each place that cites has its link."""
    places = {
        "wang2024a": ["cite-wang2024a-1", "cite-wang2024a-2"],
        "abe2020x": ["cite-abe2020x-1"],
    }
    listed = reference_list(labels([B, C]), places, links={"wang2024a": "../dpa/"})
    assert [item.get("id") for item in listed] == ["ref-abe2020x", "ref-wang2024a"]
    wang = listed[1]
    back = [link for link in wang.iter("a") if link.get("class") == "cb-backlink"]
    assert [link.get("href") for link in back] == ["#cite-wang2024a-1", "#cite-wang2024a-2"]
    assert [link.text for link in back] == ["a", "b"]
    assert back[1].get("aria-label") == "Back to citation 2 of 2"
    assert [x.get("href") for x in wang.iter("a") if x.get("class") == "cb-ref-here"] == ["../dpa/"]


def test_numeric_list_keeps_the_order_of_citing() -> None:
    """In the numeric style the work cited first stands first."""
    listed = reference_list(
        labels([B, C]), {"wang2024a": [], "abe2020x": []}, links={}, style="numeric"
    )
    assert [item.get("id") for item in listed] == ["ref-wang2024a", "ref-abe2020x"]


def test_html_in_a_record_shows_as_text() -> None:
    """A title that holds a script is text on the page."""
    html = reference_html(record("k1", "<b>, x", "<script>alert(1)</script> & Co"))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html
    assert {found.tag for found in ElementTree.fromstring(f"<p>{html}</p>")} == {"span", "cite"}


def plain(listed: ElementTree.Element) -> list[str]:
    return [" ".join("".join(item.itertext()).split()) for item in listed]


FULL = Record(
    "hu2024minicpm",
    "misc",
    {
        "author": "Hu, Shengding and Tu, Yuge and Han, Xu and He, Chaoqun",
        "title": "MiniCPM",
        "year": "2024",
        "eprint": "2404.06395",
        "archiveprefix": "arXiv",
    },
)
TALK = Record(
    "roe2023talk",
    "inproceedings",
    {
        "author": "Roe, Jane",
        "title": "A talk?",
        "booktitle": "Proceedings",
        "pages": "1--9",
        "year": "2023",
    },
)
EDITED = Record(
    "poe2022",
    "book",
    {"editor": "Poe, E. and Moe, M.", "title": "All", "publisher": "P", "year": "2022"},
)


def test_entries_read_as_the_acls_do() -> None:
    """Year behind the authors, "In" before proceedings, arXiv's convention for a preprint."""
    works = [FULL, TALK, EDITED]
    listed = reference_list(labels(works), {work.key: () for work in works}, links={})
    assert plain(listed) == [
        "Hu, Shengding, Yuge Tu, Xu Han, and Chaoqun He. 2024. MiniCPM. arXiv preprint arXiv:2404.06395.",
        "Poe, E. and M. Moe, eds. 2022. All. P.",
        "Roe, Jane. 2023. A talk? In Proceedings, pp. 1–9.",
    ]


def test_numeric_entries_end_with_the_year() -> None:
    """In the numeric style names are in natural order and the year stands at the end."""
    works = [FULL, TALK, EDITED]
    listed = reference_list(
        labels(works), {work.key: () for work in works}, links={}, style="numeric"
    )
    assert plain(listed) == [
        "Shengding Hu, Yuge Tu, Xu Han, and Chaoqun He. MiniCPM. arXiv preprint arXiv:2404.06395, 2024.",
        "Jane Roe. A talk? In Proceedings, pp. 1–9, 2023.",
        "E. Poe and M. Moe, eds. All. P, 2022.",
    ]


def test_a_work_of_ours_shows_its_verdicts() -> None:
    """Beside the link to our page stands what held there, once."""
    line = '<span class="cb-dots"><span>3 reproduced</span></span>'
    places = {"abe2020x": ["cite-abe2020x-1"]}
    listed = reference_list(
        labels([C]), places, links={"abe2020x": "../x/"}, verdicts={"abe2020x": line}
    )
    assert ElementTree.tostring(listed, encoding="unicode").count(line) == 1


def test_a_card_can_leave_authors_out() -> None:
    """The authors beyond the third stand in an element of their own."""
    listed = reference_list(labels([FULL]), {"hu2024minicpm": ()}, links={})
    assert [
        "".join(rest.itertext()) for rest in listed.iter() if rest.get("class") == "cb-rest"
    ] == [", and Chaoqun He."]

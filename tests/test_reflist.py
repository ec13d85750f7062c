from xml.etree import ElementTree

from claimbook.bibtex import Record
from claimbook.reflist import labels, reference_html, reference_list


def record(key: str, author: str, title: str, year: str = "2024") -> Record:
    return Record(key, "misc", {"author": author, "title": title, "year": year})


A = record("wang2024b", "Wang, H. and Lin, Y. and Zhang, T.", "B title")
B = record("wang2024a", "Wang, Z. and Dong, Y. and Zeng, J.", "A title")
C = record("abe2020x", "Abe, K. and Doe, J.", "Other", "2020")


def test_labels_are_told_apart_by_letters() -> None:
    """Works that would read the same get letters, by author and title; others do not."""
    named = labels([A, B, C])
    assert (named["wang2024a"].authors, named["wang2024a"].year) == ("Wang et al.", "2024a")
    assert named["wang2024b"].year == "2024b"
    assert (named["abe2020x"].authors, named["abe2020x"].year) == ("Abe and Doe", "2020")


def test_twenty_seven_twins_have_twenty_seven_labels() -> None:
    """After z comes aa."""
    twins = [record(f"k{number:02}", "Wang, H.", f"T{number:02}") for number in range(27)]
    years = [label.year for label in labels(twins).values()]
    assert (years[0], years[25], years[26]) == ("2024a", "2024z", "2024aa")


def test_label_without_authors_is_its_title() -> None:
    """A work by nobody is named by its first words."""
    assert (
        labels([record("k1", "", "One two three four five")])["k1"].authors
        == "“One two three four…”"
    )


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
    assert back[1].get("aria-label") == "Back to citation 2 of 2 of Wang et al., 2024"
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
    assert len(ElementTree.fromstring(f"<p>{html}</p>")) == 0

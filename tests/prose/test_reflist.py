from dataclasses import replace
from xml.etree import ElementTree

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.coins import make_context_object
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.prose.naming import make_labels
from claimbook.prose.reflist import draw_reference, make_reference_list
from front import front_matter

CLAIM = front_matter().claims[0]
FINDING = Finding(CLAIM, Verdict.REPRODUCED)


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
    listed = make_reference_list(make_labels([B, C]), places, links={"wang2024a": "../dpa/"})
    assert [item.get("id") for item in listed] == ["ref-abe2020x", "ref-wang2024a"]
    wang = listed[1]
    back = [link for link in wang.iter("a") if link.get("class") == "cb-backlink"]
    assert [link.get("href") for link in back] == ["#cite-wang2024a-1", "#cite-wang2024a-2"]
    assert [link.text for link in back] == ["a", "b"]
    assert back[1].get("aria-label") == "Back to citation 2 of 2"
    assert [x.get("href") for x in wang.iter("a") if x.get("class") == "cb-ref-here"] == ["../dpa/"]


def test_numeric_list_keeps_the_order_of_citing() -> None:
    """In the numeric style the work cited first stands first."""
    listed = make_reference_list(
        make_labels([B, C]), {"wang2024a": [], "abe2020x": []}, links={}, style="numeric"
    )
    assert [item.get("id") for item in listed] == ["ref-wang2024a", "ref-abe2020x"]


def test_html_in_a_record_shows_as_text() -> None:
    """A title that holds a script is text on the page."""
    html = draw_reference(record("k1", "<b>, x", "<script>alert(1)</script> & Co"))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html
    assert {found.tag for found in ElementTree.fromstring(f"<p>{html}</p>")} == {"span", "cite"}


def test_a_reference_can_be_taken_by_programs() -> None:
    """In a list and alone, an entry begins with its COinS, which shows nothing."""
    (item,) = make_reference_list(make_labels([C]), {"abe2020x": []}, links={})
    assert (item[0].attrib, item[0].text) == (
        {"class": "Z3988", "title": make_context_object(C)},
        None,
    )
    assert draw_reference(C).startswith('<span class="Z3988" title="ctx_ver=Z39.88-2004')


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
    listed = make_reference_list(make_labels(works), {work.key: () for work in works}, links={})
    assert plain(listed) == [
        "Hu, Shengding, Yuge Tu, Xu Han, and Chaoqun He. 2024. MiniCPM. arXiv preprint arXiv:2404.06395.",
        "Poe, E. and M. Moe, eds. 2022. All. P.",
        "Roe, Jane. 2023. A talk? In Proceedings, pp. 1–9.",
    ]


def test_numeric_entries_end_with_the_year() -> None:
    """In the numeric style names are in natural order and the year stands at the end."""
    works = [FULL, TALK, EDITED]
    listed = make_reference_list(
        make_labels(works), {work.key: () for work in works}, links={}, style="numeric"
    )
    assert plain(listed) == [
        "Shengding Hu, Yuge Tu, Xu Han, and Chaoqun He. MiniCPM. arXiv preprint arXiv:2404.06395, 2024.",
        "Jane Roe. A talk? In Proceedings, pp. 1–9, 2023.",
        "E. Poe and M. Moe, eds. All. P, 2022.",
    ]


def listed_as_ours(*findings: Finding) -> str:
    """Draw the reference to a work that the site reruns, with these findings."""
    listed = make_reference_list(
        make_labels([C]),
        {"abe2020x": ["cite-abe2020x-1"]},
        links={"abe2020x": "../x/"},
        verdicts={"abe2020x": findings},
    )
    return ElementTree.tostring(listed, encoding="unicode")


def test_a_work_of_ours_shows_its_verdicts() -> None:
    """What held is told once by signs, which are decoration, and once in words."""
    untested = Finding(replace(CLAIM, tests=(), untested="Too large."), Verdict.NOT_TESTED)
    html = listed_as_ours(Finding(CLAIM, Verdict.REPRODUCED), untested)
    line = (
        '<a href="../x/" class="cb-ref-here">rerun here</a> <span class="cb-dots">'
        '<span aria-hidden="true"><i class="cb-reproduced">●</i></span>'
        "<span>1 reproduced · 1 not tested</span></span> "
    )
    assert html.count(line) == 1


def test_a_work_whose_claims_are_untested_has_no_signs() -> None:
    """Where nothing was tested the count alone stands there."""
    untested = Finding(replace(CLAIM, tests=(), untested="Too large."), Verdict.NOT_TESTED)
    assert '<span class="cb-dots"><span>1 not tested</span></span>' in listed_as_ours(untested)


def test_a_work_that_has_not_run_says_so() -> None:
    """Before a run there is a sign for waiting."""
    html = listed_as_ours(Finding(CLAIM, Verdict.NOT_TESTED, pending=True))
    assert '<i class="cb-pending">…</i></span><span>1 not run yet</span>' in html


def test_a_work_that_is_not_ours_shows_no_verdicts() -> None:
    """Without a page of ours there is nothing to show, whatever was found."""
    listed = make_reference_list(
        make_labels([C]), {"abe2020x": []}, links={}, verdicts={"abe2020x": [FINDING]}
    )
    assert "cb-dots" not in ElementTree.tostring(listed, encoding="unicode")


def test_a_card_can_leave_authors_out() -> None:
    """The authors beyond the third stand in an element of their own."""
    listed = make_reference_list(make_labels([FULL]), {"hu2024minicpm": ()}, links={})
    assert [
        "".join(rest.itertext()) for rest in listed.iter() if rest.get("class") == "cb-rest"
    ] == [", and Chaoqun He."]


def test_formulas_of_a_title_are_math() -> None:
    """A title's formulas are shown as such; what cannot be shown is text."""
    html = draw_reference(record("k1", "Doe, J.", r"On {$\ell_1$} and $\mathbb{R}^d$: {NP}"))
    assert html.count("<math>") == 2
    assert "On <math>" in html
    assert "</math>: NP.</cite>" in html
    broken = draw_reference(record("k1", "Doe, J.", r"On $\frac{1$ things"))
    assert "<math>" not in broken


def test_both_styles_say_who_published() -> None:
    """Editors, series, publisher and note stand in either style, the year where the style has it."""
    fields = {
        **{"author": "Doe, Jane", "title": "T", "year": "2024", "booktitle": "B", "pages": "1--9"},
        **{"editor": "Roe, R.", "series": "S", "volume": "4", "publisher": "P", "address": "Z"},
        "note": "A note",
    }
    labels = make_labels([Record("doe2024t", "incollection", fields)])
    listed = [
        plain(make_reference_list(labels, {"doe2024t": []}, links={}, style=style))
        for style in ("author-year", "numeric")
    ]
    assert listed == [
        ["Doe, Jane. 2024. T. In B, edited by R. Roe, S 4, pp. 1–9. P, Z. A note."],
        ["Jane Doe. T. In B, edited by R. Roe, S 4, pp. 1–9. P, Z, 2024. A note."],
    ]

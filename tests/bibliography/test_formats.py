import json

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.formats import to_csl, to_ris

RECORD = Record(
    "wang2024a",
    "inproceedings",
    {
        "author": r"von Werra, Leandro and {Hugging Face} and H{\"a}gele, A.",
        "title": "A {B} of 5\\%",
        "booktitle": "ACL",
        "pages": "1--9",
        "year": "2024",
        "month": "feb",
        "doi": "10.1/a_b",
    },
)


def test_csl_has_the_parts_of_each_name() -> None:
    """CSL-JSON carries particles and corporate authors apart, as plain text."""
    (item,) = to_csl([RECORD])
    assert item == json.loads(json.dumps(item))
    assert item["author"] == [
        {"family": "Werra", "given": "Leandro", "non-dropping-particle": "von"},
        {"literal": "Hugging Face"},
        {"family": "Hägele", "given": "A."},
    ]
    assert (
        item["type"],
        item["title"],
        item["page"],
        item["issued"],
    ) == ("paper-conference", "A B of 5%", "1-9", {"date-parts": [[2024, 2]]})


def test_ris_has_one_line_for_each_part() -> None:
    """RIS carries authors inverted, first and last page apart, and ends each record."""
    lines = to_ris([RECORD]).splitlines()
    assert lines[0] == "TY  - CONF"
    assert lines[-1] == "ER  - "
    assert to_ris([RECORD]).count("\r\n") == len(lines) == to_ris([RECORD]).count("\n")
    for line in (
        "AU  - von Werra, Leandro",
        "DA  - 2024/02//",
        "SP  - 1",
        "EP  - 9",
        "DO  - 10.1/a_b",
        "T2  - ACL",
        "BT  - ACL",
    ):
        assert line in lines


PREPRINT = Record(
    "doe2024b",
    "misc",
    {
        "author": "King, Jr., Martin and {Barnes, Noble and Co.} and others",
        "title": "`Why' {\\LaTeX}?",
        "year": "2024",
        "month": "dec",
        "eprint": "2412.00001",
        "archiveprefix": "arXiv",
        "doi": "10.48550/arXiv.2412.00001",
    },
)


def test_csl_of_a_preprint() -> None:
    """A preprint is an article of arXiv with its number; its address is arXiv's."""
    (item,) = to_csl([PREPRINT])
    assert item == {
        "id": "doe2024b",
        "type": "article",
        "title": "‘Why’ LaTeX?",
        "author": [
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            {"literal": "Barnes, Noble and Co."},
        ],
        "publisher": "arXiv",
        "number": "arXiv:2412.00001",
        "archive": "arXiv",
        "archive_location": "2412.00001",
        "DOI": "10.48550/arXiv.2412.00001",
        "URL": "https://arxiv.org/abs/2412.00001",
        "issued": {"date-parts": [[2024, 12]]},
    }


def test_ris_of_a_preprint() -> None:
    """A preprint is unpublished work of arXiv; a corporate author is one name without a comma."""
    assert to_ris([PREPRINT]).splitlines() == [
        "TY  - UNPB",
        "ID  - doe2024b",
        "AU  - King, Martin, Jr.",
        "AU  - Barnes Noble and Co.",
        "TI  - ‘Why’ LaTeX?",
        "PY  - 2024",
        "DA  - 2024/12//",
        "PB  - arXiv",
        "DO  - 10.48550/arXiv.2412.00001",
        "UR  - https://arxiv.org/abs/2412.00001",
        "AV  - arXiv:2412.00001",
        "ER  - ",
    ]


def test_thesis_and_report_have_their_house() -> None:
    """A school or an institution is the publisher; a report keeps its number."""
    fields = {"title": "T", "author": "A, B", "year": "n.d.", "number": "7"}
    (thesis,) = to_csl([Record("a1", "phdthesis", {**fields, "school": "U"})])
    (report,) = to_csl([Record("a1", "techreport", {**fields, "institution": "I"})])
    assert (thesis["publisher"], thesis["genre"], thesis["type"]) == ("U", "PhD thesis", "thesis")
    assert (report["publisher"], report["number"], report["type"]) == ("I", "7", "report")
    assert report["issued"] == {"literal": "n.d."}
    assert "issue" not in report


def test_a_published_preprint_is_its_venues() -> None:
    """A work that has a venue keeps its arXiv identifier beside it, and is no preprint."""
    (item,) = to_csl([Record("a1", "article", {**PREPRINT.fields, "journal": "J", "doi": ""})])
    assert (item["container-title"], item["archive_location"]) == ("J", "2412.00001")
    assert {"number", "publisher"}.isdisjoint(item)

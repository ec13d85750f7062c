import json

from claimbook.bibtex import Record
from claimbook.formats import to_csl, to_ris

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
    ) == ("paper-conference", "A B of 5%", "1–9", {"date-parts": [[2024, 2]]})


def test_ris_has_one_line_for_each_part() -> None:
    """RIS carries authors inverted, first and last page apart, and ends each record."""
    lines = to_ris([RECORD]).splitlines()
    assert lines[0] == "TY  - CONF"
    assert lines[-1] == "ER  - "
    for line in ("AU  - von Werra, Leandro", "SP  - 1", "EP  - 9", "DO  - 10.1/a_b", "T2  - ACL"):
        assert line in lines

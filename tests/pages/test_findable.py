"""What the site's search finds besides pages."""

from pathlib import Path

from claimbook.bibliography.reader import read_bib
from claimbook.pages.addresses import Addresses
from claimbook.pages.findable import list_claims, list_works
from composed import report_on
from front import FRONT, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits")]}


def test_a_claim_is_found_at_its_verdict(tmp_path: Path):
    """The entry leads to the claim on its page, and says how it fared."""
    (entry,) = list_claims([report_on(tmp_path, OUTPUTS)], Addresses())

    assert entry == {
        "location": "papers/tiny/#verdict-gap-is-small",
        "title": "The gap is small.",
        "text": "reproduced · measured 0.200 [−0.0484, 0.448] bits · printed: no gap · §1"
        " · A tiny paper",
    }


def test_a_work_is_found_on_the_bibliography_page():
    """Authors, year, venue and key stand apart."""
    source = (
        "@article{roe2020old, author={Roe, Richard and Doe, J.}, title={Old {NLP}},"
        " journal={J}, year={2020}}"
    )
    records = {one.key: one for one in read_bib(source, where="works.bib")}

    assert list_works(records, "bibliography/") == [
        {
            "location": "bibliography/#ref-roe2020old",
            "title": "Old NLP",
            "text": "Richard Roe, J. Doe · 2020 · J · roe2020old",
        }
    ]


def test_what_is_found_is_text(tmp_path: Path):
    """The theme takes an entry for HTML: a statement's signs are escaped."""
    front = FRONT.replace("statement: The gap is small.", "statement: 'a < b & <img src=x>'")
    (entry,) = list_claims([report_on(tmp_path, front=front)], Addresses())

    assert entry["title"] == "a &lt; b &amp; &lt;img src=x&gt;"
    assert entry["text"].startswith("not run yet · ")

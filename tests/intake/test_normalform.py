import pytest
from hypothesis import given
from test_bibtex import RECORDS

import nasty
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.entries import VENUES, find_faults
from claimbook.bibliography.reader import read_bib
from claimbook.intake.normalform import list_left_out, normalise_entry

SCHOLAR = r"""@article{zhai2021scaling, title={Scaling ViTs: 5\% of R\&D},
author={Xiaohua Zhai and Lucas van der Beyer}, journal={arXiv preprint arXiv:2106.04560v3}, year={2021}}"""
DBLP = r"""@article{DBLP:journals/corr/abs-2106-04560, author = {Xiaohua Zhai and Neil M. T. Houlsby},
title = {Scaling Vision Transformers}, journal = {CoRR}, volume = {abs/2106.04560}, year = {2021},
url = {https://arxiv.org/abs/2106.04560}, eprinttype = {arXiv}, eprint = {2106.04560},
timestamp = {Thu, 10 Jun 2021}, biburl = {https://dblp.org/rec/x.bib}, bibsource = {dblp}}"""
ZOTERO = r"""@online{zhaiScaling, title = {Scaling {{Vision Transformers}}}, author = {Zhai, Xiaohua},
date = {2021-06-08}, eprint = {2106.04560}, eprinttype = {arXiv}, eprintclass = {cs},
abstract = {Long.}, keywords = {a,b}, langid = {english}, file = {/x.pdf}}"""
PMLR = r"""@InProceedings{pmlr-v97-lee19d, title = {{Set Transformer of LLMs}}, author = {Lee, Juho},
booktitle = {Proceedings of the 36th ICML & More}, pages = {3744-3753}, year = {2019}, month = {09--15 Jun},
url = {https://doi.org/10.5555/tiny_1}, editor = {Kamalika Chaudhuri and Salakhutdinov, Ruslan}}"""


def tidy(text: str) -> Record:
    return normalise_entry(read_bib(text, where="")[0])


@pytest.mark.parametrize("text", [SCHOLAR, DBLP, ZOTERO])
def test_preprint_becomes_misc(text: str) -> None:
    """However a preprint is dressed up, it is `@misc` with its arXiv record and nothing to mend."""
    made = tidy(text)
    assert (made.type, made.get("eprint"), made.get("archiveprefix")) == (
        "misc",
        "2106.04560",
        "arXiv",
    )
    assert (made.get("year"), made.get("month")) == ("2021", "jun")
    assert made.get("doi") == "10.48550/arXiv.2106.04560"
    assert {"journal", "volume", "url", "eprinttype", "date"}.isdisjoint(made.fields)
    assert list(find_faults(made)) == []


def test_names_are_inverted_and_titles_protected() -> None:
    """Names come family first; a title without braces gets them where lower case would hurt."""
    made = tidy(SCHOLAR)
    assert made.get("author") == "Zhai, Xiaohua and van der Beyer, Lucas"
    assert made.get("title") == r"Scaling {ViTs}: 5\% of R\&D"


def test_fields_that_no_style_prints_are_left_out() -> None:
    """What search engines add goes, and is named."""
    (given,) = read_bib(DBLP, where="")
    assert list_left_out(given) == ("bibsource", "biburl", "timestamp")
    assert {"timestamp", "biburl"}.isdisjoint(normalise_entry(given).fields)


def test_published_entry_keeps_its_venue() -> None:
    """A title braced whole is braced word by word, specials are escaped, a resolver is a DOI."""
    made = tidy(PMLR)
    assert made.type == "inproceedings"
    assert made.get("title") == "Set Transformer of {LLMs}"
    assert made.get("booktitle") == r"Proceedings of the 36th {ICML} \& More"
    assert made.get("doi") == "10.5555/tiny_1"
    assert made.get("url") == ""
    assert made.get("pages") == "3744--3753"
    assert made.get("editor") == "Chaudhuri, Kamalika and Salakhutdinov, Ruslan"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("@thesis{a1, type={mathesis}, institution={U}}", "mastersthesis"),
        ("@thesis{a1, type={phdthesis}, institution={U}}", "phdthesis"),
        ("@thesis{a1, type={Master's thesis}, institution={U}}", "mastersthesis"),
        ("@report{a1, institution={I}}", "techreport"),
        ("@conference{a1, booktitle={B}}", "inproceedings"),
        ("@software{a1, url={https://a.org}}", "misc"),
    ],
)
def test_types_of_biblatex_have_their_bibtex_names(text: str, kind: str) -> None:
    """A type that BibTeX does not know becomes the one it does."""
    made = tidy(text)
    assert made.type == kind
    assert ("school" in made.fields) == kind.endswith("thesis")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("{OpenAI}", "{OpenAI}"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("King, Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("Plato", "Plato"),
        (r"P{\'a}l Erd{\H o}s", r"Erd{\H o}s, P{\'a}l"),
        ("Donald {Ervin Knuth}", "{Ervin Knuth}, Donald"),
        ("A. B. Doe and others", "Doe, A. B. and others"),
    ],
)
def test_every_kind_of_name(name: str, expected: str) -> None:
    """Particles, suffixes, braces and TeX accents survive the turn."""
    assert tidy(f"@misc{{a1, author={{{name}}}}}").get("author") == expected


@pytest.mark.parametrize("record", nasty.records(), ids=lambda record: record.key)
def test_what_is_sound_stays(record: Record) -> None:
    """An entry that is in its normal form already keeps what it has, but for an idle address."""
    made = normalise_entry(record)
    kept = {
        name: text
        for name, text in record.fields.items()
        if name not in VENUES | {"title", "url", "ids"}
    }
    assert kept.items() <= made.fields.items()


@given(RECORDS)
def test_normal_form_is_reached_at_once(record: Record) -> None:
    """Whatever an entry holds, its normal form can be written and read, and stays what it is."""
    made = normalise_entry(record)
    assert (made,) == read_bib(write_bib([made]), where="")
    assert normalise_entry(made) == made

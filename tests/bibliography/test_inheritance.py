import shutil
import subprocess
from pathlib import Path

import pytest

from claimbook.bibliography.inheritance import resolve_links
from claimbook.bibliography.reader import read_bib

BIB = """
@inproceedings{c1, author={Cimiano, Philipp}, title={Text2Onto}, pages={227-238}, crossref={p9}}
@proceedings{p9, editor={Montoyo, A}, title={NLP and IS}, booktitle={NLDB}, publisher={S}, date={2005}}
@inbook{b1, title={Chapter}, pages={1}, crossref={b9}}
@book{b9, author={Bee, C}, title={Book}, subtitle={Sub}, publisher={P}, date={2001}}
@article{a1, author={A, B}, title={T}, crossref={per}}
@periodical{per, title={Journal}, editor={E, D}, date={2003}}
@misc{x1, title={T2}, xdata={xd}}
@xdata{xd, author={X, Y}, title={T3}, date={1999}}
@book{w1, author={Own, A}, title={W}, crossref={mv}}
@mvbook{mv, author={Mv, A}, title={Many}, publisher={Q}, date={1990}}
"""


@pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not here")
def test_entries_take_what_biber_lets_them(tmp_path: Path) -> None:
    """An entry takes from its volume, and from a store of data, exactly what biber gives it."""
    (tmp_path / "x.bib").write_text(BIB, "utf-8")
    command = ("biber", "--tool", "--output-resolve-crossrefs", "--output-resolve-xdata", "-q")
    subprocess.run([*command, "--output-fieldcase=lower", "x.bib"], cwd=tmp_path, check=True)
    theirs = read_bib((tmp_path / "x_bibertool.bib").read_text("utf-8"), where="")
    meant = {one.key: dict(one.fields) for one in theirs if one.type != "xdata"}
    ours = resolve_links(read_bib(BIB, where="x"), where="x")
    assert {one.key: dict(one.fields) for one in ours.records} == meant
    assert ours.givers == {"p9", "b9", "per", "xd", "mv"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("@misc{a1, crossref={b2}}", '`crossref` names "b2", which is no entry of the file'),
        ("@misc{a1, crossref={b1}} @misc{b1, crossref={a1}}", "leads in a circle"),
        ("@misc{a1, title={xdata=b1-title}}", "takes `title` alone from an @xdata entry"),
    ],
)
def test_what_cannot_be_taken_is_said(text: str, says: str) -> None:
    """A link to nothing, a circle, and a form that is not read are faults with line and key."""
    fault = resolve_links(read_bib(text, where="x.bib"), where="x.bib").faults[0]
    assert fault.where.startswith("x.bib, line 1, ")
    assert says in fault.what


def test_an_identifier_is_of_its_own_work() -> None:
    """The DOI of a volume is not that of what stands in it."""
    text = "@inproceedings{a1, title={T}, crossref={p1}} @proceedings{p1, title={V}, doi={10.1/v}}"
    assert resolve_links(read_bib(text, where=""), where="").records[0].get("doi") == ""

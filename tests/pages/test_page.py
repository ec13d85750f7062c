import json
import re
from pathlib import Path

import pytest
from markdown import Markdown

from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.notebook.source import read
from claimbook.pages.page import Page, dress
from claimbook.pages.survey import entry
from front import FRONT, cell, drawn, executed_json, measured, notebook_json, write_notebook

WORKS = read_bib(
    "@misc{roe2020old, author = {Roe, Richard}, title = {Old}, year = {2020}}", where="works.bib"
)


def render(text, extensions):
    md = Markdown(extensions=["footnotes", "tables", "toc", "pymdownx.superfences", *extensions])
    return md.convert(text), md.toc_tokens


def dressed(
    tmp_path: Path, outputs=None, *cells, front: str = FRONT, profile: str = "full"
) -> Page:
    source = notebook_json(*cells, front=front)
    notebook = read(write_notebook(tmp_path, "tiny", *cells, front=front))
    executed = None if outputs is None else executed_json(source, outputs, profile)
    return dress(
        notebook,
        executed,
        entry(notebook, executed).findings,
        records={record.key: record for record in WORKS},
        links={},
        bibtex="@misc{doe2024tiny}\n",
        render=render,
    )


def html(page: Page) -> str:
    return "\n".join(
        "".join(c["source"]) for c in page.notebook["cells"] if c["cell_type"] == "raw"
    )


RUN = {"measure": [measured("gap", 0.1, 0.2, 0.3), drawn()]}


def test_the_verdict_box_comes_first_and_numbers_are_bound(tmp_path: Path):
    """A reader sees what held before anything else, and prose shows what was measured."""
    page = dressed(tmp_path, RUN)
    text = html(page)

    assert text.index("cb-box") < text.index("Abstract, restated")
    assert "● reproduced" in text
    assert "measured 0.200" in text
    assert ">0.20</span>" in text


def test_the_abstracts_mark_links_to_the_section_that_tested_the_claim(tmp_path: Path):
    """From the abstract's sentence one step leads to its experiment, and back to its verdict."""
    text = html(dressed(tmp_path, RUN))

    assert '<a class="cb-mark cb-reproduced" href="#is-the-gap-small">' in text
    assert 'href="#claim:' not in text
    section = text.index('id="is-the-gap-small"')
    assert 'href="#verdict-gap-is-small"' in text[section : section + 600]


def test_math_is_typeset_and_numbered_through_the_page(tmp_path: Path):
    """A reference finds its equation in another cell."""
    more = [
        cell("markdown", "before", r"By \eqref{eq:loss},\n$$ y $$\nthen."),
        cell("markdown", "behind", r"$$ x \label{eq:loss} $$"),
    ]
    text = html(dressed(tmp_path, RUN, *notebook_json()["cells"][2:], *more))

    assert '<a class="cb-eqref" href="#equation-eq:loss">(1)</a>' in text
    assert 'id="equation-eq:loss" class="cb-number"><mtext>(1)</mtext>' in text


def test_math_that_cannot_be_read_names_the_cell(tmp_path: Path):
    """A formula is never published as TeX: the page is refused."""
    more = cell("markdown", "wrong", r"The rate $\foo$ is odd.")
    with pytest.raises(ClaimbookError) as caught:
        dressed(tmp_path, RUN, *notebook_json()["cells"][2:], more)
    assert str(caught.value).startswith("tiny.ipynb, cell 6 (wrong): the formula")


def test_sections_stand_in_the_table_of_contents(tmp_path: Path):
    """Generated sections are found in the table of contents like written ones."""
    (title,) = dressed(tmp_path, RUN).toc

    names = [child["name"] for child in title["children"]]
    assert title["name"] == "A Tiny Paper"
    assert names[0] == "What held when it was rerun"
    assert names[-2:] == ["References", "Provenance"]


def test_front_matter_is_not_printed_and_code_is_kept(tmp_path: Path):
    """The first cell is for machines; code cells keep their source and their order."""
    page = dressed(tmp_path, RUN)
    code = [c for c in page.notebook["cells"] if c["cell_type"] == "code"]

    assert "key: doe2024tiny" not in html(page)
    assert [c["id"] for c in code] == ["parameters", "measure"]
    assert code[1]["outputs"] == []


def test_figures_and_downloads_lie_beside_the_page(tmp_path: Path):
    """Pictures, data, both notebooks and the entry can be fetched."""
    page = dressed(tmp_path, RUN)

    assert sorted(page.files) == [
        "figures/gap-dark.svg",
        "figures/gap.csv",
        "figures/gap.svg",
        "tiny-executed.ipynb",
        "tiny.bib",
        "tiny.ipynb",
        "tiny.json",
        "tiny.ris",
    ]
    assert json.loads(page.files["tiny-executed.ipynb"])["metadata"]["claimbook"]["status"] == "ok"


def test_a_quick_run_is_marked_provisional(tmp_path: Path):
    """Only full runs give verdicts."""
    text = html(dressed(tmp_path, RUN, profile="quick"))

    assert "● reproduced (provisional)" in text
    assert "<b>Provisional.</b>" in text
    assert "quick profile" in text


def test_a_page_that_has_not_been_run_says_so_and_waits(tmp_path: Path):
    """Prose and code are there; verdicts and numbers are announced."""
    text = html(dressed(tmp_path))

    assert 'class="cb-waiting" data-slug="tiny"' in text
    assert "not run yet" in text
    assert "reproduced" not in text


def test_citations_resolve_to_a_reference_list(tmp_path: Path):
    """Each citation links to its reference, and each reference back."""
    page = dressed(tmp_path, {}, cell("markdown", "a", "As @roe2020old found.\n"), front=UNTESTED)
    text = html(page)

    assert page.cited == ("roe2020old",)
    assert 'href="#ref-roe2020old"' in text
    assert 'id="ref-roe2020old"' in text
    assert 'href="#cite-roe2020old-1"' in text


UNTESTED = re.sub(r"    test:.*\n    scale:.*\n", "    untested: needs more.\n", FRONT)


@pytest.mark.parametrize(
    ("prose", "says"),
    [
        ("See [@roe2020odl].", 'tiny.ipynb, cell 3 (a): cites "roe2020odl", which no record has'),
        ("It was {{ gpa }}.", "tiny.ipynb, cell 3 (a): {{ gpa }}: no quantity"),
        (
            "{{ claim:gap-is-smal }}",
            "tiny.ipynb, cell 3 (a): {{ claim:gap-is-smal }}: no claim has the id",
        ),
    ],
)
def test_a_dangling_reference_names_file_and_cell(tmp_path: Path, prose: str, says: str):
    """An unknown citation, quantity or claim fails the page where it stands."""
    with pytest.raises(ClaimbookError) as caught:
        dressed(tmp_path, {}, cell("markdown", "a", prose), front=UNTESTED)
    assert says in str(caught.value)


def test_two_figures_with_one_id_are_refused(tmp_path: Path):
    """Figures of one name would overwrite each other."""
    with pytest.raises(ClaimbookError, match=r'cell 4 \(measure\): two figures have the id "gap"'):
        dressed(tmp_path, {"measure": [*RUN["measure"], drawn()]})


def test_html_outputs_are_cleaned(tmp_path: Path):
    """A table passes, a script does not."""
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": "<table><tr><td>1</td></tr></table><script>alert(1)</script>"},
    }
    page = dressed(tmp_path, {"measure": [*RUN["measure"], output]})
    shown = json.dumps(page.notebook)

    assert "<td>1</td>" in shown
    assert "alert(1)" not in shown


def test_markup_in_the_record_is_text(tmp_path: Path):
    """A title, an author or a statement that holds HTML shows it as text."""
    front = FRONT.replace("The gap is small.", "A <script>x</script> gap.").replace(
        "Doe, Jane", "D<i>, J"
    )
    text = html(dressed(tmp_path, RUN, front=front))

    assert "<script>x" not in text
    assert "A &lt;script&gt;x&lt;/script&gt; gap." in text
    assert "J D&lt;i&gt;" in text


def test_footnotes_work_across_cells(tmp_path: Path):
    """A note may be written in another cell than its mark."""
    cells = (
        cell("markdown", "a", "Here.[^1]"),
        cell("code", "c", "1"),
        cell("markdown", "b", "[^1]: There."),
    )
    text = html(dressed(tmp_path, {}, *cells, front=UNTESTED))

    assert 'href="#fn:1"' in text
    assert text.index("There.") < text.index("References")

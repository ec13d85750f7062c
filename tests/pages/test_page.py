"""The page of a paper: what it is made of, what lies beside it, what is wrong with it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import read
from claimbook.pages import blocks, panels
from claimbook.pages.addresses import Addresses
from claimbook.pages.code import COLOURS, PLAIN
from claimbook.pages.composing import compose_page
from claimbook.pages.page import Page, Site, make_blank
from claimbook.pages.survey import make_report
from claimbook.prose.links import Target
from composed import DIALECT, RUN, WORKS, compose, html_of, parse, report_on
from front import (
    FRONT,
    PARAMETERS,
    RECORD,
    cell,
    drawn,
    notebook_json,
    write_notebook,
)

UNTESTED = re.sub(r"    test:.*\n    scale:.*\n", "    untested: needs more.\n", FRONT)
TWO = f"""{FRONT}\
  - id: gap-is-large
    statement: The gap is large elsewhere.
    locator: "§2"
    paper: {{text: "a gap"}}
    untested: Too large.
"""


def drawn_of(page: Page, kind: type) -> list[Any]:
    """The blocks of one kind, in order."""
    return [block for block in page.blocks if isinstance(block, kind)]


def test_the_answer_comes_first_and_numbers_are_bound(tmp_path: Path):
    """A reader sees what was claimed and what happened before anything else."""
    front = FRONT.replace("It was small", "The gap was {{ gap.mean | .1f }}")
    text = html_of(compose(tmp_path, RUN, front=front))

    order = ["The paper claims a small gap.", "The gap was", "Nothing much.", "1\u00a0reproduced"]
    order += ["cb-verdicts", "Abstract, restated", "Provenance", "Rerun this page"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert '<span class="cb-bound" title="gap.mean">0.2</span>' in text
    assert "● reproduced" in text
    assert "measured 0.200" in text
    assert '<span class="cb-bound" title="gap.mean">0.20</span>' in text


def test_the_abstracts_mark_links_to_the_section_that_tested_the_claim(tmp_path: Path):
    """From the abstract's sentence one step leads to its experiment, and back to its verdict."""
    page = compose(tmp_path, RUN)
    text = html_of(page)

    assert '<a class="cb-mark cb-reproduced" href="#claim-gap-is-small">' in text
    start = text.index('<h2 id="is-the-gap-small"')
    assert text[:start].endswith('<i id="claim-gap-is-small"></i>')
    section = text[start:]
    assert 'href="#verdict-gap-is-small"' in section[: section.index("<details")]
    assert text.count('id="claim-gap-is-small"') == 1
    assert {"claim-gap-is-small", "verdict-gap-is-small"} <= page.ids
    verdicts = text[text.index("cb-verdicts") : text.index("Abstract, restated")]
    assert '<a href="#is-the-gap-small">where it is tested</a>' in verdicts


def test_a_claim_that_is_not_tested_leads_to_where_that_is_said(tmp_path: Path):
    """Its mark leads to the section on what is not tested, and no list of tests stands there."""
    page = compose(tmp_path, RUN, front=TWO)
    text = html_of(page)

    assert '<a href="#what-this-does-not-test">why not</a>' in text
    assert 'id="claim-gap-is-large"' not in text  # no mark in prose leads there
    assert "cb-tested" not in text[text.index('id="what-this-does-not-test"') :]
    assert [block.findings[0].claim.id for block in drawn_of(page, panels.TestedHere)] == [
        "gap-is-small"
    ]


def test_a_claim_that_no_section_treats_is_anchored_at_its_verdict(tmp_path: Path):
    """No mark leads nowhere."""
    text = html_of(compose(tmp_path, {}, cell("markdown", "a", "Hm."), front=UNTESTED))
    box, rest = text[: text.index("Hm.")], text[text.index("Hm.") :]

    assert (box.count('id="claim-gap-is-small"'), rest.count('id="claim-gap-is-small"')) == (1, 0)


def test_math_is_typeset_and_numbered_through_the_page(tmp_path: Path):
    """A reference finds its equation in another cell."""
    more = [
        cell("markdown", "before", r"By \eqref{eq:loss},\n$$ y $$\nthen."),
        cell("markdown", "behind", r"$$ x \label{eq:loss} $$"),
    ]
    text = html_of(compose(tmp_path, RUN, *notebook_json()["cells"][2:], *more))

    assert '<a class="cb-eqref" href="#equation-eq:loss">(1)</a>' in text
    assert 'id="equation-eq:loss" class="cb-number"><mtext>(1)</mtext>' in text


def test_math_that_cannot_be_read_names_the_cell(tmp_path: Path):
    """A formula is never published as TeX: it is a fault of its cell."""
    more = cell("markdown", "wrong", r"The rate $\foo$ is odd.")
    (fault,) = compose(tmp_path, RUN, *notebook_json()["cells"][2:], more).faults
    assert str(fault).startswith("tiny.ipynb, cell 6 (wrong): the formula")


def test_sections_stand_in_the_table_of_contents(tmp_path: Path):
    """Generated sections are found in the table of contents like written ones."""
    (title,) = compose(tmp_path, RUN).contents

    assert (title["name"], title["level"]) == ("A Tiny Paper", 1)
    assert [child["name"] for child in title["children"]] == [
        "Verdicts",
        "Abstract, restated",
        "Commentary",
        "Setting",
        "Is the gap small?",
        "What this does not test",
        "Questions",
        "References",
        "Provenance",
        "History",
        "Cite, download, rerun",
    ]


def test_every_entry_of_the_contents_has_its_anchor_once(tmp_path: Path):
    """Whatever a heading is called, the page has one element of its id."""
    headings = "## References\n\nOurs.\n\n## Provenance\n\n## A Tiny Paper\n\n### 결과\n"
    page = compose(tmp_path, {}, cell("markdown", "a", headings), front=UNTESTED)
    (title,) = page.contents
    ids = parse(html_of(page)).all("id")
    named = [title["id"], *(child["id"] for child in title["children"])]

    assert len(named) == 9
    assert all(ids.count(one) == 1 for one in named)
    assert set(named) <= page.ids


def test_no_id_stands_twice_and_every_anchor_leads_somewhere(tmp_path: Path):
    """Ids are unlike each other, and each link within the page has its element."""
    prose = "## A\n\n## A\n\n[@roe2020old], @claim-gap-is-small, @fig-gap.[^1]\n\n[^1]: Note.\n"
    cells = (*usual_cells(), cell("markdown", "more", prose))
    page = compose(tmp_path, RUN, *cells, front=TWO)
    found = parse(html_of(page))
    ids = [one for one in found.all("id") if one]
    leading = [one.removeprefix("#") for one in found.all("href") if one and one[0] == "#"]

    assert page.faults == ()
    assert sorted(ids) == sorted(set(ids))
    assert set(leading) <= set(ids)
    assert {one for one in ids if not one.startswith(("alt-", "cite-", "fnref:"))} <= page.ids


@pytest.mark.parametrize(
    "prose",
    [
        "## Claim gap is small",
        "## Verdict gap is small",
        "## X {#fig-gap}",
        '<i id="ref-roe2020old"></i> [@roe2020old]',
        '<i id="fn:1"></i> x[^1]\n\n[^1]: y',
    ],
)
def test_an_id_of_the_authors_is_none_of_the_pages_own(tmp_path: Path, prose: str):
    """A heading gives way to what the page itself is linked by; an id that cannot is a fault."""
    page = compose(tmp_path, RUN, *usual_cells(), cell("markdown", "more", prose))
    ids = parse(html_of(page)).all("id")

    assert sorted(set(ids)) == sorted(ids) or page.faults


def test_a_cell_that_is_not_whole_takes_no_anchor_with_it(tmp_path: Path):
    """The mark of a claim leads somewhere while its section is being mended."""
    cells = (cell("markdown", "a", "{{ claim:gap-is-small }}\n\n## Gap\n\n<b>\n"), RECORD)
    page = compose(tmp_path, RUN, *cells)
    found = parse(html_of(page))

    assert page.faults
    assert found.all("id").count("claim-gap-is-small") == 1


def usual_cells() -> tuple[dict[str, Any], ...]:
    return tuple(notebook_json()["cells"][2:])


def test_front_matter_is_not_printed_and_code_is_kept(tmp_path: Path):
    """The first cell is for machines; code cells keep their source and their order."""
    page = compose(tmp_path, RUN)
    code = drawn_of(page, blocks.Code)

    assert "key: doe2024tiny" not in html_of(page)
    assert ["".join(text for _, text in block.tokens) for block in code] == [
        PARAMETERS["source"],
        RECORD["source"],
    ]
    assert [block.parameters for block in code] == [True, False]


def test_the_setting_stands_under_its_heading(tmp_path: Path):
    """The paper's scale and ours are a table of their own, before what the author adds."""
    text = html_of(compose(tmp_path, RUN))

    assert text.index('id="setting"') < text.index('<th scope="row">seeds</th>')
    assert text.index("<td>five</td>") < text.index("Is the gap small?")


def test_figures_and_downloads_lie_beside_the_page(tmp_path: Path):
    """Pictures, data, both notebooks and the entry can be fetched."""
    page = compose(tmp_path, RUN)

    assert sorted(page.files) == [
        "code.json",
        "code.txt",
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
    assert page.files["tiny.ipynb"] == (tmp_path / "tiny.ipynb").read_text("utf-8")
    assert str(page.files["tiny.bib"]).startswith("@misc{doe2024tiny,")


@pytest.mark.parametrize(("directories", "before"), [(True, ""), (False, "tiny/")])
def test_files_are_linked_as_they_lie(tmp_path: Path, directories: bool, before: str):
    """A page that is a file itself leads into the folder of its name."""
    picture = {"a.png": {"image/png": "aGVsbG8="}}
    cells = (
        *usual_cells(),
        cell("markdown", "pic", "![x](attachment:a.png) [@roe2020old]") | {"attachments": picture},
    )
    page = compose(tmp_path, RUN, *cells, addresses=Addresses(directories))
    found = parse(html_of(page))
    local = [one for one in [*found.all("href"), *found.all("src")] if one and one[0] not in "#h."]

    named = {one.removesuffix("#only-light").removesuffix("#only-dark") for one in local}
    fetched = {
        COLOURS,
        PLAIN,
    }  # by a script, from beside the page's own record; for long code alone
    assert named == {f"{before}{name}" for name in page.files.keys() - fetched}


def test_figures_are_numbered_through_the_page(tmp_path: Path):
    """The number of a figure is that of its place, whatever cell draws it."""
    cells = (RECORD, cell("code", "more", "figure(id='b')"), cell("markdown", "end", "@fig-b"))
    page = compose(tmp_path, {**RUN, "more": [drawn("b"), drawn("c")]}, *cells)

    assert [(block.figure.id, block.number) for block in drawn_of(page, blocks.Drawing)] == [
        ("gap", 1),
        ("b", 2),
        ("c", 3),
    ]
    assert '<a class="cb-ref" href="#fig-b">Figure 2</a>' in html_of(page)


def test_a_quick_run_is_marked_provisional(tmp_path: Path):
    """Only full runs give verdicts."""
    text = html_of(compose(tmp_path, RUN, profile="quick"))

    assert "● reproduced (provisional)" in text
    assert "<b>Provisional.</b>" in text
    assert "quick profile" in text


def test_a_page_that_has_not_been_run_says_so_and_waits(tmp_path: Path):
    """Prose and code are there; verdicts and numbers are announced."""
    page = compose(tmp_path)
    text = html_of(page)

    assert 'class="cb-waiting" data-slug="tiny"' in text
    assert "not run yet" in text
    assert "reproduced" not in text
    assert (page.description, page.faults) == ("1 not run yet", ())
    assert "tiny-executed.ipynb" not in [*page.files, *parse(text).all("href")]


def test_a_page_whose_run_failed_says_why(tmp_path: Path):
    """A reader does not wait for what will not come."""
    notebook = report_on(tmp_path).notebook
    report = make_report(notebook, None, "cell 4 (measure): KeyError: '<gone>'")
    text = html_of(compose_page(report, Site(dialect=DIALECT, records=WORKS)))

    assert "<code>cell 4 (measure): KeyError: &#39;&lt;gone&gt;&#39;</code>" in text
    assert "data-slug" not in text


def test_citations_resolve_to_a_reference_list(tmp_path: Path):
    """Each citation links to its reference, and each reference back; the list can be taken."""
    page = compose(tmp_path, {}, cell("markdown", "a", "As @roe2020old found.\n"), front=UNTESTED)
    text = html_of(page)

    assert page.cited == ("roe2020old",)
    assert 'href="#ref-roe2020old"' in text
    assert 'id="ref-roe2020old"' in text
    assert 'href="#cite-roe2020old-1"' in text
    assert text.index('id="references"') < text.index('href="tiny-references.bib"')
    assert str(page.files["tiny-references.bib"]).startswith("@misc{roe2020old,")


def test_a_page_that_cites_nothing_says_so(tmp_path: Path):
    """There is no list then, and no file to take."""
    page = compose(tmp_path, RUN)

    assert "This page cites nothing." in html_of(page)
    assert (page.cited, "tiny-references.bib" in page.files) == ((), False)


@pytest.mark.parametrize(
    ("prose", "says"),
    [
        ("See [@roe2020odl].", 'tiny.ipynb, cell 3 (a): cites "roe2020odl", which no record has'),
        ("It was {{ gpa }}.", "tiny.ipynb, cell 3 (a): {{ gpa }}: no quantity"),
        (
            "{{ claim:gap-is-smal }}",
            "tiny.ipynb, cell 3 (a): {{ claim:gap-is-smal }}: no claim has the id",
        ),
        ("@fig-gpa", 'tiny.ipynb, cell 3 (a): @fig-gpa: no figure has the id "gpa"'),
        ("[x](none.md)", "tiny.ipynb, cell 3 (a): the link none.md leads to no file of the site"),
        ("<b>bold", "tiny.ipynb, cell 3 (a): its HTML is not whole: <b> is not closed"),
        ("A note.[^1]", "tiny.ipynb, cell 3 (a): [^1] has no definition in this cell"),
        (
            "![x](attachment:a.png)",
            "tiny.ipynb, cell 3 (a): the link attachment:a.png names no attachment of its cell",
        ),
    ],
)
def test_a_dangling_reference_names_file_and_cell(tmp_path: Path, prose: str, says: str):
    """What leads nowhere is a fault of the page, names its cell, and stands in its place."""
    page = compose(tmp_path, {}, cell("markdown", "a", prose), front=UNTESTED)
    (fault,) = page.faults
    shown = parse(html_of(page))

    assert str(fault).startswith(says)
    assert says.partition(": ")[2] in shown.text
    assert [one.text for one in drawn_of(page, blocks.Fault)] == [f"{fault.what}; {fault.fix}"]


def test_a_cell_whose_html_is_not_whole_is_shown_as_written(tmp_path: Path):
    """Its source stands there, and the cells around it are as they were."""
    cells = (
        cell("markdown", "a", "Before *it*."),
        cell("markdown", "b", "## Open\n\n<div>\n\n*never closed*"),
        cell("markdown", "c", "After *it*."),
    )
    text = html_of(compose(tmp_path, {}, *cells, front=UNTESTED))

    assert (
        '<pre class="cb-source"><code>## Open\n\n&lt;div&gt;\n\n*never closed*</code></pre>' in text
    )
    assert "<p>Before <em>it</em>.</p>" in text
    assert "<p>After <em>it</em>.</p>" in text


def test_an_attachment_that_cannot_be_read_is_a_fault_of_its_cell(tmp_path: Path):
    """A picture that no browser shows is named where it is attached."""
    bad = cell("markdown", "a", "![x](attachment:a.tif)") | {
        "attachments": {"a.tif": {"image/tiff": "aGVsbG8="}}
    }
    page = compose(tmp_path, {}, bad, front=UNTESTED)

    assert str(page.faults[0]).startswith(
        'tiny.ipynb, cell 3 (a): the attachment "a.tif" is image/tiff, no picture that a page shows'
    )


def test_links_are_resolved_and_anchors_are_left_for_the_site(tmp_path: Path):
    """A link to a file of the site has its address; what it names there is validated later."""
    page = compose(
        tmp_path,
        {},
        cell("markdown", "a", "[m](../method.md#rules) and [here](#a)"),
        front=UNTESTED,
        resolve=lambda path: Target("../../method/", "method.md") if "method" in path else None,
    )

    assert page.faults == ()
    assert 'href="../../method/#rules"' in html_of(page)
    assert page.anchors == (("method.md", "rules", "../method.md#rules"), ("", "a", "#a"))


def test_two_figures_with_one_id_are_refused(tmp_path: Path):
    """Figures of one name would overwrite each other."""
    with pytest.raises(ClaimbookError, match=r'cell 4 \(measure\): two figures have the id "gap"'):
        compose(tmp_path, {"measure": [*RUN["measure"], drawn()]})


def test_a_picture_without_the_contract_is_refused(tmp_path: Path):
    """What cannot be published stops the page, and names its cell."""
    bare = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "aGVsbG8="}}
    with pytest.raises(ClaimbookError, match=r"tiny\.ipynb, cell 4 \(measure\): draws a figure"):
        compose(tmp_path, {"measure": [*RUN["measure"], bare]})


def test_html_outputs_are_cleaned(tmp_path: Path):
    """A table passes, a script does not."""
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": "<table><tr><td>1</td></tr></table><script>alert(1)</script>"},
    }
    text = html_of(compose(tmp_path, {"measure": [*RUN["measure"], output]}))

    assert "<td>1</td>" in text
    assert "alert(1)" not in text


def test_a_cell_that_shows_nothing_has_nothing_below_it(tmp_path: Path):
    """No empty box stands there; what is shown stands in the order in which it was."""
    text = {"output_type": "stream", "name": "stdout", "text": "said\n"}
    page = compose(tmp_path, {"measure": [text, *RUN["measure"], text]})
    shown = [type(block).__name__ for block in page.blocks]
    start = shown.index("Code")

    assert shown[start : start + 2] == ["Code", "Prose"]  # the parameters
    assert shown[shown.index("Code", start + 1) :][:4] == ["Code", "Outputs", "Drawing", "Outputs"]


def test_markup_in_the_record_is_text(tmp_path: Path):
    """A title, an author or a statement that holds HTML shows it as text."""
    statement = "statement: A <script>x</script> gap."
    front = FRONT.replace("statement: The gap is small.", statement)
    front = front.replace("Doe, Jane", "D<i>, J")
    text = html_of(compose(tmp_path, RUN, front=front))

    assert "<script>x" not in text
    assert "A &lt;script&gt;x&lt;/script&gt; gap." in text
    assert "J D&lt;i&gt;" in text


def test_footnotes_are_numbered_through_and_listed_at_the_end(tmp_path: Path):
    """Each cell has its notes, whatever it calls them; numbers rise as a reader meets them."""
    cells = (
        cell("markdown", "a", "Here.[^1]\n\n[^1]: There."),
        cell("code", "c", "1"),
        cell("markdown", "b", "And here.[^x] And.[^1]\n\n[^1]: Fourth.\n[^x]: Third."),
    )
    page = compose(tmp_path, {}, *cells, front=UNTESTED)
    text = html_of(page)

    assert page.faults == ()
    assert re.findall(r'href="#fn:(\d+)">(\d+)</a>', text) == [("1", "1"), ("2", "2"), ("3", "3")]
    assert re.findall(r'<li id="fn:(\d)"><p>(\w+)', text) == [
        ("1", "There"),
        ("2", "Third"),
        ("3", "Fourth"),
    ]
    assert text.index("Fourth.") < text.index('id="references"')


def test_a_note_of_another_cell_is_not_reached(tmp_path: Path):
    """A note written in another cell than its mark is a fault that says where it belongs."""
    cells = (cell("markdown", "a", "Here.[^1]"), cell("markdown", "b", "[^1]: There."))
    page = compose(tmp_path, {}, *cells, front=UNTESTED)

    assert str(page.faults[0]) == (
        "tiny.ipynb, cell 3 (a): [^1] has no definition in this cell; define it here, for each cell"
        " is a document of its own, or write \\[^1]"
    )


def test_letters_of_years_are_those_of_the_whole_page(tmp_path: Path):
    """A work is 2020b in the first cell if its twin is cited in the last."""
    twins = {
        key: WORKS["roe2020old"].__class__(
            key, "misc", {"author": "Roe, R.", "title": title, "year": "2020"}
        )
        for key, title in (("roe2020a", "A"), ("roe2020b", "B"))
    }
    cells = (cell("markdown", "a", "[@roe2020b]"), cell("markdown", "b", "[@roe2020a]"))
    text = html_of(compose(tmp_path, {}, *cells, front=UNTESTED, records=twins))

    assert "(<a" in text
    assert ">Roe, 2020b</a>)" in text


def test_a_page_says_what_it_is(tmp_path: Path):
    """Title, tags and a count of verdicts go to the head of the page."""
    page = compose(tmp_path, RUN)

    assert (page.slug, page.title, page.tags) == ("tiny", "A Tiny Paper", ("tiny",))
    assert page.description == "1 reproduced"
    assert page.outline.names == (
        "Abstract, restated",
        "Commentary",
        "Setting",
        "Is the gap small?",
        "What this does not test",
        "Questions",
    )


def test_a_page_is_a_value(tmp_path: Path):
    """Composed twice, it is the same in every part."""
    assert compose(tmp_path, RUN) == compose(tmp_path, RUN)


def test_a_page_that_cannot_be_made_says_why(tmp_path: Path):
    """Its title stands there with the fault, as text, and nothing else."""
    page = make_blank(read(write_notebook(tmp_path)), "cell 4: <b> is bad")
    found = parse(html_of(page))

    assert (page.slug, page.files, page.contents) == ("tiny", {}, ())
    assert "A Tiny Paper" in found.text
    assert "cell 4: <b> is bad" in found.text
    assert "b" not in found.tags


def test_prose_around_code_is_in_its_order(tmp_path: Path):
    """Cells come as they are written."""
    text = html_of(compose(tmp_path, RUN))
    marks = [
        "Ours.",
        "<p>A toy.",
        "Is the gap small?",
        "claimbook.lab",
        "cb-figure",
        "The gap was",
        "Why?",
    ]

    places = [text.rindex(one) for one in marks]
    assert places == sorted(places)


def test_a_list_begins_with_the_number_that_is_written(tmp_path: Path):
    """Claims that are numbered through an abstract keep their numbers when a sentence stands between."""
    prose = cell("markdown", "more", "1. One.\n2. Two.\n\nThen:\n\n3. Three.\n")

    assert '<ol start="3">' in html_of(compose(tmp_path, RUN, *usual_cells(), prose))

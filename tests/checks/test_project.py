import json
from pathlib import Path

import pytest
from onepaper import faults, project

from claimbook.errors import ClaimbookError
from claimbook.notebook.document import dump
from claimbook.notebook.source import read
from front import FRONT, cell, notebook_json, write_notebook

GOOD_FIGURE = 'figure(fig, id="a", caption="It shrinks.", alt="a", data={})'


def with_cell(old: str, new: str) -> list[dict]:
    """Return the usual cells with a text replaced in one of them."""
    text = json.dumps(notebook_json()["cells"][2:])
    assert old in text
    return json.loads(text.replace(old, new))


def test_a_good_project_has_no_faults(tmp_path: Path):
    """What meets the contracts passes."""
    assert faults(project(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'record(\\"gap\\"',
            'record(\\"gpa\\"',
            'tiny.ipynb, claim "gap-is-small": the quantity "gap" is never recorded; did you mean "gpa"?',
        ),
        ("## Questions", "## Query", 'the section "Questions" is missing'),
        ("## Commentary", "## Setting ", 'the section "Commentary" is missing'),
        ("gap.mean", "gpa.mean", "tiny.ipynb, cell 5 (ending): {{ gpa.mean | .2f }}: no quantity"),
        (
            "claim:gap-is-small",
            "claim:gap-is-big",
            'no claim has the id "gap-is-big"; did you mean "gap-is-small"?',
        ),
        (
            "Ours.",
            "See @fig-gpa.",
            'tiny.ipynb, cell 3 (opening): @fig-gpa: no figure has the id "gpa"',
        ),
        (
            "Ours.",
            "See [@claim-tiny:gap-is-big].",
            '@claim-tiny:gap-is-big: no claim has the id "gap-is-big"; did you mean "gap-is-small"?',
        ),
        (
            "Ours.",
            "Ours [@nobody2020none].",
            'tiny.ipynb, cell 3 (opening): cites "nobody2020none"',
        ),
    ],
)
def test_a_breach_of_the_contract_is_named(tmp_path: Path, old: str, new: str, says: str):
    """Each breach is one line with file, cell and remedy."""
    found = faults(project(tmp_path, *with_cell(old, new)))

    assert any(says in fault for fault in found), found


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (GOOD_FIGURE.replace(", data={}", ""), "a figure has no data"),
        ('chart(spec, id="a")', "a chart has no caption, alt, data"),
        ("plt.show()", "plt.show() draws a figure without a caption"),
    ],
)
def test_a_figure_that_breaks_its_contract_is_named(tmp_path: Path, code: str, says: str):
    """A figure without caption, alt text or data is found without running it."""
    cells = [*notebook_json()["cells"][2:], cell("code", "draw", code)]

    assert [fault for fault in faults(project(tmp_path, *cells)) if says in fault]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Nothing much.", r"'As $x_i$ is.'", "shows TeX as it is typed; write plain characters"),
        ("Nothing much.", "'By {{ gap }}.'", "shows {{ gap }} as it is typed; write words"),
        ("Nothing much.", "'By [@gao2024].'", "shows [@gao2024] as it is typed; write words"),
        ("tags: [", 'tags: ["a/mask", ', '"a/mask" is no tag; use letters'),
    ],
)
def test_what_only_prose_can_hold_is_refused_in_a_field(
    tmp_path: Path, old: str, new: str, says: str
):
    """The front matter is shown on five pages, on each as it is written."""
    assert old in FRONT
    found = faults(project(tmp_path, front=FRONT.replace(old, new)))

    assert [fault for fault in found if says in fault]


def test_figures_and_claims_can_be_referred_to_before_a_run(tmp_path: Path):
    """Their ids are read in the code and the front matter, from every page."""
    cells = with_cell("Ours.", "See @fig-a, @claim-gap-is-small and [@fig-tiny:a].")
    root = project(tmp_path, *cells, cell("code", "draw", GOOD_FIGURE))
    (root / "docs" / "index.md").write_text("As @fig-tiny:a shows, and @fig-a does not.")

    assert faults(root) == [
        "docs/index.md, line 1: @fig-a stands on no paper's page; name the page too: @fig-SLUG:a"
    ]


@pytest.mark.parametrize(
    ("prose", "says"),
    [
        (r"The rate is $\foo$.", r'the formula $\foo$ cannot be read: unknown command "\foo"'),
        ("It is\n\n$$ a \\\\ b", "$$ stands outside of math"),
        (r"By \eqref{eq:lsos}.", 'no equation of this page has the label "eq:lsos"; did you mean'),
        (r"$$ b \label{eq:loss} $$", 'the label "eq:loss" stands twice on this page'),
        ("> Of $a & b$.", r"put it between \begin{aligned} and \end{aligned}"),
    ],
)
def test_math_that_cannot_be_shown_is_named(tmp_path: Path, prose: str, says: str):
    """What is wrong with a formula is said with file and cell, before anything runs."""
    more = [cell("markdown", "math", prose), cell("markdown", "loss", r"$$ a \label{eq:loss} $$")]
    found = faults(project(tmp_path, *notebook_json()["cells"][2:], *more))
    assert found[0].startswith(f"tiny.ipynb, cell 6 (math): {says}" if says[0] != "p" else "tiny")
    assert says in found[0]
    assert {fault.split(":")[0] for fault in found} <= {
        "tiny.ipynb, cell 6 (math)",
        "tiny.ipynb, cell 7 (loss)",
    }


def test_math_as_papers_write_it_passes(tmp_path: Path):
    """Displays without blank lines, aligned equations and references across cells are fine."""
    prose = (
        "The loss is\n$$\nL = \\sum_i \\ell_i\n$$\nand $ x $ is spaced, by \\eqref{eq:loss}.",
        r"$$\begin{aligned} a &= b \\ c &= d \end{aligned} \label{eq:loss}$$",
        "It costs $5, or $6; `$` is a dollar, and \\$ is one as well.",
    )
    more = [cell("markdown", f"math-{number}", text) for number, text in enumerate(prose)]
    assert faults(project(tmp_path, *notebook_json()["cells"][2:], *more)) == []


def test_math_of_a_hand_written_page_is_named_with_its_line(tmp_path: Path):
    """A page has no cells, so its faults are said with the line."""
    root = project(tmp_path)
    (root / "docs" / "index.md").write_text("# A\n\n$x$ is fine.\n\n- but $\\foo$ is not")
    (fault,) = faults(root)
    assert fault.startswith(r"docs/index.md, line 5: the formula $\foo$ cannot be read")


def test_a_whole_figure_passes(tmp_path: Path):
    """Caption, alt text and data are all that is asked for."""
    cells = [*notebook_json()["cells"][2:], cell("code", "draw", GOOD_FIGURE)]

    assert faults(project(tmp_path, *cells)) == []


def test_blanks_and_unknown_companions_are_named(tmp_path: Path):
    """What `claimbook new` left blank must be filled in."""
    front = FRONT.replace("Nothing much.", "'TODO: how far?'").replace(
        "tags: [tiny]", "tags: [tiny]\n  companions: [nobody2020none]"
    )
    found = faults(project(tmp_path, front=front))

    assert any("is a blank: trust: 'TODO: how far?'" in fault for fault in found)
    assert any("digest.companions: cites" in fault for fault in found)


def test_all_faults_are_reported_at_once(tmp_path: Path):
    """One broken notebook does not hide another, nor the pages' faults."""
    root = project(tmp_path)
    (root / "notebooks" / "broken.ipynb").write_text("{")
    (root / "docs" / "index.md").write_text("See [@nobody2020none] and `[@code2020none]`.")

    assert [fault.split(":")[0] for fault in faults(root)] == [
        "broken.ipynb",
        "docs/index.md, line 1",
    ]


@pytest.mark.parametrize("twin", ["sub/tiny.ipynb", "other.ipynb"])
def test_two_notebooks_with_one_slug_or_key_are_refused(tmp_path: Path, twin: str):
    """A slug is an address and a key a name: neither can be shared."""
    root = project(tmp_path)
    path = root / "notebooks" / twin
    path.parent.mkdir(exist_ok=True)
    path.write_text(dump(notebook_json()))

    assert any("has the same" in fault for fault in faults(root))


@pytest.mark.parametrize(
    ("works", "says"),
    [
        ("@misc{a2020b, title = {Open", "works.bib"),
        ("@misc{a2020b, title={A}}\n@misc{a2020b, title={B}}", "works.bib"),
        ("@misc{doe2024tiny, title={A}}", "is the key of a paper of the digest already"),
    ],
)
def test_a_broken_bibliography_is_named(tmp_path: Path, works: str, says: str):
    """A syntax error, a duplicate key and a key taken twice are found."""
    root = project(tmp_path)
    (root / "bib" / "works.bib").write_text(works)

    assert any(says in fault for fault in faults(root)), faults(root)


def test_a_bibliography_that_is_out_of_date_is_named(tmp_path: Path):
    """The generated file must be what would be generated now."""
    root = project(tmp_path)
    (root / "bib" / "claimbook.bib").write_text("% edited by hand\n")

    assert faults(root) == ["bib/claimbook.bib: is out of date; run `claimbook bib`"]


def test_live_html_is_named_with_cell_or_line(tmp_path: Path):
    """Prose, hand-written pages and the changelog are looked at alike; the project may allow by name."""
    root = project(tmp_path, *with_cell("Ours.", "<iframe src='../x.html' title='a'></iframe>"))
    (root / "docs" / "x.html").write_text("x")
    (root / "docs" / "index.md").write_text("# A\n\n<p onclick='f()'>b</p>")
    (root / "CHANGELOG.md").write_text("# A\n\n<b>b</b> `<script>`\n\n[c](javascript:f())")

    assert [fault.partition(" is no plain HTML")[0] for fault in faults(root)] == [
        "tiny.ipynb, cell 3 (opening): <iframe>",
        "docs/index.md, line 3: <p onclick>",
        "CHANGELOG.md: <a href>, leading to javascript:,",
    ]
    allowed = '[iframe, onclick, "javascript:"]'
    (root / "mkdocs.yml").write_text(f"extra: {{claimbook: {{html: {allowed}}}}}")
    assert faults(root) == []


def test_a_tag_that_is_markup_is_refused_where_it_is_read(tmp_path: Path):
    """The theme draws tags as they are, so that not even a build takes one."""
    front = FRONT.replace("tags: [tiny]", "tags: ['TODO <b>']")
    path = tmp_path / "notebooks"
    write_notebook(path, "tiny", front=front)
    with pytest.raises(ClaimbookError, match='"TODO <b>" is no tag; use letters'):
        read(path / "tiny.ipynb")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "Nothing much.",
            "|\n  {{ gap\n  }} x",
            "a field shows {{ gap }} as it is typed; write words",
        ),
        ("Nothing much.", '"\\x7b\\x7b gap }}"', "a field shows {{ gap }} as it is typed"),
        ("It was small.", "'{{ gap is small.'", "summary.happened: {{ gap is small.: is no bound"),
        (
            "It was small.",
            "'It was {{ gap | .2f }'",
            "is no bound name; write it whole, as {{ name",
        ),
    ],
)
def test_braces_are_filled_or_refused_in_fields(tmp_path: Path, old: str, new: str, says: str):
    """Broken over lines, escaped or left open, they are never printed."""
    assert old in FRONT
    found = faults(project(tmp_path, front=FRONT.replace(old, new)))
    assert any(says in fault for fault in found), found


def test_braces_over_two_lines_are_filled_in_bound_fields(tmp_path: Path):
    """A break of the line in the source is a space."""
    front = FRONT.replace("It was small.", "|\n    It was {{ gap.mean\n    | .2f }}.")
    assert faults(project(tmp_path, front=front)) == []


@pytest.mark.parametrize("prose", ["It is {{ gap", "It is {{ gap.mean\n\n}}", "- {{ claim:a\n- }}"])
def test_braces_left_open_in_prose_are_refused(tmp_path: Path, prose: str):
    """A name that no brace closes in its paragraph is shown as it is written, and named."""
    cells = [*notebook_json()["cells"][2:], cell("markdown", "open", prose)]
    (fault,) = faults(project(tmp_path, *cells))
    assert fault.startswith("tiny.ipynb, cell 6 (open): ")
    assert "is shown as it is written" in fault


def test_braces_over_two_lines_are_filled_in_prose(tmp_path: Path):
    """In one paragraph a break of the line is a space."""
    prose = "It is {{ gap.mean\n| .2f }} and {{ gap\n}}, {{\nclaim:gap-is-small }}."
    assert (
        faults(project(tmp_path, *notebook_json()["cells"][2:], cell("markdown", "b", prose))) == []
    )


def test_a_link_out_of_what_is_published_is_named(tmp_path: Path):
    """What a link of `docs/` leads to would be published: only files of the project are."""
    root = project(tmp_path)
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "inside.txt").symlink_to(root / "mkdocs.yml")
    assert faults(root) == []

    (root / "docs" / "outside.txt").symlink_to("/etc/hostname")
    assert faults(root) == [
        "docs/outside.txt: is a link out of the project, to /etc/hostname, and would be published;"
        " copy what it leads to, or remove it"
    ]


def test_what_is_behind_a_link_is_checked_too(tmp_path: Path):
    """MkDocs follows links to folders, be it in a circle: pages there are read, and links out named."""
    root = project(tmp_path)
    more = root / "more"
    more.mkdir()
    (more / "a.md").write_text("# A\n\n## B\n")
    (more / "back").symlink_to(root / "docs")
    (root / "docs" / "sub").symlink_to(more)
    (root / "docs" / "b.md").write_text("[a](sub/a.md)\n")
    assert faults(root) == []

    (more / "a.md").write_text("# A\n\nSee [@nobody2000] <script>.\n")
    (more / "x.txt").symlink_to("/etc/hostname")
    (more / "away").symlink_to("/etc")
    found = [fault.partition(": ")[0] for fault in faults(root)]
    assert found == [
        "docs/sub/a.md, line 3",
        "docs/sub/a.md, line 3",
        "docs/sub/away",
        "docs/sub/x.txt",
    ]

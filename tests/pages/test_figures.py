import pytest

from claimbook.errors import ClaimbookError
from claimbook.pages.blocks import Drawing
from claimbook.pages.drawing import draw_block
from claimbook.pages.figures import CHART, read_figure, recolour, write_files
from composed import parse
from front import drawn


def test_a_figure_is_read_with_everything_the_contract_asks_for():
    """Caption, alt text, data and picture come back as they were shown."""
    figure = read_figure(drawn(), "cell 1")

    assert figure is not None
    assert (figure.id, figure.columns, figure.rows) == (
        "gap",
        ("step", "gap"),
        ((0, 0.3), (1, 0.1)),
    )


@pytest.mark.parametrize(
    "changes",
    [{"caption": " "}, {"alt": ""}, {"data": {"columns": [], "rows": []}}, {"data": None}],
)
def test_a_figure_without_caption_alt_text_or_data_is_refused(changes: dict):
    """Each part of the figure contract is needed."""
    with pytest.raises(ClaimbookError, match="cell 1: "):
        read_figure(drawn(**changes), "cell 1")


@pytest.mark.parametrize(
    "kind", ["image/png", "image/svg+xml", CHART, "application/vnd.plotly.v1+json"]
)
def test_a_bare_picture_is_refused(kind: str):
    """Whatever draws without the contract cannot be published."""
    with pytest.raises(ClaimbookError, match="draws a figure without caption"):
        read_figure({"data": {kind: "x"}}, "cell 1")


@pytest.mark.parametrize(
    "name",
    [
        "../../../../escaped",
        "/etc/passwd",
        "a/b",
        "..",
        "",
        "A",
        "a b",
        "a.svg",
        "a" * 101,
        "a\x00",
    ],
)
def test_a_figure_whose_id_is_no_name_of_a_file_is_refused(name: str):
    """An id names files beside the page, and nothing anywhere else."""
    with pytest.raises(ClaimbookError, match="cell 1: draws a figure whose id is") as raised:
        read_figure(drawn(name), "cell 1")
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("size", ["1.2.3 4", "9 0", "9 -1", f"9 {'9' * 400}", "nan nan", "٣ ٤"])
def test_a_picture_of_no_size_has_none(size: str):
    """Whatever stands where its size should, the page is made."""
    output = drawn()
    output["data"]["image/svg+xml"] = f'<svg viewBox="0 0 {size}"/>'
    assert read_figure(output, "cell 1").size is None


def test_the_page_says_what_was_left_out_of_a_picture():
    """What did more than draw is gone from the files, and named below the figure."""
    output = drawn()
    output["data"]["image/svg+xml"] = '<svg><script>canary()</script><g onload="canary()"/></svg>'
    figure = read_figure(output, "cell 1")

    assert "canary" not in "".join(write_files(figure).values())
    assert "Not shown here: a script." in draw_block(Drawing(figure, 1, beside=""))


def test_text_is_no_figure():
    """An output that draws nothing is left to the page's plain outputs."""
    assert read_figure({"data": {"text/plain": "3"}}, "cell 1") is None
    assert read_figure({"output_type": "stream", "text": "3"}, "cell 1") is None


def test_a_figure_lies_beside_its_page_in_both_palettes_with_its_data():
    """Two pictures, one table, and no neutral colour left in either picture."""
    made = write_files(read_figure(drawn(), ""))

    assert sorted(made) == ["figures/gap-dark.svg", "figures/gap.csv", "figures/gap.svg"]
    assert made["figures/gap.csv"] == "step,gap\n0,0.3\n1,0.1\n"
    assert "#6e6e6e" not in made["figures/gap.svg"] + made["figures/gap-dark.svg"]
    assert made["figures/gap.svg"].startswith("<svg")


def test_the_element_has_alt_text_a_numbered_caption_and_the_data():
    """The first clause of the caption is the finding, and markup in it is text."""
    figure = read_figure(drawn(caption="It <b> shrinks. More.", alt='"q"'), "")
    element = draw_block(Drawing(figure, 3, beside=""))
    found = parse(element)

    assert "<b>Figure 3. It &lt;b&gt; shrinks.</b> More." in element
    assert found.all("alt") == ['"q"', "Figure 3."]  # of which the second is named by the first
    assert found.all("aria-labelledby") == found.all("id")[1:2] == ["alt-gap"]
    assert found.all("src") == ["figures/gap.svg#only-light", "figures/gap-dark.svg#only-dark"]
    assert (found.all("width"), found.all("height")) == (["9", "9"], ["9", "9"])
    assert '<a href="figures/gap.csv" download>' in element
    assert "<summary>Data</summary></details>" in element  # filled from the file when it is opened


def test_a_draggable_chart_has_its_static_pictures_too():
    """Without its script, and in print, there is the picture; its specification is a file."""
    output = drawn()
    output["data"][CHART] = {"mark": "line"}
    figure = read_figure(output, "cell 1")
    element = draw_block(Drawing(figure, 1, beside="tiny/"))

    assert write_files(figure)["figures/gap.vl.json"] == '{"mark": "line"}'
    assert '<figure class="cb-figure cb-interactive" id="fig-gap">' in element
    assert 'data-spec="tiny/figures/gap.vl.json"' in element
    assert element.count("<img") == 2


def test_the_file_of_a_figure_has_all_of_its_data():
    """Every row, to the last digit."""
    rows = [[number, number / 3] for number in range(31)]
    figure = read_figure(drawn(data={"columns": ["step", "gap"], "rows": rows}), "")
    lines = write_files(figure)["figures/gap.csv"].splitlines()

    assert (lines[0], lines[2]) == ("step,gap", "1,0.3333333333333333")
    assert len(lines) == 1 + 31


def test_recolouring_spares_everything_but_the_neutral():
    """Only text and axes follow the palette."""
    assert (
        recolour('<svg><path fill="#0072b2"/></svg>', "#fff") == '<svg><path fill="#0072b2"/></svg>'
    )


def test_a_figure_says_what_made_it_and_offers_its_data():
    """The cell of the notebook, the command that runs it again, and the file."""
    figure = read_figure(drawn(), "")
    element = draw_block(Drawing(figure, 1, beside="tiny/", slug="tiny", cell=14))

    assert "Made by cell 14 of tiny.ipynb: claimbook run tiny" in parse(element).text
    assert '<a href="tiny/figures/gap.csv" download>CSV</a>' in element

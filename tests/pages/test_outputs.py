import base64
import json
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from material.plugins.search.plugin import Parser

from claimbook.errors import ClaimbookError
from claimbook.pages.blocks import Outputs
from claimbook.pages.drawing import draw_block
from claimbook.pages.kinds import (
    FOLDED,
    Formula,
    Html,
    NotShown,
    Output,
    Prose,
    Recorded,
    Shown,
    Source,
    Text,
    collect_files,
)
from claimbook.pages.media import Media
from claimbook.pages.outputs import MOST_HTML, read_outputs, read_raw, sort_outputs
from claimbook.pages.rendering import render_output
from claimbook.pages.terminal import MOST_LINES, Span
from front import drawn, measured

SOUND = base64.b64encode(b"a sound").decode()


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def display(**data: Any) -> dict[str, Any]:
    """Make a display; `text__html` stands for `text/html`."""
    bundle = {kind.replace("__", "/"): value for kind, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def bundle(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}


def one(output: dict[str, Any]) -> Output:
    (read,) = read_outputs([output], where="cell 1")
    return read


def text(said: str, stream: str, lines: int = 1) -> Text:
    return Text((Span(said),), stream, lines)


def not_shown(what: str) -> NotShown:
    return NotShown(f"Not shown here: {what}.")


def test_streams_are_one_block_in_their_last_state():
    """A progress bar printed in eleven chunks is one line."""  # f06
    chunks = [stream(f"\r{done:3d}%") for done in range(0, 101, 10)]
    assert read_outputs(chunks, where="") == (text("100%", "stdout"),)


def test_rich_outputs_are_shown_or_named():
    """Markdown, a formula and a frame: no object's repr, and nothing vanishes."""  # f07
    outputs = [
        display(text__plain="<IPython.core.display.Markdown object>", text__markdown="**bold**"),
        display(
            text__plain="<IPython.core.display.Math object>",
            text__latex="$\\displaystyle \\alpha$",
        ),
        display(
            text__plain="<IPython.lib.display.IFrame at 0x7f62cfb583d0>",
            text__html='\n<iframe width="300" src="https://example.org/"></iframe>\n',
        ),
    ]
    assert read_outputs(outputs, where="") == (
        Prose("**bold**"),
        Formula("\\displaystyle \\alpha"),
        not_shown("a frame from example.org"),
    )


def test_twenty_thousand_lines_are_cut():
    """A page shows the first lines of a flood, and says how many more there were."""  # f13
    read = one(stream("\n".join(f"qqz{number}" for number in range(20_000))))
    assert isinstance(read, Text)
    assert (read.lines, read.left_out, read.folded) == (MOST_LINES, 20_000 - MOST_LINES, True)
    assert f"{20_000 - MOST_LINES:,} more lines are left out" in draw([read])
    assert len(draw([read])) < 20_000


@pytest.mark.parametrize(
    ("output", "read"),
    [
        (stream("a\n"), text("a", "stdout")),
        (stream("a\n", "stderr"), text("a", "stderr")),
        (stream("a\n", "of my own"), text("a", "stdout")),
        (bundle({"text/plain": ["3\n", "4"]}), text("3\n4", "result", 2)),
        (bundle({"text/plain": "[<f at 0x7f62cf>, 1]"}), text("[<f>, 1]", "result")),
        (
            bundle({"text/plain": "[<matplotlib.lines.Line2D at 0x7f62cf>]"}),
            not_shown(
                "an object of the type matplotlib.lines.Line2D, which says nothing of its content"
            ),
        ),
        (display(text__html="<b>a</b>", text__markdown="a"), Html(Markup("<b>a</b>"))),
        (
            display(text__html="<b>a</b><script>1</script>"),
            Html(Markup("<b>a</b>"), ("a script",)),
        ),
        (display(text__html="<div></div>"), not_shown("HTML in which there is nothing to see")),
        (
            display(text__html="<p>" + "x" * MOST_HTML),
            not_shown("HTML of 500 kB, too large for a page; the executed notebook holds it"),
        ),
        (display(text__markdown=["*a*\n", "b"], text__plain="a"), Prose("*a*\nb")),
        (display(text__latex="$$x^2$$"), Formula("x^2")),
        (display(text__latex=" \\[x\\] "), Formula("x")),
        (display(text__latex="\\begin{equation*}x\\end{equation*}"), Formula("x")),
        (
            display(text__latex="\\begin{align}x&=1\\end{align}"),
            Formula("\\begin{align}x&=1\\end{align}"),
        ),
        (display(text__latex="$x$ and $y$"), Prose("$x$ and $y$")),
        (display(text__latex="costs \\$5, $x$"), Prose("costs \\$5, $x$")),
        (
            display(text__latex="\\textbf{a}"),
            Source("\\textbf{a}", "latex", "Shown as its source in LaTeX.", 1),
        ),
        (display(audio__wav=SOUND), Media("audio/wav", b"a sound")),
        (display(video__mp4=SOUND), Media("video/mp4", b"a sound")),
        (
            display(audio__midi=SOUND),
            not_shown("an output of the type audio/midi, which browsers cannot play"),
        ),
        (
            bundle({"text/vnd.mermaid": "graph TD", "text/plain": "<m>"}),
            Source("graph TD", "mermaid", "A diagram, shown as its source in Mermaid.", 1),
        ),
        (
            display(application__json={"a": [1]}),
            Source('{\n  "a": [\n    1\n  ]\n}', "json", "Data in JSON.", 5),
        ),
        (display(application__json=[]), Source("[]", "json", "Data in JSON.", 1)),
        (
            bundle({"application/geo+json": {"type": "Point"}}),
            Source('{\n  "type": "Point"\n}', "json", "Data in JSON.", 3),
        ),
        (
            display(application__javascript="alert(1)"),
            Source("alert(1)", "javascript", "JavaScript, which this page does not run.", 1),
        ),
        (
            bundle(
                {
                    "application/vnd.jupyter.widget-view+json": {"model_id": "a"},
                    "text/plain": "  0%|          | 0/10",
                }
            ),
            not_shown("an interactive widget, which needs a running kernel"),
        ),
        (display(application__pdf=SOUND), not_shown("a PDF document")),
        (
            bundle({"application/vnd.bokehjs_exec.v0+json": "", "text/plain": "a"}),
            not_shown(
                "an output of the type application/vnd.bokehjs_exec.v0+json, which a page cannot show"
            ),
        ),
        (
            {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["a\n", "E: no"]},
            text("a\n\nE: no", "error", 3),
        ),
        (
            {"output_type": "error", "ename": "E", "evalue": "no", "traceback": []},
            text("E: no", "error"),
        ),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
def test_each_type_has_its_kind(output: dict[str, Any], read: Output):
    """The richest type that a page knows is shown, and what cannot be shown is named."""
    assert one(output) == read


RICHER = ["text/html", "text/markdown", "text/latex", "text/vnd.mermaid", "application/javascript"]


@pytest.mark.parametrize("index", range(len(RICHER)))
def test_the_richest_type_wins(index: int):
    """Whatever a display offers beside it, in whatever order."""
    offered = dict.fromkeys(["text/plain", *reversed(RICHER[index:])], "$a$")
    alone = {RICHER[index]: "$a$"}
    assert one(bundle(offered)) == one(bundle(alone))


@pytest.mark.parametrize(
    "output",
    [
        stream(""),
        stream(" \n"),
        stream("\x1b[0m"),
        display(),
        display(text__plain=""),
        display(text__html="", text__plain=""),
        display(text__plain=None),
        {"output_type": "display_data"},
    ],
)
def test_an_empty_output_is_nothing(output: dict[str, Any]):
    """Where nothing was printed nothing is shown."""
    assert read_outputs([output], where="") == ()


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml", "application/vnd.plotly.v1+json"])
def test_a_picture_outside_the_contract_is_refused(kind: str):
    """A picture without caption, alt text and data is an error that names the cell."""
    with pytest.raises(ClaimbookError, match=r"^cell 1: draws a figure without caption"):
        read_outputs([display(text__html="<b>a</b>") | bundle({kind: "x"})], where="cell 1")


def test_outputs_of_a_cell_are_sorted():
    """Figures, measurements and the rest keep their order; the caption is for JupyterLab alone."""
    caption = display(text__markdown="**Figure.**") | {"metadata": {"claimbook": "caption"}}
    outputs = [stream("a"), measured("gap", 0.2, note="n"), drawn(), caption, stream("b")]
    shown = sort_outputs(outputs, where="cell 1")
    above, recorded, figure, below = shown.items
    assert shown.outputs == (above, below) == (text("a", "stdout"), text("b", "stdout"))
    assert recorded == Recorded("gap", "0.200 (one seed)", "n")
    assert shown.figures == (figure,)
    assert sort_outputs([], where="cell 1") == Shown()


def test_a_malformed_measurement_names_its_cell():
    """An error says where the author must look."""
    with pytest.raises(ClaimbookError, match=r"^cell 1: holds a malformed measurement"):
        sort_outputs([measured("gap")], where="cell 1")


def test_what_outputs_carry_becomes_files():
    """Sounds, and pictures within HTML, are written beside the page, each once."""
    html = f'<img alt="a" src="data:image/png;base64,{SOUND}">'
    read = read_outputs([display(text__html=html), *[display(audio__wav=SOUND)] * 2], where="")
    assert collect_files(read) == {
        "outputs/a0bb50da9aa262d1.png": b"a sound",
        "outputs/a0bb50da9aa262d1.wav": b"a sound",
    }


@pytest.mark.parametrize(
    ("source", "mimetype", "shown"),
    [
        ("<b>ZZRAW</b>", "text/html", Html(Markup("<b>ZZRAW</b>"))),  # f14
        ("<script>1</script>", "text/html", not_shown("a script")),
        ("<!-- a -->", "text/html", not_shown("HTML in which there is nothing to see")),
        ("*a*", "text/markdown", Prose("*a*")),
        (
            "\\bf a",
            "text/latex",
            Source("\\bf a", "latex", "A raw cell of the type text/latex, shown as it is.", 1),
        ),
        ("<b>", "", Source("<b>", "", "A raw cell, shown as it is.", 1)),
        (" \n", "", not_shown("a raw cell with nothing in it")),
    ],
)
def test_a_raw_cell_is_shown_or_named(source: str, mimetype: str, shown: Output):
    """A raw cell does not vanish."""
    assert read_raw(source, mimetype) == shown


def draw(items: Iterable[Output | Recorded], *, searched: bool = False) -> str:
    """Draw what a cell showed, as a page does."""
    rendered = [one if isinstance(one, Recorded) else render_output(one, "") for one in items]
    return str(draw_block(Outputs(rendered, beside="", searched=searched)))


class Document(HTMLParser):
    """The elements of a page's part, nested well, and its text."""

    VOID = frozenset({"br", "hr", "img", "source", "wbr", "col"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def indexed(html: str) -> str:
    """Return what Material's search plugin takes into its index."""
    parser = Parser()
    parser.feed(f"<h1 id='a'>A</h1><div>{html}</div><p>after</p>")
    parser.close()
    return "".join(text for section in parser.data for text in section.text)


def test_outputs_stay_out_of_the_search_index():
    """The search finds nothing of what a cell showed, and everything behind it."""
    html = "<div><div>qqz</div><details><summary>qqz</summary></details></div><p>qqz<br>qqz"
    outputs = [
        stream("qqz"),
        display(text__html=html),
        display(text__markdown="qqz"),
        stream("qqz"),
    ]
    drawn = draw(read_outputs(outputs, where=""))
    assert drawn.count("qqz") == 7
    assert indexed(drawn).strip() == "<p>after</p>"


def test_a_raw_cell_is_found_by_the_search():
    """What an author wrote is no output."""
    drawn = draw([read_raw("<b>qqz</b>", "text/html")], searched=True)
    assert "qqz" in indexed(drawn)


def test_text_is_drawn_with_its_colours_and_every_character():
    """Markup in text is text, a first empty line stays, and a style is a class."""
    html = draw([one(stream("\n <b>\x1b[1;31mred\x1b[0m & more"))])
    start = html.index("<pre")
    assert html[start : html.index("</pre>")] == (
        '<pre class="cb-text cb-stdout" tabindex="0" role="group" aria-label="Printed">\n'
        '\n &lt;b&gt;<span class="cb-ansi-bold cb-ansi-red">red</span> &amp; more'
    )


@pytest.mark.parametrize(("lines", "folded"), [(FOLDED, False), (FOLDED + 1, True)])
def test_long_text_is_folded(lines: int, folded: bool):
    """What is longer than a screen is opened on demand, and says how long it is."""
    html = draw([one(stream("a\n" * lines))])
    assert ("<details" in html) is folded
    assert (f"Printed<span> · {lines} lines</span>" in html) is folded


@pytest.mark.parametrize(("rows", "folded"), [(FOLDED, False), (FOLDED + 1, True)])
def test_a_long_table_is_folded(rows: int, folded: bool):
    """It lies closed, under its rows' number; of a shorter one nothing is folded."""
    table = f"<table>{'<tr><td>1</td></tr>' * rows}</table>"
    html = draw([one(display(text__html=table))])

    assert ("<details" in html) is folded
    assert (f"Output<span> · {rows} rows</span>" in html) is folded
    assert html.count("<tr>") == rows


@pytest.mark.parametrize(
    "output",
    [stream("a"), display(text__html="<table><tr><td>1</table>"), display(application__json=1)],
)
def test_what_scrolls_can_be_reached_by_keyboard(output: dict[str, Any]):
    """A scroll region takes the focus and has a role and a name."""
    elements = Document(draw([one(output)])).elements
    ((_, region),) = [element for element in elements if "tabindex" in element[1]]
    assert (region["tabindex"], region["role"]) == ("0", "group")
    assert region["aria-label"]


def test_each_kind_is_drawn():
    """HTML as it was cleaned, what was dropped beside it, players, sources and lines."""
    html = draw(
        [
            Html(Markup("<b>a</b>"), ("a script", "a form")),
            Prose("p<"),
            Formula("f<"),
            Media("audio/wav", b"a sound"),
            Media("video/mp4", b"a film", alt="what is seen"),
            Source("s<", "mermaid", "why<", 1),
            NotShown("n<"),
        ]
    )
    document = Document(html)
    said = document.text.split()
    assert "<b>a</b>" in html
    assert "Not shown here: a script, a form." in html
    assert {"p<", "f<", "s<", "why<", "n<"} <= set(said)
    assert "Download (wav, 1 kB)" in html
    players = {tag: given for tag, given in document.elements if tag in ("audio", "video")}
    assert players["audio"]["src"] == "outputs/a0bb50da9aa262d1.wav"
    assert players["video"]["aria-label"] == "what is seen"
    assert all("controls" in given and "autoplay" not in given for given in players.values())


def test_measurements_are_drawn_as_text():
    """A name, a value and a note, escaped."""
    html = draw([Recorded("gap", "0.2 <", "a & b"), Recorded("lead", "1", "")])
    said = "<p><code>"
    assert f"{said}gap</code> 0.2 &lt; <span>a &amp; b</span></p>" in html
    assert f"{said}lead</code> 1</p>" in html


KINDS = st.sampled_from(
    [
        *("text/plain", "text/html", "text/markdown", "text/latex", "text/vnd.mermaid"),
        *("application/json", "application/javascript", "application/pdf", "audio/wav"),
        *("application/vnd.jupyter.widget-view+json", "video/mp4", "image/png", "x/y", "odd"),
    ]
)
SAID = st.text(st.sampled_from("<>&'\"$\\{}[]ab \n\r\x1b\x00") | st.characters(), max_size=30)
VALUES = SAID | st.lists(SAID, max_size=3) | st.none() | st.integers()


@given(st.dictionaries(KINDS | st.text(max_size=8), VALUES, max_size=4))
def test_any_display_is_drawn_or_refused(data: dict[str, Any]):
    """Whatever a display offers, the page's part is well formed, or an error names the cell."""
    try:
        shown = sort_outputs([bundle(data)], where="cell 1")
    except ClaimbookError as error:
        assert error.where == "cell 1"
        return
    document = Document(draw(shown.items))
    assert not {"script", "iframe", "style"} & {tag for tag, _ in document.elements}
    made_of_html = (Html, Prose, Formula)
    if shown.outputs and not any(isinstance(one, made_of_html) for one in shown.outputs):
        known = {"section", "div", "pre", "span", "details", "summary", "p", "audio", "video", "a"}
        assert {tag for tag, _ in document.elements} <= known

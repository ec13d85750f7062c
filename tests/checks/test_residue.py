import pytest
from sitepages import page

from claimbook.checks.html import parse
from claimbook.checks.residue import find_residue, find_tex, quote

REPRS = [
    "<IPython.core.display.Markdown object>",
    "<matplotlib.lines.Line2D at 0x7f3a5c0d1e50>",
    "<function f at 0x7f3a5c0d1e50>",
    "<function f.<locals>.<lambda> at 0x7f3a5c0d1e50>",
    "<generator object <genexpr> at 0x7f3a5c0d1e50>",
    "<bound method A.f of <a.A object at 0x7f3a5c0d1e50>>",
    "<module 'os' from '/usr/lib/python3.11/os.py'>",
]


def residue(body: str, title: str = "A page") -> list[str]:
    """Return what is left on a page, as lines and words."""
    made = parse(page(body, title))
    assert made is not None
    return [f"{flaw.line}: {flaw.what}" for flaw in find_residue(made)]


def escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    "text",
    [
        "$$ L = 3 $$",
        r"\begin{aligned} a \end{aligned}",
        r"so \(x\) is",
        r"so \[x\] is",
        r"half, \frac12, of it",
        r"in \mathbb{R}",
        r"a \mathrm x",
        r"the \theta of it",
        r"is 2\times as much",
        r"a \foo{bar} of",
        "let $x$ be",
        "let $x_i$ be",
        "the $n$th, or the $k$-th",
        "where $a + b = c$, say",
        "($W_0$)",
        "한국어로 $x$라고",
    ],
)
def test_tex_that_became_no_formula_is_found(text: str):
    """A reader never sees the source of a formula in place of it, and is shown where it stands."""
    (found,) = residue(f"<p>\nSo it is: {text}\n</p>")
    assert found.startswith("10: shows TeX in place of a formula: ")


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5.",
        "It costs $5, or $6.",
        "from $5 to $10",
        "$5–$10, $5/$6, US$5 or A$7",
        "$100 million and 5$",
        "$HOME/$USER, $PATH:$HOME",
        "$AAPL, $MSFT and $GOOG",
        "the $ sign",
        "AC/DC; a\\b; C:\\times",
        r"C:\Users\doe",
        "2^3 and a_b",
        "f(x) and [y]",
        "{one} and { {two} }",
    ],
)
def test_money_paths_and_names_are_no_tex(text: str):
    """Dollars and backslashes of other trades pass."""
    assert residue(f"<p>{escaped(text)}</p>") == []


@pytest.mark.parametrize("tag", ["code", "pre", "kbd", "samp", "script", "style", "textarea"])
@pytest.mark.parametrize(
    "text", [r"$x$ $$ \(\[a-z\]+\) \frac{1}{2}", "{{ gap }}", "&lt;a object&gt;"]
)
def test_code_may_hold_anything(tag: str, text: str):
    """Shell variables, regular expressions, TeX and templates are right where code stands."""
    assert residue(f"<div>a <{tag}>{text}</{tag}> b</div>") == []


def test_math_may_hold_its_source():
    """MathML carries the TeX that it was made of, and is a formula all the same."""
    annotated = (
        r'<semantics><mi>x</mi><annotation encoding="application/x-tex">\frac x</annotation>'
    )
    assert residue(f'<p><math alttext="\\frac x">{annotated}</semantics></math></p>') == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<div><p>a", "<div> is not closed"),
        ("<math><mrow><mspace><mi>x</mi></mrow></math>", "<mspace> is not closed before </mrow>"),
        ("<p>a</p></div>", "</div> closes nothing"),
    ],
)
def test_an_element_left_open_is_found(body: str, fault: str):
    """What is not closed holds the rest of the page, as in math that a minifier took apart."""
    assert [what for what in residue(body) if fault in what] != []


def test_end_tags_that_html_lets_out_are_no_fault():
    """A minifier leaves out what a browser puts in, and a drawing ends elements where they begin."""
    body = '<ul><li>a<li>b</ul><p>c<table><tr><td>d</table><svg><path d="M0"/></svg><br>'
    assert residue(body) == []


def test_code_between_two_dollars_makes_no_formula_of_them():
    """A pair is one text: what stands on both sides of code is none."""
    assert residue("<p>a $<code>x</code>$ b</p>") == []


def test_a_formula_is_found_across_emphasis():
    """Underscores that Markdown took for emphasis do not hide the formula."""
    assert residue("<p>$x<em>i + y</em>i$</p>") == [
        '9: shows TeX in place of a formula: "$xi + yi$"'
    ]


def test_tex_in_titles_and_alt_texts_is_found():
    """Search engines and screen readers are shown no TeX either."""
    body = '<img src="a.svg" alt="the slope $\\theta$"><meta name="description" content="$x$">'
    assert residue(body, title="On $x$") == [
        '5: <title> shows TeX in place of a formula: "$x$"',
        '9: <meta> shows TeX in place of a formula: "$x$"',
        '9: <img> shows TeX in place of a formula: "$\\theta$"',
    ]
    assert residue('<img src="a.svg" alt="the slope θ costs $5">', title="On x") == []


def test_a_name_that_nothing_filled_in_is_found():
    """A bound number is a number, and braces are shown only as code."""
    assert residue("<p>The gap was {{ gap | .2f }}.</p>") == [
        '9: shows a bound name that nothing filled in: "{{ gap | .2f }}."'
    ]
    assert residue("<p>The gap was <span>0.2</span>; write <code>{{ gap }}</code>.</p>") == []


@pytest.mark.parametrize("text", REPRS)
@pytest.mark.parametrize(
    "around",
    [
        "<p>{}</p>",
        '<div class="jp-OutputArea"><pre>{}</pre></div>',
        '<pre class="cb-outputs">{}</pre>',
    ],
)
def test_an_object_in_place_of_its_value_is_found(text: str, around: str):
    """Neither prose nor what a cell printed shows an object's address or type."""
    (found,) = residue(around.format(escaped(text)))
    assert found.startswith("9: shows an object where its value should stand: ")


@pytest.mark.parametrize("text", REPRS)
@pytest.mark.parametrize("around", ["<pre>{}</pre>", "<p><code>{}</code></p>"])
def test_source_code_may_name_an_object(text: str, around: str):
    """Only outputs and prose count: a listing may hold the text of an object."""
    assert residue(around.format(escaped(text))) == []


@pytest.mark.parametrize("text", REPRS[:3])
def test_an_object_whose_brackets_were_not_escaped_is_found(text: str):
    """A browser takes it for an element and shows nothing, which is worse."""
    found = residue(f"<p>{text}</p>")
    assert [one.partition('"')[0] for one in found] == [
        "9: hides an object where its value should stand: "
    ]


@pytest.mark.parametrize(
    "text", ["a < b and c > d", "an object at 0x7f", "<https://example.org>", "<doe>"]
)
def test_comparisons_and_addresses_are_no_objects(text: str):
    """Angle brackets alone make no object."""
    assert (
        residue(f'<div class="cb-outputs"><p>{escaped(text)}</p><pre>{escaped(text)}</pre></div>')
        == []
    )


def test_what_a_cell_printed_is_nobodys_prose():
    """Dollars and braces that a cell printed are its own affair."""
    assert residue('<div class="jp-OutputArea"><pre>$x$ {{ y }} \\frac</pre></div>') == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<!-- claimbook:rules -->", 'a marker was not replaced: "<!-- claimbook:rules -->"'),
        ("&lt;!-- claimbook:rules --&gt;", 'shows a marker: "<!-- claimbook:rules -->"'),
        ("<p>\x02wzxhzdk:12\x03</p>", 'a marker was not replaced: "\\x02wzxhzdk:12\\x03"'),
        ("<pre>\x02klzzwxh:0012\x03</pre>", 'a marker was not replaced: "\\x02klzzwxh:0012\\x03"'),
        ("<p>wzxhzdk:3</p>", 'a marker was not replaced: "wzxhzdk:3"'),
        ("<p>\x02amp\x03</p>", 'a marker was not replaced: "\\x02"'),
        ('<i data-cb-piece="3"></i>', "<i data-cb-piece> was left by the engine"),
        ('<span data-cb-key="a">a</span>', "<span data-cb-key> was left by the engine"),
        ('<span class="cb-cite cb-unknown">@doe</span>', 'cites what is unknown: "@doe"'),
        (
            '<img src="attachment:a b.png" alt="a">',
            '<img src> leads to a cell\'s attachment, which no page has: "attachment:a b.png"',
        ),
        (
            '<a href="attachment:a.csv">a</a>',
            '<a href> leads to a cell\'s attachment, which no page has: "attachment:a.csv"',
        ),
        (
            '<p style="background:url(attachment:a.png)">a</p>',
            "<p style> leads to a cell's attachment, which no page has: "
            '"background:url(attachment:a.png)"',
        ),
    ],
)
def test_what_one_step_left_for_the_next_is_found(body: str, says: str):
    """Markers, placeholders, unknown citations and attachments never reach a reader."""
    assert f"9: {says}" in residue(body)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- a comment on claimbook: nothing -->",
        "<p>Write <code>&lt;!-- claimbook:rules --&gt;</code>, cb-unknown or data-cb-key.</p>",
        '<p class="cb-unknowns" data-spec="a.json">wzxhzdk</p>',
        '<img src="a.png" alt="attachment: a picture"><code>attachment:a.png</code>',
        '<a href="?x=attachment;">a</a>',
    ],
)
def test_what_only_resembles_a_marker_is_left_alone(body: str):
    """Words about markers, and classes and addresses like them, are none."""
    assert residue(body) == []


def test_a_text_is_told_once_for_each_kind():
    """A paragraph full of raw formulas is one fault, in its first line."""
    found = residue("<p>$x$ and\n$y$ and {{ z }}</p><p>$x$</p>")
    assert [one.partition(" shows")[0] for one in found] == ["9:", "10:", "10:"]


def test_the_nearest_tex_is_named():
    """Of a pair of dollars and a command, whichever comes first is the place."""
    assert (find_tex(r"a $x$ b \frac c"), find_tex(r"a \frac b $x$")) == (2, 2)


def test_a_quote_is_one_short_line():
    """Control characters are spelt out, and a long text is cut."""
    assert quote("a\x02\n\n b") == '"a\\x02 b"'
    assert quote("x" * 100) == f'"{"x" * 60}…"'

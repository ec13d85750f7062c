import base64
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.pages.cleaning import clean
from claimbook.pages.media import Media

PNG = base64.b64encode(b"a picture").decode()
PANDAS = """\
<div>
<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }

    /* set by pandas */
    .dataframe thead th {
        text-align: right;
    }
</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>loss</th></tr></thead>
  <tbody><tr><th>0</th><td>0.5</td></tr></tbody>
</table>
</div>"""


class Elements(HTMLParser):
    """The elements of a piece of HTML with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


FORBIDDEN = frozenset(
    {"base", "button", "canvas", "embed", "form", "iframe", "input", "link", "math", "meta"}
    | {"object", "script", "select", "style", "svg", "template", "textarea"}
)


def assert_inert(html: str) -> None:
    """See that HTML runs, loads, styles and names nothing."""
    for tag, attributes in Elements(html).found:
        assert tag not in FORBIDDEN
        assert not [name for name in attributes if name.startswith("on")]
        assert not attributes.keys() & {"style", "id", "name", "srcset", "srcdoc", "background"}
        for name in attributes.keys() & {"src", "poster"}:
            assert attributes[name].startswith("outputs/")
        assert attributes.get("href", "https:").split(":")[0] in ("http", "https", "mailto")
        assert attributes.get("class", "dataframe") in ("dataframe", "")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://spy.example/x.png" srcset="https://spy.example/2.png 2x">',
    "<img src=//spy.example/x.png>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="java\nscript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<img src="data:text/html;base64,PHNjcmlwdD4=">',
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><script>alert(1)</script></svg>",
    '<p style="background:url(https://spy.example/x)">a</p>',
    "<style>@import url(https://spy.example/x.css)</style>",
    "<link rel=stylesheet href=https://spy.example/x.css>",
    "<base href=https://spy.example/>",
    '<meta http-equiv=refresh content="0;url=https://spy.example/">',
    "<form action=https://spy.example><input name=a><button>go</button></form>",
    "<input type=image src=https://spy.example/x>",
    '<video poster="https://spy.example/x" src="https://spy.example/v"></video>',
    "<audio><source src=https://spy.example/a.mp3></audio>",
    "<object data=https://spy.example/x></object><embed src=https://spy.example/x>",
    "<details open ontoggle=alert(1)><summary>s</summary></details>",
    "<table background=https://spy.example/x><tr><td background=https://spy.example/y>a</table>",
    '<div id=verdicts class="cb-mark cb-reproduced">● reproduced</div>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=a()&gt;'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<x-y onclick=alert(1)>a</x-y>",
    '<img alt="<script>alert(1)</script>" src="x">',
    "<img <script>alert(1)</script> src=x onerror=alert(1)//",
    "<![ <script>alert(1)</script>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_out_inert(html: str):
    """Nothing runs, nothing is asked of another host, and nothing dresses as the page."""
    cleaned = clean(html)
    assert_inert(cleaned.html)
    assert "spy.example" not in cleaned.html
    assert cleaned.files == ()


PIECES = st.sampled_from(
    [*HOSTILE, "<", ">", '"', "'", "<!--", "-->", "</", "<img", "<p>", " alt="]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=6).map("".join))
def test_pieces_of_hostile_html_come_out_inert(html: str):
    """However pieces are put together, what is left is inert."""
    cleaned = clean(html)
    assert_inert(cleaned.html)


@pytest.mark.parametrize(
    ("html", "dropped"),
    [
        ('<iframe src="https://example.org/a"></iframe>', ("a frame from example.org",)),
        ('<iframe srcdoc="x"></iframe>', ("a frame",)),
        ("<script>1</script>", ("a script",)),
        ('<b onclick="x()">b</b>', ("a script",)),
        ('<a href="javascript:x()">a</a>', ("a script",)),
        ('<img src="https://example.org/a.png">', ("a picture from example.org",)),
        ('<img srcset="https://example.org/a.png 2x">', ("a picture from example.org",)),
        ('<img src="plot.png">', ("a picture from plot.png",)),
        ('<img src="data:image/svg+xml,x">', ("a picture",)),
        ('<img src="http://[">', ("a picture",)),
        ('<audio src="https://example.org/a.wav"></audio>', ("a sound from example.org",)),
        (
            '<video src="//example.org/v" poster="p.png"></video>',
            ("a film from example.org", "a picture from p.png"),
        ),
        ("<svg></svg>", ("a drawing",)),
        ("<math></math>", ("a formula in MathML",)),
        ("<form><input><input></form>", ("a form to fill in",)),
        ("<style>p {color: red}</style>", ("a style sheet",)),
        ('<link rel="stylesheet" href="x.css">', ("a style sheet",)),
        ('<a href="table.csv">a</a>', ("a link to table.csv",)),
        ('<a href="ftp://example.org">a</a>', ("a link to ftp:",)),
        ("<script>1</script><p>a</p><script>2</script>", ("a script",)),
        ("<p style='color: red' class='a' id='b'>a</p><a href='#b'>b</a>", ()),
        (PANDAS, ()),
    ],
)
def test_what_a_reader_would_miss_is_named(html: str, dropped: tuple[str, ...]):
    """What was left out is told once each; how a table was set is the page's own affair."""
    assert clean(html).dropped == dropped


def test_a_table_of_pandas_stays_a_table():
    """Rows, heads and the class that sets figures flush are kept."""
    html = clean(PANDAS).html
    assert '<table class="dataframe">' in html
    assert "<th>loss</th>" in html
    assert "<td>0.5</td>" in html
    assert "vertical-align" not in html


def test_structure_is_kept():
    """Lists, details, figures, code and links out are shown as they are."""
    html = (
        "<details><summary>s</summary><ul><li>a</li></ul></details>"
        "<figure><figcaption>c</figcaption></figure><pre><code>x</code></pre>"
        '<table><tbody><tr><th scope="row" colspan="2">h</th></tr></tbody></table>'
    )
    assert clean(html).html == html
    link = clean('<a href="https://example.org/" target="_blank">a</a>').html
    assert link == '<a href="https://example.org/" rel="noopener noreferrer">a</a>'


def test_pictures_inside_become_files():
    """A picture that HTML carries is written beside the page, and keeps its description."""
    cleaned = clean(f'<img alt="a > b" src="data:image/png;base64,{PNG}">')
    (picture,) = cleaned.files
    assert picture == Media("image/png", b"a picture")
    assert cleaned.html == f'<img loading="lazy" alt="a &gt; b" src="{picture.path}">'


def test_a_picture_without_a_description_says_so():
    """A reader who cannot see is told that there is a picture."""
    cleaned = clean(f'<img src="data:image/png;base64,{PNG}">')
    assert 'alt="a picture without a description"' in cleaned.html


def test_a_sound_has_controls_and_does_not_begin_by_itself():
    """What IPython's Audio shows can be played, and nothing plays unasked."""
    html = f'<audio autoplay><source src="data:audio/wav;base64,{PNG}" type="audio/wav"></audio>'
    (_, player), (_, source) = Elements(clean(html).html).found
    assert player == {"controls": "", "preload": "metadata", "aria-label": "Recording"}
    assert source["src"] == Media("audio/wav", b"a picture").path


@pytest.mark.parametrize(
    ("html", "blank"),
    [
        ("", True),
        ("<div> </div><!-- a -->", True),
        ("<script>1</script>", True),
        ('<img src="https://example.org/a.png" alt="a">', True),
        ("<p>a</p>", False),
        ("<hr>", False),
        (f'<img src="data:image/png;base64,{PNG}">', False),
    ],
)
def test_what_shows_nothing_is_blank(html: str, blank: bool):
    """Elements without text or picture are nothing to see."""
    assert clean(html).blank is blank

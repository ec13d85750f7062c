import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.prose.citations import (
    CitationExtension,
    Ledger,
    draw_references,
    explain_unknown_key,
    find_mentioned,
)
from claimbook.prose.mathml import MathMLExtension
from front import front_matter


def record(key: str, author: str, year: str) -> Record:
    return Record(key, "misc", {"author": author, "title": f"On {key}", "year": year})


RECORDS = {
    one.key: one
    for one in (
        record("hu2024minicpm", "Hu, S. and Tu, Y. and Han, X.", "2024"),
        record("wang2024one", "Wang, H.", "2024"),
        record("wang2024two", "Wang, H.", "2024"),
        record("abe2020x", "Abe, K. and Doe, J.", "2020"),
        record("odd.key/2:x", "Odd, O.", ""),
    )
}
FINDING = Finding(front_matter().claims[0], Verdict.REPRODUCED)
EXTENSIONS = [
    *("toc", "footnotes", "attr_list", "md_in_html", "def_list", "tables", "admonition", "abbr"),
    *("pymdownx.superfences", "pymdownx.inlinehilite"),
]


def convert(text: str, **options: Any) -> tuple[str, Any]:
    """The page's HTML, and the Markdown instance that made it."""
    citing = CitationExtension(records=RECORDS, **{"append": False} | options)
    md = Markdown(extensions=[*EXTENSIONS, MathMLExtension(), citing], tab_length=4)
    return md.convert(text), md


def words(html: str) -> str:
    """The text that a reader sees."""
    return "".join(ElementTree.fromstring(f"<p>{html}</p>").itertext()).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@hu2024minicpm]", "(Hu et al., 2024)"),
        ("@hu2024minicpm says", "Hu et al. (2024) says"),
        ("@hu2024minicpm [§3] says", "Hu et al. (2024, §3) says"),
        ("[see @hu2024minicpm, §3; @abe2020x]", "(see Hu et al., 2024, §3; Abe and Doe, 2020)"),
        ("Hu [-@hu2024minicpm, p. 4]", "Hu (2024, p. 4)"),
        ("Hu -@hu2024minicpm", "Hu 2024"),
        ("@hu2024minicpm's", "Hu et al. (2024)'s"),
        ("(@hu2024minicpm)", "(Hu et al. (2024))"),
        ("**@hu2024minicpm**", "Hu et al. (2024)"),
        ("[@hu2024minicpm, *Table* 4]", "(Hu et al., 2024, Table 4)"),
        ("@hu2024minicpm and [@abe2020x].", "Hu et al. (2024) and (Abe and Doe, 2020)."),
        ("<b>@hu2024minicpm</b>", "Hu et al. (2024)"),
        ("@{hu2024minicpm}s", "Hu et al. (2024)s"),
        ("[see @{odd.key/2:x}, §2]", "(see Odd, n.d., §2)"),
        ("“@hu2024minicpm”, ‘[@abe2020x]’!", "“Hu et al. (2024)”, ‘(Abe and Doe, 2020)’!"),
        (
            "根据@hu2024minicpm的研究，见[@abe2020x]。",
            "根据Hu et al. (2024)的研究，见(Abe and Doe, 2020)。",
        ),
        ("@abe2020x은", "Abe and Doe (2020)은"),
        ("[-@hu2024minicpm; -@abe2020x]", "(2024; 2020)"),
        ("[@wang2024one; @abe2020x; @wang2024two]", "(Wang, 2024a, 2024b; Abe and Doe, 2020)"),
        ("[@wang2024one, §3; @wang2024two]", "(Wang, 2024a, §3; 2024b)"),
        ("[@wang2024one; but see @wang2024two]", "(Wang, 2024a; but see Wang, 2024b)"),
        ("[see @abe2020x, and @hu2024minicpm]", "(see Abe and Doe, 2020, and Hu et al. (2024))"),
    ],
)
def test_syntax_of_pandoc(text: str, expected: str) -> None:
    """Each form of a citation reads as the author–year style has it."""
    assert expected == words(convert(text)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@hu2024minicpm, §3; @abe2020x]", "[1, §3; 2]"),
        ("@abe2020x and @abe2020x [§2]", "Abe and Doe [1] and Abe and Doe [1, §2]"),
        ("@abe2020x [@wang2024two; @wang2024one; @abe2020x]", "Abe and Doe [1] [1–3]"),
        (
            "@abe2020x @hu2024minicpm @wang2024one [@wang2024two; @hu2024minicpm; @abe2020x]",
            "Abe and Doe [1] Hu et al. [2] Wang [3] [1, 2, 4]",
        ),
        ("[see @abe2020x; @hu2024minicpm; @wang2024one]", "[see 1–3]"),
        ("[@abe2020x; see @hu2024minicpm; @wang2024one]", "[1; see 2; 3]"),
        ("[@abe2020x; @abe2020x]", "[1]"),
        ("Abe and Doe [-@abe2020x, p. 2] and -@abe2020x", "Abe and Doe [1, p. 2] and [1]"),
    ],
)
def test_numeric_style(text: str, expected: str) -> None:
    """In the numeric style a work has the number of its first citation."""
    assert expected == words(convert(text, style="numeric")[0])


@pytest.mark.parametrize(
    "text",
    [
        "`[@hu2024minicpm]` and `@hu2024minicpm`",
        "```python\n@hu2024minicpm\n```",
        "    @hu2024minicpm\n    def f(): ...",
        "$@hu2024minicpm$ and $$[@hu2024minicpm]$$",
        "[@hu2024minicpm](https://a.org)",
        "[see [@hu2024minicpm] here](https://a.org)",
        "<https://a.org/@hu2024minicpm>",
        "https://a.org/@hu2024minicpm",
        "<code>@hu2024minicpm [@hu2024minicpm]</code>",
        '<a href="https://a.org">*x* @hu2024minicpm</a>',
        '<span title="@hu2024minicpm [@hu2024minicpm]">x</span>',
        "<div>@hu2024minicpm</div>",
        r"\@hu2024minicpm",
        "me@hu2024minicpm and me.@hu2024minicpm and me+@hu2024minicpm",
        "me@example.org, [me@example.org] and mailto:me@example.org",
        "`x`@hu2024minicpm",
        "@dataclass and @app.route and @property",
        "@karpathy and @user@mastodon.social and [ask @karpathy]",
        "@hu2024minicpm@mastodon.social",
        "@@hu2024minicpm",
        "[x]: https://a.org/@hu2024minicpm\n\n[x]",
        "![@hu2024minicpm](a.png)",
        "`@{hu2024minicpm}` and me@{hu2024minicpm}",
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    """Code, links, math, addresses, decorators and handles never become citations."""
    html, md = convert(text)
    assert Ledger() == md.citations
    assert "cb-cite" not in html


def test_links_and_places() -> None:
    """A citation links to its reference and has an id of its own, in the page's order."""
    html, md = convert("# On [@abe2020x]\n\n*@abe2020x*, [@hu2024minicpm] [^1]\n\n[^1]: @abe2020x.")
    assert md.citations.cited == {
        "abe2020x": ["cite-abe2020x-1", "cite-abe2020x-2", "cite-abe2020x-3"],
        "hu2024minicpm": ["cite-hu2024minicpm-1"],
    }
    places = [html.index(f'id="cite-abe2020x-{number}"') for number in (1, 2, 3)]
    assert sorted(places) == places
    assert 'href="#ref-hu2024minicpm"' in html


@pytest.mark.parametrize("style", ["author-year", "numeric"])
@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| [@abe2020x] | x |",
        "term\n:   [@abe2020x]",
        "> [@abe2020x]",
        "- one\n- *[@abe2020x]*",
        '<div markdown="1">\n\n[@abe2020x]\n\n</div>',
        "!!! note\n    [@abe2020x]",
        "[^1]\n\n[^1]: [@abe2020x]",
        "# T [@abe2020x]",
        "*[Abe]: an abbreviation\n\n[@abe2020x]",
    ],
)
def test_a_citation_may_stand_anywhere(text: str, style: str) -> None:
    """In tables, lists, notes and blocks a citation is one, and has a place to come back to."""
    html, md = convert(text, style=style)
    assert md.citations.cited == {"abe2020x": ["cite-abe2020x-1"]}
    expected = ">1</a>]" if style == "numeric" else ">Abe and Doe, 2020</a>)"
    assert f'href="#ref-abe2020x" id="cite-abe2020x-1"{expected}' in html


@pytest.mark.parametrize("style", ["author-year", "numeric"])
def test_a_headings_id_does_not_depend_on_the_style(style: str) -> None:
    """A link to a section holds when citations read differently; the contents show the text."""
    text = "## What [@abe2020x] *found*\n\n## What *found*\n\n## [@abe2020x] {#own}"
    html, md = convert(text, style=style)
    assert [token["id"] for token in md.toc_tokens] == ["what-found", "what-found_1", "own"]
    cited = "[1]" if style == "numeric" else "(Abe and Doe, 2020)"
    assert [token["name"] for token in md.toc_tokens] == [
        f"What {cited} found",
        "What found",
        cited,
    ]
    assert html.count('id="cite-abe2020x-1"') == 1


def test_numbers_drawn_together_keep_their_places() -> None:
    """A work that a range hides can still be come back to."""
    html, md = convert("[@wang2024two; @wang2024one; @abe2020x]", style="numeric")
    assert [html.count(f'id="{place}"') for (place,) in md.citations.cited.values()] == [1, 1, 1]


def test_a_work_with_two_keys_is_one_work() -> None:
    """An old key that still works cites the work under its key of now."""
    records = RECORDS | {"abe2019x": RECORDS["abe2020x"]}
    citing = CitationExtension(records=records)
    html = Markdown(extensions=[citing]).convert("[@abe2019x] and [@abe2020x]")
    assert citing.cited == {"abe2020x": ["cite-abe2020x-1", "cite-abe2020x-2"]}
    assert html.count("<li") == 1
    assert "2020a" not in html


def test_twins_are_told_apart_among_what_the_page_cites() -> None:
    """Letters follow the years only where the page cites both works."""
    assert words(convert("[@wang2024two]")[0]) == "(Wang, 2024)"
    assert words(convert("[@wang2024two; @wang2024one]")[0]) == "(Wang, 2024b, 2024a)"


def test_cells_share_a_ledger() -> None:
    """Conversions with one ledger number their places on, with the letters of the whole page."""
    text = "[@wang2024two]"
    ledger = Ledger(among=find_mentioned("@wang2024one @wang2024two", RECORDS))
    pages = [convert(text, ledger=ledger) for _ in range(2)]
    assert [words(html) for html, _ in pages] == ["(Wang, 2024b)"] * 2
    assert ledger.cited == {"wang2024two": ["cite-wang2024two-1", "cite-wang2024two-2"]}


def test_unknown_keys_are_collected_in_order() -> None:
    """An unknown key is shown as it stands and collected once."""
    html, md = convert("[@lin2023wrng; @abe2020x], @zoe2021none and [@lin2023wrng]")
    assert md.citations.unknown == ["lin2023wrng", "zoe2021none"]
    assert '<span class="cb-unknown">@zoe2021none</span>' in html


def test_unknown_key_names_the_nearest() -> None:
    """The error names the place and the nearest key, and says how to write a plain @."""
    error = explain_unknown_key("hu2024minicpn", "dpa.ipynb, cell 4 (setting)", RECORDS)
    assert str(error).startswith('dpa.ipynb, cell 4 (setting): cites "hu2024minicpn"')
    assert 'did you mean "hu2024minicpm"?' in str(error)


def test_page_ends_with_its_references() -> None:
    """A page that cites ends with a heading, which the contents list, and its references."""
    html, md = convert("# T\n\n[@hu2024minicpm]", append=True, links={"hu2024minicpm": "papers/x/"})
    assert [token["id"] for token in md.toc_tokens[0]["children"]] == ["references"]
    assert html.index('id="references"') < html.index('id="ref-hu2024minicpm"')
    assert 'href="papers/x/"' in html
    assert 'href="#cite-hu2024minicpm-1"' in html


def test_page_without_citations_has_no_references() -> None:
    """A page that cites nothing known ends as it was."""
    assert convert("Text", append=True)[0] == "<p>Text</p>"
    assert "references" not in convert("@lin2023wrng", append=True)[0]


def test_each_page_begins_anew() -> None:
    """After a reset the same instance numbers its places from one."""
    _, md = convert("[@hu2024minicpm]")
    md.reset()
    md.convert("[@hu2024minicpm]")
    assert md.citations.cited == {"hu2024minicpm": ["cite-hu2024minicpm-1"]}


def test_references_for_a_notebook() -> None:
    """The list asked for apart equals the one that would be appended; companions have no places."""
    text = "[@wang2024two; @wang2024one]"
    appended, md = convert(text, append=True)
    apart = draw_references(RECORDS, md.citations.cited)
    assert ElementTree.fromstring(apart).findall("li")[0].get("id") == "ref-wang2024one"
    assert "2024a." in apart
    assert words(apart).split() == words(appended[appended.index("<ol") :]).split()
    assert "cb-backlink" not in draw_references(RECORDS, {"abe2020x": ()})


def test_references_offer_their_file_above_the_list() -> None:
    """What the page cites can be taken as one file, appended and apart alike; once, or not at all."""
    line = r'<p class="cb-take">Cite these: <a (?=.*href="x-references.bib").*?>.bib</a></p>\s*<ol'
    appended, md = convert("# T\n\n[@abe2020x]", append=True, offered="x-references.bib")
    apart = draw_references(RECORDS, md.citations.cited, offered="x-references.bib")
    assert re.match(line, apart)
    assert len(re.findall(line, appended)) == 1
    assert "cb-take" not in draw_references(RECORDS, md.citations.cited)


def test_references_show_what_held_on_our_pages() -> None:
    """The findings of a work of ours stand beside its link, appended and apart alike."""
    ours = {"links": {"abe2020x": "../x/"}, "verdicts": {"abe2020x": [FINDING]}}
    signs = '<i class="cb-reproduced">●</i>'
    appended, md = convert("# T\n\n[@abe2020x; @hu2024minicpm]", append=True, **ours)
    assert appended.count(signs) == 1
    assert draw_references(RECORDS, md.citations.cited, **ours).count(signs) == 1


def test_extension_loads_by_name() -> None:
    """Python-Markdown finds the extension by the module's name, with options."""
    md = Markdown(
        extensions=["claimbook.prose.citations"],
        extension_configs={"claimbook.prose.citations": {"records": RECORDS}},
    )
    assert "Hu et al." in md.convert("[@hu2024minicpm]")


def test_unknown_style_is_refused() -> None:
    """A style that does not exist is one error with the nearest."""
    with pytest.raises(ClaimbookError, match="did you mean"):
        CitationExtension(style="numerc")


PIECES = st.sampled_from(
    [
        *(
            "@",
            "[",
            "]",
            "-",
            ";",
            "(",
            ")",
            "`",
            "$",
            "*",
            "_",
            "\\",
            "<",
            ">",
            "^",
            "!",
            ":",
            ".",
        ),
        *("/", " ", "\n", "\n\n", "    ", "hu2024minicpm", "[@abe2020x]", "lin2023wrng", "<code>"),
        *("</code>", "<a href='x'>", "&amp;", "\x02", "\x03", "{#a}", "[^1]", "| a |\n|--|\n"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_no_text_breaks_a_page(text: str) -> None:
    """Any text converts, and every place collected is in the page, once."""
    html, md = convert(text, append=True)
    for places in md.citations.cited.values():
        for place in places:
            assert html.count(f'id="{place}"') == 1


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_code_never_cites(text: str) -> None:
    """Whatever stands in a fenced block or in an e-mail's local part, nothing is cited."""
    fenced = text.replace("`", "").replace("\x02", "").replace("\x03", "")
    assert Ledger() == convert(f"```text\n@hu2024minicpm {fenced}\n```")[1].citations
    assert Ledger() == convert("`@hu2024minicpm " + " ".join(fenced.split()) + "x`")[1].citations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.prose.remains import explain_remains, find_remains, find_shallow_list


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>So it is:\n- one\n- two</p>", "- one"),
        ("<ol><li>a</li></ol><p>2. b 3. c</p>", "2. b 3. c"),
        ("<p>Of\n| a | b |\n|---|---|</p>", "|---|---|"),
        ("<td>{{ gap }}</td>", "{{ gap }}"),
        ("<details><summary>a</summary>see [@dpa2024]</details>", "[@dpa2024]"),
        ("<div>[to](b.md)</div>", "](b.md)"),
        ("<center>**bold words**</center>", "**bold words**"),
    ],
)
def test_markdown_that_stayed_is_found(html: str, shown: str):
    """Lists and tables that were not begun, and all that HTML kept from being read."""
    assert (find_remains(html) or ("", ""))[0] == shown


@pytest.mark.parametrize(
    "html",
    [
        "<h2>1. Scaffold</h2>",
        "<p>a - b</p>",
        "<p>in\n2. x</p>",
        "<p>of <code>**b** {{ gap }}</code> and <code>[@x]</code></p>",
        "<pre>- a\n- b</pre>",
        "<p>2 ** 3 ** 4, a[i](x y)</p>",
        "<p>−0.2 to 3.1</p>",
        "<p>x<br>- y</p>",
    ],
)
def test_what_is_text_is_left_alone(html: str):
    """No list where JupyterLab sees none, and nothing in code."""
    assert find_remains(html) is None


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("- a\n  - b", "- b"),
        ("1. a\n   - b", "- b"),
        ("- a\n\n  - b", "- b"),
        ("- a\n  - `b`", "- `b`"),
        ("- a\n    - b", ""),
        ("- a\n- b", ""),
        ("a\n  - b", ""),
        ("- a\n\ntext\n\n  - b", ""),
        ("```\n- a\n  - b\n```", ""),
    ],
)
def test_a_list_in_a_list_wants_four_spaces(source: str, shown: str):
    """With two or three it would stand beside the item that it belongs to."""
    assert find_shallow_list(source) == shown


@given(st.text())
def test_any_text_is_judged(text: str):
    """Whatever a cell holds, it is judged without an error, in one line."""
    for fault in explain_remains(text, text):
        assert "\n" not in str(fault)


def test_each_fault_says_what_to_do():
    """One fault for a cell, with the advice that mends it."""
    assert [str(fault) for fault in explain_remains("- a\n  - b", "<ul></ul>")] == [
        '"- b" is no list in a list; indent it by four spaces'
    ]
    assert [str(fault) for fault in explain_remains("So:\n- a", "<p>So:\n- a</p>")] == [
        '"- a" is shown as it is written; leave a blank line ahead of a list, and indent by four'
        " spaces what belongs to an item"
    ]
    assert list(explain_remains(r"\*\*a\*\*", "<p>**a**</p>")) == []
    assert list(explain_remains(r"\\[x\\] <td>**a b**</td>", "<td>**a b**</td>")) != []
    assert list(explain_remains(r"$\{0\}$ <td>**a b**</td>", "<td>**a b**</td>")) != []
    assert list(explain_remains("&#123;{ a }}", "<p>{{ a }}</p>")) == []
    assert list(explain_remains("So:\n\n- a", "<p>So:</p><ul><li>a</li></ul>")) == []

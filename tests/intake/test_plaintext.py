import html
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from claimbook.intake.plaintext import to_markdown
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension


class _Loader(yaml.SafeLoader):
    """Leaves out what only MkDocs reads."""


_Loader.add_multi_constructor("", lambda *_: None)
SITE = yaml.load((Path(__file__).parents[2] / "mkdocs.yml").read_text("utf-8"), _Loader)


def shown(markdown: str) -> str:
    """Render as the site does, and return the text that a reader sees."""
    given = [one if isinstance(one, dict) else {one: {}} for one in SITE["markdown_extensions"]]
    settings = {name: value or {} for one in given for name, value in one.items()}
    settings.pop("claimbook.prose.citations")
    extensions = [
        *settings,
        CitationExtension(records={}, append=False),
        BindingExtension(None, {}),
    ]
    page = Markdown(extensions=extensions, extension_configs=settings).convert(markdown)
    assert re.fullmatch(r"<p>(?s:.*)</p>", page), page
    return html.unescape(re.sub(r"<[^>]+>", "", page))


MARKS = st.lists(
    st.sampled_from([*"\\`*_{}[]()<>#+-.!|~^=:&@/?'\"0123 abcde가나다", "{{", "}}", "](", "&lt;"]),
    min_size=1,
    max_size=30,
).map("".join)


@given(MARKS)
@example("1. one")
@example("--- x")
@example("***")
@example("!!! note")
@example("[a]: b")
@example("*[HTML]: x")
@example("[^1]: x")
@example("a {: #b}")
@example('=== "tab"')
@example("http://a.org/x_y_z*")
@example("&#0")
@example("&#x41 &#")
def test_shows_what_was_typed(text: str) -> None:
    """Whatever looks like markup is shown as it stands, in one paragraph."""
    text = " ".join(text.split()) or "x"
    assert shown(to_markdown(text)).strip() == text


@pytest.mark.parametrize(
    "text",
    [
        r"set \(x\) and \[y\] and \\(z\\)",
        r"\begin{align} a \end{align} \eqref{b} \alpha",
        "in $HOME and $PATH, $$ too",
        "a $ b $ and {$x $y}",
        r"\$x$ and $",
    ],
)
def test_delimiters_that_were_typed_are_shown(text: str) -> None:
    """What a page would take for math, and the post does not, is shown as it stands."""
    assert shown(to_markdown(text)) == text


def test_a_formula_stays_one_beside_dollars() -> None:
    """A dollar before a formula does not pair with one of the formula's."""
    assert to_markdown("for $HOME, $O(n)$") == "for &#36;HOME, $O(n)$"


@pytest.mark.parametrize(
    "text",
    [
        "Tiny Models (https://arxiv.org/abs/2401.00001) 같은 결과가 하나 더 나왔습니다.",
        "Fine-tuning~(FT) of models~(LMs), 600 - 900B tokens; 3 * 4 = 12, 50% & more: snake_case.",
        "It costs $O(n \\log n)$, and [1] says so (see @someone, #1, a|b).",
        "Price: $5 or $6.",
    ],
)
def test_leaves_plain_text_alone(text: str) -> None:
    """Text without markup, math and addresses are not touched."""
    assert to_markdown(text) == text


def test_math_that_cannot_be_read_is_text() -> None:
    """A formula that the site could not set is shown as it was typed."""
    assert shown(to_markdown(r"at $\notacommand{x$ it")) == r"at $\notacommand{x$ it"

from datetime import date
from http.server import BaseHTTPRequestHandler

import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.arxiv import Preprint, fetch, read_identifier
from claimbook.intake.network import Client, Unavailable
from loopback import Answer, Serve, saying

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=2402.18571</title>
  {entry}
</feed>
"""
ENTRY = """<entry>
    <id>http://arxiv.org/abs/2402.18571v3</id>
    <published>2024-02-28T18:58:25Z</published>
    <title>Arithmetic Control of LLMs
  for Diverse User Preferences</title>
    <author><name>Haoxiang Wang</name></author>
    <author><name>Leandro von Werra</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1/ab_c</arxiv:doi>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/>
  </entry>"""
ERROR = """<entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_9</id>
    <title>Error</title><summary>incorrect id format</summary>
  </entry>"""

ONCE = Client(attempts=1)


@pytest.fixture
def arxiv(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Start a server and let it stand for arXiv."""

    def start(*answers: Answer) -> str:
        base = f"{serve(*answers)}/api/query"
        monkeypatch.setenv("CLAIMBOOK_ARXIV_API", base)
        return base

    return start


@pytest.mark.parametrize(
    "text",
    [
        *("2402.18571", "2402.18571v2", "arXiv:2402.18571", "arxiv: 2402.18571v1"),
        *("https://arxiv.org/abs/2402.18571v2", "http://arxiv.org/pdf/2402.18571.pdf"),
        *("https://www.arxiv.org/html/2402.18571v1#S3", "arxiv.org/abs/2402.18571?context=cs"),
        *("10.48550/arXiv.2402.18571", "https://doi.org/10.48550/ARXIV.2402.18571"),
        *("https://huggingface.co/papers/2402.18571", " https://export.arxiv.org/abs/2402.18571/ "),
    ],
)
def test_identifier_in_any_spelling(text: str) -> None:
    """Whatever names the paper gives its bare identifier."""
    assert read_identifier(text) == "2402.18571"


@pytest.mark.parametrize("text", ["", "2402", "dpa", "https://example.org/2402.18571"])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    """Anything else is one line that shows how to write it."""
    with pytest.raises(ClaimbookError, match="is no arXiv identifier; write it like"):
        read_identifier(text)


def test_reads_what_arxiv_knows(arxiv: Serve, asked: list[BaseHTTPRequestHandler]) -> None:
    """Title, authors, date, class and DOI come out of the feed."""
    arxiv(saying(FEED.replace("{entry}", ENTRY)))
    expected = Preprint(
        "2402.18571",
        "Arithmetic Control of LLMs for Diverse User Preferences",
        ("Haoxiang Wang", "Leandro von Werra"),
        date(2024, 2, 28),
        "cs.LG",
        "10.1/ab_c",
    )
    assert expected == fetch("arXiv:2402.18571v3", ONCE)
    assert [request.path for request in asked] == ["/api/query?id_list=2402.18571&max_results=1"]


@pytest.mark.parametrize("entry", ["", ERROR])
def test_paper_that_arxiv_does_not_know(arxiv: Serve, entry: str) -> None:
    """An empty feed and arXiv's own error entry both mean that there is no such paper."""
    arxiv(saying(FEED.replace("{entry}", entry)))
    with pytest.raises(ClaimbookError, match=r"arXiv knows no paper 2402\.18571") as raised:
        fetch("2402.18571", ONCE)
    assert not isinstance(raised.value, Unavailable)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><p>Sign in</html>", "no Atom feed"),
        ("<html></html>", "no Atom feed"),
        (b"\xff\xfe\x00garbage", "no Atom feed"),
        ("", "no Atom feed"),
        ('<!DOCTYPE f [<!ENTITY a "b">]><f>&a;</f>', "no Atom feed"),
        (FEED.replace("{entry}", ENTRY)[:-40], "no Atom feed"),
        (FEED.replace("{entry}", ENTRY.replace("2024-02-28", "soon")), "no date"),
    ],
)
def test_useless_answers(arxiv: Serve, body: str | bytes, words: str) -> None:
    """What is no feed is one line that names the address."""
    base = arxiv(saying(body))
    with pytest.raises(Unavailable) as raised:
        fetch("2402.18571", ONCE)
    assert str(raised.value).startswith(f"{base}: ")
    assert words in str(raised.value)

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from claimbook.arxiv import LARGEST, Client, Preprint, Unavailable, identifier
from claimbook.errors import ClaimbookError

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list={identifier}</title>
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

Answer = Callable[[BaseHTTPRequestHandler], None]


def saying(body: str | bytes, code: int = 200) -> Answer:
    """An answer with that body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(handler.path).query).get("id_list", [""])[0]
        data = body if isinstance(body, bytes) else body.replace("{identifier}", asked).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", "application/atom+xml")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


Serve = Callable[[Answer], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A server on loopback that gives one answer to whatever is asked; yields its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return f"http://127.0.0.1:{server.server_address[1]}/api/query"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "text",
    [
        *("2402.18571", "2402.18571v2", "arXiv:2402.18571", "arxiv: 2402.18571v1"),
        *("https://arxiv.org/abs/2402.18571v2", "http://arxiv.org/pdf/2402.18571.pdf"),
    ],
)
def test_identifier_in_any_spelling(text: str) -> None:
    """Whatever names the paper gives its bare identifier."""
    assert identifier(text) == "2402.18571"


@pytest.mark.parametrize("text", ["", "2402", "dpa", "https://example.org/2402.18571"])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    """Anything else is one line that shows how to write it."""
    with pytest.raises(ClaimbookError, match="is no arXiv identifier; write it like"):
        identifier(text)


def test_reads_what_arxiv_knows(serve: Serve) -> None:
    """Title, authors, date, class and DOI come out of the feed."""
    client = Client(serve(saying(FEED.replace("{entry}", ENTRY))))
    expected = Preprint(
        "2402.18571",
        "Arithmetic Control of LLMs for Diverse User Preferences",
        ("Haoxiang Wang", "Leandro von Werra"),
        date(2024, 2, 28),
        "cs.LG",
        "10.1/ab_c",
    )
    assert expected == client.fetch("arXiv:2402.18571v3")


@pytest.mark.parametrize("entry", ["", ERROR])
def test_paper_that_arxiv_does_not_know(serve: Serve, entry: str) -> None:
    """An empty feed and arXiv's own error entry both mean that there is no such paper."""
    client = Client(serve(saying(FEED.replace("{entry}", entry))))
    with pytest.raises(ClaimbookError, match=r"arXiv knows no paper 2402\.18571") as raised:
        client.fetch("2402.18571")
    assert not isinstance(raised.value, Unavailable)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (saying("sorry", 500), "answered 500"),
        (saying("slow down", 503), "answered 503"),
        (saying("<html><p>Sign in</html>"), "no Atom feed"),
        (saying("<html></html>"), "no Atom feed"),
        (saying(b"\xff\xfe\x00garbage"), "no Atom feed"),
        (saying(""), "no Atom feed"),
        (saying('<!DOCTYPE f [<!ENTITY a "b">]><f>&a;</f>'), "no Atom feed"),
        (saying(FEED.replace("{entry}", ENTRY.replace("2024-02-28", "soon"))), "no date"),
        (saying(b"x" * (LARGEST + 10)), "far too much"),
    ],
)
def test_useless_answers(serve: Serve, answer: Answer, words: str) -> None:
    """An error, garbage and too much are each one line that names the address."""
    base = serve(answer)
    with pytest.raises(Unavailable) as raised:
        Client(base).fetch("2402.18571")
    assert str(raised.value).startswith(f"{base}: ")
    assert words in str(raised.value)


def test_answer_that_breaks_off(serve: Serve) -> None:
    """A connection closed in the middle of an answer is one line."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<feed")

    with pytest.raises(Unavailable, match=r"broke off|no Atom feed"):
        Client(serve(answer)).fetch("2402.18571")


def test_slow_answer_is_not_waited_for(serve: Serve) -> None:
    """An answer that drips on is given up when the time is over, not when a read stalls."""
    enough = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not enough.wait(0.02):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    with pytest.raises(Unavailable, match=r"did not answer within 0\.2 s"):
        Client(serve(answer), seconds=0.2).fetch("2402.18571")
    enough.set()


def test_nobody_there() -> None:
    """An address where nobody listens is one line."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable, match="cannot be reached"):
        Client(f"http://127.0.0.1:{port}").fetch("2402.18571")


def test_address_from_the_environment(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """CLAIMBOOK_ARXIV_API moves the client; what is no web address there is refused."""
    monkeypatch.setenv("CLAIMBOOK_ARXIV_API", serve(saying(FEED.replace("{entry}", ENTRY))))
    assert Client().fetch("2402.18571").primaryclass == "cs.LG"
    monkeypatch.setenv("CLAIMBOOK_ARXIV_API", "file:///etc/hostname")
    with pytest.raises(ClaimbookError, match=r"CLAIMBOOK_ARXIV_API: .* is no web address"):
        Client().fetch("2402.18571")

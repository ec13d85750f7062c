import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.intake.network import LARGEST, Client, Unavailable, choose_address
from loopback import NOBODY, Answer, Serve, breaking_off, saying

QUICK = Client(pause=0.001)
Asked = list[BaseHTTPRequestHandler]


def test_asks_politely(serve: Serve, asked: Asked) -> None:
    """The answer comes back whole; the request says who asks and for what."""
    assert QUICK.get(f"{serve(saying('{}'))}/works/10.1%2Fx", accept="application/json") == b"{}"
    (request,) = asked
    assert request.path == "/works/10.1%2Fx"
    assert request.headers["User-Agent"] == f"claimbook/{__version__}"
    assert request.headers["Accept"] == "application/json"


@pytest.mark.parametrize(
    "trouble",
    [saying("", 429), saying("", 429, Retry_After="0"), saying("", 503), breaking_off],
)
def test_passing_trouble_passes(serve: Serve, asked: Asked, trouble: Answer) -> None:
    """After a refusal for the moment, or half an answer, the same is asked again."""
    assert QUICK.get(serve(trouble, saying("done")), accept="*/*") == b"done"
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("answer", "words", "times"),
    [
        (saying("no", 500), "answered 500 Internal Server Error", 3),
        (saying("no", 404), "answered 404 Not Found", 1),
        (saying("no", 403), "answered 403 Forbidden", 1),
        (breaking_off, "broke off in the middle of its answer", 3),
        (saying(b"x" * (LARGEST + 10)), "answered with far too much", 1),
        (saying("", 302, Location="file:///etc/hostname"), "cannot be asked", 1),
    ],
)
def test_trouble_that_stays(
    serve: Serve, asked: Asked, answer: Answer, words: str, times: int
) -> None:
    """What does not pass is one line with the address, after as many attempts as make sense."""
    base = serve(answer)
    with pytest.raises(Unavailable) as raised:
        QUICK.get(f"{base}/x?y=z", accept="*/*")
    assert str(raised.value).startswith(f"{base}/x: {words}")
    assert "\n" not in str(raised.value)
    assert len(asked) == times


@pytest.mark.parametrize(
    "until",
    ["86400", format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)],
    ids=["seconds", "date"],  # two workers must name a test alike, a second apart too
)
def test_asked_to_wait_too_long(serve: Serve, asked: Asked, until: str) -> None:
    """A wait that is longer than the time there is, is reported instead of waited for."""
    base = serve(saying("", 429, Retry_After=until))
    with pytest.raises(
        Unavailable, match=r"answered 429 Too Many Requests and asks to wait 8\d{4} s"
    ):
        QUICK.get(base, accept="*/*")
    assert len(asked) == 1


@pytest.mark.parametrize("until", ["soon", "-1", "Wed, 21 Oct 2015 07:28:00 -0000"])
def test_wait_that_says_nothing(serve: Serve, until: str) -> None:
    """A Retry-After that is garbage or past leaves the client's own pause."""
    base = serve(saying("", 503, Retry_After=until), saying("done"))
    assert QUICK.get(base, accept="*/*") == b"done"


@pytest.fixture
def dripping() -> Iterator[Answer]:
    """An answer that never ends, a byte at a time."""
    enough = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not enough.wait(0.02):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    yield answer
    enough.set()


def test_slow_answer_is_not_waited_for(serve: Serve, dripping: Answer) -> None:
    """An answer that drips on is given up when the time is over, not when a read stalls."""
    with pytest.raises(Unavailable, match=r"did not answer within 0\.2 s"):
        Client(seconds=0.2).get(serve(dripping), accept="*/*")


def test_nobody_there() -> None:
    """An address where nobody listens is one line with the system's own words."""
    with pytest.raises(Unavailable, match=rf"^{NOBODY}: cannot be reached: Connection refused$"):
        QUICK.get(NOBODY, accept="*/*")


@pytest.mark.parametrize("address", ["http://", "http://[::1", "http://" + "a" * 99 + ".invalid"])
def test_no_such_place(address: str) -> None:
    """An address that names no host is one line as well."""
    with pytest.raises(Unavailable) as raised:
        QUICK.get(address, accept="*/*")
    assert "\n" not in str(raised.value)


def test_address_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable moves the client; what is no web address there is refused."""
    monkeypatch.delenv("CLAIMBOOK_ARXIV_API")
    assert choose_address("CLAIMBOOK_ARXIV_API", "https://a.org/x") == "https://a.org/x"
    monkeypatch.setenv("CLAIMBOOK_ARXIV_API", "http://127.0.0.1:1/api/")
    assert choose_address("CLAIMBOOK_ARXIV_API", "https://a.org/x") == "http://127.0.0.1:1/api"
    monkeypatch.setenv("CLAIMBOOK_ARXIV_API", "file:///etc/hostname")
    with pytest.raises(ClaimbookError, match=r"CLAIMBOOK_ARXIV_API: .* is no web address"):
        choose_address("CLAIMBOOK_ARXIV_API", "https://a.org/x")

"""A server on loopback that gives the answers a test wants, in the formats of the real ones."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
Serve = Callable[..., str]
NOBODY = "http://127.0.0.1:9"  # the discard port: nobody answers there


def saying(body: str | bytes, code: int = 200, **headers: str) -> Answer:
    """An answer with that body; `Retry_After="1"` makes the header of that name."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def breaking_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<feed")


def by_path(answers: dict[str, Answer]) -> Answer:
    """Answer by the first key that the path asked for holds; with 404 if there is none."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found = (given for part, given in answers.items() if part in handler.path)
        next(found, saying("Resource not found.", 404))(handler)

    return answer


@contextmanager
def server(answers: Sequence[Answer], asked: list[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve `answers` one after the other, the last for ever; note who asked; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self)
            answers[min(len(asked), len(answers)) - 1](self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()

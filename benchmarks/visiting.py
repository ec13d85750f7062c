"""A built site, served on the loopback as a host would serve it, and a browser to visit it with."""

import gzip
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".jsonld", ".csv"}


class Packing(SimpleHTTPRequestHandler):
    """Serve the files of `site`, text compressed, without a word."""

    protocol_version = "HTTP/1.1"
    site: Path

    def do_GET(self) -> None:
        """Answer with a file, or with what the site says of what is not there."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        path = path if found else self.site / "404.html"
        packed = path.suffix in PACKED
        body = pack(path) if packed else path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@lru_cache(maxsize=4096)
def pack(path: Path) -> bytes:
    """Return a file as hosts send it; time goes into what is measured, not into this."""
    return gzip.compress(path.read_bytes(), 9)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site; give its address."""
    if not (site / "index.html").is_file():
        sys.exit(f"{site} holds no built site: `mkdocs build` makes one")
    handler = type("Handler", (Packing,), {"site": site})
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *given: handler(*given, directory=str(site))
    )
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start a Chromium that is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


def list_pages(site: Path) -> list[str]:
    """Return the addresses of all pages, below the site's: home first."""
    found = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    return ["", *(f"{page}/" for page in sorted(found - {"."}))]

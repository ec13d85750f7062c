"""A hostile paper for each channel, built and opened in a browser: nothing executes, nobody is asked."""

from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import payloads
import pytest
from playwright.sync_api import Browser, Error, Page
from serving import Quiet, serve_folder

PAPERS = [
    "papers/html",
    "papers/raw",
    "papers/prose",
    "papers/charts",
    "papers/rich",
    "papers/works",
]
CANARY = "window.canary = () => console.error('canary ' + location.href);"
POLICY = b'<meta http-equiv="Content-Security-Policy"'


class _Files(Quiet, SimpleHTTPRequestHandler):
    """Serve the site; below `/open/` without the policy that its pages carry."""

    def do_GET(self) -> None:
        """Answer with a page whose policy is no element, or with a file."""
        if not self.path.startswith("/open/"):
            super().do_GET()
            return
        self.path = self.path.removeprefix("/open")
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        assert POLICY in data or b"Content-Security-Policy" in data
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(data.replace(b"Content-Security-Policy", b"x-nothing"))


@dataclass
class Watcher:
    """A page on which whatever executes or asks another host is noted."""

    page: Page
    site: str
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(CANARY)
        self.page.on(
            "dialog", lambda one: (self.heard.append(f"dialog {one.message}"), one.dismiss())
        )
        self.page.on(
            "console", lambda one: self.heard.append(one.text) if "canary" in one.text else None
        )
        self.page.on("request", lambda one: self.note(one.url))
        self.page.on("popup", lambda one: (self.heard.append(f"opened {one.url}"), one.close()))
        self.page.on("download", lambda one: self.heard.append(f"downloaded {one.url}"))

    def note(self, url: str) -> None:
        """Note who was asked, if that was not the site."""
        if not url.startswith((self.site, "data:", "blob:")):
            self.heard.append(f"asked {url}")

    def open(self, path: str) -> list[str]:
        """Open a page, do what a reader might (open folds, point, follow scripts); return what was heard."""
        self.heard.clear()
        self.page.goto(f"{self.site}/{path}", wait_until="load")
        try:
            self.page.evaluate(
                """async () => {
                  for (const one of document.querySelectorAll("details")) one.open = true;
                  for (const one of document.querySelectorAll(".cb-chart")) {
                    one.scrollIntoView({ block: "center" });
                    one.dispatchEvent(new Event("pointerover"));
                    await new Promise((done) => setTimeout(done, 100));
                  }
                  for (const one of document.querySelectorAll("article *, svg *")) {
                    for (const kind of ["mouseover", "mousemove", "focus"])
                      one.dispatchEvent(new MouseEvent(kind, { bubbles: true, clientX: 99, clientY: 99 }));
                    const to = one.getAttribute("href") ?? one.getAttribute("xlink:href") ?? "";
                    const script = /script/i.test(to.replace(/[\\x00-\\x20]/g, ""));
                    if (script) one.dispatchEvent(new MouseEvent("click"));
                  }
                  await new Promise((done) => setTimeout(done, 150));
                }"""
            )
        except Error as left:
            if "navigation" not in left.message:
                raise
            self.heard.append("left the page")
        return list(self.heard)


@pytest.mark.parametrize("way", ["open/", ""], ids=["without-policy", "with-policy"])
def test_nothing_executes_and_nobody_is_asked(
    hostile: tuple[Path, list[str]], browser: Browser, way: str
) -> None:
    """On every page that a hostile paper reaches, in every picture opened alone, in what search shows."""
    site, _ = hostile
    below = {one.parent.relative_to(site).as_posix() for one in site.rglob("index.html")}
    pages = sorted(below - {"contributing", "changes", "method", "cite"}) if way else PAPERS
    pictures = [one.relative_to(site).as_posix() for one in site.rglob("*.svg")] if way else []
    paths = [*(f"{way}{one}/" for one in pages), *pictures, f"{way}?q=canary"]
    assert {f"papers/{one}" for one in ("html", "prose", "charts", "works")} <= set(pages)
    assert len(pictures) > 25 or not way
    with serve_folder(site, _Files) as address:
        watcher = Watcher(browser.new_page(), address)
        found = {path: heard for path in paths if (heard := watcher.open(path))}
        watcher.page.close()
    assert found == {}


def test_what_executes_is_heard(tmp_path: Path, browser: Browser) -> None:
    """The test can fail: a page with a script, a handler, a link and a picture of another host."""
    text = f"<meta name=Content-Security-Policy><article>{''.join(payloads.HTML)}</article>"
    (tmp_path / "index.html").write_text(text)
    with serve_folder(tmp_path, _Files) as address:
        watcher = Watcher(browser.new_page(), address)
        heard = " ".join(watcher.open("open/"))
        watcher.page.close()
    assert "canary http" in heard
    assert "asked http://evil.example/i.png" in heard


def test_prose_is_refused_by_name(hostile: tuple[Path, list[str]]) -> None:
    """Of what prose can hold, what would execute or ask another host is refused; the rest is text."""
    _, refused = hostile
    tried = {*payloads.HTML, *payloads.MARKDOWN}
    assert len(set(refused)) > 50
    for text in tried - set(refused):
        assert "<script" not in text or "`" in text or "$" in text, text

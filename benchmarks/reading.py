"""Measure whether a built site convinces in one screen: where its first figure stands, and how fast.

    python benchmarks/reading.py site                  home, scoreboard and every paper's page
    python benchmarks/reading.py site --pages home,papers/dpa/ --repeat 5
    python benchmarks/reading.py site --json           the same for machines

Times are of a processor four times slower than this one, the least of `--repeat` visits with nothing
kept from the one before. Nothing here is a test: a busy machine misses goals without anything being
wrong. The columns and their goals are in README.md beside this file.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from visiting import browsing, list_pages, served

DESK, PHONE = (1280, 800), (390, 844)
SLOWER = 4  # times, as telephones are
QUIET = 1500  # milliseconds without a request or a long task after which a page is at rest
DONE = "`${performance.getEntriesByType('resource').length} ${seen.last}`"
INDEX = "/search/search_index.json"
SHEET = re.compile(rb"/Type\s*/Page\b")
WATCH = """
  window.seen = { lcp: 0, shift: 0, busy: 0, last: 0 };
  const watch = (type, note) => new PerformanceObserver((list) => {
    for (const one of list.getEntries()) note(one);
  }).observe({ type, buffered: true });
  watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
  watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
  watch("longtask", (one) => {
    seen.busy += one.duration - 50;
    seen.last = one.startTime + one.duration;
  });
"""
# A figure is in the screen in which its middle is. The theme's icons are none.
PLACE = """() => {
  const drawn = [...document.querySelectorAll("article :is(figure, .cb-chart, svg, img)")]
    .map((one) => one.getBoundingClientRect()).filter((box) => box.width > 100 && box.height > 40);
  const [first] = drawn.sort((one, two) => one.top - two.top);
  return first ? (first.top + scrollY + first.height / 2) / innerHeight : null;
}"""
# Words of paragraphs and lists, as they are seen: what is folded is not read on the way.
WORDS = """() => {
  const opening = /^(verdicts|abstract|commentary|setting)/;
  const sections = [...document.querySelectorAll("article h2")];
  const experiment = sections.find((one) => !opening.test(one.id));
  if (!sections.some((one) => opening.test(one.id)) || !experiment) return null;
  const count = (selector, not) => [...document.querySelectorAll(`article :is(${selector})`)]
    .filter((one) => one.compareDocumentPosition(experiment) & Node.DOCUMENT_POSITION_FOLLOWING)
    .filter((one) => one.checkVisibility() && !one.closest(not))
    .reduce((sum, one) => sum + (one.innerText.match(/\\S+/g) ?? []).length, 0);
  return [count("p, li", "figure, details, li p"), count(".cb-claim > summary", ".none")];
}"""


@dataclass(frozen=True)
class Measure:
    """What is known of one page; a goal that nothing names is none."""

    page: str
    desk: float | None  # screens down to the middle of the first figure
    phone: float | None
    words: int | None  # of prose before the first experiment
    verdicts: int | None  # words of the verdicts' lines
    html: float  # kB
    sent: float  # kB of the first view, as they were sent
    index: float  # of which the theme fetches for its search: none, before a reader searches
    lcp: float  # seconds, on a slower processor
    ready: float
    blocked: float
    shift: float
    sheets: int


GOALS: Mapping[str, float] = {
    "desk": 1,
    "phone": 2,
    "html": 150,
    "sent": 150,
    "index": 1,
    "lcp": 1.5,
    "ready": 2,
    "shift": 0.05,
    "sheets": 15,
}


def measure(
    browser: Browser, address: str, page: str, site: Path, options: argparse.Namespace
) -> Measure:
    """Visit a page on a desk, on a telephone and on paper, and as often as asked on a slow machine."""
    visits = [visit_slowly(browser, address + page) for _ in range(options.repeat)]
    desk, phone = visit(browser, address + page, DESK), visit(browser, address + page, PHONE)
    words, verdicts = desk["words"] or (None, None)
    return Measure(
        page=page or "home",
        desk=desk["place"],
        phone=phone["place"],
        words=words,
        verdicts=verdicts,
        html=(site / page / "index.html").stat().st_size / 1000,
        sent=max(one["sent"] for one in visits) / 1000,
        index=max(one["index"] for one in visits) / 1000,
        lcp=min(one["lcp"] for one in visits) / 1000,
        ready=min(max(one["first"], one["last"]) for one in visits) / 1000,
        blocked=min(one["busy"] for one in visits) / 1000,
        shift=max(desk["shift"], phone["shift"]),
        sheets=desk["sheets"],
    )


def start(browser: Browser, size: tuple[int, int]) -> tuple[BrowserContext, Page]:
    """Open a window with nothing kept from another."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.add_init_script(WATCH)
    return context, page


def settle(page: Page, url: str) -> None:
    """Go to a page and wait until it is at rest, without scrolling.

    A slow processor asks late for what it needs: both the network and the processor have been idle.
    """
    page.goto(url, wait_until="load")
    before, after = None, ""
    while before != after:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET)
        before, after = after, page.evaluate(DONE)


def visit_slowly(browser: Browser, url: str) -> dict[str, float]:
    """Load a page with a slow processor, and tell what was sent and how long it took."""
    context, page = start(browser, DESK)
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    protocol.on(
        "Network.requestWillBeSent",
        lambda sent: names.update({sent["requestId"]: sent["request"]["url"]}),
    )
    protocol.on(
        "Network.loadingFinished",
        lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}),
    )
    settle(page, url)
    seen: dict[str, float] = page.evaluate("seen")
    paints = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    index = [size for one, size in sizes.items() if names.get(one, "").endswith(INDEX)]
    seen |= {"sent": sum(sizes.values()), "index": sum(index), "first": page.evaluate(paints)}
    context.close()
    return seen


def visit(browser: Browser, url: str, size: tuple[int, int]) -> dict[str, Any]:
    """Look at a page as it lies, scroll to its end, and print it."""
    context, page = start(browser, size)
    settle(page, url)
    found = {"place": page.evaluate(PLACE), "words": page.evaluate(WORDS)}
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 700):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(60)
    found["shift"] = page.evaluate("seen.shift")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "page.pdf")
        page.pdf(path=paper, format="A4")
        found["sheets"] = len(SHEET.findall(paper.read_bytes()))
    context.close()
    return found


def show(value: object, name: str) -> str:
    """Write a number as its column does, with a mark if its goal is missed."""
    if value is None:
        return "–"
    if isinstance(value, float):
        digits = 3 if name == "shift" else 0 if name in ("html", "sent", "index") else 2
        text = f"{value:.{digits}f}"
    else:
        text = str(value)
    goal = GOALS.get(name)
    over = goal is not None and isinstance(value, float | int) and not meets(value, goal, name)
    return f"{text}!" if over else text


def meets(value: float, goal: float, name: str) -> bool:
    """Say whether a number is within its goal: sheets may be as many, all else is less."""
    return value <= goal if name == "sheets" else value < goal


def print_head() -> None:
    """Print the names of the columns, and their goals."""
    names = [field.name for field in fields(Measure)][1:]
    goals = (f"< {GOALS[name]:g}" if name in GOALS else "" for name in names)
    print(f"{'page':<26}" + "".join(f"{name:>9}" for name in names))
    print(f"{'goal':<26}" + "".join(f"{goal:>9}" for goal in goals), flush=True)


def print_row(one: Measure) -> None:
    """Print the line of a page; `!` marks what misses its goal."""
    row = asdict(one)
    page = row.pop("page")
    cells = "".join(f"{show(value, name):>9}" for name, value in row.items())
    print(f"{page:<26}{cells}", flush=True)


def main() -> None:
    """Parse the options, measure each page, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--pages", help="only these, with commas between; `home` is the first")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="visits for a time")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    every = list_pages(options.site)
    pages = [one for one in every if one in ("", "scoreboard/") or one.startswith("papers/")]
    if options.pages:
        pages = ["" if one == "home" else one for one in options.pages.split(",")]
    measures = []
    if not options.json:
        print_head()
    with served(options.site) as address, browsing() as browser:
        for page in pages:
            measures.append(measure(browser, address, page, options.site, options))
            if not options.json:
                print_row(measures[-1])
    if options.json:
        print(json.dumps([asdict(one) for one in measures], indent=2))


if __name__ == "__main__":
    main()

"""python3 scripts/measure_reading.py SITE [SITE …]: what reading a source costs, measured in Chromium on built sites.

For each source page of each SITE (a folder that ``build.py`` wrote), one line: the white share of the text column
(from the first numbered paragraph to the last, what no line of text, heading or table of the article takes), where the
first paragraph begins, how far the farthest note is below the top of its paragraph, how many notes lie over one
another, the length in screens on a desk and on a phone, the layout shift while loading, and the bytes of a first visit,
compressed. The pages in PAGES follow with their bytes and lengths. A page that must not be slow has its goal in GOALS.
"""

import argparse
import contextlib
import functools
import gzip
import http.server
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

from playwright.sync_api import Browser, Page, Response, Route, sync_playwright

PAGES = (
    "",
    "sources/",
    "glossary/",
    "glossary/ipcp/",
    "timeline/",
    "compare/",
    "compare/can-japan-join-nato/",
    "briefing/",
    "about/",
)
# The most kilobytes (of 1000 bytes) that a first visit may take, compressed, in the guide edition.
GOALS = {"": 30, "glossary/ipcp/": 30, "compare/": 50, "timeline/": 60, "sources/harun-2014/": 90}
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# The lines of a text box touch one another: from the top of its first line to the bottom of its last.
WHITE = """() => {
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
    if (!boxes.length) return null;
    const style = getComputedStyle(element);
    const leading = Math.max(0, (parseFloat(style.lineHeight) || 0) - parseFloat(style.fontSize) * 1.2) / 2;
    return [Math.min(...boxes.map((box) => box.top)) - leading, Math.max(...boxes.map((box) => box.bottom)) + leading];
  };
  const whole = (element) => { const box = element.getBoundingClientRect(); return [box.top, box.bottom]; };
  const paragraphs = [...document.querySelectorAll(".block-p .block-text")].map(lines);
  const [top, bottom] = [paragraphs[0][0], paragraphs.at(-1)[1]];
  const parts = [...document.querySelectorAll(".block .block-text, main :is(h2, h3, h4), main > ul, main > ol")]
    .filter((element) => !element.closest(".margin") && element.getClientRects().length).map(lines)
    .concat([...document.querySelectorAll(".table-block")].map(whole))
    .filter((part) => part && part[1] > top && part[0] < bottom).sort((a, b) => a[0] - b[0]);
  let covered = 0, reached = top;
  for (const [from, to] of parts) {
    covered += Math.max(0, Math.min(to, bottom) - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return 1 - covered / (bottom - top);
}"""
NOTES = """() => {
  const groups = [...document.querySelectorAll(".unit > .margin")].filter((group) => group.offsetHeight > 0);
  const away = groups.map((group) =>
    group.getBoundingClientRect().top - group.parentElement.getBoundingClientRect().top);
  const boxes = [...document.querySelectorAll(".margin")].map((group) => group.getBoundingClientRect())
    .filter((box) => box.height > 0).sort((a, b) => a.top - b.top);
  const over = boxes.filter((box, index) => index && box.top < boxes[index - 1].bottom - 1).length;
  return [Math.max(0, ...away), over];
}"""
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 200);
})"""
TOP = "() => document.querySelector('.block-p').getBoundingClientRect().top + scrollY"


def main() -> None:
    """Print the figures of the sites that the command names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sites", nargs="+", type=Path)
    sites = parser.parse_args().sites
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for site in sites:
            print(f"{site.name}\n  {'page':24} white first¶ drift over shift desk phone  kB")
            with served(site) as address:
                for path in [*source_pages(site), *PAGES]:
                    print(f"  {path or 'home':24} {line(measured(browser, address, path))}")
        browser.close()


def chromium() -> str | None:
    """Return the path of a Chromium on this machine. The one without windows opens a page in a third of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def source_pages(site: Path) -> list[str]:
    """Return the pages of sources in the folder SITE, below it."""
    return sorted(f"sources/{page.parent.name}/" for page in site.glob("sources/*/index.html"))


def measured(browser: Browser, address: str, path: str) -> dict[str, float]:
    """Open PATH below ADDRESS as a first visit on a desk and on a phone; the figures by name."""
    figures: dict[str, float] = {}
    for name, viewport in (("desk", DESK), ("phone", PHONE)):
        page, answers = visit(browser, address + path, viewport)
        figures[name] = page.evaluate("document.documentElement.scrollHeight") / viewport["height"]
        figures[f"{name} shift"] = page.evaluate(SHIFT)
        if name == "desk":
            figures["bytes"] = sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok)
            if page.locator(".block-p").count():
                figures |= reading(page)
        page.context.close()
    return figures


def visit(browser: Browser, address: str, viewport: dict, slow: bool = False) -> tuple[Page, list[Response]]:
    """Open ADDRESS with nothing stored; the page, and every answer that it took.

    SLOW: a processor six times as slow, and scripts that come a second late.
    """
    page = browser.new_context(viewport=viewport).new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # Playwright marks what it is given
    if slow:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
        page.route("**/assets/reader.js", late)
    page.goto(address, wait_until="networkidle", timeout=120_000)
    return page, answers


def late(route: Route) -> None:
    """Answer a request a second later."""
    time.sleep(1)
    route.continue_()


def reading(page: Page) -> dict[str, float]:
    """Return the figures of a source page that is open in PAGE."""
    away, over = page.evaluate(NOTES)
    return {"white": page.evaluate(WHITE), "first": page.evaluate(TOP), "away": away, "over": over}


def line(figures: dict[str, float]) -> str:
    """Return FIGURES as columns."""
    shift = max(figures["desk shift"], figures["phone shift"])
    start = " " * 25
    if "white" in figures:
        start = f"{figures['white']:5.1%} {figures['first']:6.0f} {figures['away']:5.0f} {figures['over']:4.0f} "
    return f"{start}{shift:6.3f} {figures['desk']:4.1f} {figures['phone']:5.1f} {figures['bytes'] / 1000:4.0f}"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve FOLDER on a free port of this machine; the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Say nothing."""

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """Answer as hosts do: with the page for a lost address."""
            self.send_response(code)
            self.end_headers()
            self.wfile.write((folder / "404.html").read_bytes())

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main()

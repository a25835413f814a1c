"""python3 scripts/bench_search.py [--scale 1000 3000] [--pagefind]: the figures of the search.

Answers every query of tests/search_queries.yml in a real Chromium and prints how often the wanted
result comes first, how long a keystroke takes, and what is loaded; beside them the same for the search
that comes with Material for MkDocs, on the same content. ``--scale`` puts that many invented articles
in the place of ours; with ``--pagefind`` also under the setting ``search: pagefind``.

How a keystroke is timed, inside the page: from the start of the browser's ``input`` event until the
results stand in the document (``to results``) and until the frame that shows them was painted
(``to frame``; a frame comes every 16.7 ms, so half of one is waiting).
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "search_queries.yml"
ASSETS = ("search.js", "search-index.js")
TYPED = (
    "stoltenberg",
    "cooperation by design",
    "asia-pacific four",
    "6 may 2014",
    "refuelling indian ocean",
    "natural partners",
    "taiwan contingency",
)
PARAGRAPHS, WORDS = 40, 55  # of an invented article: about 14.5 kB of text

WATCH = """() => {
  window.times = { results: [], frame: [] };
  let start = 0;
  document.addEventListener("input", () => { start = performance.now(); }, true);
  document.addEventListener("input", () => {
    const began = start;
    times.results.push(performance.now() - began);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.frame.push(performance.now() - began);
      port2.postMessage(0);
    });
  });
}"""
WATCH_MATERIAL = """() => {
  window.times = { results: [] };
  let start = 0;
  document.addEventListener("input", () => { start = performance.now(); }, true);
  new MutationObserver(() => { if (start) { times.results.push(performance.now() - start); start = 0; } })
    .observe(document.querySelector(".md-search-result"), { subtree: true, childList: true, characterData: true });
}"""

# One keystroke after the other, each when the last one's results stand there: milliseconds.
TYPE_AND_WAIT = """async (text) => {
  const input = document.querySelector("dialog.search input"), list = document.querySelector("#search-results");
  const start = performance.now();
  const drawn = new Promise((done) => new MutationObserver(() => done(performance.now() - start)).observe(list, { childList: true }));
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return Promise.race([drawn, new Promise((done) => setTimeout(done, 5000, 5000))]);
}"""


@dataclass(frozen=True)
class Judgement:
    """Shares of queries whose wanted result came first and among three, and the mean reciprocal rank."""

    first: float
    three: float
    mrr: float
    misses: tuple[str, ...]


def queries() -> list[tuple[str, list[str]]]:
    """(query, wanted addresses) in the order of the file."""
    import yaml

    groups = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    every = (one for group in groups.values() for one in group)
    return [(one["q"], [one["want"]] if isinstance(one["want"], str) else one["want"]) for one in every]


def judge(answers: list[tuple[str, list[str], list[str]]]) -> Judgement:
    """Judge (query, wanted, found) triples."""
    places = [next((i for i, one in enumerate(found) if one in wanted), None) for _, wanted, found in answers]
    total = len(answers)
    misses = (
        f"{query!r}: wanted {wanted[0]}, place {place + 1 if place is not None else '-'}, first {found[:1]}"
        for (query, wanted, found), place in zip(answers, places, strict=True)
        if place != 0
    )
    return Judgement(
        first=sum(place == 0 for place in places) / total,
        three=sum(place is not None and place < 3 for place in places) / total,
        mrr=sum(1 / (place + 1) for place in places if place is not None) / total,
        misses=tuple(misses),
    )


def open_search(page) -> float:
    """Open the dialog as a reader does: milliseconds from focus until it answers."""
    return page.evaluate("""async () => {
      const start = performance.now(), button = document.querySelector("[data-search-open]");
      button.focus();
      button.click();
      while (!window.reader.search.ready && performance.now() < start + 15000) await new Promise((done) => setTimeout(done, 1));
      if (!window.reader.search.ready) throw new Error("the search did not load");
      return performance.now() - start;
    }""")


def ask(page, query: str) -> list[str]:
    """The addresses of all results shown for QUERY, without the site's own."""
    return page.evaluate(
        """(query) => {
      const input = document.querySelector("dialog.search input");
      input.value = query;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const links = [...document.querySelectorAll("#search-results a")];
      return links.map((link) => link.href.slice(window.reader.base.href.length));
    }""",
        query,
    )


def type_all(page, words: tuple[str, ...] = TYPED) -> None:
    """Type each of WORDS key by key into the focused field."""
    for text in words:
        page.keyboard.press("Control+a")
        page.keyboard.type(text, delay=50)  # a fast typist
    page.wait_for_timeout(100)


def gzipped(path: Path) -> int:
    """Size of a file as a web server sends it."""
    return len(gzip.compress(path.read_bytes(), 9))


def percentile(values: list[float], share: float) -> float:
    """The value that SHARE of VALUES do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    sent: tuple[Path, ...] = ()  # every file that was asked for, workers' files too

    def log_message(self, *args):
        pass

    def send_head(self):
        _Quiet.sent += (Path(self.translate_path(self.path)),)
        return super().send_head()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve FOLDER on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def ours(browser, site: Path) -> None:
    """Print the figures of our search on the built SITE."""
    with served(site) as address:
        ready = []
        for _ in range(9):
            page = browser.new_context().new_page()
            page.goto(address)
            ready.append(open_search(page))
            page.context.close()
        page = browser.new_page()
        page.goto(address)
        open_search(page)
        verdict = judge([(query, wanted, ask(page, query)) for query, wanted in queries()])
        page.evaluate(WATCH)
        page.focus("dialog.search input")
        type_all(page)
        times = page.evaluate("times")
        page.close()
    sizes = {name: gzipped(site / "assets" / name) for name in ASSETS}
    row("this reader", verdict, times["results"], sum(sizes.values()), statistics.median(ready))
    frame = times["frame"]
    print(
        f"    to frame: median {statistics.median(frame):.1f}, "
        f"p95 {percentile(frame, 0.95):.1f} ms; "
        + ", ".join(f"{name} {size / 1000:.1f} kB" for name, size in sizes.items())
    )
    for miss in verdict.misses:
        print(f"    {miss}")


def row(name: str, verdict: Judgement, times: list[float], size: int, ready: float) -> None:
    """One line of the table."""
    print(
        f"{name:<14} first {verdict.first:6.1%}  first three {verdict.three:6.1%}  MRR {verdict.mrr:.3f}  "
        f"keystroke to results median {statistics.median(times):5.1f}, p95 {percentile(times, 0.95):5.1f} ms  "
        f"loaded for search {size / 1000:6.1f} kB gzip  ready {ready:5.0f} ms"
    )


def material(browser, folder: Path) -> None:
    """Print the figures of Material's own search on the same pages, built without our theme and scripts.

    It knows pages and headings only, so a page counts as found for every place in it.
    """
    from reader import pipeline, settings

    site = pipeline.build(ROOT / "docs", settings.read({}, os.environ))
    docs = folder / "docs"
    for path, text in site.pages.items():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "about", docs / "about")
    (folder / "mkdocs.yml").write_text(
        "site_name: Plain\ntheme: {name: material, font: false}\nplugins: [search]\n"
        "markdown_extensions: [attr_list, tables, toc, def_list, pymdownx.blocks.html]\n",
        encoding="utf-8",
    )
    plain = folder / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(plain)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    loaded = [plain / "search" / "search_index.json", *(plain / "assets" / "javascripts").glob("**/search*.js")]
    with served(plain) as address:
        page = browser.new_page()
        page.goto(address)
        start = page.evaluate("performance.now()")
        page.click(".md-search__input")
        _ask_material(page, address, "nato")
        ready = page.evaluate("performance.now()") - start
        found = []
        for query, wanted in queries():
            pages = {one.split("#")[0] for one in wanted}
            answered = _ask_material(page, address, query)
            found.append((query, wanted, [wanted[0] if one.split("#")[0] in pages else one for one in answered]))
        page.evaluate(WATCH_MATERIAL)
        for text in TYPED:
            page.fill(".md-search__input", "")
            page.focus(".md-search__input")
            page.keyboard.type(text, delay=60)
        page.wait_for_timeout(200)
        times = page.evaluate("times.results")
        page.close()
    row("Material", judge(found), times, sum(map(gzipped, loaded)), ready)


def _ask_material(page, address: str, query: str) -> list[str]:
    page.fill(".md-search__input", "")
    page.wait_for_timeout(40)
    page.fill(".md-search__input", query)
    page.press(".md-search__input", "End")  # it listens to keys
    last, same = None, 0
    for _ in range(60):  # until the list has stood still for 80 ms
        page.wait_for_timeout(20)
        now = page.evaluate("[...document.querySelectorAll('.md-search-result__link')].map((a) => a.href)")
        same = same + 1 if now == last else 0
        last = now
        if same >= 4:
            break
    return [re.sub(r"[?][^#]*", "", link).removeprefix(address) for link in last]


def scaled(browser, site: Path, articles: int) -> None:
    """Print index size, load time and keystroke times with ARTICLES invented articles beside our own."""
    script = synthetic(site / "assets" / "search-index.js", articles)
    body = script.encode()
    with served(site) as address:
        page = browser.new_page()
        page.set_default_timeout(300_000)
        page.route("**/search-index.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
        page.goto(address)
        ready = open_search(page)
        page.evaluate(WATCH)
        page.focus("dialog.search input")
        type_all(page, TYPED[:4])
        times = page.evaluate("times")
        page.close()
    took = times["results"]
    print(
        f"{articles:>5} articles  index {len(gzip.compress(body, 6)) / 1e6:.2f} MB gzip  "
        f"load and index {ready / 1000:.1f} s  "
        f"keystroke to results median {statistics.median(took):.0f}, p95 {percentile(took, 0.95):.0f} ms"
    )


def scaled_pagefind(browser, site: Path, articles: int) -> None:
    """Print what is loaded and how long a keystroke takes with ARTICLES invented pages under Pagefind."""
    from reader.publish import pagefind, search_index

    index = site / "assets" / "search-index.js"
    data = search_index.data_of(index.read_text(encoding="utf-8"))
    chance = random.Random(5)
    texts = (page.read_text(encoding="utf-8").split("<main")[1] for page in (site / "sources").glob("*/index.html"))
    vocabulary = " ".join(re.sub(r"<[^>]+>", " ", text) for text in texts).split()
    for article in range(articles):
        id = f"invented-{article}"
        data["sources"][id] = [f"Invented {article}", 1990 + article % 35, ""]
        folder = site / "sources" / id
        folder.mkdir()
        words = (" ".join(chance.choices(vocabulary, k=WORDS)) for _ in range(PARAGRAPHS))
        text = "".join(f'<p id="p{number}">{one}</p>' for number, one in enumerate(words, 1))
        (folder / "index.html").write_text(
            f'<html lang="en"><main data-pagefind-body data-source="{id}" '
            f'data-pagefind-filter="source[data-source]"><h1>Invented</h1>{text}</main></html>',
            encoding="utf-8",
        )
    index.write_text(search_index.as_script(data), encoding="utf-8")
    shutil.rmtree(site / "pagefind")
    if fault := pagefind.index(site):
        sys.exit(fault)
    with served(site) as address:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        page.wait_for_timeout(300)
        _Quiet.sent = ()
        ready = open_search(page)
        page.wait_for_timeout(300)
        first = _loaded()
        took = [page.evaluate(TYPE_AND_WAIT, "ipcp")]
        asked = _loaded()
        for text in TYPED:
            took += [page.evaluate(TYPE_AND_WAIT, text[:end]) for end in range(1, len(text) + 1)]
        page.close()
    print(
        f"{articles:>5} articles  Pagefind: {first / 1000:.0f} kB, with the first query {asked / 1000:.0f} kB  "
        f"ready {ready:.0f} ms  keystroke to results median {statistics.median(took):.0f}, "
        f"p95 {percentile(took, 0.95):.0f} ms"
    )


def _loaded() -> int:
    """Bytes of the files sent, compressed; Pagefind's chunks are already."""
    files = {path for path in _Quiet.sent if path.is_file()}
    return sum(gzipped(path) if path.suffix in (".js", ".json") else path.stat().st_size for path in files)


def synthetic(path: Path, articles: int) -> str:
    """The index at PATH with the paragraphs of ARTICLES invented articles more, in our vocabulary."""
    from reader.publish import coded_text, search_index

    data = search_index.data_of(path.read_text(encoding="utf-8"))
    paragraphs = next(kind for kind in data["kinds"] if kind["k"] == "paragraph")
    used = dict.fromkeys("".join(paragraphs["x"]))
    words = [one for one in used if coded_text.decoded(one, data["words"])[0].isalnum()]
    chance = random.Random(5)
    made = {"k": "paragraph", "u": ["sources/", [], ""], "x": [], "s": [], "y": []}
    for article in range(articles):
        id, year = f"invented-{article}", 1990 + article % 35
        data["sources"][id] = [f"Invented {article}", year, ""]
        for number in range(1, PARAGRAPHS + 1):
            made["u"][1].append(f"{id}/#p{number}")
            made["x"].append("".join(chance.choices(words, k=WORDS)))
            made["s"].append([id])
            made["y"].append(year)
    data["kinds"].append(made)
    return search_index.as_script(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, nargs="*", default=[], metavar="N", help="also with N invented articles")
    parser.add_argument("--pagefind", action="store_true", help="with --scale: measure Pagefind, too")
    parser.add_argument("--no-material", action="store_true", help="leave the comparison out")
    parser.add_argument("--site", type=Path, help="a built site; by default one is built")
    options = parser.parse_args()

    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next((found for name in names if (found := shutil.which(name))), None)
    if chromium is None:
        print("No Chromium on this machine: install it to measure.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        site = options.site or Path(temporary) / "site"
        if not options.site:
            command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--edition", "guide", "--out", str(site)]
            subprocess.run(command, check=True, capture_output=True)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        print(f"{len(queries())} queries")
        ours(browser, site)
        if not options.no_material:
            material(browser, Path(temporary) / "material")
        for articles in options.scale:
            scaled(browser, site, articles)
            if options.pagefind:
                chunks = Path(temporary) / f"pagefind-{articles}"
                command = [
                    sys.executable,
                    str(ROOT / "scripts" / "build.py"),
                    "--edition",
                    "guide",
                    "--out",
                    str(chunks),
                ]
                subprocess.run(command, check=True, capture_output=True, env=os.environ | {"READER_SEARCH": "pagefind"})
                scaled_pagefind(browser, chunks, articles)
        browser.close()
    return 0


if __name__ == "__main__":
    import bootstrap

    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)
    sys.exit(main())

"""python3 scripts/bench_search.py [--queries FILE …] [--scale 1000 3000]: the figures of the search.

Answers the queries of tests/search_queries.yml (known while the search was made), of tests/search_blind.yml (written
before it), and of other files in their form, in a real Chromium and prints how often the wanted place comes first, how
long a keystroke takes and what is loaded; beside them Material's search, Zensical's (when it is installed) and
Pagefind on the same content: once on our pages, once on pages in which every place is a heading, which is what those
can find. When ``READER_ORIGINALS`` names copies of the articles, pairs of their neighbouring words are asked, too;
nothing of them is kept. ``--scale`` puts that many invented articles beside ours.

A keystroke is timed inside the page: from the start of the browser's ``input`` event until the results are in the
document.
"""

import argparse
import gzip
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from measure_reading import DESK, PHONE, chromium, served
from reader import pipeline, settings
from reader.content import search_data
from reader.content.normalise import read
from reader.content.note_marks import without_marks
from reader.importing.facts import head_words
from reader.search import documents, index

DOCS = bootstrap.DOCS
# Queries and the addresses that are wanted, by name.
SETS = {
    "own": bootstrap.ROOT / "tests" / "search_queries.yml",
    "blind": bootstrap.ROOT / "tests" / "search_blind.yml",
}
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
Asked = list[tuple[str, list[str]]]  # queries with the addresses that are wanted

WATCH = """() => {
  window.times = [];
  let start = 0;
  document.addEventListener("input", () => { start = performance.now(); }, true);
  document.addEventListener("input", () => times.push(performance.now() - start));
}"""


@dataclass(frozen=True)
class Judgement:
    """Shares of queries whose wanted result came first and among three, and the mean reciprocal rank."""

    first: float
    three: float
    mrr: float
    misses: tuple[str, ...]


@cache
def site_of(**environment: str) -> pipeline.Site:
    """Return everything that is published, with these settings in the environment."""
    return pipeline.build(DOCS, settings.of(DOCS, environment))


def queries(path: Path = SETS["own"]) -> Asked:
    """Return (query, wanted addresses) in the order of the file at PATH."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    every = (one for group in groups.values() for one in group)
    return [(one["q"], [one["want"]] if isinstance(one["want"], str) else one["want"]) for one in every]


def neighbours(copies: str, seed: int = 7, each: int = 4) -> Asked:
    """Draw EACH pairs of neighbouring content words of every paragraph of the articles in COPIES, at random,
    with the addresses of the paragraph that it was drawn from and of others that have the same two side by side."""
    model = site_of(READER_ORIGINALS=copies).model
    found: dict[str, list[str]] = {}
    having: dict[str, list[str]] = defaultdict(list)
    for source in model.library.sources:
        for block in source.paragraphs:
            text = read(without_marks(model.articles[source.id][block.id])).plain
            words = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]", text)
            content = [len(word) > 2 and word[0].isalpha() and bool(head_words(word)) for word in words]
            pairs = zip(words, words[1:], content, content[1:], strict=False)
            address = f"sources/{source.id}/#{block.id}"
            found[address] = sorted({f"{one} {other}" for one, other, *both in pairs if all(both)})
            for pair in found[address]:
                having[pair.lower()].append(address)
    chance = random.Random(seed)
    return [
        (pair, [address, *(other for other in having[pair.lower()] if other != address)])
        for address, pairs in found.items()
        for pair in chance.sample(pairs, min(each, len(pairs)))
    ]


def paired(page: Page, copies: str) -> None:
    """Print how often a paragraph is found by two neighbouring words of its article."""
    answers = [(query, wanted, ask(page, query)) for query, wanted in neighbours(copies)]
    for name, most in (("the paragraph", 1), ("one with these two", None)):
        judged = [(query, wanted[:most], found) for query, wanted, found in answers]
        none = sum(not set(wanted) & set(found) for _, wanted, found in judged) / len(judged)
        print(
            f"{len(judged)} pairs of neighbouring words of the articles, {name}: "
            f"three {judge(judged).three:6.1%}, not found {none:.1%}"
        )


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


def open_search(page: Page) -> float:
    """Open the dialog as a reader does: milliseconds from focus until it answers."""
    return page.evaluate("""async () => {
      const start = performance.now(), button = document.querySelector("[data-search-open]");
      button.focus();
      button.click();
      while (!window.reader.search.ready && performance.now() < start + 15000) {
        await new Promise((done) => setTimeout(done, 1));
      }
      if (!window.reader.search.ready) throw new Error("the search did not load");
      return performance.now() - start;
    }""")


def ask(page: Page, query: str) -> list[str]:
    """Return the addresses of all results for QUERY that the list shows, when scrolled to its end, without the site's
    own."""
    return page.evaluate(
        """(query) => {
      const input = document.querySelector("dialog.search input"), more = document.querySelector(".search-more");
      input.value = query;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      while (!more.hidden) more.click();
      const links = [...document.querySelectorAll("#search-results a")];
      return links.map((link) => link.href.slice(window.reader.base.href.length));
    }""",
        query,
    )


def type_all(page: Page, words: tuple[str, ...] = TYPED) -> None:
    """Type each of WORDS key by key into the focused field."""
    for text in words:
        page.keyboard.press("Control+a")
        page.keyboard.type(text, delay=50)  # a fast typist
    page.wait_for_timeout(100)


def gzipped(path: Path) -> int:
    """Return the size of a file as a web server sends it."""
    return len(gzip.compress(path.read_bytes(), 9))


SLOWER = 4  # times, on the phone


def typed(browser: Browser, address: str, viewport: dict[str, int], slower: int) -> list[float]:
    """Return the milliseconds from each key to its results."""
    page = browser.new_context(viewport=viewport).new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    open_search(page)
    page.evaluate(WATCH)
    page.focus("dialog.search input")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    type_all(page)
    page.wait_for_timeout(500)
    times = page.evaluate("times")
    page.context.close()
    return times


def ours(browser: Browser, site: Path) -> None:
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
        for name, path in SETS.items():
            row(f"this reader, {name}", queries(path), lambda query: ask(page, query))
        if copies := os.environ.get("READER_ORIGINALS"):
            paired(page, copies)
        page.close()
        for name, viewport, slower in (("desktop", DESK, 1), (f"390 px, {SLOWER} times slower", PHONE, SLOWER)):
            print(f"    {name}: key to results {spread(typed(browser, address, viewport, slower))}")
    sizes = {name: gzipped(site / "assets" / name) / 1000 for name in ASSETS}
    print(
        f"    ready {statistics.median(ready):.0f} ms after focus; loaded {sum(sizes.values()):.1f} kB gzip: "
        + ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())
    )


def spread(times: list[float]) -> str:
    """Return the median and 95th percentile in words."""
    return f"median {statistics.median(times):.1f}, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms"


def row(name: str, asked: Asked, answer: Callable[[str], list[str]]) -> None:
    """Print one line on ASKED, which ANSWER answers: judged by the exact address, then by the page, counted once."""
    found = [(query, wanted, answer(query)) for query, wanted in asked]
    places = judge(found)

    def pages_of(addresses: list[str]) -> list[str]:
        return list(dict.fromkeys(one.split("#")[0] for one in addresses))

    pages = judge([(query, pages_of(wanted), pages_of(got)) for query, wanted, got in found])
    print(
        f"{name:<28} first {places.first:6.1%}  three {places.three:6.1%}  MRR {places.mrr:.3f}   "
        f"page first {pages.first:6.1%}  three {pages.three:6.1%}  nothing {sum(not got for *_, got in found)}"
    )


def plain_pages(folder: Path) -> None:
    """Write our pages as Markdown into FOLDER, without our frame and scripts."""
    for path, text in site_of(READER_EDITION="guide").pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copytree(DOCS / "about", folder / "about", dirs_exist_ok=True)


def heading_pages(folder: Path) -> None:
    """Write everything that our search knows as Markdown into FOLDER, each place with a heading of its own."""
    model = site_of(READER_EDITION="guide").model
    searched, _ = search_data.read(DOCS, model.library)
    pages: dict[str, list] = defaultdict(list)
    for one in documents.documents(model, DOCS, searched):
        pages[one.address.split("#")[0]].append(one)
    for address, found in pages.items():
        lines = []
        for one in sorted(found, key=lambda one: "#" in one.address):
            anchor = one.address.partition("#")[2]
            lines += [f"## {one.title} {{#{anchor}}}" if anchor else f"# {one.title}", ", ".join(one.forms), one.date]
            lines += [one.text, *(f"{label}: {text}" for label, text in one.beside)]
        path = folder / f"{address.rstrip('/') or 'index'}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(filter(None, lines)).replace("<", "&lt;"), encoding="utf-8")


SETTINGS = """site_name: Plain
site_url: http://127.0.0.1/
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, tables, toc, def_list, pymdownx.blocks.html]
"""


def peers(browser: Browser, folder: Path) -> None:
    """Print the figures of Material, Zensical and Pagefind, on our pages and with every place as a heading."""
    zensical = shutil.which("zensical") or shutil.which("zensical", path=str(Path(sys.executable).parent))
    if not zensical:
        print("Zensical is not installed here: python3 -m pip install zensical, and its command on the path")

    def run(place: Path, *command: str) -> None:
        subprocess.run(command, cwd=place, check=True, capture_output=True)

    for name, write in (("our pages", plain_pages), ("every place a heading", heading_pages)):
        place = folder / name.replace(" ", "-")
        write(place / "docs")
        (place / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
        built = place / "site"
        run(place, sys.executable, "-m", "mkdocs", "build", "--quiet")
        peer(browser, built, f"Material, {name}", _ask_material, "search/search_index.json")
        run(place, sys.executable, "-m", "pagefind", "--site", str(built), "--quiet")
        peer(browser, built, f"Pagefind, {name}", _ask_pagefind)
        if zensical:
            shutil.rmtree(built)
            run(place, zensical, "build")
            peer(browser, built, f"Zensical, {name}", _ask_zensical, "search.json")


def peer(browser: Browser, built: Path, name: str, answer: Callable, index: str = "") -> None:
    """Print the lines of one other search on the site BUILT; ANSWER asks it, INDEX is what it loads beside scripts."""
    with served(built) as address:
        page = browser.new_page()
        page.add_init_script(COUNT_REPLIES)
        page.goto(address)

        def found(query: str) -> list[str]:
            return [re.sub(r"[?][^#]*", "", one).removeprefix(address) for one in answer(page, address, query)]

        for kind, path in SETS.items():
            row(f"{name}, {kind}"[:44], queries(path), found)
        page.close()
    if index:
        loaded = [built / index, *(built / "assets/javascripts").glob("**/search*.js")]
        print(f"    loaded for search {sum(map(gzipped, loaded)) / 1000:.1f} kB gzip")


# Material and Zensical search in a worker: what it says is counted, so that a list is not read before it came.
COUNT_REPLIES = """const Own = Worker;
window.replies = 0;
window.Worker = class extends Own {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", () => { window.replies += 1; });
  }
};"""


def _still(page: Page, before: int, script: str) -> list[str]:
    """What SCRIPT returns when the worker has said more than BEFORE and it has returned the same for 150 ms."""
    last, same = None, 0
    for turn in range(400):
        page.wait_for_timeout(25)
        now = page.evaluate(script)
        same = same + 1 if now == last else 0
        last = now
        if same >= 6 and (turn > 120 or page.evaluate("replies") > before):
            break
    return last


def _ask_material(page: Page, address: str, query: str) -> list[str]:
    page.fill(".md-search__input", "")
    before = page.evaluate("replies")
    page.fill(".md-search__input", query)
    page.press(".md-search__input", "End")  # it listens to keys
    return _still(page, before, "[...document.querySelectorAll('.md-search-result__link')].map((a) => a.href)")


def _ask_zensical(page: Page, address: str, query: str) -> list[str]:
    box = page.locator("dialog[open] input[role=combobox]")
    if not box.count():
        page.keyboard.press("/")
        box.wait_for(state="visible")
    before = page.evaluate("replies")
    box.fill(query)
    return _still(
        page,
        before,
        """[...document.querySelectorAll("*")].filter((e) => e.shadowRoot)
        .flatMap((e) => [...e.shadowRoot.querySelectorAll("a[role=option]")].map((a) => a.href))""",
    )


def _ask_pagefind(page: Page, address: str, query: str) -> list[str]:
    """The places in the order of its own interface: each page, then the places in it."""
    return page.evaluate(
        """async ([address, query]) => {
      const pagefind = await import(`${address}pagefind/pagefind.js`);
      const { results } = await pagefind.search(query);
      const pages = await Promise.all(results.slice(0, 10).map((one) => one.data()));
      const urls = pages.flatMap((one) => [one.url, ...one.sub_results.map((place) => place.url)]);
      return [...new Set(urls)].map((url) => new URL(url, address).href);
    }""",
        [address, query],
    )


def scaled(browser: Browser, site: Path, articles: int) -> None:
    """Print index size, load time and keystroke times with ARTICLES invented articles beside our own."""
    body = synthetic(articles).encode()
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
    print(
        f"{articles:>5} articles  index {len(gzip.compress(body, 6)) / 1e6:.2f} MB gzip  "
        f"load and index {ready / 1000:.1f} s  keystroke to results {spread(times)}"
    )


def synthetic(articles: int) -> str:
    """Return the index script of our own places and the paragraphs of ARTICLES invented articles more, in our
    vocabulary."""
    model = site_of(READER_EDITION="guide").model
    found = documents.documents(model)
    vocabulary = " ".join(one.text for one in found if one.kind == "paragraph").split()
    sources = {source.id: [source.short, source.issued.year, ""] for source in model.library.sources}
    chance = random.Random(5)
    for article in range(articles):
        id, name, year = f"invented-{article}", f"Invented {article}", 1990 + article % 35
        sources[id] = [name, year, ""]
        found += [
            documents.Document(
                kind="paragraph",
                address=f"sources/{id}/#p{number}",
                title=f"{name} ¶{number}",
                text=" ".join(chance.choices(vocabulary, k=WORDS)),
                sources=[id],
                year=year,
            )
            for number in range(1, PARAGRAPHS + 1)
        ]
    return index.as_script({**index.build(found, set()), "sources": sources})


def main() -> int:
    """Print all figures; return 1 where there is no Chromium."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, nargs="*", default=[], metavar="N", help="also with N invented articles")
    parser.add_argument("--no-peers", action="store_true", help="leave the comparison out")
    parser.add_argument("--queries", type=Path, nargs="*", default=[], metavar="FILE", help="also those of other files")
    parser.add_argument("--site", type=Path, help="a built site; by default one is built")
    options = parser.parse_args()
    if not (path := chromium()):
        print("No Chromium on this machine: install it to measure.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        site = options.site or Path(temporary) / "site"
        if not options.site:
            command = [sys.executable, bootstrap.ROOT / "scripts" / "build.py", "--edition", "guide", "--out", site]
            subprocess.run(command, check=True, capture_output=True)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        SETS.update({path.stem: path for path in options.queries})
        print(", ".join(f"{len(queries(path))} queries {name}" for name, path in SETS.items()))
        ours(browser, site)
        if not options.no_peers:
            peers(browser, Path(temporary))
        for articles in options.scale:
            scaled(browser, site, articles)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""python3 scripts/bench_search.py [--scale 1000 3000] [--pagefind]: the figures of the search.

Answers the queries of tests/search_queries.yml (known while the search was made) and of tests/search_blind.yml
(written before it) in a real Chromium and prints how often the wanted place comes first, how long a keystroke takes
and what is loaded; beside them Material's search, Zensical's (when it is installed) and Pagefind on the same content:
once on our pages, once on pages in which every place is a heading, which is what those can find. When
``READER_ORIGINALS`` names copies of the articles, pairs of their neighbouring words are asked, too; nothing of them is
kept. ``--scale`` puts that many invented articles beside ours; with ``--pagefind`` also under the setting
``search: pagefind``.

How a keystroke is timed, inside the page: from the start of the browser's ``input`` event until the
results are in the document (``to results``) and until the frame that shows them was painted
(``to frame``; a frame comes every 16.7 ms, so half of one is waiting).
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
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
BLIND = ROOT / "tests" / "search_blind.yml"
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
# One keystroke after the other, each when the last one's results are shown: milliseconds.
TYPE_AND_WAIT = """async (text) => {
  const input = document.querySelector("dialog.search input"), list = document.querySelector("#search-results");
  const start = performance.now();
  const drawn = new Promise((done) => {
    new MutationObserver(() => done(performance.now() - start)).observe(list, { childList: true });
  });
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


def queries(path: Path = QUERIES) -> list[tuple[str, list[str]]]:
    """Return (query, wanted addresses) in the order of the file at PATH."""
    import yaml

    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    every = (one for group in groups.values() for one in group)
    return [(one["q"], [one["want"]] if isinstance(one["want"], str) else one["want"]) for one in every]


def neighbours(copies: str, seed: int = 7, each: int = 4) -> list[tuple[str, list[str]]]:
    """Draw EACH pairs of neighbouring content words of every paragraph of the articles in COPIES, at random,
    with the addresses of the paragraph that it was drawn from and of others that have the same two side by side."""
    from reader import pipeline, settings
    from reader.content.normalise import read
    from reader.content.note_marks import without_marks
    from reader.copies.facts import head_words

    chosen, _ = settings.from_file(ROOT / "mkdocs.yml", {"READER_ORIGINALS": copies})
    model = pipeline.build(ROOT / "docs", chosen).model
    found: dict[str, list[str]] = {}
    for source in model.library.sources:
        for block in source.paragraphs:
            text = read(without_marks(model.articles[source.id][block.id])).plain
            words = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]", text)
            content = [len(word) > 2 and word[0].isalpha() and bool(head_words(word)) for word in words]
            pairs = zip(words, words[1:], content, content[1:], strict=False)
            address = f"sources/{source.id}/#{block.id}"
            found[address] = sorted({f"{one} {other}" for one, other, *both in pairs if all(both)})
    having: dict[str, list[str]] = {}
    for address, pairs in found.items():
        for pair in pairs:
            having.setdefault(pair.lower(), []).append(address)
    chance = random.Random(seed)
    return [
        (pair, [address, *(other for other in having[pair.lower()] if other != address)])
        for address, pairs in found.items()
        for pair in chance.sample(pairs, min(each, len(pairs)))
    ]


def paired(page, copies: str) -> None:
    """Print how often a paragraph is found by two neighbouring words of its article."""
    asked = neighbours(copies)
    found = [ask(page, query) for query, _ in asked]
    for name, answers in (
        ("the paragraph", [(query, wanted[:1], got) for (query, wanted), got in zip(asked, found, strict=True)]),
        ("one with these two", [(query, wanted, got) for (query, wanted), got in zip(asked, found, strict=True)]),
    ):
        none = sum(not set(wanted) & set(got) for _, wanted, got in answers) / len(answers)
        print(
            f"{len(asked)} pairs of neighbouring words of the articles, {name}: "
            f"three {judge(answers).three:6.1%}, not found {none:.1%}"
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


def open_search(page) -> float:
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


def ask(page, query: str) -> list[str]:
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


def type_all(page, words: tuple[str, ...] = TYPED) -> None:
    """Type each of WORDS key by key into the focused field."""
    for text in words:
        page.keyboard.press("Control+a")
        page.keyboard.type(text, delay=50)  # a fast typist
    page.wait_for_timeout(100)


def gzipped(path: Path) -> int:
    """Return the size of a file as a web server sends it."""
    return len(gzip.compress(path.read_bytes(), 9))


def percentile(values: list[float], share: float) -> float:
    """Return the value that SHARE of VALUES do not exceed."""
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


# name, width and height, times slower
SCREENS = (("desktop", 1280, 720, 1), ("390 px, processor four times slower", 390, 844, 4))


def typed(browser, address: str, width: int, height: int, slower: int) -> dict[str, list[float]]:
    """Return the milliseconds from each key to its results, and to the frame that shows them."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    open_search(page)
    page.evaluate(WATCH)
    page.focus("dialog.search input")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    type_all(page)
    page.wait_for_timeout(500)
    times = page.evaluate("times")
    context.close()
    return times


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
        for name, path in (("own", QUERIES), ("blind", BLIND)):
            asked = queries(path)
            row(f"this reader, {name}", asked, [ask(page, query) for query, _ in asked])
        if copies := os.environ.get("READER_ORIGINALS"):
            paired(page, copies)
        page.close()
        for name, *screen in SCREENS:
            times = typed(browser, address, *screen)
            print(f"    {name}: key to results {spread(times['results'])}; to frame {spread(times['frame'])}")
    sizes = {name: gzipped(site / "assets" / name) for name in ASSETS}
    print(
        f"    ready {statistics.median(ready):.0f} ms after focus; "
        f"loaded {sum(sizes.values()) / 1000:.1f} kB gzip: "
        + ", ".join(f"{name} {size / 1000:.1f}" for name, size in sizes.items())
    )


def spread(times: list[float]) -> str:
    """Return the median and 95th percentile in words."""
    return f"median {statistics.median(times):.1f}, p95 {percentile(times, 0.95):.1f} ms"


def row(name: str, asked: list[tuple[str, list[str]]], found: list[list[str]]) -> None:
    """Print one line: judged by the exact address, then by the page, pages counted once."""
    verdict = judge([(query, wanted, got) for (query, wanted), got in zip(asked, found, strict=True)])
    pages = judge(
        [
            (query, [one.split("#")[0] for one in wanted], list(dict.fromkeys(one.split("#")[0] for one in got)))
            for (query, wanted), got in zip(asked, found, strict=True)
        ]
    )
    print(
        f"{name:<28} first {verdict.first:6.1%}  three {verdict.three:6.1%}  MRR {verdict.mrr:.3f}   "
        f"page first {pages.first:6.1%}  three {pages.three:6.1%}  nothing {sum(not got for got in found)}"
    )


def plain_pages(folder: Path) -> None:
    """Write our pages as Markdown into FOLDER, without our frame and scripts."""
    from reader import pipeline, settings

    site = pipeline.build(ROOT / "docs", settings.from_file(ROOT / "mkdocs.yml", {"READER_EDITION": "guide"})[0])
    for path, text in site.pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "about", folder / "about", dirs_exist_ok=True)


def heading_pages(folder: Path) -> None:
    """Write everything that our search knows as Markdown into FOLDER, each place with a heading of its own."""
    from reader import pipeline, settings
    from reader.content import search_data
    from reader.search import documents as search_documents

    chosen, _ = settings.from_file(ROOT / "mkdocs.yml", {"READER_EDITION": "guide"})
    model = pipeline.build(ROOT / "docs", chosen).model
    searched, _ = search_data.read(ROOT / "docs", model.library)
    pages: dict[str, list] = {}
    for one in search_documents.documents(model, ROOT / "docs", searched):
        pages.setdefault(one.address.split("#")[0], []).append(one)
    for address, found in pages.items():
        lines = []
        for one in sorted(found, key=lambda one: "#" in one.address):
            anchor = one.address.partition("#")[2]
            forms = ", ".join(one.forms)
            beside = "\n\n".join(f"{label}: {text}" for label, text in one.beside)
            lines += [
                f"## {one.title} {{#{anchor}}}" if anchor else f"# {one.title}",
                forms,
                one.date,
                one.text,
                beside,
            ]
        path = folder / f"{address.rstrip('/') or 'index'}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(filter(None, lines)).replace("<", "&lt;"), encoding="utf-8")


SETTINGS = """site_name: Plain
site_url: http://127.0.0.1/
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, tables, toc, def_list, pymdownx.blocks.html]
"""


def peers(browser, folder: Path) -> None:
    """Print the figures of Material, Zensical and Pagefind, on our pages and with every place as a heading."""
    for name, write in (("our pages", plain_pages), ("every place a heading", heading_pages)):
        place = folder / name.replace(" ", "-")
        write(place / "docs")
        (place / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        subprocess.run(command, cwd=place, check=True, capture_output=True)
        built = place / "site"
        loaded = [built / "search" / "search_index.json", *(built / "assets/javascripts").glob("**/search*.js")]
        peer(browser, built, f"Material, {name}", _ask_material, sum(map(gzipped, loaded)))
        pagefind = [sys.executable, "-m", "pagefind", "--site", str(built), "--quiet"]
        subprocess.run(pagefind, check=True, capture_output=True)
        peer(browser, built, f"Pagefind, {name}", _ask_pagefind, 0)
        zensical = shutil.which("zensical") or shutil.which("zensical", path=str(Path(sys.executable).parent))
        if zensical:
            shutil.rmtree(built)
            subprocess.run([zensical, "build"], cwd=place, check=True, capture_output=True)
            loaded = [built / "search.json", *(built / "assets/javascripts").glob("**/search*.js")]
            peer(browser, built, f"Zensical, {name}", _ask_zensical, sum(map(gzipped, loaded)))
        else:
            print("Zensical is not installed here: python3 -m pip install zensical, and its command on the path")


def peer(browser, built: Path, name: str, answer, size: int) -> None:
    """Print the lines of one other search on the site BUILT; ANSWER asks it."""
    with served(built) as address:
        page = browser.new_page()
        page.add_init_script(COUNT_REPLIES)
        page.goto(address)
        for kind, path in (("own", QUERIES), ("blind", BLIND)):
            asked = queries(path)
            found = [answer(page, address, query) for query, _ in asked]
            row(
                f"{name}, {kind}"[:44],
                asked,
                [[re.sub(r"[?][^#]*", "", one).removeprefix(address) for one in f] for f in found],
            )
        page.close()
    if size:
        print(f"    loaded for search {size / 1000:.1f} kB gzip")


# Material and Zensical search in a worker: what it says is counted, so that a list is not read before it came.
COUNT_REPLIES = """const Own = Worker;
window.replies = 0;
window.Worker = class extends Own {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", () => { window.replies += 1; });
  }
};"""


def _still(page, before: int, script: str) -> list[str]:
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


def _ask_material(page, address: str, query: str) -> list[str]:
    page.fill(".md-search__input", "")
    before = page.evaluate("replies")
    page.fill(".md-search__input", query)
    page.press(".md-search__input", "End")  # it listens to keys
    return _still(page, before, "[...document.querySelectorAll('.md-search-result__link')].map((a) => a.href)")


def _ask_zensical(page, address: str, query: str) -> list[str]:
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


def _ask_pagefind(page, address: str, query: str) -> list[str]:
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


def scaled(browser, site: Path, articles: int) -> None:
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
        f"load and index {ready / 1000:.1f} s  keystroke to results {spread(times['results'])}"
    )


def synthetic(articles: int) -> str:
    """Return the index script of our own places and the paragraphs of ARTICLES invented articles more, in our
    vocabulary."""
    from reader import pipeline, settings
    from reader.search import documents as search_documents
    from reader.search import index as search_index

    model = pipeline.build(ROOT / "docs", settings.from_file(ROOT / "mkdocs.yml", {"READER_EDITION": "guide"})[0]).model
    found = search_documents.documents(model)
    vocabulary = " ".join(one.text for one in found if one.kind == "paragraph").split()
    sources = {source.id: [source.short, source.issued.year, ""] for source in model.library.sources}
    chance = random.Random(5)
    for article in range(articles):
        id, year = f"invented-{article}", 1990 + article % 35
        sources[id] = [f"Invented {article}", year, ""]
        found += [
            search_documents.Document(
                kind="paragraph",
                address=f"sources/{id}/#p{number}",
                title=f"Invented {article} ¶{number}",
                text=" ".join(chance.choices(vocabulary, k=WORDS)),
                sources=[id],
                year=year,
            )
            for number in range(1, PARAGRAPHS + 1)
        ]
    return search_index.as_script({**search_index.build(found, set()), "sources": sources})


def scaled_pagefind(browser, site: Path, articles: int) -> None:
    """Print what is loaded and how long a keystroke takes with ARTICLES invented pages under Pagefind."""
    from reader.search import pagefind

    index = site / "assets" / "search-index.js"
    sources = {}
    chance = random.Random(5)
    texts = (page.read_text(encoding="utf-8").split("<main")[1] for page in (site / "sources").glob("*/index.html"))
    vocabulary = " ".join(re.sub(r"<[^>]+>", " ", text) for text in texts).split()
    for article in range(articles):
        id = f"invented-{article}"
        sources[id] = [f"Invented {article}", 1990 + article % 35, ""]
        folder = site / "sources" / id
        folder.mkdir()
        words = (" ".join(chance.choices(vocabulary, k=WORDS)) for _ in range(PARAGRAPHS))
        text = "".join(f'<p id="p{number}">{one}</p>' for number, one in enumerate(words, 1))
        (folder / "index.html").write_text(
            f'<html lang="en"><main data-pagefind-body data-source="{id}" '
            f'data-pagefind-filter="source[data-source]"><h1>Invented</h1>{text}</main></html>',
            encoding="utf-8",
        )
    with index.open("a", encoding="utf-8") as file:
        file.write(f"Object.assign(window.readerIndex.sources, {json.dumps(sources)});\n")
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
        f"ready {ready:.0f} ms  keystroke to results {spread(took)}"
    )


def _loaded() -> int:
    """Bytes of the files sent, compressed; Pagefind's chunks are already."""
    files = {path for path in _Quiet.sent if path.is_file()}
    return sum(gzipped(path) if path.suffix in (".js", ".json") else path.stat().st_size for path in files)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, nargs="*", default=[], metavar="N", help="also with N invented articles")
    parser.add_argument("--pagefind", action="store_true", help="with --scale: measure Pagefind, too")
    parser.add_argument("--no-peers", action="store_true", help="leave the comparison out")
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
        print(f"{len(queries())} own queries, {len(queries(BLIND))} blind")
        ours(browser, site)
        if not options.no_peers:
            peers(browser, Path(temporary))
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

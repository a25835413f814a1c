"""The search as a reader meets it, in a real browser: figures, keys, state, arrival, offline."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from urllib.parse import urlencode

import pytest
from conftest import build
from search_engine import data_of
from test_search_engine import in_node

from bench_search import ASSETS, ask, gzipped, judge, open_search, queries
from reader.search import index as search_index
from reader.search.documents import Document

FIELD = "dialog.search input"
OPTION = "#search-results a"


@pytest.fixture
def page(browser, address):
    """A fresh page on the home page, with what it requested and what went wrong."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.requests, page.faults = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    yield page
    assert page.faults == []
    context.close()


def until(page, expression: str) -> None:
    """Wait for EXPRESSION. Playwright's own wait evaluates text in the page, which our policy forbids."""
    for _ in range(250):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never true: {expression}")


def selected(page) -> str:
    """The address of the chosen result, as the field tells assistive technology."""
    chosen = page.get_attribute(FIELD, "aria-activedescendant")
    return page.evaluate("(id) => document.getElementById(id).href", chosen)


def test_the_dialog_shows_what_the_engine_finds(page):
    """All queries are asked of the engine in test_search_engine.py; here every seventh, through the dialog."""
    open_search(page)
    asked = queries()[::7]
    verdict = judge([(query, wanted, ask(page, query)) for query, wanted in asked])
    assert verdict.three >= 0.9, "\n".join(verdict.misses)


def loaded(page) -> set[str]:
    """The scripts of search that the page asked for, without the shell that every page has."""
    return {url.rsplit("/", 1)[1] for url in page.requests if "search" in url and not url.endswith("shell.js")}


def test_nothing_is_loaded_before_search_is_reached_for(page):
    assert loaded(page) == set()
    page.focus("[data-search-open]")
    page.keyboard.press("/")
    until(page, "window.reader.search.ready")
    assert loaded(page) == set(ASSETS)


def test_index_and_engine_are_small(built):
    assert sum(gzipped(built / "assets" / name) for name in ASSETS) <= 150_000


def hold(page, pattern: str) -> list:
    """Keep requests for PATTERN waiting; returns the held routes."""
    held = []
    page.route(pattern, lambda route: held.append(route))
    return held


def test_no_key_is_lost_before_the_index_is_there(page, address):
    held = hold(page, "**/search*.js")
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("/")
    page.keyboard.type("who attended madrid")
    assert page.input_value(FIELD) == "who attended madrid"
    assert page.evaluate("scrollY") == 0
    assert "Loading" in page.inner_text(".search-wait")
    for route in held:
        route.continue_()
    page.wait_for_selector(OPTION)
    assert page.input_value(FIELD) == "who attended madrid"
    assert page.locator(".search-wait").is_hidden()


def test_enter_is_kept_until_there_is_a_first_result(page, address):
    held = hold(page, "**/search-index.js")
    page.keyboard.press("/")
    page.keyboard.type("ipcp")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    page.wait_for_url(f"{address}glossary/ipcp/")


def test_an_index_that_does_not_load_can_be_asked_for_again(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.route("**/search-index.js", lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("ipcp")
    page.wait_for_selector(".search-wait button")
    assert page.input_value(FIELD) == "ipcp"
    page.unroute("**/search-index.js")
    page.click(".search-wait button")
    page.wait_for_selector(OPTION)
    page.close()


def test_what_is_said_is_said_inside_the_dialog(page):
    """Chromium's accessibility tree leaves out what lies outside of an open modal dialog."""
    open_search(page)
    ask(page, "AP4")
    until(page, "document.querySelector('dialog.search [role=status]').textContent.includes('result')")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    spoken = [node for node in tree if not node["ignored"] and node["role"]["value"] == "status"]
    names = {node["nodeId"]: node.get("name", {}).get("value", "") for node in tree}
    assert any("result" in names[child] for node in spoken for child in node["childIds"])
    ask(page, "")
    until(page, "document.querySelector('dialog.search [role=status]').textContent === ''")


def test_the_article_is_one_key_away_from_the_result_of_a_source(page):
    open_search(page)
    ask(page, "bridges 2022")
    page.wait_for_selector(".search-preview a.read[href^=http]:has-text('Read the article')")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".search-articles a.read:has-text('Read the article')").first.is_visible()
    ask(page, "taiwan strait")
    assert page.locator(".search-articles a").count() == 0


def test_a_spelling_for_search_only_is_not_shown_as_a_name(page):
    open_search(page)
    ask(page, "Kishda Madrid")
    assert page.locator(OPTION).count() > 0
    assert "Kishda" not in page.inner_text("#search-results") + page.inner_text(".search-note")
    ask(page, "Ireland")
    assert "Iceland" in page.inner_text(".search-note")  # as it is written, not in small letters


@pytest.mark.parametrize("width", [320, 390, 640, 1200])
def test_the_search_button_has_a_name(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    assert page.locator("header").get_by_role("button", name="Search", exact=True).count() == 1


def test_the_field_of_the_home_page_is_answered_in_the_dialog(page, address):
    page.focus("main form[role=search] input")
    page.keyboard.type("ipcp")
    page.wait_for_selector(OPTION)
    assert page.input_value(FIELD) == "ipcp"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}glossary/ipcp/")


def test_back_returns_to_the_results(page, address):
    page.keyboard.press("/")
    page.keyboard.type("afghanistan")
    page.wait_for_selector(OPTION)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    chosen = selected(page)
    page.keyboard.press("Enter")
    page.wait_for_url(chosen)
    page.go_back()
    page.wait_for_selector(OPTION)
    until(page, "window.reader.search.ready")
    assert page.input_value(FIELD) == "afghanistan"
    until(page, f"document.querySelector('#search-results [aria-selected=true]')?.href === '{chosen}'")
    page.go_back()
    until(page, "!document.querySelector('dialog[open]')")
    assert page.url == address


def test_back_closes_and_the_query_is_kept(page, address):
    page.keyboard.press("/")
    page.keyboard.type("kishida")
    page.wait_for_selector(OPTION)
    page.go_back()
    until(page, "!document.querySelector('dialog[open]')")
    assert page.url == address
    page.keyboard.press("/")
    assert page.input_value(FIELD) == "kishida"
    until(page, "getSelection().toString() === 'kishida'")  # what was kept is selected
    page.keyboard.type("ap4")
    assert page.input_value(FIELD) == "ap4"


def test_back_from_a_place_on_the_same_page(page, address):
    page.goto(f"{address}timeline/")
    page.keyboard.press("/")
    page.keyboard.type("6 May 2014")
    page.wait_for_selector(f"{OPTION}[href*='timeline/#']")
    page.click(f"{OPTION}[href*='timeline/#']")
    until(page, "location.hash && !document.querySelector('dialog[open]')")
    page.go_back()
    page.wait_for_selector("dialog[open]")
    assert page.input_value(FIELD) == "6 May 2014"


@pytest.mark.parametrize("how", ["isComposing", "keyCode"])
def test_enter_that_confirms_a_word_of_an_input_method_opens_nothing(page, address, how):
    open_search(page)
    ask(page, "AP4")
    page.evaluate(
        """(how) => {
      const options = { key: "Enter", bubbles: true, cancelable: true };
      const composing = how === "keyCode" ? { keyCode: 229 } : { isComposing: true };
      const event = new KeyboardEvent("keydown", { ...options, ...composing });
      document.querySelector("dialog.search input").dispatchEvent(event);
    }""",
        how,
    )
    page.wait_for_timeout(200)
    assert page.url.split("?")[0] == address


def test_a_long_query_does_not_freeze_the_page(page):
    open_search(page)
    # Ten times as long as what is read of a query: it takes no longer, measured in the same page.
    whole, read = page.evaluate("""() => {
      const input = document.querySelector("dialog.search input");
      const took = (length) => {
        input.value = "nato japan partnership security ".repeat(320).slice(0, length);
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return performance.now() - start;
      };
      const best = (length) => Math.min(took(length), took(length), took(length));
      return [best(10000), best(1000)];
    }""")
    assert whole < 3 * read
    page.wait_for_timeout(400)
    assert len(page.url) < 4000


def test_a_keystroke_is_answered_at_once(page):
    open_search(page)
    links = page.evaluate("""() => {
      window.setTimeout = window.requestAnimationFrame = () => 0; // nothing may wait for a timer
      const input = document.querySelector("dialog.search input");
      return ["i", "ip", "ipc", "ipcp"].map((typed) => {
        input.value = typed;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return document.querySelector("#search-results a")?.href ?? "";
      });
    }""")
    assert all(links)
    assert links[-1].endswith("/glossary/ipcp/")


def test_keys_lead_from_the_slash_to_the_page(page, address):
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.type("ipcp")
    page.wait_for_selector(OPTION)
    assert page.get_attribute(FIELD, "aria-expanded") == "true"
    first = selected(page)
    assert first == f"{address}glossary/ipcp/"
    page.keyboard.press("ArrowDown")
    assert selected(page) != first
    assert page.locator(f"{OPTION}[aria-selected=true]").count() == 1
    page.keyboard.press("ArrowUp")
    until(page, "document.querySelector('dialog.search [role=status]').textContent.includes('result')")
    assert "IPCP" in page.inner_text("dialog.search [role=status]")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_escape_closes_and_gives_the_focus_back(page, keys):
    page.focus(".brand")
    page.keyboard.press(keys)
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.press("Escape")
    assert page.locator("dialog.search[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "brand"


def test_a_slash_right_after_escape_opens_it_again(page, address):
    open_search(page)
    for _ in range(3):  # the keys come while the browser still goes back
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("ipcp")
        page.wait_for_timeout(150)
        assert page.locator("dialog.search[open]").count() == 1
        assert page.input_value(FIELD) == "ipcp"
    page.go_back()
    until(page, "!document.querySelector('dialog.search').open")
    assert page.url == address


def test_the_state_stands_in_the_address(page, address):
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.type("kishida")
    page.click("[data-kind=event]")
    until(page, "location.search.includes('kind=event')")
    link = page.url
    shown = int(page.inner_text("[data-kind=event] span"))
    until(page, f"document.querySelectorAll('{OPTION}').length === {shown}")  # the rest comes after the first rows
    assert page.locator(f"{OPTION}:not([href*='timeline/#'])").count() == 0
    page.keyboard.press("Escape")
    until(page, "location.search === ''")
    assert page.url == address
    page.goto(link)
    page.wait_for_selector(OPTION)
    until(page, "window.reader.search.ready")
    assert page.input_value(FIELD) == "kishida"
    until(page, f"document.querySelectorAll('{OPTION}').length === {shown}")


@pytest.mark.parametrize("path", ["glossary/", "timeline/"])
def test_a_linked_search_survives_the_filters_of_a_page(page, address, path):
    page.goto(f"{address}{path}?q=AP4")
    page.wait_for_selector(OPTION)
    assert page.input_value(FIELD) == "AP4"


def test_facets_narrow_by_source_and_decade(page):
    open_search(page)
    ask(page, "china")
    page.select_option("select[name=source]", "isdp-2023")
    assert page.locator(f"{OPTION}.result-paragraph:not([href*=isdp-2023])").count() == 0
    ask(page, "RIMPAC")
    page.select_option("select[name=source]", "iina-2025")
    assert page.locator(f"{OPTION}[href*='glossary/rimpac/']").count() == 1
    ask(page, "china")
    page.select_option("select[name=source]", "")
    page.select_option("select[name=decade]", "2000s")
    assert page.locator(OPTION).count() > 0
    page.select_option("select[name=decade]", "")


def test_an_address_names_only_facets_that_there_are(page, address):
    """What somebody wrote into an address is neither put into the page as HTML nor narrows to nothing."""
    for made in ('"></option><img src=x><b>Read this', "__proto__", "constructor"):
        state = urlencode({"q": "nato", "kind": made, "source": made, "decade": made})
        page.goto(f"{address}?{state}")
        page.wait_for_selector(OPTION)
        assert page.locator("dialog img").count() == 0
        decades = page.locator("select[name=decade] option").all_inner_texts()
        assert [words for words in decades if not re.fullmatch("all|[12][0-9]{2}0s", words)] == []
        assert page.locator(".search-kinds [aria-pressed=true]").inner_text().startswith("All")


MARKUP = '<img src="x" onerror="f()"> & <i>lamps</i>'


def test_markup_in_what_is_found_or_asked_is_shown_as_it_is_written(page):
    every = {
        "title": MARKUP,
        "text": MARKUP,
        "label": MARKUP,
        "date": MARKUP,
        "lacking": MARKUP,
        "beside": [(MARKUP,) * 2],
    }
    kinds = ("term", "paragraph", "event", "question", "note", "page")
    made = [Document(kind, f'{kind}/#"><img>', **every, forms=[MARKUP] * 3, names=3, sources=["one"]) for kind in kinds]
    made[-1].about = "source"
    sources = {"one": [MARKUP, 2001, MARKUP, 'https://example.org/"><img>']}
    index = {**search_index.build(made, set()), "sources": sources, "examples": [MARKUP]}
    page.route("**/search-index.js", lambda route: route.fulfill(body=search_index.as_script(index)))
    page.evaluate("words => localStorage.setItem('reader.searches', JSON.stringify([words]))", MARKUP)
    open_search(page)
    until(page, "document.querySelectorAll('.search-empty button').length === 2")
    assert page.locator("dialog :is(img, i)").count() == 0
    ask(page, "lamps")
    assert page.locator(OPTION).count() == len(kinds)
    for _ in kinds:
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(100)
        assert "<img" in page.inner_text(".search-preview h2")
        assert page.locator("dialog :is(img, i)").count() == 0
    for query in (f'"{MARKUP} of"', f"{MARKUP} lamsp", "<img>lamsp", f"zzzz {MARKUP}", "<i>zzzz</i>"):
        ask(page, query)
        assert page.locator("dialog :is(img, i)").count() == 0, query


def test_it_says_what_it_did(page):
    open_search(page)
    ask(page, "IP4 resilience")
    assert "AP4" in page.inner_text(".search-note")
    ask(page, "interopability")
    assert "interoperability" in page.inner_text(".search-note")
    ask(page, "nakasone helicopter refuelling")
    assert "without" in page.inner_text(".search-note")
    assert "without" in page.inner_text(f"{OPTION}:first-child")
    ask(page, "Irak")
    page.click(".search-note [data-ask=iraq], .search-note [data-ask=Iraq]")
    assert page.input_value(FIELD).lower() == "iraq"
    assert ask(page, "qqqzzzxxy") == []
    assert "Nothing found" in page.inner_text(".search-empty")
    ask(page, "wörner")
    assert page.locator(f"{OPTION} mark", has_text="Wörner").count() > 0


@pytest.mark.parametrize("form", ["IPCP", "ap-4", "stoltenberg", "article 9"])
def test_an_entry_is_followed_by_its_paragraphs(page, form):
    open_search(page)
    ask(page, form)
    kinds = page.evaluate("""() => [...document.querySelectorAll("#search-results a")].map((a) => a.classList[1])""")
    first = next(i for i, kind in enumerate(kinds) if kind != "result-term")
    paragraphs = kinds.count("result-paragraph")
    assert kinds[0] == "result-term"
    assert paragraphs > 1
    assert kinds[first : first + paragraphs] == ["result-paragraph"] * paragraphs


def test_quoted_words_stand_in_order(page):
    open_search(page)
    assert ask(page, '"only two democracies"')
    ask(page, '"democracies two only"')
    assert "this order" in page.inner_text(".search-note")


def test_all_words_are_needed_when_some_place_has_them(page):
    open_search(page)
    both = ask(page, "stoltenberg ukraine")
    assert len(both) < min(len(ask(page, "stoltenberg")), len(ask(page, "ukraine")))


def test_words_that_stop_lists_eat(page):
    open_search(page)
    for word in ("US", "May", "who", "the"):
        assert ask(page, word), word


def test_more_results_on_request(page):
    open_search(page)
    page.fill(FIELD, "japan")
    until(page, "document.querySelectorAll('#search-results a').length === 30")
    page.click(".search-more")
    assert page.locator(OPTION).count() == 60


def test_arriving_marks_the_words_and_the_paragraph(page, address):
    open_search(page)
    ask(page, '"only two democracies"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/hudson-2024/#p13")
    page.wait_for_selector("mark.found")
    assert "democracies" in page.inner_text(".arrived")
    assert page.locator(".arrived mark.found").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator("mark.found").count() == 0
    page.reload()
    assert page.locator("mark.found").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialog_has_no_accessibility_violations(page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    open_search(page)
    for query in ("", "AP4", "stoltenburg ukraine", "qqqzzzxxy"):
        ask(page, query)
        found = Axe().run(page, context="dialog.search").response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], query


def test_it_fits_a_telephone(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    page.tap(".search-button")
    until(page, "window.reader.search?.ready")
    page.keyboard.type("refuelling mission")
    page.wait_for_selector(OPTION)
    for part in ("dialog.search", "html"):
        assert page.evaluate("(part) => document.querySelector(part).scrollWidth", part) <= 390
    assert page.locator(OPTION).first.bounding_box()["width"] <= 390
    page.tap(OPTION)
    page.wait_for_url("**/glossary/refuelling-mission/")
    context.close()


def test_it_works_from_files(browser, tmp_path):
    out = tmp_path / "offline"
    done = build(out, "--offline", "--edition", "guide")
    assert done.returncode == 0, done.stdout + done.stderr
    page = browser.new_page()
    page.goto((out / "index.html").as_uri())
    open_search(page)
    assert ask(page, "AP4")[0] == "glossary/ap4.html"
    ask(page, '"only two democracies"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/hudson-2024.html#p13")
    page.wait_for_selector("mark.found")
    page.close()


def test_pagefind_takes_over_by_the_setting(browser, serve, tmp_path):
    if find_spec("pagefind_bin") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Pagefind")
        pytest.skip("Pagefind is not installed: pip install 'pagefind[bin]'")
    host = tmp_path / "host"
    host.mkdir()
    done = build(host / "reader", "--edition", "guide", READER_SEARCH="pagefind")
    assert done.returncode == 0, done.stdout + done.stderr
    index = data_of((host / "reader/assets/search-index.js").read_text(encoding="utf-8"))
    kinds = set(in_node("readTexts(given.index).documents.map(({ k }) => k)", index=index))
    assert kinds == {"term", "event", "question", "note", "page"}
    address = serve(host) + "reader/"
    page = browser.new_page()
    faults, requests = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    assert [url for url in requests if "search-index" in url or "pagefind" in url] == []
    open_search(page)
    first = f"{OPTION}:first-child"
    for typed, wanted in (
        ("asia pacific four", "glossary/ap4/"),
        ("stoltenburg", "glossary/stoltenberg-jens/"),
        ("6 may 2014", "timeline/#ipcp-2014"),
        ("only two democracies", "sources/hudson-2024/#p13"),
    ):
        page.fill(FIELD, typed)
        page.wait_for_selector(f"{first}[href='{address}{wanted}']")
    assert page.locator(f"{first} mark").count() > 0
    page.fill(FIELD, "kishida")
    page.click("[data-kind=paragraph]")
    until(page, "!document.querySelector('#search-results .result-term')")
    page.select_option("select[name=source]", "hudson-2024")
    place = f"{OPTION}.result-paragraph[href*='/sources/hudson-2024/#p']"
    page.wait_for_selector(place)
    until(page, "!document.querySelector('#search-results a:not([href*=hudson])')")
    page.click(place)
    page.wait_for_selector(".arrived mark.found")
    assert faults == []
    page.close()


def test_pagefind_that_is_not_installed_leaves_the_site_alone(monkeypatch):
    from reader.search import pagefind

    monkeypatch.setattr(pagefind, "find_spec", lambda name: None)
    assert "pip install 'pagefind[bin]" in str(*pagefind.missing())


def test_search_knows_every_word_that_a_page_shows(page, built, address):
    """Draw the words of the text of every page of the built site and ask whether search knows them."""
    import html5lib

    open_search(page)
    words: dict[str, str] = {}
    for path in sorted(built.rglob("index.html")):
        tree = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        main = tree.find(".//main")
        if main is None or path.parent.name == "check":
            continue
        for block in main.iter():
            if block.tag in ("p", "h1", "h2", "h3", "li", "td", "dd", "caption"):
                for word in " ".join(block.itertext()).split():
                    words.setdefault(word, path.relative_to(built).as_posix())
    unknown = page.evaluate(
        """(words) => {
      const { flat } = window.readerEngine, { engine } = window.reader.search;
      return words.filter((word) => flat(word).some((part) => !engine.knows(part)));
    }""",
        list(words),
    )
    assert len(words) > 1000
    assert len(unknown) / len(words) < 0.01, sorted(f"{word} ({words[word]})" for word in unknown)[:80]

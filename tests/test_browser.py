"""The site in a real Chromium: what a reader does, with a keyboard too, on a desk and on a phone."""

import json
import os
import re
import shutil
import subprocess

import pytest
from conftest import ROOT
from playwright.sync_api import expect

PAGES = [
    "",
    "sources/",
    "sources/harun-2014/",
    "sources/iina-2025/",
    "glossary/",
    "glossary/ipcp/",
    "timeline/",
    "compare/",
    "about/",
    "about/cite/",
]


CITE_P9 = ".unit:has(#p9) > .unit-tools .cite-button"


@pytest.fixture
def page(browser, address):
    """A page that must stay free of console errors and of requests to other origins."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(address.split("/reader/")[0]) or request.url.startswith("data:")
            else faults.append(f"request to {request.url}")
        ),
    )
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("words", ["IPCP", "AP4"])
def test_search_leads_to_the_entry(page, address, words):
    page.goto(address)
    page.keyboard.press("/")
    page.get_by_role("combobox").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/glossary/{words.lower()}/"))
    assert words in page.locator("h1").inner_text()


def test_a_mention_leads_to_its_paragraph(page, address):
    page.goto(address + "glossary/ipcp/")
    link = page.locator(".mentions a.place").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_url(re.compile(r"/sources/[\w-]+/.*#p\d+$"))
    assert page.locator(f"#{target.split('#')[1]}").is_visible()
    assert page.evaluate("document.querySelector(':target') !== null")


def test_a_timeline_citation_leads_to_its_paragraph(page, address):
    page.goto(address + "timeline/")
    page.locator(".event:visible summary").first.click()
    page.locator(".event .tellings a.place:visible").first.click()
    page.wait_for_url(re.compile(r"/sources/[\w-]+/#(p|n|table-)\d+$"))
    assert page.evaluate("document.querySelector(':target') !== null")


def test_the_number_of_a_paragraph_copies_its_canonical_address(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "sources/iina-2025/")
    page.locator("#p9 a.num").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/sources/iina-2025/#p9")
    page.locator("#p9").hover()
    page.locator(CITE_P9).click()
    expect(page.locator("#status")).to_have_text("Citation copied")
    note = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"para\. 9\b", note)
    assert "/sources/iina-2025/#p9" in note
    context.close()


NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"


def test_copying_works_without_the_clipboard_interface(browser, address):
    """As over plain http: the browser copies what is selected, and only then the page says so."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    other = context.new_page()
    page = context.new_page()
    page.add_init_script(NO_CLIPBOARD)
    page.goto(address + "sources/iina-2025/")
    page.locator("#p9 a.num").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    other.goto(address)
    other.bring_to_front()
    assert other.evaluate("navigator.clipboard.readText()").endswith("/sources/iina-2025/#p9")
    context.close()


def test_nothing_says_copied_when_nothing_was(page, address):
    page.add_init_script(NO_CLIPBOARD + "document.execCommand = () => false;")
    page.goto(address + "sources/iina-2025/")
    page.locator("#p9").hover()
    page.locator(CITE_P9).click()
    field = page.locator(".copy-field textarea")
    expect(field).to_be_focused()
    assert "/sources/iina-2025/#p9" in field.input_value()
    assert page.evaluate("getSelection().toString()") == field.input_value()
    assert "copied" not in page.locator("body").inner_text().lower()
    page.keyboard.press("Escape")
    expect(page.locator(".copy-field")).to_have_count(0)


def test_without_a_public_address_copies_carry_the_one_in_the_bar(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()

    def without_canonical(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'<link rel="canonical"[^>]*>', "", answer.text()))

    page.route(re.compile("/sources/iina-2025/"), without_canonical)
    page.goto(address + "sources/iina-2025/?q=#p3")
    for button in ("#p9 a.num", CITE_P9):
        page.locator("#p9").hover()
        page.locator(button).click()
        expect(page.locator("#status")).to_have_text(re.compile("copied"))
        assert page.evaluate("navigator.clipboard.readText()").count(address + "sources/iina-2025/#p9") == 1
    context.close()


@pytest.mark.parametrize("end", ["#%", "#%E0%A4%A", "?length=5&theme=no-such&kind=%", "?__proto__=1&disputed=x#"])
@pytest.mark.parametrize("path", ["timeline/", "glossary/", "sources/iina-2025/"])
def test_a_damaged_address_breaks_nothing(page, address, path, end):
    page.goto(address + path + end)
    assert page.locator(".event:visible, .term-list > li, .unit").first.is_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name=re.compile("Search"))).to_be_visible()


@pytest.mark.parametrize("fragment", ["P9", "p9.", "%70%39", "p9%20"])
def test_a_mangled_fragment_still_lands(page, address, fragment):
    page.goto(f"{address}sources/iina-2025/#{fragment}")
    expect(page.locator("#p9:target")).to_be_in_viewport()


@pytest.mark.parametrize(("bundle", "number"), [("reader.js", 1), ("page-source.js", 0)])
def test_an_error_in_one_script_takes_nothing_along(browser, address, bundle, number):
    """The script of this NUMBER in the BUNDLE fails; the others do what they do."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    def broken(route):
        answer = route.fetch()
        parts = answer.text().split('"use strict";')
        parts[number + 1] = "null.fault;" + parts[number + 1]
        route.fulfill(response=answer, body='"use strict";'.join(parts))

    page.route(f"**/assets/{bundle}", broken)
    page.goto(address + "sources/iina-2025/")
    assert len(errors) == 1
    assert page.locator(".cite-button").count() > 5
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name=re.compile("Search"))).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".view-bar [data-view=notes]").click()
    expect(page.locator("html")).to_have_attribute("data-view", "notes")
    context.close()


def test_a_link_arrives_at_once_and_whatever_the_filter(page, address):
    page.goto(address + "timeline/")
    event = page.locator(".event:not([data-dispute])").last.get_attribute("id")
    page.goto(f"{address}timeline/?disputed=1#{event}")
    place = f"document.getElementById('{event}').getBoundingClientRect().top"
    expect(page.locator(f"#{event}")).to_be_in_viewport()
    top = page.evaluate(place)
    page.wait_for_timeout(300)
    assert page.evaluate(place) == top


def test_the_list_of_headings_marks_where_one_is(page, address):
    page.goto(address + "sources/harun-2014/")
    links = page.locator(".toc a")
    later = links.nth(2).get_attribute("href")
    page.goto(f"{address}sources/harun-2014/{later}")
    assert page.locator(".toc [aria-current]").get_attribute("href") == later
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(f".toc [href='{later}']")).not_to_have_attribute("aria-current", "location")


@pytest.mark.parametrize("path", ["compare/", "glossary/japan/", "sources/harun-2014/", "about/cite/"])
def test_paper_is_light_and_loses_no_column(browser, address, path):
    """Printed after the button chose dark, at the width that A4 leaves between its margins."""
    context = browser.new_context(viewport={"width": 680, "height": 900}, color_scheme="dark")
    page = context.new_page()
    page.add_init_script("localStorage.setItem('reader.theme', 'dark')")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + path)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pale = """[...document.querySelectorAll("main *")].filter((element) => element.checkVisibility() &&
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) &&
        getComputedStyle(element).color.match(/\\d+/g).slice(0, 3).every((part) => part > 150))
        .map((element) => element.outerHTML)"""
    assert page.evaluate(pale) == []
    wide = """[...document.querySelectorAll("main table")].filter((table) => table.checkVisibility() &&
        table.getBoundingClientRect().right > innerWidth).map((table) => table.className)"""
    assert page.evaluate(wide) == []
    context.close()


def test_a_card_explains_a_term_by_focus(page, address):
    page.goto(address + "sources/iina-2025/")
    page.keyboard.press("Tab")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        term = page.locator("#p5 a.term").first
        term.focus()
        card = page.locator(".card")
        card.wait_for()
        assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "card-text"
        place, link = card.bounding_box(), term.bounding_box()
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        assert place["y"] + place["height"] <= link["y"]  # above the line, over neither the term nor what follows
        page.keyboard.press("Escape")
        assert card.count() == 0
        term.blur()


def test_glossary_filter_and_its_empty_state(page, address):
    page.goto(address + "glossary/?kind=person")
    people = page.locator(".term-list > li:not([hidden])").count()
    assert 0 < people < page.locator(".term-list > li").count()
    page.get_by_label("Find").fill("no such thing")
    assert page.locator(".empty").is_visible()
    page.get_by_role("button", name="Show all entries").click()
    assert page.locator(".empty").is_hidden()


def test_table_1_can_be_sorted(page, address):
    page.goto(address + "sources/harun-2014/")
    page.get_by_role("button", name="Year Deployed").click()
    page.get_by_role("button", name="Year Deployed").click()
    assert page.locator("#table-1 tbody tr").first.locator("td").nth(1).inner_text() == "2010"


@pytest.mark.parametrize("path", PAGES)
def test_no_width_cuts_anything_off(browser, address, path):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + path)
    for width in (390, 961, 1057):  # a phone, and the least that the menu and the title in full take in one line
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_menu_opens_on_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert not page.get_by_role("link", name="Timeline", exact=True).first.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert page.locator(".doors-nav").get_by_role("link", name="Timeline").is_visible()
    context.close()


def test_everything_is_readable_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "sources/iina-2025/#p9")
    assert page.locator("#p9").is_visible()
    fold = page.locator("details:has(.cite-box)")
    fold.locator("summary").first.click()
    assert fold.locator(".citation").first.is_visible()
    page.goto(address + "timeline/")
    assert page.locator(".event").first.is_visible()
    assert page.locator(".event summary").last.is_visible()
    assert page.locator(".filters").is_hidden()
    context.close()


def test_the_choice_of_colours_is_kept(browser, address):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Switch between light and dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.goto(address + "timeline/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    context.close()


def test_layout_does_not_jump(page, address):
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });"""
    )
    for path in ("", "sources/harun-2014/", "timeline/"):
        page.goto(address + path)
        page.wait_for_timeout(300)
        assert page.evaluate("shift") < 0.05, path


def test_tab_reaches_the_text_first(page, address):
    page.goto(address + "sources/iina-2025/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
# A page of each kind. The longest source takes axe a minute and has the parts of the others; its table is checked by
# the HTML checker.
EVERY = [
    *(path for path in PAGES if path != "sources/harun-2014/"),
    "timeline/record/",
    "compare/would-nato-defend-japan/",
    "briefing/",
    "briefing/check/",
    "about/data/",
]
SHORT = ["", "sources/iina-2025/", "glossary/ipcp/", "compare/would-nato-defend-japan/", "about/cite/"]
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that the dark changes


def violations(browser, address, paths, scheme, width):
    """What axe finds on PATHS with every fold open: it takes the content of a closed one for hidden.

    Asked for violations alone it does not describe what is right, and takes half the time.
    """
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    found = {}
    for path in paths:
        page.goto(address + path)
        page.evaluate(OPEN_ALL)
        rules = WCAG if scheme == "light" else COLOURS
        result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"], "preload": False})
        faults = [(v["id"], v["nodes"][0]["html"][:160], len(v["nodes"])) for v in result.response["violations"]]
        if faults:
            found[path] = faults
    context.close()
    return found


@pytest.mark.parametrize(
    ("scheme", "width", "paths"), [("light", 1280, EVERY), ("dark", 1280, SHORT), ("light", 390, SHORT)]
)
def test_axe_finds_nothing(browser, address, scheme, width, paths):
    assert violations(browser, address, paths, scheme, width) == {}


def test_axe_finds_nothing_in_the_full_text(browser, serve, full_text):
    assert violations(browser, serve(full_text), ["sources/hudson-2024/"], "dark", 1440) == {}


@pytest.fixture(scope="session")
def vnu():
    """The Nu HTML checker, from npm into .cache; needs Java."""
    if not (shutil.which("java") and shutil.which("npm")):
        if os.environ.get("CI"):
            pytest.fail("CI must have Java and npm")
        pytest.skip("the Nu HTML checker needs Java and npm")
    jar = ROOT / ".cache" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        subprocess.run(
            [
                "npm",
                "install",
                "--silent",
                "--no-save",
                "--no-package-lock",
                "--prefix",
                str(ROOT / ".cache"),
                "vnu-jar@26.9.27",
            ],
            check=True,
            capture_output=True,
        )
    return jar


def test_the_nu_checker_finds_no_error(built, vnu):
    files = [str(built / path / "index.html") for path in PAGES] + [str(built / "404.html")]
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(vnu), "--errors-only", "--format", "json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    assert [(m["url"].rsplit("/site/")[-1], m.get("lastLine"), m["message"]) for m in messages] == []

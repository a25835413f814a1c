"""The twelve tasks of policy people, done in a real browser, and how many actions each takes.

An action is a click, a tap, or a press of a key that is not part of a typed query; what is typed is counted apart.
READER_ACTIONS=1 prints the counts.
"""

import io
import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qsl

import docx
import html5lib
import pypdf
import pytest
from conftest import until, write_library

from reader import pipeline

CHOSEN = "document.querySelector('dialog[open] [role=option][aria-selected=true]')"


class Reader:
    """A person at a browser: everything they do is counted."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.actions, self.typed = 0, 0

    def open(self, path=""):
        self.page.goto(self.address + path)

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)

    def click(self, selector):
        """Click; a link to another page has been followed when this returns."""
        self.actions += 1
        target = self.page.locator(selector).first
        there = target.evaluate("link => link.hasAttribute('download') ? '' : (link.href ?? '').split('#')[0]")
        target.click()
        if there:
            self.page.wait_for_url(lambda url: url.split("#")[0] == there, wait_until="domcontentloaded")

    def write(self, words):
        self.typed += len(words)
        self.page.keyboard.type(words)

    def search(self, words):
        """Open the search, type, and wait for the answer; the reader then sees the first result."""
        self.press("/")
        self.page.wait_for_selector("dialog[open] input")
        self.write(words)
        self.page.wait_for_selector("dialog[open] [role=option]")

    def follow(self):
        """Follow the chosen result; the address of a search in progress is not yet where it leads."""
        there = self.page.evaluate(f"{CHOSEN}.href")
        self.press("Enter")
        self.page.wait_for_url(lambda url: re.sub(r"\?[^#]*", "", url) == there)

    def down_to(self, place):
        """Go down to the result of what was typed that leads to PLACE."""
        self.page.wait_for_selector(f"dialog[open] [role=option][href*='{place}']", state="attached")
        self.page.wait_for_timeout(150)  # a person looks at the list that stays
        for _ in range(12):
            if place in self.page.evaluate(f"{CHOSEN}?.href ?? ''"):
                return
            self.press("ArrowDown")
        pytest.fail(f"no result leads to {place}")

    def find(self, words, place):
        """Search for WORDS and follow the result that leads to PLACE: the first with Enter, another with a click."""
        self.search(words)
        result = self.page.locator(f"dialog[open] [role=option][href*='{place}']").first
        result.wait_for(state="attached")
        self.page.wait_for_timeout(150)  # a person looks at the list that stays
        if place in self.page.evaluate(f"{CHOSEN}?.href ?? ''"):
            return self.follow()
        there = result.evaluate("link => link.href")
        self.actions += 1
        result.click()
        self.page.wait_for_url(lambda url: re.sub(r"\?[^#]*", "", url) == there)

    def skip_to_the_text(self):
        self.press("Tab")
        self.press("Enter")

    def focused(self):
        return self.page.evaluate("document.activeElement.href ?? ''")

    def clipboard(self):
        return self.page.evaluate("navigator.clipboard.readText()")


# What each task took before any of this was built: actions and keys typed, as the review of November 2026 counted.
BEFORE = {
    1: "2 actions, 4 keys",
    2: "4 actions, 11 keys",
    3: "8 to 11 actions, 23 keys, and nothing to quote from",
    4: "2 actions, four different answers",
    5: "6 actions, 32 keys",
    6: "2 actions, then 26,000 px to read",
    7: "82 actions, 181 keys",
    8: "15 actions and 5 imports",
    9: "1 action from its page, columns lost",
    10: "1 command, the file to open unsaid",
    11: "7 taps, 15 keys",
    12: "12 runs of the check, 2 failed builds",
}


def told(number, actions, typed=0):
    """Print what the task NUMBER took, and what it took before, when somebody asks."""
    if os.environ.get("READER_ACTIONS"):
        print(f"\ntask {number}: {actions} actions, {typed} keys typed (before: {BEFORE[number]})")


@pytest.fixture
def reader(browser, address, request):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    person = Reader(context.new_page(), address)
    person.open()
    yield person
    told(int(request.node.name.split("_")[1]), person.actions, person.typed)
    context.close()


def test_1_what_is_ipcp(reader):
    reader.search("IPCP")
    reader.follow()
    assert "/glossary/ipcp/" in reader.page.url
    assert "Individual Partnership and Cooperation Programme" in reader.page.locator("main").inner_text()
    assert reader.actions <= 2


def test_2_madrid_2022_as_a_footnote(reader):
    reader.find("who attended Madrid", "/sources/bridges-2022/#p2")
    reader.click(".unit:has(#p2) .unit-tools .cite-button")
    reader.page.wait_for_selector(".cite-panel")
    reader.page.wait_for_selector(".flash", state="attached")
    assert "para. 2" in reader.clipboard()
    assert reader.actions <= 3


def test_3_would_nato_defend_japan_both_sides(reader):
    """One side and the other, each with its paragraphs, ready to paste."""
    reader.find("would NATO defend Japan", "would-nato-defend-japan")
    if "/compare/#" in reader.page.url:
        reader.click("#would-nato-defend-japan a[href*='would-nato-defend-japan/']")
    answers = reader.page.locator("section.position:not(.silent)")
    answers.first.wait_for()
    sides = set()
    for source in ("isdp-2023", "iina-2025"):
        reader.click(f"section#{source} .cite-button")
        reader.page.wait_for_selector(f"section#{source} .cite-panel")
        until(reader.page, "navigator.clipboard.readText().then(text => text.includes('paras. '))")
        sides.add(reader.clipboard())
    assert len(sides) == 2
    assert all("/compare/would-nato-defend-japan/#" in side for side in sides)
    assert reader.actions <= 5


def test_4_everything_on_afghanistan_with_dates(reader):
    """The entry, the filter of the timeline and the data name the same events."""
    reader.search("Afghanistan")
    reader.follow()
    links = reader.page.locator("#events ~ * a[href*='timeline/#']")
    shown = {link.get_attribute("href").partition("#")[2] for link in links.all()}
    assert reader.actions <= 2
    entries = json.loads(reader.page.evaluate("fetch('../../data/glossary.json').then(r => r.text())"))
    assert shown == {id for entry in entries if entry["id"] == "afghanistan" for id in entry["events"]}
    page = reader.page
    page.goto(f"{reader.address}timeline/?actor=afghanistan")
    until(page, "document.querySelector('[name=actor]').value === 'afghanistan'")
    assert {event.get_attribute("id") for event in page.locator(".event:not([hidden])").all()} == shown


def test_5_send_an_event_and_a_question(reader):
    """Their addresses, from the results of the search."""
    wanted = {"classified 2010": "#security-agreement-2010", "is security indivisible": "indivisible-security"}
    for words, place in wanted.items():
        reader.press("/")
        reader.page.wait_for_selector("dialog[open] input:focus")
        reader.write(words)
        reader.down_to(place)
        reader.click("dialog[open] .copy-link")
        until(reader.page, "place => navigator.clipboard.readText().then(text => text.includes(place))", place)
    assert reader.actions <= 4


def test_6_what_is_wrong_before_quoting(reader):
    reader.click("#site-nav a[href*=sources]")
    reader.click("main a[href*='harun-2014']")
    slips = reader.page.locator("[data-notes=slip]")
    count = int(slips.locator("span").inner_text())
    reader.click("[data-notes=slip]")
    assert reader.page.locator(".annotation-slip[id]:visible").count() == count >= 10
    assert reader.page.locator(".annotation:visible:not(.annotation-slip)").count() == 0
    assert reader.actions <= 3
    reader.page.locator(".unit:has(#p7) .unit-tools .cite-button").click()
    reader.page.wait_for_selector(".cite-panel")
    assert "slip" in reader.page.locator(".cite-text").inner_text()


# Two paragraphs, a term, an event: what is asked, what is wanted, and its button.
FOUND = (
    ("Kishida Madrid", "sources/bridges-2022/#p2", ".unit:has(#p2) .unit-tools .brief-button"),
    ("minilaterals JAUKUS", "sources/isdp-2023/#p11", ".unit:has(#p11) .unit-tools .brief-button"),
    ("IPCP", "glossary/ipcp/", ".entry-line .brief-button"),
    ("classified 2010", "timeline/#security-agreement-2010", "#security-agreement-2010 .brief-button"),
)
POSITIONS = ("compare/indivisible-security/#isdp-2023", "compare/indivisible-security/#hudson-2024")


def collected(reader):
    items = reader.page.evaluate("JSON.parse(localStorage.getItem('reader.brief')).items.map(item => item.thing)")
    assert items == [*(thing for _, thing, _ in FOUND), *POSITIONS]


def test_7_six_pieces_become_a_footnoted_brief_in_word(reader):
    """With the pointer; the last two are positions of one question."""

    def take(selector):
        reader.click(selector)
        reader.page.wait_for_selector(".flash")

    for words, thing, button in FOUND:
        reader.find(words, f"/{thing}")
        take(button)
    reader.find("is security indivisible", "indivisible-security")
    if "/compare/#" in reader.page.url:
        reader.click("#indivisible-security td a[href$='#isdp-2023']")  # from the row to the page of the question
        reader.page.wait_for_selector("section#isdp-2023")
    for thing in POSITIONS:
        source = thing.partition("#")[2]
        take(f"[data-thing$='#{source}'] .brief-button, #{source} .brief-button")
    reader.click("#site-nav a[href*=briefing]")
    reader.page.wait_for_selector(".piece")
    collected(reader)
    with reader.page.expect_download() as download:
        reader.click("[data-action=docx]")
    content = download.value.path().read_bytes()
    document = docx.Document(io.BytesIO(content))
    assert len([paragraph for paragraph in document.paragraphs if paragraph.text]) == 7
    assert reader.actions <= 22
    assert reader.typed <= 75


def test_7_six_pieces_by_keys_alone(reader):
    """Ctrl+B adds a result of the search without leaving it, and what a link leads to."""
    reader.press("/")
    for words, thing, _ in FOUND:
        reader.write(words)
        reader.down_to(f"/{thing}")
        reader.press("Control+b")
        until(reader.page, "thing => localStorage.getItem('reader.brief')?.includes(thing)", thing)
        until(reader.page, "getSelection().toString() === document.querySelector('dialog[open] input').value")
    reader.write("is security indivisible")
    reader.down_to("indivisible-security")
    reader.follow()
    if "/compare/#" not in reader.page.url:
        reader.skip_to_the_text()
    for thing in POSITIONS:
        while not reader.focused().endswith(thing):
            reader.press("Tab")
            assert reader.actions < 40
        reader.press("Control+b")
        until(reader.page, "thing => localStorage.getItem('reader.brief')?.includes(thing)", thing)
    reader.find("briefing", "/briefing/")
    reader.page.wait_for_selector(".piece")
    collected(reader)
    reader.skip_to_the_text()
    while reader.page.evaluate("document.activeElement.dataset.action") != "docx":
        reader.press("Tab")
        assert reader.actions < 40
    with reader.page.expect_download() as download:
        reader.press("Enter")
    assert len([p for p in docx.Document(io.BytesIO(download.value.path().read_bytes())).paragraphs if p.text]) == 7
    assert reader.actions <= 25


def test_8_all_sources_into_a_reference_manager(reader, real):
    reader.click("#site-nav a[href*=sources]")
    html = reader.page.content()
    spans = [e for e in html5lib.parse(html, namespaceHTMLElements=False).iter("span") if e.get("class") == "Z3988"]
    assert len([dict(parse_qsl(span.get("title"))) for span in spans]) == len(real.sources)
    with reader.page.expect_download() as download:
        reader.click(".all-records a[href$='.ris']")
    assert download.value.path().read_text(encoding="utf-8").count("TY  - ") == len(real.sources)
    assert reader.actions <= 2


def test_9_a_source_on_paper(reader):
    reader.click("#site-nav a[href*=sources]")
    reader.click("main a[href*='hudson-2024']")
    reader.page.wait_for_selector(".unit")
    reader.actions += 1  # Ctrl+P
    content = reader.page.pdf(format="A4")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "+ Brief" not in text
    assert "Kishida" in text
    assert reader.actions <= 3


def test_10_the_offline_copy_is_one_command():
    """The command itself, and the tray and the check from file://, are in test_paper.py."""
    assert "--zip" in (Path(__file__).parents[1] / "scripts" / "build.py").read_text(encoding="utf-8")
    told(10, 1)


def test_11_on_a_phone(browser, address):
    """A term, a footnote and a link by taps."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    reader = Reader(page, address)
    reader.open()

    def tap(selector):
        reader.actions += 1
        page.locator(selector).first.tap()

    def look_up(words, place):
        tap("[data-search-open]")
        page.wait_for_selector("dialog[open] input")
        reader.write(words)
        tap(f"dialog[open] [role=option][href*='{place}']")
        page.wait_for_url(f"**/*{place.split('#')[-1]}*")

    look_up("IPCP", "glossary/ipcp/")
    look_up("Kishida Madrid", "sources/bridges-2022/#p2")
    tap(".unit:has(#p2) .unit-tools .cite-button")
    page.wait_for_selector(".cite-panel")
    until(page, "navigator.clipboard.readText().then(text => text.includes('para. 2'))")
    box = page.locator(".cite-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    tap(".cite-panel [data-link]")
    until(page, "navigator.clipboard.readText().then(text => text.endsWith('#p2'))")
    assert reader.actions <= 6
    told(11, reader.actions, reader.typed)
    page.locator(".cite-panel .brief-button").tap()
    page.wait_for_selector(".flash")
    page.goto(f"{address}briefing/")
    page.wait_for_selector(".piece")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


# What the editor of the twelfth task got wrong: file, what stands there, what was written, and what the check says.
MISTAKES = (
    ("sources/harbour-2001.md", "[{family: Quill, given: Ada}]", "Ada Quill", "author"),
    ("sources/harbour-2001.md", 'issued: "2001-03"', 'issued: "14 September 2025"', "14 September 2025"),
    ("data/timeline.yml", "themes: [partnership]", "themes: [partnershipp]", "partnershipp"),
    ("data/timeline.yml", 'date: "1992"', 'date: "spring 1992"', "spring 1992"),
    ("data/annotations.yml", "kind: differs", "kind: difers", "difers"),
    ("data/compare.yml", "agreement: one-voice", "agreement: one-voise", "one-voise"),
    ("data/glossary.yml", "documents: [beacon-order]", "documents: [beacon-odrer]", "beacon-odrer"),
)


def test_12_an_editor_is_told_everything_at_once(tmp_path, monkeypatch):
    """Every mistake of every file in one run, each with file, line and column; then the check is content."""
    monkeypatch.setattr(pipeline, "accept", lambda *_, **__: None)  # nothing is published here
    tiny = write_library(tmp_path)
    kept = {path: path.read_text(encoding="utf-8") for path in tiny.rglob("*.*") if path.suffix in (".md", ".yml")}
    for name, right, wrong, _ in MISTAKES:
        path = tiny / name
        assert right in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    runs = 1
    found = [str(problem) for problem in pipeline.examine(tiny)[-1]]
    for name, _, _, said in MISTAKES:
        assert any(re.match(rf"docs/{re.escape(name)}:\d+:\d+: .*{said}", line) for line in found), (said, found)
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")
    runs += 1
    assert pipeline.examine(tiny)[-1] == []
    told(12, runs)

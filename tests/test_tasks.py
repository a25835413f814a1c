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
        self.actions += 1
        target = self.page.locator(selector).first
        target.click()

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
        before = self.page.url
        self.press("Enter")
        self.page.wait_for_url(lambda url: url != before)

    def find(self, words, place):
        """Search for WORDS, go down to the result that leads to PLACE, and follow it."""
        self.search(words)
        for _ in range(12):
            chosen = self.page.locator("dialog[open] [role=option][aria-selected=true]")
            if chosen.count() and place in chosen.first.evaluate(
                "o => (o.querySelector('a') ?? o).href ?? o.dataset.href"
            ):
                return self.follow()
            self.press("ArrowDown")
        pytest.fail(f"no result of {words!r} leads to {place}")

    def clipboard(self):
        return self.page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def reader(browser, address, request):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    person = Reader(context.new_page(), address)
    person.open()
    yield person
    if os.environ.get("READER_ACTIONS"):
        print(f"\n{request.node.name}: {person.actions} actions, {person.typed} keys typed")
    context.close()


def test_1_what_is_ipcp(reader):
    reader.search("IPCP")
    reader.follow()
    assert "/glossary/ipcp/" in reader.page.url
    assert "Individual Partnership and Cooperation Programme" in reader.page.locator("main").inner_text()
    assert reader.actions <= 2


def test_2_madrid_2022_as_a_footnote(reader):
    reader.open("sources/bridges-2022/#p2")
    reader.click(".unit:has(#p2) .unit-tools .cite-button")
    reader.page.wait_for_selector(".cite-panel")
    reader.page.wait_for_selector(".flash", state="attached")
    assert "para. 2" in reader.clipboard()
    assert reader.actions <= 1


def test_3_would_nato_defend_japan_both_sides(reader):
    reader.open("compare/")
    reader.click(".matrix th a:text('defend Japan')")
    answers = reader.page.locator("section.position:not(.silent)")
    answers.first.wait_for()
    assert answers.count() >= 2
    for n in range(2):
        reader.actions += 1
        answers.nth(n).locator(".cite-button").click()
        reader.page.wait_for_selector(".cite-panel")
        assert "/compare/" in reader.page.locator(".cite-text").inner_text()
        reader.press("Escape")
    assert reader.actions <= 5


def test_4_everything_on_afghanistan_with_dates(reader):
    reader.open("timeline/?theme=afghanistan")
    shown = reader.page.locator(".event:not([hidden])").count()
    events = json.loads(reader.page.evaluate("fetch('../data/timeline.json').then(r => r.text())"))
    assert shown == sum("afghanistan" in event["themes"] for event in events)


def test_5_send_an_event_and_a_question(reader):
    reader.open("timeline/")
    event = reader.page.locator(".event.milestone").first
    reader.actions += 2
    event.locator("summary").click()
    event.locator(".event-date a").click()
    reader.page.wait_for_selector(".flash")
    assert reader.clipboard().endswith(f"/timeline/#{event.get_attribute('id')}")
    reader.open("compare/indivisible-security/")
    reader.click(".tools-line .cite-button")
    reader.page.wait_for_selector(".cite-panel")
    reader.click(".cite-panel [data-link]")
    reader.page.wait_for_selector(".flash", state="attached")
    assert reader.clipboard().endswith("/compare/indivisible-security/")
    assert reader.actions <= 4


def test_6_what_is_wrong_before_quoting(reader):
    reader.open("sources/harun-2014/")
    assert reader.page.locator(".annotation-slip").count() >= 1
    reader.click(".unit:has(#p7) .unit-tools .cite-button")
    reader.page.wait_for_selector(".cite-panel")
    assert "slip" in reader.page.locator(".cite-text").inner_text()


def test_7_six_pieces_become_a_footnoted_brief_in_word(reader):
    """Two paragraphs, a term, an event, two positions of one question: found by search, collected, taken out."""

    def take(selector):
        reader.click(selector)
        reader.page.wait_for_selector(".flash")

    reader.find("Kishida attended Madrid", "/sources/bridges-2022/#p2")
    take(".unit:has(#p2) .unit-tools .brief-button")
    reader.find("JAUKUS", "/sources/isdp-2023/#p11")
    take(".unit:has(#p11) .unit-tools .brief-button")
    reader.find("IPCP", "/glossary/ipcp/")
    take(".entry-line .brief-button")
    reader.find("agreement 2010", "/timeline/#security-agreement-2010")
    take("#security-agreement-2010 .brief-button")
    reader.find("is security indivisible", "indivisible-security")
    reader.click("#indivisible-security td a[href$='#isdp-2023']")  # from the row to the page of the question
    reader.page.wait_for_selector("section#isdp-2023")
    take("[data-thing$='#isdp-2023'] .brief-button, #isdp-2023 .brief-button")
    take("[data-thing$='#hudson-2024'] .brief-button, #hudson-2024 .brief-button")
    reader.click("#site-nav a[href*=briefing]")
    reader.page.wait_for_selector(".piece")
    assert reader.page.locator(".piece").count() == 6
    with reader.page.expect_download() as download:
        reader.click("[data-action=docx]")
    content = download.value.path().read_bytes()
    document = docx.Document(io.BytesIO(content))
    assert len([paragraph for paragraph in document.paragraphs if paragraph.text]) == 7
    assert reader.actions <= 25
    assert reader.typed <= 75


def test_8_all_sources_into_a_reference_manager(reader, real):
    reader.open("sources/")
    html = reader.page.content()
    spans = [e for e in html5lib.parse(html, namespaceHTMLElements=False).iter("span") if e.get("class") == "Z3988"]
    assert len([dict(parse_qsl(span.get("title"))) for span in spans]) == len(real.sources)
    with reader.page.expect_download() as download:
        reader.click(".all-records a[href$='.ris']")
    assert download.value.path().read_text(encoding="utf-8").count("TY  - ") == len(real.sources)
    assert reader.actions <= 1


def test_9_a_source_on_paper(reader, tmp_path):
    reader.open("sources/hudson-2024/")
    content = reader.page.pdf(format="A4")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "+ Brief" not in text
    assert "Kishida" in text


def test_10_the_offline_copy_is_one_command():
    """The command itself, and the tray and the check from file://, are in test_paper.py."""
    assert "--zip" in (Path(__file__).parents[1] / "scripts" / "build.py").read_text(encoding="utf-8")


def test_11_on_a_phone(browser, address):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}sources/bridges-2022/#p2")
    page.locator(".unit:has(#p2) .unit-tools .cite-button").tap()
    page.wait_for_selector(".cite-panel")
    box = page.locator(".cite-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator(".cite-panel .brief-button").tap()
    page.wait_for_selector(".flash")
    page.goto(f"{address}briefing/")
    page.wait_for_selector(".piece")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_12_an_editor_is_told_what_a_record_lacks(tiny):
    """Name, with its line, a record without fields it needs and one that claims what ``found`` does not know."""
    from reader import pipeline

    page = tiny / "sources" / "harbour-2001.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("publish: guide", "publish: guide\nfound: {title: guessed}"), encoding="utf-8")
    _, _, problems = pipeline.examine(tiny)
    assert any(re.search(r"harbour-2001\.md:\d+:\d+: .*guessed", str(problem)) for problem in problems)

"""The pages of sources, the home page and the index of sources, as readers meet them in Chromium, in both editions."""

import re
import sys
import unicodedata

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import measure_reading

SCREEN = measure_reading.DESK["height"]


@pytest.fixture(params=["guide", "full text"])
def edition(request):
    """Each edition as the folder of its site."""
    return request.getfixturevalue("built" if request.param == "guide" else "full_text")


@pytest.fixture
def opened(browser, serve):
    """A function that opens a page of a site; it must stay free of errors."""
    contexts, faults = [], []

    def open(site, path, viewport=measure_reading.DESK, **options):
        context = browser.new_context(viewport=viewport, permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto(serve(site) + path, wait_until="networkidle")
        return page

    yield open
    for context in contexts:
        context.close()
    assert faults == []


def test_the_text_runs_on_without_gaps_and_notes_keep_apart(browser, serve, edition):
    """White share of the text column, first paragraph, notes near their paragraphs: measured on every source page."""
    address = serve(edition)
    pages = measure_reading.source_pages(edition)
    assert pages
    for path in pages:
        figures = measure_reading.measured(browser, address, path)
        # Of a source of two screens or less, a few headings are a large share.
        assert figures["white"] <= 0.10 or figures["desk"] < 2, (path, figures)
        assert figures["first"] <= 1.5 * SCREEN, (path, figures)
        assert figures["over"] == 0, (path, figures)
        assert figures["away"] <= SCREEN / 4, (path, figures)
        assert max(figures["desk shift"], figures["phone shift"]) <= 0.02, (path, figures)


def test_a_phone_shows_the_text_with_notes_folded(opened, edition):
    page = opened(edition, "sources/bridges-2022/", measure_reading.PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") <= 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fold = page.locator(".unit .notes:has(.annotation)").first
    note = fold.locator(".annotation").first
    assert not note.is_visible()
    assert re.search(r"\d note", fold.locator("summary").inner_text())
    fold.locator("summary").tap()
    assert note.is_visible()


def test_opening_a_fold_or_a_note_moves_no_paragraph(opened, edition):
    page = opened(edition, "sources/hudson-2024/")
    tops = "[...document.querySelectorAll('.block-p')].map((block) => block.getBoundingClientRect().top + scrollY)"
    before = page.evaluate(tops)
    page.locator(".unit .connections summary").nth(1).click()
    note = page.query_selector(".cut")
    height = note.bounding_box()["height"]
    note.query_selector(".more").click()
    page.wait_for_timeout(200)
    assert note.bounding_box()["height"] > height
    assert page.evaluate(tops) == before
    assert page.evaluate(measure_reading.NOTES)[1] == 0


def test_notes_are_filtered_by_kind_and_the_address_keeps_the_choice(opened, built):
    page = opened(built, "sources/harun-2014/")
    button = page.locator("[data-notes=slip]")
    count = int(button.locator("span").inner_text())
    button.click()
    assert page.locator(".annotation:visible").count() >= count
    assert page.locator(".annotation:visible:not(.annotation-slip)").count() == 0
    assert page.url.endswith("?notes=slip")
    page.reload(wait_until="networkidle")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".annotation:visible:not(.annotation-slip)").count() == 0
    page.locator("[data-notes='']").click()
    assert "notes" not in page.url
    assert page.locator(".annotation-context:visible").count() > 0


def test_text_or_notes_alone_by_a_switch_that_is_kept(opened, built):
    page = opened(built, "sources/harun-2014/")
    text, note = page.locator("#p1 .block-text"), page.locator(".annotation").first
    for view, seen in (("text", (True, False)), ("notes", (False, True)), ("both", (True, True))):
        button = page.locator(f".view-bar [data-view={view}]")
        button.click()
        for _ in range(2):
            assert (text.is_visible(), note.is_visible()) == seen, view
            assert button.get_attribute("aria-pressed") == "true"
            page.reload(wait_until="networkidle")


@pytest.mark.parametrize("viewport", [measure_reading.DESK, measure_reading.PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("view", ["both", "text", "notes"])
def test_a_link_to_a_note_shows_it_whatever_is_chosen(opened, built, viewport, view):
    page = opened(built, "sources/hudson-2024/?notes=slip", viewport)
    page.locator(f".view-bar [data-view={view}]").click()
    id = page.locator(".annotation-update").last.get_attribute("id")
    page.goto(page.url.split("#")[0] + f"#{id}")
    page.wait_for_timeout(200)
    note = page.locator(f"#{id}")
    assert note.is_visible()
    box = note.bounding_box()
    assert 0 <= box["y"] <= viewport["height"] - 40


def test_without_scripts_notes_fold_under_their_paragraphs(opened, edition):
    page = opened(edition, "sources/isdp-2023/", java_script_enabled=False)
    assert page.locator(".view-bar").is_hidden()
    fold = page.locator(".unit .notes").first
    block = fold.locator("xpath=ancestor::*[contains(@class, 'unit')]").locator(".block-p")
    assert fold.bounding_box()["y"] >= block.bounding_box()["y"] + block.bounding_box()["height"] - 1
    fold.locator("summary").click()
    assert fold.locator(".annotation, .digest").first.is_visible()


def letters(words: str) -> str:
    """Only the letters and digits of WORDS, folded."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    return "".join(char for char in folded if char.isalnum())


WORDS = """(ids) => ids.map((id) => {
  const copy = document.querySelector(`#${id} .block-text`).cloneNode(true);
  for (const mark of copy.querySelectorAll(".note-mark")) mark.remove();
  return copy.textContent.replace(/\\s+/g, " ").trim();
})"""
EDGE = """([id, end]) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(`#${id} .block-text`));
  const box = [...range.getClientRects()].at(end ? -1 : 0);
  return end ? [box.right - 1, box.bottom - 3] : [box.left + 1, box.top + 3];
}"""


def drag(page, start, end):
    """Select with the mouse from the beginning of START to the end of END, or to the point END."""
    page.locator(f"#{start}").scroll_into_view_if_needed()
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", start)
    page.mouse.move(*page.evaluate(EDGE, [start, False]))
    page.mouse.down()
    point = page.evaluate(EDGE, [end, True]) if isinstance(end, str) else end
    page.mouse.move(point[0] - 5, point[1], steps=4)
    page.mouse.move(*point, steps=2)
    page.mouse.up()
    page.keyboard.press("Control+c")
    page.wait_for_timeout(100)
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("path", ["sources/harun-2014/", "sources/iina-2025/", "sources/bridges-2022/"])
@pytest.mark.parametrize(
    "viewport", [{"width": 1440, "height": 2400}, {"width": 390, "height": 2400}], ids=["desk", "phone"]
)
def test_copying_a_stretch_of_an_article_gives_its_words_alone(opened, full_text, path, viewport):
    page = opened(full_text, path, viewport)
    ids = ["p2", "p3"]
    copied = drag(page, ids[0], ids[-1])
    wanted = page.evaluate(WORDS, ids)
    headings = page.evaluate("[...document.querySelectorAll('main h2:not(.ours)')].map((heading) => heading.innerText)")
    assert [part for part in copied.split("\n\n") if part not in headings] == wanted
    copies = (full_text.parent / "originals").glob("*.txt")
    article = letters("".join(copy.read_text(encoding="utf-8") for copy in copies))
    assert letters(wanted[1])[:200] in article
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert not re.search(r"<(a|button|span|sup|details)\b|style=|class=", html), html
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.wait_for_timeout(100)
    everything = page.evaluate("navigator.clipboard.readText()")
    assert not re.search("Skip to the text|In three points|Evidence:|Digest ", everything)
    if "harun" in path:
        assert re.search(r"Table 1:.*\nCountry/Operation\t.*\nCambodia", everything)


def test_a_note_of_ours_can_still_be_copied(opened, full_text):
    page = opened(full_text, "sources/iina-2025/")
    page.evaluate("""() => getSelection().selectAllChildren(document.querySelector(".margin .annotation p"))""")
    page.keyboard.press("Control+c")
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert letters(page.locator(".margin .annotation p").first.inner_text()) == letters(copied)


def test_the_examples_of_the_home_page_lead_to_answers_without_scripts(opened, built):
    page = opened(built, "", java_script_enabled=False)
    links = page.locator(".examples a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert links
    assert all("?q=" not in link for link in links)
    page.locator(".examples a").first.click()
    assert page.locator("body.kind-entry").count() == 1


def test_the_first_letter_in_the_field_of_the_home_page_goes_on_in_the_search(opened, built):
    page = opened(built, "")
    page.locator(".ask input").click()
    page.keyboard.type("IPCP", delay=40)
    page.wait_for_selector("dialog.search[open] [role=option]")
    assert page.locator("dialog.search input").input_value() == "IPCP"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/glossary/ipcp/"))


def test_where_they_disagree_is_said_in_words_too(opened, built):
    page = opened(built, "")
    rows = page.locator(".signs tbody tr")
    sources = page.locator(".source-list > li").count()
    assert rows.count() > 0
    for row in rows.all():
        cells = row.locator("td")
        assert cells.count() == sources
        for words in cells.evaluate_all("cells => cells.map((cell) => cell.textContent.replace(/^\\W+/, ''))"):
            assert re.match(r"(Silent$|[A-Z][a-z ]+: \S)", words)

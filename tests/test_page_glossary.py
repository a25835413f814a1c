"""The glossary and the cards in a real browser."""

import json
import re

import pytest
from conftest import until

import measure_reading


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    assert page.errors == []
    page.close()


def shown(page):
    return page.locator(".term-list > li:visible").count()


def test_names_from_notes_are_shown_by_a_switch(page, address, real_model):
    page.goto(address + "glossary/")
    paragraphs = {(s.id, b.id) for s in real_model.library.sources for b in s.paragraphs}
    main = {m.term for m in real_model.mentions if (m.source, m.paragraph) in paragraphs}
    assert shown(page) == len(main)
    page.get_by_label(re.compile("Names from notes")).check()
    assert shown(page) == len(real_model.library.terms)


def test_the_filter_knows_every_form_and_both_spellings(page, address):
    page.goto(address + "glossary/?filter=self-defence")
    british = shown(page)
    page.get_by_label("Find").fill("self defense")
    assert shown(page) == british > 0
    page.get_by_label("Find").fill("Individual Partnership and Cooperation Program")
    assert page.locator(".term-list > li:visible .entry").all_inner_texts() == ["IPCP"]
    assert "filter=Individual" in page.url
    dead = page.locator(".letters a:not([aria-disabled])").all_inner_texts()
    assert dead == ["I"]


def test_definitions_by_a_switch(page, address):
    page.goto(address + "glossary/")
    page.get_by_label("Definitions").check()
    page.locator(".meaning").first.wait_for()
    assert page.locator(".meaning").count() == page.locator(".term-list > li").count()


def test_an_entry_shows_the_keyword_in_its_context(built, real_model):
    html = (built / "glossary" / "ipcp" / "index.html").read_text()
    places = {(m.source, m.paragraph) for m in real_model.mentions_of["ipcp"]}
    assert html.count('class="kwic"') == len(places)
    assert re.search(r'class="kwic">[^<]*<b>IPCP', html)


@pytest.mark.parametrize("entry", ["japan", "nato"])
def test_the_largest_entries_keep_to_six_screens(page, address, entry):
    page.goto(f"{address}glossary/{entry}/")
    for size in (measure_reading.DESK, measure_reading.PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollHeight") <= 6 * size["height"]


def point(page, locator):
    """Move a real pointer onto LOCATOR."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    page.mouse.move(box["x"] - 20, box["y"] - 30)
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2, steps=4)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("glossary/ipcp/", "main a.term"),
        ("glossary/ipcp/", "main .mentions a.place"),
        ("glossary/ipcp/", "main .event-list a"),
        ("glossary/ipcp/", "main h3 a[href*='sources/']"),
    ],
)
def test_a_card_opens_above_the_line_and_can_be_dismissed(page, address, path, selector):
    page.goto(address + path)
    link = page.locator(selector).nth(1)
    link.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 450)")
    point(page, link)
    card = page.locator(".card")
    card.wait_for(timeout=2000)
    line, box = link.bounding_box(), card.bounding_box()
    assert box["y"] + box["height"] <= line["y"] + 1
    assert card.locator("a", has_text="Open").get_attribute("href") == link.evaluate("node => node.href")
    page.keyboard.press("Escape")
    assert page.locator(".card").count() == 0


def test_scrolling_under_a_pointer_at_rest_opens_nothing(page, address):
    page.goto(address + "glossary/nato/")
    page.mouse.move(500, 500)
    for _ in range(25):
        page.mouse.wheel(0, 60)
        page.wait_for_timeout(30)
        assert page.locator(".card").count() == 0


def test_a_pointer_that_moves_on_a_link_which_came_under_it_opens_its_card(page, address):
    page.goto(address + "glossary/nato/")
    link = page.locator("main .mentions a.place:visible").nth(3)
    box = link.bounding_box()
    x, y = box["x"] + 6, 500
    page.mouse.move(x, y)
    page.mouse.wheel(0, box["y"] + box["height"] / 2 - y)
    until(page, "([x, y]) => document.elementFromPoint(x, y)?.matches('a.place')", [x, y])
    page.wait_for_timeout(200)
    assert page.locator(".card").count() == 0
    page.mouse.move(x + 3, y)
    page.locator(".card").wait_for(timeout=2000)


def test_cards_can_be_switched_off_and_on(page, address):
    page.goto(address + "glossary/ipcp/")
    point(page, page.locator("main a.term").first)
    page.locator(".card button", has_text="No more cards").click()
    page.mouse.move(5, 5)
    point(page, page.locator("main a.term").first)
    page.wait_for_timeout(500)
    assert page.locator(".card").count() == 0
    page.goto(address + "about/accessibility/")
    page.get_by_role("button", name="Switch cards on").click()
    page.goto(address + "glossary/ipcp/")
    point(page, page.locator("main a.term").first)
    page.locator(".card").wait_for(timeout=2000)


def test_a_finger_gets_a_sheet_with_a_button(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + "glossary/ipcp/")
    link = page.locator("main a.term").first
    target = link.evaluate("node => node.href")
    link.tap()
    page.locator(".card.sheet").wait_for(timeout=3000)
    assert page.url.endswith("glossary/ipcp/")
    page.locator(".card.sheet a", has_text="Open").tap()
    page.wait_for_url(target)
    context.close()


def test_card_data_is_whole_and_split_by_kind(built, real_model):
    library = real_model.library
    wanted = {
        "terms": {term.id for term in library.terms},
        "events": {event.id for event in library.events},
        "questions": {question.id for question in library.questions},
    }
    for kind, ids in wanted.items():
        text = (built / "assets" / f"cards-{kind}.js").read_text()
        assert set(json.loads(text[text.index("={", 25) + 1 : text.rindex(";")])) == ids

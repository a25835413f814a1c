"""The comparison and the timeline as a reader uses them, in a real Chromium."""

import itertools
import re

import pytest
from playwright.sync_api import expect

SHIFT = (
    "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) "
    "if (!e.hadRecentInput) shift += e.value; }).observe({ type: 'layout-shift', buffered: true });"
)


@pytest.fixture
def page(browser):
    """A page on a desk that must stay free of errors."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def shown(page):
    return page.locator(".event:not([hidden])").count()


def test_every_cell_says_its_answer(page, address, real):
    page.goto(address + "compare/")
    for question in real.questions:
        cells = page.locator(f"[id='{question.id}'] > tr:first-child > td")
        texts = cells.evaluate_all(
            "cells => cells.map((cell) => [cell.innerText, cell.querySelector('[role=img]').ariaLabel])"
        )
        for source, (text, spoken) in zip(real.sources, texts, strict=True):
            position = question.position(source.id)
            assert (position.label in text and spoken) if position else (text.strip() == "–" and spoken == "silent")


def test_the_heads_of_the_columns_stay_in_sight(page, address):
    page.goto(address + "compare/")
    page.locator(".question").last.scroll_into_view_if_needed()
    expect(page.locator(".matrix thead th").last).to_be_in_viewport()


def test_a_row_opens_by_its_link_and_by_the_keyboard(page, address, real):
    question = real.questions[-1]
    page.goto(f"{address}compare/#{question.id}")
    row = page.locator(f"[id='{question.id}']")
    expect(row.locator(".answers")).to_be_in_viewport()
    link = row.locator("a.open")
    assert link.get_attribute("aria-expanded") == "true"
    link.focus()
    page.keyboard.press("Enter")
    expect(row.locator(".answers")).to_be_hidden()


def test_two_articles_face_to_face(page, address, real):
    def differ(pair):
        found = []
        for question in real.questions:
            sides = [p.side if (p := question.position(source)) else "mentions" for source in pair]
            same = sides[0] == sides[1] and sides[0] in ("yes", "no")
            if question.agreement == "differ" and "mentions" not in sides and not same:
                found.append(question.id)
        return found

    a, b = max(itertools.combinations([source.id for source in real.sources], 2), key=lambda pair: len(differ(pair)))
    page.goto(f"{address}compare/?a={a}&b={b}")
    assert page.locator(".matrix thead th:visible").count() == 3
    rows = page.locator(".question:not([hidden])")
    assert sorted(rows.evaluate_all("rows => rows.map((row) => row.id)")) == sorted(differ((a, b))) != []
    assert rows.first.locator(".answers > li:visible").count() == 2
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".matrix thead th:visible").count() == len(real.sources) + 1
    assert "a=" not in page.url


def test_the_most_contested_come_first(page, address):
    page.goto(address + "compare/?order=contested")
    ranks = page.locator(".question").evaluate_all("rows => rows.map((row) => Number(row.dataset.rank))")
    assert ranks == sorted(ranks)
    assert page.locator(".group:visible").count() == 0
    page.locator("select[name=order]").select_option("")
    assert page.locator(".group:visible").count() > 1


def test_a_phone_has_a_sign_of_each_article_in_every_row(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + "compare/")
    row = page.locator(".question").first
    signs = row.locator("tr:first-child td [role=img]")
    assert signs.count() == page.locator(".matrix thead th").count() - 1
    boxes = [signs.nth(i).bounding_box() for i in range(signs.count())]
    assert all(box["x"] + box["width"] <= 390 for box in boxes)
    assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < 10
    row.locator("a.open").click()
    expect(row.locator(".answers")).to_be_visible()
    context.close()


def test_the_page_of_a_question_has_every_position(page, address, real):
    question = max(real.questions, key=lambda question: len(question.positions))
    page.goto(f"{address}compare/{question.id}/#{question.positions[-1].source}")
    for source in real.sources:
        section = page.locator(f"[id='{source.id}']")
        expect(section).to_contain_text(p.label if (p := question.position(source.id)) else "Silent")
    expect(page.locator(f"[id='{question.positions[-1].source}']")).to_be_in_viewport()
    page.locator(".lead a[href^='#']").first.click()
    assert page.evaluate("document.querySelector(':target').matches('.position')")


def test_milestones_first_and_all_the_rest_one_control_away(page, address, real):
    page.goto(address + "timeline/")
    assert shown(page) == sum(event.milestone for event in real.events)
    assert page.evaluate("document.documentElement.scrollHeight") <= 5000
    page.locator("[name=show][value=all]").check()
    assert shown(page) == len(real.events)
    assert "show=all" in page.url


def test_a_row_is_one_line_and_opens_in_place(page, address):
    page.goto(address + "timeline/")
    row = page.locator(".event.milestone").first
    assert row.locator("summary").bounding_box()["height"] <= 36
    row.locator("summary").click()
    expect(row.locator(".tellings")).to_be_visible()
    expect(row.locator(".behind")).to_contain_text("Themes")


def test_everything_on_a_name_is_one_number(page, address, real_model):
    """What the entry lists, what the choice of a name lists, and what its words find."""
    term = real_model.term_by_id["afghanistan"]
    count = len(real_model.events_with[term.id])
    page.goto(f"{address}timeline/?actor={term.id}")
    expect(page.locator("form output")).to_contain_text(f"{count} of")
    assert shown(page) == count
    page.goto(address + "timeline/")
    page.get_by_label("Words").fill(term.term)
    expect(page.locator("[data-shown]")).to_contain_text("every event that names")
    assert shown(page) == count
    page.reload()
    expect(page.locator("[data-shown]")).to_contain_text("every event that names")
    assert shown(page) == count


@pytest.mark.parametrize(
    "query", ["theme=china", "source=isdp-2023", "disputed=articles", "told=several", "disputed=1"]
)
def test_filters_live_in_the_address_and_the_picture_follows(page, address, query):
    page.goto(f"{address}timeline/?{query}")
    listed = page.locator(".event:not([hidden])").evaluate_all("rows => rows.map((row) => row.id)")
    dots = page.locator("[data-lanes] a:not(.off)")
    lit = dots.evaluate_all("dots => dots.map((dot) => dot.getAttribute('href').slice(1))")
    assert 0 < len(listed) < page.locator(".event").count()
    assert set(lit) == set(listed)
    page.get_by_role("button", name="Reset").click()
    assert page.locator("[data-lanes] a.off").count() == 0
    assert page.url.endswith("/timeline/")


def test_as_known_in_hides_what_was_published_later(page, address, real):
    first, *later = real.sources
    page.goto(f"{address}timeline/?known={first.id}")
    assert shown(page) == sum(first.id in event.told_by for event in real.events)
    assert page.locator(".event:not([hidden]) .told").first.inner_text() == "told by 1 of 1"
    assert page.locator(f".lane[data-source='{later[-1].id}'] a:not(.off)").count() == 0


@pytest.mark.parametrize("query", ["", "?theme=china", "?known=harun-2014", "?show=milestones"])
def test_a_link_shows_its_event_whatever_the_filters(page, address, real, query):
    minor = (event for event in real.events if not event.milestone)
    event = next(event for event in minor if "harun-2014" not in event.told_by and "china" not in event.themes)
    page.goto(f"{address}timeline/{query}#{event.id}")
    expect(page.locator(f"[id='{event.id}'] .tellings")).to_be_in_viewport()
    other = next(e for e in real.events if not e.milestone and e.id != event.id)
    page.evaluate(f"location.hash = '{other.id}'")
    expect(page.locator(f"[id='{other.id}'] .tellings")).to_be_visible()


def test_the_picture_is_walked_with_the_arrow_keys(page, address):
    page.goto(address + "timeline/")
    assert page.locator("[data-lanes] a[tabindex='0']").count() == 1
    page.locator("[data-lanes] a[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowUp")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first
    assert second
    assert first != second
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{target[1:]}'] .tellings")).to_be_visible()


def test_the_letters_of_the_picture_can_be_read_on_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in ("timeline/", ""):
        page.goto(address + path)
        letters = page.locator(".lanes svg text")
        sizes = letters.evaluate_all(
            "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
        )
        assert sizes
        assert min(sizes) >= 12
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


PATHS = [
    "timeline/",
    "timeline/?theme=china",
    "timeline/?actor=afghanistan",
    "timeline/#ipcp-2014",
    "compare/",
    "compare/#china",
    "compare/?a=isdp-2023&b=iina-2025",
    "compare/?order=contested",
    "compare/china/",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_shifts(browser, address, path, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFT)
    page.goto(address + path)
    page.wait_for_timeout(400)
    assert page.evaluate("shift") <= 0.02
    context.close()


def test_without_scripts_every_event_and_every_answer_is_there(browser, address, real):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    event = next(e for e in real.events if not e.milestone)
    page.goto(f"{address}timeline/#{event.id}")
    assert page.locator(".event summary:visible").count() == len(real.events)
    expect(page.locator(f"[id='{event.id}'] .tellings")).to_be_in_viewport()
    page.goto(f"{address}compare/#{real.questions[-1].id}")
    expect(page.locator(f"[id='{real.questions[-1].id}'] .answers")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize(
    ("path", "most"), [("timeline/", 20), ("timeline/?show=all", 20), ("timeline/?theme=afghanistan", 20)]
)
def test_paper_names_the_filter_and_stays_thin(page, address, path, most):
    pdf = None
    page.goto(address + path)
    pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most
    page.emulate_media(media="print")
    expect(page.locator("[data-shown]")).to_be_visible()
    if "theme" in path:
        expect(page.locator("[data-shown]")).to_contain_text("theme: Afghanistan")

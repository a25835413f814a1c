"""What readers meet who use a keyboard, large print, forced colours, a stored choice or a lost link."""

import functools
import http.server
import re
import subprocess
import sys
import threading

import pytest
import yaml
from conftest import COMPARE, ROOT, SECOND, until, write_library
from test_theme import SETTINGS as MKDOCS

from reader import pipeline

KINDS = [
    "",
    "sources/",
    "sources/hudson-2024/",
    "glossary/",
    "glossary/ipcp/",
    "timeline/",
    "compare/",
    "compare/would-nato-defend-japan/",
    "briefing/",
    "about/data/",
]


@pytest.fixture
def opened(browser, address):
    """A function: path, options of the context -> the page, opened there."""
    contexts = []

    def go(path, stored=None, **options):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        for name, value in (stored or {}).items():
            page.add_init_script(f"localStorage.setItem('reader.{name}', '{value}')")
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()


# ---- every kind of page ----

# Tab stops of the first version, counted on 24 November 2026 before the pages were made anew.
FIRST = {"compare/": 1842, "timeline/": 2017, "sources/bridges-2022/": 885, "sources/harun-2014/": 2020}
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((element) => element.tabIndex >= 0 && !element.disabled && !(element.type === "radio" && !element.checked)
    && element.checkVisibility({ visibilityProperty: true })).length"""


@pytest.mark.parametrize("path", FIRST)
def test_the_keyboard_makes_less_than_half_the_stops_of_the_first_version(opened, path):
    page = opened(path)
    page.wait_for_timeout(300)
    assert 20 < page.evaluate(STOPS) < FIRST[path] / 2


# The distances of WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const style = getComputedStyle(element);
  return element.checkVisibility() && style.overflow === "hidden" && element.clientHeight > 4
    && !element.matches(".sr-only, .cut") && element.scrollHeight > element.clientHeight + 4;
}).map((element) => element.className || element.tagName)"""


@pytest.mark.parametrize("path", KINDS)
def test_zoom_of_400_percent_scrolls_one_way_and_leaves_room(opened, path):
    """1280 by 1024 pixels at 400 % are 320 by 256."""
    page = opened(path, viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".top").evaluate("(top) => getComputedStyle(top).position") == "static"
    assert page.locator(".top").bounding_box()["height"] <= 64


@pytest.mark.parametrize("path", KINDS)
def test_wide_spacing_clips_no_text(browser, address, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    page.add_style_tag(content=SPACING)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(CLIPPED) == []
    context.close()


def test_forced_colours_mark_only_what_is_current(opened):
    page = opened("sources/hudson-2024/#p4", forced_colors="active")
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    edge = "(element) => getComputedStyle(element).borderBottomColor"
    for links, current in ((".doors-nav a", "[aria-current]"), (".view-switch button", "[aria-pressed='true']")):
        marked = page.locator(links).evaluate_all(
            f'(all, canvas) => all.filter((one) => ({edge})(one) !== canvas).map((one) => one.matches("{current}"))',
            canvas,
        )
        assert marked
        assert all(marked), links
    assert page.locator("#p4").evaluate("(place) => getComputedStyle(place).outlineStyle") == "solid"


def test_in_forced_colours_no_button_touches_what_stands_before_it(opened):
    """Borders that are transparent elsewhere are drawn there."""
    page = opened("sources/hudson-2024/", forced_colors="active")
    gaps = page.evaluate(
        """[...document.querySelectorAll(".tools button")].filter((one) => one.checkVisibility()).map((button) => {
          const before = button.previousElementSibling ?? button.parentElement.previousElementSibling;
          const rects = before?.matches("a, button, p") ? [...before.getClientRects()] : [];
          if (before?.matches(".evidence")) rects.push(...before.lastElementChild.getClientRects());
          const { left, top, bottom } = button.getBoundingClientRect();
          return rects.filter((rect) => rect.right <= left + 1 && rect.bottom > top && rect.top < bottom)
            .map((rect) => left - rect.right);
        }).flat()"""
    )
    assert len(gaps) > 20
    assert min(gaps) > 2


@pytest.mark.parametrize("path", ["sources/hudson-2024/#p4", "timeline/#ipcp-2014"])
def test_nothing_moves_for_who_wants_no_motion(opened, path):
    page = opened(path, reduced_motion="reduce")
    moving = "document.getAnimations().map((one) => one.animationName ?? one.transitionProperty)"
    assert [name for name in page.evaluate(moving) if name != "shown"] == []  # "shown" is a wait, not a motion


def test_a_focused_link_keeps_the_colour_of_links(opened):
    page = opened("glossary/ipcp/")
    link = page.locator("main a.place").first
    before = link.evaluate("(link) => getComputedStyle(link).color")
    link.focus()
    assert link.evaluate("(link) => getComputedStyle(link).color") == before


# ---- the menu ----


def test_escape_and_a_click_beside_it_close_the_menu(opened):
    page = opened("about/", viewport={"width": 390, "height": 844})
    menu = page.locator(".doors-nav")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(200, 700)):
        page.get_by_role("button", name="Menu").click()
        assert menu.is_visible()
        close()
        assert not menu.is_visible()


# ---- source pages ----


@pytest.mark.parametrize("width", [1440, 390])
def test_a_link_to_a_paragraph_shows_its_words_in_every_view(opened, width):
    """Hudson's paragraphs without notes are left out where only notes are shown, but not the one that a link names."""
    for view in ("both", "text", "notes", "no-such-view"):
        page = opened("sources/harun-2014/#P27.", {"view": view}, viewport={"width": width, "height": 844})
        text = page.locator("#p27 .block-text")
        page.wait_for_timeout(200)
        assert text.is_visible(), view
        assert 0 < text.bounding_box()["y"] < 422, view


def test_a_cut_note_is_one_stop_until_it_is_opened(opened):
    page = opened("sources/hudson-2024/")
    page.wait_for_selector(".cut > .more")
    note = page.locator(".annotation.cut:has(a.outside)").first
    id = note.get_attribute("id")
    links = page.locator(f"#{id} a")
    assert set(links.evaluate_all("(all) => all.map((one) => one.tabIndex)")) == {-1}
    note.locator(".more").focus()
    page.keyboard.press("Enter")
    assert set(links.evaluate_all("(all) => all.map((one) => one.tabIndex)")) == {0}
    assert page.evaluate("document.activeElement.closest('.annotation')?.id") == id


@pytest.mark.parametrize("width", [1217, 1280, 1366, 1920])
def test_notes_beside_the_text_stay_in_the_window(opened, width):
    """What stands out at the right is cut off: the page never scrolls sideways."""
    page = opened("sources/hudson-2024/", viewport={"width": width, "height": 900})
    page.wait_for_selector(".placed")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".unit > .margin").first.bounding_box()["width"] >= 319


# ---- entries ----


def test_what_an_entry_folds_away_can_be_opened(opened, real_model):
    page = opened("glossary/nato/")
    folds = page.locator("details.more > summary")
    assert folds.count() >= 4
    for number in range(folds.count()):
        assert folds.nth(number).is_visible()
    page.keyboard.press("Tab")  # from now on a focus counts as one of the keyboard
    folds.first.focus()
    assert folds.first.evaluate("(fold) => getComputedStyle(fold).outlineStyle") == "solid"
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.locator(".mentions > li:visible").count() == len(real_model.mentions_of["nato"])


# ---- lists that are filtered ----


def counts(page, name):
    """The choices of a facet: value -> (number beside it, whether it can be chosen)."""
    options = page.locator(f"form.filters [name={name}] option").evaluate_all(
        "(all) => all.slice(1).map((one) => [one.value, Number(one.text.match(/\\((\\d+)\\)$/)[1]), !one.disabled])"
    )
    return {value: (count, open) for value, count, open in options}


def test_the_counts_of_the_timeline_follow_the_other_filters(opened, real):
    page = opened("timeline/")
    built = counts(page, "theme")
    page.select_option("[name=source]", "isdp-2023")
    told = [event for event in real.events if "isdp-2023" in event.told_by]
    for theme, (count, open) in counts(page, "theme").items():
        assert count == sum(theme in event.themes for event in told), theme
        assert open == (count > 0), theme
    # Its own choice does not narrow a facet: what another article would show stays beside it.
    assert counts(page, "source")["harun-2014"][0] == sum("harun-2014" in event.told_by for event in real.events)
    assert page.locator("[data-count=all]").inner_text() == str(len(told))
    theme = next(name for name, (count, _) in counts(page, "theme").items() if count)
    page.select_option("[name=theme]", theme)
    both = [event for event in told if theme in event.themes]
    assert page.locator("form.filters output").inner_text().startswith(f"{len(both)} of ")
    until(page, "window.readerNames")
    assert any(not open for _, open in counts(page, "actor").values())
    page.get_by_role("button", name="Reset").click()
    assert counts(page, "theme") == built


def test_the_counts_of_the_comparison_follow_the_other_filters(opened, real):
    page = opened("compare/?verdict=one-voice")
    alone = [question for question in real.questions if question.agreement == "one-voice"]
    for group, (count, open) in counts(page, "group").items():
        assert (count, open) == ((found := sum(one.group == group for one in alone)), found > 0), group
    assert counts(page, "verdict")["one-voice"][0] == len(alone)


# ---- the page for a lost address ----


@pytest.fixture(scope="module")
def host(built):
    """The site as a host shows it: 404.html at every address where nothing stands."""

    class Host(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def send_error(self, code, message=None, explain=None):
            self.send_response(code)
            self.end_headers()
            self.wfile.write((built / "404.html").read_bytes())

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


LOST = {
    "glossary/nato-respnse-force/": "glossary/nrf/",
    "glossary/ipcb/": "glossary/ipcp/",
    "glossary/ipcp.html": "glossary/ipcp/",
    "terms/ipcp/index.html": "glossary/ipcp/",
    "sources/harun/#p7": "sources/harun-2014/#p7",
    "compare/would-nato-defend": "compare/would-nato-defend-japan/",
    "GLOSSARY/%E2%80%9CIPCP%E2%80%9D": "glossary/ipcp/",
}


@pytest.mark.parametrize("lost", LOST)
def test_a_lost_address_gets_the_nearest_ones_proposed(browser, host, lost):
    page = browser.new_page()
    page.goto(host + lost)
    first = page.locator("[data-nearest] a").first
    first.wait_for()
    assert first.evaluate("(link) => link.href") == host + LOST[lost]
    page.close()


@pytest.mark.parametrize("lost", ["zzzz/qqqq-xxxx/", "%", "%E0%A4%A/%/", "a" * 500])
def test_an_address_like_none_gets_the_menu_and_a_search_with_its_words(browser, host, lost):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(host + lost)
    page.wait_for_timeout(500)
    assert page.locator("[data-nearest]").is_hidden()
    assert page.locator("main li a:visible").count() > 5
    assert faults == []
    if "-" in lost:
        page.locator(".ask button").click()
        assert page.locator("dialog.search input").input_value() == "qqqq xxxx"
    page.close()


# ---- one source, and many ----


@pytest.fixture(scope="module", params=[1, 12])
def library(request, tmp_path_factory, serve):
    """(how many, address) of an invented reader of so many sources."""
    folder = tmp_path_factory.mktemp("library")
    ids = ["harbour-2001", *(f"island-{2005 + number}" for number in range(request.param - 1))]
    docs = write_library(folder, timeline=None, annotations=None, island_2005=None)
    for id in ids[1:]:
        page = SECOND.replace("island-2005", id).replace("Island 2005", id.replace("-", " ").capitalize())
        (docs / "sources" / f"{id}.md").write_text(page, encoding="utf-8")
    told = [f"{{source: {id}, paragraph: p1}}" for id in ids]
    (docs / "data" / "timeline.yml").write_text(
        "- id: league-founded\n  date: '1991'\n  title: The league\n  text: It begins.\n  themes: [partnership]\n"
        f"  milestone: true\n  cites: [{', '.join(told)}]\n",
        encoding="utf-8",
    )
    (docs / "data" / "annotations.yml").write_text("[]\n", encoding="utf-8")
    positions = "".join(
        f"    - {{source: {id}, side: yes, label: 'The league pays, in part', stance: It pays., paragraphs: [p1]}}\n"
        for id in ids
    )
    question = COMPARE.split("  positions:")[0].replace("one-voice", "one-voice" if len(ids) == 1 else "agree")
    (docs / "data" / "compare.yml").write_text(f"{question}  positions:\n{positions}", encoding="utf-8")
    pipeline.accept(docs, new=True)
    settings = {**MKDOCS, "nav": ["index.md", "sources/index.md", "compare.md", "timeline.md"]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return request.param, serve(folder / "site")


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_hold_with_one_source_and_with_twelve(browser, library, width):
    count, address = library
    page = browser.new_page(viewport={"width": width, "height": 844})
    for path in ("", "sources/", "compare/", "timeline/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for heading in page.locator("main :is(.matrix, .signs) tbody:not(.group) th[scope=row]:visible").all():
            assert heading.bounding_box()["width"] >= 120, path
        assert not re.search(r"\b1 \w+s\b|\b0 of them", page.locator("main").inner_text()), path
    page.goto(address + "compare/")
    assert page.locator(".matrix thead th").count() == count + 1
    page.close()


# ---- pages written by hand, and sheets ----


def test_pages_written_by_hand_begin_with_their_front_matter(built):
    for page in [*(ROOT / "docs" / "about").glob("*.md"), *(ROOT / "docs" / "briefing").glob("*.md")]:
        assert page.read_text(encoding="utf-8").startswith("---\n"), page.name
    for page in [*built.glob("about/**/index.html"), *built.glob("briefing/**/index.html")]:
        assert "<hr" not in page.read_text(encoding="utf-8"), page


def test_pages_about_the_site_lead_to_one_another_and_their_tables_can_be_read(opened):
    page = opened("about/data/")
    assert page.locator(".toc [aria-current=page]").inner_text() == "Data"
    assert page.locator(".toc > details > ol > li").count() == 6
    assert page.locator("main td").first.evaluate("(cell) => parseFloat(getComputedStyle(cell).fontSize)") >= 14
    assert page.locator("main table").first.evaluate("(table) => getComputedStyle(table).display") == "table"


def test_sheets_have_no_declaration_outside_a_rule():
    """A lost selector makes browsers drop the next rule without a word."""
    for sheet in (ROOT / "docs" / "assets" / "css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        depth, outside = 0, ""
        for part in re.split(r"([{}])", text):
            if part in "{}" and part:
                depth += 1 if part == "{" else -1
                outside += "\n" if depth == 0 else ""
            elif depth == 0:
                outside += part
            assert depth >= 0, sheet.name
        assert depth == 0, sheet.name
        stray = [line for line in re.split(r"\n\s*\n|\n", outside) if ";" in line and not line.lstrip().startswith("@")]
        assert stray == [], sheet.name


def test_the_card_of_a_source_leads_to_the_article(browser, address, real_model):
    source = next(source for source in real_model.library.sources if source.csl.get("URL"))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address + "sources/")
    link = page.locator(f"main a[href$='{source.id}/']").first
    link.scroll_into_view_if_needed()
    link.focus()
    article = page.locator(".card a", has_text="Read the article")
    article.wait_for()
    assert article.get_attribute("href") == source.csl["URL"]
    page.close()

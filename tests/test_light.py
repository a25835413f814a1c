"""What a first visit weighs, and that nothing moves under the reader: slow processor, scripts that come late."""

import gzip
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import measure_reading

# Links that ask a script to open, filter or fill something, and plain ones.
LINKS = [
    "",
    "glossary/?kind=person",
    "timeline/?theme=us-alliance",
    "timeline/#korean-war-strengthens-nato",
    "compare/?a=harun-2014&b=iina-2025",
    "compare/#can-japan-join-nato",
    "sources/hudson-2024/",
    "sources/harun-2014/#harun-ordnance",
    "sources/iina-2025/?notes=slip#p9",
    "briefing/",
    "briefing/check/",
]


@pytest.mark.parametrize("path", measure_reading.GOALS)
def test_a_first_visit_is_light(browser, address, path):
    page, answers = measure_reading.visit(browser, address + path, measure_reading.DESK)
    kilobytes = sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok) / 1000
    page.context.close()
    assert kilobytes <= measure_reading.GOALS[path]


# Every link on a phone, the slower one; on a desk, where notes stand beside the text, the heaviest.
@pytest.mark.parametrize(
    ("path", "viewport"),
    [*((path, measure_reading.PHONE) for path in LINKS), ("sources/harun-2014/#harun-ordnance", measure_reading.DESK)],
)
def test_nothing_shifts_on_a_slow_machine_with_late_scripts(browser, address, path, viewport):
    page, _ = measure_reading.visit(browser, address + path, viewport, slow=True)
    page.wait_for_selector("html.loaded", state="attached", timeout=120_000)
    shift = page.evaluate(measure_reading.SHIFT)
    assert page.locator("h1").is_visible()
    page.context.close()
    assert shift <= 0.02


@pytest.mark.parametrize("viewport", [measure_reading.DESK, measure_reading.PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", [*measure_reading.GOALS, "sources/hudson-2024/", "compare/can-japan-join-nato/"])
def test_what_has_arrived_of_a_page_stands_where_it_will_stand(browser, address, path, viewport):
    """A slow line brings a page in pieces: the heading of a page cut after it is where that of the whole page is."""
    page = browser.new_context(viewport=viewport).new_page()
    tops = []
    for cut in (False, True):
        if cut:
            page.route(address + path, beginning)
        page.goto(address + path)
        tops.append(page.locator("h1").bounding_box()["y"])
    page.context.close()
    assert tops[0] == tops[1]


def beginning(route):
    """Answer with the page up to the end of its heading."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().partition("</h1>")[0] + "</h1>")


def test_notes_are_shown_when_their_script_fails(browser, address):
    page = browser.new_page(viewport=measure_reading.DESK)
    page.route("**/assets/page-source.js", lambda route: route.abort())
    page.goto(address + "sources/hudson-2024/")
    page.wait_for_selector("html.loaded", state="attached", timeout=120_000)
    assert page.locator("h1").is_visible()
    assert page.locator(".margin .notes > summary").first.is_visible()
    page.close()


def test_no_sheet_asks_whether_an_element_has_a_class(built):
    """Else each change of a class makes the browser style all that is below anew: 80 ms on the longest page."""
    sheets = [*built.glob("assets/*.css"), *built.glob("assets/stylesheets/*.css")]
    assert len(sheets) > 10
    for sheet in sheets:
        assert "[class]" not in sheet.read_text(encoding="utf-8"), sheet.name

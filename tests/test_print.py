"""What comes out of the printer: the PDF's own text and pixels."""

import io
import re

import pypdf
import pytest
from conftest import COPIES
from PIL import Image

PRINTED = {}  # by what was asked: printing takes seconds


def printed(browser, url, theme="dark", **options):
    """The PDF of a page whose reader has chosen THEME."""
    if (asked := (url, theme, *options.items())) not in PRINTED:
        PRINTED[asked] = _printed(browser, url, theme, options)
    return PRINTED[asked]


def _printed(browser, url, theme, options):
    page = browser.new_page(color_scheme=theme)
    page.goto(url)
    page.evaluate("theme => localStorage.setItem('reader.theme', theme)", theme)
    page.reload()
    made = page.pdf(format="A4", print_background=True, **options)
    page.close()
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.mark.parametrize("path", ["glossary/ipcp/", "sources/hudson-2024/", "compare/", "timeline/"])
def test_every_sheet_says_what_and_where_from_and_which_page(browser, address, path):
    pdf = printed(browser, address + path)
    for number, page in enumerate(pdf.pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"{number} of {len(pdf.pages)}" in text
        assert path in text
        assert "guide edition" in text
        assert "NATO–Japan annotated reader" in text


def test_a_filtered_list_names_its_filter(browser, address):
    text = " ".join(printed(browser, address + "glossary/?kind=person").pages[0].extract_text().split())
    assert "Filtered: Kind: People" in text
    assert "Kishida" in text
    assert "Filtered" not in printed(browser, address + "glossary/").pages[0].extract_text()


def test_paper_is_light_whatever_the_screen_shows(browser, address):
    """No text of the page is printed in a light colour, and nothing dark lies behind it."""
    page = browser.new_page(color_scheme="dark")
    page.goto(address + "sources/hudson-2024/")
    page.evaluate("localStorage.setItem('reader.theme', 'dark')")
    page.reload(wait_until="networkidle")  # the sheet for paper comes last
    page.emulate_media(media="print", color_scheme="dark")
    pale = """[...document.querySelectorAll("main *")].filter((element) =>
        element.checkVisibility() && element.innerText
        && getComputedStyle(element).color.match(/[\\d.]+/g).slice(0, 3).every((part) => Number(part) > 150)).length"""
    assert page.evaluate(pale) == 0
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.close()


SOURCES = ("bridges-2022", "iina-2025")  # one with headings of its own, one with ours and with notes
# The most sheets of A4: path -> guide edition, full text.
SHEETS = {
    "sources/bridges-2022/": (8, 7),
    "sources/harun-2014/": (18, 30),
    "sources/hudson-2024/": (6, 10),
    "sources/iina-2025/": (8, 10),
    "sources/isdp-2023/": (6, 6),
    "timeline/": (20, 20),
    "timeline/?show=all": (20, 20),
    "compare/": (18, 18),
}


@pytest.fixture(scope="module", params=["guide", "full text"])
def edition(request, serve):
    """Each edition as (its number in SHEETS, its address)."""
    guide = request.param == "guide"
    return (0 if guide else 1), serve(request.getfixturevalue("built" if guide else "full_text"))


@pytest.mark.parametrize("path", SHEETS)
def test_paper_is_not_wasted(browser, edition, path):
    number, address = edition
    if number and not COPIES:
        pytest.skip("the figures are those of the articles, and no copies of them are here")
    assert len(printed(browser, address + path).pages) <= SHEETS[path][number]


def placed(sheet):
    """(x, y, words) of each piece of text on a SHEET but what its margins say."""
    found = []

    def visit(text, _, matrix, *rest):
        if text.strip() and 48 < matrix[5] < 790:
            found.append((matrix[4], matrix[5], " ".join(text.split())))

    sheet.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_printed_whole_with_its_notes_and_without_its_end(browser, edition, source):
    _, address = edition
    page = browser.new_page()
    page.goto(f"{address}sources/{source}/")
    letters = "(words) => words.replace(/\\P{L}/gu, '')"
    texts = page.locator(".block-text, .annotation > p:first-child").all_text_contents()
    wanted = [page.evaluate(letters, text)[-40:] for text in texts]
    page.close()
    sheets = printed(browser, f"{address}sources/{source}/").pages
    words = " ".join(re.sub(r"\s+", " ", sheet.extract_text()) for sheet in sheets)
    found = "".join(char for char in words if char.isalpha())
    missing = [ending for ending in wanted if ending[:12] not in found and ending[-12:] not in found]
    assert len(missing) <= 2, missing  # a word may be cut at the end of a line
    for end in ("Terms in this source", "Where it stands on each question", "Cite this source", "On this page"):
        assert end not in words


@pytest.mark.parametrize("source", SOURCES)
def test_no_heading_is_stranded_at_the_foot_of_a_column(browser, edition, source):
    _, address = edition
    page = browser.new_page()
    page.goto(f"{address}sources/{source}/")
    headings = page.locator("main > h2:not(.apparatus)").all_text_contents()
    page.close()
    starts = {heading.split()[0] for heading in headings}
    for sheet in printed(browser, f"{address}sources/{source}/").pages:
        pieces = placed(sheet)
        for x, y, words in pieces:
            if any(heading.startswith(words) and len(words) > 8 for heading in headings) and words.split()[0] in starts:
                assert any(other < y and abs(left - x) < 200 for left, other, _ in pieces), words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ink_is_dark_and_the_paper_white(browser, edition, theme):
    """Pixels: hardly anything but white paper and dark letters, whatever the reader chose for the screen."""
    _, address = edition
    page = browser.new_page(color_scheme=theme, viewport={"width": 800, "height": 1100})
    page.goto(address + "sources/isdp-2023/")
    page.evaluate("theme => localStorage.setItem('reader.theme', theme)", theme)
    page.reload()
    page.emulate_media(media="print", color_scheme=theme)
    counts = Image.open(io.BytesIO(page.screenshot())).convert("L").histogram()
    page.close()
    total = sum(counts)
    assert sum(counts[250:]) / total > 0.75
    assert sum(counts[:100]) / total > 0.01


def test_the_kind_of_notes_is_named_as_a_filter(browser, address):
    text = printed(browser, address + "sources/harun-2014/?notes=slip").pages[0].extract_text()
    assert "Filtered: notes: Slip" in " ".join(text.split())

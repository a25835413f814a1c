"""What comes out of the printer: the PDF's own text and pixels."""

import io

import pypdf
import pytest


def printed(browser, url, theme="dark", **options):
    """The PDF of a page whose reader has chosen THEME."""
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
    page.reload()
    page.emulate_media(media="print", color_scheme="dark")
    pale = """[...document.querySelectorAll("main *")].filter((element) =>
        element.checkVisibility() && element.innerText
        && getComputedStyle(element).color.match(/[\\d.]+/g).slice(0, 3).every((part) => Number(part) > 150)).length"""
    assert page.evaluate(pale) == 0
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.close()

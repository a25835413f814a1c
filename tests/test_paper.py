"""The briefing book as PDF, and the offline site as one file that opens from its index."""

import io
import shutil
import zipfile

import pypdf
import pytest
from conftest import build

from reader.publish import book


@pytest.fixture(scope="module", params=[("a4", (595, 842)), ("letter", (612, 792))], ids=lambda p: p[0])
def printed(request, tiny_model):
    paper, size = request.param
    return size, pypdf.PdfReader(io.BytesIO(book.pdf(tiny_model, paper)))


def test_the_book_has_its_paper_tags_and_contents(printed, tiny_model):
    size, made = printed
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in made.pages} == {size}
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    titles = [entry.title for entry in made.outline if not isinstance(entry, list)]
    assert [source.short for source in tiny_model.library.sources] == titles[: len(tiny_model.library.sources)]


def test_the_book_numbers_its_pages_and_links_to_every_paragraph(printed, tiny_model):
    _, made = printed
    last = len(made.pages)
    for number, page in enumerate(made.pages, 1):
        assert f"{number} of {last}" in page.extract_text()
    links = {
        annotation.get_object()["/A"].get("/URI")
        for page in made.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    }
    for source in tiny_model.library.sources:
        for block in source.paragraphs:
            assert tiny_model.public(f"sources/{source.id}.md", block.id) in links
    text = " ".join(page.extract_text() for page in made.pages)
    assert "Ada Quill" in text
    assert "Who pays for the lamps?" in text


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The offline site, packed by one command and unpacked into a folder with an awkward name."""
    folder = tmp_path_factory.mktemp("offline")
    done = build(folder / "reader", "--edition", "guide", "--zip", SITE_URL="https://reader.example/r/")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MB; unpack it and open reader/index.html" in done.stdout
    with zipfile.ZipFile(folder / "reader.zip") as packed:
        assert packed.testzip() is None
        assert packed.namelist()[0] == "reader/index.html"
        packed.extractall(folder / "日本 #1 100% & co")
    shutil.rmtree(folder / "reader")
    return folder / "日本 #1 100% & co" / "reader"


def test_cite_tray_and_check_work_from_a_file(browser, unpacked):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((unpacked / "sources" / "bridges-2022.html").as_uri())
    page.locator(".unit:has(#p2) > .unit-tools .brief-button").click()
    page.locator(".unit:has(#p2) > .unit-tools .cite-button").click()
    page.wait_for_selector(".cite-panel")
    assert "https://reader.example/r/sources/bridges-2022/#p2" in page.locator(".cite-text").inner_text()
    page.goto((unpacked / "briefing" / "index.html").as_uri())
    page.wait_for_selector(".piece")
    page.locator(".piece-head a").click()
    page.wait_for_selector("#p2")
    page.goto((unpacked / "briefing" / "check.html").as_uri())
    page.wait_for_selector("textarea")
    page.locator("textarea").fill("See https://reader.example/r/glossary/ipcp/.")
    page.get_by_role("button", name="Check").click()
    assert "1 link to this site: 1 unchanged" in page.locator(".check-summary").inner_text()
    page.locator(".check-links a").click()
    page.wait_for_selector("body.kind-entry")
    assert faults == []
    context.close()

"""Citing, collecting and briefing in a real browser; what leaves it is read back by other libraries."""

import io
import json
import re
import shutil
import subprocess
import zipfile

import bibtexparser
import docx
import mammoth
import pypandoc
import pypdf
import pytest
import rispy
import zxingcpp
from conftest import until
from lxml import etree
from PIL import Image


@pytest.fixture
def page(browser, address):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((address, "data:", "blob:"))] == []
    context.close()


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def cite(page, selector):
    page.locator(selector).first.click()
    page.wait_for_selector(".cite-panel")
    return page


PIECES = (
    "sources/bridges-2022/#p2",
    "sources/isdp-2023/#p11",
    "glossary/ipcp/",
    "timeline/#security-agreement-2010",
    "compare/indivisible-security/#isdp-2023",
    "compare/indivisible-security/#hudson-2024",
)


WORKS = ["bridges-2022", "isdp-2023", "glossary-ipcp", "timeline-security-agreement-2010", "hudson-2024"]


def collect(page, address, things=PIECES):
    page.goto(address)
    brief = {"items": [{"thing": thing, "note": ""} for thing in things]}
    page.evaluate("brief => localStorage.setItem('reader.brief', JSON.stringify(brief))", brief)
    page.goto(f"{address}briefing/")
    page.wait_for_selector(".piece")


def saved(page, action):
    with page.expect_download() as download:
        page.locator(f"[data-action={action}]").click()
    return download.value.path().read_bytes()


def pasted(page):
    """What a program gets that pastes as HTML what the page has just copied."""
    page.wait_for_selector(".flash")
    page.evaluate(
        """() => {
            const field = document.createElement('div');
            field.contentEditable = true;
            document.body.append(field);
            field.focus();
            field.addEventListener('paste', (event) => {
                window.pasted = event.clipboardData.getData('text/html');
                event.preventDefault();
            });
        }"""
    )
    page.keyboard.press("Control+V")
    until(page, "window.pasted")
    return page.evaluate("window.pasted")


def test_a_paragraph_is_cited_in_every_style(page, address):
    page.goto(f"{address}sources/bridges-2022/")
    cite(page, ".unit:has(#p2) > .unit-tools .cite-button")
    page.wait_for_selector(".flash", state="attached")
    copied = clipboard(page)
    assert copied.startswith("“NATO-Japan Cooperation")
    assert "para. 2, https://www.nippon.com/en/in-depth/d00820/; annotated in “Bridges 2022,”" in copied
    assert "/sources/bridges-2022/#p2" in copied
    assert "digest, not the article’s words" in copied
    for style in page.locator(".cite-panel option").evaluate_all("options => options.map(option => option.value)"):
        page.locator(".cite-panel select").select_option(style)
        shown = page.locator(".cite-text").inner_text()
        assert "Slot" not in shown
        assert "2" in shown
    page.keyboard.press("Escape")
    assert page.locator(".cite-panel").count() == 0


@pytest.mark.parametrize(
    "path",
    ["sources/harun-2014/", "sources/hudson-2024/", "glossary/ipcp/", "timeline/", "compare/indivisible-security/"],
)
def test_everything_with_an_address_can_be_cited_and_collected(page, address, path):
    """A source, paragraphs, notes, tables, figures, our notes, an entry, events, a question, positions."""
    page.goto(address + path)
    page.evaluate("window.reader.load('assets/things.js')")
    until(page, "window.readerThings")
    known = set(page.evaluate("Object.keys(window.readerThings.things)"))
    for kind in ("cite", "brief"):
        cited = page.evaluate(
            f"[...document.querySelectorAll('.{kind}-button')].map(one => window.reader.brief.thingOf(one))"
        )
        assert {thing for thing in known if thing.startswith(path)} <= set(cited) <= known


def test_a_position_names_its_article_and_paragraphs_first(page, address):
    page.goto(f"{address}compare/indivisible-security/")
    page.locator("#hudson-2024 .cite-button, [data-thing$='#hudson-2024'] .cite-button").first.click()
    page.wait_for_selector(".cite-panel")
    note = page.evaluate("window.reader.citations.cite('compare/indivisible-security/#hudson-2024').note")
    positions = page.evaluate("window.readerThings.questions['compare/indivisible-security/'][1]['hudson-2024']")
    assert len(positions) > 1
    shown = page.locator(".cite-text").inner_text()
    assert shown.startswith("“Japan’s Tacit NATO Membership")
    assert re.search(r", paras\. \d[\d, –]*, https://www\.hudson\.org/", shown)
    assert "set out in “Hudson 2024: Is the security" in shown
    assert "/compare/indivisible-security/#hudson-2024" in shown
    assert "9990" not in note
    [entry] = bibtexparser.parse_string(
        page.evaluate("window.reader.citations.files(['compare/indivisible-security/#hudson-2024']).bib")
    ).entries
    assert entry["journal"] == "Nikkei Asia"
    assert "paras. " in entry["note"]
    for style, label in (("mla", "pars. "), ("oscola", "paras "), ("apa", "paras. ")):
        page.locator(".cite-panel select").select_option(style)
        assert label in page.locator(".cite-text p").first.inner_text()


def test_every_thing_has_a_citation_without_a_slot_left(page, address):
    """In every style, and its three records: nothing unfilled, nothing undefined, the address of the thing in it."""
    page.goto(f"{address}sources/harun-2014/")
    cite(page, ".unit:has(#p7) > .unit-tools .cite-button")
    bad = page.evaluate(
        """() => {
            const { citations } = window.reader, { data } = citations, bad = [];
            for (const thing of Object.keys(data.things)) {
                for (const [style] of data.styles) {
                    const { note, list } = citations.cite(thing, style);
                    const all = [note, ...list].join(" ");
                    const there = all.includes(citations.address(thing)) || list.length === 0 && !note.includes("http");
                    if (/[Ss]lot[lt.]|999[01]|undefined|NaN/.test(all) || !there) bad.push([thing, style, all]);
                }
                const { bib, ris, json } = citations.files([thing]);
                if (/[Ss]lot[lt.]|999[01]|undefined/.test(bib + ris + json)) bad.push([thing, bib, ris, json]);
            }
            return bad;
        }"""
    )
    assert bad == []


def test_records_of_one_thing_are_read_back(page, address):
    page.goto(f"{address}sources/harun-2014/")
    cite(page, ".unit:has(#p7) > .unit-tools .cite-button")
    made = page.evaluate("window.reader.citations.files(['sources/harun-2014/#p7', 'glossary/ap4/'])")
    library = bibtexparser.parse_string(made["bib"])
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["harun-2014", "glossary-ap4"]
    assert "para. 7" in library.entries[0]["note"]
    assert library.entries[1]["url"].endswith("/glossary/ap4/")
    records = rispy.loads(made["ris"])
    assert [record["id"] for record in records] == ["harun-2014", "glossary-ap4"]
    assert "para. 7" in records[0]["notes"][0]
    items = json.loads(made["json"])
    assert items[0]["issued"]["circa"] is True
    assert json.loads(pypandoc.convert_text(made["json"], "csljson", format="csljson"))


def test_six_pieces_become_a_word_file_with_real_footnotes(page, address):
    collect(page, address)
    content = saved(page, "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        feet = packed.read("word/footnotes.xml").decode()
    assert len(re.findall(r'<w:footnote w:id="[1-9]', feet)) == len(PIECES)
    document = docx.Document(io.BytesIO(content))
    assert len([p for p in document.paragraphs if p.text]) == len(PIECES) + 1
    html = mammoth.convert_to_html(io.BytesIO(content)).value
    assert html.count('<li id="footnote-') == len(PIECES)
    markdown = pypandoc.convert_text(content, "markdown", format="docx")
    assert markdown.count("[^6]") == 2
    assert "https://www.nippon.com/en/in-depth/d00820/" in markdown


def test_own_words_keep_their_paragraphs_in_every_export(page, address):
    collect(page, address)
    page.locator("textarea").first.fill("First of mine.\n\nSecond <b> of mine.")
    for text in (page.evaluate("window.reader.briefing.rich()"), page.locator(".brief-preview").inner_html()):
        assert re.search(r">First of mine\.</p>\s*<p[^>]*>Second &lt;b&gt; of mine\.</p>", text)
    assert "First of mine.\n\nSecond \\<b> of mine.\n\n" in page.evaluate("window.reader.briefing.markdown()")
    document = docx.Document(io.BytesIO(saved(page, "docx")))
    assert [p.text for p in document.paragraphs][1:3] == ["First of mine.", "Second <b> of mine."]


def test_libreoffice_opens_and_pastes_with_footnotes_italics_and_links(page, address, tmp_path):
    """Opened and saved by another program, the footnotes are footnotes still, at the foot of their page."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: install it (Debian: libreoffice-writer) for this look")
    collect(page, address)
    (tmp_path / "brief.docx").write_bytes(saved(page, "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    page.locator("[data-action=rich]").click()  # the same importer reads what is pasted
    (tmp_path / "pasted.html").write_text(pasted(page), encoding="utf-8")
    for form, file in (
        (["fodt"], "brief.docx"),
        (["pdf"], "brief.docx"),
        (["fodt", "--infilter=HTML (StarWriter)"], "pasted.html"),
    ):
        command = [office, profile, "--headless", "--convert-to", *form, "--outdir", tmp_path, tmp_path / file]
        subprocess.run(command, check=True, capture_output=True)
    flat = (tmp_path / "pasted.fodt").read_text(encoding="utf-8")
    assert flat.count("<text:note ") == flat.count("<text:note-body>") == len(PIECES)
    body = flat[flat.index("<office:text") :]
    assert "https://www.nippon.com" in body[body.index("<text:note-body>") : body.index("</text:note-body>")]
    assert "https://www.nippon.com" not in body[body.rindex("</text:note>") :], "a note was left at the end"
    flat = (tmp_path / "brief.fodt").read_text(encoding="utf-8")
    assert flat.count("<text:note ") == len(PIECES)
    assert flat.count("<text:a ") >= len(PIECES)
    assert "<dc:title>Brief</dc:title>" in flat
    first = pypdf.PdfReader(tmp_path / "brief.pdf").pages[0]
    assert "d00820" in first.extract_text()  # the first note is on the page of the words that it belongs to
    assert any("Italic" in str(font.get_object()["/BaseFont"]) for font in first["/Resources"]["/Font"].values())


def test_the_word_file_is_valid_and_its_parts_know_each_other(page, address):
    collect(page, address)
    with zipfile.ZipFile(io.BytesIO(saved(page, "docx"))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    trees = {name: etree.fromstring(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    assert set(trees) == set(parts)
    types = trees["[Content_Types].xml"]
    named = {part.get("PartName") for part in types if part.get("PartName")}
    ends = {part.get("Extension") for part in types if part.get("Extension")}
    for name in set(parts) - {"[Content_Types].xml"}:
        assert f"/{name}" in named or name.rpartition(".")[2] in ends, name
    assert named <= {f"/{name}" for name in parts}
    for name in (name for name in parts if name.endswith(".rels")):
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for relation in trees[name]:
            target = relation.get("Target")
            assert (target.lstrip("/") if target[0] == "/" else f"{folder}/{target}".lstrip("/")) in parts
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    notes = [note.get(f"{w}id") for note in trees["word/footnotes.xml"] if not note.get(f"{w}type")]
    marks = [mark.get(f"{w}id") for mark in trees["word/document.xml"].iter(f"{w}footnoteReference")]
    assert notes == marks
    styles = {style.get(f"{w}styleId") for style in trees["word/styles.xml"].iter(f"{w}style")}
    used = {
        element.get(f"{w}val")
        for name in ("word/document.xml", "word/footnotes.xml")
        for element in trees[name].iter(f"{w}pStyle", f"{w}rStyle")
    }
    assert used <= styles
    for paragraph in trees["word/footnotes.xml"].iter(f"{w}p"):
        kinds = [field.get(f"{w}fldCharType") for field in paragraph.iter(f"{w}fldChar")]
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_word_gets_footnotes_from_the_clipboard(page, address):
    collect(page, address)
    page.locator("[data-action=rich]").click()
    html = pasted(page)
    assert html.count('mso-element:footnote"') == len(PIECES)
    for number in range(1, len(PIECES) + 1):
        assert f'href="#_ftn{number}" name="_ftnref{number}"' in html
        assert f'href="#_ftnref{number}" name="_ftn{number}"' in html
    # Word leaves out what stands between these, so that without it its own marks must be whole and alone.
    for_word = re.sub(r"<!\[if !supportFootnotes\]>.*?<!\[endif\]>", "", html)
    assert "sdfootnote" not in for_word
    assert for_word.count("<div") == for_word.count("</div>") == len(PIECES) + 1
    assert for_word.count("<a ") == for_word.count("</a>")


def test_markdown_and_records_of_a_brief_are_read_back(page, address):
    collect(page, address)
    markdown = saved(page, "md").decode()
    tree = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))
    assert json.dumps(tree).count('"t": "Note"') == len(PIECES) or json.dumps(tree).count('"Note"') == len(PIECES)
    entries = bibtexparser.parse_string(saved(page, "bib").decode()).entries
    assert [entry.key for entry in entries] == WORKS
    assert [record["id"] for record in rispy.loads(saved(page, "ris").decode())] == WORKS
    records = json.loads(saved(page, "json"))
    assert [record["id"] for record in records] == WORKS
    for note in (entries[1]["note"], records[1]["note"]):  # cited in two places, and there once
        assert "para. 11; annotated at" in note
        assert "paras. 10, 11; annotated at" in note


def test_author_date_styles_cite_in_the_text_and_list_references(page, address):
    collect(page, address)
    page.locator(".brief-settings select").select_option("apa")
    preview = page.locator(".brief-preview").inner_text()
    assert "ca. 2022, para. 2" in preview
    assert "References" in preview
    assert page.locator(".brief-notes").count() == 0


def test_a_reference_list_names_each_work_once_and_the_text_leads_to_the_place(page, address):
    """Two paragraphs of an article and two positions on a question: three articles and two pages of ours."""
    things = ["sources/harun-2014/#p7", "sources/harun-2014/#p9", *PIECES[4:]]
    collect(page, address, things)
    for style in page.evaluate("window.readerThings.styles.filter(([, , inText]) => inText).map(([style]) => style)"):
        page.locator(".brief-settings select").select_option(style)
        made = page.evaluate("window.reader.briefing.parts()")
        shown = [re.sub("<[^>]+>", "", line) for line in made["references"]]
        assert len(shown) == 5, shown
        assert len({line.split("http")[-1] for line in shown}) == 5, "an address twice"
        assert shown == sorted(shown, key=lambda line: re.sub(r"[^\w ]", "", line).lower()), style
        assert sum("Harun or-Rashid" in line for line in shown) == 1
        assert not re.search(r"#(p\d|isdp|hudson)", " ".join(shown)), "a place stands in the list"
        cited = [paragraph["cited"] for paragraph in made["paragraphs"]]
        assert [re.search('href="([^"]+)', html)[1].removeprefix(address) for html in cited] == things
        for place, html in zip(("7", "9", "10, 11", "8–10, 16"), cited, strict=True):
            assert f" {place};" in html
        titles = re.findall("“(Is the security.*?[?])", " ".join(cited))
        assert len(titles) == 2
        assert any(titles[0] in line for line in shown)
    text = pypandoc.convert_text(page.evaluate("window.reader.briefing.markdown()"), "html", format="markdown")
    for thing in things:
        assert f'href="{address}{thing}"' in text
    document = docx.Document(io.BytesIO(saved(page, "docx")))
    fields = [field.text for field in document.element.iter("{*}instrText")]
    assert [thing for thing in things if f' HYPERLINK "{address}{thing}" ' not in fields] == []


def test_order_changes_by_keys_and_by_drag(page, address):
    collect(page, address)
    titles = lambda: page.locator(".piece-head a").all_inner_texts()  # noqa: E731
    before = titles()
    page.locator(".piece").nth(1).locator("[data-do=up]").click()
    assert titles() == [before[1], before[0], *before[2:]]
    page.keyboard.press("Alt+ArrowDown")
    assert titles() == before
    page.locator(".piece").nth(0).evaluate("piece => piece.scrollIntoView({ block: 'start' })")
    page.locator(".piece-head .chip").nth(1).drag_to(page.locator(".piece-head .chip").nth(0))
    assert titles() == [before[1], before[0], *before[2:]]


def test_one_side_of_a_disagreement_is_warned_of(page, address):
    collect(page, address, PIECES[2:5])
    warning = page.locator(".brief-warnings li").filter(has_text="Only one side")
    assert warning.count() == 1
    count = page.locator(".piece").count()
    warning.locator("button").click()
    assert page.locator(".piece").count() > count
    assert page.locator(".brief-warnings li").filter(has_text="Only one side").count() == 0


def test_a_slip_that_was_left_out_is_named(page, address):
    collect(page, address, ["sources/harun-2014/#p7"])
    assert "slip" in page.locator(".brief-warnings").inner_text()


def test_a_brief_travels_by_its_address(page, address):
    collect(page, address)
    page.locator("textarea").first.fill("Mine: 1 & 2 = #3")
    page.locator("input").first.fill("Talking points")
    page.locator("[data-action=link]").click()
    page.wait_for_selector(".flash")
    link = clipboard(page).split("#", 1)[1]
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{address}briefing/#{link}")
    page.wait_for_selector(".brief-shared")
    assert page.locator(".piece").count() == len(PIECES)
    assert page.locator("textarea").first.input_value() == "Mine: 1 & 2 = #3"
    page.get_by_role("button", name="Keep it").click()
    page.reload()
    page.wait_for_selector(".piece")
    assert page.locator("input").first.input_value() == "Talking points"


@pytest.mark.parametrize("length", [1, 14, 15, 42, 62, 84, 106, 122, 152, 180, 213])
def test_qr_codes_are_read_by_another_library(page, address, length):
    page.goto(address)
    page.evaluate("window.reader.load('assets/qr.js')")
    until(page, "window.reader.qr")
    text = "https://reader.example/sources/日本/#p7"[: max(1, length // 3)]
    text += "x" * (length - len(text.encode()))
    svg = page.evaluate("text => window.reader.qr(text)", text)
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = Image.new("L", (side, side), 255)
    for column, row in re.findall(r"M(\d+) (\d+)h1", svg):
        picture.putpixel((int(column), int(row)), 0)
    [found] = zxingcpp.read_barcodes(picture.resize((side * 8, side * 8)))
    assert found.text == text


def test_a_qr_code_costs_no_request_and_says_its_address(page, address):
    page.goto(f"{address}glossary/ipcp/")
    cite(page, ".entry-line .cite-button")
    page.locator("[data-qr]").click()
    page.wait_for_selector(".cite-qr svg")
    assert "/glossary/ipcp/" in page.locator(".cite-qr span").inner_text()


def test_a_printed_brief_has_its_notes_and_no_controls(page, address):
    collect(page, address)
    content = page.pdf(format="A4")
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "NATO–Japan Annotated Reader" in text
    for control in ("Remove", "Your words", "Copy with footnotes", "Citations"):
        assert control not in text


def test_a_collected_thing_follows_its_address(page, address):
    page.goto(f"{address}briefing/")
    page.wait_for_selector("[data-brief] .empty")
    page.add_init_script(
        "Object.defineProperty(window, 'readerThings', { configurable: true, set(value) {"
        " value.moved['glossary/old-name/'] = 'glossary/ipcp/';"
        " Object.defineProperty(window, 'readerThings', { value, writable: true }); } });"
    )
    collect(page, address, ["glossary/old-name/"])
    assert page.locator(".piece-head a").inner_text().startswith("IPCP")

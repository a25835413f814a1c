"""What other programs read: reference managers, search engines, calendars, spreadsheets, schemas."""

import csv
import io
import json
import re
from urllib.parse import parse_qsl

import html5lib
import jsonschema
import pytest
from conftest import ROOT
from icalendar import Calendar

from reader import pipeline
from reader.cite import csl
from reader.content.records import THEMES
from reader.publish import data_files, metadata, plain_markdown, schemas

# The item fields of Zotero that the Highwire tags fill, by the rules of its reader of embedded metadata.
HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_technical_report_institution": "institution",
    "citation_publisher": "publisher",
    "citation_public_url": "url",
    "citation_language": "language",
}
# A tag that settles the type when no item type is named outright, in that reader's order.
GUESSED = {"citation_journal_title": "journalArticle", "citation_technical_report_institution": "report"}
ITEM_TYPES = {"document", "journalArticle", "magazineArticle", "newspaperArticle", "webpage", "report", "manuscript"}


def zotero_item(html):
    """What Zotero makes of a page: the named item type, the Highwire fields, authors, else what looks like a byline."""
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    tags = [(m.get("name") or m.get("property"), m.get("content")) for m in root.iter("meta")]
    item = {HIGHWIRE[name]: value for name, value in tags if name in HIGHWIRE}
    named = next((value for name, value in tags if name == "z:itemType"), None)
    guessed = next((GUESSED[name] for name, _ in tags if name in GUESSED), "webpage")
    item["itemType"] = named if named in ITEM_TYPES else guessed
    item["creators"] = []
    for name, value in tags:
        if name == "citation_author":
            last, comma, first = value.partition(", ")
            item["creators"].append({"lastName": last, "firstName": first} if comma else {"name": value})
    if not item["creators"]:
        item["creators"] = [
            {"byline": "".join(e.itertext())}
            for e in root.iter()
            if {"byline", "vcard"} & set((e.get("class") or "").split())
        ]
    return item


@pytest.fixture(scope="module")
def heads(real_model):
    return {
        source.id: metadata.head(real_model, f"sources/{source.id}.md", source.title, source.headline)
        for source in real_model.library.sources
    }


def test_a_reference_manager_gets_every_source_right(real_model, heads):
    for source in real_model.library.sources:
        item = zotero_item(heads[source.id])
        assert item["itemType"] == csl.TYPES[source.csl["type"]].zotero
        assert item["title"] == source.title
        assert item.get("url") == source.csl.get("URL")
        assert (item.get("publicationTitle") or item.get("institution") or item.get("publisher")) == (
            source.outlet or None
        )
        plain = source.issued.edtf.replace("-", "").isdigit()
        assert item["date"] == (source.issued.edtf if plain else source.issued.words)
        names = [(name["lastName"], name["firstName"]) for name in item["creators"]]
        assert names == [(name["family"], name.get("given", "")) for name in source.csl.get("author", ())]


def test_no_page_shows_a_byline_that_a_reference_manager_takes_for_authors(built):
    for path in sorted((built / "sources").rglob("index.html")):
        for creator in zotero_item(path.read_text(encoding="utf-8"))["creators"]:
            assert "byline" not in creator, path


def test_lists_of_sources_carry_coins(real_model, built):
    root = html5lib.parse((built / "sources" / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    spans = [dict(parse_qsl(e.get("title"))) for e in root.iter("span") if e.get("class") == "Z3988"]
    titles = [span.get("rft.atitle") or span.get("rft.title") for span in spans]
    assert titles == [source.title for source in real_model.library.sources]
    assert all(span["ctx_ver"] == "Z39.88-2004" for span in spans)


def test_json_ld_is_json_of_the_right_type(real_model, heads):
    def read(html):
        root = html5lib.parse(html, namespaceHTMLElements=False)
        return json.loads(next(e for e in root.iter("script") if e.get("type") == "application/ld+json").text)

    for source in real_model.library.sources:
        about = read(heads[source.id])["about"]
        assert about["name"] == source.title
        assert ("datePublished" in about) == source.issued.edtf.replace("-", "").isdigit()
    term = real_model.library.terms[0]
    entry = read(metadata.head(real_model, f"glossary/{term.id}.md", term.label, ""))
    assert (entry["@type"], entry["name"]) == ("DefinedTerm", term.term)
    events = read(metadata.head(real_model, "timeline/record.md", "The record", ""))
    assert {item["item"]["@type"] for item in events["itemListElement"]} == {"Event"}


def test_markup_in_metadata_is_inert(tiny_model):
    head = metadata.head(tiny_model, "glossary/lantern-patrol.md", '"><script>', "</script>")
    root = html5lib.parse(head, namespaceHTMLElements=False)
    assert [e.get("type") for e in root.iter("script")] == ["application/ld+json"]


@pytest.fixture(scope="module")
def published(real_model):
    return data_files.files(real_model)


FILES = {name: f"data/{name}.json" for name in schemas.SCHEMAS} | {"glossary-skos": "data/glossary.jsonld"}


@pytest.mark.parametrize("name", FILES)
def test_published_json_has_its_published_schema(published, name):
    schema = json.loads(published[f"data/schemas/{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(published[FILES[name]]))
    assert schema == schemas.SCHEMAS[name]


@pytest.mark.parametrize("name", ["glossary", "timeline"])
def test_published_csv_says_what_its_columns_hold(published, name):
    rows = csv.DictReader(io.StringIO(published[f"data/{name}.csv"].removeprefix("\ufeff")))
    table = json.loads(published[f"data/{name}.csv-metadata.json"])
    assert [column["name"] for column in table["tableSchema"]["columns"]] == rows.fieldnames
    assert all(column["dc:description"] for column in table["tableSchema"]["columns"])
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids) > 100


def test_the_page_of_data_names_every_file_and_its_schema(published):
    """Each file under data/ is on the page, and a schema beside it, but for the records of single sources."""
    page = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\(\.\./(data/[^)#]+)\)", page))
    wanted = {path for path in published if path.startswith("data/") and "/citations/" not in path}
    assert named == wanted | {"data/changes.xml"} | {f"data/citations/all.{end}" for end in ("bib", "ris", "json")}
    for row in (row for row in page.splitlines() if row.startswith("| [")):
        assert row.count(" | ") == 2, row


def test_the_calendar_ends_its_days_and_keeps_nobody_busy(real_model, published):
    text = published["data/timeline.ics"]
    assert "\r\n" in text
    assert not text.replace("\r\n", "").count("\n")
    calendar = Calendar.from_ical(text)
    assert str(calendar["NAME"])
    events = calendar.walk("VEVENT")
    known = {event.title: event for event in real_model.library.events}
    assert events
    for event in events:
        assert event["DTEND"].dt > event["DTSTART"].dt
        assert str(event["TRANSP"]) == "TRANSPARENT"
        record = known[str(event["SUMMARY"]).removesuffix(" (disputed)")]
        assert event.categories == [THEMES[theme] for theme in record.themes]
        assert event["DTSTART"].dt.isoformat() == record.when.first


def test_spreadsheets_read_utf8_and_run_nothing(tiny_model, published):
    for name in ("timeline", "glossary"):
        text = published[f"data/{name}.csv"]
        assert text.startswith("\ufeff")
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
            assert not [cell for cell in row if cell[:1] in "=+-@" and cell]
    assert data_files.harmless("=1+1") == "'=1+1"
    assert data_files.harmless("A−B") == "A−B"


def test_timelinejs_shows_no_more_of_a_date_than_is_known(real_model, published):
    events = json.loads(published["data/timelinejs.json"])["events"]
    known = {event.id: event for event in real_model.library.events}
    for event in events:
        start = known[event["unique_id"]].when.edtf.split("/")[0].rstrip("~?%")
        assert ("month" in event["start_date"]) == (start.count("-") > 0)
        assert ("day" in event["start_date"]) == (start.count("-") > 1)


def test_skos_refers_only_to_concepts_it_has(published):
    graph = json.loads(published["data/glossary.jsonld"])["@graph"]
    concepts = {node["@id"] for node in graph if node["@type"] == "skos:Concept"}
    for node in graph:
        for name in ("skos:related", "skos:member", "dcterms:replaces"):
            assert {other["@id"] for other in node.get(name, ())} <= concepts


def test_each_page_has_its_markdown_beside_it(built, real_model):
    files = plain_markdown.files(real_model)
    for html in built.rglob("index.html"):
        text = html.read_text(encoding="utf-8")
        assert html.with_suffix(".md").is_file() != ('http-equiv="refresh"' in text), html
        assert ('type="text/markdown"' in text) == html.with_suffix(".md").is_file(), html
    for path in built.rglob("index.md"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert "\0" not in text, path
        for link in re.findall(r"\]\((?![a-z]+:|#)([^)#?\s]+)", text):
            target = path.parent / link
            assert target.is_file() or (target / "index.html").is_file(), (path, link)
    for path in files:
        assert (built / path).is_file()
        html = (built / path).with_name("index.html")
        if html.exists():
            assert 'type="text/markdown"' in html.read_text(encoding="utf-8")
    text = files["sources/harun-2014/index.md"]
    for block in real_model.source_by_id["harun-2014"].paragraphs:
        assert f"/sources/harun-2014/#{block.id})" in text
    assert "sources/iina-2025/index.md" in pipeline.render(real_model)[1]["llms.txt"]

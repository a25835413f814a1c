"""Renderers against golden files: ``READER_UPDATE_GOLDEN=1`` writes them anew; read the diff before you commit it."""

import csv
import io
import json
import os
import re
from dataclasses import replace

import html5lib
import pytest
from conftest import DOCUMENTS, GLOSSARY, ROOT, SETTINGS, TIMELINE, write_library
from icalendar import Calendar

from reader import pipeline
from reader.cite import csl
from reader.content.records import Library
from reader.links import whole_html
from reader.links.markdown_ext import ReaderExtension
from reader.links.policy import Linker
from reader.model import Model
from reader.pages import timeline
from reader.pages.render import Loader, environment, markdown
from reader.publish import addresses, book, data_files
from reader.search import documents as search_documents
from reader.wording import first_sentence

GOLDEN = ROOT / "tests" / "golden"


def test_the_name_and_the_subject_of_this_site_are_in_its_settings_only(tiny):
    """Another library, with settings of its own, says them everywhere, and this site's nowhere."""
    site = pipeline.build(tiny, replace(SETTINGS, heading="Lamps"))
    made = [*site.pages.items(), *site.files.items(), ("book", json.dumps(book.content(site.model)))]
    assert [path for path, text in made if re.search(r"NATO|nato.japan", text)] == []
    assert "Lamps, two sources side by side" in site.pages["index.md"]
    assert "terms of the league" in site.pages["glossary/index.md"]
    assert "Timeline of the Invented reader" in site.files["data/timelinejs.json"]
    assert "Invented reader" in site.files["assets/things.js"]


def golden(name, text):
    path = GOLDEN / name
    if os.environ.get("READER_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "index.md",
        "sources/index.md",
        "sources/harbour-2001.md",
        "glossary/index.md",
        "glossary/harbour-league.md",
        "glossary/lantern-patrol.md",
        "timeline.md",
        "compare.md",
        "compare/who-pays.md",
        "timeline/record.md",
    ],
)
def test_pages(tiny_model, path):
    golden(path, pipeline.render(tiny_model)[0][path])


@pytest.mark.parametrize(
    "path",
    [
        "data/sources.json",
        "data/glossary.json",
        "data/timeline.json",
        "data/compare.json",
        "data/timeline.ics",
        "data/citations/harbour-2001.bib",
        "data/citations/harbour-2001.ris",
        "data/citations/island-2005.json",
    ],
)
def test_data(tiny_model, path):
    golden(path, pipeline.render(tiny_model)[1][path].replace("\r\n", "\n"))


def test_the_contract_of_the_published_data(tiny_model):
    """Keys and their order are what the README promises."""
    source = data_files.sources(tiny_model)[0]
    assert list(source)[:7] == ["id", "title", "author", "publisher", "published", "url", "paragraphs"]
    assert list(source["paragraphs"][0])[:4] == ["id", "section", "digest", "annotations"]
    entry = data_files.glossary(tiny_model)[0]
    assert list(entry)[:9] == [
        "id",
        "term",
        "abbreviation",
        "aliases",
        "kind",
        "definition",
        "see_also",
        "links",
        "mentions",
    ]
    event = data_files.timeline(tiny_model)[0]
    assert list(event)[:8] == ["id", "date", "title", "text", "themes", "actors", "cites", "disputed"]
    assert list(event["cites"][0])[:3] == ["source", "paragraph", "date"]
    question = data_files.compare(tiny_model)[0]
    assert list(question)[:4] == ["id", "question", "positions", "agreement"]


def test_csv_is_csv(tiny_model):
    rows = list(csv.DictReader(io.StringIO(pipeline.render(tiny_model)[1]["data/glossary.csv"].removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [term.id for term in tiny_model.library.terms]


def test_the_calendar_holds_only_events_of_one_day(tiny_model):
    events = Calendar.from_ical(pipeline.render(tiny_model)[1]["data/timeline.ics"]).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["The league is founded"]
    assert events[0]["DTSTART"].dt.isoformat() == "1991-04-02"
    assert str(events[0]["URL"]) == "https://example.org/r/timeline/#league-founded"


def test_an_approximate_date_stays_approximate(tiny_model):
    assert csl.item(tiny_model.library.sources[1])["issued"] == {"date-parts": [[2005]], "circa": True}


def test_markdown_of_any_words_is_those_words():
    import markdown as python_markdown

    for words in (
        "2014. It was",
        "#5 is",
        "[1]: https://x.example",
        "a * b _c_ `d`",
        "<b>&amp;</b>",
        "{#p1} x {: .y}",
        "***",
    ):
        html = python_markdown.markdown(f"x {markdown(words)}", extensions=["attr_list"])
        assert "".join(html5lib.parseFragment(html, treebuilder="etree").itertext()).strip() == f"x {words}"


def test_markup_in_data_is_inert(tiny_model):
    page = pipeline.render(tiny_model)[0]["glossary/lantern-patrol.md"]
    assert "<b>&amp; more</b>" not in page
    assert "&lt;b&gt;&amp; more&lt;/b&gt;" in page


def test_templates_escape_what_data_say():
    part = environment().get_template("macros.html").module
    assert (
        str(part.chip("<b>&", '"><script>')) == '<span class="chip chip-&#34;&gt;&lt;script&gt;">&lt;b&gt;&amp;</span>'
    )
    assert "\n" not in part.chip("two\nlines", "kind")


WRAPPERS = ('<div class="unit">', '<div class="unit unit-new">', "</div>")  # around Markdown


def outline(tokens):
    return [(token["level"], token["id"], token["name"], outline(token["children"])) for token in tokens]


def test_pages_that_skip_the_parser_come_out_as_it_would_make_them(tiny_model):
    import markdown as python_markdown

    taken = 0
    nested = "---\nt: x\n---\n<!-- page: x.md -->\n# A\n\n## B {#b}\n\n### C {#c}\n\n#### D {#d}\n\n## E {#e}\n"
    for path, text in {**pipeline.render(tiny_model)[0], "x.md": nested}.items():
        body = text.split("\n---\n", 1)[1].lstrip()
        if not (made := whole_html.whole(body, tiny_model.linker)):
            continue
        taken += 1
        parser = python_markdown.Markdown(
            extensions=["attr_list", "tables", "toc", "def_list", ReaderExtension(tiny_model.linker)],
            extension_configs={"toc": {"toc_depth": "2-3"}},
        )
        assert re.sub(r"\n+", "\n", parser.convert(body)) == made.html, path
        assert outline(parser.toc_tokens) == outline(made.toc), path
        assert made.ids >= {anchor for _, anchor, _, _ in outline(made.toc)}
    assert taken >= len(tiny_model.library.terms)


def test_a_block_that_skips_the_parser_comes_out_as_it_would_make_it(tiny_model):
    import markdown as python_markdown

    name, id = tiny_model.library.terms[0].term, tiny_model.library.sources[0].id
    page = f"<!-- page: sources/{id}.md -->\n\n# A\n\n"
    for text in (
        f'{{#p1}} {name} and {name} again: 5 \\* 3 &lt; 16 \\> 2, "so" \\[x\\].',
        f"{{#p1}} As {name} says [n2], [n3]\n\n## B {{#b}}\n\n{{#p2}} so does {name}.",
        "{#n2} See <https://example.org/a?b=1>, and x [¶1](#p1), [¶2](#p2)",
        f"{{#figure-1}} A picture of {name}.",
    ):
        parser = python_markdown.Markdown(extensions=["attr_list", ReaderExtension(tiny_model.linker)])
        assert whole_html.whole(page + text, tiny_model.linker).html == parser.convert(page + text), text


def test_what_only_a_parser_can_read_is_left_to_it():
    page = "<!-- page: x.md -->\n\n# A\n\n"
    for text in ("Words.", "- one", "## B *c* {#b}", "## B", "{#p1} *x*", "{#p1} &copy; x", "## &copy; {#b}"):
        assert whole_html.whole(page + text, Linker()) is None, text
    assert whole_html.whole("# no page comment", Linker()) is None
    heading = whole_html.whole(page + "## 5 \\* 3 &lt; 16 {#b .ours}", Linker())
    assert heading.html.endswith('<h2 class="ours" id="b">5 * 3 &lt; 16</h2>')


def test_every_template_keeps_its_html_on_one_line(tiny_model):
    """The extension takes a line that starts with a tag for a whole block: each must be closed on its line."""
    for path, text in pipeline.render(tiny_model)[0].items():
        for line in text.split("\n"):
            if line.startswith("<") and not line.startswith("<!--") and line not in WRAPPERS:
                parser = html5lib.HTMLParser(strict=True)
                parser.parseFragment(line)
                assert not re.search(r"> +</(?:p|li|td|th|dd|h\d)>", line), (path, line)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("<p>\n  a\n  b\n</p>", "<p>a b</p>"),
        ("<p>a\n  <b>b</b>\n  c</p>", "<p>a <b>b</b> c</p>"),
        (
            "<ul>\n  {% for x in (1, 2) %}\n  <li>\n    {{ x }}\n  </li>\n  {% endfor %}\n</ul>",
            "<ul><li>1</li><li>2</li></ul>",
        ),
        ('<a\n  href="{{\n 1 }}"\n  id="x">a</a>', '<a href="1" id="x">a</a>'),
        ("{% if true %}\n## A {#a}\n\n<i>\na</i>\n{% endif %}\n\nb", "## A {#a}\n\n<i>a</i>\n\nb"),
    ],
)
def test_line_breaks_of_templates(tmp_path, template, text):
    (tmp_path / "x.md.j2").write_text(template, encoding="utf-8")
    made = environment().overlay(loader=Loader(tmp_path))
    assert made.get_template("x.md.j2").render().rstrip() == text


def test_first_sentence():
    assert first_sentence("A thing of the U.S. Navy. More.") == "A thing of the U.S. Navy."
    assert first_sentence("No end") == "No end"


def test_an_empty_picture_is_no_picture():
    assert timeline.picture(Model(Library(sources=(), terms=(), events=()))) == {}
    assert str(environment().get_template("picture.html").module.picture({})) == ""


def test_search_documents_cover_everything_that_has_an_address(tiny_model):
    urls = {document.address for document in search_documents.documents(tiny_model)}
    for anchor in addresses.anchors(tiny_model.library):
        wanted = anchor.address
        if wanted.endswith("#mentions") or "#figure" in wanted or anchor.kind == "part":
            continue
        if wanted.endswith("#lamps"):  # our own headings are not the article's sections
            continue
        if anchor.kind == "question":  # search leads to its page, not to its row
            wanted = wanted.replace("#", "").rstrip("/") + "/"
        assert wanted.removeprefix("/") in urls


def test_a_retired_address_still_resolves(tmp_path):
    docs = write_library(
        tmp_path,
        glossary=GLOSSARY.replace("  kind: person", "  kind: person\n  formerly: [tolv]"),
        timeline=TIMELINE.replace("id: beacon-begins", "id: beacon-begins\n  formerly: [beacon]"),
    )
    pages = pipeline.build(docs).pages
    assert '"../tolv-mira/"' in pages["glossary/tolv.md"]
    assert '<span id="beacon"></span>' in pages["timeline.md"]


def test_json_is_stable(tiny_model):
    assert json.loads(data_files.dump([{"b": "ō", "a": 1}])) == [{"b": "ō", "a": 1}]
    assert "ō" in data_files.dump(["ō"])


def test_a_document_says_its_language_and_where_a_copy_of_it_is_kept(tmp_path):
    more = '  language: ja\n  seen: "a shelf"\n  archive: "https://archive.example/order"\n'
    site = pipeline.build(write_library(tmp_path, documents=DOCUMENTS + more), SETTINGS)
    page = site.pages["glossary/operation-beacon.md"]
    assert re.search(
        r'The order</a> \(in Japanese\) \(<a href="https://archive.example/order"[^>]*>archived copy', page
    )
    for text in (site.files["data/glossary.json"], site.files["glossary/operation-beacon/index.md"]):
        assert "https://archive.example/order" in text
    assert '"language": "ja", "seen": "a shelf"' in site.files["data/glossary.json"]

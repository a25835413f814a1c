"""Records and citations: nothing unstated as stated, styles as their processor prints them, exports read back."""

import json
import os
import re
import warnings
from dataclasses import replace

import bibtexparser
import pypandoc
import pytest
import rispy
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from reader.cite import citations, csl, csl_processor
from reader.cite.things import things
from reader.content.edtf_dates import when
from reader.content.records import Block, Source


def source(found=None, issued="2014-05-06", blocks=("paragraph",), **record):
    """An invented source; keywords go into its record, with ``_`` for ``-``."""
    record = {"type": "webpage", "title": "A Lamp", "language": "en"} | {
        name.replace("_", "-"): value for name, value in record.items()
    }
    made = tuple(Block(kind=kind, id=f"{kind[0]}1", text="x", line=1) for kind in blocks)
    words = dict.fromkeys(("headline", "good_for", "genre", "viewpoint", "read_as_of"), "x")
    return Source(
        id="lamp-2014",
        short="Lamp 2014",
        csl=record,
        stated={},
        issued=when(issued),
        thesis=(),
        caveats=(),
        publish="guide",
        blocks=made,
        path="x",
        found=found or {},
        **words,
    )


ODD_TITLES = (
    "Agenda 2014",
    "The } Question",
    "A { and a } {{pair}}",
    "Ends with a backslash \\",
    "100% of $5 & #1_a ~ b ^ c",
    "Of “Natural Partners” and ‘Others’",
    'Straight "quotes" and it\'s',
    "Tabs\tand\nline ends",
    "Less < more | than > most",
    "日本とNATO：協力の“深化”",
    "A Very " + 60 * "Very, " + "Long Title",
)


def bib(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    return library.entries


# Signs of LaTeX that its reader does not know.
SIGNS = get_default_latex_context_db()
SIGNS.add_context_category(
    "signs",
    prepend=True,
    macros=[
        MacroTextSpec(name, discard=False, simplify_repl=sign)
        for name, sign in {"textless": "<", "textgreater": ">", "textbar": "|"}.items()
    ],
)


def untex(value):
    return LatexNodes2Text(SIGNS, keep_comments=True).latex_to_text(value).replace("ˆ", "^")


def one_line(words):
    return " ".join(words.split())


@pytest.mark.parametrize("title", ODD_TITLES)
def test_bibtex_ris_and_csl_keep_every_title(title):
    made = source(
        title=title, author=[{"literal": "Ministry of Lamps and Light"}], URL="https://x.example/about/2014/05_a#b"
    )
    [entry] = bib(citations.bibtex(made))
    assert untex(entry["title"]) == one_line(title)
    assert untex(entry["author"]) == "Ministry of Lamps and Light"
    assert entry["author"].startswith("{")
    assert (entry["year"], entry["url"]) == ("2014", "https://x.example/about/2014/05_a#b")
    [record] = rispy.loads(citations.ris(made))
    assert record["title"] == one_line(title)
    assert record["authors"] == ["Ministry of Lamps and Light"]
    assert (record["year"], record["date"]) == ("2014", "2014/05/06")
    # Pandoc reads both formats too, by its own parsers.
    read = json.loads(pypandoc.convert_text(citations.bibtex(made), "csljson", format="biblatex"))
    assert read[0]["author"] == [{"literal": "Ministry of Lamps and Light"}]
    assert read[0]["issued"]["date-parts"][0][0] == 2014
    if not set(title) & set("“‘\"'|"):  # it turns marks, and does not know the sign for "|"
        markup = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
        assert re.sub("|".join(markup), lambda m: markup[m[0]], read[0]["title"]) == one_line(title)
    item = json.loads(json.dumps(csl.item(made)))
    assert (item["title"], item["issued"]) == (title, {"date-parts": [[2014, 5, 6]]})


def test_an_address_with_braces_leaves_its_entry_whole():
    [entry] = bib(citations.bibtex(source(URL="https://x.example/{a}\\b_c%20d#e", DOI="10.1/a_b{c")))
    assert entry["url"] == "https://x.example/%7Ba%7D%5Cb_c%20d#e"
    assert entry["doi"] == "10.1/a_b%7Bc"


NAMES = (
    [{"family": "安倍", "given": "晋三"}],
    [{"family": "Abe", "given": "Shinzō"}],
    [{"literal": "外務省"}],
    [{"family": "O'Neil", "given": "J. P."}, {"family": "Yoshizaki"}],
    [{"literal": "Research and Development Command"}],
)


@pytest.fixture(scope="module")
def in_every_style():
    """A function that prints a paragraph of each of some sources in every style, by one call of the processor."""

    def printed(sources):
        jobs = [(one, style) for one in sources for style in csl_processor.STYLES]
        asked = (citations.job(style, one, "paragraph") for one, style in jobs)
        made = csl_processor.citations((style, text, json.loads(items)) for style, text, items in asked)
        return [(one, style, [done.cited, *done.references]) for (one, style), done in zip(jobs, made, strict=True)]

    return printed


def named(author):
    return source(title="日本", language="ja", author=author, type="report", publisher="Lamp Office")


def test_every_name_is_printed(in_every_style):
    for one, style, lines in in_every_style(map(named, NAMES)):
        for name in one.csl["author"]:
            wanted = (name.get("literal") or name["family"]).replace("'", "’")
            assert wanted in words(lines[-1]) + words(lines[0]), style


@pytest.mark.parametrize("author", NAMES, ids=lambda names: str(next(iter(names[0].values()))))
def test_every_name_is_read_back(author):
    made = named(author)
    [entry] = bib(citations.bibtex(made))
    assert entry["langid"] == "japanese"
    for text, form in ((citations.bibtex(made), "biblatex"), (citations.ris(made), "ris")):
        [read] = json.loads(pypandoc.convert_text(text, "csljson", format=form))
        names = [tuple(part.replace("’", "'") for part in name.values()) for name in read["author"]]
        # RIS has no mark for a body, and Pandoc takes the small words in its name for those of a person.
        body = form == "ris" and "and" in author[0].get("literal", "")
        assert body or names == [tuple(name.values()) for name in author], form


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2014", {"date-parts": [[2014]]}),
        ("2014~", {"date-parts": [[2014]], "circa": True}),
        ("2014-05?", {"date-parts": [[2014, 5]], "circa": True}),
        ("2001/2010", {"date-parts": [[2001], [2010]]}),
        ("2001-12/2010-01", {"date-parts": [[2001, 12], [2010, 1]]}),
        ("198X", {"date-parts": [[1980], [1989]], "circa": True}),
    ],
)
def test_dates_keep_their_precision(edtf, expected):
    made = source(issued=edtf, title="Agenda about 2014")
    assert csl.item(made)["issued"] == expected
    [record] = rispy.loads(citations.ris(made))
    assert record["year"] == str(expected["date-parts"][0][0])
    assert ("date" in record) == (edtf == "2014")
    [entry] = bib(citations.bibtex(made))
    assert entry["year"] == str(expected["date-parts"][0][0])
    assert ("month" in entry) == (len(expected["date-parts"]) == 1 and len(expected["date-parts"][0]) > 1)
    assert ("note" in entry) == (edtf != "2014")


def test_what_the_text_does_not_state_is_marked_in_every_export():
    made = source(
        found={"title": "supplied", "issued": "inferred", "URL": "elsewhere"}, issued="2014~", URL="https://x.example/"
    )
    item = csl.item(made)
    assert item["title"] == "[A Lamp]"
    assert item["issued"]["circa"] is True
    for word in ("Title supplied", "Date inferred", "Address found elsewhere"):
        assert word in item["note"]
        assert word in untex(bib(citations.bibtex(made))[0]["note"])
        assert word in rispy.loads(citations.ris(made))[0]["notes"][0]


def words(html):
    return re.sub("<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.fixture(scope="module")
def printed():
    """style -> what the processor prints for an awkward source, with a paragraph."""
    made = source(
        type="article-magazine",
        title="Japan’s Agenda 2014: Of “Natural Partners”",
        issued="2014~",
        container_title="The Lantern",
        URL="https://x.example/about/2014/05/agenda",
    )
    return {style: [words(line) for line in lines] for style, lines in citations.templates(made)["paragraph"].items()}


def test_chicago_turns_quotation_marks_and_keeps_the_comma_inside(printed):
    note = printed["chicago"][0]
    assert note.startswith(
        "“Japan’s Agenda 2014: Of ‘Natural Partners’,” The Lantern, [2014?], para. Slotlocator, https://x."
    )
    assert note.endswith("; annotated in “Lamp 2014,” Annotated Reader, n.d., https://slot.invalid/.")
    assert "https://x.example/about/2014/05/agenda" in note


def test_the_other_styles_mark_the_approximate_date_in_their_own_way(printed):
    assert any("ca. 2014" in line for line in printed["apa"])
    assert any("The Lantern, circa 2014," in line for line in printed["mla"])
    assert any("[2014?]" in line for line in printed["chicago-author-date"])
    assert "‘Japan’s Agenda 2014: Of “Natural Partners”’" in printed["oscola"][0]
    assert all("Slotlocator" in lines[0] for lines in printed.values())


APPROXIMATE = {
    "chicago": "[2014?]",
    "chicago-author-date": "[2014?]",
    "apa": "ca. 2014",
    "mla": "irca 2014",
    "oscola": "c 2014",
}


def test_every_style_says_that_a_date_is_approximate(in_every_style):
    record = {"issued": "2014~", "publisher": "Lamp Office", "author": [{"family": "Quill", "given": "Ada"}]}
    types = ("article-magazine", "article-newspaper", "document", "report", "webpage")
    for one, style, lines in in_every_style([source(**record, type=type) for type in types]):
        assert any(APPROXIMATE[style] in words(line) for line in lines), (one.csl["type"], style, lines)


def test_a_style_that_has_changed_is_not_mended_blindly(monkeypatch):
    monkeypatch.setitem(csl_processor.MENDS, "oscola", (("issued-year", "no such words", ""),))
    with pytest.raises(ValueError, match="is its fault mended"):
        csl_processor.mended("oscola")


# What an editor sends back: pattern -> what it is.
SENT_BACK = {
    r"[^,.?!’]” [A-Z]": "no comma after a title in quotation marks",
    r"[”],": "a comma outside the quotation marks",
    r", Circa": "a capital in the middle of a sentence",
    r"Retrieved http": "an address retrieved from nowhere",
    r"\([^()]*\([^()]*\)": "round brackets inside round brackets",
    r"\bn\.d\.": "a page of ours without a date",
    r"\.\.|,,| ,|\?[.,”]\?|;;| {2}": "doubled or stray punctuation",
}


def test_an_editor_accepts_every_citation_of_the_real_sources(real, real_model):
    """In each style, for each kind of place: no fault of punctuation, no date twice, ours told apart by title."""
    for one in real.sources:
        circa = "circa" in csl.item(one)["issued"]
        year = one.issued.edtf[:4]
        for kind, styles in citations.templates(one, real_model.reader).items():
            for style, lines in styles.items():
                for line in map(words, lines):
                    for pattern, fault in SENT_BACK.items():
                        assert not re.search(pattern, line), (fault, one.id, kind, style, line)
                    dates = re.findall(rf"\[?\b{year}\b\??\]?", line.replace(one.short, "").split("http")[0])
                    # A page of this reader is dated by its release, which may be of the article's year.
                    assert len(dates) <= 1 + real.releases.date.startswith(year), (one.id, kind, style, line)
                if circa:
                    assert any(re.search(rf"\?\]|\b(ca\.|[Cc]irca|c)\s(\w+ )?{year}", words(line)) for line in lines)


def test_pages_of_the_reader_are_told_apart_in_the_text(real_model):
    for style, lines in citations.page_templates(real_model.reader)[""].items():
        assert "Slottitle" in lines[0], style
        assert all("2026" in line for line in lines) or style == "mla"


def test_a_supplied_title_has_no_marks_italics_or_capitals_in_any_style(in_every_style):
    record = {
        "found": {"title": "supplied"},
        "title": "Notes on a lamp",
        "publisher": "Lamp Institute",
        "genre": "policy paper",
    }
    made = [source(**record, type=type) for type in ("report", "webpage", "article-magazine", "document")]
    for one, style, lines in in_every_style(made):
        titled = [line for line in lines if "lamp]" in line.lower()]
        assert titled, (one.csl["type"], style)
        if (one.csl["type"], style) == ("report", "chicago"):
            assert lines[0].startswith("[Notes on a lamp], policy paper (Lamp Institute, 2014), para. Slotlocator")
        for line in titled:
            assert re.search(r"(^|[( ])\[Notes on a lamp\]", line), (style, line)
            assert not re.search(r"<i>\[|\]</i>|[“‘]\[|\][.,]?[”’]", line), (style, line)


def test_a_question_keeps_its_mark_alone():
    ends = {
        style: words(lines[-1])
        for style, lines in citations.page_templates(csl.Reader("Lamps reader", "2026-11-26"))["?"].items()
    }
    assert not any("?." in line or "?.”" in line for line in ends.values())


def test_a_caveat_says_between_whom_an_event_is_disputed(real_model):
    for thing in things(real_model):
        if thing.kind == "event":
            event = next(event for event in real_model.library.events if event.id == thing.anchor)
            said = [caveat for caveat in thing.caveats if caveat.startswith("Disputed (")]
            assert len(said) == bool(event.dispute)
            assert all(caveat.endswith(f": {event.dispute.about}.") for caveat in said)


def test_stored_citations_are_what_the_processor_prints(real, real_model):
    """``docs/data/citations.json`` is a store of the processor's output, never edited; check.py --accept renews it."""
    stored = json.loads(citations.STORED.read_text(encoding="utf-8"))
    assert stored == json.loads(citations.stored_text(real.sources, real_model.reader))
    one = real.sources[0]
    style, text, items = citations.job("chicago", one, "paragraph", real_model.reader)
    [fresh] = csl_processor.citations([(style, text, json.loads(items))])
    assert list(citations.templates(one, real_model.reader)["paragraph"]["chicago"]) == [fresh.cited, *fresh.references]


def test_the_real_records_export_nothing_unstated(real):
    for one in real.sources:
        item = csl.item(one)
        assert "not stated" not in json.dumps({k: v for k, v in item.items() if k != "note"}).lower()
        unstated = {name for name, text in one.stated.items() if re.match("not (stated|found|in)", text.lower())}
        if "title" in unstated:
            assert item["title"].startswith("[")
        if "author" in unstated:
            assert "author" not in item or one.found.get("author")
        if "date" in unstated:
            assert item["issued"].get("circa")


def test_a_record_of_a_body_has_a_literal_name():
    made = source(author=[{"literal": "Lamp Office"}], type="report", publisher="Lamp Office")
    assert csl.item(made)["author"] == [{"literal": "Lamp Office"}]
    assert made.authors == "Lamp Office"
    assert replace(made, csl={**made.csl, "author": [{"family": "Quill", "given": "Ada"}]}).authors == "Ada Quill"


def test_the_pinned_processor_is_used_whatever_else_is_installed(tmp_path, monkeypatch):
    other = tmp_path / "pandoc"
    other.write_text("#!/bin/sh\necho pandoc 99.0\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    item = {"id": "a", "type": "book", "title": "Lamps"}
    (made,) = csl_processor.citations([("chicago", "[@a, p. 3]", [item])])
    assert made.cited == "<i>Lamps</i> (n.d.), 3."

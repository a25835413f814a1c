"""Copies of articles: structure, recognition, exactness. Invented articles always, the real ones when present."""

import importlib
import json
import os
import re
import shutil
import unicodedata
from pathlib import Path

import html5lib
import invented
import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load

from reader import pipeline
from reader import settings as reader_settings
from reader.content.problems import InvalidContent, Problem
from reader.copies import characters, fingerprint, recognise
from reader.copies.layout import layout
from reader.importing import facts, propose
from reader.links.markdown_ext import ReaderExtension
from reader.links.policy import Linker
from reader.model import Model
from reader.search import documents as search_documents

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("READER_ORIGINALS") or ROOT.parent / "shared" / "originals")
real = pytest.mark.skipif(not list(REAL.glob("*.txt")), reason="no copies of the articles here")

GLOSSARY = """
- id: salt-league
  term: Salt League
  aliases: ["the League"]
  kind: organisation
  definition: "A league of ports."
- id: veldmere
  term: Veldmere
  kind: place
  definition: "A port."
"""
TIMELINE = """
- id: market
  date: "2019"
  title: "Market opened"
  text: "The market opened."
  themes: [diplomacy]
  actors: [veldmere]
  cites:
    - {source: gazette-2019, paragraph: p1}
"""


def docs(folder: Path, articles: dict[str, str]) -> Path:
    """A docs folder with a draft page for each article, and their fingerprints."""
    out = folder / "docs"
    (out / "sources").mkdir(parents=True)
    (out / "data").mkdir()
    shutil.copytree(ROOT / "docs" / "data" / "schema", out / "data" / "schema")
    (out / "data" / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    first = next(iter(articles))
    (out / "data" / "timeline.yml").write_text(TIMELINE.replace("gazette-2019", first), encoding="utf-8")
    for id, text in articles.items():
        page = propose.page(layout(text), id, "2019", "Invented.")
        (out / "sources" / f"{id}.md").write_text(page, encoding="utf-8")
    made = fingerprint.fingerprints({id: layout(text).texts for id, text in articles.items()})
    (out / "data" / "fingerprints.json").write_text(json.dumps(made), encoding="utf-8")
    pipeline.accept(out, new=True)
    return out


@pytest.fixture
def known(tmp_path):
    """(library, fingerprints, empty folder for copies) of the invented articles."""
    out = docs(tmp_path, invented.ALL)
    folder = tmp_path / "copies"
    folder.mkdir()
    return pipeline.read(out)[0], json.loads((out / "data" / "fingerprints.json").read_text()), folder


def read(known, **copies):
    library, prints, folder = known
    for name, data in copies.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return recognise.read(folder, library, prints)


# ---- structure ----


@pytest.mark.parametrize("id", invented.ALL)
def test_layout_counts(id):
    found = layout(invented.ALL[id])
    kinds = ("paragraph", "note", "table", "figure", "reference")
    assert tuple(len(found.of(kind)) for kind in kinds) == invented.COUNTS[id]


def test_titles_labels_and_furniture():
    found = {id: layout(text) for id, text in invented.ALL.items()}
    assert found["gazette-2019"].title == "The Lantern Treaty and the Price of Salt"
    assert found["vinter-1999"].title == "Harbour Law and its Limits: A Study"
    assert found["league-1999"].title == ""
    assert [p.text for p in found["sails-2020"].of("heading")] == ["The First Barrels", "Where the Sails Went"]
    assert [p.text for p in found["rope-2001"].of("heading")] == ["Older than Rope", "A New Beginning"]
    dropped = {p.text for f in found.values() for p in f.of("furniture")}
    labels = {"Harbour Gazette", "Economy", "harbour Velds salt trade Coast"}
    assert labels | {"(1999/04/12)", "Read on Harbour Gazette."} <= dropped


def test_journal_paragraphs_are_whole_and_notes_marked():
    found = layout(invented.JOURNAL)
    texts = found.texts
    assert texts["p2"].startswith("Harbour law has been called “the law of wet ropes”")
    assert "ships and ended with the price of rope. Firstly, it" in texts["p2"]
    assert texts["p3"] == "Secondly, nobody paid more than $5 for a mooring before the year 1800."
    assert "had it.[n1] A clerk" in texts["p5"]
    assert texts["p5"].endswith("kept for his own use and that was found in a wall.")
    assert texts["p6"].endswith("5 km² in 1820, and the tax rose.[n2]")
    # A lone sentence after a footnote belongs to the paragraph before, as pages cut paragraphs here.
    assert texts["p8"].endswith("(see Table 1).[n4] The clerks should, therefore, have kept better books.")
    assert [p.level for p in found.of("heading") if p.text[1:2] == ")"] == [3, 3]
    assert found.of("table")[0].rows[0] == ("Length", "Tax", "Year")
    assert len(found.of("table")[0].rows) == 4
    assert texts["figure-1"].endswith("Source: Harbour Office, Veldmere.")
    assert texts["figure-2"] == "Source: Harbour Office, Veldmere"
    assert (
        texts["n1"]
        == 'Ode Lind, "A Book of Moorings," Veldmere Press, 12 May 1811, available at <http://example.org/lind>.'
    )


def test_bracketed_markers_need_their_note():
    texts = layout(invented.BRIEF).texts
    assert texts["p2"] == "The League is now a proper office.[n1] It has a seal, a clerk and a cat."
    assert layout(invented.NEWS).texts["p4"].startswith("[1]: https://example.org/pier")


def test_wrapped_lines_give_the_same_paragraphs():
    import textwrap

    wrapped = "\n\n".join("\n".join(textwrap.wrap(part, 72)) for part in invented.ESSAY.split("\n\n"))
    assert [p.text for p in layout(wrapped).of("paragraph")] == [p.text for p in layout(invented.ESSAY).of("paragraph")]


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_layout_that_loses_no_word(text):
    text = text.replace("\r", " ")
    found = layout(text)
    have = set()
    for part in found.parts:
        have |= set(characters.words(f"{part.text} {part.number} {' '.join(c for row in part.rows for c in row)}"))
    # Figures may become note marks, and a caption that occurs twice is kept once: both keep the words.
    lost = {w for w in characters.words(text) if not w.isdigit()} - have
    assert not lost


@given(st.lists(st.sampled_from(["*", "**", "***", "a", "b c", "“", ",", " ", "\\$", "5"]), max_size=12))
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(parts):
    once = characters.clean("".join(parts))
    assert characters.plain(once) == once


@pytest.mark.parametrize(
    "text", ["a * b", "*", "5* and 4* hotels", "2 * 3 * 4", "#5", "<b>", "[1]: url", "(*) and (*)", "f_x_y", "`a`"]
)
def test_what_is_not_a_trace_of_conversion_stays(text):
    assert characters.clean(text) == text


# ---- recognition ----

VARIANTS = {
    "crlf": lambda t: t.replace("\n", "\r\n").encode(),
    "bom": lambda t: b"\xef\xbb\xbf" + t.encode(),
    "trailing spaces": lambda t: "\n".join(
        line + "   \t"[: 3 if "\t" not in line else 2] for line in t.split("\n")
    ).encode(),
    "nfd": lambda t: unicodedata.normalize("NFD", t).encode(),
    "straight": lambda t: t.translate(str.maketrans("“”‘’", "\"\"''")).encode(),
    "dashes": lambda t: t.replace("–", "-").replace("—", "--").replace("-", "‑").encode(),
    "no emphasis": lambda t: re.sub(r"(?<![\w*])\*{1,2}(?=\w)|(?<=[\w,:])\*{1,2}(?!\w)", "", t).encode(),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_copy_is_recognised_by_content(known, variant):
    copies = {f"{n}.dat": VARIANTS[variant](text) for n, text in enumerate(invented.ALL.values())}
    articles, notices = read(known, **copies)
    assert articles.keys() == invented.ALL.keys()
    assert all(a.report.complete and not a.extra for a in articles.values()), notices
    assert not [n for n in notices if isinstance(n, Problem)]


def test_changed_new_and_missing_paragraphs_are_reported_and_not_misplaced(known):
    text = invented.JOURNAL.replace(
        "The town wanted money, and the ships had it", "The old town wanted money badly, and the ships had it"
    )
    text = text.replace("Pride came later. The area was measured as 5 km² in 1820, and the tax rose.²\n\n", "")
    text = text.replace(
        "Conclusion:",
        "Nobody foresaw the great frost of 1888. It froze the ropes to the rings for weeks.\n\nConclusion:",
    )
    articles, notices = read(known, copy=text)
    article = articles["vinter-1999"]
    assert article.report.changed == ("p5",)
    assert article.report.missing == ("p6",)
    assert "[n1]" in article.texts["p5"]
    assert [(e.after, e.text[:6]) for e in article.extra] == [("p8", "Nobody")]
    original = layout(invented.JOURNAL).texts
    assert all(article.texts[id] == original[id] for id in ("p1", "p2", "p3", "p4", "p7", "p8", "p9"))
    said = "\n".join(map(str, notices))
    assert "originals/copy:1:1: p5 changed" in said
    assert "p6 missing" in said
    assert "a paragraph after p8 is new" in said


def test_new_note_keeps_the_others_with_their_paragraphs(known):
    text = invented.BRIEF.replace("The cat stayed", "The cat, a tabby,[2] stayed").replace(
        "resigned.[2]", "resigned.[3]"
    )
    text = text.replace("show.[3]", "show.[4]").replace("- 3 https", "- 4 https").replace("- 2 Ida", "- 3 Ida")
    text = text.replace("- 3 Ida", "- 2 Orla Finn, “On Tabby Cats of Office,” Cat World, 1922.\n- 3 Ida")
    articles, _notices = read(known, copy=text)
    article = articles["league-1999"]
    assert "resigned.[n2]" in article.texts["p3"]
    assert "show.[n3]" in article.texts["p3"]
    assert article.texts["n2"].startswith("Ida Post")
    assert [(e.after, e.kind) for e in article.extra] == [("n1", "note")]


def test_split_and_merged_paragraphs_find_their_numbers(known):
    text = invented.MAGAZINE.replace("coast remember is mostly salt. This", "coast remember is mostly salt.\n\nThis")
    text = text.replace("and little else.\n\nAfter", "and little else. After")
    articles, _ = read(known, copy=text)
    assert articles["sails-2020"].report.complete
    assert articles["sails-2020"].paragraphs == {p.id: p.text for p in layout(invented.MAGAZINE).of("paragraph")}


def test_moved_paragraph_keeps_its_number(known):
    parts = invented.NEWS.split("\n\n")
    parts[4], parts[6] = parts[6], parts[4]
    articles, _ = read(known, copy="\n\n".join(parts))
    article = articles["gazette-2019"]
    assert article.report.moved
    assert article.paragraphs == {p.id: p.text for p in layout(invented.NEWS).of("paragraph")}


def test_the_better_of_two_copies_is_used(known):
    worse = invented.ESSAY.replace("What comes next is wind.", "What comes next is the wind.")
    articles, notices = read(known, **{"a.txt": worse, "b.txt": invented.ESSAY})
    assert articles["rope-2001"].path == "originals/b.txt"
    assert any("a second copy of 'rope-2001'" in str(n) for n in notices)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"PK\x03\x04abc", "not a text file"),
        (b"%PDF-1.7", "a PDF"),
        (b"abc\0def", "a binary file"),
        ("Nor\u00e9 was here".encode("latin-1"), "not UTF-8"),
        ("\ufeffhello".encode("utf-16"), "not UTF-8"),
        (b"Just a shopping list.", "not recognised"),
        ("abc \u202e def".encode(), "reorders"),
    ],
)
def test_bad_files_get_a_notice_and_others_still_work(known, data, said):
    articles, notices = read(known, **{"bad.txt": data, "good.txt": invented.ESSAY})
    assert articles.keys() == {"rope-2001"}
    faults = [n for n in notices if isinstance(n, Problem)]
    assert len(faults) == 1
    assert re.fullmatch(r"originals/bad\.txt:\d+:\d+: .+; .+", str(faults[0]))
    assert said in str(faults[0])


def test_broken_fingerprints_are_a_notice(known):
    library, _, folder = known
    for bad in ({"version": 9}, {"sources": 3, "version": 1}, {"version": 1, "sources": {"x": {"p1": {}}}}):
        articles, notices = recognise.read(folder, library, bad)
        assert not articles
        assert "fingerprints.json:1:1" in str(notices[0])


def test_fingerprints_hold_no_word():
    made = json.dumps(fingerprint.fingerprints({"x": layout(invented.ESSAY).texts}))
    for word in re.findall(r"[a-z]{4,}", invented.ESSAY.lower()):
        assert word in ("words",) or word not in re.sub(r"[0-9a-f]{8,}", "", made)


# ---- the page ----


def visible(html: str, ids) -> dict[str, str]:
    """Block id -> text as a browser gives it, without note marks."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)

    def words(element) -> str:
        if element.tag == "sup" and "note-mark" in (element.get("class") or ""):
            return ""
        return (element.text or "") + "".join(words(child) + (child.tail or "") for child in element)

    return {e.get("id"): words(e) for e in tree.iter() if isinstance(e.tag, str) and e.get("id") in ids}


def rendered(model: Model, source) -> str:
    settings_ = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    names, options = [], {}
    for item in settings_["markdown_extensions"]:
        name, config = (item, {}) if isinstance(item, str) else next(iter(item.items()))
        names.append(name)
        options[name] = config or {}
    page = pipeline.render(model)[0][f"sources/{source.id}.md"]
    body = page.split("\n---\n", 1)[1].lstrip()
    return markdown.markdown(body, extensions=[*names, ReaderExtension(model.linker)], extension_configs=options)


def assert_exact(model: Model, texts: dict[str, dict[str, str]]) -> None:
    for source in model.library.sources:
        ids = set(texts[source.id])
        shown = visible(rendered(model, source), ids)
        assert shown.keys() == ids
        for id, text in texts[source.id].items():
            wanted = re.sub(r"\[n\d+\]", "", text)
            assert " ".join(shown[id].split()) == " ".join(wanted.split()), f"{source.id} {id}"


def test_rendered_paragraphs_are_the_article(known):
    library, _prints, _folder = known
    articles, _ = read(known, **{f"{n}.txt": text for n, text in enumerate(invented.ALL.values())})
    model = Model(library, articles={id: a.paragraphs for id, a in articles.items()})
    assert_exact(model, model.articles)
    html = rendered(model, library.source("gazette-2019"))
    assert "<b>no entry" not in html
    assert 'class="digest"' in html


NASTY = st.lists(
    st.sampled_from(
        [*"ab1. *_#[](){}<>&`~|:!\\-+=\"'/^$é—“", "<b>", "&amp;", "&lt;", "](x)", "{#p9}", "[n1]", "[n7]", "///", "1. "]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@given(NASTY)
@settings(max_examples=200, deadline=None)
def test_any_paragraph_survives_rendering(text):
    from reader.pages.source import with_marks

    text = " ".join(text.split()) or "x"
    extensions = ["attr_list", "tables", "toc", "def_list", "pymdownx.blocks.html", ReaderExtension(Linker())]
    block = f"/// html | div.unit\n\n{{#p1}} {with_marks(text, {'n1'})}\n\n///"
    html = markdown.markdown(f"<!-- page: sources/x.md -->\n\n{block}", extensions=extensions)
    assert visible(html, {"p1"})["p1"] == text.replace("[n1]", "")


def test_new_paragraph_is_shown_without_a_number(known):
    library, _, _ = known
    text = invented.ESSAY.replace("Rope was", "A ship sank off the mole in 1777. Its cargo <i>was</i> tar.\n\nRope was")
    articles, _ = read(known, copy=text)
    article = articles["rope-2001"]
    model = Model(library, articles={"rope-2001": article.paragraphs}, extras={"rope-2001": article.extra})
    html = rendered(model, library.source("rope-2001"))
    assert "Its cargo &lt;i&gt;was&lt;/i&gt; tar." in html
    assert html.index('id="p1"') < html.index("Its cargo") < html.index('id="p2"')


def test_mentions_search_and_related_use_the_full_text(known):
    library, _, _ = known
    articles, _ = read(known, copy=invented.BRIEF)
    guide = Model(library, articles={})
    full = Model(library, articles={id: a.paragraphs for id, a in articles.items()})
    assert not [m for m in guide.mentions if m.source == "league-1999"]
    found = {(m.term, m.paragraph): m.count for m in full.mentions if m.source == "league-1999"}
    assert found == {("salt-league", "p1"): 1}
    in_full, in_guide = ("\n".join(one.text for one in search_documents.documents(m)) for m in (full, guide))
    assert "missed a boat" in in_full
    assert "missed a boat" not in in_guide


def test_counts_are_the_matcher_over_the_articles(known):
    library, _, _ = known
    articles, _ = read(known, **{f"{n}.txt": text for n, text in enumerate(invented.ALL.values())})
    found = facts.counts(articles, library)
    assert found["league-1999"] == {"salt-league": {"p1": 1, "n1": 1}, "veldmere": {"n1": 1}}
    marked = {id: n for id, n in found["vinter-1999"]["veldmere"].items() if id != "references"}
    assert marked == {"n1": 1, "figure-1": 2, "figure-2": 1, "n4": 1}
    places = [block.id for block in library.source("vinter-1999").blocks]
    listed = list(marked)
    assert listed == sorted(listed, key=places.index)
    assert list(found) == sorted(found)


# ---- the edition ----


def test_edition_and_rights(tmp_path):
    out = docs(tmp_path, invented.ALL)
    copies = tmp_path / "elsewhere"
    copies.mkdir()
    (copies / "x").write_text(invented.ESSAY, encoding="utf-8")

    def build(**environment):
        return pipeline.build(out, reader_settings.read({}, environment))

    site = build(READER_ORIGINALS=str(copies))
    assert site.model.articles.keys() == {"rope-2001"}
    assert site.rights.noindex
    assert site.rights.banner
    assert any("noindex" in n for n in site.notices)
    site = build(READER_ORIGINALS=str(copies), READER_EDITION="guide")
    assert not site.model.articles
    assert not site.rights.noindex
    page = out / "sources" / "rope-2001.md"
    page.write_text(page.read_text(encoding="utf-8").replace("publish: draft", "publish: full-text"), encoding="utf-8")
    site = build(READER_ORIGINALS=str(copies))
    assert site.model.articles
    assert site.rights == pipeline.Rights(False, "")
    assert not any("noindex" in n for n in site.notices)
    (out / "data" / "fingerprints.json").write_text("{", encoding="utf-8")
    site = build(READER_ORIGINALS=str(copies))
    assert not site.model.articles
    assert any("docs/data/fingerprints.json:1:1" in n for n in site.notices)
    assert any("READER_ORIGINALS" in n for n in build(READER_ORIGINALS=str(tmp_path / "nowhere")).notices)


def test_a_misspelt_choice_is_refused():
    with pytest.raises(InvalidContent, match="READER_EDITION=gude is not known; use auto or guide"):
        reader_settings.read({}, {"READER_EDITION": "gude"})


def test_scripts_write_fingerprints_and_counts(tmp_path, monkeypatch, capsys):
    originals = importlib.import_module("originals")
    out = docs(tmp_path, invented.ALL)
    (out / "data" / "fingerprints.json").unlink()
    copies = tmp_path / "copies"
    copies.mkdir()
    for n, text in enumerate(invented.ALL.values()):
        (copies / f"{n}.txt").write_text(text, encoding="utf-8")
    named = ["--source", "league-1999=4.txt"]
    monkeypatch.setattr("sys.argv", ["originals.py", "--docs", str(out), "--write-fingerprints", str(copies), *named])
    assert originals.main() == 0
    first = (out / "data" / "fingerprints.json").read_bytes()
    assert originals.main() == 0
    assert (out / "data" / "fingerprints.json").read_bytes() == first
    monkeypatch.setattr("sys.argv", ["originals.py", str(copies), "--docs", str(out), "--write-facts"])
    assert originals.main() == 0
    assert json.loads((out / "data" / "counts.json").read_text())["league-1999"]["salt-league"] == {"p1": 1, "n1": 1}
    assert pipeline.read(out)[0].counts["salt-league", "league-1999", "p1"] == 1
    lacking = json.loads((out / "data" / "words.json").read_text())["league-1999"]
    assert lacking == {paragraph: sorted(set(listed)) for paragraph, listed in lacking.items()}
    digests = {block.id: block.text for block in pipeline.read(out)[0].source("league-1999").paragraphs}
    for paragraph, listed in lacking.items():
        assert not facts.head_words(digests[paragraph]) & set(listed)
        assert not {"the", "of", "was"} & set(listed)
    assert "accident" in lacking["p1"]
    assert "shown in full as league-1999" in capsys.readouterr().out


# ---- the articles themselves, where there are copies ----


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """The articles of which there are copies: id -> text."""
    library, _ = pipeline.read(ROOT / "docs")
    articles, _ = recognise.read(REAL, library, pipeline.fingerprints(ROOT / "docs")[0])
    files = {id: REAL / Path(article.path).relative_to("originals") for id, article in articles.items()}
    texts = {id: file.read_text(encoding="utf-8") for id, file in files.items()}
    out = docs(tmp_path_factory.mktemp("five"), texts)
    return texts, pipeline.read(out)[0], json.loads((out / "data" / "fingerprints.json").read_text())


@real
def test_the_structure_found_is_that_of_the_pages(five):
    """As many paragraphs, notes and tables as the source pages number, and every note has its mark."""
    texts, _, _ = five
    assert texts
    pages = {source.id: source for source in pipeline.read(ROOT / "docs")[0].sources}
    for id, text in texts.items():
        found = layout(text)
        for kind in ("paragraph", "note", "table"):
            assert len(found.of(kind)) == len(pages[id].of_kind(kind)), (id, kind)
        running = " ".join(found.texts[part.id] for part in found.of("paragraph"))
        assert all(f"[{note.id}]" in running for note in found.of("note")), id


@real
@pytest.mark.parametrize("variant", VARIANTS)
def test_five_are_recognised(five, tmp_path, variant):
    texts, library, prints = five
    for n, text in enumerate(texts.values()):
        (tmp_path / f"{n}").write_bytes(VARIANTS[variant](text))
    articles, notices = recognise.read(tmp_path, library, prints)
    assert articles.keys() == texts.keys()
    assert all(a.report.complete for a in articles.values()), notices


@real
def test_five_match_the_stored_fingerprints(five):
    texts, _, _ = five
    stored, problems = pipeline.fingerprints(ROOT / "docs")
    assert not problems
    made = fingerprint.fingerprints({id: layout(text).texts for id, text in texts.items()})
    assert made["sources"] == {id: stored["sources"][id] for id in made["sources"]}


@real
def test_five_lose_no_character(five):
    """Every paragraph is in its file, character for character, in the pieces that the pages left."""
    squeeze = lambda t: re.sub(r"\s+", "", unicodedata.normalize("NFC", t))  # noqa: E731
    for id, text in five[0].items():
        raw = squeeze(re.sub(r"[⁰¹²³⁴-⁹]+|\[\d+\]", "", characters.plain(text.replace("\\$", "$"))))
        for part in layout(text).of("paragraph"):
            words = squeeze(re.sub(r"\[n\d+\]", "", part.text))
            if words in raw:
                continue
            cuts = [at for at in range(20, len(words) - 1) if words[:at] in raw and words[at:] in raw]
            assert cuts, f"{id} {part.id}"


@real
def test_five_render_exactly(five, tmp_path):
    texts, library, prints = five
    for n, text in enumerate(texts.values()):
        (tmp_path / f"{n}").write_text(text, encoding="utf-8")
    articles, _ = recognise.read(tmp_path, library, prints)
    model = Model(library, articles={id: a.paragraphs for id, a in articles.items()})
    assert_exact(model, model.articles)

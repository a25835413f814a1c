"""The real content keeps the rules: complete, consistent, linked, and in our own words."""

import dataclasses
import json
import re
import subprocess

import pytest
from conftest import ORIGINALS, ROOT, SCHEMAS
from mkdocs.utils.yaml import yaml_load

from reader import pipeline, settings
from reader.content import records
from reader.content.note_marks import note_refs
from reader.copies import digests, recognise
from reader.importing import facts, own_words
from reader.links import silences
from reader.links.matcher import Matcher
from reader.pages import source as pages
from reader.publish import addresses

SITE = settings.of(ROOT / "docs", {"READER_EDITION": "guide"})


def by_id(items):
    return {item.id: item for item in items}


@pytest.fixture
def published(real):
    """The sources that are not drafts."""
    return [source for source in real.sources if source.publish != "draft"]


def test_no_published_source_gained_or_lost_a_paragraph(published):
    """Numbers never change once published: the page has exactly the paragraphs and notes of the lock."""
    locked = addresses.read(ROOT / "docs")[0].addresses
    for source in published:
        page = f"/sources/{source.id}/#"
        numbered = {address.removeprefix(page) for address in locked if re.fullmatch(rf"{page}[pn][0-9]+", address)}
        assert {block.id for block in (*source.paragraphs, *source.of_kind("note"))} == numbered, source.id


def test_digests_can_be_briefed_from(published):
    """Never so short that it says nothing, never as long as an article's paragraph."""
    for source in published:
        for block in source.paragraphs:
            words = len(block.text.split())
            assert 8 <= words <= 210, (source.id, block.id, words)


def test_digests_are_shorter_and_plainer_than_their_articles(published):
    """The bounds of a digest, held against the stored counts of words, so that no copy is needed."""
    stored = json.loads((ROOT / "docs" / "data" / "fingerprints.json").read_text(encoding="utf-8"))["sources"]
    for source in published:
        found = digests.measure(source, stored.get(source.id, {}))
        assert found.mean <= digests.MEAN, (source.id, found)
        assert found.longest <= digests.LONGEST, (source.id, found)
        assert found.most <= digests.SENTENCES, (source.id, found)
        if found.share is not None:
            assert found.share <= digests.SHARE, (source.id, found)
        assert digests.longer(source, stored.get(source.id, {})) == []


def test_sentences_are_counted_as_a_reader_counts_them():
    text = "The U.S. - Ruria pact of 2 May ended [n3]. It “failed.” Three ships (A, B) left; 12 stayed."
    assert [len(found) for found in digests.sentences(text)] == [9, 2, 7]


def test_keywords_and_series_of_a_text_are_on_its_page(real_model, published):
    for source in published:
        page = pages.page(real_model, source)
        assert ("<dt>Keywords</dt>" in page, "<dt>Series</dt>" in page) == (bool(source.keywords), bool(source.series))


def test_quotations_are_short(real):
    """A quoted phrase has at most eight words; titles of works in notes do not count."""
    for source in real.sources:
        for block in source.paragraphs:
            for phrase in re.findall(r"“([^”]+)”", block.text):
                assert len(phrase.split()) <= 8, (source.id, block.id, phrase)


def test_the_programmes_say_how_they_succeed_one_another(real):
    terms = by_id(real.terms)
    assert terms["ipcp"].succeeds == ("tcp",)
    assert terms["itpp"].succeeds == ("ipcp",)


def test_one_grouping_under_both_names(real):
    assert {"AP4", "IP4"} <= set(by_id(real.terms)["ap4"].forms)


def test_every_row_of_table_1_has_an_event(real):
    """An event that names the row's country or calamity cites the table with the row's year."""
    told = [(e.title, c.date) for e in real.events for c in e.cites if c.paragraph == "table-1"]
    _, *rows = real.source("harun-2014").block("table-1").rows
    for operation, _, year, _ in rows:
        names = re.findall(r"[A-Z]\w{3,}", operation.partition(" (")[0])
        assert any(date == year and any(name in title for name in names) for title, date in told), operation


def test_nearly_every_paragraph_names_an_entry(real_model, published):
    for source in published:
        lonely = [block.id for block in source.paragraphs if not real_model.terms_at.get((source.id, block.id))]
        assert len(lonely) <= len(source.paragraphs) / 10, (source.id, lonely)


def test_every_entry_has_a_reason_to_be_there(real_model):
    """An entry is mentioned in a text, acts in an event, or is the maker of a source."""
    for term in real_model.library.terms:
        used = term.id in real_model.mentions_of or term.id in real_model.events_with
        named = any(term.id in other.see_also for other in real_model.library.terms)
        maker = any(
            form in f"{source.authors} {source.outlet}" for form in term.forms for source in real_model.library.sources
        )
        assert used or named or maker, term.id


def test_published_addresses_are_locked():
    """Nothing that was published is gone, and nothing is published without a promise."""
    site, _ = pipeline.draft(ROOT / "docs", SITE)
    lock, faults = addresses.read(ROOT / "docs")
    assert faults == []
    found = addresses.problems(ROOT / "docs", lock, site.anchors, site.model.library)
    assert [problem for problem in found if not problem.warning] == []
    assert {anchor.address for anchor in site.anchors} <= lock.addresses.keys(), "run scripts/check.py --accept"


def test_the_menu_names_every_source(real):
    nav = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    listed = next(item["Sources"] for item in nav if "Sources" in item)
    assert {next(iter(item.values())) for item in listed[1:]} == {f"sources/{source.id}.md" for source in real.sources}


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("documents", records.Document),
        ("glossary", records.Term),
        ("annotations", records.Annotation),
        ("compare", records.Question),
    ],
)
def test_schema_and_record_have_the_same_fields(name, record):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert set(schema["items"]["properties"]) == {field.name for field in dataclasses.fields(record)}


def test_marks_lead_to_notes(real):
    for source in real.sources:
        marks = [id for block in source.paragraphs for id in note_refs(block.text)]
        assert marks == sorted(marks, key=lambda id: int(id[1:])), source.id


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="no copies of the articles here")
def test_no_sentence_of_theirs_is_in_the_repository(real):
    """No run of more than eight words of an article is in a file that is tracked."""
    stored = json.loads((ROOT / "docs" / "data" / "fingerprints.json").read_text(encoding="utf-8"))
    articles, _ = recognise.read(ORIGINALS, real, stored)
    assert articles
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    assert own_words.report(paths, {id: article.texts for id, article in articles.items()}) == []


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="no copies of the articles here")
def test_the_stored_facts_are_those_of_the_articles(real):
    """counts.json and words.json are fresh: run scripts/originals.py --write-facts when forms or digests change."""
    stored = json.loads((ROOT / "docs" / "data" / "fingerprints.json").read_text(encoding="utf-8"))
    articles, _ = recognise.read(ORIGINALS, real, stored)
    counted = facts.counts(articles, real)
    assert json.loads((ROOT / "docs" / "data" / "counts.json").read_text(encoding="utf-8")) == counted
    lacking = facts.lacking(articles, real)
    assert json.loads((ROOT / "docs" / "data" / "words.json").read_text(encoding="utf-8")) == lacking


def test_nobody_is_silent_on_what_he_names(real_model):
    """Positions, silences and mentions agree (see reader.links.silences)."""
    assert list(silences.contradictions(real_model.library, real_model.mentions)) == []


@pytest.mark.parametrize(
    ("sentence", "entry"),
    [
        ("The SOFA in Germany was renegotiated.", "sofa-djibouti"),
        (
            "Leaders met at Ise-Shima; the Liberal Democratic Party and the embassy in Kabul had a previous report.",
            "hyuga-ise",
        ),
        ("The Liberal Democratic Party won.", "democracy"),
        ("A naval base in Virginia hosts it.", "williamsburg"),
        ("The Secretary-General of the United Nations spoke.", "nato-secretary-general"),
        ("Its Article 5 obliges both sides.", "article-5-nato"),
        ("The war that Japan lost to the Allies", "nato-allies"),
        ("The two sides issued a joint declaration in Tokyo.", "japan-ec-joint-declaration-1991"),
        ("Their first joint military exercises took place in the Gulf of Aden.", "hokkaido-exercises-2024"),
        ("The EU's eastern enlargement went on.", "nato-enlargement"),
        ("The Strategic Concept of 2010 says so.", "strategic-concept-2022"),
        ("The National Security Strategy of the United States of 2022", "national-security-strategy-japan"),
        ("Britain's Ministry of Defence and Russia's Foreign Ministry", "mod-japan"),
        ("Russia's Ministry of Foreign Affairs", "mofa"),
        ("Large-scale operations and rescue operations went on.", "kfor"),
        ("Rescue operations went on.", "pakistan-earthquake-2005"),
        ("The rapprochement of Iran and Saudi Arabia", "rapprochement"),
        ("The Communists of Italy", "soviet-bloc"),
        ("Partner countries of the World Bank", "nato-partners"),
        ("A political dialogue of Japan and India", "political-partner"),
        ("The Kuril Islands north of Iturup", "northern-territories"),
        ("The East China Sea, the Indian Ocean and the Indo-Pacific", "china"),
        ("The East China Sea, the Indian Ocean and the Indo-Pacific", "india"),
        ("The East China Sea, the Indian Ocean and the Indo-Pacific", "pacific"),
        ("North America and the North Atlantic Treaty Organization", "united-states"),
        ("North America and the North Atlantic Treaty Organization", "north-atlantic"),
        ("A strategic competitor of China", "competition-for-us-protection"),
        ("The status quo and acts of aggression", "status-quo-by-force"),
        ("Japanese troops in Manchuria in 1931", "sdf"),
        ("A Japanese embassy in Paris", "embassy-of-japan-in-afghanistan"),
        ("Yugoslavia was founded in 1918.", "yugoslav-conflict"),
        ("The operation over the Balkans", "libya-operation-2011"),
        ("Forces in the Persian Gulf kept close cooperation with Russia.", "sino-russian-relations"),
        ("The annual summit of the leaders' club", "nato-summit"),
        ("A trilateral summit in Seoul with trilateral cooperation", "us-japan-south-korea-trilateral"),
        ("Hudson and Harun see it otherwise.", "hudson"),
    ],
)
def test_words_of_one_place_mean_nothing_elsewhere(real, sentence, entry):
    """A form is a name of the thing: in a text by others the words that once led astray lead nowhere."""
    assert entry not in {match.term for match in Matcher(real.terms).uses(sentence)}

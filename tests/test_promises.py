"""What the reader promises: addresses stay, numbers keep their digests, and only what belongs is published."""

import json
import os
import shutil
import subprocess
import sys

import jsonschema
import pytest
from conftest import ANNOTATIONS, COMPARE, DOCUMENTS, GLOSSARY, HARBOUR, ROOT, TIMELINE, write_library

from reader import pipeline
from reader.content import search_data
from reader.content.problems import InvalidContent
from reader.copies import fingerprint, recognise
from reader.publish import addresses

LOCK = "docs/data/addresses.lock"


@pytest.fixture
def docs(tmp_path):
    return write_library(tmp_path)


def edit(docs, name, *pairs):
    """Replace texts in a file of DOCS; each must be there."""
    path = docs / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def errors(docs):
    """The errors of the build of DOCS, as text."""
    try:
        pipeline.build(docs)
    except InvalidContent as error:
        return [str(problem) for problem in error.problems if not problem.warning]
    return []


def notices(docs):
    return "\n".join(pipeline.build(docs).notices)


# ---- addresses ----


def test_everything_with_an_address_is_promised(docs):
    found = {anchor.address: anchor.kind for anchor in pipeline.build(docs).anchors}
    assert found["/sources/harbour-2001/#p2"] == "paragraph"
    assert found["/sources/harbour-2001/#n1"] == "note"
    assert found["/sources/harbour-2001/#table-1"] == "table"
    assert found["/sources/harbour-2001/#lamps"] == "section"
    assert found["/sources/harbour-2001/#harbour-patrol-left"] == "annotation"
    assert found["/glossary/tolv-mira/#mentions"] == "mentions"
    assert found["/timeline/#beacon-begins"] == "event"
    assert found["/compare/#who-pays"] == "question"
    assert found["/data/glossary.json"] == "data"
    assert found.keys() == addresses.read(docs)[0].addresses.keys()


def test_plain_pages_and_their_headings_are_promised(docs):
    (docs / "about").mkdir()
    (docs / "about" / "index.md").write_text("# Method\n\n## Numbers {#numbers}\n", encoding="utf-8")
    assert {"/about/", "/about/#numbers"} <= {anchor.address for anchor in pipeline.build(docs).anchors}


RENAMES = {
    "entry": ("data/glossary.yml", ("id: operation-beacon", "id: operation-blaze"), "formerly: [operation-beacon]"),
    "event": ("data/timeline.yml", ("id: beacon-begins", "id: beacon-starts"), "formerly: [beacon-begins]"),
    "question": ("data/compare.yml", ("id: who-pays", "id: who-gives"), "formerly: [who-pays]"),
    "annotation": (
        "data/annotations.yml",
        ("id: harbour-patrol-left", "id: patrol-left"),
        "formerly: [harbour-patrol-left]",
    ),
    "section": ("sources/harbour-2001.md", ("{#lamps .ours}", "{#light .ours}"), "former_anchors: {lamps: light}"),
}


@pytest.mark.parametrize("kind", RENAMES)
def test_a_renamed_address_is_missed_until_the_data_say_what_it_became(docs, kind):
    name, (old, new), formerly = RENAMES[kind]
    edit(docs, name, (old, new))
    if kind == "event":
        edit(docs, "data/annotations.yml", ("beacon-begins", "beacon-starts"))
    gone = errors(docs)
    assert gone
    assert all("the published address" in fault and "is gone" in fault for fault in gone), gone
    if kind == "section":
        edit(docs, name, ("publish: guide", f"publish: guide\n{formerly}"))
    else:
        edit(docs, name, (new, f"{new}\n  {formerly}"))
    assert errors(docs) == []


def rename_source(docs, said=True):
    (docs / "sources" / "harbour-2001.md").rename(docs / "sources" / "port-2001.md")
    for name in ("sources/port-2001.md", "data/timeline.yml", "data/annotations.yml", "data/compare.yml"):
        edit(docs, name, ("harbour-2001", "port-2001"))
    if said:
        edit(docs, "sources/port-2001.md", ("publish: guide", "publish: guide\nformerly: [harbour-2001]"))


def test_a_renamed_source_takes_its_anchors_along(docs):
    rename_source(docs, said=False)
    assert any("/sources/harbour-2001/#p2 is gone" in fault for fault in errors(docs))
    edit(docs, "sources/port-2001.md", ("publish: guide", "publish: guide\nformerly: [harbour-2001]"))
    assert errors(docs) == []
    moved = addresses.moves(pipeline.read(docs)[0])
    now = {anchor.address for anchor in pipeline.build(docs).anchors}
    assert addresses.resolve("/sources/harbour-2001/#p2", now, moved) == "/sources/port-2001/#p2"
    assert addresses.resolve("/sources/harbour-2001/#p9", now, moved) is None


def test_facts_follow_a_renamed_source(docs):
    """How often it uses a term, which words search has of it, and what a copy of it is recognised by."""
    text = "A league of lamps and boats, told at such a length that a copy of it can be recognised."
    facts = {
        "counts": {"harbour-2001": {"tolv-mira": {"p1": 3}}},
        "words": {"harbour-2001": {"p1": ["founder"]}},
        "fingerprints": fingerprint.fingerprints({"harbour-2001": {"p1": text}}),
    }
    for name, value in facts.items():
        (docs / "data" / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    rename_source(docs)
    library = pipeline.read(docs)[0]
    assert library.counts == {("tolv-mira", "port-2001", "p1"): 3}
    assert search_data.read(docs, library)[0].lacking == {"port-2001": {"p1": ("founder",)}}
    copies = docs.parent / "originals"
    copies.mkdir()
    (copies / "copy.txt").write_text(text, encoding="utf-8")
    assert set(recognise.read(copies, library, facts["fingerprints"])[0]) == {"port-2001"}


def test_counts_follow_a_renamed_entry(docs):
    (docs / "data" / "counts.json").write_text(
        '{"harbour-2001": {"operation-beacon": {"p2": 3}, "nobody": {"p1": 1}}}', encoding="utf-8"
    )
    edit(docs, "data/glossary.yml", ("id: operation-beacon", "id: operation-blaze\n  formerly: [operation-beacon]"))
    site = pipeline.build(docs)
    assert site.model.library.counts == {("operation-blaze", "harbour-2001", "p2"): 3}
    assert "docs/data/counts.json:1:1: warning: 'nobody' is no entry" in "\n".join(site.notices)


# ---- the lock itself ----


def test_a_lost_lock_stops_the_build(docs):
    (docs / "data" / "addresses.lock").unlink()
    assert errors(docs) == [
        f"{LOCK}:1:1: the list of published addresses is missing; restore it from version control; "
        "a new reader starts one with scripts/check.py --new"
    ]
    with pytest.raises(InvalidContent):
        pipeline.accept(docs)


@pytest.mark.parametrize("keep", [slice(0, 0), slice(0, 9), slice(9, None), slice(0, None, 2)])
def test_a_cut_lock_stops_the_build_and_is_not_accepted(docs, keep):
    path = docs / "data" / "addresses.lock"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[keep]), encoding="utf-8")
    assert any(f"{LOCK}:1:1: the file is not whole" in fault for fault in errors(docs))
    with pytest.raises(InvalidContent):
        pipeline.accept(docs)


def test_problems_of_the_lock_name_its_own_lines(docs):
    path = docs / "data" / "addresses.lock"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\ufeff" + "\r\n".join([*lines[:5], "<<<<<<< HEAD", "/zzz/gone/", *lines[5:]]), encoding="utf-8")
    assert errors(docs) == [f"{LOCK}:6:1: '<<<<<<< HEAD' is not an address; remove the line"]
    path.write_text("\n".join([*lines[:5], "/zzz/gone/", *lines[5:]]), encoding="utf-8")
    assert [fault.split(";")[0] for fault in errors(docs)] == [f"{LOCK}:6:1: the published address /zzz/gone/ is gone"]
    path.write_bytes(b"\xff" + path.read_bytes())
    assert errors(docs) == [f"{LOCK}:1:1: byte 0 is not UTF-8; save the file as UTF-8"]


def test_two_merged_locks_count_both(docs):
    """As ``merge=union`` leaves them: both heads, and a digest that both branches edited with two fingerprints."""
    path = docs / "data" / "addresses.lock"
    before = path.read_text(encoding="utf-8").splitlines()
    edit(docs, "sources/harbour-2001.md", ("wants more lamps", "asks for more lamps"))
    pipeline.accept(docs)
    path.write_text("\n".join([*before, *path.read_text(encoding="utf-8").splitlines()]), encoding="utf-8")
    assert "edited" not in notices(docs)
    pipeline.accept(docs)
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(before)


@pytest.mark.parametrize("name", ["counts.json", "words.json", "releases.json"])
def test_a_stored_file_that_is_nested_too_deep_is_named_and_a_byte_order_mark_is_nothing(docs, name):
    path = docs / "data" / name
    path.write_text("[" * 100_000, encoding="utf-8")
    assert [fault for fault in errors(docs) if fault.startswith(f"docs/data/{name}:1:1: not the ")]
    whole = '{"changes": [], "date": "", "texts": {}}' if name == "releases.json" else "{}"
    path.write_text("\ufeff" + whole, encoding="utf-8")
    assert errors(docs) == []


@pytest.mark.parametrize("name", ["annotations.yml", "compare.yml", "documents.yml", "counts.json", "audit.yml"])
def test_a_lost_data_file_is_never_taken_for_an_empty_one(tmp_path, name):
    docs = write_library(tmp_path)
    for made in ("counts.json", "audit.yml"):
        (docs / "data" / made).write_text("{}" if made.endswith("json") else "[]", encoding="utf-8")
    pipeline.accept(docs)
    (docs / "data" / name).unlink()
    if name == "documents.yml":
        edit(docs, "data/glossary.yml", ("  documents: [beacon-order]\n", ""))
    problem = "the file is missing, but published pages rest on it; restore it from version control"
    assert f"docs/data/{name}:1:1: {problem}" in errors(docs)


# ---- digests keep their numbers ----


def test_an_edited_digest_is_noticed_until_it_is_accepted(docs):
    assert "digest" not in notices(docs)
    edit(docs, "sources/harbour-2001.md", ("wants more lamps", "asks for more lamps"))
    assert "1 digests were edited since they were accepted, such as /sources/harbour-2001/#p3" in notices(docs)
    pipeline.accept(docs)
    assert "digests" not in notices(docs)


P2 = "HL ran Operation Beacon with the Lantern Patrol; the patrol lit 12 lamps."
P3 = "The Lantern Patrol wants more lamps, and HL pays."


@pytest.mark.parametrize("reworded", [False, True])
def test_digests_that_change_places_are_refused(docs, reworded):
    new = P2.replace("lit 12 lamps", "lit twelve lamps") if reworded else P2
    edit(docs, "sources/harbour-2001.md", (P2, "\0"), (P3, new), ("\0", P3))
    found = errors(docs)
    assert any("'p3' now says what 'p2' said when it was published" in fault for fault in found), found
    with pytest.raises(InvalidContent):
        pipeline.accept(docs)


def test_renumbering_behind_a_filler_is_refused(docs):
    edit(
        docs,
        "sources/harbour-2001.md",
        (f"{{#p2}} {P2}\n", ""),
        (f"{{#p3}} {P3}", f"{{#p2}} {P3}\n\n{{#p3}} Something else was said about boats in winter."),
    )
    assert any("'p2' now says what 'p3' said" in fault for fault in errors(docs))


def test_a_paragraph_that_became_part_of_another_leaves_its_number_empty(docs):
    page = "sources/harbour-2001.md"
    edit(docs, page, (f"{{#p2}} {P2}\n", ""), ("Tolv. [n1]", f"Tolv. [n1] {P2}"))
    for name, old in (("data/timeline.yml", "harbour-2001, paragraph: p2"), ("data/annotations.yml", "[p2]")):
        edit(docs, name, (old, old.replace("p2", "p1")))
    assert any("expected 'p2', found 'p3'" in fault for fault in errors(docs))
    edit(docs, page, ("publish: guide", "publish: guide\nformer_anchors: {p2: p1}"))
    assert errors(docs) == []
    moved = addresses.moves(pipeline.read(docs)[0])
    now = {anchor.address for anchor in pipeline.build(docs).anchors}
    assert addresses.resolve("/sources/harbour-2001/#p2", now, moved) == "/sources/harbour-2001/#p1"
    assert 'id="p2"' in pipeline.build(docs).pages["sources/harbour-2001.md"]


def test_a_paragraph_that_was_split_gives_its_second_part_a_new_number(docs):
    page = "sources/harbour-2001.md"
    first, second = P2.split("; ")
    edit(docs, page, (P2, f"{first}.\n\n{{#p4}} {second.capitalize()}"))
    assert any("expected 'p3', found 'p4'" in fault for fault in errors(docs))
    edit(docs, page, ("publish: guide", "publish: guide\nsplit: {p4: p2}"))
    assert errors(docs) == []
    [source] = [one for one in pipeline.read(docs)[0].sources if one.id == "harbour-2001"]
    assert [block.id for block in source.paragraphs] == ["p1", "p2", "p4", "p3"]
    edit(docs, page, ("split: {p4: p2}", "split: {p4: p1}"))
    assert any("'p4' was split off 'p1', but stands elsewhere; put it after 'p1'" in fault for fault in errors(docs))


# ---- ids ----

TAKEN = {
    "annotation and paragraph": (
        "annotations",
        ("id: harbour-patrol-left", "id: p1"),
        "'p1' is already the id of a paragraph",
    ),
    "annotation and note": ("annotations", ("id: harbour-patrol-left", "id: n1"), "'n1' is already the id of a note"),
    "annotation and table": ("annotations", ("id: harbour-patrol-left", "id: table-1"), "already the id of a table"),
    "annotation and section": ("annotations", ("id: harbour-patrol-left", "id: lamps"), "already the id of a heading"),
    "annotation and page": (
        "annotations",
        ("id: harbour-patrol-left", "id: cite"),
        "'cite' is an id of the page itself",
    ),
    "event and frame": ("timeline", ("id: league-founded", "id: content"), "'content' is an id of the page itself"),
    "old event and frame": (
        "timeline",
        ("id: league-founded", "id: league-founded\n  formerly: [status]"),
        "'status' is an id of the page itself",
    ),
    "old event and decade": (
        "timeline",
        ("id: league-founded", "id: league-founded\n  formerly: [decade-1990]"),
        "'decade-1990' is an id of the page itself",
    ),
    "old entry and index": (
        "glossary",
        ("id: lantern-patrol", "id: lantern-patrol\n  formerly: [index]"),
        "docs/data/glossary.yml:8:14: 'index' is the address of the list",
    ),
    "entry and device": ("glossary", ("id: tolv-mira", "id: con"), "Windows allows no folder named 'con'"),
    "entry and line end": ("glossary", ("id: tolv-mira", 'id: "tolv\\n"'), "U+000A control character"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_an_id_that_is_taken_is_refused_with_both_places(tmp_path, case):
    name, (old, new), expected = TAKEN[case]
    texts = {"annotations": ANNOTATIONS, "timeline": TIMELINE, "glossary": GLOSSARY}
    docs = write_library(tmp_path, **{name: texts[name].replace(old, new)})
    found = errors(docs)
    assert any(expected in fault for fault in found), found
    if "already" in expected:
        assert "docs/sources/harbour-2001.md:" in "".join(found)


# ---- characters ----


@pytest.mark.parametrize(
    ("escape", "code"),
    [("\\u202e", "U+202E"), ("\\x1b", "U+001B"), ("\\0", "U+0000"), ("\\n", "U+000A"), ("\\L", "U+2028")],
)
def test_treacherous_characters_cannot_hide_in_escapes(tmp_path, escape, code):
    docs = write_library(tmp_path, timeline=TIMELINE.replace("The league is founded", f"The {escape}league"))
    assert any(fault.startswith(f"docs/data/timeline.yml:3:10: {code}") for fault in errors(docs))


# ---- what is published ----


def test_only_what_belongs_is_published(docs, tmp_path):
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    for name in (
        "originals/article.txt",
        "data/glossary.yml~",
        "data/glossary.yml.bak",
        "data/secret.env",
        "sources/old.txt",
        "assets/notes.txt",
        "assets/.hidden.css",
        "stray.md",
    ):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("x", encoding="utf-8")
    (docs / "assets" / "link.css").symlink_to(tmp_path / "secret")
    (docs / "assets" / "mine.css").write_text("p {}", encoding="utf-8")
    (docs / "CNAME").write_text("reader.example", encoding="utf-8")
    site = pipeline.build(docs)
    assert site.plain == {"assets/mine.css", "CNAME"}
    said = "\n".join(site.notices)
    for name in ("originals/article.txt", "data/glossary.yml~", "sources/old.txt", "assets/link.css", "stray.md"):
        assert f"docs/{name} is not published" in said
    assert "copies of the articles belong beside docs, not in it" in said


def test_a_source_page_may_not_lead_out_of_the_folder(docs, tmp_path):
    (tmp_path / "elsewhere.md").write_text(HARBOUR, encoding="utf-8")
    (docs / "sources" / "harbour-2001.md").unlink()
    (docs / "sources" / "harbour-2001.md").symlink_to(tmp_path / "elsewhere.md")
    problem = "is a link to a place outside docs; put the file itself here"
    assert f"docs/sources/harbour-2001.md:1:1: {problem}" in errors(docs)


PAGES = {
    "control character": ("# A\n\nb\0c\n", "docs/about/x.md:3:2: U+0000"),
    "not UTF-8": (b"# caf\xe9\n", "byte 5 is not UTF-8"),
    "colon in matter": ("---\ntitle: A: B\n---\n\n# A\n", "docs/about/x.md:2:"),
    "script": ("# A\n\n<script>1</script>\n", "docs/about/x.md:3:1: '<script' has no place in a page"),
    "handler": ("# A\n\n<b onclick='x'>\n", "docs/about/x.md:3:3: 'onclick=' has no place in a page"),
    "handler after a slash": ("# A\n\n<svg/onload=x>\n", "'<svg/onload=' has no place in a page"),
    "scheme in entities": ("# A\n\n[b](java&#115;cript&colon;x)\n", "'javascript:' has no place in a page"),
    "heading without id": ("# A\n\n## B\n", "docs/about/x.md:3:1: the heading has no id"),
    "same id": ("# A\n\n## B {#b}\n\n## C {#b}\n", "two headings have the id 'b'"),
}


@pytest.mark.parametrize("case", PAGES)
def test_plain_pages_are_checked_like_all_content(docs, case):
    text, expected = PAGES[case]
    (docs / "about").mkdir()
    (docs / "about" / "x.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = errors(docs)
    assert any(expected in fault for fault in found), found


def test_what_a_plain_page_asks_for_in_vain_is_named(docs):
    (docs / "about").mkdir()
    (docs / "about" / "x.md").write_text("---\ntitle: A\nhide: [toc]\n---\n\n# A\n", encoding="utf-8")
    pipeline.accept(docs)
    assert [line for line in pipeline.build(docs).notices if "'hide' is not honoured" in line and "x.md:3:" in line]


def test_code_in_a_plain_page_may_show_markup(docs):
    (docs / "about").mkdir()
    (docs / "about" / "x.md").write_text("# A\n\n```html\n<script>\n```\n\n`<script>` too\n", encoding="utf-8")
    assert errors(docs) == []


def test_while_serving_the_last_good_site_stays_with_a_banner(docs):
    good = pipeline.rebuild(docs, pipeline.DEFAULT, None)
    edit(docs, "data/glossary.yml", ("kind: person", "kind: persn"))
    with pytest.raises(InvalidContent):
        pipeline.rebuild(docs, pipeline.DEFAULT, None)
    shown = pipeline.rebuild(docs, pipeline.DEFAULT, good)
    assert shown.generated == good.generated
    assert "last good version" in shown.rights.banner
    assert "'persn' is not a known kind" in "".join(shown.notices)
    edit(docs, "data/glossary.yml", ("kind: persn", "kind: person"))
    assert pipeline.rebuild(docs, pipeline.DEFAULT, shown).rights == good.rights


# ---- vocabulary ----

MAKE_ALL = """
import sys
from pathlib import Path
from reader import pipeline
from reader.cite import csl_processor
csl_processor.citations = lambda jobs: [csl_processor.Citation("", ("",)) for _ in jobs]  # Pandoc is slow
docs, out = map(Path, sys.argv[1:])
pipeline.accept(docs, new=True)
site = pipeline.build(docs)
for path, text in (site.pages | site.files).items():
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    (out / path).write_text(text, encoding="utf-8")
"""


def add_choice(node):
    """Add the choice "invented" to every closed list below NODE of a schema; return how many lists there are."""
    if isinstance(node, list):
        return sum(map(add_choice, node))
    if not isinstance(node, dict):
        return 0
    found = sum(map(add_choice, node.values()))
    if "enum" in node:
        node["enum"].append("invented")
        if labels := node.get("x-labels"):
            labels["invented"] = next(iter(labels.values()))
    return found + ("enum" in node)


def test_a_choice_added_to_a_schema_needs_no_change_of_code(tmp_path):
    """Every closed list gets one more choice, the data use it, and all pages and files are made by their schemas."""
    for folder in ("scripts/reader", "docs/assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    texts = {
        "glossary": GLOSSARY.replace("kind: person", "kind: invented\n  themes: [invented]\n  link: invented"),
        "documents": DOCUMENTS.replace("primary:", "language: invented\n  primary:"),
        "timeline": TIMELINE.replace("[operations]", "[invented]").replace("[articles]", "[articles, invented]"),
        "annotations": ANNOTATIONS.replace("differs", "invented"),
        "compare": COMPARE.replace("core", "invented").replace("partnership", "invented").replace("own,", "invented,"),
        "harbour_2001": HARBOUR.replace("article-magazine", "invented").replace("guide", "invented"),
    }
    second = '    - {source: island-2005, side: yes, label: "All", stance: "They all do.", paragraphs: [p1]}\n'
    texts["compare"] = texts["compare"].replace("one-voice", "invented") + second
    texts["harbour_2001"] = texts["harbour_2001"].replace("stated:", "found: {invented: invented}\nstated:", 1)
    docs = write_library(tmp_path, **texts)
    added = 0
    for path in (docs / "data" / "schema").glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        added += add_choice(schema)
        path.write_text(json.dumps(schema), encoding="utf-8")
    assert sum(text.count("invented") for text in texts.values()) == added > 10
    out = tmp_path / "out"
    command = [sys.executable, "-c", MAKE_ALL, str(docs), str(out)]
    code = {**os.environ, "PYTHONPATH": str(tmp_path / "scripts")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=code)
    assert done.returncode == 0, done.stderr
    for name in ("sources", "glossary", "timeline", "compare"):
        text = (out / "data" / f"{name}.json").read_text(encoding="utf-8")
        assert '"invented"' in text, name
        schema = (out / "data" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        jsonschema.validate(json.loads(text), json.loads(schema))

"""A new article in any of four formats: a draft page that passes the check, and never a sentence of the article."""

import importlib
import io
import json
from pathlib import Path

import invented
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from test_originals import docs

from reader.content import load
from reader.copies import characters, recognise
from reader.copies.layout import layout
from reader.importing import propose
from reader.links.matcher import Matcher

ROOT = Path(__file__).resolve().parent.parent
new_source = importlib.import_module("new_source")
SCHEMA = ROOT / "docs" / "data" / "schema" / "source.schema.json"

MARKDOWN = """---
title: ignored
---
# The Weather Ships

Weather ships were sent out in March 1948 by the Weather Bureau (WB).[^1]

## What they saw

They saw storms. The WB counted 14 of them by 5 June 1950.

Setext Heading
--------------

The last ship came home on 1977-06-30, and its crew wept for a week or so.

| Ship | Year |
| --- | --- |
| Alba | 1948 |

## Notes

[^1]: Log of the Alba, 1948.
"""
HTML = """<!doctype html><html><head><title>Site | Kites of Orm</title><style>p{}</style></head><body>
<nav><p>Menu of the site</p></nav>
<article><header><h1>Kites of Orm</h1></header>
<p>Kites were flown at Orm in <b>May 1911</b> by the Orm Kite Club.<sup>1</sup></p>
<script>var x = "no";</script>
<h2>Why kites</h2>
<p>Because of the wind &amp; the cliff, says a 1912 leaflet, which is &lt;lost&gt;.</p>
<ul><li>The first kite was red and fell into the sea.</li></ul>
<table><caption>Table 1: Kites</caption><tr><th>Kite</th><th>Year</th></tr><tr><td>Red</td><td>1911</td></tr></table>
<figure><img src="x.png" alt=""><figcaption>A kite over Orm</figcaption></figure>
<h2>Notes</h2><ol><li>Orm Kite Club, Minutes, 1911.</li></ol>
</article><footer><p>Imprint of the site.</p></footer></body></html>"""


def run(tmp_path, name, data, *more, articles=None):
    out = tmp_path / "docs"
    if not out.exists():
        docs(tmp_path, articles or {"gazette-2019": invented.NEWS})
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return new_source.main([str(path), "--docs", str(out), *more]), out


def shared(article: str, page: str, size: int = 9) -> list[str]:
    """Runs of SIZE words that the page has from the article's running text."""
    made = layout(article)
    body = characters.words(page)
    have = {tuple(body[i : i + size]) for i in range(len(body) - size + 1)}
    found = []
    for part in made.parts:
        if part.kind in ("paragraph", "note", "reference"):
            ws = characters.words(part.text)
            found += [" ".join(ws[i : i + size]) for i in range(len(ws) - size + 1) if tuple(ws[i : i + size]) in have]
    return found


@pytest.mark.parametrize("id", invented.ALL)
def test_plain_texts_become_drafts_that_pass(tmp_path, capsys, id):
    status, out = run(tmp_path, "new.txt", invented.ALL[id], "--id", "brand-new")
    assert status == 0
    library, problems = load.examine(out)
    assert not problems
    page = (out / "sources" / "brand-new.md").read_text(encoding="utf-8")
    assert "publish: draft" in page
    assert not shared(invented.ALL[id], page)
    source = library.source("brand-new")
    counts = invented.COUNTS[id]
    assert (len(source.paragraphs), len(source.of_kind("note")), len(source.of_kind("table"))) == counts[:3]
    said = capsys.readouterr().out
    assert "sources/brand-new.md" in said
    assert "nav in mkdocs.yml" in said


def test_markdown(tmp_path, capsys):
    status, out = run(tmp_path, "ships.md", MARKDOWN)
    assert status == 0
    page = (out / "sources" / "weather-ships-1977.md").read_text(encoding="utf-8")
    assert "## What they saw {#what-they-saw}" in page
    assert "## Setext Heading {#setext-heading}" in page
    assert "{#p1} To be written. [n1]" in page
    assert "{#table-1}" in page
    assert "| Column 1 | Column 2 |" in page
    assert load.examine(out)[1] == []
    said = capsys.readouterr().out
    assert "WB (Weather Bureau): 2× in p1, p2" in said
    assert "1950-06-05: p2" in said
    assert "1977-06-30: p3" in said
    assert "1948-03: p1" in said


def test_html(tmp_path, capsys):
    status, out = run(tmp_path, "kites.html", HTML, "--id", "kites-1912")
    assert status == 0
    page = (out / "sources" / "kites-1912.md").read_text(encoding="utf-8")
    source = load.examine(out)[0].source("kites-1912")
    assert source.title == "Kites of Orm"
    assert len(source.paragraphs) == 3
    assert [b.text for b in source.of_kind("heading")] == ["Introduction", "Why kites", "Notes"]
    assert "{#p1} To be written. [n1]" in page
    assert "{#figure-1}" in page
    assert len(source.of_kind("table")) == 1
    said = capsys.readouterr().out
    assert "Menu" not in page + said
    assert "1911-05: p1" in said


def docx(*paragraphs: tuple[str, str]) -> bytes:
    """A small Word document of (style, text) paragraphs."""
    document, made = Document(), io.BytesIO()
    for style, text in paragraphs:
        document.add_paragraph(text, style)
    document.save(made)
    return made.getvalue()


def test_word(tmp_path):
    data = docx(
        ("Heading 1", "The Bell of Tarn"),
        ("Normal", "The bell rang in 1801. It cracked."),
        ("Heading 2", "Afterwards"),
        ("Normal", "Nobody mended it before May 1850."),
    )
    status, out = run(tmp_path, "bell.docx", data)
    assert status == 0
    source = load.examine(out)[0].source("bell-tarn-1850")
    assert source.title == "The Bell of Tarn"
    assert [b.text for b in source.of_kind("heading")] == ["Introduction", "Afterwards"]
    assert len(source.paragraphs) == 2


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n", "the file is empty"),
        ("a.bin", b"\0\1\2", "not a text file"),
        ("a.pdf", b"%PDF-1.4", "a PDF"),
        ("a.txt", "Noré".encode("latin-1"), "not UTF-8"),
        ("a.html", "<p>Noré</p>".encode("latin-1"), "not UTF-8"),
        ("a.docx", b"PK\x03\x04junk", "a damaged Word document"),
        ("a.html", b"<html><body></body></html>", "no paragraph of running text"),
        ("a.txt", b"One Line Only", "no paragraph"),
    ],
)
def test_bad_files_get_a_clear_error(tmp_path, capsys, name, data, said):
    status, out = run(tmp_path, name, data, "--id", "bad-one")
    assert status == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{name}:1:")
    assert said in error
    assert not (out / "sources" / "bad-one.md").exists()


def test_missing_file_bad_id_and_existing_page(tmp_path, capsys):
    status, out = run(tmp_path, "a.txt", invented.ESSAY, "--id", "rope-2001")
    assert status == 0
    assert run(tmp_path, "a.txt", invented.ESSAY, "--id", "rope-2001")[0] == 1
    assert run(tmp_path, "a.txt", invented.ESSAY, "--id", "../x")[0] == 2
    assert new_source.main([str(tmp_path / "none.txt"), "--docs", str(out)]) == 1
    assert "there already" in capsys.readouterr().err


@pytest.mark.parametrize("shape", ["paragraphs", "one paragraph", "wrapped", "no full stops", "notes"])
def test_five_megabytes(tmp_path, capsys, shape):
    sentence = "The Harbour Board of Veldmere (HBV) met in May 1911 and again in 1912 to speak of ropes. "
    text = {
        "paragraphs": "\n\n".join(f"{n}: {sentence * 4}" for n in range(14000)),
        "one paragraph": sentence * 56000,
        "wrapped": "\n".join([sentence.strip()] * 56000),
        "no full stops": "\n\n".join(f"the rope {n} " + "and the salt of the port " * 8 for n in range(24000)),
        "notes": "Title of It\n\nA text.[1]\n\nNotes\n\n" + "\n".join(f"{sentence}" for _ in range(56000)),
    }[shape]
    assert len(text) > 4_900_000
    status, _out = run(tmp_path, "big.txt", text, "--id", "big-one")
    assert status == 0
    assert "blocks" in capsys.readouterr().err


@given(st.text(min_size=1))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_page_that_loads(text):
    text, faults = recognise.decode(text.encode("utf-8", "replace"), "x")
    made = layout(text)
    if faults or not made.of("paragraph"):
        return
    found = propose.propose(made, {"x"}, Matcher(()))
    _, faults = load.source(found.page, f"docs/sources/{found.id}.md", SCHEMA)
    assert not [f for f in faults if not f.warning]


MARKS = [
    "# ", "## ", "A b", "[1]", "[^1]: x", "¹", "¹ note", "\n\n", "\n", "Notes", "References", ". ", "|a|b|", "\t",
    "Table 1: x", "Figure: y", "- 1 z", "- ", "{#p1}", "it went on",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_marks_gives_a_page_that_loads(parts):
    made = layout("".join(parts))
    if made.of("paragraph"):
        found = propose.propose(made, set(), Matcher(()))
        source, faults = load.source(found.page, f"docs/sources/{found.id}.md", SCHEMA)
        assert not faults
        assert json.dumps(source.title)

"""The documents that search looks through: one per paragraph, entry, event, question and page."""

from __future__ import annotations

import json

from reader.content.crosscheck import note_refs
from reader.model import Model
from reader.links.places import spot


def documents(model: Model) -> list[dict]:
    """Each document: ``k`` kind, ``u`` address, ``t`` title, ``x`` text, and where they apply
    ``f`` other forms (entries), ``s`` source id, ``n`` place and section, ``d`` date, ``y`` year."""
    return [*_entries(model), *_sections(model), *_paragraphs(model), *_events(model), *_questions(model), *_pages(model)]


def script(model: Model) -> str:
    """``assets/search-index.js``, loaded when a reader reaches for search."""
    data = {
        "sources": {s.id: [s.short, s.title, s.issued.year] for s in model.library.sources},
        "documents": documents(model),
    }
    return f"window.readerIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _entries(model: Model):
    for term in model.library.terms:
        mentions = model.mentions_of.get(term.id, ())
        yield {
            "k": "term", "u": model.urls.address(f"glossary/{term.id}.md"), "t": term.label, "x": model.places.plain(term.definition),
            "f": list(dict.fromkeys((*term.forms, *term.search))), "n": len(mentions),
        }


def _sections(model: Model):
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        for block in source.of_kind("heading"):
            if not block.ours:
                yield {"k": "page", "u": f"{address}#{block.id}", "t": block.text, "x": "", "s": source.id, "n": "section"}


def _paragraphs(model: Model):
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        headings = {b.id: b.text for b in source.of_kind("heading")}
        for block in source.blocks:
            if block.kind in ("paragraph", "note", "table"):
                words = (model.articles or {}).get(source.id, {}).get(block.id, block.text)
                for id in note_refs(words):
                    words = words.replace(f" [{id}]", "").replace(f"[{id}]", "")
                cells = " · ".join(cell for row in block.rows for cell in row)
                yield {
                    "k": "paragraph", "u": f"{address}#{block.id}", "t": f"{source.short} {spot(block.id)}",
                    "x": f"{words} {cells}".strip(), "s": source.id, "n": headings.get(block.section, ""), "y": source.issued.year,
                }


def _events(model: Model):
    address = model.urls.address("timeline.md")
    for event in model.library.events:
        yield {
            "k": "event", "u": f"{address}#{event.id}", "t": event.title, "x": event.text,
            "d": event.when.words, "e": event.when.edtf, "y": event.when.year,
            "s": " ".join(dict.fromkeys(cite.source for cite in event.cites)),
        }


def _questions(model: Model):
    address = model.urls.address("compare.md")
    for question in model.library.questions:
        yield {
            "k": "question", "u": f"{address}#{question.id}", "t": question.question,
            "x": " ".join(p.stance for p in question.positions if p.stance),
        }


def _pages(model: Model):
    for source in model.library.sources:
        yield {
            "k": "page", "u": model.urls.address(f"sources/{source.id}.md"), "t": source.title,
            "x": f"{source.authors} {source.outlet} {source.headline}".strip(), "s": source.id, "n": "source",
        }
    for path, title, words in (
        ("sources/index.md", "Sources", "all five sources"), ("glossary/index.md", "Glossary", "all terms A–Z"),
        ("timeline.md", "Timeline", "all events by date"), ("compare.md", "Compare", "questions by sources"),
        ("about/index.md", "About: method", "how the reader was made"), ("about/cite.md", "How to cite", "citation paragraph link BibTeX RIS Zotero"),
        ("about/rights.md", "Rights", "copyright licence CC BY MIT"), ("about/data.md", "Data", "JSON CSV calendar download"),
    ):
        if path != "compare.md" or model.library.questions:
            yield {"k": "page", "u": model.urls.address(path), "t": title, "x": words}

"""The briefing book: every source, question, event and entry as one tagged PDF, typeset by Typst."""

from __future__ import annotations

import json
from pathlib import Path

from reader.cite import csl
from reader.content.note_marks import without_marks
from reader.content.records import AGREEMENTS, ANNOTATION_KINDS, Source
from reader.links.places import spot
from reader.model import Model
from reader.wording import number

PAPERS = {"a4": "a4", "letter": "us-letter"}  # name of the file -> Typst's name of the paper
_TEMPLATE = Path(__file__).with_name("book.typ")


def pdf(model: Model, paper: str) -> bytes:
    """Return the book on PAPER, one of ``PAPERS``: the digests, whatever edition is built, for it is passed on."""
    import typst  # only those who print need it

    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"paper": PAPERS[paper], "book": json.dumps(content(model), ensure_ascii=False)},
    )


def content(model: Model) -> dict:
    """Return everything that is printed, in plain words, with its addresses."""
    library = model.library
    plain = model.places.plain
    return {
        "name": model.settings.name,
        "keywords": [*filter(None, [model.settings.subject])],
        "line": f"{number(len(library.sources)).capitalize()} sources, paragraph by paragraph",
        "edition": "Guide edition: digests and notes, not the articles’ words",
        "address": model.settings.url,
        "rights": "Our words: CC BY 4.0. The articles belong to their publishers.",
        "sources": [_source(model, source) for source in library.sources if source.publish != "draft"],
        "questions": [
            {
                "question": question.question,
                "agreement": AGREEMENTS[question.agreement],
                "why": plain(question.why),
                "address": model.public("compare.md", question.id),
                "positions": [
                    {
                        "source": model.source_by_id[position.source].short,
                        "label": position.label,
                        "text": plain(position.stance, position.source),
                        "places": ", ".join(map(spot, position.paragraphs)),
                    }
                    for position in question.positions
                ],
            }
            for question in library.questions
        ],
        "events": [
            {
                "date": event.when.words,
                "title": event.title,
                "text": plain(event.text) + (f" The record: {plain(event.record)}" if event.record else ""),
                "told": ", ".join(f"{model.source_by_id[c.source].short} {spot(c.paragraph)}" for c in event.cites),
                "address": model.public("timeline.md", event.id),
            }
            for event in library.events
        ],
        "terms": [
            {"label": term.label, "text": plain(term.definition), "address": model.public(f"glossary/{term.id}.md")}
            for term in library.terms
        ],
    }


def _source(model: Model, source: Source) -> dict:
    page = f"sources/{source.id}.md"
    blocks: list[dict] = []
    for block in source.blocks:
        if block.kind == "heading" and block.level <= 3:
            blocks.append({"kind": "heading", "text": block.text})
        elif block.kind in ("paragraph", "note") and block.id:
            blocks.append(
                {
                    "kind": block.kind,
                    "mark": spot(block.id),
                    "address": model.public(page, block.id),
                    "text": without_marks(block.text),
                    "notes": [
                        {"kind": ANNOTATION_KINDS[note.kind], "text": model.places.plain(note.text, source.id)}
                        for note in model.annotations_at.get((source.id, block.id), ())
                        if note.paragraph == block.id
                    ],
                }
            )
    return {
        "short": source.short,
        "title": source.title,
        "known": csl.byline(source),
        "url": source.csl.get("URL", ""),
        "headline": source.headline,
        "points": [model.places.plain(point, source.id) for point in (*source.thesis, *source.caveats)],
        "blocks": blocks,
    }

"""The published data (DESIGN.md section 4): stable keys, UTF-8, one file a collection."""

from __future__ import annotations

import csv
import datetime
import io
import json
import uuid

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from reader.model import Model
from reader.publish import briefing_data, citations

# UIDs must never change between builds (RFC 5545, 3.8.4.7): derived from the event's address.
_UID_SPACE = uuid.UUID("6f1f1d5e-6ad8-5f0e-9d0f-2f6f5f1c7b11")


def files(model: Model) -> dict[str, str]:
    """path -> text of everything under ``data/``."""
    made = {
        "data/sources.json": dump(sources(model)),
        "data/glossary.json": dump(glossary(model)),
        "data/timeline.json": dump(timeline(model)),
        "data/compare.json": dump(compare(model)),
        "data/glossary.csv": _csv(_flat_glossary(model)),
        "data/timeline.csv": _csv(_flat_timeline(model)),
        "data/timeline.ics": calendar(model),
    }
    made |= briefing_data.files(model)
    for source in model.library.sources:
        stem = f"data/citations/{source.id}"
        made[f"{stem}.json"] = dump([citations.csl_json(source)])
        made[f"{stem}.bib"] = citations.bibtex(source)
        made[f"{stem}.ris"] = citations.ris(source)
    everything = model.library.sources
    made["data/citations/all.json"] = dump(list(map(citations.csl_json, everything)))
    made["data/citations/all.bib"] = "\n".join(map(citations.bibtex, everything))
    made["data/citations/all.ris"] = "\n".join(map(citations.ris, everything))
    return made


def dump(value) -> str:
    """JSON as published: readable, UTF-8, keys in the order of the contract."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sources(model: Model) -> list[dict]:
    """``/data/sources.json``."""
    return [
        {
            "id": source.id,
            "title": source.title,
            "author": source.authors or None,
            "publisher": source.outlet or None,
            "published": source.issued.edtf,
            "url": source.csl.get("URL"),
            "paragraphs": [
                {
                    "id": block.id,
                    "section": block.section,
                    "digest": block.text,
                    "annotations": [
                        {"kind": note.kind, "text": note.text}
                        for note in model.annotations_at.get((source.id, block.id), ())
                    ],
                }
                for block in source.paragraphs
            ],
        }
        for source in model.library.sources
    ]


def glossary(model: Model) -> list[dict]:
    """``/data/glossary.json``."""
    return [
        {
            "id": term.id,
            "term": term.term,
            "abbreviation": term.abbreviation,
            "aliases": [form for form in term.forms if form not in (term.term, term.abbreviation)],
            "kind": term.kind,
            "definition": term.definition,
            "see_also": list(term.see_also),
            "links": [{"title": link.title, "url": link.url} for link in term.documents],
            "mentions": [{"source": m.source, "paragraph": m.paragraph} for m in model.mentions_of.get(term.id, ())],
        }
        for term in model.library.terms
    ]


def timeline(model: Model) -> list[dict]:
    """``/data/timeline.json``."""
    return [
        {
            "id": event.id,
            "date": event.when.edtf,
            "title": event.title,
            "text": event.text,
            "themes": list(event.themes),
            "actors": list(event.actors),
            "cites": [{"source": c.source, "paragraph": c.paragraph, "date": c.date} for c in event.cites],
            "disputed": event.disputed,
        }
        for event in model.library.events
    ]


def compare(model: Model) -> list[dict]:
    """``/data/compare.json``."""
    return [
        {
            "id": question.id,
            "question": question.question,
            "positions": [
                {
                    "source": source.id,
                    "paragraphs": list(position.paragraphs) if (position := question.position(source.id)) else [],
                    "stance": position.stance if position else None,
                    "side": position.side if position else "silent",
                    "label": position.label if position else None,
                }
                for source in model.library.sources
            ],
            "agreement": question.agreement,
            "group": question.group,
            "why": question.why,
        }
        for question in model.library.questions
    ]


def calendar(model: Model) -> str:
    """``/data/timeline.ics``: the events that name exactly one day, as all-day events."""
    made = Calendar()
    made.add("prodid", "-//NATO-Japan annotated reader//timeline//EN")
    made.add("version", "2.0")
    for event in model.library.events:
        if not event.when.day_precise:
            continue
        day = datetime.date.fromisoformat(event.when.first)
        entry = CalendarEvent()
        entry.add("uid", str(uuid.uuid5(_UID_SPACE, event.id)))
        # No clock in a build that must come out the same twice: stamped with the day it is about.
        entry.add("dtstamp", datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC))
        entry.add("dtstart", day)
        entry.add("summary", event.title + (" (disputed)" if event.disputed else ""))
        entry.add("description", model.places.plain(event.text))
        entry.add("url", model.public("timeline.md", event.id))
        made.add_component(entry)
    return made.to_ical().decode("utf-8")


def _flat_glossary(model: Model):
    yield "id", "term", "abbreviation", "aliases", "kind", "definition", "mentions"
    for row in glossary(model):
        mentions = " ".join(f"{m['source']}#{m['paragraph']}" for m in row["mentions"])
        yield (
            row["id"],
            row["term"],
            row["abbreviation"] or "",
            "; ".join(row["aliases"]),
            row["kind"],
            row["definition"],
            mentions,
        )


def _flat_timeline(model: Model):
    yield "id", "date", "title", "text", "themes", "actors", "cites", "disputed"
    for row in timeline(model):
        cites = " ".join(f"{c['source']}#{c['paragraph']}" for c in row["cites"])
        yield (
            row["id"],
            row["date"],
            row["title"],
            row["text"],
            "; ".join(row["themes"]),
            "; ".join(row["actors"]),
            cites,
            str(row["disputed"]).lower(),
        )


def _csv(rows) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()

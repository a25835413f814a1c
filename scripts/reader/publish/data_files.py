"""The published data (README, Published data): stable keys, UTF-8, one file a collection.

Keys are a promise: they stay and keep their meaning; more may be added. ``schemas`` describes each file.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from html import escape

from reader.cite import citations, csl, things
from reader.content.edtf_dates import When
from reader.content.records import DISPUTES, KINDS, THEMES, Annotation, Document, Event, Source
from reader.model import Model
from reader.publish import briefing_data, plain_markdown, schemas
from reader.texts import Texts

# UIDs must never change between builds (RFC 5545, 3.8.4.7): derived from the event's address.
_UID_SPACE = uuid.UUID("6f1f1d5e-6ad8-5f0e-9d0f-2f6f5f1c7b11")
_SKOS = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def files(model: Model) -> Texts:
    """Return path -> text of everything under ``data/``."""
    made: dict[str, Callable[[], str]] = {
        "data/sources.json": lambda: dump(sources(model)),
        "data/glossary.json": lambda: dump(glossary(model)),
        "data/glossary.jsonld": lambda: dump(skos(model)),
        "data/timeline.json": lambda: dump(timeline(model)),
        "data/timelinejs.json": lambda: dump(timelinejs(model)),
        "data/compare.json": lambda: dump(compare(model)),
        "data/glossary.csv": lambda: _csv("glossary", _flat_glossary(model)),
        "data/timeline.csv": lambda: _csv("timeline", _flat_timeline(model)),
        "data/timeline.ics": lambda: calendar(model),
        "data/manifest.json": lambda: dump(briefing_data.manifest(things.things(model))),
        "data/changes.json": lambda: dump([asdict(change) for change in model.library.releases.changes]),
        "llms.txt": lambda: plain_markdown.llms(model),
    }
    made |= {f"data/schemas/{name}.schema.json": partial(dump, schema) for name, schema in schemas.SCHEMAS.items()}
    made |= {f"data/{name}.csv-metadata.json": partial(dump, schema) for name, schema in schemas.TABLES.items()}
    for name, cited in [("all", model.library.sources), *((one.id, (one,)) for one in model.library.sources)]:
        made |= {f"data/citations/{name}.{ending}": partial(write, cited) for ending, write in _CITED.items()}
    return Texts(made)


# ending of a file -> how it is written for sources
_CITED: dict[str, Callable[[tuple[Source, ...]], str]] = {
    "json": lambda cited: dump(list(map(csl.item, cited))),
    "bib": lambda cited: "\n".join(map(citations.bibtex, cited)),
    "ris": lambda cited: "\n".join(map(citations.ris, cited)),
}


def dump(value) -> str:
    """Return JSON as published: UTF-8, keys in the order of the contract, one record a line."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) + "\n"
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _fields(record: object, *names: str) -> dict:
    """Return the fields of RECORD that are published under their own names."""
    return {name: getattr(record, name) for name in names}


def sources(model: Model) -> list[dict]:
    """Return the records of ``/data/sources.json``."""
    return [
        {
            **_fields(source, "id", "title"),
            "author": source.authors or None,
            "publisher": source.outlet or None,
            "published": source.issued.edtf,
            "url": source.csl.get("URL"),
            "paragraphs": [
                {
                    **_fields(block, "id", "section"),
                    "digest": block.text,
                    "annotations": [_annotation(note) for note in model.annotations_at.get((source.id, block.id), ())],
                }
                for block in source.paragraphs
            ],
            **_fields(source, "short", "found", "stated", "headline", "thesis", "caveats"),
            "notes": [_fields(block, "id", "text") for block in source.of_kind("note")],
        }
        for source in model.library.sources
    ]


def _annotation(note: Annotation) -> dict:
    return {
        **_fields(note, "kind", "text", "id"),
        "evidence": [
            _link(item) if isinstance(item, Document) else _fields(item, "source", "paragraph")
            for item in note.evidence
        ],
        "about": _fields(note.about, "events", "entries", "questions"),
        "checked": note.checked,
    }


def _link(document: Document) -> dict:
    return _fields(document, "title", "url", "publisher", "date", "primary", "checked", "language", "seen", "archive")


def glossary(model: Model) -> list[dict]:
    """Return the records of ``/data/glossary.json``."""
    return [
        {
            **_fields(term, "id", "term", "abbreviation"),
            "aliases": list(term.other_names),
            **_fields(term, "kind", "definition"),
            "see_also": [other.id for other in model.see_also.get(term.id, ())],
            "links": [_link(document) for document in term.documents],
            "mentions": [_fields(mention, "source", "paragraph") for mention in model.mentions_of.get(term.id, ())],
            **_fields(term, "usage", "succeeds", "unverified"),
            "events": [event.id for event in model.events_with.get(term.id, ())],
        }
        for term in model.library.terms
    ]


def skos(model: Model) -> dict:
    """Return what ``/data/glossary.jsonld`` says: the glossary as a SKOS concept scheme."""
    scheme, named = model.public("glossary/index.md"), model.reader.name
    concept = {term.id: {"@id": model.public(f"glossary/{term.id}.md")} for term in model.library.terms}
    concepts = [
        {
            **concept[term.id],
            "@type": "skos:Concept",
            "skos:inScheme": {"@id": scheme},
            "skos:prefLabel": _english(term.term),
            "skos:altLabel": [_english(form) for form in (term.abbreviation, *term.other_names) if form],
            "skos:definition": _english(model.places.plain(term.definition)),
            "skos:related": [concept[other.id] for other in model.see_also.get(term.id, ())],
            "dcterms:replaces": [concept[id] for id in term.succeeds],
            "rdfs:seeAlso": [{"@id": document.url} for document in term.documents],
        }
        for term in model.library.terms
    ]
    collections = [
        {
            "@id": f"{scheme}#kind-{kind}",
            "@type": "skos:Collection",
            "skos:prefLabel": _english(many),
            "skos:member": [concept[term.id] for term in terms],
        }
        for kind, (_, many) in KINDS.items()
        if (terms := [term for term in model.library.terms if term.kind == kind])
    ]
    return {
        # Without a public address the ids are relative to the root of the site, which is the folder above.
        "@context": _SKOS if model.settings.url else {"@base": "../", **_SKOS},
        "@graph": [
            {"@id": scheme, "@type": "skos:ConceptScheme", "dcterms:title": _english(f"Glossary of the {named}")},
            *concepts,
            *collections,
        ],
    }


def _english(words: str) -> dict:
    return {"@value": words, "@language": "en"}


def timeline(model: Model) -> list[dict]:
    """Return the records of ``/data/timeline.json``."""
    return [
        {
            "id": event.id,
            "date": event.when.edtf,
            **_fields(event, "title", "text", "themes", "actors"),
            "cites": [_fields(cite, "source", "paragraph", "date", "reading") for cite in event.cites],
            "disputed": event.disputed,
            "dispute": event.dispute and _fields(event.dispute, "between", "about"),
            **_fields(event, "record", "basis", "milestone"),
            "links": [_link(document) for document in event.documents],
        }
        for event in model.library.events
    ]


def timelinejs(model: Model) -> dict:
    """Return what ``/data/timelinejs.json`` says: the timeline for TimelineJS, which knows years, months and days."""
    return {
        "scale": "human",
        "title": {"text": {"headline": f"Timeline of the {model.reader.name}"}},
        "events": [
            {
                "unique_id": event.id,
                **_timelinejs_dates(event.when),
                "display_date": event.when.words,
                "group": THEMES[event.themes[0]] if event.themes else "",
                "text": {
                    "headline": escape(event.title, quote=False),
                    "text": escape(_told(model, event), quote=False),
                },
            }
            for event in model.library.events
            if not event.when.first.startswith("0001")
        ],
    }


def _timelinejs_dates(when: When) -> dict:
    """Return when an event began and, unless that was all or it goes on, ended: no more than its EDTF states."""

    def parts(day: str, edtf: str) -> dict:
        known = edtf.rstrip("~?%").count("-") + 1
        return dict(zip(("year", "month", "day")[:known], day.split("-"), strict=False))

    stated = when.edtf.split("/")
    ends = when.first != when.last and not when.last.startswith("9999")
    return {"start_date": parts(when.first, stated[0])} | ({"end_date": parts(when.last, stated[-1])} if ends else {})


def _told(model: Model, event: Event) -> str:
    """Return the text of EVENT with what it is disputed about and who tells it, in plain words."""
    told = ", ".join(model.source_by_id[id].short for id in event.told_by)
    parts = (
        model.places.plain(event.text),
        f"Disputed ({event.dispute.about})." if event.dispute else "",
        f"The record: {model.places.plain(event.record)}" if event.record else "",
        f"Told by {told}.",
    )
    return " ".join(filter(None, parts))


_SILENT: dict = {"paragraphs": [], "stance": None, "side": "silent", "label": None}


def compare(model: Model) -> list[dict]:
    """Return the records of ``/data/compare.json``."""
    return [
        {
            **_fields(question, "id", "question"),
            "positions": [
                {"source": source.id, **(_fields(position, *_SILENT) if position else _SILENT)}
                for source in model.library.sources
                for position in [question.position(source.id)]
            ],
            **_fields(question, "agreement", "group", "why"),
        }
        for question in model.library.questions
    ]


def calendar(model: Model) -> str:
    """Return the text of ``/data/timeline.ics``: the events whose first and last day are known, as all-day events."""
    from icalendar import Calendar  # slow to load, and only wanted here
    from icalendar import Event as CalendarEvent

    made = Calendar()
    made.add("prodid", f"-//{model.settings.name.replace('–', '-')}//timeline//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        made.add(name, f"{model.reader.name}: timeline")
    for event in model.library.events:
        if not _days_known(event.when.edtf):
            continue
        first, last = (datetime.date.fromisoformat(day) for day in (event.when.first, event.when.last))
        entry = CalendarEvent()
        entry.add("uid", str(uuid.uuid5(_UID_SPACE, event.id)))
        # No clock in a build that must come out the same twice: stamped with the day it is about.
        entry.add("dtstamp", datetime.datetime.combine(first, datetime.time(), datetime.UTC))
        entry.add("dtstart", first)
        entry.add("dtend", last + datetime.timedelta(days=1))  # the day after: RFC 5545, 3.6.1
        entry.add("transp", "TRANSPARENT")  # history keeps nobody busy
        entry.add("summary", event.title + (" (disputed)" if event.disputed else ""))
        entry.add("description", _told(model, event))
        entry.add("categories", [THEMES[theme] for theme in event.themes])
        if model.settings.url:
            entry.add("url", model.public("timeline.md", event.id))
        made.add_component(entry)
    return made.to_ical().decode("utf-8")


def _days_known(edtf: str) -> bool:
    return all(len(end) == 10 and end.replace("-", "").isdigit() for end in edtf.split("/"))


def _flat_glossary(model: Model) -> Iterator[tuple[str, ...]]:
    for row in glossary(model):
        yield (
            row["id"],
            row["term"],
            row["abbreviation"] or "",
            "; ".join(row["aliases"]),
            row["kind"],
            model.places.plain(row["definition"]),
            " ".join(f"{m['source']}#{m['paragraph']}" for m in row["mentions"]),
            KINDS[row["kind"]][0],
            "; ".join(model.term_by_id[id].term for id in row["see_also"]),
            model.public(f"glossary/{row['id']}.md"),
        )


def _flat_timeline(model: Model) -> Iterator[tuple[str, ...]]:
    for event in model.library.events:
        readings = (
            f"{model.source_by_id[c.source].short} {c.paragraph}: {', '.join(filter(None, (c.date, c.reading)))}"
            for c in event.cites
            if c.date or c.reading
        )
        yield (
            event.id,
            event.when.edtf,
            event.title,
            model.places.plain(event.text),
            "; ".join(event.themes),
            "; ".join(event.actors),
            " ".join(f"{c.source}#{c.paragraph}" for c in event.cites),
            str(event.disputed).lower(),
            event.when.words,
            "; ".join(THEMES[theme] for theme in event.themes),
            "; ".join(model.term_by_id[id].term for id in event.actors),
            "; ".join(model.source_by_id[id].short for id in event.told_by),
            "; ".join(DISPUTES[kind][0] for kind in event.dispute.between) if event.dispute else "",
            model.places.plain(event.record or ""),
            "; ".join(readings),
            model.public("timeline.md", event.id),
        )


def _csv(table: str, rows: Iterable[tuple[str, ...]]) -> str:
    """Return TABLE as CSV for spreadsheets: a byte order mark, so that they read UTF-8, no cell that they would run."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in (schemas.COLUMNS[table], *rows))
    return "\ufeff" + out.getvalue()


def harmless(cell: str) -> str:
    """Return CELL with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

"""Schemas of the published files: JSON Schema (draft 2020-12) of the JSON files, under ``/data/schemas/``, and of the
CSV files their columns as CSV on the Web reads them, beside each file.

Additional properties are allowed everywhere: keys may be added, never taken away.
"""

from __future__ import annotations

from reader.cite.csl import FOUND
from reader.content import releases
from reader.content.records import NOTES

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_BOOL = {"type": "boolean"}
_ID = {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,60}$"}
_EDTF = {"type": "string", "description": "EDTF (ISO 8601-2): 1983, 2014-05-06, 198X, 2014~, 2001-12/2010-01"}
_ADDRESS = {"type": "string", "pattern": "^/", "description": "from the site's root"}


def _list(item: dict) -> dict:
    return {"type": "array", "items": item}


def _object(texts: str = "", /, **properties: dict) -> dict:
    """Return an object with these properties, all required; those named in TEXTS are plain strings and come first."""
    properties = dict.fromkeys(texts.split(), _TEXT) | properties
    return {"type": "object", "properties": properties, "required": list(properties)}


def _schema(title: str, value: dict) -> dict:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **value}


_PLACE = _object(source=_ID, paragraph=_ID)
_LINK = _object("title url publisher language", date=_MAYBE, primary=_BOOL, checked=_TEXT, seen=_MAYBE, archive=_MAYBE)
_ANNOTATION = _object(
    kind={"enum": [*NOTES]},
    text=_TEXT,
    id=_ID,
    evidence=_list({"anyOf": [_LINK, _PLACE]}),
    about=_object(events=_list(_ID), entries=_list(_ID), questions=_list(_ID)),
    checked=_TEXT,
)
_TITLES = {
    "sources": "The sources with every paragraph's digest and our annotations",
    "glossary": "The entries of the glossary",
    "timeline": "The events",
    "compare": "The questions and the position of each source",
    "manifest": "Every citable address with the fingerprint of its text",
    "changes": "What was reworded, moved, split or withdrawn, by release",
}
_ROWS = {
    "sources": _object(
        id=_ID,
        title={"type": "string", "description": "in brackets when this reader supplied it"},
        author=_MAYBE,
        publisher=_MAYBE,
        published=_EDTF,
        url=_MAYBE,
        paragraphs=_list(_object(id=_ID, section=_TEXT, digest=_TEXT, annotations=_list(_ANNOTATION))),
        short=_TEXT,
        found={
            "type": "object",
            "description": "fields that the text does not state, and where they come from",
            "additionalProperties": {"enum": [*FOUND]},
        },
        stated={"type": "object", "additionalProperties": _TEXT},
        headline=_TEXT,
        thesis=_list(_TEXT),
        caveats=_list(_TEXT),
        notes=_list(_object(id=_ID, text=_TEXT)),
    ),
    "glossary": _object(
        id=_ID,
        term=_TEXT,
        abbreviation=_MAYBE,
        aliases=_list(_TEXT),
        kind=_TEXT,
        definition=_TEXT,
        see_also=_list(_ID),
        links=_list(_LINK),
        mentions=_list(_PLACE),
        usage=_MAYBE,
        succeeds=_list(_ID),
        unverified=_MAYBE,
        events=_list(_ID),
    ),
    "timeline": _object(
        id=_ID,
        date=_EDTF,
        title=_TEXT,
        text=_TEXT,
        themes=_list(_TEXT),
        actors=_list(_ID),
        cites=_list(_object(source=_ID, paragraph=_ID, date=_MAYBE, reading=_MAYBE)),
        disputed=_BOOL,
        dispute={"anyOf": [{"type": "null"}, _object(between=_list(_TEXT), about=_TEXT)]},
        record=_MAYBE,
        basis=_MAYBE,
        milestone=_BOOL,
        links=_list(_LINK),
    ),
    "compare": _object(
        id=_ID,
        question=_TEXT,
        positions=_list(_object(source=_ID, paragraphs=_list(_ID), stance=_MAYBE, side=_TEXT, label=_MAYBE)),
        agreement=_TEXT,
        group=_TEXT,
        why=_TEXT,
    ),
    "manifest": _object(
        address=_ADDRESS,
        kind=_TEXT,
        title=_TEXT,
        fingerprint={
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
            "description": "SHA-256, first 16 digits, of the text in NFKC with white space as one space",
        },
        updates=_list(_ADDRESS),
    ),
    "changes": _object(
        date={"type": "string", "format": "date"},
        address=_ADDRESS,
        change={"enum": [*releases.KINDS]},
        now=_list(_ADDRESS),
        was=_MAYBE,
    ),
}
_DAY = {
    "type": "object",
    "description": "only what the date states: a year, a month, a day",
    "properties": {"year": _TEXT, "month": _TEXT, "day": _TEXT},
    "required": ["year"],
}
_ENGLISH = _object(**{"@value": _TEXT, "@language": {"const": "en"}})
_IDS = _list(_object("@id"))
_SCHEME = _object("@id", **{"@type": {"const": "skos:ConceptScheme"}, "dcterms:title": _ENGLISH})
_CONCEPT = _object(
    **{
        "@id": {"type": "string", "description": "the address of the entry"},
        "@type": {"const": "skos:Concept"},
        "skos:inScheme": _object("@id"),
        "skos:prefLabel": _ENGLISH,
        "skos:altLabel": _list(_ENGLISH),
        "skos:definition": _ENGLISH,
        "skos:related": _IDS,
        "dcterms:replaces": {"description": "what the thing succeeded", **_IDS},
        "rdfs:seeAlso": {"description": "outside documents", **_IDS},
    }
)
_COLLECTION = _object(
    "@id",
    **{
        "@type": {"const": "skos:Collection"},
        "skos:prefLabel": {"description": "a kind of entry", **_ENGLISH},
        "skos:member": _IDS,
    },
)
_TIMELINEJS_EVENT = _object(
    unique_id=_ID,
    start_date=_DAY,
    display_date={"type": "string", "description": "the date in words"},
    group={"type": "string", "description": "the first theme"},
    text=_object("headline text"),
)
_TIMELINEJS_EVENT["dependentSchemas"] = {"end_date": {"properties": {"end_date": _DAY}}}
SCHEMAS = {
    **{name: _schema(_TITLES[name], _list(row)) for name, row in _ROWS.items()},
    "timelinejs": _schema(
        "The events as TimelineJS draws them",
        _object(scale={"const": "human"}, title=_object(text=_object("headline")), events=_list(_TIMELINEJS_EVENT)),
    ),
    "glossary-skos": _schema(
        "The glossary as a SKOS concept scheme in JSON-LD",
        _object(**{"@context": {"type": "object"}, "@graph": _list({"oneOf": [_SCHEME, _CONCEPT, _COLLECTION]})}),
    ),
}
# file -> column -> what stands in it; the columns of the file in their order
COLUMNS = {
    "glossary": {
        "id": "part of the entry's address",
        "term": "headword",
        "abbreviation": "short form",
        "aliases": "other true names, with semicolons between",
        "kind": "kind of thing, as its id",
        "definition": "the definition, without links",
        "mentions": "every paragraph that names it: source#paragraph, with spaces between",
        "kind_name": "kind of thing, in words",
        "see_also": "headwords of related entries, with semicolons between",
        "address": "address of the entry",
    },
    "timeline": {
        "id": "part of the event's address",
        "date": "date as EDTF",
        "title": "headline",
        "text": "what the sources say, without links",
        "themes": "ids of themes, with semicolons between",
        "actors": "ids of entries, with semicolons between",
        "cites": "every paragraph that tells it: source#paragraph, with spaces between",
        "disputed": "true when articles, or an article and the record, differ",
        "date_in_words": "the date as the site writes it",
        "theme_names": "themes in words, with semicolons between",
        "actor_names": "headwords of the actors, with semicolons between",
        "told_by": "short names of the sources that tell it, with semicolons between",
        "dispute": "between whom it is disputed",
        "record": "what the record says where an article says otherwise",
        "readings": "how each source that differs dates or reads it",
        "address": "address of the event",
    },
}
TABLES = {
    name: {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{name}.csv",
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "primaryKey": "id",
            "columns": [
                {"name": column, "titles": column, "dc:description": words, "datatype": "string"}
                for column, words in columns.items()
            ],
        },
    }
    for name, columns in COLUMNS.items()
}

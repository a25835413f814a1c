"""JSON Schemas (draft 2020-12) of the published JSON files, themselves published under ``/data/schemas/``.

Additional properties are allowed everywhere: keys may be added, never taken away.
"""

from __future__ import annotations

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_BOOL = {"type": "boolean"}
_ID = {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,60}$"}
_EDTF = {"type": "string", "description": "EDTF (ISO 8601-2): 1983, 2014-05-06, 198X, 2014~, 2001-12/2010-01"}
_ADDRESS = {"type": "string", "pattern": "^/", "description": "from the site's root"}


def _list(item: dict) -> dict:
    return {"type": "array", "items": item}


def _object(**properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


_PLACE = _object(source=_ID, paragraph=_ID)
_LINK = _object(title=_TEXT, url=_TEXT, publisher=_TEXT, date=_MAYBE, primary=_BOOL, checked=_TEXT)
_ANNOTATION = _object(
    kind={"enum": ["context", "differs", "slip", "update"]},
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
            "additionalProperties": {"enum": ["supplied", "inferred", "elsewhere", "unverified"]},
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
        change={"enum": ["new", "reworded", "moved", "split", "merged", "withdrawn"]},
        now=_list(_ADDRESS),
        was=_MAYBE,
    ),
}
SCHEMAS = {
    name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[name], **_list(row)}
    for name, row in _ROWS.items()
}

"""The index of search: every document, its texts as numbers of words (see coded_text), and forms of the same word.

It is made at build, where the text is; the browser decodes, looks up and ranks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from reader.content.search_data import SearchData
from reader.model import Model
from reader.publish import coded_text, search_words
from reader.publish.search_documents import Document, documents
from reader.publish.search_weights import WEIGHTS

# The names that the browser knows the fields of a document by; what is empty is left out.
KEYS = {
    "kind": "k", "address": "u", "title": "t", "text": "x", "label": "l", "forms": "f",
    "abbreviated": "b", "beside": "p", "lacking": "w", "hidden": "h", "sources": "s",
    "about": "n", "year": "y", "date": "d", "dates": "e", "rank": "o", "uses": "m",
}  # fmt: skip
CODED = "txdwh"  # the keys of single texts that are coded; so are the forms and the texts beside


def script(model: Model, data: SearchData, docs: Path | None = None) -> str:
    """Return ``assets/search-index.js``, loaded when a reader reaches for search."""
    found = documents(model, docs, data.lacking, data.forms, paragraphs=not model.settings.chunked)
    places = {word for t in model.library.terms if t.kind == "place" for f in t.forms for word in search_words.flat(f)}
    sources = {s.id: [s.short, s.issued.year, f"{s.authors} {s.outlet}".strip()] for s in model.library.sources}
    return as_script({**build(found, places, data.equal), "sources": sources, "examples": model.settings.examples})


def build(
    found: list[Document],
    places: set[str],
    equal: tuple[tuple[str, ...], ...] = (),
    weights: Mapping[str, float] = WEIGHTS,
) -> dict:
    """Return the index of the documents FOUND as plain data; PLACES are words in names of places.

    ``pieces``: the words and gaps that the texts are numbers of; ``families``: on each line words that are forms of one
    another, where there are several.
    """
    rows = [_row(document) for document in found]
    pieces = coded_text.vocabulary(text for row in rows for text in _texts(row))
    number = {piece: i for i, piece in enumerate(pieces)}
    known = {part for piece in pieces for part in search_words.terms(piece)}
    families = search_words.families(known, places)
    stems = set(map(search_words.stem, known))
    return {
        "sources": {},
        "weights": dict(weights),
        "light": sorted(search_words.LIGHT),
        "spellings": search_words.SPELLINGS,
        "endings": search_words.ENDINGS,
        "equal": [group for words in equal if (group := _equal(words, stems))],
        "families": "\n".join(" ".join(family) for family in families if len(family) > 1),
        "pieces": pieces,
        "documents": [_coded(row, number) for row in rows],
    }


def _equal(words: tuple[str, ...], stems: set[str]) -> list[str]:
    """Return a group of equal words when a form of at least one of them is known: one of the STEMS."""
    made = list(dict.fromkeys(part for word in words for part in search_words.flat(word)))
    return [] if stems.isdisjoint(map(search_words.stem, made)) else made


def _row(document: Document) -> dict:
    row = {key: value for name, key in KEYS.items() if (value := getattr(document, name)) or key == "u"}
    if document.kind == "term":
        del row["t"]  # made of its forms
        steps = zip([0, *document.uses], document.uses, strict=False)
        row["m"] = " ".join(str(after - before) for before, after in steps)
    return row


def _texts(row: dict) -> list[str]:
    """Return the texts of ROW that are coded."""
    one = [row[key] for key in CODED if key in row]
    return [*one, *row.get("f", ()), *(text for _, text in row.get("p", ()))]


def _coded(row: dict, number: dict[str, int]) -> dict:
    made = {key: coded_text.coded(value, number) if key in CODED else value for key, value in row.items()}
    if "f" in row:
        made["f"] = [coded_text.coded(form, number) for form in row["f"]]
    if "p" in row:
        made["p"] = [[label, coded_text.coded(text, number)] for label, text in row["p"]]
    return made


def as_script(data: dict) -> str:
    """Return DATA as a script: a string for JSON.parse, which a browser reads sooner than a large object literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "window.readerIndex = JSON.parse('" + text.replace("\\", "\\\\").replace("'", "\\'") + "');\n"

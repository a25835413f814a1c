"""CSL items (CSL-JSON 1.0.2): the bibliographic record of a source, and of a page of this reader.

What the text of a source does not state is either absent or marked: a supplied title is in brackets,
an inferred date is approximate, and ``note`` says what was found elsewhere.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.content.edtf_dates import When, when
from reader.content.records import Source
from reader.content.schema import labels
from reader.wording import series


class Reader(NamedTuple):
    """How this reader is cited: its name, and the day of its last release (ISO 8601), which dates its pages."""

    name: str = "Annotated Reader"
    released: str = ""


class Kind(NamedTuple):
    """What others call a CSL type: RIS, BibTeX, Zotero and schema.org."""

    ris: str
    bibtex: str
    zotero: str
    schema: str


TYPES = {type: Kind(*names) for type, names in labels("source", "csl", "type").items()}
FIELDS = labels("source", "found", "propertyNames")
FOUND = labels("source", "found", "additionalProperties")  # origin -> how a sentence about such fields ends
_DATE = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?$")


def item(source: Source) -> dict:
    """Return the CSL-JSON item of SOURCE."""
    made = {"id": source.id, **source.csl, "title": source.title, "issued": date(source.issued)}
    notes = [text for text in (source.csl.get("note"), provenance(source)) if text]
    return {**made, "note": " ".join(notes)} if notes else made


def provenance(source: Source) -> str:
    """Return one sentence for each way in which fields of the record were found outside the text; empty for none."""
    sentences = []
    for how, words in FOUND.items():
        fields = [name for field, name in FIELDS.items() if source.found.get(field) == how]
        if fields:
            sentences.append(f"{series(fields)} {words}.".capitalize())
    return " ".join(sentences).replace("Doi ", "DOI ")


def byline(source: Source) -> str:
    """Return who wrote SOURCE, where it appeared and when, in a line, and how that is known."""
    known = ", ".join(filter(None, (source.authors or "author not stated", source.outlet, source.issued.words)))
    return f"{known}. {provenance(source)}".strip()


def date(when: When) -> dict:
    """Return WHEN as a CSL date: parts (two for an interval or a decade), a season, or words; ``circa`` when marked."""
    circa = {"circa": True} if re.search(r"[~?%X]", when.edtf) else {}
    ends = when.edtf.split("/")
    if season := re.match(r"^(\d{4})-(2[1-4])[~?%]?$", when.edtf):
        return {"date-parts": [[int(season[1])]], "season": int(season[2]) - 20, **circa}
    if matches := [_DATE.match(end) for end in ends]:
        if all(matches):
            return {"date-parts": [[int(part) for part in m.groups() if part] for m in matches if m], **circa}
        if re.fullmatch(r"\d{3}X[~?%]?", when.edtf):
            return {"date-parts": [[int(when.first[:4])], [int(when.last[:4])]], **circa}
    return {"literal": when.words}


def name_in_order(name: dict) -> str:
    """Return a CSL name in reading order."""
    return name.get("literal") or f"{name.get('given', '')} {name['family']}".strip()


def name_inverted(name: dict) -> str:
    """Return a CSL name as reference managers sort it: family name, comma, given name; one that is whole as it is."""
    return name.get("literal") or ", ".join(filter(None, (name["family"], name.get("given"))))


def page(title: str, address: str, reader: Reader) -> dict:
    """Return the CSL-JSON item of a page of READER, this one: a web page."""
    made = {
        "id": "page",
        "type": "webpage",
        "title": title,
        "container-title": reader.name,
        "URL": address,
        "language": "en",
    }
    return {**made, "issued": date(when(reader.released))} if reader.released else made

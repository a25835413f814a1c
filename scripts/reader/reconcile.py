"""What the parts of the site have to know of each other: annotations grown old, records not held against them.

An annotation that reports a difference, a slip or a later state bears on what is said of its paragraphs elsewhere.
So every event, entry and question that cites one of them is either named in it (``about``) or has been read beside
it and found not concerned. That is kept in docs/data/reconciled.lock with the day; an annotation checked after that
day asks again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reader.content.records import NOTES, Annotation, Library, current_ids
from reader.model import Model

NAME = "docs/data/reconciled.lock"
# Context explains and contradicts nothing, so nothing has to be held against it.
BEARING = tuple(kind for kind, (*_, noted) in NOTES.items() if noted)
_YEAR = timedelta(days=365)
_HEAD = """\
# Events, entries and questions that cite an annotated paragraph and are not concerned by the annotation, with the day
# on which somebody read both: annotation, day, family, ids. Written by scripts/check.py --reconciled.
"""


@dataclass(frozen=True)
class Pair:
    """An annotation and a record of FAMILY (events, entries, questions) that cites one of its paragraphs."""

    annotation: str
    family: str
    record: str


def unreconciled(model: Model, read: Mapping[Pair, str] = {}) -> list[Pair]:
    """Return every pair that is neither named in its annotation nor in READ (pair -> day) since it was last checked."""
    entries = _entries_citing(model)
    found = []
    for note in model.library.annotations:
        if note.kind not in BEARING:
            continue
        for block in note.paragraphs:
            spot = (note.source, block)
            families = {
                "events": [event.id for event in model.events_at.get(spot, ())],
                "entries": entries.get(spot, ()),
                "questions": [question.id for question in model.questions_at.get(spot, ())],
            }
            for family, ids in families.items():
                pairs = (Pair(note.id, family, id) for id in ids if id not in getattr(note.about, family))
                found += [pair for pair in pairs if read.get(pair, "") < note.checked]
    return list(dict.fromkeys(found))


def _entries_citing(model: Model) -> Mapping[tuple[str, str], list[str]]:
    """Return (source, block) -> the entries whose definition or usage cites it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in model.library.terms:
        for piece in model.places.pieces(f"{term.definition} {term.usage or ''}"):
            if piece.block:
                found[piece.source, piece.block].append(term.id)
    return found


def stale(annotations: Iterable[Annotation], today: date) -> list[Annotation]:
    """Return the annotations last checked more than a year before TODAY, the oldest first."""
    limit = (today - _YEAR).isoformat()
    return sorted((note for note in annotations if note.checked < limit), key=lambda note: note.checked)


def report(model: Model, read: Mapping[Pair, str], today: date) -> Iterator[str]:
    """Yield one line for each annotation that somebody has to look at."""
    asked = defaultdict(list)
    for pair in unreconciled(model, read):
        asked[pair.annotation].append(f"{pair.record} ({pair.family})")
    for id, records in asked.items():
        names = ", ".join(records)
        yield f"{id}: not reconciled with {names}; name them under 'about', or run scripts/check.py --reconciled"
    for note in stale(model.library.annotations, today):
        yield f"{note.id}: last checked on {note.checked}; look its facts up again"


def load(docs: Path, library: Library) -> dict[Pair, str]:
    """Return the pairs of the lock of the folder DOCS with their days; none when there is no lock.

    What was renamed in LIBRARY has its ids of today. A line that cannot be read counts for nothing, so that its pairs
    are asked for again.
    """
    path = docs / "data" / "reconciled.lock"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = (line.split() for line in lines if line[:1] != "#" and len(line.split()) > 3)
    notes = current_ids(library.annotations)
    families = {
        "events": current_ids(library.events),
        "entries": current_ids(library.terms),
        "questions": current_ids(library.questions),
    }
    return {
        Pair(notes.get(note, note), family, families.get(family, {}).get(id, id)): day
        for note, day, family, *ids in rows
        for id in ids
    }


def accept(docs: Path, model: Model, today: date) -> int:
    """Add every open pair to the lock of DOCS, dated TODAY; drop pairs that are gone; return how many are new."""
    read = load(docs, model.library)
    new = unreconciled(model, read)
    # What would be open without the lock is what the lock is for.
    kept = {pair: read.get(pair, "") for pair in unreconciled(model)} | dict.fromkeys(new, today.isoformat())
    lines: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for pair, day in kept.items():
        lines[pair.annotation, day, pair.family].append(pair.record)
    text = "".join(f"{' '.join((*key, *sorted(ids)))}\n" for key, ids in sorted(lines.items()))
    (docs / "data" / "reconciled.lock").write_text(_HEAD + text, encoding="utf-8")
    return len(new)

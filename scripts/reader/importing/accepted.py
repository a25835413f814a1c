"""Which words mean which entry in which place, as a person has accepted them (``docs/data/links.lock``).

Every use of an entry that the matcher finds in the articles and in our own prose is one ``Use``. The lock holds those
that somebody has read and found right, a line for each entry and wording with all its places; the audit fails on
every other until it is accepted, so that no new form or text can lead a reader to another thing unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reader.content.note_marks import without_marks
from reader.content.records import Library, current_ids
from reader.links.mentions import citable
from reader.model import Model

HEAD = """\
# Uses of entries that a person has accepted: entry | words | places.
# A place in an article or its digest is SOURCE:BLOCK.
# Written by scripts/audit.py --accept-links.
"""


@dataclass(frozen=True, order=True)
class Use:
    """WORDS mean the entry ``term`` in ``place``."""

    term: str
    words: str
    place: str


def uses(model: Model, articles: Mapping[str, Mapping[str, str]]) -> set[Use]:
    """Return every use in the ARTICLES (source id -> block id -> text), in the digests and in our own prose.

    In prose only what could become a link counts; in an article and its digest what is counted, too.
    """
    found: set[Use] = set()
    for source in model.library.sources:
        for block in citable(source):
            cells = " | ".join(cell for row in block.rows for cell in row)
            for text in (block.text, cells, articles.get(source.id, {}).get(block.id, "")):
                text = without_marks(text)
                matches = model.matcher.uses(text, (source.id, block.id))
                found |= {Use(m.term, _words(text, m), f"{source.id}:{block.id}") for m in matches}
    for place, text in _prose(model):
        for piece in model.places.pieces(text):
            matches = [] if piece.source else model.matcher.matches(piece.words)
            found |= {Use(m.term, _words(piece.words, m), place) for m in matches if m.term not in model.linker.never}
    return found


def _words(text: str, match) -> str:
    return re.sub(r"[\s|]+", " ", text[match.start : match.end])


def _prose(model: Model) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every text of ours that is shown with links, but the digests."""
    library = model.library
    for source in library.sources:
        told = (source.headline, source.good_for, source.genre, source.viewpoint, source.read_as_of)
        for text in (*told, *source.thesis, *source.caveats):
            yield f"source:{source.id}", text
    for note in library.annotations:
        yield f"note:{note.id}", note.text
    for term in library.terms:
        for text in filter(None, (term.definition, term.usage, term.unverified, term.elsewhere)):
            yield f"entry:{term.id}", text
    for event in library.events:
        readings = (cite.reading for cite in event.cites)
        about = event.dispute.about if event.dispute else None
        for text in filter(None, (event.title, event.text, event.basis, event.record, about, *readings)):
            yield f"event:{event.id}", text
    for question in library.questions:
        stances = (text for position in question.positions for text in (position.label, position.stance))
        for text in (question.question, question.why, *stances):
            yield f"question:{question.id}", text


def read(text: str) -> set[Use]:
    """Return the uses that the lock TEXT holds; raise ``ValueError`` for a line that is none."""
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            parts = line.split(" | ")
            if len(parts) != 3:
                raise ValueError(f"{number}:1: not 'entry | words | places'; run scripts/audit.py --accept-links")
            found |= {Use(parts[0], parts[1], place) for place in parts[2].split()}
    return found


def renamed(accepted: Iterable[Use], library: Library) -> set[Use]:
    """Return the ACCEPTED uses under the ids that their entries and places have in LIBRARY today."""
    source, entry = current_ids(library.sources), current_ids(library.terms)
    kinds = {
        "source": source,
        "entry": entry,
        "event": current_ids(library.events),
        "note": current_ids(library.annotations),
        "question": current_ids(library.questions),
    }

    def place(old: str) -> str:
        kind, _, id = old.partition(":")
        return f"{kind}:{kinds[kind].get(id, id)}" if kind in kinds else f"{source.get(kind, kind)}:{id}"

    return {Use(entry.get(use.term, use.term), use.words, place(use.place)) for use in accepted}


def write(accepted: Iterable[Use]) -> str:
    """Return the text of a lock that holds ACCEPTED, sorted, a line for each entry and wording."""
    places: dict[tuple[str, str], list[str]] = {}
    for use in sorted(accepted):
        places.setdefault((use.term, use.words), []).append(use.place)
    return HEAD + "".join(f"{term} | {words} | {' '.join(p)}\n" for (term, words), p in places.items())

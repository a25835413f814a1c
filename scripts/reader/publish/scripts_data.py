"""Data for cards and for the filters of the timeline, as scripts: a ``fetch`` would not work from ``file://``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from functools import partial

from reader import bundles
from reader.content.note_marks import without_marks
from reader.content.records import AGREEMENTS, KINDS, SIDES
from reader.links.mentions import block_text, citable
from reader.links.places import spot
from reader.model import Model
from reader.wording import first_sentence, plural

_MOST = 280  # characters of text on a card


def cards(model: Model) -> dict[str, Callable[[], str]]:
    """Return path -> what makes the script of what cards say, loaded when a reader first reaches for such a thing.

    A thing is a list: heading, label, text, what counts there, and of a source the address of the article.
    """
    made = {"terms": _terms, "events": _events, "questions": _questions, "places": _places}
    return {f"assets/cards-{kind}.js": partial(_script, kind, things, model) for kind, things in made.items()}


def names(model: Model) -> str:
    """Return ``assets/timeline-names.js``: the forms of the entries that events name, and the places of their events
    in order.

    With it the filters find for a name what the entry's own page lists. A form of two entries is left out.
    """
    owners: dict[str, set[str]] = {}
    for id in model.events_with:
        for form in model.term_by_id[id].forms:
            owners.setdefault(folded(form), set()).add(id)
    place = {event.id: number for number, event in enumerate(model.library.events)}
    data = {
        "forms": {form: next(iter(ids)) for form, ids in sorted(owners.items()) if len(ids) == 1},
        "events": {id: [place[event.id] for event in found] for id, found in sorted(model.events_with.items())},
    }
    return bundles.data("readerNames", data)


def folded(words: str) -> str:
    """Return WORDS as the filter compares them: lower case, no accents, one dash. As ``fold`` in filters.js."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return "".join("-" if c in "‐‑‒–—" else c for c in plain).lower().strip()


def _script(kind: str, things: Callable[[Model], dict], model: Model) -> str:
    data = json.dumps(things(model), ensure_ascii=False, separators=(",", ":"))
    return f"(window.readerCards??={{}}).{kind}={data};\n"


def _cut(words: str) -> str:
    return words if len(words) <= _MOST else words[:_MOST].rsplit(" ", 1)[0] + " …"


def _terms(model: Model) -> dict[str, list[str]]:
    made = {}
    for term in model.library.terms:
        mentions = model.mentions_of.get(term.id, ())
        places = plural(len(mentions), "place")
        sources = plural(len({mention.source for mention in mentions}), "source")
        text = model.places.plain(first_sentence(term.definition, _MOST))
        made[term.id] = [term.label, KINDS[term.kind][0], text, f"{places} in {sources}"]
    return made


def _events(model: Model) -> dict[str, list[str]]:
    told = plural(len(model.library.sources), "source")
    return {
        event.id: [
            event.title,
            event.when.words,
            _cut(model.places.plain(event.text)),
            f"told by {len(event.told_by)} of {told}" + (f"; disputed: {event.dispute.about}" if event.dispute else ""),
        ]
        for event in model.library.events
    }


def _questions(model: Model) -> dict[str, list[str]]:
    return {
        question.id: [
            question.question,
            AGREEMENTS[question.agreement],
            _cut(model.places.plain(question.why)),
            "; ".join(
                f"{model.source_by_id[p.source].short}: {SIDES[p.side][1]} {p.label}" for p in question.positions
            ),
        ]
        for question in model.library.questions
    }


def _places(model: Model) -> dict[str, list[str]]:
    """Return sources under their id, their paragraphs, notes, tables and captions under ``id#block``."""
    made = {}
    for source in model.library.sources:
        byline = ", ".join(filter(None, (source.authors, source.outlet, source.issued.words)))
        count = plural(len(source.paragraphs), "paragraph")
        made[source.id] = [source.title, byline, source.headline, count, source.csl.get("URL", "")]
        for block in citable(source):
            notes = len(model.annotations_at.get((source.id, block.id), ()))
            text = block.text if block.kind == "table" else without_marks(block_text(block))
            label = f"{source.short} {spot(block.id)}"
            made[f"{source.id}#{block.id}"] = [label, "", _cut(text), plural(notes, "note") if notes else ""]
    return made

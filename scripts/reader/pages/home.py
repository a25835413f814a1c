"""The home page and the index of sources."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from reader.content.records import ANNOTATION_KINDS, Source
from reader.model import Model
from reader.pages import render, timeline
from reader.publish import metadata
from reader.wording import number, plural


def page(model: Model) -> str:
    """The Markdown of ``index.md``."""
    library = model.library
    sources = number(len(library.sources)).capitalize()
    matter = {
        "title": model.settings.name,
        "description": f"{sources} sources on NATO–Japan cooperation, every paragraph numbered and annotated.",
        "kind": "home",
    }
    return render.page(
        model,
        "index.md",
        "home.md.j2",
        matter,
        library=library,
        paragraphs=sum(len(source.paragraphs) for source in library.sources),
        disputed=sum(event.disputed for event in library.events),
        examples=model.settings.examples,
        picture=timeline.picture(library.events),
        card_facts=lambda source: card_facts(model, source),
    )


def index(model: Model) -> str:
    """The Markdown of ``sources/index.md``."""
    matter = {
        "title": "Sources",
        "description": "The sources in order of date, with what each is good for.",
        "kind": "sources",
    }
    return render.page(
        model,
        "sources/index.md",
        "sources.md.j2",
        matter,
        sources=model.library.sources,
        coins=lambda source: Markup(metadata.coins(source)),
        counts={source.id: counts(model, source) for source in model.library.sources},
        card_facts=lambda source: card_facts(model, source),
    )


def counts(model: Model, source: Source) -> dict[str, int]:
    """How many paragraphs, entries, events and annotations belong to SOURCE."""
    return {
        "paragraphs": len(source.paragraphs),
        "terms": len({mention.term for mention in model.mentions_in.get(source.id, ())}),
        "events": len(model.events_in.get(source.id, ())),
        "annotations": len(model.annotations_in.get(source.id, ())),
    }


def kinds(model: Model, source: Source) -> list[tuple[str, int]]:
    """The kinds of our annotations on SOURCE, each with how many there are."""
    count = Counter(note.kind for note in model.annotations_in.get(source.id, ()))
    return [(kind, count[kind]) for kind in ANNOTATION_KINDS if count[kind]]


def card_facts(model: Model, source: Source) -> list[str]:
    """What the card of a source says about its size."""
    notes = counts(model, source)["annotations"]
    facts = [plural(len(source.paragraphs), "paragraph")]
    return [*facts, plural(notes, "annotation")] if notes else facts

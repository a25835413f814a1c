"""Everything that can be cited, collected and checked: sources, paragraphs, notes, tables, annotations, entries,
events, questions and positions, each with its address, its words and what must be said when it is cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.content.note_marks import without_marks
from reader.content.records import DISPUTES, NOTES, VERDICTS, Annotation, Block, Event, Question, Source
from reader.links.places import spot
from reader.links.urls import Urls
from reader.model import Model
from reader.wording import series

_URLS = Urls()
# What kinds there are, in the order of the manifest
KINDS = ("source", "paragraph", "note", "table", "figure", "annotation", "entry", "event", "question", "position")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One citable thing.

    ``title`` is how a citation of this reader's page calls it; ``text`` is what this reader says there, in plain
    words; ``source`` and ``block`` name the place in an article that it is, if it is one; ``caveats`` are sentences
    that a citation carries; ``updates`` are the addresses of our annotations on it that tell a slip or what came after.
    """

    kind: str
    page: str
    anchor: str = ""
    title: str
    text: str = ""
    source: str = ""
    block: str = ""
    caveats: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The address from the site's root, such as ``sources/iina-2025/#p9``; never changes."""
        return _URLS.address(self.page) + (f"#{self.anchor}" if self.anchor else "")


@lru_cache(maxsize=1)
def things(model: Model) -> tuple[Thing, ...]:
    """Return every citable thing of the site, in reading order of its pages."""
    return tuple(_things(model))


def _things(model: Model) -> Iterator[Thing]:
    for source in model.library.sources:
        if source.publish != "draft":
            yield from _of_source(model, source)
    for term in model.library.terms:
        yield Thing(
            kind="entry",
            page=f"glossary/{term.id}.md",
            title=term.label,
            text=model.places.plain(term.definition),
            caveats=("Partly unverified; the entry says what.",) if term.unverified else (),
            updates=_updates(model.annotations_about.get(("entries", term.id), ())),
        )
    for event in model.library.events:
        yield Thing(
            kind="event",
            page="timeline.md",
            anchor=event.id,
            title=f"{event.title} ({event.when.words})",
            text=model.places.plain(event.text),
            caveats=_event_caveats(event),
            updates=_updates(model.annotations_about.get(("events", event.id), ())),
        )
    for question in model.library.questions:
        yield from _of_question(model, question)


def _of_source(model: Model, source: Source) -> Iterator[Thing]:
    page = f"sources/{source.id}.md"
    yield Thing(kind="source", page=page, title=source.short, text=source.headline, source=source.id)
    for block in source.blocks:
        notes = model.annotations_at.get((source.id, block.id), ())
        if block.kind in KINDS and block.id:
            yield _of_block(source, block, notes, model)
        for note in (note for note in notes if note.paragraph == block.id):  # also on a list, which is no thing itself
            yield Thing(
                kind="annotation",
                page=page,
                anchor=note.id,
                title=f"{NOTES[note.kind][0]}: note on {source.short} {spot(block.id)}",
                text=model.places.plain(note.text, source.id),
                source=source.id,
                caveats=("A note of this reader, not of the article.",),
            )


def _of_block(source: Source, block: Block, notes: Sequence[Annotation], model: Model) -> Thing:
    caveats = []
    if block.kind == "paragraph":
        full = block.id in model.articles.get(source.id, {})
        caveats.append("Shown there in full." if full else "This reader shows a digest, not the article’s words.")
    kinds = {note.kind for note in notes}
    if noted := [words for kind, (*_, words) in NOTES.items() if words and kind in kinds]:
        caveats.append(f"This reader notes {series(noted)} there.")
    return Thing(
        kind=block.kind,
        page=f"sources/{source.id}.md",
        anchor=block.id,
        title=f"{source.short} {spot(block.id)}",
        text=model.places.plain(without_marks(block.text), source.id),
        source=source.id,
        block=block.id,
        caveats=tuple(caveats),
        updates=_updates(notes),
    )


def _updates(notes: Sequence[Annotation]) -> tuple[str, ...]:
    told = (note for note in notes if note.kind in ("slip", "update"))
    return tuple(f"{_URLS.address(f'sources/{note.source}.md')}#{note.id}" for note in told)


def _event_caveats(event: Event) -> tuple[str, ...]:
    caveats = []
    if event.dispute:
        between = "; ".join(
            label[0].lower() + label[1:] for label, _ in map(DISPUTES.__getitem__, event.dispute.between)
        )
        caveats.append(f"Disputed ({between}): {event.dispute.about}.")
    if len(event.told_by) == 1:
        caveats.append("Told by a single source of this reader.")
    return tuple(caveats)


def _of_question(model: Model, question: Question) -> Iterator[Thing]:
    *_, agreement = VERDICTS[question.agreement]
    page = f"compare/{question.id}.md"
    yield Thing(
        kind="question",
        page=page,
        title=question.question,
        text=model.places.plain(question.why),
        caveats=(agreement,),
        updates=_updates(model.annotations_about.get(("questions", question.id), ())),
    )
    for position in question.positions:
        yield Thing(
            kind="position",
            page=page,
            anchor=position.source,
            title=f"{model.source_by_id[position.source].short}: {question.question}",
            text=model.places.plain(position.stance, position.source),
            source=position.source,
            caveats=(agreement,),
        )

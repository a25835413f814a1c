"""The page of one source: what it is, its numbered paragraphs with our notes beside them, its connections."""

from __future__ import annotations

import re
from collections import Counter

from markupsafe import Markup

from reader.cite import citations, csl
from reader.content.note_marks import note_refs, without_marks
from reader.content.records import Block, Source
from reader.model import Model
from reader.pages import home, render


def page(model: Model, source: Source) -> str:
    """Return the Markdown of ``sources/<id>.md``."""
    path = f"sources/{source.id}.md"
    full_text = source.id in model.articles
    sources = (None, *model.library.sources, None)  # in order of date
    at = [*model.source_by_id].index(source.id) + 1
    count = Counter(mention.term for mention in model.mentions_in.get(source.id, ()))
    address = model.public(path)
    # Without a public address a link would lead elsewhere; the script puts the address in the bar in its place.
    linked = f'<a href="{address}">{address}</a>'
    return render.page(
        model,
        path,
        "source.md.j2",
        title=source.title,
        description=source.headline,
        kind="source",
        more={
            "source": source.id,
            "edition": "full-text" if full_text else "guide",
            **({"draft": "yes"} if source.publish == "draft" else {}),
        },
        source=source,
        full_text=full_text,
        counts=home.counts(model, source),
        kinds=home.kinds(model, source),
        stated=[*_stated(source)],
        former_of=lambda block: [old for old, new in source.former_anchors.items() if block.id and new == block.id],
        text_of=lambda block: text_of(model, source, block),
        digest_of=lambda block: digest_of(model, source, block),
        added=lambda after: [extra for extra in model.extras.get(source.id, ()) if extra.after == after],
        with_notes=lambda words: with_notes(words, {block.id for block in source.of_kind("note")}),
        around=lambda block: around(model, source, block),
        cited_in=lambda note: [b.id for b in source.blocks if b.kind != "note" and note.id in note_refs(b.text)],
        with_marks=with_marks,
        with_addresses=with_addresses,
        terms=[(term, count[term.id]) for term in _by_name(model.term_by_id[id] for id in count)],
        positions=[(q, p) for q in model.library.questions if (p := q.position(source.id))],
        styles=[
            (label, [Markup(line if model.settings.url else line.replace(linked, address)) for line in lines])
            for label, lines in citations.whole(source, address, model.reader)
        ],
        provenance=csl.provenance(source),
        earlier=sources[at - 1],
        later=sources[at + 1],
    )


def around(model: Model, source: Source, block: Block) -> dict:
    """Return our annotations on BLOCK, and the questions, entries, events and related paragraphs it connects to."""
    place = (source.id, block.id)
    return {
        "notes": model.annotations_at.get(place, ()),
        "questions": model.questions_at.get(place, ()),
        "terms": _by_name(model.term_by_id[mention.term] for mention in model.terms_at.get(place, ())),
        "events": model.events_at.get(place, ()),
        "related": model.related.get(place, ()),
    }


def _by_name(terms) -> list:
    return sorted(terms, key=lambda term: term.name.lower())


def _stated(source: Source):
    """Yield (label, words): what the text states about itself, with its keywords and series if it has any."""
    for name, words in source.stated.items():
        yield "Address" if name == "url" else name.capitalize(), words
    if source.keywords:
        yield "Keywords", ", ".join(source.keywords)
    if source.series:
        yield "Series", " ".join(filter(None, (f"“{source.series['title']}”.", source.series.get("about"))))


def text_of(model: Model, source: Source, block: Block) -> Markup:
    """Return the running text of a paragraph as Markdown: the article's where a copy is at hand, else our digest."""
    article = model.articles.get(source.id, {}).get(block.id)
    if article is None:
        missing = Markup("*Not in this copy. Our digest:* ") if source.id in model.articles else Markup()
        return missing + with_marks(block.text)
    return with_marks(article, {note.id for note in source.of_kind("note")})


def digest_of(model: Model, source: Source, block: Block) -> str:
    """Return our digest for beside an article's paragraph, "" in the guide edition; it says when the copy differs."""
    if block.id not in model.articles.get(source.id, {}):
        return ""
    changed = block.id in model.changed.get(source.id, ())
    note = "This copy's wording is not the one we read; digest and notes may not fit it. " if changed else ""
    return note + without_marks(block.text)


def with_marks(words: str, known: set[str] | None = None) -> Markup:
    """Return WORDS as Markdown, note marks such as ``[n3]`` left for the extension; only KNOWN notes, when given."""
    pieces = with_notes(words, known)
    return Markup("").join(render.markdown(piece) + (f"[{note}]" if note else "") for piece, note in pieces)


def with_notes(words: str, known: set[str] | None = None) -> list[tuple[str, str]]:
    """Return WORDS in pieces of text, each with the note that is marked after it ("" after the last).

    Only KNOWN notes count, when they are given.
    """
    pieces, rest = [], words
    for id in note_refs(words):
        if known is None or id in known:
            before, _, rest = rest.partition(f"[{id}]")
            pieces.append((before, id))
    return [*pieces, (rest, "")]


def with_addresses(words: str) -> Markup:
    """Return WORDS as Markdown, addresses in angle brackets kept as links."""
    pieces = re.split(r"(<http[^>]*>)", words)  # every other one is an address
    return Markup("").join(Markup(piece) if at % 2 else render.markdown(piece) for at, piece in enumerate(pieces))

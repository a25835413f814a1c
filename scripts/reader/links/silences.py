"""Questions against mentions: a source that names what a question is about cannot be silent on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.content.records import Library
from reader.links.mentions import Mention


def contradictions(library: Library, mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield a line for each source without a position on a question although its paragraphs name the question's
    entries, and for each source with a position although they never do."""
    named: dict[tuple[str, str], set[str]] = {}
    for mention in mentions:
        block = library.source(mention.source).block(mention.paragraph)
        if block and block.kind == "paragraph":
            named.setdefault((mention.source, mention.term), set()).add(mention.paragraph)
    for question in library.questions:
        if not question.entries:
            continue
        for source in library.sources:
            places = sorted({p for term in question.entries for p in named.get((source.id, term), ())})
            entries = ", ".join(question.entries)
            if places and question.position(source.id) is None:
                yield f"{question.id}: {source.id} is silent, but names {entries} in {', '.join(places)}"
            if not places and question.position(source.id) is not None:
                yield f"{question.id}: {source.id} has a position, but never names {entries}"

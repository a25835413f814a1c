"""Where every term is mentioned: the matcher run over each paragraph, note and table.

In the guide edition the site has only our digests, but the glossary promises every place where the
*articles* use a term. So the counts taken from the articles (``docs/data/counts.json``, facts without
any of their sentences) are joined with what the digests say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reader.content.note_marks import without_marks
from reader.content.records import Block, Library, Source
from reader.links.matcher import Matcher, Spot


@dataclass(frozen=True)
class Mention:
    """A term in one block of one source.

    ``count`` is how often the article uses it there (0 when the article was never counted, or when
    only our digest names the term); ``forms`` are the forms that the text on the site has, without its marks of
    notes, and ``start`` is where the first of them begins.
    """

    term: str
    source: str
    paragraph: str
    count: int
    forms: tuple[str, ...] = ()
    start: int = 0


def block_text(block: Block) -> str:
    """Return the words of a block in which terms are looked for."""
    cells = " | ".join(cell for row in block.rows for cell in row)
    return f"{block.text} | {cells}" if cells else block.text


def citable(source: Source) -> tuple[Block, ...]:
    """Return the blocks that have an address of their own."""
    return tuple(block for block in source.blocks if block.kind != "heading")


def mentions(
    library: Library, find: Matcher, articles: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Mention, ...]:
    """Return every mention, by term id, then source in date order, then reading order.

    ARTICLES (source id -> block id -> text) are the blocks shown in full: they are counted as they
    are, in place of the stored counts.
    """
    spots = ((source.id, block.id) for source in library.sources for block in source.blocks)
    places = {spot: place for place, spot in enumerate(spots)}
    found = _collect(library, find, articles or {})
    return tuple(sorted(found, key=lambda m: (m.term, places[m.source, m.paragraph])))


def _collect(library: Library, find: Matcher, articles: Mapping[str, Mapping[str, str]]) -> Iterator[Mention]:
    stored: dict[tuple[str, str], dict[str, int]] = {}
    for (term, source_id, block_id), count in library.counts.items():
        stored.setdefault((source_id, block_id), {})[term] = count
    for source in library.sources:
        for block in citable(source):
            spot = source.id, block.id
            article = articles.get(source.id, {}).get(block.id)
            named = uses = _uses(find, without_marks(block_text(block)), spot)
            counts = stored.get(spot, {})
            if article is not None:
                uses = _uses(find, without_marks(article), spot)
                counts = {term: len(found) for term, found in uses.items()}
            for term in {**named, **uses, **counts}:
                found = uses.get(term, ())
                forms = tuple(dict.fromkeys(words for _, words in found))
                start = found[0][0] if found else 0
                yield Mention(term, source.id, block.id, counts.get(term, 0), forms, start)


def _uses(find: Matcher, text: str, spot: Spot) -> dict[str, list[tuple[int, str]]]:
    """Return term -> its uses in TEXT, which belongs at SPOT, in order: where each begins, and its words."""
    found: dict[str, list[tuple[int, str]]] = {}
    for match in find.uses(text, spot):
        found.setdefault(match.term, []).append((match.start, text[match.start : match.end]))
    return found

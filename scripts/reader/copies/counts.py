"""How often each article uses each term: the content of ``docs/data/counts.json``, numbers without words."""

from __future__ import annotations

from collections.abc import Mapping

from reader.content.note_marks import without_marks
from reader.content.records import Library
from reader.copies.recognise import Article
from reader.links.matcher import Matcher
from reader.links.mentions import citable, count_terms


def count(articles: Mapping[str, Article], library: Library, find: Matcher) -> dict[str, dict[str, dict[str, int]]]:
    """Return source -> term -> block id -> count, sorted by source and term, blocks in reading order.

    Only blocks that have an address on the source's page count.
    """
    result = {}
    for source in sorted(library.sources, key=lambda s: s.id):
        if source.id not in articles:
            continue
        places = [block.id for block in citable(source)]
        texts = articles[source.id].texts
        found = count_terms({id: without_marks(texts[id]) for id in places if id in texts}, find, source.id)
        result[source.id] = {
            term: dict(sorted(blocks.items(), key=lambda pair: places.index(pair[0])))
            for term, blocks in sorted(found.items())
        }
    return result

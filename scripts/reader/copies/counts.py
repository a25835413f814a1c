"""How often each article uses each term: the content of ``docs/data/counts.json``, numbers without words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from reader.content.note_marks import without_marks
from reader.content.records import Library
from reader.copies.recognise import Article
from reader.links.matcher import Matcher
from reader.links.mentions import citable


def count(articles: Mapping[str, Article], library: Library, find: Matcher) -> dict[str, dict[str, dict[str, int]]]:
    """Return source -> term -> block id -> count, sorted by source and term, blocks in reading order.

    Only blocks that have an address on the source's page count.
    """
    result = {}
    for source in sorted(library.sources, key=lambda source: source.id):
        if source.id not in articles:
            continue
        texts = articles[source.id].texts
        found: dict[str, dict[str, int]] = defaultdict(Counter)
        for id in dict.fromkeys(block.id for block in citable(source)):
            for match in find.uses(without_marks(texts.get(id, "")), (source.id, id)):
                found[match.term][id] += 1
        result[source.id] = {term: dict(blocks) for term, blocks in sorted(found.items())}
    return result

"""What the repository has of the articles beside fingerprints: ``counts.json`` and ``words.json`` of ``docs/data``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from reader.content.normalise import read
from reader.content.note_marks import without_marks
from reader.content.records import Library
from reader.copies.recognise import Article
from reader.links.matcher import Matcher
from reader.links.mentions import citable

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FUNCTION = frozenset([
    "a", "about", "above", "after", "again", "against", "all", "also", "although", "am", "an", "and", "any", "are",
    "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can",
    "cannot", "could", "did", "do", "does", "doing", "down", "during", "each", "even", "ever", "few", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in",
    "into", "is", "it", "its", "itself", "just", "may", "me", "might", "more", "most", "much", "must", "my", "no",
    "nor", "not", "now", "of", "off", "on", "once", "only", "or", "other", "our", "ours", "out", "over", "own",
    "per", "rather", "same", "shall", "she", "should", "since", "so", "some", "such", "than", "that", "the",
    "their", "theirs", "them", "themselves", "then", "there", "these", "they", "this", "those", "though", "through",
    "thus", "to", "too", "under", "until", "up", "upon", "us", "very", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "yet",
    "you", "your",
])  # fmt: skip


def counts(articles: Mapping[str, Article], library: Library) -> dict[str, dict[str, dict[str, int]]]:
    """Return source -> term -> block id -> how often the article uses the term there: numbers without words.

    Sources and terms are sorted, blocks in reading order; only those with an address on the source's page count.
    """
    find = Matcher(library.terms)
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


def head_words(text: str) -> frozenset[str]:
    """Return the words of TEXT that carry meaning, in lower case and without the possessive ending."""
    words = (re.sub(r"'s?$", "", word) for word in _WORD.findall(read(without_marks(text)).folded))
    return frozenset(word for word in words if len(word) > 1 and word not in _FUNCTION)


def lacking(articles: Mapping[str, Article], library: Library) -> dict[str, dict[str, list[str]]]:
    """Return source -> paragraph -> the head words of ARTICLES that the digest lacks.

    Whoever remembers the article's words finds its paragraph in the guide edition too. Each list is a set in
    alphabetical order, without function words and without the digest's own words: no order, no count, no sentence.
    """
    return {
        source.id: {
            block.id: sorted(head_words(articles[source.id].texts[block.id]) - head_words(block.text))
            for block in source.paragraphs
            if block.id in articles[source.id].texts
        }
        for source in sorted(library.sources, key=lambda source: source.id)
        if source.id in articles
    }

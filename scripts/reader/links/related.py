"""Which paragraphs of other sources speak of the same rare things.

Each paragraph is the set of terms it mentions; a term weighs the more the fewer paragraphs have it
(inverse document frequency, Spärck Jones 1972). Two paragraphs are as related as the weights they
share, measured by the cosine of the angle between them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reader.links.mentions import Mention

# How many places are looked at for one paragraph, those of its rarest terms first: it keeps the work linear.
_PLACES = 500


@dataclass(frozen=True)
class Related:
    """A paragraph of another source and the terms, weightiest first, that both mention."""

    source: str
    paragraph: str
    score: float
    terms: tuple[str, ...]


def related(
    mentions: Iterable[Mention], most: int = 3, least: float = 0.12, common: float = 0.25
) -> dict[tuple[str, str], tuple[Related, ...]]:
    """Return for each (source, paragraph) up to MOST related paragraphs of other sources.

    A pair counts from a cosine of LEAST on, and only when it shares two terms or one that occurs in
    at most four paragraphs. A term that more than the share COMMON of all paragraphs have (Japan,
    NATO) tells nothing and is passed over.
    """
    paragraphs: dict[tuple[str, str], set[str]] = defaultdict(set)
    where: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mention in mentions:
        if mention.paragraph[0] == "p" and mention.paragraph[1:].isdigit():
            place = (mention.source, mention.paragraph)
            paragraphs[place].add(mention.term)
            where[mention.term].add(place)
    weight = {term: math.log(len(paragraphs) / len(places)) for term, places in where.items()}
    size = {place: math.sqrt(sum(weight[t] ** 2 for t in terms)) for place, terms in paragraphs.items()}
    result = {}
    for place, terms in paragraphs.items():
        shared: dict[tuple[str, str], list[str]] = defaultdict(list)
        seen = 0
        for term in sorted(terms, key=lambda t: (len(where[t]), t)):
            seen += len(where[term])
            if len(where[term]) > common * len(paragraphs) or seen > _PLACES:
                break
            for other in where[term]:
                if other[0] != place[0]:
                    shared[other].append(term)
        scored = []
        for other, shared_terms in shared.items():
            if len(shared_terms) < 2 and len(where[shared_terms[0]]) > 4:
                continue
            score = sum(weight[t] ** 2 for t in shared_terms) / (size[place] * size[other])
            if score >= least:
                shared_terms.sort(key=lambda t: (-weight[t], t))
                scored.append(Related(*other, round(score, 4), tuple(shared_terms)))
        scored.sort(key=lambda r: (-r.score, r.source, int(r.paragraph[1:])))
        result[place] = tuple(scored[:most])
    return result

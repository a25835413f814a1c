"""How the use of a term changes from source to source, in date order."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from reader.content.records import Source
from reader.links.mentions import Mention

MANY = 12


@dataclass(frozen=True)
class Usage:
    """One source's use of a term.

    ``first`` is the first block that mentions it, ``forms`` the forms that occur in the text at
    hand, ``times`` how often the article uses it (None when it was never counted), ``places`` the
    number of blocks.
    """

    source: Source
    first: str
    forms: tuple[str, ...]
    times: int | None
    places: int

    @property
    def bar(self) -> int:
        """What a picture of the use draws: the times where they are known, otherwise the places."""
        return self.places if self.times is None else self.times


def usage(sources: Mapping[str, Source], mentions: Iterable[Mention], counted: Container[str]) -> list[Usage]:
    """Return one row for each source, also for those that never use the term; empty when none does.

    SOURCES are by id in order of date, and MENTIONS, those of one term, in the same order; COUNTED holds the ids of
    the sources whose articles were counted. In a library of more than MANY sources, those that never use the term are
    left out.
    """
    by_source: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_source.setdefault(mention.source, []).append(mention)
    rows = []
    for id in sources if len(sources) <= MANY and by_source else by_source:
        own = by_source.get(id, [])
        forms = tuple(dict.fromkeys(form for mention in own for form in mention.forms))
        times = sum(mention.count for mention in own) if id in counted else None
        rows.append(Usage(sources[id], own[0].paragraph if own else "", forms, times, len(own)))
    return rows

"""How the use of a term changes from source to source, in date order."""

from __future__ import annotations

from dataclasses import dataclass

from reader.content.records import Source, Term
from reader.links.mentions import block_text


@dataclass(frozen=True)
class Usage:
    """One source's use of a term.

    ``first`` is the first block that mentions it, ``forms`` the forms that stand in the text at
    hand, ``times`` how often the article uses it (None when it was never counted), ``places`` the
    number of blocks.
    """

    source: Source
    first: str
    forms: tuple[str, ...]
    times: int | None
    places: int


def usage(model, term: Term) -> list[Usage]:
    """One row for each source, those that never use the term included; empty when none does."""
    counted = {source for _, source, _ in model.library.counts}
    rows = []
    for source in model.library.sources:
        mentions = [m for m in model.mentions_of.get(term.id, ()) if m.source == source.id]
        forms: dict[str, None] = {}
        for mention in mentions:
            article = (model.articles or {}).get(source.id, {}).get(mention.paragraph)
            words = article or block_text(model.block_at[source.id, mention.paragraph])
            for match in model.matcher.matches(words):
                if match.term == term.id:
                    forms.setdefault(words[match.start : match.end])
        times = sum(m.count for m in mentions) if source.id in counted else None
        rows.append(Usage(source, mentions[0].paragraph if mentions else "", tuple(forms), times, len(mentions)))
    return rows if any(row.places for row in rows) else []

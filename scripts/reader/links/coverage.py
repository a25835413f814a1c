"""Which paragraphs speak of which theme: those that mention an entry of the theme, or hold a position on it.

A position that only mentions its subject in passing does not make a paragraph speak of the theme.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.content.records import THEMES, Library
from reader.links.mentions import Mention


def coverage(library: Library, mentions: Iterable[Mention]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return theme -> source id -> its paragraphs in order; a theme that no paragraph has is left out."""
    themes = {term.id: term.themes for term in library.terms}
    found: dict[str, set[tuple[str, str]]] = {}
    for mention in mentions:
        for theme in themes[mention.term]:
            found.setdefault(theme, set()).add((mention.source, mention.paragraph))
    for question in library.questions:
        for position in question.positions:
            if position.side == "mentions":
                continue
            found.setdefault(question.theme, set()).update((position.source, p) for p in position.paragraphs)
    return {
        theme: {
            source.id: tuple(block.id for block in source.paragraphs if (source.id, block.id) in found[theme])
            for source in library.sources
        }
        for theme in THEMES
        if theme in found
    }

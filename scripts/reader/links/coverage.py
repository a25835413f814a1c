"""Which paragraphs speak of which theme: those that a dated event or a question of the theme cites."""

from __future__ import annotations

from reader.content.records import THEMES, Library


def coverage(library: Library) -> dict[str, dict[str, tuple[str, ...]]]:
    """theme -> source id -> its paragraphs in order; a theme that nothing has is left out."""
    found: dict[str, set[tuple[str, str]]] = {}
    for event in library.events:
        for theme in event.themes:
            found.setdefault(theme, set()).update((c.source, c.paragraph) for c in event.cites)
    for question in library.questions:
        found.setdefault(question.theme, set()).update(
            (p.source, paragraph) for p in question.positions for paragraph in p.paragraphs
        )
    return {
        theme: {
            source.id: tuple(block.id for block in source.paragraphs if (source.id, block.id) in found[theme])
            for source in library.sources
        }
        for theme in THEMES
        if theme in found
    }

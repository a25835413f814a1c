"""The comparison: questions by sources, with every stance, its paragraphs, and every silence."""

from __future__ import annotations

from reader.links.coverage import coverage
from reader.model import Model
from reader.pages import render

PATH = "compare.md"


def page(model: Model) -> str:
    """The Markdown of ``compare.md``."""
    questions = model.library.questions
    matter = {
        "title": "Compare",
        "description": f"{len(questions)} questions that the sources answer differently, or not at all.",
        "kind": "compare",
    }
    return render.page(
        model,
        PATH,
        "compare.md.j2",
        matter,
        sources=model.library.sources,
        questions=questions,
        coverage=_coverage(model),
    )


def _coverage(model: Model) -> dict[str, list[tuple[str, tuple[str, ...], int]]]:
    """theme -> for each source its id, the paragraphs that speak of the theme, and their weight from 1 to 4."""
    sources = model.library.sources

    def weight(paragraphs: tuple[str, ...], total: int) -> int:
        return min(4, 1 + 8 * len(paragraphs) // max(1, total))

    return {
        theme: [(s.id, counts[s.id], weight(counts[s.id], len(s.paragraphs))) for s in sources]
        for theme, counts in coverage(model.library, model.mentions).items()
    }

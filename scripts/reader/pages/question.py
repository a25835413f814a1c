"""The page of one question: every answer, the paragraphs behind it, and what the record says."""

from __future__ import annotations

from reader.content.records import SIDES, Question
from reader.model import Model
from reader.pages import render


def page(model: Model, question: Question) -> str:
    """The Markdown of ``compare/<id>.md``."""
    matter = {
        "title": question.question,
        "description": model.places.plain(question.why),
        "kind": "question",
    }
    questions = model.library.questions
    place = questions.index(question)
    return render.page(
        model,
        path(question.id),
        "question.md.j2",
        matter,
        question=question,
        sources=model.library.sources,
        sides=SIDES,
        digest=lambda source, id: model.block_at[(source, id)].text,
        notes=model.annotations_about.get(("questions", question.id), ()),
        before=questions[place - 1] if place else None,
        after=questions[place + 1] if place + 1 < len(questions) else None,
    )


def path(id: str) -> str:
    """The path of the page of the question ID."""
    return f"compare/{id}.md"

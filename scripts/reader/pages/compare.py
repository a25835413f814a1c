"""The comparison: a matrix of questions by sources, a page for each question, and who writes about what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from reader.content.note_marks import without_marks
from reader.content.records import AGREEMENTS, GROUPS, VERDICTS, Question, Source
from reader.links.coverage import coverage
from reader.links.places import spot
from reader.model import Model
from reader.pages import render
from reader.pages.view import Piece, View
from reader.wording import first_sentence

PATH = "compare.md"
# From this many sources on the matrix is wider than a desk and scrolls by itself.
_WIDE = 7


def page(model: Model) -> str:
    """Return the Markdown of ``compare.md``."""
    questions, sources = model.library.questions, model.library.sources
    groups, verdicts = grouped(questions), _counted(questions)
    return render.page(
        model,
        PATH,
        "compare.md.j2",
        title="Compare",
        description=f"{len(questions)} questions that the sources answer differently, or not at all.",
        kind="compare",
        sources=sources,
        questions=questions,
        groups=groups,
        rank={question.id: place for place, question in enumerate(by_contest(questions))},
        verdicts=verdicts,
        options={
            "group": [(group, f"{GROUPS[group]} ({len(members)})") for group, members in groups],
            "verdict": [(verdict, f"{AGREEMENTS[verdict]} ({count})") for verdict, count in verdicts],
        },
        notes_on=lambda question: model.annotations_about.get(("questions", question.id), ()),
        coverage=_coverage(model),
        is_wide=len(sources) >= _WIDE,
        spans=spans,
    )


def pages(model: Model) -> dict[str, Callable[[], str]]:
    """Return path -> what makes the page of each question; the neighbours of a page are those of the matrix."""
    order = [question for _, group in grouped(model.library.questions) for question in group]
    found: dict[str, Callable[[], str]] = {}
    for place, question in enumerate(order):
        before, after = order[place - 1 : place], order[place + 1 : place + 2]
        found[path_of(question)] = partial(_question, model, question, [*before], [*after])
    return found


def path_of(question: Question) -> str:
    """Return the page of QUESTION."""
    return f"compare/{question.id}.md"


def _question(model: Model, question: Question, before: list[Question], after: list[Question]) -> str:
    path = path_of(question)
    return render.page(
        model,
        path,
        "question.md.j2",
        title=question.question,
        description=model.places.plain(first_sentence(question.why)),
        kind="question",
        more={"edition": "full-text" if any(p.source in model.articles for p in question.positions) else "guide"},
        question=question,
        sources=model.library.sources,
        before=before,
        after=after,
        group=[other for other in model.library.questions if other.group == question.group],
        notes=model.annotations_about.get(("questions", question.id), ()),
        told=lambda view, words, source="": told(view, words, source),
        block=lambda source, id: model.block_at[source, id],
        words_of=lambda source, id: _words(model, source, id),
    )


def _words(model: Model, source: str, id: str) -> str:
    """Return what SOURCE says in its paragraph ID: the article's words if a copy is there, else our digest."""
    return without_marks(model.articles.get(source, {}).get(id, model.block_at[source, id].text))


def by_contest(questions: Iterable[Question]) -> list[Question]:
    """Return QUESTIONS, the most contested first: by verdict, then by how many sides there are, then by how many
    answer."""

    rank = list(VERDICTS)

    def key(question: Question) -> tuple[int, int, int]:
        sides = answers(question)
        return rank.index(question.agreement), -len({*sides}), -len(sides)

    return sorted(questions, key=key)


def answers(question: Question) -> list[str]:
    """Return the side of each source that answers QUESTION and does not only mention the matter."""
    return [position.side for position in question.positions if position.side != "mentions"]


def grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Return (group, its questions, the most contested first) for each group that has any."""
    ordered = by_contest(questions)
    groups = ((group, [question for question in ordered if question.group == group]) for group in GROUPS)
    return [(group, members) for group, members in groups if members]


def _counted(questions: Iterable[Question]) -> list[tuple[str, int]]:
    """Return (verdict, how many questions have it) for each verdict that some question has."""
    counts = Counter(question.agreement for question in questions)
    return [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]]


def told(view: View, words: str, source: str = "") -> Iterator[Piece]:
    """Yield WORDS in pieces, in which the name of a source leads to its position on this page; that of SOURCE stays
    plain."""
    names = _names(view.model.library.sources)
    split = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b") if names else re.compile("(?!)")
    linked = {source}
    for piece in view.prose(words, source):
        parts = [piece.words] if piece.href and piece.words not in names else split.split(piece.words)
        for part in filter(None, parts):
            id = names.get(part)
            if id is None:
                yield Piece(part, piece.href, piece.term) if part == piece.words else Piece(part)
            else:
                yield Piece(part) if id in linked else Piece(part, f"#{id}")
                linked.add(id)


def _names(sources: Iterable[Source]) -> dict[str, str]:
    """Return how our prose calls a source -> its id: ``Harun`` for ``Harun 2014`` unless another is called so, too."""
    short = [(source.short, source.short.rpartition(" ")[0], source.id) for source in sources]
    stems = [stem for _, stem, _ in short]
    found = {name: id for name, _, id in short}
    return found | {stem: id for _, stem, id in short if stem and stems.count(stem) == 1}


def _coverage(model: Model) -> dict[str, list[dict]]:
    """Return theme -> for each source the share of its paragraphs on it, which they are, and its weight from 1 to 4."""
    return {
        theme: [_share(source, counts[source.id]) for source in model.library.sources]
        for theme, counts in coverage(model.library, model.mentions).items()
    }


def _share(source: Source, paragraphs: tuple[str, ...]) -> dict:
    total = max(1, len(source.paragraphs))
    percent = round(100 * len(paragraphs) / total)
    return {
        "percent": percent,
        "weight": 1 + (percent >= 10) + (percent >= 25) + (percent >= 50),
        "runs": [_run(*run) for run in _runs([int(id[1:]) for id in paragraphs])],
    }


def spans(blocks: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield BLOCKS as (the one to link to, words); paragraphs that follow one another are one: ``¶8–10``."""
    for is_paragraph, group in groupby(blocks, key=lambda id: id[0] == "p" and id[1:].isdigit()):
        if is_paragraph:
            for first, last in _runs([int(id[1:]) for id in group]):
                yield f"p{first}", _run(first, last)
        else:
            yield from ((id, spot(id)) for id in group)


def _run(first: int, last: int) -> str:
    return f"¶{first}–{last}" if last > first else f"¶{first}"


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return NUMBERS, in order, as runs of neighbours: 1, 4, 5, 6 as (1, 1), (4, 6)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs

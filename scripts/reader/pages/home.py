"""The home page and the index of sources."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from reader.cite import citations, csl_processor
from reader.content.records import NOTES, Question, Source
from reader.model import Model
from reader.pages import compare, render, timeline
from reader.wording import number, plural

_CONTESTED = 6  # questions that the home page shows


def page(model: Model) -> str:
    """Return the Markdown of ``index.md``."""
    library = model.library
    sources = number(len(library.sources)).capitalize()
    return render.page(
        model,
        "index.md",
        "home.md.j2",
        title=model.settings.name,
        description=f"{sources} sources{model.settings.about_it('on')}, every paragraph numbered and annotated.",
        kind="home",
        library=library,
        settings=model.settings,
        styles=len(csl_processor.STYLES),
        years=sorted({library.sources[0].issued.year, library.sources[-1].issued.year}),
        paragraphs=sum(len(source.paragraphs) for source in library.sources),
        disputed=sum(event.disputed for event in library.events),
        examples=[(words, *entry_of(model, words)) for words in model.settings.examples],
        picture=timeline.picture(model),
        contested=contested(model)[:_CONTESTED],
        facts=lambda source: facts(model, source),
    )


def entry_of(model: Model, words: str) -> tuple[str, str]:
    """Return page and anchor that answer WORDS, an example of a search, where no script runs."""
    folded = words.casefold()
    for term in model.library.terms:
        if folded in (form.casefold() for form in term.forms):
            return f"glossary/{term.id}.md", ""
    for event in model.library.events:
        if words == str(event.when.year):
            return "timeline.md", event.id
    return "glossary/index.md", ""


def contested(model: Model) -> list[Question]:
    """Return the questions on which the sources differ: those answered yes and no first, then those with most sides."""
    differ = [question for question in compare.by_contest(model.library.questions) if question.agreement == "differ"]
    return sorted(differ, key=lambda question: not {"yes", "no"} <= {*compare.answers(question)})


def index(model: Model) -> str:
    """Return the Markdown of ``sources/index.md``."""
    return render.page(
        model,
        "sources/index.md",
        "sources.md.j2",
        title="Sources",
        description="The sources in order of date, with what each is good for.",
        kind="sources",
        sources=model.library.sources,
        coins=lambda source: Markup(citations.coins(source)),
        counts={source.id: counts(model, source) for source in model.library.sources},
        facts=lambda source: facts(model, source),
    )


def counts(model: Model, source: Source) -> dict[str, int]:
    """Return how many paragraphs, entries, events and annotations belong to SOURCE."""
    return {
        "paragraphs": len(source.paragraphs),
        "terms": len({mention.term for mention in model.mentions_in.get(source.id, ())}),
        "events": len(model.events_in.get(source.id, ())),
        "annotations": len(model.annotations_in.get(source.id, ())),
    }


def kinds(model: Model, source: Source) -> list[tuple[str, int]]:
    """Return the kinds of our annotations on SOURCE, each with how many there are."""
    count = Counter(note.kind for note in model.annotations_in.get(source.id, ()))
    return [(kind, count[kind]) for kind in NOTES if count[kind]]


def facts(model: Model, source: Source) -> list[str]:
    """Return what a list of sources says about the size of SOURCE and our notes on it."""
    notes = [plural(count, *NOTES[kind][2:4]) for kind, count in kinds(model, source)]
    return [plural(len(source.paragraphs), "paragraph"), *notes]

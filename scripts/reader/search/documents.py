"""What search looks through: everything a reader can see, as one document for each place that has an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from reader.content.note_marks import without_marks
from reader.content.records import (
    AGREEMENTS,
    ANNOTATION_KINDS,
    KINDS,
    Annotation,
    Block,
    Event,
    Place,
    Question,
    Source,
    Term,
)
from reader.content.search_data import SearchData
from reader.links.places import spot
from reader.model import Model

NOTHING = SearchData()
# path, title, words that people type for it
PAGES = (
    ("index.md", "Home", "start, front page"),
    ("sources/index.md", "Sources", "list of all sources, five articles, papers, bibliography, authors"),
    ("glossary/index.md", "Glossary", "all terms A–Z, abbreviations, acronyms, index, dictionary, definitions"),
    ("timeline.md", "Timeline", "all events by date, chronology, history, calendar, milestones"),
    (
        "compare.md",
        "Compare",
        "questions by articles, positions, matrix, authors disagree, contradict, differences, opinions, debate",
    ),
)
WRITTEN = (
    ("briefing/index.md", "Briefing", "my brief, tray, what I collected, export to Word, Markdown, footnotes"),
    ("briefing/check.md", "Check a brief", "is my old brief still right, verify links and quotations"),
)


@dataclass
class Document:
    """One place. ``text`` is what a result shows first, ``beside`` other texts as (label, text), ``lacking`` words
    that only the article has; ``key`` names what it is made of, for the lists of ``uses``."""

    kind: str
    address: str
    title: str
    text: str = ""
    label: str = ""  # whose words the text is, where that is not plain: "Digest"
    forms: list[str] = field(default_factory=list)
    names: int = 0  # how many of the forms are names of the thing: headword, abbreviation, aliases
    placed: int = 0  # how many, at the end, mean the thing in single places only
    abbreviated: int = 0  # 1: the second form is the abbreviation
    beside: list[tuple[str, str]] = field(default_factory=list)
    hidden: str = ""  # searched, never shown
    lacking: str = ""
    sources: list[str] = field(default_factory=list)
    about: str = ""  # section or kind
    year: int | None = None
    date: str = ""
    dates: list[str] = field(default_factory=list)
    rank: int = 0  # 1 a milestone; -1 a publication, or that something was published
    key: tuple = ()
    uses: list[int] = field(default_factory=list)  # of an entry: the numbers of the documents that mention it


def documents(
    model: Model, docs: Path | None = None, data: SearchData = NOTHING, paragraphs: bool = True
) -> list[Document]:
    """Return every document of MODEL.

    DOCS is the folder of the hand-written pages; DATA is what only search knows. Without PARAGRAPHS when they are found
    otherwise.
    """
    found = [
        *(_entry(model, term, data.forms.get(term.id, ())) for term in model.library.terms),
        *(_paragraphs(model, data.lacking) if paragraphs else ()),
        *(_event(model, event, data.asked.get(event.id, ())) for event in model.library.events),
        *(_question(model, question, data.asked.get(question.id, ())) for question in model.library.questions),
        *(_annotation(model, note, data.asked.get(note.id, ())) for note in model.library.annotations),
        *_sections(model),
        *_sources(model),
        *_pages(model, docs),
    ]
    places = {document.address: document for document in found}
    for place, words in data.words.items():
        path, _, id = place.partition("#")
        if document := places.get(f"{model.urls.address(path)}{'#' if id else ''}{id}"):
            document.hidden = f"{document.hidden} {words}".strip()
    number = {document.key: i for i, document in enumerate(found) if document.key}
    for term, entry in zip(model.library.terms, found, strict=False):
        keys = chain(
            ((m.source, m.paragraph) for m in model.mentions_of.get(term.id, ())),
            (("event", event.id) for event in model.events_with.get(term.id, ())),
            (("note", note.id) for note in model.annotations_about.get(("entries", term.id), ())),
        )
        entry.uses = sorted({number[key] for key in keys if key in number})
        entry.sources = list(dict.fromkeys(m.source for m in model.mentions_of.get(term.id, ())))
    return found


def _entry(model: Model, term: Term, more: tuple[str, ...]) -> Document:
    names = _different([form for form in (term.term, term.abbreviation) if form], term.other_names)
    forms = _different(names, (*term.forms, *term.search, *more))
    placed = _different(forms, (place.words for place in term.in_place))[len(forms) :]
    ours = [("In use", term.usage), ("Not verified", term.unverified), ("Documents", _titles(term.documents))]
    return Document(
        kind="term",
        address=model.urls.address(f"glossary/{term.id}.md"),
        title=term.label,
        forms=[*forms, *placed],
        placed=len(placed),
        names=len(names),
        abbreviated=int(bool(term.abbreviation)),
        text=model.places.plain(term.definition),
        beside=[(label, model.places.plain(text)) for label, text in ours if text],
        about=KINDS[term.kind][0],
        rank=-1 if term.kind == "publication" else 0,
        key=("term", term.id),
    )


def _titles(documents) -> str:
    return "; ".join(f"{document.title}, {document.publisher}" for document in documents)


def _different(forms: list[str], more: Iterable[str]) -> list[str]:
    """Return FORMS and those of MORE that differ from all before by more than spaces, dashes and case."""
    seen = {_squashed(form) for form in forms}
    found = list(forms)
    for form in more:
        if _squashed(form) not in seen:
            seen.add(_squashed(form))
            found.append(form)
    return found


def _squashed(form: str) -> str:
    return re.sub(r"[\W_]|s\b", "", form.lower())


def _paragraphs(model: Model, lacking: Mapping) -> Iterator[Document]:
    """Yield every paragraph, note, figure and table."""
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        headings = {block.id: block.text for block in source.of_kind("heading")}
        for block in source.blocks:
            if block.id and block.kind in ("paragraph", "note", "figure", "table"):
                article = model.articles.get(source.id, {}).get(block.id)
                ours = without_marks(block.text)
                yield Document(
                    kind="paragraph",
                    address=f"{address}#{block.id}",
                    title=f"{source.short} {spot(block.id)}",
                    text=_shown(ours if article is None else without_marks(article), block),
                    label="Digest" if article is None and block.kind == "paragraph" else "",
                    beside=[] if article is None else [("Our digest", ours)],
                    hidden=f"{block.id.replace('-', ' ')} {spot(block.id)}",
                    lacking=" ".join(lacking.get(source.id, {}).get(block.id, ())) if article is None else "",
                    sources=[source.id],
                    about=headings.get(block.section, ""),
                    year=source.issued.year,
                    key=(source.id, block.id),
                )


def _shown(text: str, block: Block) -> str:
    return " · ".join(filter(None, (text.replace("<", "").replace(">", ""), *(c for row in block.rows for c in row))))


def _event(model: Model, event: Event, asked: tuple[str, ...]) -> Document:
    readings = [
        (f"{model.source_by_id[cite.source].short} {spot(cite.paragraph)}", cite.reading)
        for cite in event.cites
        if cite.reading
    ]
    ours = [
        *readings,
        ("The record", event.record),
        ("Disputed", event.dispute.about if event.dispute else ""),
        ("How dated", event.basis),
        ("Documents", _titles(event.documents)),
    ]
    dates = (event.when.edtf, *(cite.date for cite in event.cites if cite.date))
    return Document(
        kind="event",
        address=f"{model.urls.address('timeline.md')}#{event.id}",
        title=event.title,
        forms=list(asked),
        text=model.places.plain(event.text),
        beside=[(label, model.places.plain(text)) for label, text in ours if text],
        date=event.when.words,
        dates=list(dict.fromkeys(dates)),
        year=event.when.year,
        sources=list(event.told_by),
        rank=1 if event.milestone else -1 if "publication" in event.themes else 0,
        key=("event", event.id),
    )


def _question(model: Model, question: Question, asked: tuple[str, ...]) -> Document:
    stances = [
        (model.source_by_id[p.source].short, f"{p.label}. {model.places.plain(p.stance)}") for p in question.positions
    ]
    return Document(
        kind="question",
        address=model.urls.address(f"compare/{question.id}.md"),
        title=question.question,
        forms=list(asked),
        beside=[*stances, (AGREEMENTS[question.agreement], model.places.plain(question.why))],
        sources=[position.source for position in question.positions],
        key=("question", question.id),
    )


def _annotation(model: Model, note: Annotation, asked: tuple[str, ...]) -> Document:
    source = model.source_by_id[note.source]
    where = ", ".join(map(spot, note.paragraphs))
    evidence = "; ".join(
        f"{model.source_by_id[item.source].short} {spot(item.paragraph)}"
        if isinstance(item, Place)
        else f"{item.title}, {item.publisher}"
        for item in note.evidence
    )
    return Document(
        kind="note",
        address=f"{model.urls.address(f'sources/{source.id}.md')}#{note.id}",
        title=f"Our note on {source.short} {where}",
        text=model.places.plain(note.text, note.source),
        beside=[("Evidence", evidence)] if evidence else [],
        hidden="; ".join(asked),
        sources=[source.id],
        about=ANNOTATION_KINDS[note.kind],
        year=source.issued.year,
        key=("note", note.id),
    )


def _sections(model: Model) -> Iterator[Document]:
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        lists: dict = {}
        for block in source.of_kind("list"):
            lists.setdefault(block.section, []).extend(row[0].strip("<>") for row in block.rows)
        # Not in reading order: headings that follow one another would repeat a run of the article's words.
        for block in sorted(source.of_kind("heading"), key=lambda block: block.text):
            yield Document(
                kind="page",
                address=f"{address}#{block.id}",
                title=block.text,
                text=" · ".join(lists.get(block.id, ())),
                sources=[source.id],
                about="section",
                year=source.issued.year,
            )


def _sources(model: Model) -> Iterator[Document]:
    for source in model.library.sources:
        yield Document(
            kind="page",
            address=model.urls.address(f"sources/{source.id}.md"),
            title=source.title,
            text=" ".join((source.headline, *(model.places.plain(point, source.id) for point in source.thesis))),
            forms=[form for form in (source.short, source.id, source.authors, source.outlet) if form],
            beside=[(label, model.places.plain(text, source.id)) for label, text in _reading(source)],
            sources=[source.id],
            about="source",
            year=source.issued.year,
        )


def _reading(source: Source) -> Iterator[tuple[str, str]]:
    yield "Good for", source.good_for
    yield "Genre", source.genre
    yield "Viewpoint", source.viewpoint
    yield "Read it as of", source.read_as_of
    yield "Weaknesses", " ".join(source.caveats)
    yield "What is known", " ".join(map(str, source.stated.values()))
    yield "Date", source.issued.words


def _pages(model: Model, docs: Path | None) -> Iterator[Document]:
    for path, title, words in PAGES:
        if path != "compare.md" or model.library.questions:
            yield Document(kind="page", address=model.urls.address(path), title=title, hidden=words)
    for path, title, words in WRITTEN:
        if docs and (docs / path).exists():
            yield Document(kind="page", address=model.urls.address(path), title=title, hidden=words)
    for title, path in model.settings.about:
        written = (docs / path) if docs else None
        text = written.read_text(encoding="utf-8") if written and written.exists() else ""
        address = model.urls.address(path)
        # The page down to its first section, then each section that has an address.
        first, *sections = re.split(r"^##+ (.+?) *\{#([\w-]+)\}$", text, flags=re.MULTILINE)
        yield Document(kind="page", address=address, title=title, text=_without_markup(first))
        for heading, id, section in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
            about = f"section of {title}"
            yield Document(
                kind="page", address=f"{address}#{id}", title=heading, text=_without_markup(section), hidden=about
            )


def _without_markup(markdown: str) -> str:
    """Return the words of a hand-written page."""
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)
    body = re.sub(r"\]\([^)]*\)|\{[#.:][^}]*\}|^///.*$|<!--.*?-->", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\|?[-| :]+\|?$", "", body, flags=re.MULTILINE)
    return " ".join(re.sub(r"[`*\[|#>]+", " ", body).split())

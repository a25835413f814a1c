"""What a schema cannot see: references that lead nowhere, forms that two entries claim, and order.

One small function a rule; its docstring states the rule. All of them yield problems.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping

from reader.content import page_ids
from reader.content.forms import fold
from reader.content.note_marks import note_refs
from reader.content.problems import Problem
from reader.content.records import Document, Library
from reader.content.yaml_positions import Positions


def problems(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield every broken rule of the whole library."""
    glossary, timeline = positions["glossary"], positions["timeline"]
    yield from _unique_ids(library.terms, glossary)
    yield from _unique_ids(library.events, timeline)
    yield from _unique_ids(library.annotations, positions["annotations"])
    yield from _unique_ids(library.questions, positions["compare"])
    yield from _unique_ids(library.documents, positions["documents"])
    yield from page_ids.problems(library, positions)
    yield from _sorted(library, positions)
    yield from _forms(library, glossary)
    yield from _relations(library, glossary)
    yield from _events(library, timeline)
    yield from _annotations(library, positions["annotations"])
    yield from _questions(library, positions["compare"])
    yield from _notes(library)


def document_problems(data, known: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield a problem for each reference to an unknown document, and for each document that nothing uses.

    DATA maps a file's name to its checked items and their positions.
    """
    used = set()
    for name in ("glossary", "timeline", "annotations"):
        items, where = data[name]
        for index, item in enumerate(items):
            refs = [("documents", place, id) for place, id in enumerate(item.get("documents", ()))]
            refs += [
                ("evidence", place, e["document"])
                for place, e in enumerate(item.get("evidence", ()))
                if "document" in e
            ]
            for field, place, id in refs:
                used.add(id)
                if id not in known:
                    yield where.problem(
                        (index, field, place), f"no document '{id}'", "add it to docs/data/documents.yml"
                    )
    items, where = data["documents"]
    urls: dict[str, str] = {}
    for index, document in enumerate(known.values()):
        if document.id not in used:
            yield where.problem(
                (index, "id"), f"nothing refers to '{document.id}'", "remove it, or refer to it", warning=True
            )
        if document.url in urls:
            yield where.problem(
                (index, "url"), f"the address is also that of '{urls[document.url]}'", "keep one of the two"
            )
        urls.setdefault(document.url, document.id)


def _unique_ids(records, where: Positions) -> Iterator[Problem]:
    """An id names one record, and an old id (``formerly``) is not in use again."""
    seen: dict[str, int] = {}
    for index, record in enumerate(records):
        for id in (record.id, *getattr(record, "formerly", ())):
            if id in seen:
                line = where.of((seen[id], "id"))[0]
                yield where.problem((index, "id"), f"id '{id}' is already used on line {line}", "give it another id")
            seen.setdefault(id, index)


def _sorted(library: Library, positions) -> Iterator[Problem]:
    """Entries are in order of id, events in order of date: diffs stay small, gaps are seen."""
    for name, records in (("glossary", library.terms), ("documents", library.documents)):
        for index, (a, b) in enumerate(itertools.pairwise(record.id for record in records), 1):
            if a > b:
                yield positions[name].problem((index, "id"), f"'{b}' comes after '{a}'", "sort by id")
    keys = [(event.when.sort_key, event.id) for event in library.events]
    for index, (before, after) in enumerate(itertools.pairwise(keys), 1):
        if before > after:
            yield positions["timeline"].problem(
                (index, "date"), f"'{after[1]}' comes after '{before[1]}'", "sort by date, then id"
            )


def _forms(library: Library, where: Positions) -> Iterator[Problem]:
    """A form belongs to one entry, has two characters or more, and is not just punctuation."""
    owner: dict[str, tuple[str, int]] = {}
    for index, term in enumerate(library.terms):
        for form in term.forms:
            field = _field(term, form)
            key = fold(form)
            if len(form) < 2 or not any(char.isalnum() for char in form):
                yield where.problem((index, *field), f"form '{form}' is too short", "use two characters or more")
            if key in owner and owner[key][0] != term.id:
                other, line = owner[key][0], where.of((owner[key][1], "id"))[0]
                yield where.problem(
                    (index, *field), f"form '{form}' also belongs to '{other}' (line {line})", "remove one"
                )
            owner.setdefault(key, (term.id, index))
        for position, place in enumerate(term.in_place):
            for paragraph in place.paragraphs:
                if fault := _place(library, place.source, paragraph):
                    yield where.problem((index, "in_place", position), fault, "name a paragraph that exists")


def _field(term, form: str) -> tuple:
    for name in ("aliases", "slips"):
        if form in getattr(term, name):
            return name, getattr(term, name).index(form)
    return ("abbreviation",) if form == term.abbreviation else ("term",)


def _relations(library: Library, where: Positions) -> Iterator[Problem]:
    """``see_also`` and ``succeeds`` name other entries; nothing succeeds itself, even in a circle."""
    ids = {term.id for term in library.terms}
    succeeds = {term.id: term.succeeds for term in library.terms}
    for index, term in enumerate(library.terms):
        for name in ("see_also", "succeeds"):
            for position, target in enumerate(getattr(term, name)):
                path = (index, name, position)
                if target == term.id:
                    yield where.problem(path, f"'{target}' refers to itself", "remove it")
                elif target not in ids:
                    yield where.problem(path, f"no entry '{target}'", "correct the id or add the entry")
        trail: list[str] = []
        todo = list(term.succeeds)
        while todo:
            current = todo.pop()
            if current == term.id:
                chain = " → ".join((term.id, *trail, term.id))
                yield where.problem((index, "succeeds"), f"succession runs in a circle: {chain}", "break it")
                break
            if current not in trail:
                trail.append(current)
                todo += succeeds.get(current, ())


def _place(library: Library, source: str, paragraph: str) -> str | None:
    """What is wrong with a citation, or None."""
    found = library.source_by_id.get(source)
    if found is None:
        known = ", ".join(s.id for s in library.sources)
        return f"no source '{source}' (there are {known})"
    if found.block(paragraph) is None:
        last = max(int(block.id[1:]) for block in found.paragraphs)
        return f"'{source}' has no '{paragraph}' (it has p1–p{last})"
    return None


def _events(library: Library, where: Positions) -> Iterator[Problem]:
    """Events cite places that exist, their actors are entries, and they lie in the past."""
    ids = {term.id for term in library.terms}
    today = datetime.date.today().isoformat()
    for index, event in enumerate(library.events):
        for position, cite in enumerate(event.cites):
            if fault := _place(library, cite.source, cite.paragraph):
                yield where.problem((index, "cites", position), fault, "cite a paragraph that exists")
        for position, actor in enumerate(event.actors):
            if actor not in ids:
                yield where.problem(
                    (index, "actors", position), f"no entry '{actor}'", "add it to the glossary or correct the id"
                )
        if event.when.first > today:
            yield where.problem((index, "date"), "the date lies in the future", "check it", warning=True)
        if event.dispute and not any(c.date or c.reading for c in event.cites):
            yield where.problem(
                (index, "dispute"), "disputed, but no reading is given", "give date or reading in cites"
            )
        if event.dispute and "record" in event.dispute.between and not event.record:
            yield where.problem(
                (index, "dispute"),
                "differs from the record, but the record is missing",
                "say it under 'record'",
                warning=True,
            )
        if event.dispute and "articles" in event.dispute.between and len(event.told_by) < 2:
            yield where.problem(
                (index, "dispute"), "articles differ, but one is cited", "cite the other, or correct 'between'"
            )


def _annotations(library: Library, where: Positions) -> Iterator[Problem]:
    """Annotations sit on places that exist, bear on records that exist, and lean on evidence that fits their kind."""
    known = {
        "events": {event.id for event in library.events},
        "entries": {term.id for term in library.terms},
        "questions": {question.id for question in library.questions},
    }
    for index, note in enumerate(library.annotations):
        for position, paragraph in enumerate(note.paragraphs):
            if fault := _place(library, note.source, paragraph):
                yield where.problem((index, "paragraphs", position), fault, "annotate a paragraph that exists")
        for name, ids in known.items():
            for position, id in enumerate(getattr(note.about, name)):
                if id not in ids:
                    yield where.problem(
                        (index, "about", name, position), f"no '{id}' among the {name}", "correct the id"
                    )
        for position, evidence in enumerate(note.evidence):
            if isinstance(evidence, Document):
                continue
            if fault := _place(library, evidence.source, evidence.paragraph):
                yield where.problem((index, "evidence", position), fault, "cite a paragraph that exists")
        outside = any(isinstance(e, Document) for e in note.evidence)
        later = any(not isinstance(e, Document) and e.source != note.source for e in note.evidence)
        if not outside and (note.kind == "context" or (note.kind == "update" and not later)):
            yield where.problem((index, "evidence"), f"{note.kind} without an outside reference", "give title and url")


def _questions(library: Library, where: Positions) -> Iterator[Problem]:
    """A source takes at most one position on a question, on paragraphs that exist; without one it is silent."""
    entries = {term.id for term in library.terms}
    for index, question in enumerate(library.questions):
        given = [position.source for position in question.positions]
        for place, entry in enumerate(question.entries):
            if entry not in entries:
                yield where.problem((index, "entries", place), f"no entry '{entry}'", "correct the id")
        for place, position in enumerate(question.positions):
            path = (index, "positions", place)
            if given.count(position.source) > 1:
                yield where.problem(path, f"'{position.source}' has two positions", "remove one")
            for paragraph in position.paragraphs:
                if fault := _place(library, position.source, paragraph):
                    yield where.problem(path, fault, "cite a paragraph that exists")
        speaking = sum(position.side != "mentions" for position in question.positions)
        if (speaking <= 1) != (question.agreement == "one-voice"):
            yield where.problem(
                (index, "agreement"),
                f"{speaking} source(s) take a position, but the verdict is '{question.agreement}'",
                "'one-voice' is for questions on which one source takes a position",
            )


def _notes(library: Library) -> Iterator[Problem]:
    """Every note that a digest refers to exists, and every note is referred to."""
    for source in library.sources:
        notes = {block.id: block for block in source.of_kind("note")}
        used = set()
        for block in source.blocks:
            if block.kind not in ("paragraph", "figure", "table"):
                continue
            for id in note_refs(block.text):
                used.add(id)
                if id not in notes:
                    yield Problem(source.path, block.line, 1, f"no note '{id}'", "add it under Notes")
        for id in sorted(notes.keys() - used):
            yield Problem(
                source.path,
                notes[id].line,
                1,
                f"nothing refers to note '{id}'",
                f"write [{id}] where the article has it",
            )

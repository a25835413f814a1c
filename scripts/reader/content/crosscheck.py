"""What a schema cannot see: references that lead nowhere, forms that two entries claim, and order.

One small function a rule; its docstring states the rule. What it yields is the arguments of ``Positions.problem``:
where the rule is broken, what is wrong, how to mend it, and True when that is only a warning.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping

from reader.content import page_ids
from reader.content.normalise import fold
from reader.content.note_marks import note_refs
from reader.content.problems import Problem
from reader.content.records import Document, Library, Place, Term
from reader.content.yaml_positions import Positions

Fault = tuple  # (path, problem, fix) or (path, problem, fix, warning)


def problems(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield every broken rule of the whole library."""
    families = {
        "glossary": library.terms,
        "timeline": library.events,
        "annotations": library.annotations,
        "compare": library.questions,
        "documents": library.documents,
    }
    rules: list[tuple[str, Iterator[Fault]]] = [
        *((name, _unique_ids(records, positions[name])) for name, records in families.items()),
        ("glossary", _in_order([(term.id,) for term in library.terms], "id", "sort by id")),
        ("documents", _in_order([(document.id,) for document in library.documents], "id", "sort by id")),
        ("timeline", _in_order([(e.when.sort_key, e.id) for e in library.events], "date", "sort by date, then id")),
        ("glossary", _forms(library, positions["glossary"])),
        ("glossary", _relations(library)),
        ("timeline", _events(library)),
        ("annotations", _annotations(library)),
        ("compare", _questions(library)),
    ]
    for name, faults in rules:
        for fault in faults:
            yield positions[name].problem(*fault)
    yield from page_ids.problems(library, positions)
    yield from _notes(library)


def document_problems(data, known: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield a problem for each reference to an unknown document, and for each document that nothing uses.

    DATA maps a file's name to its checked items and their positions.
    """
    used = set()
    for name in ("glossary", "timeline", "annotations"):
        items, where = data[name]
        for index, item in enumerate(items):
            refs = [(("documents", place), id) for place, id in enumerate(item.get("documents", ()))]
            refs += [(("evidence", place), one.get("document")) for place, one in enumerate(item.get("evidence", ()))]
            for path, id in refs:
                used.add(id)
                if id and id not in known:
                    yield where.problem((index, *path), f"no document '{id}'", "add it to docs/data/documents.yml")
    _, where = data["documents"]
    urls: dict[str, str] = {}
    for index, document in enumerate(known.values()):
        if document.id not in used:
            yield where.problem((index, "id"), f"nothing refers to '{document.id}'", "remove it, or refer to it", True)
        first = urls.setdefault(document.url, document.id)
        if first != document.id:
            yield where.problem((index, "url"), f"the address is also that of '{first}'", "keep one of the two")


def _unique_ids(records, where: Positions) -> Iterator[Fault]:
    """Check that an id names one record, and an old id (``formerly``) is not in use again."""
    seen: dict[str, int] = {}
    for index, record in enumerate(records):
        for id in (record.id, *getattr(record, "formerly", ())):
            if id in seen:
                line = where.of((seen[id], "id"))[0]
                yield (index, "id"), f"id '{id}' is already used on line {line}", "give it another id"
            seen.setdefault(id, index)


def _in_order(keys: list[tuple], field: str, fix: str) -> Iterator[Fault]:
    """Check that entries and documents are in order of id, events in order of date: diffs stay small, gaps are seen."""
    for index, (before, after) in enumerate(itertools.pairwise(keys), 1):
        if before > after:
            yield (index, field), f"'{after[-1]}' comes after '{before[-1]}'", fix


def _forms(library: Library, where: Positions) -> Iterator[Fault]:
    """Check that a form belongs to one entry, has two characters or more, and is not just punctuation."""
    owner: dict[str, tuple[str, int]] = {}
    for index, term in enumerate(library.terms):
        for form in term.forms:
            path = index, *_field(term, form)
            if len(form) < 2 or not any(char.isalnum() for char in form):
                yield path, f"form '{form}' is too short", "use two characters or more"
            other, place = owner.setdefault(fold(form), (term.id, index))
            if other != term.id:
                line = where.of((place, "id"))[0]
                yield path, f"form '{form}' also belongs to '{other}' (line {line})", "remove one"
        places = ((n, one.source, paragraph) for n, one in enumerate(term.in_place) for paragraph in one.paragraphs)
        yield from _lost_places(library, (index, "in_place"), places, "name a paragraph that exists")


def _field(term: Term, form: str) -> tuple:
    for name in ("aliases", "slips"):
        if form in getattr(term, name):
            return name, getattr(term, name).index(form)
    return ("abbreviation",) if form == term.abbreviation else ("term",)


def _relations(library: Library) -> Iterator[Fault]:
    """Check that ``see_also`` and ``succeeds`` name other entries; nothing succeeds itself, even in a circle."""
    succeeds = {term.id: term.succeeds for term in library.terms}
    for index, term in enumerate(library.terms):
        for name in ("see_also", "succeeds"):
            targets = getattr(term, name)
            yield from _lost_ids((index, name), targets, succeeds, "no entry '{}'", "correct the id or add the entry")
            if term.id in targets:
                yield (index, name, targets.index(term.id)), f"'{term.id}' refers to itself", "remove it"
        trail: list[str] = []
        todo = list(term.succeeds)
        while todo:
            current = todo.pop()
            if current == term.id:
                chain = " → ".join((term.id, *trail, term.id))
                yield (index, "succeeds"), f"succession runs in a circle: {chain}", "break it"
                break
            if current not in trail:
                trail.append(current)
                todo += succeeds.get(current, ())


def _lost_ids(path: tuple, ids: Iterable[str], known: Container[str], fault: str, fix: str) -> Iterator[Fault]:
    """Check that every id of the list at PATH is KNOWN."""
    for place, id in enumerate(ids):
        if id not in known:
            yield (*path, place), fault.format(id), fix


def _lost_places(library: Library, path: tuple, places: Iterable[tuple[int, str, str]], fix: str) -> Iterator[Fault]:
    """Check that every place (its number in the list at PATH, source, paragraph) exists."""
    for number, source, paragraph in places:
        found = library.source_by_id.get(source)
        if found is None:
            known = ", ".join(s.id for s in library.sources)
            yield (*path, number), f"no source '{source}' (there are {known})", fix
        elif found.block(paragraph) is None:
            last = max(int(block.id[1:]) for block in found.paragraphs)
            yield (*path, number), f"'{source}' has no '{paragraph}' (it has p1–p{last})", fix


def _events(library: Library) -> Iterator[Fault]:
    """Check that events cite places that exist, their actors are entries, and they lie in the past."""
    ids = {term.id for term in library.terms}
    today = datetime.date.today().isoformat()
    for index, event in enumerate(library.events):
        cites = ((number, cite.source, cite.paragraph) for number, cite in enumerate(event.cites))
        yield from _lost_places(library, (index, "cites"), cites, "cite a paragraph that exists")
        fix = "add it to the glossary or correct the id"
        yield from _lost_ids((index, "actors"), event.actors, ids, "no entry '{}'", fix)
        if event.when.first > today:
            yield (index, "date"), "the date lies in the future", "check it", True
        if not event.dispute:
            continue
        path, between = (index, "dispute"), event.dispute.between
        if not any(cite.date or cite.reading for cite in event.cites):
            yield path, "disputed, but no reading is given", "give date or reading in cites"
        if "record" in between and not event.record:
            yield path, "differs from the record, but the record is missing", "say it under 'record'", True
        if "articles" in between and len(event.told_by) < 2:
            yield path, "articles differ, but one is cited", "cite the other, or correct 'between'"


def _annotations(library: Library) -> Iterator[Fault]:
    """Check that annotations sit on places and bear on records that exist, with evidence that fits their kind."""
    ids = {
        "events": {event.id for event in library.events},
        "entries": {term.id for term in library.terms},
        "questions": {question.id for question in library.questions},
    }
    for index, note in enumerate(library.annotations):
        places = ((number, note.source, paragraph) for number, paragraph in enumerate(note.paragraphs))
        yield from _lost_places(library, (index, "paragraphs"), places, "annotate a paragraph that exists")
        for name in ids:
            fault = f"no '{{}}' among the {name}"
            yield from _lost_ids((index, "about", name), getattr(note.about, name), ids[name], fault, "correct the id")
        cited = [(number, one.source, one.paragraph) for number, one in enumerate(note.evidence) if type(one) is Place]
        yield from _lost_places(library, (index, "evidence"), cited, "cite a paragraph that exists")
        outside = len(cited) < len(note.evidence)
        later = any(source != note.source for _, source, _ in cited)
        if not outside and (note.kind == "context" or (note.kind == "update" and not later)):
            yield (index, "evidence"), f"{note.kind} without an outside reference", "give title and url"


def _questions(library: Library) -> Iterator[Fault]:
    """Check that a source takes at most one position on a question, on paragraphs that exist; or it is silent."""
    entries = {term.id for term in library.terms}
    for index, question in enumerate(library.questions):
        path, given = (index, "positions"), [position.source for position in question.positions]
        yield from _lost_ids((index, "entries"), question.entries, entries, "no entry '{}'", "correct the id")
        for number, source in enumerate(given):
            if given.count(source) > 1:
                yield (*path, number), f"'{source}' has two positions", "remove one"
        places = (
            (n, one.source, paragraph) for n, one in enumerate(question.positions) for paragraph in one.paragraphs
        )
        yield from _lost_places(library, path, places, "cite a paragraph that exists")
        speaking = sum(position.side != "mentions" for position in question.positions)
        if (speaking <= 1) != (question.agreement == "one-voice"):
            fault = f"{speaking} source(s) take a position, but the verdict is '{question.agreement}'"
            yield (index, "agreement"), fault, "'one-voice' is for questions on which one source takes a position"


def _notes(library: Library) -> Iterator[Problem]:
    """Check that every note that a digest refers to exists, and every note is referred to."""
    for source in library.sources:
        notes = {block.id: block for block in source.of_kind("note")}
        used = set()
        for block in source.blocks:
            if block.kind in ("paragraph", "figure", "table"):
                for id in note_refs(block.text):
                    used.add(id)
                    if id not in notes:
                        yield Problem(source.path, block.line, 1, f"no note '{id}'", "add it under Notes")
        for id in sorted(notes.keys() - used):
            fix = f"write [{id}] where the article has it"
            yield Problem(source.path, notes[id].line, 1, f"nothing refers to note '{id}'", fix)

"""A ``docs`` folder in, a ``Library`` or every problem out."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reader.content import crosscheck, releases, schema, source_file, text_file, yaml_positions
from reader.content.edtf_dates import BadDate, when
from reader.content.problems import InvalidContent, Problem, errors
from reader.content.records import (
    About,
    Annotation,
    Cite,
    Dispute,
    Document,
    Event,
    InPlace,
    Library,
    Place,
    Position,
    Question,
    Source,
    Term,
    current_ids,
)
from reader.content.yaml_positions import Positions

# File name without ending -> must it exist? The optional ones leave their page out.
DATA_FILES = {"documents": False, "glossary": True, "timeline": True, "annotations": False, "compare": False}


_RENEW = "restore it, or delete it and write it with scripts/originals.py --write-facts FOLDER"


def library(docs: Path) -> tuple[Library, list[Problem]]:
    """Return the checked library of the folder DOCS, with its warnings.

    Raises ``InvalidContent`` with all problems at once when there is any that is not a warning.
    """
    found, problems = examine(docs)
    if errors(problems) or found is None:
        raise InvalidContent(problems)
    return found, problems


def examine(docs: Path) -> tuple[Library | None, list[Problem]]:
    """Return the library of DOCS (None when there is an error) and every problem of all files at once.

    A record that is faulty in itself is left out of the cross-checks, and so are complaints that it is missing; when a
    file cannot be read at all, the records of the others are checked only in themselves.
    """
    problems: list[Problem] = []
    data = {name: _data(docs, name, required, problems) for name, required in DATA_FILES.items()}
    sources, lost = _sources(docs, problems)
    build = Builder(problems)
    documents = build.each(Document, _document, data["documents"])
    known = {document.id: document for document in documents}
    terms = build.each(Term, partial(_term, known), data["glossary"])
    made = Library(
        documents=documents,
        sources=sources,
        terms=terms,
        events=build.each(Event, partial(_event, known), data["timeline"]),
        annotations=build.each(Annotation, partial(_annotation, known), data["annotations"]),
        questions=build.each(Question, _question, data["compare"]),
        counts=_counts(docs, terms, sources, problems),
        releases=releases.read(docs, problems),
    )
    if all(one.readable for one in data.values()) and None not in lost:
        found = list(crosscheck.document_problems({n: (d.items, d.where) for n, d in data.items()}, known))
        found += crosscheck.problems(made, {name: one.where for name, one in data.items()})
        missing = {f"'{id}'" for id in (*lost, *(id for one in data.values() for id in one.lost))}
        problems += [problem for problem in found if not any(id in problem.problem for id in missing)]
    return (None if errors(problems) else made), problems


@dataclass
class _Data:
    """The checked items of one file with their positions, whether it could be READABLE, the ids of faulty items."""

    items: list[dict]
    where: Positions
    readable: bool = True
    lost: list[str] = field(default_factory=list)

    def keep(self, kept: list[int]) -> None:
        """Leave out all items but those at the places KEPT."""
        if len(kept) < len(self.items):
            gone = set(range(len(self.items))) - set(kept)
            self.lost += [str(self.items[place].get("id")) for place in gone if isinstance(self.items[place], dict)]
            self.items, self.where = [self.items[place] for place in kept], self.where.only(kept)


class Builder:
    """Turns checked mappings into records, adding a problem for a date that does not exist."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems

    def each(self, kind: type, convert: Callable[[dict], dict], data: _Data) -> tuple:
        """Return one frozen record of KIND for each item of DATA, and leave out of DATA those that cannot be made."""
        made, kept = [], []
        for index, item in enumerate(data.items):
            try:
                made.append(kind(**convert(dict(item))))
                kept.append(index)
            except BadDate as error:
                place = (index, *error.path)
                self.problems.append(data.where.problem(place, str(error), 'write an EDTF date such as "2014-05-06"'))
        data.keep(kept)
        return tuple(made)


def _data(docs: Path, name: str, required: bool, problems: list[Problem]) -> _Data:
    """Return what can be used of a data file; add everything wrong with it to PROBLEMS."""
    path, label = docs / "data" / f"{name}.yml", f"docs/data/{name}.yml"
    if not required and not path.exists():
        return _Data([], Positions(label))
    text, faults = text_file.read(path, label)
    problems += faults
    if errors(faults):
        return _Data([], Positions(label), readable=False)
    value, where, faults = yaml_positions.parse(text, label)
    problems += faults
    if errors(faults):
        return _Data([], where, readable=False)
    faults = list(schema.problems(value, docs / "data" / "schema" / f"{name}.schema.json", where))
    problems += faults
    if not isinstance(value, list) or any(fault.path != label for fault in faults):
        return _Data([], where, readable=False)
    found = _Data(value, where)
    starts = [where.of((place,)) for place in range(len(value))]
    faulty = {bisect_right(starts, (fault.line, fault.column)) - 1 for fault in faults}
    found.keep([place for place in range(len(value)) if place not in faulty])
    return found


def _sources(docs: Path, problems: list[Problem]) -> tuple[tuple[Source, ...], list[str | None]]:
    """Return the sources that are sound, and the ids of the others (None when there is none at all)."""
    found: list[Source] = []
    lost: list[str | None] = []
    for path in sorted((docs / "sources").glob("*.md")):
        if path.name == "index.md":
            continue
        label = f"docs/sources/{path.name}"
        text, faults = text_file.read(path, label)
        made = None
        if not errors(faults):
            made, more = source(text, label, docs / "data" / "schema" / "source.schema.json")
            faults += more
        problems += faults
        if made:
            found.append(made[0])
        else:
            lost.append(path.stem)
    if not found:
        lost.append(None)
        if not errors(problems):
            problems.append(Problem("docs/sources", 1, 1, "no source page", "add docs/sources/<id>.md"))
    return tuple(sorted(found, key=lambda one: (one.issued.sort_key, one.id))), lost


def source(text: str, label: str, schema_path: Path):
    """Return one source page: ``((Source, Positions) | None, problems)``."""
    matter, body, first_line, problems = source_file.split(text, label)
    if problems:
        return None, problems
    value, where, problems = yaml_positions.parse(matter, label, 2)
    if errors(problems):
        return None, problems
    problems += schema.problems(value, schema_path, where)
    blocks, faults = source_file.blocks(
        body, label, first_line, *(_mapping(value, name) for name in ("former_anchors", "split"))
    )
    problems += faults
    date = _mapping(value, "csl").get("issued")
    try:
        issued = when(date if isinstance(date, str) else "2000")  # else the schema has told
    except BadDate as error:
        problems.append(where.problem(("csl", "issued"), str(error), 'write an EDTF date such as "2014~"'))
    if not errors(problems):
        stem = label.rsplit("/", 1)[-1].removesuffix(".md")
        if value["id"] != stem:
            problems.append(where.problem(("id",), f"id '{value['id']}' is not the file's name", f"write '{stem}'"))
        if not any(block.kind == "paragraph" for block in blocks):
            problems.append(Problem(label, first_line, 1, "no numbered paragraph", "write {#p1} and its digest"))
    if errors(problems):
        return None, problems
    made = Source(
        **_lists(value, "thesis", "caveats", "keywords", "formerly"),
        issued=issued,
        blocks=blocks,
        path=label,
    )
    return (made, where), problems


def _mapping(value: Any, name: str) -> dict:
    """The mapping NAME of VALUE; empty when it has none, or something else there, which the schema has told."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _lists(item: dict, *names: str) -> dict:
    return {**item, **{name: tuple(item[name]) for name in names if name in item}}


def _document(item: dict) -> dict:
    if "date" in item:
        try:
            when(item["date"])
        except BadDate as error:
            raise BadDate(str(error), ("date",)) from error
    return item


def _documents(known: dict[str, Document], item: dict) -> dict:
    return {**item, "documents": tuple(known[id] for id in item.get("documents", ()) if id in known)}


def _term(known: dict[str, Document], item: dict) -> dict:
    item = _lists(item, "aliases", "not_in", "search", "slips", "themes", "succeeds", "see_also", "formerly")
    in_place = tuple(InPlace(**_lists(place, "paragraphs")) for place in item.get("in_place", ()))
    return _documents(known, {**item, "in_place": in_place})


def _event(known: dict[str, Document], item: dict) -> dict:
    item = _documents(known, _lists(item, "themes", "actors", "formerly"))
    for place, cite in enumerate(item["cites"]):
        if "date" in cite:
            try:
                when(cite["date"])
            except BadDate as error:
                raise BadDate(str(error), ("cites", place, "date")) from error
    item["cites"] = tuple(Cite(**cite) for cite in item["cites"])
    if "dispute" in item:
        item["dispute"] = Dispute(**_lists(item["dispute"], "between"))
    item["when"] = when(item.pop("date"))
    return item


def _annotation(known: dict[str, Document], item: dict) -> dict:
    evidence = tuple(
        known[e["document"]] if "document" in e else Place(**e)
        for e in item["evidence"]
        if e.get("document") in (None, *known)
    )
    about = About(**_lists(item.get("about", {}), "events", "entries", "questions"))
    return {**_lists(item, "paragraphs", "formerly"), "evidence": evidence, "about": about}


def _question(item: dict) -> dict:
    positions = tuple(Position(**_lists(p, "paragraphs")) for p in item["positions"])
    return {**_lists(item, "entries", "formerly"), "positions": positions}


def _counts(
    docs: Path, terms: Iterable[Term], sources: Iterable[Source], problems: list[Problem]
) -> dict[tuple[str, str, str], int]:
    """Return (term, source, block) -> how often the article uses the term there; none is fine (scripts/originals.py).

    Counts follow a renamed entry or source; those of an entry that is gone are a warning, all else is an error.
    """
    path, label = docs / "data" / "counts.json", "docs/data/counts.json"
    if not path.exists():
        return {}
    text, faults = text_file.read(path, label)
    problems += faults
    ids, articles = current_ids(terms), current_ids(sources)
    found = {}
    try:
        stored = json.loads(text) if not errors(faults) else {}
        for source, by_term in stored.items():
            for term, by_block in by_term.items():
                for block, count in by_block.items():
                    if type(count) is not int:
                        raise ValueError(f"{source}, {term}, {block}: {count!r} is not a number")
                    found[ids.get(term, term), articles.get(source, source), block] = count
    except (ValueError, AttributeError, RecursionError) as error:
        problems.append(Problem(label, 1, 1, f"not the counts file ({error})", _RENEW))
        return {}
    for lost in sorted({term for term, _, _ in found} - set(ids.values())):
        problems.append(Problem(label, 1, 1, f"'{lost}' is no entry", _RENEW, warning=True))
    return {key: count for key, count in found.items() if key[0] in ids}

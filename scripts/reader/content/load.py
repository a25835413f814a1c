"""A ``docs`` folder in, a ``Library`` or every problem out."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.content import crosscheck, releases, schema, source_file, text_file, yaml_positions
from reader.content.edtf_dates import BadDate, when
from reader.content.problems import Problem, errors
from reader.content.records import (
    PARTS,
    Annotation,
    Document,
    Event,
    Library,
    Place,
    Question,
    Source,
    Term,
    current_ids,
)
from reader.content.yaml_positions import Positions

# File name without ending -> must it exist? The optional ones leave their page out.
DATA_FILES = {"documents": False, "glossary": True, "timeline": True, "annotations": False, "compare": False}
_RENEW = "restore it, or delete it and write it with scripts/originals.py --write-facts FOLDER"


def examine(docs: Path) -> tuple[Library | None, list[Problem]]:
    """Return the library of DOCS (None when there is an error) and every problem of all files at once.

    A record that is faulty in itself is left out of the cross-checks, and so are complaints that it is missing; when a
    file cannot be read at all, the records of the others are checked only in themselves.
    """
    problems: list[Problem] = []
    data = {name: _data(docs, name, required, problems) for name, required in DATA_FILES.items()}
    sources, lost = _sources(docs, problems)
    documents = _records(Document, data["documents"], {}, problems)
    known = {document.id: document for document in documents}
    terms = _records(Term, data["glossary"], known, problems)
    made = Library(
        documents=documents,
        sources=sources,
        terms=terms,
        events=_records(Event, data["timeline"], known, problems),
        annotations=_records(Annotation, data["annotations"], known, problems),
        questions=_records(Question, data["compare"], known, problems),
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

    def drop(self, faulty: set[int]) -> None:
        """Leave out the items at the places FAULTY."""
        if faulty:
            kept = [place for place in range(len(self.items)) if place not in faulty]
            self.lost += [str(self.items[place].get("id")) for place in faulty if isinstance(self.items[place], dict)]
            self.items, self.where = [self.items[place] for place in kept], self.where.only(kept)


def _data(docs: Path, name: str, required: bool, problems: list[Problem]) -> _Data:
    """Return what can be used of a data file; add everything wrong with it to PROBLEMS."""
    path, label = docs / "data" / f"{name}.yml", f"docs/data/{name}.yml"
    if not required and not path.exists():
        return _Data([], Positions(label))
    value, where, faults = schema.read(path, label, docs / "data" / "schema" / f"{name}.schema.json")
    problems += faults
    faults = errors(faults)
    if not isinstance(value, list) or any(fault.path != label for fault in faults):
        return _Data([], where, readable=False)
    found = _Data(value, where)
    starts = [where.of((place,)) for place in range(len(value))]
    found.drop({bisect_right(starts, (fault.line, fault.column)) - 1 for fault in faults})
    return found


def _records(kind: type, data: _Data, known: Mapping[str, Document], problems: list[Problem]) -> tuple:
    """Return one frozen record of KIND for each item of DATA; an item with a date that does not exist is dropped."""
    faulty = set()
    for index, item in enumerate(data.items):
        for path, date in _dates(item):
            try:
                when(date)
            except BadDate as error:
                faulty.add(index)
                fix = 'write an EDTF date such as "2014-05-06"'
                problems.append(data.where.problem((index, *path), str(error), fix))
    data.drop(faulty)
    made = [_frozen(item, known) for item in data.items]
    if kind is Event:
        for fields in made:
            fields["when"] = when(fields.pop("date"))
    return tuple(kind(**fields) for fields in made)


def _dates(item: dict) -> Iterator[tuple[tuple, str]]:
    """Yield every date of a record, and where it is."""
    if "date" in item:
        yield ("date",), item["date"]
    for place, cite in enumerate(item.get("cites", ())):
        if "date" in cite:
            yield ("cites", place, "date"), cite["date"]


def _frozen(item: dict, known: Mapping[str, Document]) -> dict:
    """Return the fields of ITEM as its record has them: tuples for lists, records for their parts and for documents."""
    made: dict[str, Any] = {}
    for name, value in item.items():
        if name == "documents":
            made[name] = tuple(known[id] for id in value if id in known)
        elif name == "evidence":
            made[name] = tuple(
                known[one["document"]] if "document" in one else Place(**one)
                for one in value
                if one.get("document") in (None, *known)
            )
        elif isinstance(value, dict) and name in PARTS:
            made[name] = PARTS[name](**_frozen(value, known))
        elif isinstance(value, list):
            made[name] = tuple(PARTS[name](**_frozen(one, known)) if name in PARTS else one for one in value)
        else:
            made[name] = value
    return made


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
            found.append(made)
        else:
            lost.append(path.stem)
    if not found:
        lost.append(None)
        if not errors(problems):
            problems.append(Problem("docs/sources", 1, 1, "no source page", "add docs/sources/<id>.md"))
    return tuple(sorted(found, key=lambda one: (one.issued.sort_key, one.id))), lost


def source(text: str, label: str, schema_path: Path) -> tuple[Source | None, list[Problem]]:
    """Return the source of the page TEXT, called LABEL, or None, and everything wrong with it."""
    matter, body, first_line, problems = source_file.split(text, label)
    if problems:
        return None, problems
    value, where, problems = yaml_positions.parse(matter, label, 2)
    if errors(problems):
        return None, problems
    problems += schema.problems(value, schema_path, where)
    former, split = _mapping(value, "former_anchors"), _mapping(value, "split")
    blocks, faults = source_file.blocks(body, label, first_line, former, split)
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
    return Source(**_frozen(value, {}), issued=issued, blocks=blocks, path=label), problems


def _mapping(value: Any, name: str) -> dict:
    """Return the mapping NAME of VALUE; empty when it has none, or something else there, which the schema has told."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


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
    try:
        found = {
            (ids.get(term, term), articles.get(source, source), block): count
            for source, by_term in (json.loads(text) if not errors(faults) else {}).items()
            for term, by_block in by_term.items()
            for block, count in by_block.items()
        }
        for place, count in found.items():
            if type(count) is not int:
                raise ValueError(f"{', '.join(place)}: {count!r} is not a number")
    except (ValueError, AttributeError, RecursionError) as error:
        problems.append(Problem(label, 1, 1, f"not the counts file ({error})", _RENEW))
        return {}
    for lost in sorted({term for term, _, _ in found} - set(ids.values())):
        problems.append(Problem(label, 1, 1, f"'{lost}' is no entry", _RENEW, warning=True))
    return {key: count for key, count in found.items() if key[0] in ids}

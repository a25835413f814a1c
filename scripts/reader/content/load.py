"""A ``docs`` folder in, a ``Library`` or every problem out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

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
)
from reader.content.yaml_positions import Positions

# File name without ending -> must it exist? The optional ones leave their page out.
DATA_FILES = {"documents": False, "glossary": True, "timeline": True, "annotations": False, "compare": False}


_RENEW = "restore it, or delete it and write it with scripts/originals.py --write-facts FOLDER"


def library(docs: Path) -> tuple[Library, list[Problem]]:
    """The checked library of the folder DOCS, with its warnings.

    Raises ``InvalidContent`` with all problems at once when there is any that is not a warning.
    """
    found, problems = examine(docs)
    if errors(problems) or found is None:
        raise InvalidContent(problems)
    return found, problems


def examine(docs: Path) -> tuple[Library | None, list[Problem]]:
    """Like ``library`` but never raises: the library is None when it could not be built."""
    problems: list[Problem] = []
    data = {name: _data(docs, name, required, problems) for name, required in DATA_FILES.items()}
    sources = _sources(docs, problems)
    if errors(problems):
        return None, problems
    positions = {name: where for name, (_, where) in data.items()}
    build = Builder(problems)
    documents = build.each(Document, _document, *data["documents"])
    known = {document.id: document for document in documents}
    problems += crosscheck.document_problems(data, known)
    if errors(problems):
        return None, problems
    terms = build.each(Term, partial(_term, known), *data["glossary"])
    made = Library(
        documents=documents,
        sources=tuple(source for source, _ in sources),
        terms=terms,
        events=build.each(Event, partial(_event, known), *data["timeline"]),
        annotations=build.each(Annotation, partial(_annotation, known), *data["annotations"]),
        questions=build.each(Question, _question, *data["compare"]),
        counts=_counts(docs, terms, problems),
        releases=releases.read(docs, problems),
    )
    if errors(problems):
        return None, problems
    problems += crosscheck.problems(made, positions)
    return made, problems


class Builder:
    """Turns checked mappings into records, adding a problem for a date that does not exist."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems

    def each(self, kind: type, convert: Callable[[dict], dict], items: list, where: Positions) -> tuple:
        """One frozen record of KIND for each of ITEMS."""
        made = []
        for index, item in enumerate(items):
            try:
                made.append(kind(**convert(item)))
            except BadDate as error:
                self.problems.append(
                    where.problem((index, *error.path), str(error), 'write an EDTF date such as "2014-05-06"')
                )
        return tuple(made)


def _data(docs: Path, name: str, required: bool, problems: list[Problem]) -> tuple[list, Positions]:
    path, label = docs / "data" / f"{name}.yml", f"docs/data/{name}.yml"
    if not required and not path.exists():
        return [], Positions(label)
    text, faults = text_file.read(path, label)
    problems += faults
    if errors(faults):
        return [], Positions(label)
    value, where, faults = yaml_positions.parse(text, label)
    problems += faults
    if errors(faults):
        return [], where
    faults = list(schema.problems(value, docs / "data" / "schema" / f"{name}.schema.json", where))
    problems += faults
    return ([] if faults else value), where


def _sources(docs: Path, problems: list[Problem]) -> list[tuple[Source, Positions]]:
    found = []
    for path in sorted((docs / "sources").glob("*.md")):
        if path.name == "index.md":
            continue
        label = f"docs/sources/{path.name}"
        text, faults = text_file.read(path, label)
        problems += faults
        if not errors(faults):
            made, faults = source(text, label, docs / "data" / "schema" / "source.schema.json")
            problems += faults
            if made:
                found.append(made)
    if not found and not errors(problems):
        problems.append(Problem("docs/sources", 1, 1, "no source page", "add docs/sources/<id>.md"))
    return sorted(found, key=lambda pair: (pair[0].issued.sort_key, pair[0].id))


def source(text: str, label: str, schema_path: Path):
    """One source page: ``((Source, Positions) | None, problems)``."""
    matter, body, first_line, problems = source_file.split(text, label)
    if problems:
        return None, problems
    value, where, problems = yaml_positions.parse(matter, label, 2)
    if errors(problems):
        return None, problems
    problems += schema.problems(value, schema_path, where)
    blocks, faults = source_file.blocks(body, label, first_line)
    problems += faults
    if not errors(problems):
        stem = label.rsplit("/", 1)[-1].removesuffix(".md")
        if value["id"] != stem:
            problems.append(where.problem(("id",), f"id '{value['id']}' is not the file's name", f"write '{stem}'"))
        if not any(block.kind == "paragraph" for block in blocks):
            problems.append(Problem(label, first_line, 1, "no numbered paragraph", "write {#p1} and its digest"))
    if errors(problems):
        return None, problems
    try:
        issued = when(value["csl"]["issued"])
    except BadDate as error:
        return None, [where.problem(("csl", "issued"), str(error), 'write an EDTF date such as "2014~"')]
    made = Source(
        **_lists(value, "thesis", "caveats", "formerly"),
        issued=issued,
        blocks=blocks,
        path=label,
    )
    return (made, where), problems


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
    return {**item, "documents": tuple(known[id] for id in item.get("documents", ()))}


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
    evidence = tuple(known[e["document"]] if "document" in e else Place(**e) for e in item["evidence"])
    about = About(**_lists(item.get("about", {}), "events", "entries", "questions"))
    return {**_lists(item, "paragraphs", "formerly"), "evidence": evidence, "about": about}


def _question(item: dict) -> dict:
    positions = tuple(Position(**_lists(p, "paragraphs")) for p in item["positions"])
    return {**_lists(item, "entries", "formerly"), "positions": positions}


def _counts(docs: Path, terms: Iterable[Term], problems: list[Problem]) -> dict[tuple[str, str, str], int]:
    """Return (term, source, block) -> how often the article uses the term there; none is fine (scripts/originals.py).

    The counts of a renamed entry follow it; those of an entry that is gone are a warning, all else is an error.
    """
    path, label = docs / "data" / "counts.json", "docs/data/counts.json"
    if not path.exists():
        return {}
    text, faults = text_file.read(path, label)
    problems += faults
    ids = {old: term.id for term in terms for old in (*term.formerly, term.id)}
    found = {}
    try:
        stored = json.loads(text) if not errors(faults) else {}
        for source, by_term in stored.items():
            for term, by_block in by_term.items():
                for block, count in by_block.items():
                    if type(count) is not int:
                        raise ValueError(f"{source}, {term}, {block}: {count!r} is not a number")
                    found[ids.get(term, term), source, block] = count
    except (ValueError, AttributeError, RecursionError) as error:
        problems.append(Problem(label, 1, 1, f"not the counts file ({error})", _RENEW))
        return {}
    for lost in sorted({term for term, _, _ in found} - set(ids.values())):
        problems.append(Problem(label, 1, 1, f"'{lost}' is no entry", _RENEW, warning=True))
    return {key: count for key, count in found.items() if key[0] in ids}

"""What only search knows, in two optional files: ``docs/data/search.yml`` (equal words, more forms of entries) and
``docs/data/words.json`` (by source and paragraph, the words of the article that our digest does not have)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader.content import schema
from reader.content.problems import Problem, errors
from reader.content.records import Library, current_ids

WORDS, TABLES = "docs/data/words.json", "docs/data/search.yml"


@dataclass(frozen=True)
class SearchData:
    """Groups of EQUAL words, more FORMS by entry id, other wordings that are ASKED by the id of a question, an event or
    an annotation, WORDS that lead to a place by its file and id, and LACKING words by source and paragraph."""

    equal: tuple[tuple[str, ...], ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


def read(docs: Path, library: Library) -> tuple[SearchData, list[Problem]]:
    """Return what the two files of DOCS say (nothing where a file is missing) and every problem in them."""
    current, told = current_ids(library.terms), current_ids((*library.questions, *library.events, *library.annotations))
    places = _places(library)
    tables, problems = _tables(docs, places, {"forms": current, "asked": told})
    words, faults = _words(docs, library)
    return SearchData(
        tuple(tuple(group) for group in tables.get("equal", ())),
        {current[id]: tuple(forms) for id, forms in tables.get("forms", {}).items()},
        {told[id]: tuple(wordings) for id, wordings in tables.get("asked", {}).items()},
        {places.get(place, place): text for place, text in tables.get("words", {}).items()},
        words,
    ), [*problems, *faults]


def _tables(
    docs: Path, places: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> tuple[dict, list[Problem]]:
    path = docs / "data" / "search.yml"
    if not path.exists():
        return {}, []
    value, where, problems = schema.read(path, TABLES, docs / "data" / "schema" / "search.schema.json")
    if not errors(problems):
        problems += [
            where.problem((table, id), f"no {what} '{id}'", f"use an id of {file}")
            for table, what, file in (
                ("forms", "entry", "glossary.yml"),
                ("asked", "question, event or annotation", "compare.yml, timeline.yml or annotations.yml"),
            )
            for id in value.get(table, {})
            if id not in known[table]
        ]
        fix = "write page.md or page.md#id, as in a link, or remove the line"
        problems += [
            where.problem(("words", place), f"no place '{place}'", fix, warning=True)
            for place in value.get("words", {})
            if place not in places and not _is_written(docs, place)
        ]
    return ({} if errors(problems) else value), problems


def _places(library: Library) -> dict[str, str]:
    """Return every place that is made of data, as a link from the home page names it or did, with its name of today."""
    places = {f"glossary/{old}.md": f"glossary/{id}.md" for old, id in current_ids(library.terms).items()}
    places |= {f"timeline.md#{old}": f"timeline.md#{id}" for old, id in current_ids(library.events).items()}
    places |= {f"compare/{old}.md": f"compare/{id}.md" for old, id in current_ids(library.questions).items()}
    notes = current_ids(library.annotations)
    for source in library.sources:
        own = {
            id: notes[id]
            for note in library.annotations
            if note.source == source.id
            for id in (note.id, *note.formerly)
        }
        own |= {block.id: block.id for block in source.blocks if block.id} | source.former_anchors
        for old in (source.id, *source.formerly):
            places |= {f"sources/{old}.md#{was}": f"sources/{source.id}.md#{id}" for was, id in own.items()}
    return places


def _is_written(docs: Path, place: str) -> bool:
    """Tell whether PLACE is a page that a person wrote, or a section of one that has an id."""
    path, _, id = place.partition("#")
    return (docs / path).is_file() and (not id or f"{{#{id}}}" in (docs / path).read_text(encoding="utf-8"))


def _words(docs: Path, library: Library) -> tuple[dict, list[Problem]]:
    path = docs / "data" / "words.json"
    if not path.exists():
        return {}, []
    try:
        stored = json.loads(path.read_text(encoding="utf-8-sig"))
        known = current_ids(library.sources)
        return {
            known[source]: {paragraph: tuple(map(str, words)) for paragraph, words in paragraphs.items()}
            for source, paragraphs in stored.items()
            if source in known
        }, []
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        fix = "write it again with scripts/originals.py FOLDER --write-facts"
        return {}, [Problem(WORDS, 1, 1, f"not the file of words ({error})", fix)]

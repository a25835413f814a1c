"""No id of the data gets in the way of another on its page, or of an id or address that the page has for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reader.content.problems import Problem
from reader.content.records import Library
from reader.content.yaml_positions import Positions

_FRAME = {"content", "status", "site-nav", "title"}
# Page -> the ids it gives to its own parts.
RESERVED = {
    "timeline.md": _FRAME | {"timeline"},
    "compare.md": _FRAME | {"matrix", "questions", "coverage", "compare"},
    "compare/": _FRAME | {"question", "answers", "record", "near"},
    "sources/": _FRAME | {"in-three-points", "how-to-read", "terms-in-source", "events-in-source", "positions", "cite"},
}
_SERIES = re.compile(r"(decade|year)-\d+")  # on the timeline
# Names that Windows gives to devices; such a folder cannot be checked out there.
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d")


@dataclass(frozen=True)
class _Claim:
    """One ID on PAGE: what KIND of thing has it, and where the data say so."""

    page: str
    id: str
    kind: str
    file: str
    line: int
    column: int


def problems(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield a problem, with both places, for each id that is taken already by something of another kind."""
    first: dict[tuple[str, str], _Claim] = {}
    for claim in _claims(library, positions):
        at = claim.file, claim.line, claim.column
        taken = first.setdefault((claim.page, claim.id), claim)
        own = RESERVED.get(claim.page) or RESERVED["sources/"]
        if claim.id in own or (claim.page == "timeline.md" and _SERIES.fullmatch(claim.id)):
            yield Problem(*at, f"'{claim.id}' is an id of the page itself", "choose another id")
        elif taken.kind != claim.kind:
            where = f"{taken.kind} ({taken.file}:{taken.line})"
            yield Problem(*at, f"'{claim.id}' is already the id of a {where}", "choose another id")
    yield from _folders(library, positions)


def _claims(library: Library, positions: Mapping[str, Positions]) -> Iterator[_Claim]:
    """Yield every id that the data put on a page, those of the articles' own blocks first."""
    for source in library.sources:
        page = f"sources/{source.id}.md"
        for block in source.blocks:
            if block.id and block.kind != "list":
                yield _Claim(page, block.id, block.kind, source.path, block.line, 1)
        for old in source.former_anchors:
            yield _Claim(page, old, "former anchor", source.path, 1, 1)
        yield _Claim("compare/", source.id, "source", source.path, 1, 1)  # its position on the page of each question
    families: tuple[tuple[str, tuple[Any, ...], str], ...] = (
        ("annotations", library.annotations, "annotation"),
        ("timeline", library.events, "event"),
        ("compare", library.questions, "question"),
    )
    for name, records, kind in families:
        for index, record in enumerate(records):
            page = f"sources/{record.source}.md" if name == "annotations" else f"{name}.md"
            yield _Claim(page, record.id, kind, positions[name].name, *positions[name].of((index, "id")))
            for place, old in enumerate(record.formerly):
                where = positions[name].of((index, "formerly", place))
                yield _Claim(page, old, kind, positions[name].name, *where)


def _folders(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield a problem for each id, old or new, whose page cannot have a folder of that name."""
    taken = {source.id: source.path for source in library.sources}
    for source in library.sources:
        for old in source.formerly:
            if old in taken or old == "index":
                yield Problem(source.path, 1, 1, f"'{old}' under 'formerly' is the address of a page", "remove it")
        if _DEVICES.fullmatch(source.id):
            yield Problem(source.path, 1, 1, f"Windows allows no folder named '{source.id}'", "choose another id")
    families: tuple[tuple[str, tuple[Any, ...]], ...] = (("glossary", library.terms), ("compare", library.questions))
    for name, records in families:
        for index, record in enumerate(records):
            for path, id in (
                ((index, "id"), record.id),
                *(((index, "formerly", place), old) for place, old in enumerate(record.formerly)),
            ):
                if id == "index":
                    yield positions[name].problem(path, "'index' is the address of the list", "choose another id")
                elif _DEVICES.fullmatch(id):
                    fault = f"Windows allows no folder named '{id}'"
                    yield positions[name].problem(path, fault, "choose another id")

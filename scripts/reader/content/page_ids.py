"""No id of the data gets in the way of another on its page, or of an id or address that the page has for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

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

Place = tuple[str, int, int]  # file, line, column


class _Claim(NamedTuple):
    """One ID on PAGE: what KIND of thing has it, and where the data say so."""

    page: str
    id: str
    kind: str
    at: Place


def problems(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield a problem, with both places, for each id that is taken already by something of another kind."""
    first: dict[tuple[str, str], _Claim] = {}
    for claim in _claims(library, positions):
        taken = first.setdefault((claim.page, claim.id), claim)
        own = RESERVED.get(claim.page) or RESERVED["sources/"]
        if claim.id in own or (claim.page == "timeline.md" and _SERIES.fullmatch(claim.id)):
            yield Problem(*claim.at, f"'{claim.id}' is an id of the page itself", "choose another id")
        elif taken.kind != claim.kind:
            where = f"{taken.kind} ({taken.at[0]}:{taken.at[1]})"
            yield Problem(*claim.at, f"'{claim.id}' is already the id of a {where}", "choose another id")
    yield from _folders(library, positions)


def _claims(library: Library, positions: Mapping[str, Positions]) -> Iterator[_Claim]:
    """Yield every id that the data put on a page, those of the articles' own blocks first."""
    for source in library.sources:
        page, top = f"sources/{source.id}.md", (source.path, 1, 1)
        for block in source.blocks:
            if block.id and block.kind != "list":
                yield _Claim(page, block.id, block.kind, (source.path, block.line, 1))
        for old in source.former_anchors:
            yield _Claim(page, old, "former anchor", top)
        yield _Claim("compare/", source.id, "source", top)  # its position on the page of each question
    for note, id, at in _ids(library.annotations, positions["annotations"]):
        yield _Claim(f"sources/{note.source}.md", id, "annotation", at)
    for _, id, at in _ids(library.events, positions["timeline"]):
        yield _Claim("timeline.md", id, "event", at)
    for _, id, at in _ids(library.questions, positions["compare"]):
        yield _Claim("compare.md", id, "question", at)


def _ids(records: tuple[Any, ...], where: Positions) -> Iterator[tuple[Any, str, Place]]:
    """Yield each of RECORDS with its id, and again with each old one, and where the data say so."""
    for index, record in enumerate(records):
        yield record, record.id, (where.name, *where.of((index, "id")))
        for number, old in enumerate(record.formerly):
            yield record, old, (where.name, *where.of((index, "formerly", number)))


def _folders(library: Library, positions: Mapping[str, Positions]) -> Iterator[Problem]:
    """Yield a problem for each id, old or new, whose page cannot have a folder of that name."""
    taken = {source.id for source in library.sources} | {"index"}
    named: list[tuple[str, Place]] = []
    for source in library.sources:
        top = source.path, 1, 1
        named.append((source.id, top))
        for old in source.formerly:
            if old in taken:
                yield Problem(*top, f"'{old}' under 'formerly' is the address of a page", "remove it")
    for records, name in ((library.terms, "glossary"), (library.questions, "compare")):
        named += [(id, at) for _, id, at in _ids(records, positions[name])]
    for id, at in named:
        if id == "index":
            yield Problem(*at, "'index' is the address of the list", "choose another id")
        elif _DEVICES.fullmatch(id):
            yield Problem(*at, f"Windows allows no folder named '{id}'", "choose another id")

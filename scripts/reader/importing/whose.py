"""Whose text a file is before there are fingerprints: judged by the names and figures its page gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from reader.content.problems import Problem
from reader.content.records import Library, Source
from reader.copies.characters import words
from reader.copies.layout import Layout
from reader.copies.recognise import files, load
from reader.links.mentions import block_text

# Words with a capital or a digit: names, figures and abbreviations, which a digest takes over.
_TELLING = re.compile(r"\b(?=\w*[A-Z0-9])\w{2,}\b")


def assign(folder: Path, library: Library, given: Mapping[str, str]) -> tuple[dict[str, Layout], list[Problem]]:
    """Return source id -> structure of its copy in FOLDER; GIVEN maps source ids to file names that are certain.

    A title that is the page's title decides; what is left is judged by names and figures.
    """
    problems: list[Problem] = []
    result: dict[str, Layout] = {}
    sources = {source.id: source for source in library.sources}
    for id in sorted(given.keys() - sources.keys()):
        problems.append(Problem(f"originals/{given[id]}", 1, 1, f"no source '{id}'", "give the id of a source page"))
    titles = {" ".join(words(source.title)): id for id, source in sources.items()}
    names = {file: id for id, file in given.items() if id in sources}
    copies = []
    for name, path in files(folder):
        layout, faults = load(name, path)
        problems += faults
        if layout:
            id = names.get(path.name) or titles.get(" ".join(words(layout.title)) or "-", "")
            copies.append((id, name, path, layout))
    for id, name, path, layout in sorted(copies, key=lambda copy: not copy[0]):  # those that are certain first
        id = id or _best(layout, [source for id, source in sources.items() if id not in result])
        if not id:
            fault = "no source page fits this text", f"say which it is: --source ID={path.name}"
        elif id in result:
            fault = f"a second copy of '{id}'", "keep one"
        elif mismatch := _mismatch(layout, sources[id]):
            fault = mismatch, "mend the page or the copy"
        else:
            result[id] = layout
            continue
        problems.append(Problem(name, 1, 1, *fault))
    return result, problems


def _best(layout: Layout, sources: list[Source]) -> str:
    """Return the source most of whose names and figures are in the text, if it is clearly that one."""
    have = set(words(" ".join(part.text for part in layout.parts)))
    score = {}
    for source in sources:
        if not _mismatch(layout, source):
            told = {word.lower() for word in _TELLING.findall(" ".join(map(block_text, source.blocks)))}
            score[source.id] = len(told & have) / max(1, len(told))
    first, second, *_ = [*sorted(score.values(), reverse=True), 0.0, 0.0]
    return "" if first < 0.5 or first - second < 0.1 else max(score, key=score.__getitem__)


def _mismatch(layout: Layout, source: Source) -> str:
    """Return what the page and the text disagree on, so that numbers would not fit; or nothing."""
    for kind, name in (("paragraph", "paragraphs"), ("note", "notes")):
        page, text = len(source.of_kind(kind)), len(layout.of(kind))
        if page != text:
            return f"{text} {name}, but the page of '{source.id}' has {page}"
    return ""

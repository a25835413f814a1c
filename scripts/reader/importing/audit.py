"""What an article has and the data lack: names and abbreviations without an entry, dates without an
event, paragraphs without a digest; and what the linker did with every match.

The finders are deliberately greedy. What they find and is no term goes, with its reason, into
``docs/data/audit.yml``; the rest is unexplained, and the audit fails when there is more of it than allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reader.content.edtf_dates import MONTHS
from reader.content.note_marks import without_marks
from reader.content.records import Source
from reader.model import Model

_ABBREVIATION = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}|\b(?=[\w/&-]*[A-Z][\w/&-]*[A-Z])[A-Z0-9][\w/&-]*\b")
_WORD = r"[A-Z][\w’'.-]*\w"
_NAME = re.compile(rf"{_WORD}(?:(?:,? (?:of|for|the|and|de|or)){{0,2}} {_WORD}|-{_WORD})*")
_YEAR = re.compile(r"\b(?:1[89]\d\d|20\d\d)(?:s\b|\b)")
_CALENDAR = {*MONTHS, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}


@dataclass(frozen=True)
class Finding:
    """One candidate: what kind it is, its words, and where it is."""

    kind: str
    words: str
    source: str
    block: str


class Trace(NamedTuple):
    """What became of one match: ``linked``, ``already linked`` or ``never linked``."""

    source: str
    block: str
    words: str
    term: str
    fate: str


def findings(model: Model, source: Source, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield every candidate in the article TEXTS (block id -> text) of SOURCE that the data do not cover."""
    for id, text in texts.items():
        if id[0] != "p" or not id[1:].isdigit():
            continue
        text = without_marks(text)
        spans = [(match.start, match.end) for match in model.matcher.matches(text, (source.id, id))]
        abbreviations = (("abbreviation", *match.span()) for match in _ABBREVIATION.finditer(text))
        for kind, start, end in (*abbreviations, *(("name", *span) for span in _names(text))):
            if not any(a < end and start < b for a, b in spans):
                yield Finding(kind, text[start:end], source.id, id)
        for words in _undated(model, source, id, text):
            yield Finding("date", words, source.id, id)
    for block in source.paragraphs:
        if len(block.text.split()) < 8:
            yield Finding("digest", block.text, source.id, block.id)
    for id in sorted(set(texts) - {block.id for block in source.blocks}):
        yield Finding("paragraph", id, source.id, id)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield capitalised words, without the one that opens a sentence, and without months and days."""
    for match in _NAME.finditer(text):
        start, words = match.start(), match[0].split()
        before = text[:start].rstrip("“”\"'‘’( ")
        if not before or before[-1] in ".?!:;":
            start, words = start + len(words[0]) + 1, words[1:]
        if words and not set(words) <= _CALENDAR:
            yield start, match.end()


def _undated(model: Model, source: Source, id: str, text: str) -> Iterator[str]:
    """Yield years in TEXT that no event of this paragraph covers, by its date or by a reading's date."""
    years: set[int] = set()
    for event in model.events_at.get((source.id, id), ()):
        years |= set(range(event.when.year, min(int(event.when.last[:4]), 2100) + 1))
        for cite in event.cites:
            years |= {int(year) for year in re.findall(r"\d{4}", f"{cite.date} {cite.reading}")}
        years |= {int(year) for year in re.findall(r"\b\d{4}\b", f"{event.title} {event.text} {event.basis}")}
    for match in _YEAR.finditer(text):
        if int(match[0][:4]) not in years:
            yield match[0]


def traces(model: Model, source: Source, texts: Mapping[str, str]) -> Iterator[Trace]:
    """Yield every match of the linker in TEXTS, in reading order, and whether it became a link."""
    linked: set[str] = set()
    never = model.linker.never
    for block in source.blocks:
        if block.kind == "heading":
            linked = set()
        text = texts.get(block.id) or ""
        for match in model.matcher.matches(text, (source.id, block.id)):
            fate = "never linked" if match.term in never else "already linked" if match.term in linked else "linked"
            linked.add(match.term)
            yield Trace(source.id, block.id, text[match.start : match.end], match.term, fate)

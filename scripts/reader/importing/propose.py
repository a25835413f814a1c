"""A new article -> what its page could be: id, structure with stubs, candidate terms and events.

Nothing of the article goes into the page except its title and headings; candidates are for the
person at the keyboard.
"""

from __future__ import annotations

import datetime
import itertools
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from reader.content.edtf_dates import MONTHS, BadDate, when
from reader.content.note_marks import note_refs, without_marks
from reader.content.page_ids import RESERVED
from reader.copies.layout import Layout
from reader.copies.pieces import NOTES, REFERENCES, Piece
from reader.links.matcher import Matcher

STUB = "To be written."
_SMALL = {
    "a", "an", "the", "of", "and", "for", "in", "on", "to", "at", "by", "with", "from", "as", "is", "how", "why",
    "what",
}  # fmt: skip
_RUNNING = ("paragraph", "figure", "table")
_TAKEN = RESERVED["sources/"] | {"notes", "references"}
_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9/&]*[A-Z0-9](?:-[A-Z0-9]+)*s?(?![\w-])")
_NAME = re.compile(
    r"(?<![\w-])[A-Z][\w’'-]*(?:[ -](?:(?:of|for|and|the|on|de|von|in)[ ](?:the[ ])?)?[A-Z][\w’'-]*)+", re.U
)
_EXPANDED = re.compile(
    r"((?:[A-Z][\w’'-]*|of|and|for|the|on|in|to)(?:[ -](?:[A-Z][\w’'-]*|of|and|for|the|on|in|to)){1,9})"
    r" \(([A-Z][A-Z0-9/-]{1,9})\)"
)
_LEADING = re.compile(
    r"^(?:The|A|An|In|On|At|But|And|For|From|To|As|If|When|While|This|That|These|It|Its|Since|After|Before|By|With)\s+"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_NAMES = "|".join([*MONTHS, *(rf"{month[:3]}\.?" for month in MONTHS), r"Sept\.?"])
_MONTH = f"(?P<month>{_NAMES})"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_YEAR}[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)\b",
        rf"\b{_DAY}\s+{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        rf"\b{_YEAR}\b(?!s)",
        r"\b(?P<decade>(?:1[5-9]|20)\d)0s\b",
    )
]


@dataclass(frozen=True)
class Term:
    """A candidate entry: a form, the expansion the article gives, how often, and where."""

    form: str
    expansion: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """Everything proposed for one article: candidate events are dates (EDTF) and where they are; ``known`` counts the
    entries that the glossary has already."""

    id: str
    page: str
    terms: tuple[Term, ...]
    dates: dict[str, tuple[str, ...]]
    known: list[tuple[str, int]]


Progress = Callable[[str, int, int], None]  # what is read, how many blocks of it, of how many


def propose(
    layout: Layout,
    taken: Collection[str],
    find: Matcher,
    id: str = "",
    progress: Progress = lambda what, done, total: None,
) -> Proposal:
    """Return what to make of a new article; TAKEN are the ids in use, FIND the matcher of the glossary."""
    parts = [part for part in layout.parts if part.id]
    found, known = _terms(parts, find, progress)
    dates = _dates(parts, progress)
    issued, said = _issued(layout, dates)
    id = id or _free(_proposed_id(layout.title, issued), taken)
    return Proposal(id, page(layout, id, issued, said), found, dates, known)


def _told(items: list, what: str, progress: Progress) -> Iterator:
    """Yield ITEMS, and tell now and then how many have been read."""
    for done, item in enumerate(items):
        if done % 500 == 0:
            progress(what, done, len(items))
        yield item
    progress(what, len(items), len(items))


def slug(text: str) -> str:
    """Return TEXT as an id: ASCII letters, digits and hyphens, starting with a letter; may be empty."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "-", text.replace("'", "")).strip("-")
    return text.lstrip("0123456789-")[:50].rstrip("-")


def _proposed_id(title: str, issued: str) -> str:
    words = [w for w in slug(title).split("-") if w and w not in _SMALL]
    return f"{'-'.join(words[:2]) or 'article'}-{issued[:4]}"


def _free(id: str, taken: Collection[str]) -> str:
    numbered = (f"{id}-{n}" for n in itertools.count(2))
    return next(one for one in itertools.chain([id], numbered) if one not in taken)


def _issued(layout: Layout, dates: Iterable[str]) -> tuple[str, str]:
    """Return ``(EDTF, how we know)``: a date line, else the latest year the text names, marked uncertain."""
    today = datetime.date.today().isoformat()
    for part in layout.of("furniture"):
        for edtf in _found(part.text):
            if len(edtf) == 10 and len(part.text) <= 40:
                return edtf, f"A line of its own in the text (line {part.line}); to be checked."
    years = [edtf[:4] for edtf in dates if edtf[:4].isdigit() and edtf[:4] <= today[:4]]
    if years:
        return f"{max(years)}?", "Not stated in the text; this is the latest year it names. To be verified."
    return f"{today[:4]}?", "Not stated in the text; this is the year of the import. To be verified."


def page(layout: Layout, id: str, issued: str, said: str) -> str:
    """Return the draft page: front matter to fill in, and a stub for every block."""
    title = layout.title or "Title to be filled in"
    year = issued.rstrip("?")[:4]
    words = [w for w in re.findall(r"\w+", title) if w.lower() not in _SMALL]
    q = partial(json.dumps, ensure_ascii=False)  # JSON text is YAML text
    stated = "Stated in the text; to be checked." if layout.title else "Not found in the text."
    matter = f"""\
---
# yaml-language-server: $schema=../data/schema/source.schema.json
id: {id}
short: {q(f"{words[0] if words else id} {year}")}
csl:
  type: webpage
  title: {q(title)}
  issued: {q(issued)}
  language: en
stated:
  author: "To be verified."
  publisher: "To be verified."
  date: {q(said)}
  title: {q(stated)}
  url: "To be verified."
headline: {q(STUB)}
good_for: {q(STUB)}
genre: {q(STUB)}
viewpoint: {q(STUB)}
read_as_of: {q(STUB)}
thesis:
  - {q(STUB)}
  - {q(STUB)}
  - {q(STUB)}
caveats:
  - {q(STUB)}
publish: draft
---"""
    return "\n\n".join([matter, *_body(layout)]) + "\n"


def _body(layout: Layout) -> Iterator[str]:
    """Yield the headings and the stubs, in reading order; notes and references at the end."""
    used: set[str] = set(_TAKEN)
    top = min((part.level for part in layout.of("heading") if part.level), default=2)
    referred = {id for part in layout.parts if part.kind in _RUNNING for id in note_refs(part.text)}
    begun = False
    pending: list[str] = []  # headings with nothing below them so far
    for part in layout.parts:
        if part.kind == "heading" and part.text.lower() not in NOTES | REFERENCES:
            marks = "#" * min(4, 2 + max(0, part.level - top))
            heading = _heading(part)
            id = _section(part.text if heading else f"section {part.line}", used)
            pending.append(f"{marks} {heading or f'Heading to be written (line {part.line})'} {{#{id}}}")
        elif part.kind in _RUNNING:
            if not begun and not pending:
                pending.append(f"## Introduction {{#{_section('introduction', used)} .ours}}")
            yield from pending
            pending, begun = [], True
            yield _stub(part)
    notes = layout.of("note")
    if orphans := [f"[{note.id}]" for note in notes if note.id not in referred]:
        # The check wants every note referred to: the stub says where to put the marks.
        yield f"{{#figure-{len(layout.of('figure')) + 1}}} Notes without a marker, to be placed: {' '.join(orphans)}"
    if notes:
        yield "## Notes {#notes}"
    for note in notes:
        loose = "" if note.id in referred else " (no marker found in the text)"
        yield f"{{#{note.id}}} To be written: note of {len(note.text.split())} words.{loose}"
    if references := len(layout.of("reference")):
        yield "## References {#references}"
        yield "\n".join(f"- To be written: reference {n}." for n in range(1, references + 1))


def _stub(part: Piece) -> str:
    marks = "".join(f" [{id}]" for id in dict.fromkeys(note_refs(part.text)))
    if part.kind == "paragraph":
        return f"{{#{part.id}}} {STUB}{marks}"
    if part.kind == "figure":
        return f"{{#{part.id}}} Figure (picture not supplied): to be written.{marks}"
    width = max((len(row) for row in part.rows), default=1)
    head = " | ".join(f"Column {n}" for n in range(1, width + 1))
    row = " | ".join(["To be written"] * width)
    rule = " | ".join(["---"] * width)
    number = part.id.removeprefix("table-")
    table = f"| {head} |\n| {rule} |\n| {row} |"
    return f"{{#{part.id}}} Table {number}: to be written ({len(part.rows)} rows).{marks}\n\n{table}"


def _heading(part: Piece) -> str:
    """Return the heading as the article has it; nothing for a long phrase that is only taken for one."""
    text = re.sub(r"[{}#]", "", part.text).strip()
    words = text.split()
    capitals = sum(w[:1].isupper() or w.lower() in _SMALL for w in words)
    return "" if len(words) > 8 and capitals < 0.8 * len(words) else text


def _section(text: str, used: set[str]) -> str:
    id = "-".join(slug(text).split("-")[:6]) or "section"
    if re.fullmatch(r"[pn]|(?:p|n|table-|figure-)\d+", id):
        id = f"section-{id}"
    id = _free(id, used)
    used.add(id)
    return id


def _terms(parts: list[Piece], find: Matcher, progress: Progress) -> tuple[tuple[Term, ...], list[tuple[str, int]]]:
    """Return the names and abbreviations that the glossary does not have, the most used first, and what it has."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    count: Counter[str] = Counter()
    expansion: dict[str, str] = {}
    known: Counter[str] = Counter()
    for place, text in _told([(part.id, text) for part in parts for text in _windows(part)], "terms", progress):
        matches = find.matches(text)
        known.update(match.term for match in matches)
        covered = {(match.start, match.end) for match in matches}
        for match in _EXPANDED.finditer(text):
            expansion.setdefault(match[2], _tidy(match[1]))
        for match in itertools.chain(_NAME.finditer(text), _ACRONYM.finditer(text)):
            form = _tidy(match[0])
            if len(form) < 2 or match.span() in covered or (match.re is _NAME and not re.search("[ -]", form)):
                continue
            if not any(one.end - one.start == len(form) for one in find.matches(form)):
                count[form] += 1
                places[form].setdefault(place)
    terms = [Term(form, expansion.get(form, ""), n, tuple(places[form])) for form, n in count.items()]
    return tuple(sorted(terms, key=lambda t: (-(t.count + 2 * bool(t.expansion)), t.form))), known.most_common()


def _windows(part: Piece, size: int = 8000) -> Iterator[str]:
    """Yield the words of a part, a very long one cut after sentences, so that the time stays linear."""
    text = " | ".join([part.text, *(cell for row in part.rows for cell in row)])
    text = without_marks(text)
    start = 0
    while len(text) - start > size:
        end = text.rfind(". ", start, start + size) + 1 or text.rfind(" ", start, start + size) + 1
        end = end if end > start else start + size
        yield text[start:end]
        start = end
    yield text[start:]


def _tidy(form: str) -> str:
    before = None
    while form != before:
        before, form = form, _LEADING.sub("", form)
    form = re.sub(r"^(?:of|and|for|the|on|in|to) ", "", form)
    return re.sub(r"[’']s$", "", form).strip(" -’'")


def _dates(parts: list[Piece], progress: Progress) -> dict[str, tuple[str, ...]]:
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for part in _told(parts, "dates", progress):
        for edtf in _found(part.text):
            places[edtf].setdefault(part.id)
    return {edtf: tuple(where) for edtf, where in sorted(places.items())}


def _found(text: str) -> Iterator[str]:
    """Yield the dates in TEXT as EDTF, each span once, the most precise reading first."""
    for pattern in _DATES:
        rest, reached = [], 0
        for match in pattern.finditer(text):
            if edtf := _edtf(match):
                rest += [text[reached : match.start()], "\0"]  # read once; nothing matches across it
                reached = match.end()
                yield edtf
        text = "".join([*rest, text[reached:]])


def _edtf(match: re.Match) -> str:
    """Return the date that MATCH has, or nothing when there is no such day."""
    parts = match.groupdict()
    if "decade" in parts:
        return f"{parts['decade']}X"
    edtf = parts["year"]
    if month := parts.get("month"):
        number = int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month[:3]) + 1
        edtf += f"-{number:02d}"
    if day := parts.get("day"):
        edtf += f"-{int(day):02d}"
    try:
        return when(edtf).edtf
    except BadDate:
        return ""

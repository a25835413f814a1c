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
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from reader.content.edtf_dates import MONTHS, BadDate, when
from reader.content.note_marks import note_refs, without_marks
from reader.content.page_ids import RESERVED
from reader.copies.layout import Layout, Part
from reader.links.matcher import Matcher

STUB = "To be written."
_SMALL = {
    "a",
    "an",
    "the",
    "of",
    "and",
    "for",
    "in",
    "on",
    "to",
    "at",
    "by",
    "with",
    "from",
    "as",
    "is",
    "how",
    "why",
    "what",
}
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
_MONTH = "|".join(MONTHS) + "|" + "|".join(f"{m[:3]}\\.?" for m in MONTHS) + "|Sept\\.?"
_DAY = r"([0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"((?:1[5-9]|20)\d\d)"
_DATES = (
    (re.compile(rf"\b{_YEAR}[-/.](\d\d)[-/.](\d\d)\b"), (1, 2, 3)),
    (re.compile(rf"\b{_DAY}\s+({_MONTH}),?\s+{_YEAR}\b"), (3, 2, 1)),
    (re.compile(rf"\b({_MONTH})\s+{_DAY},?\s+{_YEAR}\b"), (3, 1, 2)),
    (re.compile(rf"\b({_MONTH}),?\s+(?:of\s+)?{_YEAR}\b"), (2, 1, 0)),
    (re.compile(rf"\b{_YEAR}\b(?!s)"), (1, 0, 0)),
    (re.compile(r"\b((?:1[5-9]|20)\d)0s\b"), (-1, 0, 0)),
)


@dataclass(frozen=True)
class Term:
    """A candidate entry: a form, the expansion the article gives, how often, and where."""

    form: str
    expansion: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Date:
    """A candidate event: a date found, as EDTF, and where."""

    edtf: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """Everything proposed for one article; ``known`` counts the entries the glossary has already."""

    id: str
    page: str
    terms: tuple[Term, ...]
    dates: tuple[Date, ...]
    known: tuple[tuple[str, int], ...]


def propose(
    layout: Layout,
    taken: Collection[str],
    find: Matcher,
    id: str = "",
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Proposal:
    """Return what to make of a new article; TAKEN are the ids in use, FIND the matcher of the glossary."""
    parts = [part for part in layout.parts if part.id]
    found, known = _terms(parts, find, progress)
    dates = _dates(parts, progress)
    issued, said = _issued(layout, dates)
    id = id or _free(_proposed_id(layout.title, issued), taken)
    return Proposal(id, page(layout, id, issued, said), found, dates, known)


def slug(text: str) -> str:
    """Return TEXT as an id: ASCII letters, digits and hyphens, starting with a letter; may be empty."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "-", text.replace("'", "")).strip("-")
    return text.lstrip("0123456789-")[:50].rstrip("-")


def _proposed_id(title: str, issued: str) -> str:
    words = [w for w in slug(title).split("-") if w and w not in _SMALL]
    return f"{'-'.join(words[:2]) or 'article'}-{issued[:4]}"


def _free(id: str, taken: Collection[str]) -> str:
    numbers = (f"{id}-{n}" for n in itertools.count(2))
    return id if id not in taken else next(other for other in numbers if other not in taken)


def _issued(layout: Layout, dates: tuple[Date, ...]) -> tuple[str, str]:
    """``(EDTF, how we know)``: a date line, else the latest year the text names, marked uncertain."""
    today = datetime.date.today().isoformat()
    for part in layout.of("furniture"):
        for edtf in _found(part.text):
            if len(edtf) == 10 and len(part.text) <= 40:
                return edtf, f"A line of its own in the text (line {part.line}); to be checked."
    years = [d.edtf[:4] for d in dates if d.edtf[:4].isdigit() and d.edtf[:4] <= today[:4]]
    if years:
        return f"{max(years)}?", "Not stated in the text; this is the latest year it names. To be verified."
    return f"{today[:4]}?", "Not stated in the text; this is the year of the import. To be verified."


def page(layout: Layout, id: str, issued: str, said: str) -> str:
    """Return the draft page: front matter to fill in, and a stub for every block."""
    title = layout.title or "Title to be filled in"
    year = issued.rstrip("?")[:4]
    words = [w for w in re.findall(r"\w+", title) if w.lower() not in _SMALL]
    q = lambda text: json.dumps(text, ensure_ascii=False)  # noqa: E731  (JSON text is YAML text)
    matter = [
        "---",
        "# yaml-language-server: $schema=../data/schema/source.schema.json",
        f"id: {id}",
        f"short: {q(f'{words[0] if words else id} {year}')}",
        "csl:",
        "  type: webpage",
        f"  title: {q(title)}",
        f"  issued: {q(issued)}",
        "  language: en",
        "stated:",
        f"  author: {q('To be verified.')}",
        f"  publisher: {q('To be verified.')}",
        f"  date: {q(said)}",
        f"  title: {q('Stated in the text; to be checked.' if layout.title else 'Not found in the text.')}",
        f"  url: {q('To be verified.')}",
        *(f"{name}: {q(STUB)}" for name in ("headline", "good_for", "genre", "viewpoint", "read_as_of")),
        "thesis:",
        *[f"  - {q(STUB)}"] * 3,
        "caveats:",
        f"  - {q(STUB)}",
        "publish: draft",
        "---",
        "",
    ]
    return "\n".join(matter) + "\n" + "\n\n".join(_body(layout)) + "\n"


def _body(layout: Layout) -> Iterator[str]:
    used: set[str] = set(_TAKEN)
    levels = [p.level for p in layout.of("heading") if p.level] or [2]
    top = min(levels)
    notes, references, begun = [], len(layout.of("reference")), False
    referred = {ref for p in layout.parts if p.kind in ("paragraph", "figure", "table") for ref in note_refs(p.text)}
    pending: list[str] = []
    for part in layout.parts:
        if part.kind == "heading":
            if part.text.lower() in ("notes", "references", "bibliography", "endnotes", "footnotes", "works cited"):
                continue
            heading = _heading(part)
            own = part.text if heading != _unsure(part) else f"section {part.line}"
            pending.append(f"{'#' * min(4, 2 + max(0, part.level - top))} {heading} {{#{_section(own, used)}}}")
        elif part.kind in ("paragraph", "figure", "table"):
            if not begun and not pending:
                pending.append(f"## Introduction {{#{_section('introduction', used)} .ours}}")
            yield from pending
            pending, begun = [], True
            yield _stub(part)
        elif part.kind == "note":
            loose = "" if part.id in referred else " (no marker found in the text)"
            notes.append((part.id, f"{{#{part.id}}} To be written: note of {len(part.text.split())} words.{loose}"))
    orphans = [id for id, _ in notes if id not in referred]
    if orphans:
        # The check wants every note referred to: the stub says where to put the marks.
        yield f"{{#figure-{len(layout.of('figure')) + 1}}} Notes without a marker, to be placed: " + " ".join(
            f"[{id}]" for id in orphans
        )
    if notes:
        yield "## Notes {#notes}"
        yield from (text for _, text in notes)
    if references:
        yield "## References {#references}"
        yield "\n".join(f"- To be written: reference {n}." for n in range(1, references + 1))


def _stub(part: Part) -> str:
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


def _heading(part: Part) -> str:
    """The heading as the article has it; a long phrase only taken for a heading is left to the person."""
    text = re.sub(r"[{}#]", "", part.text).strip()
    words = text.split()
    capitals = sum(w[:1].isupper() or w.lower() in _SMALL for w in words)
    if len(words) > 8 and capitals < 0.8 * len(words):
        return _unsure(part)
    return text or _unsure(part)


def _unsure(part: Part) -> str:
    return f"Heading to be written (line {part.line})"


def _section(text: str, used: set[str]) -> str:
    id = "-".join(slug(text).split("-")[:6]) or "section"
    if re.fullmatch(r"[pn]|(?:p|n|table-|figure-)\d+", id):
        id = f"section-{id}"
    id = _free(id, used)
    used.add(id)
    return id


def _terms(parts: list[Part], find: Matcher, progress):
    places: dict[str, dict[str, None]] = defaultdict(dict)
    count: Counter[str] = Counter()
    expansion: dict[str, str] = {}
    known: Counter[str] = Counter()
    pieces = [(part.id, text) for part in parts for text in _windows(part)]
    for done, (place, text) in enumerate(pieces):
        if done % 500 == 0:
            progress("terms", done, len(pieces))
        matches = find.matches(text)
        known.update(match.term for match in matches)
        covered = {(m.start, m.end) for m in matches}
        for match in _EXPANDED.finditer(text):
            expansion.setdefault(match[2], _tidy(match[1]))
        seen: set[str] = set()
        for pattern in (_NAME, _ACRONYM):
            for match in pattern.finditer(text):
                form = _tidy(match[0])
                if len(form) < 2 or (match.start(), match.end()) in covered or (form in seen and pattern is _ACRONYM):
                    continue
                if find.matches(form) and any(m.end - m.start == len(form) for m in find.matches(form)):
                    continue
                if pattern is _NAME and " " not in form and "-" not in form:
                    continue
                count[form] += 1
                places[form].setdefault(place)
    progress("terms", len(pieces), len(pieces))
    terms = [Term(form, expansion.get(form, ""), n, tuple(places[form])) for form, n in count.items()]
    terms.sort(key=lambda t: (-(t.count + 2 * bool(t.expansion)), t.form))
    return tuple(terms), tuple(known.most_common())


def _windows(part: Part, size: int = 8000) -> Iterator[str]:
    """The words of a part, a very long one cut after sentences, so that the time stays linear."""
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


def _dates(parts: list[Part], progress) -> tuple[Date, ...]:
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for done, part in enumerate(parts):
        if done % 500 == 0:
            progress("dates", done, len(parts))
        for edtf in _found(part.text):
            places[edtf].setdefault(part.id)
    progress("dates", len(parts), len(parts))
    return tuple(Date(edtf, tuple(where)) for edtf, where in sorted(places.items()))


def _found(text: str) -> Iterator[str]:
    """The dates in TEXT as EDTF, each span once, the most precise reading first."""
    for pattern, groups in _DATES:
        rest, reached = [], 0
        for match in pattern.finditer(text):
            if edtf := _edtf(match, groups):
                rest += [text[reached : match.start()], "\0"]  # read once; nothing matches across it
                reached = match.end()
                yield edtf
        text = "".join([*rest, text[reached:]])


def _edtf(match: re.Match, groups: tuple[int, int, int]) -> str:
    year, month, day = groups
    if year < 0:
        return f"{match[1]}X"
    edtf = match[year]
    if month:
        name = match[month]
        number = int(name) if name.isdigit() else next(i for i, m in enumerate(MONTHS, 1) if m[:3] == name[:3])
        edtf += f"-{number:02d}"
    if day:
        edtf += f"-{int(match[day]):02d}"
    try:
        when(edtf)
    except BadDate:
        return ""
    return edtf

"""Raw text -> pieces: the lines or blocks of a copy, each with what it looks like on its own.

Nothing here knows a particular article. What a piece really is may depend on its neighbours: see ``layout``.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.copies.characters import SUPERSCRIPTS, clean, number

KNOWN_HEADINGS = {
    "abstract", "summary", "executive summary", "introduction", "background", "overview", "conclusion", "conclusions",
    "discussion", "recommendations", "acknowledgements", "acknowledgments",
}  # fmt: skip
NOTES = {"notes", "endnotes", "footnotes", "note"}
REFERENCES = {"references", "bibliography", "works cited", "literature", "further reading"}

_ATX = re.compile(r"^(#{1,6})[ \t]+(\S.*?)[ \t]*#*$")
_LETTERED = re.compile(r"^(?:[a-zA-Z]|[ivx]{1,4})\)\s*(?=\S)")
_UNDERLINE = re.compile(r"(=|-)\1\1+")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_EDITORIAL = (
    r"^\(?(?:Read (?:on|more|the|this|also)\b|Continue reading|Click here|Subscribe\b|Share this|Follow us"
    r"|(?:This (?:article|essay|paper|text) (?:was |is )?)?(?:[Ff]irst |[Oo]riginally )(?:published|written|appeared)"
    r"|Translated from|Banner photo|Photo(?:graph)? (?:by|courtesy))"
)
# What a piece is by its own look: the kind, at most how many words, and the pattern; the first that fits.
_LOOKS = [
    (kind, most, re.compile(pattern))
    for kind, most, pattern in (
        ("tags", 40, r"(?i)^(?:Key ?words?|Tags?|Topics?|Filed under|Categor(?:y|ies))\s*[:—–]"),
        ("table-caption", 40, r"(?i)^Table\s+(?:\d+|[IVX]+)\s*[:.–—-]"),
        ("figure", 60, r"(?i)^(?:Figure|Fig\.?|Photo|Picture|Image|Chart|Map|Graph)(?:\s+\d+)?\s*[:.–—]\s*\S"),
        ("source", 30, r"(?i)^Sources?\s*:\s*\S"),
        (
            "date",
            8,
            rf"^\(?(?:Published(?: on)?:?\s+)?(?:\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
            rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+\d{{4}}"
            rf"|{_MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}}|{_MONTH}\.?\s+\d{{4}})\)?$",
        ),
        ("address", 60, r"^[*†‡](?=\s*\S).*(?:@|(?i:mail))"),
        ("byline", 8, r"^By:?\s+[A-Z](?:.*[^.])?$"),
        ("editorial", 25, _EDITORIAL),
        ("editorial", sys.maxsize, rf"^(?=\(.*\)$){_EDITORIAL}"),
        (
            "caption",
            60,
            r"(?:\((?:Photo|Image|Picture|Credit|©)[^()]*\)"
            r"|(?:Getty Images|AFP|Reuters|Jiji|NurPhoto|AP Photo)[^.]{0,12})[.)]?$",
        ),
    )
]
_SUPER_NOTE = re.compile(rf"^([{SUPERSCRIPTS}]+)[.)]?\s*(\S.*)$", re.S)
_BRACKET_NOTE = re.compile(r"^\[\^?(\d{1,3})\](?!\()\s*(\S.*)$", re.S)
_MARKDOWN_NOTE = re.compile(r"^\[\^(\d{1,3})\]:\s*(\S.*)$", re.S)
_LIST_START = re.compile(rf"^\s*(?:[-‐‑–—*•]\s|\d{{1,3}}[.)]\s|\[\^?\d{{1,3}}\]|[{SUPERSCRIPTS}])")
_SENTENCE_END = re.compile(
    r"(?<![.\s][A-Z])(?<!\b[A-Z])(?<!\b(?:Md|Mr|Ms|Dr|St|Jr|vs|No))(?<!\bMrs)(?<!\bProf)[.!?][\"”’)]*\s+[\"“‘(]?[A-Z]"
)
MARKER = re.compile(rf"\[\^?\d{{1,3}}\]|(?<=[\w.,;:!?”\"’')])[{SUPERSCRIPTS}]+")
_OPEN_END = re.compile(
    r"\b(?:a|an|the|and|or|but|of|in|on|at|to|for|from|by|with|as|that|which|who|into"
    r"|its|their|his|her|is|are|was|were|has|have|had"
    r"|are:|is:|include:|includes:|following:|follows:|said:|says:|wrote:)$"
)
_BEGINS_SENTENCE = re.compile(r"^(?:But|And|So|Yet|Or|Because)\b")


@dataclass(frozen=True)
class Piece:
    """One line or block. ``kind`` is what it looks like: heading, paragraph, note, table-caption, table,
    figure, source, reference, or a name of furniture (label, byline, date, tags, editorial, address);
    ``number`` is that of a note."""

    kind: str
    text: str
    line: int
    level: int = 0
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    id: str = ""  # given by ``layout``


def pieces(text: str) -> list[Piece]:
    """Return the pieces of TEXT in order; every line of it is in exactly one of them."""
    return [_classified(piece) for piece in _raw(text.replace("\f", "\n\n"))]


def heading_like(text: str) -> bool:
    """Say whether TEXT looks like an unmarked heading: short, one phrase, no full stop, not a cut sentence."""
    text = MARKER.sub("", text).rstrip()
    count = len(text.split())
    if not text or not 1 <= count <= 14 or len(text) > 120:
        return False
    if text[-1] in ".,;!…-‐‑–—" or text[-2:] in {".”", '."', ".)", ".’"} or _OPEN_END.search(text):
        return False
    bare = _LETTERED.sub("", text)
    first = bare.lstrip("“\"‘'(")[:1]
    if not first or not (first.isupper() or first.isdigit()) or not any(c.isalpha() for c in bare):
        return False
    return not _SENTENCE_END.search(text) and not (text.endswith("?") and _BEGINS_SENTENCE.match(text))


def is_phrase(text: str) -> bool:
    """Say whether TEXT is one phrase of at most 30 words that is not cut in its middle."""
    return len(text.split()) <= 30 and not _SENTENCE_END.search(text) and not _OPEN_END.search(text)


def _raw(text: str) -> list[Piece]:
    chunks: list[list[tuple[int, str]]] = [[]]
    for number_, line in enumerate(text.split("\n"), 1):
        if line.strip():
            chunks[-1].append((number_, line.rstrip()))
        elif chunks[-1]:
            chunks.append([])
    wrapped = _is_wrapped(chunks)
    return [piece for chunk in chunks if chunk for piece in _chunk(chunk, wrapped)]


def _is_wrapped(chunks) -> bool:
    """Tell whether lines are wrapped at a width: the next word would not have fitted on almost any of them.

    Then a paragraph ends at an empty line, not at a line end.
    """
    inner = [
        (line, after.split(maxsplit=1)[0])
        for chunk in chunks
        for (_, line), (_, after) in itertools.pairwise(chunk)
        if "\t" not in line and not line.startswith("|") and not _LIST_START.match(after)
    ]
    width = max((len(line) for line, _ in inner), default=0)
    if len(inner) < 3 or not 30 <= width <= 130:
        return False
    full = sum(len(line) + 1 + len(word) > 0.9 * width for line, word in inner)
    return full >= 0.8 * len(inner)


def _chunk(chunk: list[tuple[int, str]], wrapped: bool) -> Iterator[Piece]:
    """Yield the pieces of CHUNK, neighbouring lines with their numbers; when WRAPPED they go on from line to line."""
    first, *more = chunk
    if len(more) == 1 and (mark := _UNDERLINE.fullmatch(more[0][1].strip())):
        yield Piece("heading", first[1].strip(), first[0], level=1 if mark[1] == "=" else 2)
        return
    for is_table, group in itertools.groupby(chunk, key=lambda one: _is_row(one[1].strip())):
        lines = [(number_, line.strip()) for number_, line in group]
        if is_table:
            yield _table(lines)
            continue
        starts = [
            place
            for place, (_, line) in enumerate(lines)
            if not (wrapped and place) or _LIST_START.match(line) or _ATX.match(line)
        ]
        for start, end in itertools.pairwise([*starts, len(lines)]):
            yield Piece("", " ".join(line for _, line in lines[start:end]), lines[start][0])


def _is_row(line: str) -> bool:
    return "\t" in line or (line.startswith("|") and line.endswith("|") and len(line) > 2)


def _table(lines: list[tuple[int, str]]) -> Piece:
    """Return LINES as a table; one row alone is none."""
    split = (line.strip("|").split("|") if line.startswith("|") else line.split("\t") for _, line in lines)
    rows = [tuple(clean(cell) for cell in cells) for cells in split]
    if len(rows) == 1:
        return Piece("", " ".join(rows[0]), lines[0][0])
    kept = tuple(cells for cells in rows if not all(set(cell) <= set("-: ") and cell for cell in cells))
    return Piece("table", "", lines[0][0], rows=kept)


def _classified(piece: Piece) -> Piece:
    if piece.kind:
        return piece
    if (atx := _ATX.match(piece.text)) and len(piece.text) < 200 and not piece.text.endswith("."):
        return replace(piece, kind="heading", text=clean(atx[2]), level=len(atx[1]))
    text = clean(piece.text)
    piece = replace(piece, text=text)
    count = len(text.split())
    if match := _MARKDOWN_NOTE.match(text) or _SUPER_NOTE.match(text):
        return replace(piece, kind="note", number=number(match[1]), text=match[2])
    if (match := _BRACKET_NOTE.match(text)) and not match[2].startswith(":"):
        return replace(piece, kind="bracket-note", number=int(match[1]))
    for kind, most, pattern in _LOOKS:
        if count <= most and pattern.search(text):
            return replace(piece, kind=kind)
    if heading_like(text):
        return replace(piece, kind="heading", level=3 if _LETTERED.match(text) else 2)
    return replace(piece, kind="paragraph")

"""Pieces -> the structure of an article: title, headings, numbered paragraphs, notes, table, references.

The rules, in the order in which they are applied:

* What comes before the first paragraph is title, labels, byline and captions. The longest phrase is
  the title. A blurb about a series is furniture, and so is the label above it.
* The same short line twice in a row is a caption. A line without a sentence at the very end is a tag line.
* After a heading such as Notes every piece is a note, after References a reference.
* A paragraph that does not end like a sentence goes on after the next footnote, address or page
  break. In a text whose pages cut paragraphs so, a lone sentence right after footnotes belongs to
  the paragraph before them too.
* A note marker (``¹``, ``[1]``, ``[^1]``) counts only when the text has that note; it becomes ``[n1]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reader.copies.characters import SUPERSCRIPTS, number
from reader.copies.pieces import KNOWN_HEADINGS, MARKER, NOTES, REFERENCES, Piece, is_phrase, pieces

_FURNITURE = {"label", "byline", "date", "tags", "editorial", "address", "blurb", "title"}
_SERIES = re.compile(
    r"\bseries of (?:\w+ )?(?:papers|articles|essays|briefs|posts|commentaries|interviews|reports|analyses)\b"
    r"|\b(?:This|The|Our) series (?:aims|is|features|explores|looks|examines|brings|seeks|provides|presents)\b"
    r"|\b(?:paper|article|essay|post|brief|commentary|report) is (?:the \w+ )?(?:part |one )?"
    r"(?:of|in) (?:a|the|our|this) [^.]{0,40}series\b"
)
_MARK = re.compile(rf"([{SUPERSCRIPTS}]+)|\[\^?(\d{{1,3}})\](?![:(])")
_UNIT = re.compile(r"(?:\b(?:[kcmd]?m|ft|in)|CO|H)$")
_LISTED = re.compile(
    rf"^(?:[-‐‑–—*•]\s*)?(?:\[\^?(\d{{1,3}})\]:?|(\d{{1,3}})(?:[.)]|(?=\s))|([{SUPERSCRIPTS}]+)[.)]?)\s*(\S.*)$"
)
_BULLET = re.compile(r"^[-‐‑–—*•]\s+")
_CLOSERS = "\"”’')]»"


@dataclass(frozen=True)
class Layout:
    """The structure of one text: its title and its parts in reading order.

    The ``kind`` of a part is heading, paragraph, note, table, figure, reference or furniture; its ``id`` is p1, n1,
    table-1 or figure-1 (empty for the others), its ``text`` has note markers as ``[n1]``.
    """

    title: str
    parts: tuple[Piece, ...]

    def of(self, kind: str) -> tuple[Piece, ...]:
        """Return the parts of one kind, in order."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def texts(self) -> dict[str, str]:
        """block id -> its text: p1…, n1…, figure-1…, table-1… (caption and cells), references."""
        found = {part.id: block_text(part) for part in self.parts if part.id}
        if references := self.of("reference"):
            found["references"] = "\n".join(part.text for part in references)
        return found


def block_text(part: Piece) -> str:
    """Return the words of a part, the cells of a table with them (as ``reader.links.mentions`` has them)."""
    cells = " | ".join(cell for row in part.rows for cell in row)
    return " | ".join(filter(None, (part.text, cells)))


def layout(text: str) -> Layout:
    """Return the structure of TEXT (already decoded, line ends ``\\n``)."""
    return structure(pieces(text))


def structure(found: Iterable[Piece]) -> Layout:
    """Return the structure of pieces in reading order, wherever they come from."""
    items = _back_matter(list(found))
    items = _captions(_bracket_notes(items))
    title, items = _head(items)
    items = _ends(items)
    items = _tables(items)
    items = _joined(items)
    return Layout(title, tuple(_numbered(items)))


def _back_matter(items: list[Piece]) -> list[Piece]:
    """Take what follows a heading Notes for notes, and what follows a heading References for references."""
    result: list[Piece] = []
    rest: dict[int, list[str]] = {}  # place of a note in the result -> the lines that it goes on with
    mode, count = "", 0
    for item in items:
        name = item.text.rstrip(":").strip().lower()
        if item.kind == "heading" and name in NOTES | REFERENCES:
            mode = "note" if name in NOTES else "reference"
            result.append(item)
        elif not mode or item.kind in ("note", "address", "tags", "table"):
            result.append(item)
        elif mode == "reference":
            result.append(replace(item, kind="reference", text=_BULLET.sub("", item.text)))
        elif match := _LISTED.match(item.text):
            count = number(match[1] or match[2] or match[3])
            result.append(replace(item, kind="note", number=count, text=match[4]))
        elif _BULLET.match(item.text) or not count:
            count += 1
            result.append(replace(item, kind="note", number=count, text=_BULLET.sub("", item.text)))
        elif item.kind == "heading":
            mode = ""  # the article goes on
            result.append(item)
        else:
            rest.setdefault(len(result) - 1, []).append(item.text)
    for place, lines in rest.items():
        result[place] = replace(result[place], text=" ".join([result[place].text, *lines]))
    return result


def _bracket_notes(items: list[Piece]) -> list[Piece]:
    """Take a piece that starts with ``[1]`` for a note when an earlier paragraph has that marker."""
    seen: set[int] = set()
    result = []
    for item in items:
        if item.kind == "bracket-note":
            if item.number in seen:
                item = replace(item, kind="note", text=item.text.partition("]")[2].strip())
            else:
                item = replace(item, kind="paragraph", number=0)
        if item.kind in ("paragraph", "heading"):
            seen.update(int(match[2]) for match in _MARK.finditer(item.text, 1) if match[2])
        result.append(item)
    return result


def _captions(items: list[Piece]) -> list[Piece]:
    """Make figures of photo captions, each once; a short line that is repeated at once is one."""
    result = list(items)
    texts = ["", *(item.text for item in items), ""]
    for index, item in enumerate(items):
        if item.kind in ("paragraph", "heading", "caption", "figure") and item.text:
            short = len(item.text.split()) <= 60
            if short and texts[index] == item.text:
                result[index] = replace(item, kind="editorial")
            elif item.kind == "caption" or (item.kind != "figure" and short and texts[index + 2] == item.text):
                result[index] = replace(item, kind="figure", level=0)
    return result


def _phrases(items: list[Piece]) -> list[Piece]:
    """Take even a longer phrase without a sentence for a title or label at the very start."""
    result = list(items)
    for index, item in enumerate(items[:-1]):
        if item.kind == "paragraph":
            bare = MARKER.sub("", item.text).rstrip(_CLOSERS + " ")
            if bare[-1:] in ".!?…,;" or not is_phrase(item.text) or items[index + 1].text[:1].islower():
                break
            result[index] = replace(item, kind="heading", level=2)
    return result


def _head(items: list[Piece]) -> tuple[str, list[Piece]]:
    """Return the title, and the items with the title and the labels around it marked as such."""
    result = _phrases(items)
    start, first = 0, _paragraph(result, 0)
    if first < len(result) and _SERIES.search(result[first].text):
        result[first] = replace(result[first], kind="blurb")
        for index in range(first):
            if result[index].kind == "heading":
                result[index] = replace(result[index], kind="label")
        start, first = first + 1, _paragraph(result, first + 1)
        if not any(item.kind == "heading" and item.level == 1 for item in result[start:first]):
            return "", result  # what follows the blurb is a section, not a title
    known = KNOWN_HEADINGS | NOTES | REFERENCES
    heads = {i: item for i, item in enumerate(result[:first]) if i >= start and item.kind == "heading"}
    heads = {i: item for i, item in heads.items() if item.text.rstrip(":").lower() not in known}
    if not heads:
        return "", result
    title = min(heads, key=lambda i: (heads[i].level != 1, -len(heads[i].text.split()), i))
    for index, item in heads.items():
        short = len(item.text.split()) <= 3 or item.text.endswith("*")
        if index < title or (index > title and short and heads[title].level != 1 and item.level == 2):
            result[index] = replace(item, kind="label")
    result[title] = replace(heads[title], kind="title")
    return heads[title].text.rstrip("*").strip(), result


def _paragraph(items: list[Piece], start: int) -> int:
    """Return where the first paragraph from START on is; the end when there is none."""
    return next((i for i in range(start, len(items)) if items[i].kind == "paragraph"), len(items))


def _ends(items: list[Piece]) -> list[Piece]:
    """Take headings with nothing below them for tag lines; a blurb about the series may come at the end."""
    result = list(items)
    for index in range(len(result) - 1, -1, -1):
        kind = result[index].kind
        if kind == "heading" or (kind == "paragraph" and _is_tag_line(result, index)):
            result[index] = replace(result[index], kind="tags")
        elif kind not in _FURNITURE | {"source"}:
            if kind == "paragraph" and index and _SERIES.search(result[index].text):
                result[index] = replace(result[index], kind="blurb")
                continue
            break
    return result


def _is_tag_line(items: list[Piece], index: int) -> bool:
    """Tell whether these are few words that end like no sentence, after a paragraph that does end."""
    text = items[index].text
    before = next((item for item in reversed(items[:index]) if item.kind == "paragraph"), None)
    few = len(text.split()) <= 14 and (text[-1].isalnum() or text[-1] == ",") and not re.search(r"[.!?;]", text)
    return few and before is not None and not _open(before.text)


def _tables(items: list[Piece]) -> list[Piece]:
    """Give a caption the rows below it, and a source line to the table or figure above it."""
    result: list[Piece] = []
    for item in items:
        last = result[-1] if result else None
        if item.kind == "table" and last and last.kind == "table-caption":
            result[-1] = replace(last, kind="table", rows=item.rows)
        elif item.kind == "source" and last and last.kind in ("table", "figure"):
            if last.kind == "figure":
                result[-1] = replace(last, text=f"{last.text} {item.text}")
        elif item.kind == "source":
            result.append(replace(item, kind="figure"))  # the picture and its caption are gone
        else:
            result.append(item)
    return [replace(item, kind="paragraph") if item.kind == "table-caption" else item for item in result]


def _open(text: str) -> bool:
    """Tell whether TEXT stops in mid-sentence."""
    text = re.sub(rf"(?:[{SUPERSCRIPTS}]+|\[\^?\d{{1,3}}\])+$", "", text[-60:]).rstrip()
    return bool(text) and text[-1] not in ".!?…:" + _CLOSERS and (text[-1].isalnum() or text[-1] in ",;-‐‑–—")


def _goes_on(before: str, after: str) -> bool:
    if not _open(before):
        return False
    return after[:1].islower() or before[-1] not in "-‐‑–—"


def _joined(items: list[Piece]) -> list[Piece]:
    """Make paragraphs whole that a page break, a footnote or the author's address cut in two."""
    before: dict[int, int] = {}  # place of a piece -> place of the piece that it goes on from
    lone: dict[int, int] = {}  # the same, where a lone sentence follows footnotes
    cut_by_notes = False
    last, notes = -1, False  # the paragraph piece before, unless something other than a gap came between
    for place, item in enumerate(items):
        if item.kind in ("note", "address", "date", "label"):
            notes |= item.kind == "note"
            continue
        if item.kind == "paragraph" and last >= 0:
            if _goes_on(items[last].text, item.text):
                before[place] = last
                cut_by_notes |= notes
            elif notes and _one_sentence(item.text):
                lone[place] = last
        last, notes = place if item.kind == "paragraph" else -1, False
    if cut_by_notes:
        before |= lone
    first: dict[int, int] = {}  # place of a piece -> place of the first piece of its paragraph
    texts: dict[int, list[str]] = {}
    for place, item in enumerate(items):
        first[place] = first[before[place]] if place in before else place
        texts.setdefault(first[place], []).append(item.text)
    return [replace(item, text=" ".join(texts[place])) for place, item in enumerate(items) if place in texts]


def _one_sentence(text: str) -> bool:
    return len(text.split()) <= 30 and not re.search(r"[.!?][\"”’)]*\s+[\"“‘(]?[A-Z]", text)


def _numbered(items: list[Piece]) -> Iterator[Piece]:
    notes = [item for item in items if item.kind == "note"]
    prefixes = {"paragraph": "p", "note": "n", "table": "table-", "figure": "figure-"}
    count: Counter[str] = Counter()
    for item in items:
        text, id = item.text, ""
        if item.kind in prefixes:
            count[item.kind] += 1
            id = f"{prefixes[item.kind]}{count[item.kind]}"
        if item.kind in ("paragraph", "figure", "table"):
            text = _marked(text, item.line, notes)
        if item.kind == "heading":
            text = text.rstrip(":").rstrip()
        yield replace(item, kind="furniture" if item.kind in _FURNITURE else item.kind, text=text, id=id)


def _marked(text: str, line: int, notes: list[Piece]) -> str:
    """Return TEXT with the markers of NOTES as ``[n1]``; with repeated numbers the next note below is meant."""
    if not notes:
        return text

    def mark(match: re.Match) -> str:
        wanted = number(match[1] or match[2])
        places = [i for i, note in enumerate(notes, 1) if note.number == wanted]
        if not places or (match[1] and _UNIT.search(text[: match.start()])):
            return match[0]
        below = [i for i in places if notes[i - 1].line >= line]
        return f"[n{(below or places[-1:])[0]}]"

    return _MARK.sub(mark, text)

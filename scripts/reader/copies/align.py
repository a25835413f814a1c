"""Which block of the annotated article each block of a copy is.

Blocks with the very same words find each other wherever they are, also when the copy cuts a
paragraph in two or runs two together. What is left is compared by likeness, the most alike first. What
then has no partner is new in the copy, or missing from it; it never takes the number of another block.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, insort
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from reader.content.note_marks import note_refs
from reader.copies.characters import words
from reader.copies.fingerprint import Print, digest, likeness, runs, same_signs
from reader.copies.layout import Layout

_LEAST = 0.3  # likeness from which two blocks between the same blocks are the same block, changed
_SURE = 0.6  # likeness from which they are, wherever they occur
_LOOSE = ("paragraph", "heading", "furniture")  # what may turn out to be a known paragraph


@dataclass(frozen=True)
class Extra:
    """A block that the annotated article does not have: its text, and which block it follows ("" at the start)."""

    after: str
    text: str
    line: int
    kind: str = "paragraph"


@dataclass(frozen=True)
class Report:
    """How a copy differs: ids of changed, missing and moved blocks, how many blocks are new, and the
    ids of blocks that differ only in signs such as quotation marks. ``within`` are missing blocks whose
    words are in the block named."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the copy says word for word what the annotated article says."""
        return not (self.changed or self.missing or self.moved or self.new)


@dataclass
class _Segment:
    text: str
    line: int
    kind: str
    id: str = ""
    exact: bool = False

    def __post_init__(self) -> None:
        self.words = words(self.text)


def align(found: Layout, known: Mapping[str, Print]) -> tuple[dict[str, str], tuple[Extra, ...], Report]:
    """Return the texts of a copy under the ids of KNOWN (block id -> fingerprint), the blocks that have no id there,
    and the differences."""
    notes, numbers, extra_notes = _notes(found, {id: p for id, p in known.items() if id[0] == "n"})
    paragraphs = {id: p for id, p in known.items() if re.match(r"p\d", id)}
    marks = {part.id: str(part.number) for part in found.of("note")}
    segments = [
        _Segment(_renumbered(part.text, numbers, marks), part.line, part.kind)
        for part in found.parts
        if part.kind in _LOOSE and part.text
    ]
    segments = _exact(segments, paragraphs)
    _similar(segments, paragraphs)
    moved = _moved([s.id for s in segments if s.id])
    texts = {s.id: s.text for s in segments if s.id}
    texts = {id: texts[id] for id in paragraphs if id in texts} | notes
    texts |= {id: text for id, text in found.texts.items() if id[0] not in "pn"}
    changed = [s.id for s in segments if s.id and not s.exact]
    changed += [id for id in known if id[0] != "p" and id in texts and digest(words(texts[id])) != known[id].sha256]
    missing = [id for id in known if id not in texts]
    extra = (*_extra(segments, ""), *extra_notes)
    report = Report(
        changed=tuple(sorted(changed, key=list(known).index)),
        missing=tuple(missing),
        moved=moved,
        new=tuple(one.after for one in extra),
        signs=tuple(id for id in known if id in texts and id not in changed and not same_signs(known[id], texts[id])),
        within=_within(missing, paragraphs, segments),
    )
    return texts, extra, report


def _renumbered(text: str, numbers: Mapping[str, str], marks: Mapping[str, str]) -> str:
    """Return TEXT with the copy's note ids made ours; a note we do not know keeps its own number as plain text."""
    for id in dict.fromkeys(note_refs(text)):
        text = text.replace(f"[{id}]", f"[\0{numbers[id]}]" if id in numbers else f"[{marks.get(id, id[1:])}]")
    return text.replace("\0", "")


def _notes(found: Layout, known: Mapping[str, Print]) -> tuple[dict[str, str], dict[str, str], list[Extra]]:
    """Return ``(texts by our ids, copy's id -> our id, notes we do not know)``."""
    parts = found.of("note")
    segments = [_Segment(part.text, part.line, "note") for part in parts]
    # Two notes may have the same words; the same number tells them apart.
    for part, segment in zip(parts, segments, strict=True):
        if part.id in known and known[part.id].sha256 == digest(segment.words):
            segment.id, segment.exact = part.id, True
    open_ = _Open(known, {segment.id for segment in segments})
    for segment in segments:
        open_.take(segment)
    _similar(segments, known)
    texts = {s.id: s.text for s in segments if s.id}
    numbers = {part.id: s.id for part, s in zip(parts, segments, strict=True) if s.id}
    for part, segment in zip(parts, segments, strict=True):
        if not segment.id:
            segment.text = f"[{part.number}] {segment.text}"
    return {id: texts[id] for id in known if id in texts}, numbers, list(_extra(segments, "notes"))


def _extra(segments: list[_Segment], last: str) -> Iterator[Extra]:
    """Yield the paragraphs and notes that have no id; those at the start come after LAST."""
    for segment in segments:
        last = segment.id or last
        if not segment.id and segment.kind in ("paragraph", "note"):
            yield Extra(last, segment.text, segment.line, segment.kind)


class _Open:
    """The blocks of KNOWN that are not TAKEN yet, by their words."""

    def __init__(self, known: Mapping[str, Print], taken: Container[str] = ()):
        self._ids: dict[str, list[str]] = {}
        for id, print_ in known.items():
            if id not in taken:
                self._ids.setdefault(print_.sha256, []).append(id)
        self.sizes = sorted({print_.words for print_ in known.values()} - {0}, reverse=True)

    def has(self, found: list[str]) -> bool:
        """Tell whether there is a block of these words."""
        return len(found) in self.sizes and bool(self._ids.get(digest(found)))

    def take(self, segment: _Segment) -> None:
        """Give SEGMENT, when it has no id, that of the block with its words."""
        if not segment.id and (ids := self._ids.get(digest(segment.words))):
            segment.id, segment.exact = ids.pop(0), True


def _exact(segments: list[_Segment], known: Mapping[str, Print]) -> list[_Segment]:
    """Give every known block whose words are in the copy its id; segments are joined and cut for it."""
    open_ = _Open(known)
    for segment in segments:
        open_.take(segment)
    return _cut(_join(segments, open_), open_)


def _join(segments: list[_Segment], open_: _Open) -> list[_Segment]:
    """Make one segment of neighbours that together are one known block."""
    result: list[_Segment] = []
    for segment in segments:
        result.append(segment)
        found: list[str] = []
        for start in range(len(result) - 1, -1, -1):
            found = result[start].words + found
            if result[start].id or len(found) > max(open_.sizes, default=0):
                break
            if start < len(result) - 1 and open_.has(found):
                parts = result[start:]
                result[start:] = [_Segment(" ".join(part.text for part in parts), parts[0].line, "paragraph")]
                open_.take(result[start])
                break
    return result


def _cut(segments: list[_Segment], open_: _Open) -> list[_Segment]:
    """Cut a segment in two where a known block begins or ends it."""
    result: list[_Segment] = []
    todo = segments[::-1]
    while todo:
        segment = todo.pop()
        open_.take(segment)
        parts = [] if segment.id else _parts(segment, open_)
        if parts:
            todo += [_Segment(text, segment.line, segment.kind) for text in reversed(parts)]
        else:
            result.append(segment)
    return result


def _parts(segment: _Segment, open_: _Open) -> list[str]:
    """Return the two texts of SEGMENT of which one is a known block, the largest; none when there is no such block."""
    total = len(segment.words)
    sizes = [size for size in open_.sizes if size < total]
    tokens = segment.text.split(" ") if sizes else []
    reached = itertools.accumulate(len(words(token)) for token in tokens)
    ends = {count: index for index, count in enumerate(reached, 1)}
    for size in sizes:
        for at, part in ((size, segment.words[:size]), (total - size, segment.words[total - size :])):
            if at in ends and open_.has(part):
                return [" ".join(tokens[: ends[at]]), " ".join(tokens[ends[at] :])]
    return []


def _similar(segments: list[_Segment], known: Mapping[str, Print]) -> None:
    """Give changed blocks their ids, the most alike first: in order between others, or anywhere when very alike."""
    order = {id: place for place, id in enumerate(known)}
    anchors = _rising([(i, order[s.id]) for i, s in enumerate(segments) if s.id])
    taken = {s.id for s in segments if s.id}
    free = {i: runs(s.words) for i, s in enumerate(segments) if not s.id and s.kind in ("paragraph", "note")}
    pairs = [(likeness(known[id], found), i, id) for i, found in free.items() for id in known if id not in taken]
    for score, index, id in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if score < _LEAST or segments[index].id or id in taken:
            continue
        pair = index, order[id]
        at = bisect_left(anchors, pair)
        in_order = all(other[1] < pair[1] for other in anchors[max(0, at - 1) : at])
        in_order = in_order and all(other[1] > pair[1] for other in anchors[at : at + 1])
        if in_order:
            insort(anchors, pair)
        if in_order or score >= _SURE:
            segments[index].id = id
            taken.add(id)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of PAIRS (sorted by the first) in which the second rises too."""
    tails: list[int] = []  # by length: the least end of a part of that length
    chains: list[tuple] = []  # and that part, from its end: (pair, chain before it)
    for pair in pairs:
        length = bisect_left(tails, pair[1])
        tails[length : length + 1] = [pair[1]]
        chains[length : length + 1] = [(pair, chains[length - 1] if length else None)]
    found, chain = [], chains[-1] if chains else None
    while chain:
        found.append(chain[0])
        chain = chain[1]
    return found[::-1]


def _moved(ids: list[str]) -> tuple[str, ...]:
    numbers = [(place, int(id[1:])) for place, id in enumerate(ids)]
    kept = set(_rising(numbers))
    return tuple(ids[place] for place, number in numbers if (place, number) not in kept)


def _within(missing: list[str], known: Mapping[str, Print], segments: list[_Segment]) -> dict[str, str]:
    """Return missing blocks whose words are inside a block that has another id."""
    changed = [(s.id, runs(s.words)) for s in segments if s.id and not s.exact]
    found = {}
    for id in missing:
        others = [other for other, have in changed if id in known and likeness(known[id], have) >= 0.5]
        if others:
            found[id] = others[0]
    return found

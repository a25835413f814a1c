"""Which block of the annotated article each block of a copy is.

Blocks with the very same words find each other wherever they are, also when the copy cuts a
paragraph in two or runs two together. What is left is compared in order by likeness between the
blocks already found. What then has no partner is new in the copy, or missing from it; it never
takes the number of another block.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.content.note_marks import note_refs
from reader.copies.characters import words
from reader.copies.fingerprint import Print, digest, likeness, runs, same_signs
from reader.copies.layout import Layout, Part

_LEAST = 0.3  # likeness from which two blocks in the same place are the same block, changed
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


@dataclass(frozen=True)
class Aligned:
    """The texts of a copy under the ids of the annotated article, the blocks it has no id for, and the differences."""

    texts: dict[str, str]
    extra: tuple[Extra, ...]
    report: Report


@dataclass
class _Segment:
    text: str
    line: int
    kind: str
    words: list[str]
    id: str = ""
    exact: bool = False

    @classmethod
    def of(cls, text: str, line: int, kind: str) -> _Segment:
        return cls(text, line, kind, words(text))


def align(found: Layout, known: Mapping[str, Print]) -> Aligned:
    """Return the blocks of a copy under the ids of KNOWN (block id -> fingerprint)."""
    notes, numbers, extra_notes = _notes(found, {id: p for id, p in known.items() if id[0] == "n"})
    paragraphs = {id: p for id, p in known.items() if re.match(r"p\d", id)}
    marks = {part.id: part.mark for part in found.of("note")}
    segments = [
        _Segment.of(_renumbered(part.text, numbers, marks), part.line, part.kind)
        for part in found.parts
        if part.kind in _LOOSE and part.text
    ]
    segments = _exact(segments, paragraphs)
    _similar(segments, paragraphs)
    texts = {s.id: s.text for s in segments if s.id}
    extra, last = [], ""
    for segment in segments:
        if segment.id:
            last = segment.id
        elif segment.kind == "paragraph":
            extra.append(Extra(last, segment.text, segment.line))
    moved = _moved([s.id for s in segments if s.id])
    texts = {id: texts[id] for id in paragraphs if id in texts} | notes
    rest = found.texts
    texts |= {id: text for id, text in rest.items() if id[0] not in "pn"}
    changed = [s.id for s in segments if s.id and not s.exact]
    changed += [id for id in known if id[0] != "p" and id in texts and digest(words(texts[id])) != known[id].sha256]
    missing = [id for id in known if id not in texts]
    order = list(known)
    return Aligned(
        texts,
        (*extra, *extra_notes),
        Report(
            changed=tuple(sorted(changed, key=order.index)),
            missing=tuple(missing),
            moved=moved,
            new=tuple(e.after for e in (*extra, *extra_notes)),
            signs=tuple(
                id for id in known if id in texts and id not in changed and not same_signs(known[id], texts[id])
            ),
            within=_within(missing, paragraphs, segments),
        ),
    )


def _renumbered(text: str, numbers: Mapping[str, str], marks: Mapping[str, str]) -> str:
    """TEXT with the copy's note ids made ours; a note we do not know keeps its own number as plain text."""
    for id in dict.fromkeys(note_refs(text)):
        text = text.replace(f"[{id}]", f"[\0{numbers[id]}]" if id in numbers else f"[{marks.get(id) or id[1:]}]")
    return text.replace("\0", "")


def _notes(found: Layout, known: Mapping[str, Print]):
    """``(texts by our ids, copy's id -> our id, notes we do not know)``."""
    parts = list(found.of("note"))
    segments = [_Segment.of(part.text, part.line, "note") for part in parts]
    # Two notes may have the same words; the same number tells them apart.
    taken: set[str] = set()
    for same_number in (True, False):
        for part, segment in zip(parts, segments, strict=True):
            if segment.id:
                continue
            sha = digest(segment.words)
            for id, print_ in known.items():
                if id not in taken and print_.sha256 == sha and (not same_number or id == part.id):
                    segment.id, segment.exact = id, True
                    taken.add(id)
                    break
    _similar(segments, known)
    texts = {s.id: s.text for s in segments if s.id}
    numbers = {part.id: s.id for part, s in zip(parts, segments, strict=True) if s.id}
    extra, last = [], ""
    for part, segment in zip(parts, segments, strict=True):
        last = segment.id or last
        if not segment.id:
            extra.append(Extra(last or "notes", f"[{part.mark or part.id[1:]}] {segment.text}", segment.line, "note"))
    return {id: texts[id] for id in known if id in texts}, numbers, tuple(extra)


def _exact(segments: list[_Segment], known: Mapping[str, Print]) -> list[_Segment]:
    """Give every known block whose words are in the copy its id; segments are cut and joined for it."""
    by_sha: dict[str, list[str]] = {}
    for id, print_ in known.items():
        by_sha.setdefault(print_.sha256, []).append(id)
    for segment in segments:
        if ids := by_sha.get(digest(segment.words)):
            segment.id, segment.exact = ids.pop(0), True
    sizes = {known[id].words for ids in by_sha.values() for id in ids}
    segments = _join(segments, by_sha, sizes)
    sizes = {known[id].words for ids in by_sha.values() for id in ids}
    return _cut(segments, by_sha, sizes)


def _join(segments, by_sha, sizes) -> list[_Segment]:
    """Neighbours that together are one known block."""
    most = max(sizes, default=0)
    result, index = [], 0
    while index < len(segments):
        end = _run(segments, index, by_sha, sizes, most)
        if end:
            group = segments[index:end]
            joined = _Segment.of(" ".join(s.text for s in group), group[0].line, "paragraph")
            joined.id, joined.exact = by_sha[digest(joined.words)].pop(0), True
            result.append(joined)
            index = end
        else:
            result.append(segments[index])
            index += 1
    return result


def _run(segments, start, by_sha, sizes, most) -> int:
    found: list[str] = []
    for end in range(start, len(segments)):
        if segments[end].id:
            return 0
        found += segments[end].words
        if len(found) > most:
            return 0
        if end > start and len(found) in sizes and by_sha.get(digest(found)):
            return end + 1
    return 0


def _cut(segments, by_sha, sizes) -> list[_Segment]:
    """A segment that begins or ends with one known block is cut there."""
    result: list[_Segment] = []
    todo = list(reversed(segments))
    while todo:
        segment = todo.pop()
        if not segment.id and (ids := by_sha.get(digest(segment.words))):
            segment.id, segment.exact = ids.pop(0), True
        cut = None if segment.id else _place(segment, by_sha, sizes)
        if cut is None:
            result.append(segment)
            continue
        for text, id in reversed(cut):
            piece = _Segment.of(text, segment.line, segment.kind)
            if id:
                piece.id, piece.exact = by_sha[digest(piece.words)].pop(0), True
            todo.append(piece)
    return result


def _place(segment, by_sha, sizes):
    """``[(text, is known), (text, is known)]`` where SEGMENT is cut, or None."""
    total = len(segment.words)
    if not any(size < total for size in sizes):
        return None
    tokens, reached, ends = segment.text.split(" "), 0, {}
    for index, token in enumerate(tokens, 1):
        reached += len(words(token))
        ends[reached] = index
    for size in sorted(sizes, reverse=True):
        if not 0 < size < total:
            continue
        if size in ends and by_sha.get(digest(segment.words[:size])):
            return [(" ".join(tokens[: ends[size]]), True), (" ".join(tokens[ends[size] :]), False)]
        if total - size in ends and by_sha.get(digest(segment.words[total - size :])):
            at = ends[total - size]
            return [(" ".join(tokens[:at]), False), (" ".join(tokens[at:]), True)]
    return None


def _similar(segments: list[_Segment], known: Mapping[str, Print]) -> None:
    """Give blocks that changed their ids: in order between exact ones, then anywhere when very alike."""
    order = {id: place for place, id in enumerate(known)}
    anchors = _rising([(i, order[s.id]) for i, s in enumerate(segments) if s.id])
    bounds = [(-1, -1), *anchors, (len(segments), len(order))]
    ids, taken = list(order), {s.id for s in segments if s.id}
    shingles = {i: runs(s.words) for i, s in enumerate(segments) if not s.id and s.kind in ("paragraph", "note")}
    for (low, first), (high, last) in itertools.pairwise(bounds):
        free = [i for i in range(low + 1, high) if i in shingles]
        open_ = [id for id in ids[first + 1 : last] if id not in taken]
        for index, id in _best(free, open_, shingles, known):
            segments[index].id = id
            taken.add(id)
    rest = sorted(
        (
            (likeness(known[id], found), index, id)
            for index, found in shingles.items()
            if not segments[index].id
            for id in ids
            if id not in taken
        ),
        key=lambda one: (-one[0], one[1]),
    )
    for score, index, id in rest:
        if score >= _SURE and not segments[index].id and id not in taken:
            segments[index].id = id
            taken.add(id)


def _best(free, open_, shingles, known) -> list[tuple[int, str]]:
    """The pairs, both sides in order, with the greatest sum of likeness."""
    if not free or not open_:
        return []
    table = [[0.0] * (len(open_) + 1) for _ in range(len(free) + 1)]
    score = [[likeness(known[id], shingles[i]) for id in open_] for i in free]
    for a in range(1, len(free) + 1):
        for b in range(1, len(open_) + 1):
            like = score[a - 1][b - 1]
            pair = table[a - 1][b - 1] + like if like >= _LEAST else 0.0
            table[a][b] = max(table[a - 1][b], table[a][b - 1], pair)
    pairs, a, b = [], len(free), len(open_)
    while a and b:
        if table[a][b] == table[a - 1][b]:
            a -= 1
        elif table[a][b] == table[a][b - 1]:
            b -= 1
        else:
            pairs.append((free[a - 1], open_[b - 1]))
            a, b = a - 1, b - 1
    return pairs[::-1]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of PAIRS (sorted by the first) in which the second rises too."""
    tails: list[int] = []
    links: list[tuple[int, int]] = []
    back = [-1] * len(pairs)  # index in pairs -> index of its predecessor
    at: list[int] = []  # place in tails -> index in pairs
    for index, (_, value) in enumerate(pairs):
        place = bisect_left(tails, value)
        back[index] = at[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            at.append(index)
        else:
            tails[place], at[place] = value, index
    index = at[-1] if at else -1
    while index >= 0:
        links.append(pairs[index])
        index = back[index]
    return links[::-1]


def _moved(ids: list[str]) -> tuple[str, ...]:
    numbers = [(place, int(id[1:])) for place, id in enumerate(ids)]
    kept = set(_rising(numbers))
    return tuple(ids[place] for place, number in numbers if (place, number) not in kept)


def _within(missing, known: Mapping[str, Print], segments: list[_Segment]) -> dict[str, str]:
    """Missing blocks whose words are inside a block that has another id."""
    changed = [(s.id, runs(s.words)) for s in segments if s.id and not s.exact]
    return {
        id: best
        for id in missing
        if id in known
        for best in [next((other for other, found in changed if likeness(known[id], found) >= 0.5), "")]
        if best
    }


def all_runs(parts: tuple[Part, ...]) -> set[str]:
    """Return the runs of words of a whole copy, part by part."""
    found: set[str] = set()
    for part in parts:
        found |= runs(words(part.text))
    return found

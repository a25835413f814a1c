"""Lists of numbers in as few characters as they say something: an arithmetic coder, read by assets/search/unpack.js.

What a number costs depends on what followed the few before it until now (prediction by partial matching with
exclusion): it is one of these, or escaped to what else followed one less before it, in the end to those that were
escaped before; a new one is always the next, as things are numbered in the order in which they come. Both sides count
the same way, so that no table is sent. Of the texts of the search index gzip alone makes a fifth more.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

END = 0  # of a list
TOP, LEAST = 1 << 48, 1 << 40  # of the range that is left; the browser's numbers are exact to 2 ** 53
STEP = 2  # how much each further escape of a number counts, beside the 1 of the first
FEW = 100  # of up to so many numbers those are excluded that followed more: of more it would take too long
SORTS = 7  # of places, by how many numbers followed and how often each: 6 stands for all above

Part = tuple[int, int, int]  # of a whole: from, to, of how many


def packed(lists: Sequence[Sequence[int]], order: int) -> list[str | int]:
    """Return LISTS as base64, each number told by up to ORDER before it; how many distinct ones there are, and in all
    with the end of each list, which is 0: the others come for the first time in the order 1, 2, 3 …"""
    size = max(chain.from_iterable(lists), default=0)
    return [base64.b64encode(_coded(_parts(lists, size, order))).decode(), size, sum(map(len, lists)) + len(lists)]


class _Followers:
    """What followed the same numbers, and how often; what is more common comes before, to be found sooner."""

    __slots__ = ("counts", "numbers", "place", "total")

    def __init__(self) -> None:
        self.place: dict[int, int] = {}
        self.numbers: list[int] = []
        self.counts: list[int] = []
        self.total = 0

    def count(self, number: int, at: int | None) -> None:
        """Count NUMBER, which stands AT that place, as one more that followed."""
        counts, numbers = self.counts, self.numbers
        if at is None:
            self.place[number] = len(numbers)
            numbers.append(number)
            counts.append(1)
        else:
            counts[at] += 1
            if at and counts[at] > counts[before := at - 1]:
                counts[before], counts[at] = counts[at], counts[before]
                numbers[before], numbers[at] = numbers[at], numbers[before]
                self.place[numbers[before]], self.place[numbers[at]] = before, at
        self.total += 1


def _parts(lists: Iterable[Iterable[int]], size: int, order: int) -> Iterator[Part]:
    """Yield what a decoder has to be told to find each number, by most numbers before it first; count as it does."""
    after: list[dict[int, _Followers]] = [{} for _ in range(order)]
    odds, of_new = _Odds(order * (order + 1) * SORTS**2), _Odds(size.bit_length() + 1)
    escaped, seen = _Sums(size + 1), 0
    escaped.add(END, 1)
    for numbers in lists:
        before, last = [END] * order, 0  # by how many before it the last one was told
        for number in (*numbers, END):
            places, key = [], 0
            for known, one in zip(after, reversed(before), strict=True):
                key = key * (size + 1) + one
                if (place := known.get(key)) is None:
                    place = known[key] = _Followers()
                places.append(place)
            level = order
            out: Sequence[int] = ()  # what it is not: it followed more before it
            while level:
                level -= 1
                place = places[level]
                at = place.place.get(number)
                counts = place.counts
                # All that is excluded followed here, too.
                left = [place.place[one] for one in out] if len(out) < len(counts) <= FEW else []
                many = len(counts) - len(left) if len(out) < len(counts) else 0
                total = place.total - sum([counts[i] for i in left]) if left else place.total
                if many:
                    kind = (level * (order + 1) + last) * SORTS + min(SORTS - 1, many)
                    yield odds.part(kind * SORTS + min(SORTS - 1, total // many), at is not None)
                if at is not None:
                    below = 2 * sum(counts[:at]) - at - sum([2 * counts[i] - 1 for i in left if i < at])
                    yield below, below + 2 * counts[at] - 1, 2 * total - many
                    place.count(number, at)
                    last = level + 1
                    break
                if many:
                    out = [*place.numbers]
                place.count(number, None)
            else:
                first = number > seen
                yield of_new.part(len(out).bit_length(), not first)
                if first:
                    seen = number
                else:
                    yield escaped.part(number)
                escaped.add(number, 1 if first else STEP)
                last = 0
            before = [*before[1:], number]


class _Odds:
    """How often something was so, and how often not, in places of a kind."""

    def __init__(self, kinds: int) -> None:
        self.so, self.all = [1] * kinds, [2] * kinds

    def part(self, kind: int, so: bool) -> Part:
        """Return the part of all that it is SO, or not, in a place of KIND, and count it."""
        good, every = self.so[kind], self.all[kind]
        self.so[kind] += so
        self.all[kind] += 1
        return (0, good, every) if so else (good, every, every)


class _Sums:
    """How often each number was counted, and the sums of those below it, as a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self.tree = [0] * (size + 1)
        self.each = [0] * size
        self.total = 0

    def part(self, number: int) -> Part:
        """Return the part of all that NUMBER is."""
        below, at = 0, number
        while at:
            below += self.tree[at]
            at -= at & -at
        return below, below + self.each[number], self.total

    def add(self, number: int, by: int) -> None:
        """Count NUMBER as BY more."""
        self.each[number] += by
        self.total += by
        at = number + 1
        while at < len(self.tree):
            self.tree[at] += by
            at += at & -at


def _coded(parts: Iterable[Part]) -> bytes:
    """Return the first bytes of a number that lies in each of PARTS of what the last left."""
    low, left, made = 0, TOP, bytearray()
    for start, end, total in parts:
        one = left // total
        low += one * start
        left = one * (end - start)
        if low >= TOP:
            low -= TOP
            at = len(made) - 1
            while made[at] == 0xFF:
                made[at] = 0
                at -= 1
            made[at] += 1
        while left < LEAST:
            made.append(low >> 40)
            low = (low << 8) % TOP
            left <<= 8
    return bytes(made + low.to_bytes(6, "big"))


def packed_texts(texts: Sequence[str], order: int) -> list[str | int]:
    """Return TEXTS as packed lists of the numbers of their characters, then these and how many texts there are."""
    characters = "".join(dict.fromkeys("".join(texts)))
    number = {character: i for i, character in enumerate(characters, END + 1)}
    return [*packed([[number[character] for character in text] for text in texts], order), characters, len(texts)]

"""Lists of numbers in as few characters as they say something: an arithmetic coder, read by assets/search/unpack.js.

What a number costs depends on what followed the few before it until now (prediction by partial matching): it is one of
these, or escaped to what followed one less before it, in the end to how often each was escaped at all. Both sides count
the same way, so that no table is sent. Of the texts of the search index gzip alone makes a fifth more.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

TOP, LEAST = 1 << 48, 1 << 40  # of the range that is left; the browser's numbers are exact to 2 ** 53
FOLLOWERS = 2000  # numbers that are remembered to have followed the same
STEP = 2  # how much one escape counts, beside the 1 of every number
SORTS = 7  # of places, by how many numbers followed and how often each: 6 stands for all above


def packed(lists: Iterable[Iterable[int]], size: int, order: int) -> str:
    """Return LISTS of numbers below SIZE as base64, each number by up to ORDER before it; SIZE itself ends a list."""
    where, everything, trust = _Range(), _Counts(size + 1), _Trust()
    after: list[dict[int, _Followers]] = [{} for _ in range(order)]
    for numbers in lists:
        before = [size] * order
        for number in (*numbers, size):
            seen, key = [], 0
            for places, one in zip(after, reversed(before), strict=True):
                key = key * (size + 1) + one
                if (known := places.get(key)) is None:
                    known = places[key] = _Followers()
                seen.append(known)
            _write(number, seen, everything, trust, where)
            before = [*before[1:], number]
    return where.base64()


def _write(number: int, seen: list[_Followers], everything: _Counts, trust: _Trust, where: _Range) -> None:
    """Write NUMBER by what is known to have followed, the longest first, and count it there."""
    for order, known in reversed(list(enumerate(seen))):
        found = known.write(number, trust, order, where)
        known.count(number)
        if found:
            return
    everything.write(number, where)


class _Followers:
    """What followed the same numbers, and how often; what is more common comes before, to be found sooner."""

    __slots__ = ("counts", "numbers", "place", "total")

    def __init__(self) -> None:
        self.place: dict[int, int] = {}
        self.numbers: list[int] = []
        self.counts: list[int] = []
        self.total = 0

    def write(self, number: int, trust: _Trust, order: int, where: _Range) -> bool:
        """Write whether NUMBER is known, and which it is."""
        at, kinds = self.place.get(number), len(self.counts)
        if kinds:
            trust.write(at is not None, (order, min(SORTS - 1, kinds), min(SORTS - 1, self.total // kinds)), where)
        if at is not None:
            below = 2 * sum(self.counts[:at]) - at
            where.narrow(below, below + 2 * self.counts[at] - 1, 2 * self.total - kinds)
        return at is not None

    def count(self, number: int) -> None:
        """Count NUMBER as one more that followed."""
        at = self.place.get(number)
        if at is not None:
            counts, numbers, before = self.counts, self.numbers, at - 1
            counts[at] += 1
            if at and counts[at] > counts[before]:
                counts[before], counts[at] = counts[at], counts[before]
                numbers[before], numbers[at] = numbers[at], numbers[before]
                self.place[numbers[before]], self.place[numbers[at]] = before, at
        elif len(self.numbers) < FOLLOWERS:
            self.place[number] = len(self.numbers)
            self.numbers.append(number)
            self.counts.append(1)
        else:
            return
        self.total += 1


class _Trust:
    """How often what was known to follow did follow, by kinds of places."""

    def __init__(self) -> None:
        self.right: dict[tuple, int] = {}
        self.wrong: dict[tuple, int] = {}

    def write(self, did: bool, kind: tuple, where: _Range) -> None:
        right, wrong = self.right.get(kind, 1), self.wrong.get(kind, 1)
        where.narrow(*((0, right) if did else (right, right + wrong)), right + wrong)
        (self.right if did else self.wrong)[kind] = (right if did else wrong) + 1


class _Counts:
    """How often each number was escaped, as a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self.tree = [i & -i for i in range(size + 1)]
        self.each = [1] * size
        self.total = size

    def write(self, number: int, where: _Range) -> None:
        below, at = 0, number
        while at:
            below += self.tree[at]
            at -= at & -at
        where.narrow(below, below + self.each[number], self.total)
        self.each[number] += STEP
        self.total += STEP
        at = number + 1
        while at < len(self.tree):
            self.tree[at] += STEP
            at += at & -at


class _Range:
    """Where the lists lie: the first bytes of a number, and the range that is left of it."""

    __slots__ = ("bytes", "low", "range")

    def __init__(self) -> None:
        self.low, self.range = 0, TOP
        self.bytes = bytearray()

    def narrow(self, start: int, end: int, total: int) -> None:
        """Take the part from START to END of TOTAL."""
        one = self.range // total
        low, left = self.low + one * start, one * (end - start)
        if low >= TOP:
            low -= TOP
            self._carry()
        while left < LEAST:  # the heart of it: here the time goes
            self.bytes.append(low >> 40)
            low = (low << 8) % TOP
            left <<= 8
        self.low, self.range = low, left

    def _carry(self) -> None:
        at = len(self.bytes) - 1
        while self.bytes[at] == 0xFF:
            self.bytes[at] = 0
            at -= 1
        self.bytes[at] += 1

    def base64(self) -> str:
        """Return the number."""
        return base64.b64encode(self.bytes + self.low.to_bytes(6, "big")).decode()


def packed_texts(texts: Sequence[str], order: int) -> list[str | int]:
    """Return the characters of TEXTS, then the texts as lists of their places among these, then how many there are."""
    characters = sorted({character for text in texts for character in text})
    place = {character: i for i, character in enumerate(characters)}
    lists = ([place[character] for character in text] for text in texts)
    return ["".join(characters), packed(lists, len(characters), order), sum(map(len, texts)) + len(texts)]

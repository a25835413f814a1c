"""Lists of numbers in as few characters as they say something: an arithmetic coder, read by assets/search/unpack.js.

What a number costs depends on what followed the one before it until now. A number that has not followed it is escaped
to how often it was escaped before at all. Both sides count the same way, so that no table is sent. For the texts of the
search index this is an eighth less than what gzip makes of them alone.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

TOP, LEAST = 1 << 48, 1 << 40  # of the range that is left; the browser's numbers are exact to 2 ** 53
MOST = 1 << 20  # a sum of counts
FOLLOWERS = 255  # numbers that are remembered to have followed one
STEP = 4  # how much one escape counts, beside the 1 of every number


def packed(lists: Iterable[Iterable[int]], size: int) -> str:
    """Return LISTS of numbers below SIZE as base64; each is ended by the number SIZE."""
    where, everything = _Range(), _Counts(size + 1)
    after: dict[int, _Followers] = {}
    for numbers in lists:
        before = size
        for number in (*numbers, size):
            if (known := after.get(before)) is None:
                known = after[before] = _Followers()
            if not known.write(number, where):
                everything.write(number, where)
            before = number
    return where.base64()


class _Followers:
    """What followed a number, and how often."""

    __slots__ = ("counts", "numbers", "place", "total")

    def __init__(self) -> None:
        self.place: dict[int, int] = {}
        self.numbers: list[int] = []
        self.counts: list[int] = []
        self.total = 0

    def write(self, number: int, where: _Range) -> bool:
        """Write NUMBER if it is known, else that it is not; count it."""
        at, kinds, total = self.place.get(number), len(self.counts), 2 * self.total
        if at is not None:
            below = 2 * sum(self.counts[:at]) - at
            where.narrow(below, below + 2 * self.counts[at] - 1, total)
        elif kinds:
            where.narrow(total - kinds, total, total)
        if total < MOST and (at is not None or kinds < FOLLOWERS):
            self.total += 1
            if at is None:
                self.place[number] = kinds
                self.numbers.append(number)
                self.counts.append(1)
            else:
                self._count(at)
        return at is not None

    def _count(self, at: int) -> None:
        """Count the number at AT; what is more common comes before, to be found sooner."""
        counts, numbers = self.counts, self.numbers
        counts[at] += 1
        if at and counts[at] > counts[at - 1]:
            before = at - 1
            counts[before], counts[at] = counts[at], counts[before]
            numbers[before], numbers[at] = numbers[at], numbers[before]
            self.place[numbers[before]], self.place[numbers[at]] = before, at


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
        if self.total < MOST:
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

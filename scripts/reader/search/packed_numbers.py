"""Lists of numbers in as few characters as they say something: an arithmetic coder, read by assets/search/unpack.js.

What a number costs depends on what followed the few before it until now (prediction by partial matching): it is one of
these, or escaped to what followed one less before it, in the end to how often each was escaped at all. Both sides count
the same way, so that no table is sent. Of the texts of the search index gzip alone makes a fifth more.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence

TOP, LEAST = 1 << 48, 1 << 40  # of the range that is left; the browser's numbers are exact to 2 ** 53
FOLLOWERS = 2000  # numbers that are remembered to have followed the same
STEP = 2  # how much one escape counts, beside the 1 of every number
SORTS = 7  # of places, by how many numbers followed and how often each: 6 stands for all above

Part = tuple[int, int, int]  # of a whole: from, to, of how many


def packed(lists: Iterable[Iterable[int]], size: int, order: int) -> str:
    """Return LISTS of numbers below SIZE as base64, each number by up to ORDER before it; SIZE itself ends a list."""
    return base64.b64encode(_coded(_parts(lists, size, order))).decode()


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
            if len(numbers) == FOLLOWERS:
                return
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
    right, wrong = ([1] * (order * SORTS**2) for _ in range(2))  # whether what was known did follow, in places alike
    escaped = _Escaped(size + 1)
    for numbers in lists:
        before = [size] * order
        for number in (*numbers, size):
            places, key = [], 0
            for known, one in zip(after, reversed(before), strict=True):
                key = key * (size + 1) + one
                if (place := known.get(key)) is None:
                    place = known[key] = _Followers()
                places.append(place)
            level = order
            while level:
                level -= 1
                place = places[level]
                at = place.place.get(number)
                if kinds := len(place.counts):
                    often = place.total // kinds
                    kind = (level * SORTS + min(SORTS - 1, kinds)) * SORTS + min(SORTS - 1, often)
                    good, every = right[kind], right[kind] + wrong[kind]
                    if at is None:
                        yield good, every, every
                        wrong[kind] += 1
                    else:
                        yield 0, good, every
                        right[kind] += 1
                        below = 2 * sum(place.counts[:at]) - at if at else 0
                        yield below, below + 2 * place.counts[at] - 1, 2 * place.total - kinds
                place.count(number, at)
                if at is not None:
                    break
            else:
                yield escaped.part(number)
            before = [*before[1:], number]


class _Escaped:
    """How often each number was escaped, as a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self.tree = [i & -i for i in range(size + 1)]
        self.each = [1] * size
        self.total = size

    def part(self, number: int) -> Part:
        """Return the part of all that NUMBER is, and count it."""
        below, at = 0, number
        while at:
            below += self.tree[at]
            at -= at & -at
        part = below, below + self.each[number], self.total
        self.each[number] += STEP
        self.total += STEP
        at = number + 1
        while at < len(self.tree):
            self.tree[at] += STEP
            at += at & -at
        return part


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
    """Return the characters of TEXTS, then the texts as lists of their places among these, then how many there are."""
    characters = sorted({character for text in texts for character in text})
    place = {character: i for i, character in enumerate(characters)}
    lists = ([place[character] for character in text] for text in texts)
    return ["".join(characters), packed(lists, len(characters), order), sum(map(len, texts)) + len(texts)]

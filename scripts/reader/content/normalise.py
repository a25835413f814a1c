"""One reading of characters for the matcher, the recogniser of copies and search: what looks alike is alike.

Compatibility forms (NFKC: full-width letters, ligatures), soft hyphens, zero-width and direction marks, every
Unicode space, dash and quotation mark. A superscript is a note mark and ends a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_SPACES = "\t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ALIKE = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "‘’‚‛ʼ＇′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»＂″"), '"'),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), "^"),
}
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)


class Reading(NamedTuple):
    """A text as it is compared. ``plain`` keeps capitals, ``folded`` does not; both have the same length.

    ``spans`` holds the span of the original for each of their characters; None when nothing moved.
    """

    plain: str
    folded: str
    spans: Sequence[tuple[int, int]] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text for [START, END) of the reading."""
        if self.spans is None or start == end:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]


def read(text: str) -> Reading:
    """Return TEXT as it is compared, with the way back to its own characters."""
    plain = text.translate(_ALIKE)
    if not _UNSEEN.search(plain) and "  " not in plain and unicodedata.is_normalized("NFKC", plain):
        return Reading(plain, _lower(plain))
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for char in unicodedata.normalize("NFKC", _UNSEEN.sub("", text[start:end]).translate(_ALIKE)).translate(_ALIKE):
            if char == " " and characters and characters[-1] == " ":
                continue
            characters.append(char)
            spans.append((start, end))
    plain = "".join(characters)
    return Reading(plain, _lower(plain), spans)


def plain(text: str) -> str:
    """Return TEXT with dashes, quotation marks, spaces and compatibility forms made alike."""
    return read(text).plain


def fold(text: str) -> str:
    """Return ``plain`` in lower case: the same for all spellings of one form."""
    return read(text).folded


def _clusters(text: str):
    """Yield the spans of TEXT that are normalised together: a character and the combining marks after it."""
    start = None
    for index, char in enumerate(text):
        if _UNSEEN.match(char):
            continue
        if start is not None and unicodedata.combining(char):
            end = index + 1
            continue
        if start is not None:
            yield start, end
        start, end = index, index + 1
    if start is not None:
        yield start, end


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)

"""Texts as numbers of words: what search shows and looks through takes half as much this way, and the browser counts
words without splitting a text again.

A text is words and the gaps between them; a gap of one space is left out between two words. Each distinct word or gap
has a number, from 1 in the order in which they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Each of these is read as a whole by words.py and text.js.
WORD = r"[¶§]?[^\W_]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'\u2019\u02bc]|,(?=\d{3}(?!\d)))[^\W_]+)*"
_PIECES = re.compile(rf"({WORD})")
FIRST = 0x28  # the character of number 0, past the quotation marks and what separates texts
_LEFT_OUT = ((0x5C, 1), (0xD800, 0x800))  # the backslash, which would have to be escaped, and the surrogates


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Return the words and gaps of TEXTS in the order of their numbers, the first of which is 1."""
    return list(dict.fromkeys(piece for text in texts for piece in _pieces(text)))


def numbers(text: str, number: dict[str, int]) -> list[int]:
    """Return the number of each word or gap of TEXT."""
    return [number[piece] for piece in _pieces(text)]


def character(number: int) -> str:
    """Return the character that stands for NUMBER."""
    code = FIRST + number
    for start, size in _LEFT_OUT:
        code += size if code >= start else 0
    return chr(code)


def _pieces(text: str) -> list[str]:
    pieces = _PIECES.split(text.replace("\n", " "))
    last = len(pieces) - 1
    return [piece for i, piece in enumerate(pieces) if piece and not (piece == " " and 0 < i < last)]

"""Texts as numbers of words: what search shows and looks through takes a third less this way, and the browser counts
words without splitting a text again.

A text is words and the gaps between them; a gap of one space is left out between two words. Each distinct word or gap
has a number, the most used the lowest, and each number is one character of the coded text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Each of these is read as a whole by search_words.py and text.js.
WORD = r"[¶§]?[^\W_]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'\u2019\u02bc]|,(?=\d{3}(?!\d)))[^\W_]+)*"
_PIECES = re.compile(rf"({WORD})")
FIRST = 0x28  # the character of number 0, past the quotation marks
_LEFT_OUT = ((0x5C, 1), (0xD800, 0x800))  # the backslash and the surrogates, which would have to be escaped


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Return the words and gaps of TEXTS, the most used first."""
    uses = Counter(piece for text in texts for piece in _pieces(text))
    return sorted(uses, key=lambda piece: (-uses[piece], piece))


def coded(text: str, number: dict[str, int]) -> str:
    """Return TEXT with one character for each word or gap; NUMBER is its place in the vocabulary."""
    return "".join(character(number[piece]) for piece in _pieces(text))


def decoded(text: str, pieces: list[str]) -> str:
    """Return what ``coded`` was given."""
    made, after_word = [], False
    for char in text:
        code = ord(char) - sum(size for start, size in _LEFT_OUT if ord(char) > start)
        piece = pieces[code - FIRST]
        word = bool(_PIECES.match(piece))
        made.append(f" {piece}" if word and after_word else piece)
        after_word = word
    return "".join(made)


def character(number: int) -> str:
    """Return the character that stands for NUMBER."""
    code = FIRST + number
    for start, size in _LEFT_OUT:
        code += size if code >= start else 0
    return chr(code)


def _pieces(text: str) -> list[str]:
    pieces = _PIECES.split(text)
    last = len(pieces) - 1
    return [piece for i, piece in enumerate(pieces) if piece and not (piece == " " and 0 < i < last)]

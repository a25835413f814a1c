"""Texts as numbers of words: smaller than the text itself, and read by the search without splitting it again.

A text is words and the gaps between them; a gap of one space is left out between two words. Each distinct
word or gap has a number, the most used the lowest, and each number is one character of the coded text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# The same words as WORD in search/text.js; what reads the coded text is search/documents.js.
WORD = r"[^\W_]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'\u2019\u02bc]|,(?=\d{3}(?!\d)))[^\W_]+)*"
_PIECES = re.compile(rf"({WORD})")
FIRST = 0x23  # the character of number 0


def vocabulary(texts: Iterable[str]) -> list[str]:
    """The words and gaps of TEXTS, the most used first."""
    uses = Counter(piece for text in texts for piece in _pieces(text))
    return sorted(uses, key=lambda piece: (-uses[piece], piece))


def coded(text: str, number: dict[str, int]) -> str:
    """TEXT with one character for each word or gap; NUMBER is its place in the vocabulary."""
    return "".join(character(number[piece]) for piece in _pieces(text))


def decoded(text: str, pieces: list[str]) -> str:
    """What ``coded`` was given."""
    made, after_word = [], False
    for one in text:
        piece = pieces[ord(one) - (FIRST if ord(one) < 0xD800 else FIRST + 0x800)]
        word = bool(_PIECES.match(piece))
        made.append(f" {piece}" if word and after_word else piece)
        after_word = word
    return "".join(made)


def character(number: int) -> str:
    """The character that stands for NUMBER; the block of surrogates is left out."""
    code = FIRST + number
    return chr(code if code < 0xD800 else code + 0x800)


def _pieces(text: str) -> list[str]:
    pieces = _PIECES.split(text)
    last = len(pieces) - 1
    return [piece for i, piece in enumerate(pieces) if piece and not (piece == " " and 0 < i < last)]

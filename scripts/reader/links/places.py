"""References to places inside our own prose: ``bridges-2022 p20, p21`` becomes readable, and a link.

A source id names the source for the paragraph, note and table ids that follow it; prose on a source's
own page may leave the source id out. The short name of a source, with or without its year (``Harbour 2001``,
``Harbour``), leads to the source and never to an entry; inside a quotation or a longer name (``Harbour Institute``)
it is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from reader.content.records import Source


class Piece(NamedTuple):
    """WORDS as they are shown; with ``source`` they lead to that source, with ``block`` to the place in it."""

    words: str
    source: str = ""
    block: str = ""


def spot(block: str) -> str:
    """Return how a block is called in a citation: ``¶7``, ``note 3``, ``Table 1``, ``Figure 1``, ``References``."""
    if block[1:].isdigit():
        return f"¶{block[1:]}" if block[0] == "p" else f"note {block[1:]}"
    return block.replace("-", " ").capitalize()


def spoken(block: str) -> str:
    """Return how one says a block: ``paragraph 7``."""
    return spot(block).replace("¶", "paragraph ")


_QUOTATION = re.compile(r"“[^”]*”")
_PART_OF_NAME = re.compile(r"[\w,;:)] [A-Z]\w* $")  # a capitalised word that opens no sentence
_BLOCK = re.compile(r"(?:p|n|table-|figure-)[1-9]\d*(?![\w-])")
_YEAR = re.compile(r" \d{4}$")


class Places:
    """Finds the references to the places of SOURCES."""

    def __init__(self, sources: Iterable[Source]):
        self._short = {source.id: source.short for source in sources}
        self._known = {(source.id, block.id) for source in sources for block in source.blocks}
        self._named = {name: id for id, short in self._short.items() for name in (short, _YEAR.sub("", short))}
        ids, names = _any(self._short), _any(self._named)
        self._names = ahocorasick.Automaton()
        for name in {*self._short, *self._named}:
            self._names.add_word(name, name)
        self._names.make_automaton()
        self._pattern = re.compile(
            rf"\b(?:(?P<source>{ids})(?: (?P<first>{_BLOCK.pattern}))?|(?P<block>{_BLOCK.pattern}))(?![\w-])"
            rf"|(?<![\w-])(?P<name>{names})(?![\w-]| [A-Z][a-z]| or-)"
        )

    @lru_cache(maxsize=20_000)  # noqa: B019 - the same prose stands on pages, in data and in the index
    def pieces(self, words: str, source: str = "") -> tuple[Piece, ...]:
        """Return WORDS in order; SOURCE is what ids without a source belong to."""
        return tuple(self._pieces(words, source))

    def _pieces(self, words: str, source: str) -> Iterator[Piece]:
        # The pattern tries the names of all sources at each word: only where there is something to find.
        if words and not _BLOCK.search(words) and (not self._short or not any(self._names.iter(words))):
            yield Piece(words)
            return
        reached = 0
        quoted = [match.span() for match in _QUOTATION.finditer(words)]
        for match in self._pattern.finditer(words):
            (start, end), named = match.span(), match["source"]
            source = named or source  # which the ids that follow belong to
            place = source, match["first"] or match["block"] or ""
            if name := match["name"]:
                if _PART_OF_NAME.search(words[:start]) or any(a < start and end < b for a, b in quoted):
                    continue
                piece = Piece(name, self._named[name])
            elif place in self._known:
                short = f"{self._short[named]} " if named else ""
                piece = Piece(short + spot(place[1]), *place)
            elif named:
                piece, end = Piece(self._short[named], named), match.end("source")
            else:
                continue
            if start > reached:
                yield Piece(words[reached:start])
            yield piece
            reached = end
        if reached < len(words):
            yield Piece(words[reached:])

    def plain(self, words: str, source: str = "") -> str:
        """Return WORDS with the references made readable, without links."""
        return "".join(piece.words for piece in self.pieces(words, source))


def _any(names: Iterable[str]) -> str:
    """Return a pattern for any of NAMES, longest first; for none when there are none."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"

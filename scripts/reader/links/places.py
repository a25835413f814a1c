"""References to places inside our own prose: ``bridges-2022 p20, p21`` becomes readable, and a link.

A source id names the source for the paragraph, note and table ids that follow it; prose on a source's
own page may leave the source id out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.content.records import Source


@dataclass(frozen=True)
class Piece:
    """WORDS as they are shown; with ``source`` they lead to that source, with ``block`` to the place in it."""

    words: str
    source: str = ""
    block: str = ""


def spot(block: str) -> str:
    """How a block is called in a citation: ``¶7``, ``note 3``, ``Table 1``, ``Figure 1``."""
    if block.startswith("p"):
        return f"¶{block[1:]}"
    name, _, number = block.rpartition("-")
    return f"{name.capitalize()} {number}" if name else f"note {block[1:]}"


class Places:
    """Finds the references to the places of SOURCES."""

    def __init__(self, sources: Iterable[Source]):
        self._short = {source.id: source.short for source in sources}
        self._known = {(source.id, block.id) for source in sources for block in source.blocks}
        ids = "|".join(map(re.escape, self._short)) or "(?!)"
        self._pattern = re.compile(rf"\b(?:(?P<source>{ids})|(?P<block>(?:p|n|table-|figure-)[1-9]\d*))(?![\w-])")

    def pieces(self, words: str, source: str = "") -> Iterator[Piece]:
        """WORDS in order; SOURCE is what ids without a source belong to."""
        reached = 0
        for match in self._pattern.finditer(words):
            if match["source"]:
                source, piece = match["source"], Piece(self._short[match["source"]], match["source"])
            elif (source, match["block"]) in self._known:
                piece = Piece(spot(match["block"]), source, match["block"])
            else:
                continue
            if match.start() > reached:
                yield Piece(words[reached : match.start()])
            yield piece
            reached = match.end()
        if reached < len(words):
            yield Piece(words[reached:])

    def plain(self, words: str, source: str = "") -> str:
        """WORDS with the references made readable, without links."""
        return "".join(piece.words for piece in self.pieces(words, source))

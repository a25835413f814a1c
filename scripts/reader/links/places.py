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
    """How a block is called in a citation: ``¶7``, ``note 3``, ``Table 1``, ``Figure 1``, ``References``."""
    if block[1:].isdigit():
        return f"¶{block[1:]}" if block[0] == "p" else f"note {block[1:]}"
    return block.replace("-", " ").capitalize()


class Places:
    """Finds the references to the places of SOURCES."""

    def __init__(self, sources: Iterable[Source]):
        self._short = {source.id: source.short for source in sources}
        self._known = {(source.id, block.id) for source in sources for block in source.blocks}
        ids = "|".join(map(re.escape, self._short)) or "(?!)"
        block = r"(?:p|n|table-|figure-)[1-9]\d*(?![\w-])"
        self._pattern = re.compile(rf"\b(?:(?P<source>{ids})(?: (?P<first>{block}))?|(?P<block>{block}))(?![\w-])")

    def pieces(self, words: str, source: str = "") -> Iterator[Piece]:
        """WORDS in order; SOURCE is what ids without a source belong to."""
        reached = 0
        for match in self._pattern.finditer(words):
            source, block = match["source"] or source, match["first"] or match["block"] or ""
            end = match.end()
            if (source, block) in self._known:
                label = f"{self._short[source]} {spot(block)}" if match["source"] else spot(block)
                piece = Piece(label, source, block)
            elif match["source"]:
                piece, end = Piece(self._short[source], source), match.end("source")
            else:
                continue
            if match.start() > reached:
                yield Piece(words[reached : match.start()])
            yield piece
            reached = end
        if reached < len(words):
            yield Piece(words[reached:])

    def plain(self, words: str, source: str = "") -> str:
        """WORDS with the references made readable, without links."""
        return "".join(piece.words for piece in self.pieces(words, source))

"""What a template may ask about its own page: addresses, records by id, and our prose in pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reader.content.records import Source, Term
from reader.links.policy import Section
from reader.model import Model


class Piece(NamedTuple):
    """Some words of our prose; with ``href`` they lead to an entry (``term`` is its id) or to a place in a source."""

    words: str
    href: str = ""
    term: str = ""


@dataclass(frozen=True)
class View:
    """The page ``path`` of the site that MODEL describes."""

    model: Model
    path: str

    @cached_property
    def _section(self) -> Section:
        return self.model.linker.section(self.path)

    def restart(self) -> None:
        """Begin a new section: every term may link once more."""
        self._section.restart()

    def href(self, page: str, anchor: str = "") -> str:
        """Return the address of PAGE (``timeline.md``) or of a file (``data/timeline.csv``) from this page."""
        return self.model.urls.href(self.path, page, anchor)

    def record(self, folder: str, id: str, anchor: str = "") -> str:
        """Return the address of the page of the record ID in FOLDER (``sources``, ``glossary``, ``compare``)."""
        return self.model.urls.href(self.path, f"{folder}/{id}.md", anchor)

    def source(self, id: str) -> Source:
        """Return the source with this id."""
        return self.model.source_by_id[id]

    def term(self, id: str) -> Term:
        """Return the entry with this id."""
        return self.model.term_by_id[id]

    def terms(self, ids: Iterable[str]) -> list[Term]:
        """Return the entries with these ids."""
        return [self.term(id) for id in ids]

    def plain(self, words: str, source: str = "") -> str:
        """Return our prose as plain text: references to places made readable; a bare ``p7`` belongs to SOURCE."""
        return self.model.places.plain(words, source)

    def linked(self, words: str) -> list[Piece]:
        """Return WORDS in pieces, the first mention of each entry in this section linked; call in the page's order."""
        return [Piece(piece, href, term or "") for piece, term, href in self._section.pieces(words)]

    def prose(self, words: str, source: str = "") -> list[Piece]:
        """Return our prose in pieces: references to places lead there too; a bare ``p7`` belongs to SOURCE."""
        made: list[Piece] = []
        for piece in self.model.places.pieces(words, source):
            if piece.source:
                made.append(Piece(piece.words, self.href(f"sources/{piece.source}.md", piece.block)))
            else:
                made += self.linked(piece.words)
        return made

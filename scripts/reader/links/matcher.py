"""Finds the forms of entries in text: the one matcher behind links, mentions, counts and audits.

Rules: whole words only; a form written all in lower case matches any capitalisation, any
other form matches exactly; what looks alike is alike (``reader.content.normalise``); nothing inside an address.
Every form counts wherever it occurs, also inside a longer form of another entry, except inside a wording that the
entry lists under ``not_in``; words under ``in_place`` count in their places only. Links go to the longest match.
All forms are literals in one Aho-Corasick automaton, so the time does not depend on how many entries there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

from reader.content.normalise import Reading, read
from reader.content.records import Term

Spot = tuple[str, str]  # (source id, block id)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+\.\w+")


class Match(NamedTuple):
    """TEXT[start:end] is a form of the term with id ``term``."""

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class _Form:
    """One literal of the automaton: what it says of which entry, and when.

    ``exact`` is the wording with its capitals where they matter; ``spots`` are the only places where it counts
    (None: everywhere); ``bars`` marks a wording in which forms of the entry are another thing.
    """

    term: str
    exact: str | None
    length: int
    spots: frozenset[Spot] | None = None
    bars: bool = False


class Matcher:
    """Finds the forms of TERMS."""

    def __init__(self, terms: Iterable[Term]):
        literals: dict[str, list[_Form]] = {}
        for term in terms:
            for words in term.forms:
                _add(literals, words, term.id)
            for place in term.in_place:
                _add(literals, place.words, term.id, frozenset((place.source, block) for block in place.paragraphs))
            for words in term.not_in:
                _add(literals, words, term.id, bars=True)
        self._automaton = ahocorasick.Automaton()
        for key, forms in literals.items():
            self._automaton.add_word(key, tuple(forms))
        if literals:
            self._automaton.make_automaton()

    def uses(self, text: str, spot: Spot | None = None) -> list[Match]:
        """Return every use of an entry in TEXT, in order; of overlapping forms of one entry only the longest.

        SPOT is where TEXT belongs, for words that mean an entry only there.
        """
        if not len(self._automaton):
            return []
        reading = read(text)
        found = list(self._all(reading))
        # Spans in which a form of the entry, of every entry where it is "", is another thing.
        bars = [(start, end, form.term) for start, end, form in found if form.bars]
        if "." in reading.plain:
            bars += [(*match.span(), "") for match in _ADDRESS.finditer(reading.plain)]
        by_term: dict[str, list[Match]] = {}
        for start, end, form in found:
            if form.bars or (form.spots is not None and spot not in form.spots):
                continue
            if not any(s <= start and end <= e and term in ("", form.term) for s, e, term in bars):
                by_term.setdefault(form.term, []).append(Match(*reading.span(start, end), form.term))
        used = [match for matches in by_term.values() for match in _longest(matches, len(text))]
        return sorted(used, key=lambda match: (match.start, match.start - match.end, match.term))

    def matches(self, text: str, spot: Spot | None = None) -> list[Match]:
        """Return the uses that may link: where forms of several entries overlap, only the longest."""
        return _longest(self.uses(text, spot), len(text))

    def _all(self, reading: Reading) -> Iterator[tuple[int, int, _Form]]:
        """Yield every literal in READING, overlapping ones too."""
        folded, plain = reading.folded, reading.plain
        for last, forms in self._automaton.iter(folded):
            for form in forms:
                start, end = last + 1 - form.length, last + 1
                if (form.exact is None or plain[start:end] == form.exact) and _whole(folded, start, end):
                    yield start, end, form


def _add(literals: dict, words: str, term: str, spots: frozenset[Spot] | None = None, bars: bool = False) -> None:
    reading = read(words)
    exact = None if bars or reading.plain == reading.folded else reading.plain
    literals.setdefault(reading.folded, []).append(_Form(term, exact, len(reading.folded), spots, bars))


def _longest(found: list[Match], length: int) -> list[Match]:
    """Return FOUND without those that overlap a longer one; ties go to the leftmost."""
    taken, chosen = bytearray(length), []
    for match in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        if not any(taken[match.start : match.end]):
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.start)


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit continues TEXT[START:END] on either side."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after

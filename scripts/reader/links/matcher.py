"""Finding the forms of terms in text: the one matcher behind links, mentions, counts and audits.

Rules (DESIGN.md section 5): the longest form wins; whole words only; a form written all in lower
case matches any capitalisation, any other form matches exactly; dashes, quotation marks and kinds
of space are alike. All forms are literals in one Aho-Corasick automaton, so the time does not
depend on how many terms there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from reader.content.forms import fold, plain


@dataclass(frozen=True)
class Match:
    """TEXT[start:end] is a form of the term with id ``term``."""

    start: int
    end: int
    term: str


class Matcher:
    """Finds the forms of terms; built from (term id, forms) pairs.

    WITHIN names the terms that are also used where they stand inside a longer form of another term, as
    Chicago is in "NATO Chicago Summit".
    """

    def __init__(self, forms: Iterable[tuple[str, Iterable[str]]], within: Iterable[str] = ()):
        self._within = frozenset(within)
        automaton = ahocorasick.Automaton()
        for term, variants in forms:
            for form in variants:
                key, exact = fold(form), plain(form)
                rules = automaton.get(key, ())
                automaton.add_word(key, (*rules, (term, None if exact == key else exact, len(key))))
        if len(automaton):
            automaton.make_automaton()
        self._automaton = automaton

    def matches(self, text: str) -> list[Match]:
        """The matches in TEXT in order; where forms overlap only the longest. These become links."""
        return _longest(self._all(text), len(text))

    def uses(self, text: str) -> list[Match]:
        """``matches``, and the terms of WITHIN that stand inside one of them. These are counted."""
        found = self._all(text)
        used = set(_longest(found, len(text)))
        for term in self._within & {match.term for match in found}:
            used.update(_longest([match for match in found if match.term == term], len(text)))
        return sorted(used, key=lambda match: (match.start, match.start - match.end))

    def _all(self, text: str) -> list[Match]:
        """Every match in TEXT, overlapping ones too."""
        if not len(self._automaton):
            return []
        folded, exact = fold(text), plain(text)
        found = []
        for last, rules in self._automaton.iter(folded):
            for term, form, length in rules:
                start, end = last + 1 - length, last + 1
                if (form is None or exact[start:end] == form) and _whole(folded, start, end):
                    found.append(Match(start, end, term))
        return found


def _longest(found: list[Match], length: int) -> list[Match]:
    """FOUND without those that overlap a longer one; of two as long, the one further left stays."""
    taken, chosen = bytearray(length), []
    for match in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        if not any(taken[match.start : match.end]):
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.start)


def _whole(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after

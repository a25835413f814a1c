"""Which of the matches become links: the first of each term in each section.

Shared by the Markdown extension and by the renderers that write HTML themselves, so that a term
links by the same rule everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.links.matcher import Matcher, Spot
from reader.links.urls import Urls


@dataclass(frozen=True)
class Linker:
    """The matcher, the terms that never link, and how addresses are written."""

    matcher: Matcher = field(default_factory=lambda: Matcher(()))
    never: frozenset[str] = frozenset()
    urls: Urls = Urls()

    def section(self, page: str) -> Section:
        """Return a fresh start at the top of PAGE (a path such as ``glossary/ipcp.md``)."""
        own = page.removeprefix("glossary/").removesuffix(".md") if page.startswith("glossary/") else ""
        return Section(self, page, self.never | {own})


class Section:
    """The terms that have already linked since the last heading of one page."""

    def __init__(self, linker: Linker, page: str, never: frozenset[str]):
        self._linker, self._page, self._never = linker, page, never
        self._linked: set[str] = set()

    def restart(self) -> None:
        """Begin a new section: every term may link once more."""
        self._linked = set()

    def pieces(self, text: str, spot: Spot | None = None) -> Iterator[tuple[str, str | None, str]]:
        """Yield TEXT in order as ``(words, term, address)``; term is None for words that do not link.

        SPOT is the source and block that TEXT belongs to, for words that mean an entry only there.
        """
        reached = 0
        for match in self._linker.matcher.matches(text, spot):
            if match.term in self._never or match.term in self._linked:
                continue
            self._linked.add(match.term)
            if match.start > reached:
                yield text[reached : match.start], None, ""
            target = self._linker.urls.href(self._page, f"glossary/{match.term}.md")
            yield text[match.start : match.end], match.term, target
            reached = match.end
        if reached < len(text):
            yield text[reached:], None, ""

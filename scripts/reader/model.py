"""What the renderers read: the library, and everything that is computed from it once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reader.cite.csl import Reader
from reader.content.records import Annotation, Block, Event, Library, Question, Source, Term
from reader.links.matcher import Matcher
from reader.links.mentions import Mention, mentions
from reader.links.places import Places
from reader.links.policy import Linker
from reader.links.related import Related, related
from reader.links.urls import Urls
from reader.settings import Settings

Spot = tuple[str, str]  # (source id, block id)


@dataclass(frozen=True, eq=False)
class Model:
    """The library with its look-ups. ``articles`` maps a source id to the article's own text
    (block id -> text) for the sources shown in full; empty in the guide edition."""

    library: Library
    settings: Settings = Settings()
    articles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # source id -> blocks of the copy that the annotated article does not have (see reader.copies.align)
    extras: Mapping[str, tuple] = field(default_factory=dict)
    # source id -> blocks whose words in the copy are not those that were annotated
    changed: Mapping[str, Container[str]] = field(default_factory=dict)

    @cached_property
    def reader(self) -> Reader:
        """How this reader is cited."""
        return Reader(self.settings.cited_as or self.settings.name, self.library.releases.date)

    @cached_property
    def urls(self) -> Urls:
        """How this build writes addresses."""
        return Urls(self.settings.directories)

    def public(self, page: str, anchor: str = "") -> str:
        """Return the address of PAGE that others can open; from the site's root when no public one is configured."""
        return f"{self.settings.url}{Urls().address(page)}" + (f"#{anchor}" if anchor else "")

    @cached_property
    def matcher(self) -> Matcher:
        """The one matcher for all forms of all entries."""
        return Matcher(self.library.terms)

    @cached_property
    def linker(self) -> Linker:
        """The link policy over that matcher."""
        never = frozenset(term.id for term in self.library.terms if term.link == "never")
        return Linker(self.matcher, never, self.urls)

    @cached_property
    def places(self) -> Places:
        """Finds references to paragraphs in our own prose."""
        return Places(self.library.sources)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every mention of every term."""
        return mentions(self.library, self.matcher, self.articles)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The ids of the sources of which it is known how often the article uses each term."""
        return frozenset(source for _, source, _ in self.library.counts) | frozenset(self.articles)

    @cached_property
    def mentions_of(self) -> dict[str, tuple[Mention, ...]]:
        """term id -> its mentions."""
        return _group(self.mentions, lambda m: [m.term])

    @cached_property
    def mentions_in(self) -> dict[str, tuple[Mention, ...]]:
        """source id -> its mentions."""
        return _group(self.mentions, lambda m: [m.source])

    @cached_property
    def events_in(self) -> dict[str, tuple[Event, ...]]:
        """source id -> the events that cite it, in order of date."""
        return _group(self.library.events, lambda e: dict.fromkeys(c.source for c in e.cites))

    @cached_property
    def annotations_in(self) -> dict[str, tuple[Annotation, ...]]:
        """source id -> our annotations on it."""
        return _group(self.library.annotations, lambda a: [a.source])

    @cached_property
    def terms_at(self) -> dict[Spot, tuple[Mention, ...]]:
        """(source, block) -> the terms mentioned there."""
        return _group(self.mentions, lambda m: [(m.source, m.paragraph)])

    @cached_property
    def events_at(self) -> dict[Spot, tuple[Event, ...]]:
        """(source, block) -> the events that cite it."""
        return _group(self.library.events, lambda e: {(c.source, c.paragraph) for c in e.cites})

    @cached_property
    def events_with(self) -> dict[str, tuple[Event, ...]]:
        """term id -> every event that names it, as an actor or in its title, text or record."""
        return _group(self.library.events, self._named_in)

    def _named_in(self, event: Event) -> list[str]:
        text = " | ".join(filter(None, (event.title, event.text, event.record)))
        return list(dict.fromkeys((*event.actors, *(match.term for match in self.matcher.uses(text)))))

    @cached_property
    def annotations_at(self) -> dict[Spot, tuple[Annotation, ...]]:
        """(source, block) -> our annotations on it."""
        return _group(self.library.annotations, lambda a: [(a.source, paragraph) for paragraph in a.paragraphs])

    @cached_property
    def annotations_about(self) -> dict[tuple[str, str], tuple[Annotation, ...]]:
        """("events" | "entries" | "questions", id) -> the annotations that bear on that record."""
        return _group(
            self.library.annotations,
            lambda a: [(name, id) for name in ("events", "entries", "questions") for id in getattr(a.about, name)],
        )

    @cached_property
    def see_also(self) -> dict[str, tuple[Term, ...]]:
        """term id -> the entries it refers to, then those that refer to it."""
        pairs = [(term.id, other) for term in self.library.terms for other in term.see_also]
        found = _group((*pairs, *((b, a) for a, b in pairs)), lambda pair: [pair[0]])
        return {
            id: tuple(self.term_by_id[o] for o in dict.fromkeys(o for _, o in pairs)) for id, pairs in found.items()
        }

    @cached_property
    def questions_at(self) -> dict[Spot, tuple[Question, ...]]:
        """(source, block) -> the questions on which it is cited."""
        return _group(
            self.library.questions,
            lambda q: {(p.source, paragraph) for p in q.positions for paragraph in p.paragraphs},
        )

    @cached_property
    def related(self) -> dict[Spot, tuple[Related, ...]]:
        """(source, paragraph) -> the most related paragraphs of other sources."""
        return related(self.mentions)

    @cached_property
    def succeeded_by(self) -> dict[str, tuple[Term, ...]]:
        """term id -> the entries that replaced it."""
        return _group(self.library.terms, lambda t: t.succeeds)

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """source id -> source."""
        return {source.id: source for source in self.library.sources}

    @cached_property
    def term_by_id(self) -> dict[str, Term]:
        """term id -> entry."""
        return {term.id: term for term in self.library.terms}

    @cached_property
    def block_at(self) -> dict[Spot, Block]:
        """(source, block id) -> block."""
        return {(s.id, b.id): b for s in self.library.sources for b in s.blocks if b.id}


def _group(items: Iterable, keys) -> dict:
    groups = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(group) for key, group in groups.items()}

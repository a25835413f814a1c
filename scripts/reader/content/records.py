"""The records of the reader: frozen, built once from checked data, passed everywhere.

Field names follow the data files; the README's data dictionary explains each in one line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.content.edtf_dates import When

# kind -> (one of them, many of them), in the order in which filters offer them
KINDS = {
    "organisation": ("Organisation", "Organisations"),
    "government-body": ("Government body", "Government bodies"),
    "military-unit": ("Military unit", "Military units"),
    "grouping": ("Grouping", "Groupings"),
    "person": ("Person", "People"),
    "treaty": ("Treaty or agreement", "Treaties and agreements"),
    "law": ("Law or article", "Laws and articles"),
    "declaration": ("Declaration", "Declarations"),
    "programme": ("Programme", "Programmes"),
    "strategy": ("Strategy document", "Strategy documents"),
    "operation": ("Operation or mission", "Operations and missions"),
    "exercise": ("Exercise", "Exercises"),
    "meeting": ("Meeting or visit", "Meetings and visits"),
    "weapon": ("Weapon or technology", "Weapons and technology"),
    "concept": ("Concept", "Concepts"),
    "place": ("Place", "Places"),
    "event": ("Event", "Events"),
    "publication": ("Publication", "Publications"),
}
THEMES = {
    "partnership": "Partnership",
    "summits": "Summits",
    "diplomacy": "Diplomacy",
    "indivisibility": "Indivisible security",
    "defence-cooperation": "Defence cooperation",
    "operations": "Operations",
    "afghanistan": "Afghanistan",
    "iraq": "Iraq",
    "maritime": "Maritime security",
    "peacekeeping": "Peacekeeping",
    "disaster-relief": "Disaster relief",
    "treaties-and-law": "Treaties and law",
    "japan-politics": "Japanese politics",
    "strategy": "Strategy documents",
    "russia": "Russia",
    "ukraine": "Ukraine",
    "china": "China",
    "korea": "Korea",
    "taiwan": "Taiwan",
    "india-quad": "India and the Quad",
    "us-alliance": "US alliance",
    "exercises": "Exercises",
    "technology": "Technology",
    "economy-and-society": "Economy and society",
    "publication": "Publications",
}
ANNOTATION_KINDS = {
    "context": "Context",
    "differs": "Sources differ",
    "slip": "Slip in the article",
    "update": "Since then",
}
AGREEMENTS = {
    "agree": "The sources agree",
    "partly": "Partly agreed",
    "differ": "The sources differ",
    "silent": "Mostly silent",
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """An outside document: its title and its verified address."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A citable spot: a source id and the id of a paragraph, note or table in it."""

    source: str
    paragraph: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """One piece of a source page, in reading order.

    ``kind`` is heading, paragraph, note, figure, table or list. ``text`` is our digest for a
    paragraph, the wording for headings, notes and figures, the caption for a table.
    ``rows`` holds the cells of a table (first row: column heads) or the items of a list.
    """

    kind: str
    id: str
    text: str
    line: int
    section: str = ""
    level: int = 0
    ours: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """One article: its bibliographic record, our reading of it, and its blocks."""

    id: str
    short: str
    csl: dict
    stated: dict
    issued: When
    headline: str
    good_for: str
    genre: str
    viewpoint: str
    read_as_of: str
    thesis: tuple[str, ...]
    caveats: tuple[str, ...]
    publish: str
    blocks: tuple[Block, ...]
    path: str

    @property
    def title(self) -> str:
        """The title of the article."""
        return self.csl["title"]

    @property
    def authors(self) -> str:
        """Author names in reading order, or an empty string."""
        return ", ".join(f"{name.get('given', '')} {name['family']}".strip() for name in self.csl.get("author", ()))

    @property
    def outlet(self) -> str:
        """Where it appeared, or an empty string."""
        return self.csl.get("container-title") or self.csl.get("publisher", "")

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        """The blocks of one kind, in order."""
        return tuple(block for block in self.blocks if block.kind == kind)

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The numbered paragraphs p1, p2 … in order."""
        return self.of_kind("paragraph")

    def block(self, id: str) -> Block | None:
        """The block with this id, or None."""
        return next((block for block in self.blocks if block.id == id), None)


@dataclass(frozen=True, kw_only=True)
class Term:
    """One glossary entry. See the README for what each list of forms does."""

    id: str
    term: str
    kind: str
    definition: str
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    usage: str | None = None
    succeeds: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    link: str = "first"
    within: bool = False
    unverified: str | None = None
    formerly: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that is matched in text, headword first, without repetition."""
        return tuple(dict.fromkeys(form for form in (self.term, self.abbreviation, *self.aliases, *self.slips) if form))

    @property
    def label(self) -> str:
        """How lists call it: the abbreviation with its expansion, or the headword."""
        return f"{self.abbreviation} ({self.term})" if self.abbreviation else self.term

    @property
    def name(self) -> str:
        """The shortest usual form."""
        return self.abbreviation or self.term


@dataclass(frozen=True, kw_only=True)
class Cite:
    """One citation of an event, with the source's own date and version where they differ."""

    source: str
    paragraph: str
    date: str | None = None
    reading: str | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One dated happening and every paragraph that mentions it."""

    id: str
    when: When
    title: str
    text: str
    cites: tuple[Cite, ...]
    themes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    disputed: bool = False
    minor: bool = False
    basis: str | None = None
    links: tuple[Link, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """Our note on one paragraph: context, differs, slip or update, with its evidence."""

    id: str
    source: str
    paragraph: str
    kind: str
    text: str
    evidence: tuple[Link | Place, ...]


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one source says on one question; ``stance`` is None when it does not address it."""

    source: str
    stance: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the comparison with the position of every source."""

    id: str
    question: str
    theme: str
    agreement: str
    why: str
    positions: tuple[Position, ...]
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything the site is made of."""

    sources: tuple[Source, ...]
    terms: tuple[Term, ...]
    events: tuple[Event, ...]
    annotations: tuple[Annotation, ...] = ()
    questions: tuple[Question, ...] = ()
    # (term, source, paragraph) -> how often the article itself uses the term there; see
    # reader.links.mentions. Empty when nobody has counted.
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def source(self, id: str) -> Source:
        """The source with this id; raises StopIteration for an unknown one."""
        return next(source for source in self.sources if source.id == id)

    def term(self, id: str) -> Term:
        """The entry with this id; raises StopIteration for an unknown one."""
        return next(term for term in self.terms if term.id == id)

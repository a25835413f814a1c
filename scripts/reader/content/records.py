"""The records of the reader: frozen, built once from checked data, passed everywhere.

Field names follow the data files; the README's data dictionary explains each in one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from reader.content.edtf_dates import When
from reader.content.normalise import fold
from reader.content.releases import Releases
from reader.content.schema import labels

# choice -> label, in the order in which filters offer them; each comes from the schema of its file.
KINDS = labels("glossary", "kind")  # kind -> (one of them, many of them)
THEMES = labels("timeline", "themes")
DISPUTES = labels("timeline", "dispute", "between")  # side -> (label, what a row of the timeline says)
NOTES = labels("annotations", "kind")  # kind -> (label, a shorter one, one of them, many, what a citation says of it)
ANNOTATION_KINDS = {kind: label for kind, (label, *_) in NOTES.items()}
LANGUAGES = labels("documents", "language")
GROUPS = labels("compare", "group")
VERDICTS = labels("compare", "agreement")  # the most contested first: (label, definition, what a citation says of it)
AGREEMENTS = {verdict: label for verdict, (label, *_) in VERDICTS.items()}
SIDES = labels("compare", "positions", "side")  # side -> (label, sign)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One outside document, told once for all records that refer to it.

    ``date`` is EDTF; ``primary`` says that it was issued by those whose act or text it is; ``seen`` tells where
    it was seen when not at its own address; ``checked`` is the day on which it was last looked up.
    """

    id: str
    title: str
    publisher: str
    url: str
    checked: str
    date: str | None = None
    language: str = "en"
    primary: bool = False
    seen: str | None = None
    archive: str | None = None


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
    # csl field -> supplied, inferred, elsewhere or unverified; what is missing here is stated in the text
    found: dict = field(default_factory=dict)
    keywords: tuple[str, ...] = ()  # as the text prints them
    series: dict = field(default_factory=dict)  # title as printed, and about: what the series is, in our words
    formerly: tuple[str, ...] = ()
    former_anchors: dict[str, str] = field(default_factory=dict)  # retired anchor of the page -> what it became
    split: dict[str, str] = field(default_factory=dict)  # block that was split off -> the block it was part of

    @property
    def title(self) -> str:
        """The title of the article; one that we supplied is in brackets, as in library catalogues."""
        return f"[{self.csl['title']}]" if self.found.get("title") == "supplied" else self.csl["title"]

    @property
    def authors(self) -> str:
        """Author names in reading order, or an empty string."""
        return ", ".join(
            name.get("literal") or f"{name.get('given', '')} {name['family']}".strip()
            for name in self.csl.get("author", ())
        )

    @property
    def outlet(self) -> str:
        """Where it appeared, or an empty string."""
        return self.csl.get("container-title") or self.csl.get("publisher", "")

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        """Return the blocks of one kind, in order."""
        return tuple(block for block in self.blocks if block.kind == kind)

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The numbered paragraphs p1, p2 … in order."""
        return self.of_kind("paragraph")

    def block(self, id: str) -> Block | None:
        """Return the block with this id, or None."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> dict[str, Block]:
        return {block.id: block for block in reversed(self.blocks)}  # the first wins


@dataclass(frozen=True, kw_only=True)
class InPlace:
    """WORDS that mean an entry only in the PARAGRAPHS of SOURCE."""

    words: str
    source: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Term:
    """One glossary entry. See the README for what each list of forms does."""

    id: str
    term: str
    kind: str
    definition: str
    sort: str | None = None
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    in_place: tuple[InPlace, ...] = ()
    not_in: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    elsewhere: str | None = None
    themes: tuple[str, ...] = ()
    usage: str | None = None
    succeeds: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    link: str = "first"
    unverified: str | None = None
    formerly: tuple[str, ...] = ()

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every form that is matched wherever it occurs, headword first, without repetition."""
        return tuple(dict.fromkeys(form for form in (self.term, self.abbreviation, *self.aliases, *self.slips) if form))

    @cached_property
    def other_names(self) -> tuple[str, ...]:
        """Its aliases as a reader sees them: without those that differ from another name in capitals or dashes only."""
        own = {fold(name) for name in (self.term, self.abbreviation) if name}
        others = {fold(name): name for name in reversed(self.aliases)}
        return tuple(name for name in self.aliases if fold(name) not in own and others[fold(name)] == name)

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
class Dispute:
    """Who differs on an event (articles, an article with itself, an article and the record), and about what."""

    between: tuple[str, ...]
    about: str


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
    dispute: Dispute | None = None
    record: str | None = None
    milestone: bool = False
    basis: str | None = None
    documents: tuple[Document, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether articles differ, one contradicts itself, or one differs from the record."""
        return self.dispute is not None

    @property
    def told_by(self) -> tuple[str, ...]:
        """The sources that tell it, without repetition."""
        return tuple(dict.fromkeys(cite.source for cite in self.cites))


@dataclass(frozen=True, kw_only=True)
class About:
    """The records on which an annotation bears, by id."""

    events: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """Our note on paragraphs of one source: context, differs, slip or update, with its evidence.

    It is shown whole at the first of its paragraphs, which also holds its anchor. ``checked`` is the day (ISO 8601)
    on which its facts were last looked up.
    """

    id: str
    source: str
    paragraphs: tuple[str, ...]
    kind: str
    text: str
    evidence: tuple[Document | Place, ...]
    checked: str
    about: About = About()
    formerly: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """The first of its paragraphs."""
        return self.paragraphs[0]


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one source says on one question. A source without a position is silent on it.

    ``side`` is one of SIDES, ``label`` the answer in at most 40 characters, ``stance`` prose that can be read alone.
    """

    source: str
    side: str
    label: str
    stance: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the comparison with the positions of the sources that speak to it."""

    id: str
    question: str
    group: str
    theme: str
    agreement: str
    why: str
    positions: tuple[Position, ...]
    entries: tuple[str, ...] = ()  # whoever names one of these entries is not silent on the question
    formerly: tuple[str, ...] = ()

    def position(self, source: str) -> Position | None:
        """Return the position of SOURCE, or None when it is silent."""
        return next((position for position in self.positions if position.source == source), None)


# Field of a data file -> the record of which it holds one (a mapping) or many (a list of mappings).
PARTS = {"in_place": InPlace, "cites": Cite, "dispute": Dispute, "about": About, "positions": Position}


def current_ids(records: Iterable[Source | Term | Event | Annotation | Question]) -> dict[str, str]:
    """Return every id of RECORDS, also an old one (``formerly``), with the one that the record has now."""
    return {id: record.id for record in records for id in (*record.formerly, record.id)}


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything the site is made of."""

    sources: tuple[Source, ...]
    terms: tuple[Term, ...]
    events: tuple[Event, ...]
    annotations: tuple[Annotation, ...] = ()
    questions: tuple[Question, ...] = ()
    documents: tuple[Document, ...] = ()
    # (term, source, paragraph) -> how often the article itself uses the term there; see
    # reader.links.mentions. Empty when nobody has counted.
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    releases: Releases = Releases()

    def source(self, id: str) -> Source:
        """Return the source with this id; raises KeyError for an unknown one."""
        return self.source_by_id[id]

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Map the id of each source to it."""
        return {source.id: source for source in reversed(self.sources)}  # the first wins

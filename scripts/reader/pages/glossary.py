"""The glossary: the A–Z index and one page for each entry."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from reader.content.forms import plain
from reader.content.note_marks import without_marks
from reader.content.records import KINDS, Term
from reader.links.mentions import Mention
from reader.links.usage import usage
from reader.model import Model
from reader.pages import render
from reader.wording import first_sentence, plural


def index(model: Model) -> str:
    """The Markdown of ``glossary/index.md``."""
    terms = sorted(model.library.terms, key=sort_key)
    words = f"{len(terms)} terms of NATO–Japan cooperation, each with every place where the sources use it."
    return render.page(
        model,
        "glossary/index.md",
        "glossary.md.j2",
        {"title": "Glossary", "description": words, "kind": "glossary"},
        terms=terms,
        letters=[(letter, _letter_id(letter), list(group)) for letter, group in groupby(terms, key=_letter)],
        kinds=[(kind, KINDS[kind][1]) for kind in KINDS if any(term.kind == kind for term in terms)],
        index_name=index_name,
        where_named=lambda term: _where_named(model, term),
    )


def index_name(term: Term) -> str:
    """How the index calls it: as the data say, or people by family name first, which is how their ids begin."""
    if term.sort:
        return term.sort
    given, _, family = term.name.rpartition(" ")
    if term.kind == "person" and given and _ascii(family) == term.id.split("-")[0]:
        return f"{family}, {given}"
    return term.name


def sort_key(term: Term) -> str:
    """Alphabetical as a reader expects it: abbreviation or family name first, accents and capitals ignored."""
    return _ascii(index_name(term)).lstrip("\"' ")


def _ascii(words: str) -> str:
    return unicodedata.normalize("NFKD", plain(words)).encode("ascii", "ignore").decode().lower()


def _letter(term: Term) -> str:
    first = sort_key(term)[:1].upper()
    return first if first.isalpha() else "0–9"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower()}" if letter.isalpha() else "letter-0-9"


def _where_named(model: Model, term: Term) -> str:
    mentions = model.mentions_of.get(term.id, ())
    sources = len({mention.source for mention in mentions})
    if mentions:
        return f"{plural(len(mentions), 'place')} in {plural(sources, 'source')}"
    return f"only in {model.places.plain(term.elsewhere)}" if term.elsewhere else "not named in the texts"


def entry(model: Model, term: Term) -> str:
    """The Markdown of ``glossary/<id>.md``."""
    mentions = model.mentions_of.get(term.id, ())
    matter = {
        "title": term.name if term.name == term.term else f"{term.name}: {term.term}",
        "description": model.places.plain(first_sentence(term.definition)),
        "kind": "entry",
        "term": term.id,
    }
    return render.page(
        model,
        f"glossary/{term.id}.md",
        "entry.md.j2",
        matter,
        term=term,
        succeeded_by=model.succeeded_by.get(term.id, ()),
        mentions=[
            (model.source_by_id[source], [(mention.paragraph, excerpt(model, mention)) for mention in group])
            for source, group in groupby(mentions, key=lambda mention: mention.source)
        ],
        usage=usage(model.library.sources, mentions, model.counted),
        full_text=bool(model.articles),
        events=model.events_with.get(term.id, ()),
        see_also=model.see_also.get(term.id, ()),
    )


def excerpt(model: Model, mention: Mention) -> str:
    """What is shown of the block that mentions an entry: its digest, or the caption of a table."""
    block = model.block_at[mention.source, mention.paragraph]
    return block.text if block.kind == "table" else without_marks(block.text).replace("<", "").replace(">", "")

"""The glossary: the A–Z index and one page for each entry."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import NamedTuple

from reader.content.normalise import plain
from reader.content.note_marks import without_marks
from reader.content.records import KINDS, Term
from reader.links.mentions import Mention, block_text
from reader.links.usage import usage
from reader.model import Model
from reader.pages import render
from reader.wording import first_sentence, plural


def index(model: Model) -> str:
    """Return the Markdown of ``glossary/index.md``."""
    terms = sorted(model.library.terms, key=sort_key)
    kinds = Counter(term.kind for term in terms)
    apart = {term.id for term in terms if _apart(model, term)}
    return render.page(
        model,
        "glossary/index.md",
        "glossary.md.j2",
        title="Glossary",
        description=f"{len(terms)} terms{model.settings.about_it('of')}, "
        "each with every place where the sources use it.",
        kind="glossary",
        terms=terms,
        apart=apart,
        letters=[(letter, _letter_id(letter), list(group)) for letter, group in groupby(terms, key=_letter)],
        kinds=[(kind, f"{KINDS[kind][1]} ({kinds[kind]})") for kind in KINDS if kinds[kind]],
        index_name=index_name,
        search_words=lambda term: _search_words(term, index_name(term)),
        mentions_of=lambda term: model.mentions_of.get(term.id, ()),
        where_named=lambda term: _where_named(model, term),
    )


def _apart(model: Model, term: Term) -> bool:
    """Tell whether no paragraph names TERM: a note, a table, a caption or a reference does, or nothing at all."""
    return not any(
        model.block_at[mention.source, mention.paragraph].kind == "paragraph"
        for mention in model.mentions_of.get(term.id, ())
    )


def _search_words(term: Term, shown: str) -> str:
    """Return the forms by which the filter of the index finds TERM, without those that its line shows anyway."""
    visible = {shown.lower(), term.term.lower()}
    return " | ".join(dict.fromkeys(f for f in map(str.lower, (*term.forms, *term.search)) if f not in visible))


def index_name(term: Term) -> str:
    """Return how the index calls it: as the data say, or people by family name first, which is how their ids begin."""
    if term.sort:
        return term.sort
    given, _, family = term.name.rpartition(" ")
    if term.kind == "person" and given and _ascii(family) == term.id.split("-")[0]:
        return f"{family}, {given}"
    return term.name


def sort_key(term: Term) -> str:
    """Return the key by which an index sorts TERM: abbreviation or family name first, without accents and capitals."""
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
    """Return the Markdown of ``glossary/<id>.md``."""
    mentions = model.mentions_of.get(term.id, ())
    return render.page(
        model,
        f"glossary/{term.id}.md",
        "entry.md.j2",
        title=term.name if term.name == term.term else f"{term.name}: {term.term}",
        description=model.places.plain(first_sentence(term.definition)),
        kind="entry",
        more={"term": term.id},
        term=term,
        succeeded_by=model.succeeded_by.get(term.id, ()),
        notes=model.annotations_about.get(("entries", term.id), ()),
        mentions=[
            (model.source_by_id[source], [(mention, context(model, mention)) for mention in group])
            for source, group in groupby(mentions, key=lambda mention: mention.source)
        ],
        usage=usage(model.source_by_id, mentions, model.counted),
        full_text=bool(model.articles),
        events=model.events_with.get(term.id, ()),
        see_also=model.see_also.get(term.id, ()),
    )


class Passage(NamedTuple):
    """A use of an entry with the words around it; ``words`` is empty where the text at hand has other words for it."""

    before: str
    words: str
    after: str


def context(model: Model, mention: Mention, width: int = 90) -> Passage:
    """Return the first use of an entry in the block of MENTION, with up to WIDTH characters on either side.

    The text is the article's where it is shown in full, otherwise our digest, note or caption.
    """
    spot = mention.source, mention.paragraph
    article = model.articles.get(mention.source, {}).get(mention.paragraph)
    text = without_marks(block_text(model.block_at[spot]) if article is None else article).replace("\n", " ")
    if not mention.forms:
        return Passage("", "", _start(text, 2 * width))
    end = mention.start + len(mention.forms[0])
    return Passage(_end(text[: mention.start], width), text[mention.start : end], _start(text[end:], width))


def _start(text: str, width: int) -> str:
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0] + "\u00a0…"


def _end(text: str, width: int) -> str:
    return text if len(text) <= width else "…\u00a0" + text[-width:].split(" ", 1)[-1]

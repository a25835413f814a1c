"""Pieces that several pages share: how a place, an event or evidence is shown and linked."""

from __future__ import annotations

from collections.abc import Iterable

from reader.content.records import ANNOTATION_KINDS, Annotation, Document, Event, Source, Term
from reader.links.places import spot
from reader.links.policy import Section
from reader.model import Model
from reader.pages.html import chip, el, linked, text


def spoken(block: str) -> str:
    """How a block is called aloud: ``paragraph 7``."""
    return spot(block).replace("¶", "paragraph ")


def place(model: Model, page: str, source: str, paragraph: str, *, short: bool = False) -> str:
    """A link to a block of a source: ``Bridges 2022 ¶7``, or only ``¶7`` when SHORT."""
    label = spot(paragraph) if short else f"{model.source_by_id[source].short} {spot(paragraph)}"
    return el("a", text(label), class_="place", href=model.urls.href(page, f"sources/{source}.md", paragraph))


def term_link(model: Model, page: str, term: Term, label: str | None = None) -> str:
    """A link to an entry."""
    return el(
        "a",
        text(label or term.name),
        class_="entry",
        href=model.urls.href(page, f"glossary/{term.id}.md"),
        data_term=term.id,
    )


def event_line(model: Model, page: str, event: Event) -> str:
    """Date and title of an event, linked to the timeline."""
    mark = " " + chip("disputed", "disputed") if event.disputed else ""
    return (
        date(event, class_="when")
        + " "
        + el("a", text(event.title), href=model.urls.href(page, "timeline.md", event.id))
        + mark
    )


def date(event: Event, **attributes: str) -> str:
    """The date in words; as a time element when HTML can hold it (a year, a month or a day)."""
    edtf = event.when.edtf
    if edtf.replace("-", "").isdigit():
        return el("time", text(event.when.words), datetime=edtf, **attributes)
    return el("span", text(event.when.words), **attributes)


def event_list(model: Model, page: str, events: Iterable[Event]) -> str:
    """Events as a list, or nothing."""
    items = [el("li", event_line(model, page, event)) for event in events]
    return el("ul", *items, class_="event-list") if items else ""


def outside(link: Document) -> str:
    """A link to an outside document."""
    return el("a", text(link.title), href=link.url, rel="noopener external", class_="outside")


def read_link(source: Source) -> str:
    """A link to the article itself, or nothing where no address is known."""
    url = source.csl.get("URL")
    return el("a", "Read the article", href=url, rel="noopener external", class_="read outside") if url else ""


def evidence(model: Model, page: str, note: Annotation) -> str:
    """The evidence of an annotation as links."""
    links = [
        outside(item) if isinstance(item, Document) else place(model, page, item.source, item.paragraph)
        for item in note.evidence
    ]
    return "; ".join(links)


def prose(model: Model, page: str, words: str, section: Section, source: str = "") -> str:
    """Our own words as HTML: references to places and first mentions of terms are links.

    SOURCE is the source that a bare ``p7`` belongs to.
    """
    made = []
    for piece in model.places.pieces(words, source):
        if piece.source:
            href = model.urls.href(page, f"sources/{piece.source}.md", piece.block)
            made.append(el("a", text(piece.words), class_="place", href=href))
        else:
            made.append(linked(piece.words, section))
    return "".join(made)


def annotation(model: Model, page: str, note: Annotation, section: Section) -> str:
    """One annotation, visibly ours."""
    return el(
        "div",
        el("p", chip(ANNOTATION_KINDS[note.kind], note.kind), " ", prose(model, page, note.text, section, note.source)),
        el("p", "Evidence: ", evidence(model, page, note), class_="evidence"),
        class_=f"annotation annotation-{note.kind}",
        id=note.id,
    )


def former_anchors(ids: Iterable[str]) -> list[str]:
    """Invisible anchors that keep retired ids working."""
    return [el("span", id=id) for id in ids]

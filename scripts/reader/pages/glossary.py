"""The glossary: the A–Z index and one page for each entry."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from reader.content.note_marks import without_marks
from reader.content.records import KINDS, Term
from reader.links.mentions import Mention
from reader.links.policy import Section
from reader.links.usage import usage
from reader.model import Model
from reader.pages import parts
from reader.pages.html import chip, el, front_matter, listing, markdown, page, text
from reader.wording import first_sentence, plural


def index(model: Model) -> str:
    """The Markdown of ``glossary/index.md``."""
    path = "glossary/index.md"
    terms = sorted(model.library.terms, key=sort_key)
    letters = {letter: list(group) for letter, group in groupby(terms, key=_letter)}
    jump = el(
        "nav",
        *(el("a", letter, href=f"#{_letter_id(letter)}") for letter in letters),
        class_="letters",
        aria_label="Letters",
    )
    kinds = [kind for kind in KINDS if any(term.kind == kind for term in terms)]
    options = "".join(el("option", text(KINDS[kind][1]), value=kind) for kind in kinds)
    filters = el(
        "form",
        el("label", "Kind ", el("select", el("option", "All kinds", value=""), options, name="kind")),
        el(
            "label",
            "Filter ",
            el("input", type="search", name="filter", placeholder="any form of a term", autocomplete="off"),
        ),
        el("output", plural(len(terms), "entry", "entries"), aria_live="polite"),
        class_="filters js-only",
        data_filters="glossary",
    )
    body = []
    for letter, group in letters.items():
        body.append(f"## {markdown(letter)} {{#{_letter_id(letter)}}}")
        body.append(el("ul", *(_index_item(model, path, term) for term in group), class_="term-list"))
    return page(
        path,
        front_matter(
            "Glossary",
            f"{len(terms)} terms of NATO–Japan cooperation, each with every place where the sources use it.",
            "glossary",
        ),
        "# Glossary",
        el(
            "p",
            text(
                f"{len(terms)} entries. Each has a definition in our words and every place where the sources use the term."
            ),
            class_="lead",
        ),
        filters,
        jump,
        *body,
        el(
            "p",
            "No entry has all of this. ",
            el("button", "Show all entries", type="button", data_reset=True),
            class_="empty",
            hidden=True,
        ),
    )


def index_name(term: Term) -> str:
    """How the index calls it: people by family name first, which is how their ids begin."""
    given, _, family = term.name.rpartition(" ")
    if term.kind == "person" and given and _ascii(family) == term.id.split("-")[0]:
        return f"{family}, {given}"
    return term.name


def sort_key(term: Term) -> str:
    """Alphabetical as a reader expects it: abbreviation or family name first, accents and capitals ignored."""
    return _ascii(index_name(term)).lstrip("\"' ")


def _ascii(words: str) -> str:
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()


def _letter(term: Term) -> str:
    first = sort_key(term)[:1].upper()
    return first if first.isalpha() else "0–9"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower()}" if letter.isalpha() else "letter-0-9"


def _index_item(model: Model, path: str, term: Term) -> str:
    mentions = model.mentions_of.get(term.id, ())
    sources = len({m.source for m in mentions})
    expansion = el("span", text(term.term), class_="expansion") if term.abbreviation else ""
    count = f"{plural(len(mentions), 'place')} in {plural(sources, 'source')}" if mentions else "not named in the texts"
    return el(
        "li",
        el(
            "p",
            parts.term_link(model, path, term, index_name(term)),
            " ",
            expansion,
            " ",
            chip(KINDS[term.kind][0], "kind"),
            class_="headword",
        ),
        el("p", text(model.places.plain(first_sentence(term.definition))), class_="short"),
        el("p", count, class_="count"),
        data_kind=term.kind,
        data_forms=" | ".join((*term.forms, *term.search)).lower(),
        data_id=term.id,
    )


def entry(model: Model, term: Term) -> str:
    """The Markdown of ``glossary/<id>.md``."""
    path = f"glossary/{term.id}.md"
    section = model.linker.section(path)
    mentions = model.mentions_of.get(term.id, ())
    title = term.name if term.name == term.term else f"{term.name}: {term.term}"
    return page(
        path,
        front_matter(title, model.places.plain(first_sentence(term.definition)), "entry", term=term.id),
        f"# {markdown(term.name)}",
        _summary(model, path, term, section),
        _mentions(model, path, mentions),
        _usage(model, path, term),
        _events(model, path, term),
        _see_also(model, path, term),
    )


def moved(model: Model, old: str, term: Term) -> str:
    """The page at a retired address of an entry: it leads to the new one, also without scripts."""
    path = f"glossary/{old}.md"
    target = model.urls.href(path, f"glossary/{term.id}.md")
    return page(
        path,
        front_matter(f"{old} is now {term.name}", f"This entry has moved to {term.name}.", "moved", moved=target),
        "# This entry has moved {#mentions}",
        el("p", "It is now called ", parts.term_link(model, path, term), "."),
    )


def _summary(model: Model, path: str, term: Term, section: Section) -> str:
    others = [form for form in term.forms if form not in (term.name, term.term, *term.slips)]
    rows = []
    if others:
        rows.append(("Also written", ", ".join(el("span", text(form), class_="form") for form in others)))
    if term.slips:
        rows.append(
            ("Slips in the texts", ", ".join(el("span", text(form), class_="form slip") for form in term.slips))
        )
    if term.succeeds or term.id in model.succeeded_by:
        rows.append(("Succession", _succession(model, path, term)))
    if term.documents:
        rows.append(
            (
                "Primary documents" if len(term.documents) > 1 else "Primary document",
                listing(map(parts.outside, term.documents)),
            )
        )
    if term.unverified:
        rows.append(("Not verified", parts.prose(model, path, term.unverified, section)))
    return el(
        "div",
        el(
            "p",
            el("span", text(term.term), class_="expansion") if term.abbreviation else "",
            " ",
            chip(KINDS[term.kind][0], "kind"),
            class_="entry-line",
        ),
        el("p", parts.prose(model, path, term.definition, section), class_="definition"),
        el("p", el("b", "In use. "), parts.prose(model, path, term.usage, section), class_="usage")
        if term.usage
        else "",
        el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in rows)) if rows else "",
        class_="entry-summary",
    )


def _succession(model: Model, path: str, term: Term) -> str:
    before = [parts.term_link(model, path, model.term_by_id[id]) for id in term.succeeds]
    after = [parts.term_link(model, path, other) for other in model.succeeded_by.get(term.id, ())]
    chain = [", ".join(before)] if before else []
    chain.append(el("b", text(term.name)))
    if after:
        chain.append(", ".join(after))
    return " → ".join(chain)


def _mentions(model: Model, path: str, mentions: tuple[Mention, ...]) -> str:
    if not mentions:
        return "## In the sources {#mentions}\n\nNo paragraph of the sources uses this term in a form that we match."
    blocks = []
    for source_id, group in groupby(mentions, key=lambda m: m.source):
        group = list(group)
        source = model.source_by_id[source_id]
        items = (
            el(
                "li",
                parts.place(model, path, m.source, m.paragraph, short=True),
                " ",
                el("span", _excerpt(model, m), class_="digest"),
            )
            for m in group
        )
        head = el("a", text(source.short), href=model.urls.href(path, f"sources/{source_id}.md"))
        blocks.append(
            el(
                "section",
                el("h3", head, el("span", f" {plural(len(group), 'place')}", class_="count"), id=f"in-{source_id}"),
                el("ol", *items, class_="mentions"),
                class_="in-source",
            )
        )
    return "## In the sources {#mentions}\n\n" + "\n\n".join(blocks)


def _excerpt(model: Model, mention: Mention) -> str:
    block = model.block_at[mention.source, mention.paragraph]
    if block.kind == "table":
        return text(block.text)
    return text(without_marks(block.text).replace("<", "").replace(">", ""))


def _usage(model: Model, path: str, term: Term) -> str:
    rows = usage(model.library.sources, model.mentions_of.get(term.id, ()), model.counted)
    if not rows:
        return ""
    body = [
        el(
            "tr",
            el(
                "th",
                el("a", text(row.source.short), href=model.urls.href(path, f"sources/{row.source.id}.md")),
                scope="row",
            ),
            el("td", text(row.source.issued.words)),
            el("td", parts.place(model, path, row.source.id, row.first, short=True) if row.first else "–"),
            el("td", text(", ".join(row.forms)) or "–"),
            el("td", str(row.times) if row.times is not None else "–"),
            el("td", str(row.places)),
        )
        for row in rows
    ]
    heads = (
        "Source",
        "Date",
        "First use",
        "Forms" if model.articles else "Forms in our digest",
        "Times in the article",
        "Places",
    )
    return "## Use over time {#usage}\n\n" + el(
        "div",
        el(
            "table",
            el("thead", el("tr", *(el("th", head, scope="col") for head in heads))),
            el("tbody", *body),
            class_="usage-table",
        ),
        class_="table-scroll",
        tabindex="0",
        role="region",
        aria_label="Use over time",
    )


def _events(model: Model, path: str, term: Term) -> str:
    events = parts.event_list(model, path, model.events_with.get(term.id, ()))
    return f"## Events {{#events}}\n\n{events}" if events else ""


def _see_also(model: Model, path: str, term: Term) -> str:
    if term.id not in model.see_also:
        return ""
    items = (
        parts.term_link(model, path, other)
        + el("span", text(" " + model.places.plain(first_sentence(other.definition, 120))), class_="short")
        for other in model.see_also[term.id]
    )
    return "## See also {#see-also}\n\n" + listing(items, class_="see-also")

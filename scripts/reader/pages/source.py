"""The page of one source: what it is, its numbered paragraphs with our notes beside them, its connections."""

from __future__ import annotations

from collections import Counter

from reader.content.note_marks import note_refs, without_marks
from reader.content.records import AGREEMENTS, Block, Source
from reader.links.policy import Section
from reader.model import Model
from reader.pages import parts
from reader.pages.html import chip, el, front_matter, linked, listing, markdown, page, text
from reader.publish import citations, csl
from reader.wording import plural


def render(model: Model, source: Source) -> str:
    """The Markdown of ``sources/<id>.md``."""
    path = f"sources/{source.id}.md"
    matter = front_matter(
        source.title,
        source.headline,
        "source",
        source=source.id,
        edition="full-text" if source.id in model.articles else "guide",
        **({"draft": "yes"} if source.publish == "draft" else {}),
    )
    section = model.linker.section(path)
    reading = _reading(model, path, source, section)
    body = _new(model, source, "", section)
    for block in source.blocks:
        body += [
            _block(model, path, source, block, section),
            *(_new(model, source, block.id, section) if block.id else ()),
        ]
    return page(
        path,
        matter,
        _head(model, source),
        reading,
        *body,
        _terms(model, path, source),
        _events(model, path, source),
        _positions(model, path, source, section),
        _cite(model, path, source),
    )


def _head(model: Model, source: Source) -> str:
    annotations = sum(1 for note in model.library.annotations if note.source == source.id)
    events = {e.id for e in model.library.events if any(c.source == source.id for c in e.cites)}
    known = [source.authors or "Author not stated", source.outlet, source.issued.words]
    facts = [
        plural(len(source.paragraphs), "numbered paragraph"),
        plural(annotations, "annotation") if annotations else "",
        plural(len(events), "dated event"),
    ]
    return "\n".join(
        [
            f"# {markdown(source.title)}",
            "",
            el(
                "div",
                el(
                    "p",
                    " · ".join(filter(None, (*map(text, filter(None, known)), parts.read_link(source)))),
                    class_="byline",
                ),
                el("p", text(source.headline), class_="headline"),
                el("p", text(" · ".join(filter(None, facts))), class_="facts"),
                _view_switch(source.id in model.articles),
                class_="source-head",
            ),
        ]
    )


def _view_switch(full_text: bool) -> str:
    """Buttons that show the text, our notes, or both; the choice is kept in the browser."""
    text_ = "Text" if full_text else "Digests"
    views = (("both", f"{text_} and notes"), ("text", f"{text_} only"), ("notes", "Notes only"))
    return el(
        "div",
        *(
            el("button", label, type="button", data_view=view, aria_pressed="true" if view == "both" else "false")
            for view, label in views
        ),
        class_="view-switch js-only",
        role="group",
        aria_label="What to show",
    )


def _reading(model: Model, path: str, source: Source, section: Section) -> str:
    def ours(words: str) -> str:
        return parts.prose(model, path, words, section, source.id)

    rows = [
        ("Good for", ours(source.good_for)),
        ("Genre", ours(source.genre)),
        ("Viewpoint", ours(source.viewpoint)),
        ("Read it as of", ours(source.read_as_of)),
        ("Weaknesses", listing(map(ours, source.caveats))),
    ]
    known = [(name.capitalize() if name != "url" else "Address", ours(value)) for name, value in source.stated.items()]
    return el(
        "div",
        el(
            "section",
            el("h2", "In three points", id="in-three-points"),
            listing(map(ours, source.thesis)),
            class_="thesis",
        ),
        el("section", el("h2", "How to read this source", id="how-to-read"), _dl(rows), class_="reading"),
        el("details", el("summary", "What is known about the text, and from where"), _dl(known), class_="stated"),
        class_="source-guide",
    )


def _dl(rows) -> str:
    return el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in rows))


def _block(model: Model, path: str, source: Source, block: Block, section: Section) -> str:
    match block.kind:
        case "heading":
            section.restart()
            ours = " .ours" if block.ours else ""
            return f"{'#' * block.level} {markdown(block.text)} {{#{block.id}{ours}}}"
        case "paragraph":
            return _unit(model, path, source, block, section)
        case "note":
            shown = _note(source, block)
        case "table":
            shown = _table(block, section)
        case "figure":
            shown = f"{{#{block.id}}} {_with_marks(block.text)}"
        case _:
            shown = "\n".join(f"- {_address(row[0])}" for row in block.rows)
    return f"{shown}\n\n{_margin(model, path, source, block, section, wide=True)}".rstrip()


def _unit(model: Model, path: str, source: Source, block: Block, section: Section) -> str:
    """A paragraph and, beside it, our notes and its connections."""
    article = model.articles.get(source.id, {}).get(block.id)
    digest = ""
    if article is not None:
        digest = el("p", el("b", "Digest. ", class_="digest-label"), text(without_marks(block.text)), class_="digest")
    margin = _margin(model, path, source, block, section, digest)
    shown = _with_marks(block.text) if article is None else _with_marks(article, {b.id for b in source.of_kind("note")})
    return "\n".join(["/// html | div.unit", "", f"{{#{block.id}}} {shown}", "", margin, "", "///"])


def _new(model: Model, source: Source, after: str, section: Section) -> list[str]:
    """What a copy has AFTER this block and the annotated article has not: shown, but without a number."""
    margin = el(
        "div",
        el("p", "New in this copy: not annotated and without a number.", class_="digest"),
        class_="margin",
        role="note",
        aria_label="Note on a paragraph that is new in this copy",
    )
    notes = {block.id for block in source.of_kind("note")}
    return [
        "\n".join(
            [
                "/// html | div.unit.unit-new",
                "",
                el("p", _marks_linked(extra.text, notes, section), class_="block"),
                "",
                margin,
                "",
                "///",
            ]
        )
        for extra in model.extras.get(source.id, ())
        if extra.after == after
    ]


def _marks_linked(words: str, known: set[str], section: Section) -> str:
    """WORDS as HTML with terms and the marks of KNOWN notes linked."""
    result, rest = "", words
    for id in note_refs(words):
        if id in known:
            before, _, rest = rest.partition(f"[{id}]")
            mark = el("a", id[1:], href=f"#{id}", aria_label=f"Note {id[1:]}")
            result += linked(before, section) + el("sup", mark, class_="note-mark")
    return result + linked(rest, section)


def _margin(
    model: Model, path: str, source: Source, block: Block, section: Section, digest: str = "", *, wide: bool = False
) -> str:
    """Our notes on a block and what it connects to: beside a paragraph, or WIDE below another block."""
    notes = [
        parts.annotation(model, path, note, section) for note in model.annotations_at.get((source.id, block.id), ())
    ]
    connections = _badges(model, path, source, block) + _connections(model, path, source, block)
    if not (digest or notes or connections):
        return ""
    ours = digest + "".join(notes)
    if digest:  # beside an article our words fold away on a narrow screen; the style opens them on a wide one
        label = " and ".join(filter(None, ("Digest", plural(len(notes), "note") if notes else "")))
        ours = el("details", el("summary", label), ours, class_="fold")
    return el(
        "div",
        ours,
        connections,
        class_="margin margin-wide" if wide else "margin",
        role="note",
        aria_label=f"Notes on {parts.spoken(block.id)}",
    )


def _with_marks(words: str, known: set[str] | None = None) -> str:
    """WORDS as Markdown, note marks such as ``[n3]`` left for the extension; only KNOWN notes, when given."""
    result, rest = "", words
    for id in note_refs(words):
        if known is not None and id not in known:
            continue
        before, _, rest = rest.partition(f"[{id}]")
        result += markdown(before) + f"[{id}]"
    return result + markdown(rest)


def _badges(model: Model, path: str, source: Source, block: Block) -> str:
    """A badge for each question of the comparison on which the block is cited."""
    badges = [
        el(
            "a",
            text(question.id.replace("-", " ")),
            class_=f"chip chip-{question.agreement}",
            href=model.urls.href(path, "compare.md", question.id),
            title=question.question,
        )
        for question in model.questions_at.get((source.id, block.id), ())
    ]
    return el("p", el("span", "Compare: ", class_="label"), *badges, class_="badges") if badges else ""


def _connections(model: Model, path: str, source: Source, block: Block) -> str:
    """Terms, events and related paragraphs of one block, folded under one line."""
    spot = (source.id, block.id)
    terms = [model.term_by_id[m.term] for m in model.terms_at.get(spot, ())]
    terms.sort(key=lambda term: term.name.lower())
    events = model.events_at.get(spot, ())
    related = model.related.get(spot, ())
    rows, labels = [], []
    if terms:
        labels.append(plural(len(terms), "term"))
        rows.append(("Terms", ", ".join(parts.term_link(model, path, term) for term in terms)))
    if events:
        labels.append(plural(len(events), "event"))
        rows.append(("Events", parts.event_list(model, path, events)))
    if related:
        labels.append(f"{len(related)} related")
        rows.append(("Related", listing(_related(model, path, r) for r in related)))
    if not rows:
        return ""
    return el("details", el("summary", text(" · ".join(labels))), _dl(rows), class_="connections")


def _question(model: Model, path: str, question) -> str:
    return el("a", text(question.question), href=model.urls.href(path, "compare.md", question.id))


def _related(model: Model, path: str, related) -> str:
    names = ", ".join(model.term_by_id[term].name for term in related.terms[:4])
    return parts.place(model, path, related.source, related.paragraph) + el(
        "span", text(f" shares {names}"), class_="why"
    )


def _note(source: Source, block: Block) -> str:
    back = ", ".join(
        f"[{parts.spot(b.id)}](#{b.id})" for b in source.blocks if b.kind != "note" and block.id in note_refs(b.text)
    )
    return f"{{#{block.id}}} {_address(block.text)} ↩ {back}"


def _address(words: str) -> str:
    """Markdown with addresses in angle brackets kept as links."""
    result, rest = "", words
    while "<http" in rest:
        before, _, rest = rest.partition("<http")
        address, _, rest = rest.partition(">")
        result += markdown(before) + f"<http{address}>"
    return result + markdown(rest)


def _table(block: Block, section: Section) -> str:
    head, *rows = block.rows
    table = el(
        "table",
        el("caption", text(block.text)),
        el("thead", el("tr", *(el("th", text(cell), scope="col") for cell in head))),
        el(
            "tbody",
            *(
                el(
                    "tr",
                    el("th", linked(row[0], section), scope="row"),
                    *(el("td", linked(cell, section)) for cell in row[1:]),
                )
                for row in rows
            ),
        ),
        class_="sortable",
    )
    number = el("a", href=f"#{block.id}", class_="num", data_n="T", aria_label="Link to this table")
    scroll = el("div", table, class_="table-scroll", tabindex="0", role="region", aria_label=block.text)
    return el("div", number, scroll, id=block.id, class_="table-block")


def _terms(model: Model, path: str, source: Source) -> str:
    count = Counter(m.term for m in model.mentions if m.source == source.id)
    terms = sorted((model.term_by_id[id] for id in count), key=lambda term: term.name.lower())
    items = (
        parts.term_link(model, path, term)
        + el("span", f" {count[term.id]}", class_="count", title=f"named in {plural(count[term.id], 'place')}")
        for term in terms
    )
    return "## Terms in this source {#terms-in-source .apparatus}\n\n" + listing(items, class_="columns terms-here")


def _events(model: Model, path: str, source: Source) -> str:
    items = []
    for event in model.library.events:
        cites = [cite.paragraph for cite in event.cites if cite.source == source.id]
        if cites:
            links = " ".join(parts.place(model, path, source.id, p, short=True) for p in dict.fromkeys(cites))
            items.append(parts.event_line(model, path, event) + " " + el("span", links, class_="cites"))
    return (
        "## Events in this source {#events-in-source .apparatus}\n\n" + listing(items, class_="event-list")
        if items
        else ""
    )


def _positions(model: Model, path: str, source: Source, section: Section) -> str:
    items = []
    for question in model.library.questions:
        position = next((p for p in question.positions if p.source == source.id), None)
        if position is None:
            continue
        link = _question(model, path, question) + " " + chip(AGREEMENTS[question.agreement], question.agreement)
        if position.stance:
            places = " ".join(parts.place(model, path, source.id, p, short=True) for p in position.paragraphs)
            items.append(
                el("p", link)
                + el("p", parts.prose(model, path, position.stance, section, source.id) + " " + places, class_="stance")
            )
        else:
            items.append(el("p", link) + el("p", "Does not address this.", class_="stance silent"))
    if not items:
        return ""
    return "## Where it stands on each question {#positions .apparatus}\n\n" + listing(items, class_="positions")


def _cite(model: Model, path: str, source: Source) -> str:
    """The source in every style, ready to copy without scripts, and its records as files."""
    files = " · ".join(
        el("a", label, href=model.urls.href(path, f"data/citations/{source.id}.{ending}"), download=True)
        for label, ending in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))
    )
    styles = citations.whole(source, model.public(path))
    rows = [(label, "".join(el("p", line, class_="citation") for line in lines)) for label, lines in styles]
    outside = csl.provenance(source)
    return "## Cite this source {#cite .apparatus}\n\n" + el(
        "div",
        _dl(rows),
        el("p", text(outside), class_="provenance") if outside else "",
        el("p", "To cite a paragraph, use Cite beside it. Records: ", files),
        class_="cite-box",
    )

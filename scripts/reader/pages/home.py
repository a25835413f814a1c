"""The home page and the index of sources."""

from __future__ import annotations

from reader.content.records import Source
from reader.model import Model
from reader.pages import parts, timeline
from reader.pages.html import el, front_matter, page, text
from reader.wording import number, plural

EXAMPLES = ("IPCP", "AP4", "Article 5", "Kishida", "A2/AD", "1983")


def home(model: Model) -> str:
    """The Markdown of ``index.md``."""
    path = "index.md"
    library = model.library
    paragraphs = sum(len(source.paragraphs) for source in library.sources)
    years = f"{library.sources[0].issued.year} to {library.sources[-1].issued.year}"
    examples = " ".join(
        el("a", text(words), href=f"?q={words.replace(' ', '+')}", class_="example", data_query=words)
        for words in EXAMPLES
    )
    return page(
        path,
        front_matter(
            "NATO–Japan annotated reader",
            f"{number(len(library.sources)).capitalize()} sources on NATO–Japan cooperation, every paragraph numbered and annotated.",
            "home",
        ),
        f"# NATO and Japan, {number(len(library.sources))} sources side by side {{#top}}",
        el(
            "div",
            el(
                "div",
                el(
                    "p",
                    text(
                        f"{number(len(library.sources)).capitalize()} articles on NATO–Japan cooperation, {years}: {paragraphs} numbered paragraphs that you can cite, "
                        "every term explained, every date traced to its source, every disagreement in the open."
                    ),
                    class_="lead",
                ),
                el(
                    "p",
                    el(
                        "button",
                        "Search terms, paragraphs, dates",
                        class_="search-prompt js-only",
                        type="button",
                        data_search_open=True,
                    ),
                    el("span", "Try ", examples, class_="examples"),
                    class_="search-line",
                ),
            ),
            timeline.picture(library.events, model.urls.href(path, "timeline.md")),
            class_="hero",
        ),
        "## The sources {#sources}",
        el("div", *(_card(model, path, source) for source in library.sources), class_="cards"),
        "## Ways in {#ways-in}",
        _doors(model, path),
        "## How to cite {#how-to-cite}",
        el(
            "ol",
            el("li", "Open the source and find the paragraph: its number stands in the margin."),
            el("li", "Click the number. The address of that paragraph is in your clipboard and will not change."),
            el(
                "li",
                "Use “Cite” beside it for a full note, or take BibTeX, RIS or CSL-JSON from the end of the page. ",
                el("a", "More on citing", href=model.urls.href(path, "about/cite.md")),
                ".",
            ),
            class_="steps",
        ),
    )


def _card(model: Model, path: str, source: Source) -> str:
    notes = sum(1 for note in model.library.annotations if note.source == source.id)
    facts = [plural(len(source.paragraphs), "paragraph")] + ([plural(notes, "annotation")] if notes else [])
    return el(
        "article",
        el("p", text(source.issued.words), class_="card-date"),
        el("h3", el("a", text(source.title), href=model.urls.href(path, f"sources/{source.id}.md"))),
        el(
            "p", text(" · ".join(filter(None, (source.authors or "Author not stated", source.outlet)))), class_="byline"
        ),
        el("p", text(source.headline), class_="headline"),
        el("p", el("b", "Good for: "), text(source.good_for), class_="good-for"),
        el("p", " · ".join(filter(None, (text(" · ".join(facts)), parts.read_link(source)))), class_="facts"),
        class_="card",
        data_source=source.id,
    )


def _doors(model: Model, path: str) -> str:
    library = model.library
    disputed = sum(event.disputed for event in library.events)
    doors = [
        (
            "glossary/index.md",
            "Glossary",
            f"{len(library.terms)} terms, people, treaties and operations, each with every place that names it.",
        ),
        (
            "timeline.md",
            "Timeline",
            f"{len(library.events)} dated events with their paragraphs; {disputed} where the accounts differ.",
        ),
    ]
    if library.questions:
        doors.append(
            (
                "compare.md",
                "Compare",
                f"{len(library.questions)} questions, the position of each source, and who keeps silent.",
            )
        )
    doors.append(
        ("about/index.md", "About", "How this was made, what is ours and what is theirs, and the data to download.")
    )
    return el(
        "div",
        *(
            el("a", el("b", title), el("span", text(words)), class_="door", href=model.urls.href(path, target))
            for target, title, words in doors
        ),
        class_="doors",
    )


def sources_index(model: Model) -> str:
    """The Markdown of ``sources/index.md``."""
    path = "sources/index.md"
    return page(
        path,
        front_matter("Sources", "The sources in order of date, with what each is good for.", "sources"),
        "# Sources",
        el(
            "p",
            "In order of date. Each page gives our digest of every numbered paragraph, our annotations, and what the source connects to.",
            class_="lead",
        ),
        "## By date {#by-date}",
        el("div", *(_card(model, path, source) for source in model.library.sources), class_="cards"),
        "## Side by side {#side-by-side}",
        _facts(model, path),
    )


def _facts(model: Model, path: str) -> str:
    heads = ("Source", "Date", "Author", "Genre", "Paragraphs", "Terms", "Events", "Annotations")
    rows = []
    for source in model.library.sources:
        terms = len({m.term for m in model.mentions if m.source == source.id})
        events = sum(any(c.source == source.id for c in e.cites) for e in model.library.events)
        notes = sum(note.source == source.id for note in model.library.annotations)
        rows.append(
            el(
                "tr",
                el(
                    "th",
                    el("a", text(source.short), href=model.urls.href(path, f"sources/{source.id}.md")),
                    scope="row",
                ),
                *(
                    el("td", text(str(value)))
                    for value in (
                        source.issued.words,
                        source.authors or "not stated",
                        source.genre,
                        len(source.paragraphs),
                        terms,
                        events,
                        notes,
                    )
                ),
            )
        )
    table = el(
        "table",
        el("thead", el("tr", *(el("th", head, scope="col") for head in heads))),
        el("tbody", *rows),
        class_="sortable",
    )
    return el("div", table, class_="table-scroll", tabindex="0", role="region", aria_label="The sources side by side")

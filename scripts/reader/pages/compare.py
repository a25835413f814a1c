"""The comparison: questions by sources, with every stance, its paragraphs, and every silence."""

from __future__ import annotations

from reader.content.records import AGREEMENTS, THEMES, Position, Question
from reader.links.coverage import coverage
from reader.links.policy import Section
from reader.model import Model
from reader.pages import parts
from reader.pages.html import chip, el, front_matter, page, text
from reader.wording import plural

PATH = "compare.md"


def render(model: Model) -> str:
    """The Markdown of ``compare.md``."""
    questions = model.library.questions
    section = model.linker.section(PATH)
    differ = sum(question.agreement == "differ" for question in questions)
    return page(
        PATH,
        front_matter(
            "Compare", f"{len(questions)} questions that the sources answer differently, or not at all.", "compare"
        ),
        "# Compare",
        el(
            "p",
            text(
                f"{plural(len(questions), 'question')}, the position of each source in our words with its paragraphs, "
                f"and every silence said out loud. On {differ} of them the sources differ."
            ),
            class_="lead",
        ),
        "## At a glance {#matrix}",
        _matrix(model),
        _list(model),
        "## Question by question {#questions}",
        *(_question(model, question, section) for question in questions),
        "## Who writes about what {#coverage}",
        el(
            "p",
            text(
                "How many paragraphs of each source speak of a theme, counted from the dated events and the questions that cite them. "
                "A dash is a silence."
            ),
        ),
        _coverage(model),
    )


def _matrix(model: Model) -> str:
    sources = model.library.sources
    head = el(
        "tr",
        el("th", "Question", scope="col"),
        *(
            el("th", el("a", text(s.short), href=model.urls.href(PATH, f"sources/{s.id}.md")), scope="col")
            for s in sources
        ),
    )
    rows = []
    for question in model.library.questions:
        given = {position.source: position for position in question.positions}
        rows.append(
            el(
                "tr",
                el(
                    "th",
                    el("a", text(question.question), href=f"#{question.id}"),
                    " ",
                    chip(AGREEMENTS[question.agreement], question.agreement),
                    scope="row",
                ),
                *(_cell(model, given.get(s.id), s.id) for s in sources),
            )
        )
    table = el("table", el("thead", head), el("tbody", *rows), class_="matrix")
    return el("div", table, class_="table-scroll", tabindex="0", role="region", aria_label="Questions by sources")


def _list(model: Model) -> str:
    """The questions for a narrow screen: a sign for each source, filled where it takes a position."""
    rows = []
    for question in model.library.questions:
        given = {position.source for position in question.positions if position.stance}
        signs = [
            el(
                "span",
                "●" if source.id in given else "–",
                title=source.short,
                role="img",
                aria_label=f"{source.short}: {'a position' if source.id in given else 'does not address this'}",
            )
            for source in model.library.sources
        ]
        rows.append(
            el(
                "li",
                el("a", text(question.question), href=f"#{question.id}"),
                el(
                    "p",
                    el("span", *signs, class_="signs"),
                    " ",
                    chip(AGREEMENTS[question.agreement], question.agreement),
                ),
            )
        )
    return el("ol", *rows, class_="question-list")


def _cell(model: Model, position: Position | None, source: str) -> str:
    if position is None or not position.stance:
        return el(
            "td", el("span", "–", aria_hidden="true"), el("span", "does not address", class_="sr-only"), class_="silent"
        )
    places = " ".join(parts.place(model, PATH, source, p, short=True) for p in position.paragraphs)
    return el("td", places)


def _question(model: Model, question: Question, section: Section) -> str:
    section.restart()
    cards = []
    for source in model.library.sources:
        position = question.position(source.id)
        head = el("h4", el("a", text(source.short), href=model.urls.href(PATH, f"sources/{source.id}.md")))
        if position:
            places = " ".join(parts.place(model, PATH, source.id, p, short=True) for p in position.paragraphs)
            cards.append(
                el(
                    "li",
                    head,
                    el("p", parts.prose(model, PATH, position.stance, section, source.id)),
                    el("p", places, class_="cites"),
                    class_="position",
                )
            )
        else:
            cards.append(el("li", head, el("p", "Does not address this."), class_="position silent"))
    return el(
        "section",
        el(
            "h3",
            *parts.former_anchors(question.formerly),
            el("a", text(question.question), href=f"#{question.id}", class_="self"),
        ),
        el(
            "p",
            chip(AGREEMENTS[question.agreement], question.agreement),
            " ",
            parts.prose(model, PATH, question.why, section),
            class_="why",
        ),
        el("ul", *cards, class_="position-cards"),
        id=question.id,
        class_="question",
        data_theme=question.theme,
    )


def _coverage(model: Model) -> str:
    sources = model.library.sources
    head = el("tr", el("th", "Theme", scope="col"), *(el("th", text(s.short), scope="col") for s in sources))
    rows = []
    for theme, counts in coverage(model.library, model.mentions).items():
        cells = []
        for source in sources:
            spots = counts[source.id]
            if not spots:
                cells.append(el("td", "–", class_="silent"))
                continue
            share = min(4, 1 + 8 * len(spots) // max(1, len(source.paragraphs)))
            places = " ".join(parts.place(model, PATH, source.id, p, short=True) for p in spots)
            cells.append(el("td", el("details", el("summary", str(len(spots))), places), class_=f"heat heat-{share}"))
        rows.append(el("tr", el("th", text(THEMES[theme]), scope="row"), *cells))
    table = el("table", el("thead", head), el("tbody", *rows), class_="coverage")
    return el("div", table, class_="table-scroll", tabindex="0", role="region", aria_label="Themes by sources")

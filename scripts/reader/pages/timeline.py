"""The timeline: a picture of all years first, then every event by decade."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from reader.content.edtf_dates import when
from reader.content.records import THEMES, Event
from reader.links.policy import Section
from reader.model import Model
from reader.pages import parts
from reader.pages.html import chip, el, front_matter, page, text
from reader.wording import plural

PATH = "timeline.md"


def render(model: Model) -> str:
    """The Markdown of ``timeline.md``."""
    events = model.library.events
    section = model.linker.section(PATH)
    disputed = sum(event.disputed for event in events)
    body = []
    for decade, group in groupby(events, key=lambda event: event.when.decade):
        section.restart()
        items = [_event(model, event, section) for event in group]
        body.append(f"## {decade}s {{#decade-{decade}}}")
        body.append(el("ol", *items, class_="events"))
    return page(
        PATH,
        front_matter(
            "Timeline",
            f"{len(events)} dated events of NATO–Japan relations, each with the paragraphs it rests on.",
            "timeline",
        ),
        "# Timeline",
        el(
            "p",
            text(
                f"{plural(len(events), 'event')}, each with the paragraphs it rests on. "
                f"{disputed} of them are disputed: the sources, or a source and the record, differ, and every reading stands with its citation."
            ),
            class_="lead",
        ),
        picture(events),
        _filters(model),
        *body,
        el(
            "p",
            "No event fits all of these filters. ",
            el("button", "Show all events", type="button", data_reset=True),
            class_="empty",
            hidden=True,
        ),
        _downloads(model),
    )


def _event(model: Model, event: Event, section: Section) -> str:
    chips = [chip("disputed", "disputed")] if event.disputed else []
    if not event.milestone:
        chips.append(chip("minor", "minor"))
    chips += [chip(THEMES[theme], "theme") for theme in event.themes]
    actors = ", ".join(parts.term_link(model, PATH, model.term_by_id[actor]) for actor in event.actors)
    return el(
        "li",
        el(
            "div",
            *parts.former_anchors(event.formerly),
            el("a", parts.date(event), href=f"#{event.id}", class_="when"),
            class_="event-date",
        ),
        el(
            "div",
            el("h3", text(event.title)),
            el("p", parts.prose(model, PATH, event.text, section)),
            el("p", el("b", "How dated. "), parts.prose(model, PATH, event.basis, section), class_="basis")
            if event.basis
            else "",
            _readings(model, event) if event.disputed else "",
            el("p", el("span", "Sources: ", class_="label"), _cites(model, event), class_="cites"),
            el(
                "p",
                el("span", "Record: ", class_="label"),
                "; ".join(map(parts.outside, event.documents)),
                class_="cites",
            )
            if event.documents
            else "",
            el("p", el("span", "Who: ", class_="label"), actors, class_="actors") if actors else "",
            el("p", *chips, class_="chips"),
            class_="event-body",
        ),
        id=event.id,
        class_="event" + ("" if event.milestone else " event-minor"),
        data_sources=" ".join(dict.fromkeys(cite.source for cite in event.cites)),
        data_themes=" ".join(event.themes),
        data_actors=" ".join(event.actors),
        data_disputed="1" if event.disputed else None,
        data_minor=None if event.milestone else "1",
    )


def _cites(model: Model, event: Event) -> str:
    groups = []
    for source, cites in groupby(
        sorted(event.cites, key=lambda c: list(model.source_by_id).index(c.source)), key=lambda c: c.source
    ):
        places = dict.fromkeys(cite.paragraph for cite in cites)
        links = ", ".join(parts.place(model, PATH, source, p, short=True) for p in places)
        groups.append(f"{text(model.source_by_id[source].short)} {links}")
    return "; ".join(groups)


def _readings(model: Model, event: Event) -> str:
    rows = []
    for cite in event.cites:
        if cite.date or cite.reading:
            said = [text(when(cite.date).words)] if cite.date else []
            said += [text(cite.reading)] if cite.reading else []
            rows.append(el("li", parts.place(model, PATH, cite.source, cite.paragraph), ": ", ", ".join(said)))
    return el("div", el("p", "The readings"), el("ul", *rows), class_="readings")


def _filters(model: Model) -> str:
    events = model.library.events
    themes = {theme for event in events for theme in event.themes}
    actors = Counter(actor for event in events for actor in event.actors)
    named = sorted((id for id, n in actors.items() if n > 1), key=lambda id: model.term_by_id[id].name.lower())
    return el(
        "form",
        _select("Source", "source", [(s.id, s.short) for s in model.library.sources]),
        _select("Theme", "theme", [(theme, THEMES[theme]) for theme in THEMES if theme in themes]),
        _select("Actor", "actor", [(id, f"{model.term_by_id[id].name} ({actors[id]})") for id in named]),
        el("label", el("input", type="checkbox", name="disputed", value="1"), " disputed only"),
        el("label", el("input", type="checkbox", name="major", value="1"), " without minor ones"),
        el("output", plural(len(events), "event"), aria_live="polite"),
        class_="filters js-only",
        data_filters="timeline",
    )


def _select(label: str, name: str, options: list[tuple[str, str]]) -> str:
    return el(
        "label",
        f"{label} ",
        el(
            "select",
            el("option", "all", value=""),
            *(el("option", text(words), value=value) for value, words in options),
            name=name,
        ),
    )


def picture(events: tuple[Event, ...], target: str = "") -> str:
    """Events per year as an SVG bar chart; each decade links to its list. Years without events are
    left out before the first busy decade, so the axis names every decade that it shows. TARGET is the
    address of the timeline when the picture stands on another page."""
    years = Counter(event.when.year for event in events)
    disputed = Counter(event.when.year for event in events if event.disputed)
    decades = sorted({year // 10 * 10 for year in years})
    if not decades:
        return ""
    shown = list(range(decades[0], decades[-1] + 10, 10))
    width, height, base = 10, 120, 140
    top = max(years.values())
    parts_ = []
    for column, decade in enumerate(shown):
        x = column * (10 * width + 8)
        label = f"{decade}s: {plural(sum(years[decade + i] for i in range(10)), 'event')}"
        bars = []
        for offset in range(10):
            count = years[decade + offset]
            if not count:
                continue
            tall = round(height * count / top, 1)
            marked = round(height * disputed[decade + offset] / top, 1)
            bars.append(
                f'<rect class="bar" x="{x + offset * width}" y="{base - tall}" width="{width - 2}" height="{tall}"><title>{decade + offset}: {plural(count, "event")}</title></rect>'
            )
            if marked:
                bars.append(
                    f'<rect class="bar-disputed" x="{x + offset * width}" y="{base - marked}" width="{width - 2}" height="{marked}"><title>{decade + offset}: {disputed[decade + offset]} disputed</title></rect>'
                )
        axis = f'<line class="axis" x1="{x}" x2="{x + 10 * width - 2}" y1="{base + 1}" y2="{base + 1}"/>'
        name = f'<text x="{x + 5 * width}" y="{base + 18}" text-anchor="middle">{decade}s</text>'
        inner = f"{axis}{''.join(bars)}{name}"
        if decade in decades:
            inner = f'<rect class="hit" x="{x}" y="0" width="{10 * width}" height="{base + 24}"/>{inner}'
            inner = f'<a href="{target}#decade-{decade}" aria-label="{label}">{inner}</a>'
        parts_.append(inner)
    full = len(shown) * (10 * width + 8)
    svg = f'<svg viewBox="0 0 {full} {base + 26}" role="group" aria-label="Events per year">{"".join(parts_)}</svg>'
    caption = "Events per year; the darker part of a bar is disputed. A decade leads to its list."
    return el("figure", el("div", svg, class_="picture-scroll"), el("figcaption", caption), class_="picture")


def _downloads(model: Model) -> str:
    files = " · ".join(
        el("a", label, href=model.urls.href(PATH, f"data/timeline.{ending}"), download=True)
        for label, ending in (("JSON", "json"), ("CSV", "csv"), ("Calendar (day-precise events)", "ics"))
    )
    return el("p", "The timeline as data: ", files, class_="downloads")

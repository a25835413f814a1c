"""The timeline: a picture of all years first, then every event by decade."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from reader.content.edtf_dates import when
from reader.content.records import THEMES, Event
from reader.model import Model
from reader.pages import render
from reader.wording import plural

PATH = "timeline.md"
# The picture, in its own units: the width of a year, the space after a decade, the height of the fullest year.
_YEAR, _GAP, _HEIGHT, _BASE = 10, 8, 120, 140


def page(model: Model) -> str:
    """The Markdown of ``timeline.md``."""
    events = model.library.events
    matter = {
        "title": "Timeline",
        "description": f"{len(events)} dated events of NATO–Japan relations, each with the paragraphs it rests on.",
        "kind": "timeline",
    }
    return render.page(
        model,
        PATH,
        "timeline.md.j2",
        matter,
        events=events,
        decades=[(decade, list(group)) for decade, group in groupby(events, key=lambda event: event.when.decade)],
        picture=picture(events),
        options=_options(model),
        cites_by_source=lambda event: _cites_by_source(model, event),
        readings=_readings,
    )


def _cites_by_source(model: Model, event: Event) -> dict[str, list[str]]:
    """source id -> the cited blocks, each once; sources in order of date."""
    order = {source: place for place, source in enumerate(model.source_by_id)}
    found: dict[str, dict[str, None]] = {}
    for cite in sorted(event.cites, key=lambda cite: order[cite.source]):
        found.setdefault(cite.source, {})[cite.paragraph] = None
    return {source: list(blocks) for source, blocks in found.items()}


def _readings(event: Event) -> list[tuple[str, str, str]]:
    """(source, block, what it says) for each citation that has a date or version of its own."""
    rows = []
    for cite in event.cites:
        if said := [*([when(cite.date).words] if cite.date else []), *([cite.reading] if cite.reading else [])]:
            rows.append((cite.source, cite.paragraph, ", ".join(said)))
    return rows


def _options(model: Model) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only what some event has, and actors of two events or more."""
    events = model.library.events
    themes = {theme for event in events for theme in event.themes}
    actors = Counter(actor for event in events for actor in event.actors)
    named = sorted((id for id, n in actors.items() if n > 1), key=lambda id: model.term_by_id[id].name.lower())
    return {
        "sources": [(source.id, source.short) for source in model.library.sources],
        "themes": [(theme, words) for theme, words in THEMES.items() if theme in themes],
        "actors": [(id, f"{model.term_by_id[id].name} ({actors[id]})") for id in named],
    }


def picture(events: tuple[Event, ...]) -> dict:
    """Events per year as the bars of a chart, by decade; empty without events. Drawn by ``picture.html``."""
    if not events:
        return {}
    years = Counter(event.when.year for event in events)
    disputed = Counter(event.when.year for event in events if event.disputed)
    top = max(years.values())
    first, last = min(years) // 10 * 10, max(years) // 10 * 10
    decades = []
    for column, decade in enumerate(range(first, last + 10, 10)):
        x = column * (10 * _YEAR + _GAP)
        bars = []
        for year in range(decade, decade + 10):
            for kind, count, words in (
                ("bar", years[year], plural(years[year], "event")),
                ("bar-disputed", disputed[year], f"{disputed[year]} disputed"),
            ):
                if height := round(_HEIGHT * count / top, 1):
                    bars.append(
                        {
                            "kind": kind,
                            "x": x + (year - decade) * _YEAR,
                            "y": _BASE - height,
                            "height": height,
                            "title": f"{year}: {words}",
                        }
                    )
        count = sum(years[year] for year in range(decade, decade + 10))
        decades.append({"decade": decade, "x": x, "count": count, "bars": bars})
    return {"decades": decades, "width": len(decades) * (10 * _YEAR + _GAP), "year": _YEAR, "base": _BASE}

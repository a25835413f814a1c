"""The timeline: a lane for each article first, then every event as a row that opens in place.

The evidence for the events (our notes, documents, how each was dated) is a page of its own, from which
assets/js/timeline.js takes the part of an event when its row is opened: it is more than all the rest together.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from reader.content.edtf_dates import When, when
from reader.content.records import DISPUTES, THEMES, Annotation, Event, Source
from reader.model import Model
from reader.pages import render
from reader.wording import plural

PATH = "timeline.md"
RECORD = "timeline/record.md"
# The picture: earlier events are gathered at the left edge, in columns as wide as a year, enough of them for the word
# "before" on the narrowest screen.
_FIRST, _EARLY, _GAP = 1980, 7, 1
# In pixels: from dot to dot, the line of a lane's name, the free space at the top of a lane.
_PITCH, _NAME, _AIR = 7, 15, 2


def page(model: Model) -> str:
    """Return the Markdown of ``timeline.md``."""
    events = model.library.events
    return render.page(
        model,
        PATH,
        "timeline.md.j2",
        title="Timeline",
        description=f"{len(events)} dated events{model.settings.about_it('of')}, each with the paragraphs it rests on.",
        kind="timeline",
        events=events,
        sources=model.library.sources,
        milestones=[event for event in events if event.milestone],
        decades=[(decade, list(group)) for decade, group in groupby(events, key=lambda event: event.when.decade)],
        picture=picture(model),
        options=_options(model),
        tellings=lambda event: _tellings(model, event),
        other_dates=lambda event: _other_dates(model, event),
        behind=lambda event: _behind(model, event),
    )


def record(model: Model) -> str:
    """Return the Markdown of ``timeline/record.md``: the evidence for each event."""
    return render.page(
        model,
        RECORD,
        "record.md.j2",
        title="The record behind the timeline",
        description="For each event our notes, the documents and how it was dated.",
        kind="record",
        events=model.library.events,
        notes_on=lambda event: _notes(model, event),
    )


def _notes(model: Model, event: Event) -> tuple[Annotation, ...]:
    return model.annotations_about.get(("events", event.id), ())


def _behind(model: Model, event: Event) -> str:
    """Return what the page of the record has on EVENT, in a few words."""
    notes = _notes(model, event)
    later = sum(note.kind == "update" for note in notes)
    counts = ((later, "later note"), (len(notes) - later, "note"), (len(event.documents), "document"))
    return ", ".join([*(plural(count, one) for count, one in counts if count), "how dated" if event.basis else "names"])


def _tellings(model: Model, event: Event) -> list[tuple[Source, list[tuple[str, str]]]]:
    """Return (source, [(block, what it says in its own version, or "")]) in order of date; blocks in reading order."""
    found = []
    told_by = set(event.told_by)
    for source in (source for source in model.library.sources if source.id in told_by):
        cites = [cite for cite in event.cites if cite.source == source.id]
        order = [block.id for block in source.blocks]
        said: dict[str, list[str]] = {}
        for cite in sorted(cites, key=lambda cite: order.index(cite.paragraph)):
            said.setdefault(cite.paragraph, []).extend(_version(cite.date, cite.reading))
        found.append((source, [(block, "; ".join(parts)) for block, parts in said.items()]))
    return found


def _version(date: str | None, reading: str | None) -> list[str]:
    """Return the date and the reading of one citation; a date that the reading repeats is said once."""
    words = when(date).words if date else ""
    if words and reading and words.lower() in reading.lower():
        words = ""
    return [", ".join(filter(None, (words, reading)))] if words or reading else []


def _other_dates(model: Model, event: Event) -> list[tuple[str, str]]:
    """Return (source, date in words) where an article dates EVENT to a time that its own date does not touch."""
    found: dict = {}
    for cite in event.cites:
        if cite.date and _apart(when(cite.date), event.when):
            found.setdefault(cite.source, when(cite.date).words)
    return [(model.source_by_id[source].short, words) for source, words in found.items()] if event.disputed else []


def _apart(one: When, other: When) -> bool:
    return one.last < other.first or one.first > other.last


def _options(model: Model) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters offer, each choice with its number of events: only what some event has."""
    events = model.library.events
    themes = Counter(theme for event in events for theme in event.themes)
    sources = Counter(source for event in events for source in event.told_by)
    disputes = Counter(side for event in events if event.dispute for side in event.dispute.between)
    disputed = sum(event.disputed for event in events)
    one = sum(len(event.told_by) == 1 for event in events)
    named = {id: len(found) for id, found in model.events_with.items() if len(found) > 1}
    names = sorted(named, key=lambda id: model.term_by_id[id].name.lower())
    every = model.library.sources
    return {
        "sources": [(source.id, f"{source.short} ({sources[source.id]})") for source in every],
        "themes": [(theme, f"{words} ({themes[theme]})") for theme, words in THEMES.items() if themes[theme]],
        "told": [("one", f"one article ({one})"), ("several", f"several ({len(events) - one})")],
        "disputes": [("1", f"any dispute ({disputed})")]
        + [(side, f"{words} ({disputes[side]})") for side, (words, _) in DISPUTES.items() if disputes[side]],
        "names": [(id, f"{model.term_by_id[id].name} ({named[id]})") for id in names],
        "known": [(source.id, f"{source.issued.words}, {source.short}") for source in every[:-1]],
    }


def picture(model: Model) -> dict:
    """Return the lanes of the articles with a dot for each event they tell; empty without events. Drawn by
    ``picture.html``.

    ``x`` is in per cent of the width, so that the picture fits every screen while dots and letters keep their size.
    """
    events, sources = model.library.events, model.library.sources
    if not events:
        return {}
    early = _EARLY + _GAP if any(event.when.year < _FIRST for event in events) else 0
    last = max([*(event.when.year for event in events), *(source.issued.year for source in sources), _FIRST])
    width = early + last - _FIRST + 1

    def x(column: float) -> str:
        return f"{100 * column / width:.2f}".rstrip("0").rstrip(".") + "%"

    lanes, top = [], 0
    for source in sources:
        heights: Counter[int] = Counter()
        dots = []
        for event in model.events_in.get(source.id, ()):
            column = early + event.when.year - _FIRST
            if event.when.year < _FIRST:
                column = min(range(_EARLY), key=lambda column: (heights[column], column))
            dots.append((event, column, heights[column]))
            heights[column] += 1
        base = top + _NAME + _AIR + _PITCH * max([*heights.values(), 1])
        year, month = int(source.issued.first[:4]), _month(source.issued)
        lanes.append(
            {
                "source": source,
                "name": top + _NAME - 4,
                "start": top,
                "base": base,
                "written": x(max(0.0, early + year - _FIRST + month)),
                "dots": [
                    {
                        "event": event,
                        "x": x(column + 0.5),
                        "y": base - _PITCH // 2 - 1 - _PITCH * row,
                        "shared": len(event.told_by) > 1,
                    }
                    for event, column, row in dots
                ],
            }
        )
        top = base + 6
    years = Counter(event.when.decade for event in events)

    def span(decade: int, start: float, columns: float, count: int) -> dict:
        return {"decade": decade, "x": x(start), "width": x(columns), "count": count}

    before = sum(event.when.year < _FIRST for event in events)
    return {
        "lanes": lanes,
        "decades": [
            span(decade, early + decade - _FIRST, min(10, last + 1 - decade), years[decade])
            for decade in range(_FIRST, last + 1, 10)
        ],
        "early": span(min(years), 0, _EARLY, before) if early else None,
        "first": _FIRST,
        "height": top + 20,
        "base": top,
        "rows": _table(model),
    }


def _month(issued: When) -> float:
    """Return how much of its year had passed when something was written: the middle of what is known."""
    return (int(issued.first[5:7]) - 1 + int(issued.last[5:7])) / 24


def _table(model: Model) -> list[dict]:
    """Return the picture in numbers, a row for each article."""
    rows = []
    for source in model.library.sources:
        told = model.events_in.get(source.id, ())
        years = [event.when.year for event in told]
        rows.append(
            {
                "source": source,
                "count": len(told),
                "first": min(years, default="–"),
                "last": max(years, default="–"),
                "shared": sum(len(event.told_by) > 1 for event in told),
                "disputed": sum(event.disputed for event in told),
            }
        )
    return rows

"""What the citation panel, the briefing tray and the check of a brief read: scripts, since a page at
``file://`` may not fetch data; and ``/data/manifest.json``, the same list for other programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from reader import bundles
from reader.cite import citations, csl, csl_processor
from reader.cite.things import Thing, things
from reader.content.releases import folded
from reader.model import Model
from reader.publish import addresses, docx_template


def files(model: Model, anchors: Iterable[addresses.Anchor]) -> dict[str, Callable[[], str]]:
    """Return path -> what makes the script; ANCHORS are everything that has an address."""
    # addresses that are no things: pages, and sections of articles
    places = [anchor.address.lstrip("/") for anchor in anchors if anchor.kind in ("page", "section")]
    return {
        "assets/things.js": lambda: bundles.data("readerThings", _things(model, things(model), places)),
        "assets/texts.js": lambda: bundles.data("readerTexts", {thing.address: thing.text for thing in things(model)}),
        "assets/docx-template.js": docx_template.script,
    }


def manifest(all_things: tuple[Thing, ...]) -> list[dict]:
    """Return ``/data/manifest.json``: every citable address with its kind, title and the fingerprint of its text."""
    return [
        {
            "address": f"/{thing.address}",
            "kind": thing.kind,
            "title": thing.title,
            "fingerprint": fingerprint(thing.text),
            "updates": [f"/{address}" for address in thing.updates],
        }
        for thing in all_things
    ]


def fingerprint(text: str) -> str:
    """Return the first 16 hexadecimal digits of SHA-256 over TEXT: compatibility forms folded, white space as one
    space."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:16]


def _things(model: Model, all_things: tuple[Thing, ...], places: list[str]) -> dict:
    caveats = sorted({caveat for thing in all_things for caveat in thing.caveats})
    pages = citations.page_templates(model.reader)
    number = {caveat: place for place, caveat in enumerate(caveats)}
    return {
        "site": model.public("index.md"),
        "styles": [
            [name, label, name in csl_processor.IN_TEXT] for name, (_, _, label) in csl_processor.STYLES.items()
        ],
        "slots": citations.SLOTS,
        "tex": citations.TEX,
        "records": citations.page_records(model.reader),
        "page": {end: list(map(list, styles.values())) for end, styles in pages.items()},
        "sources": {
            source.id: {
                "short": source.short,
                "templates": {
                    kind: list(map(list, styles.values()))
                    for kind, styles in citations.templates(source, model.reader).items()
                },
                "csl": csl.item(source),
                "records": citations.place_records(source),
            }
            for source in model.library.sources
        },
        # question -> how far the sources agree, and what each position is cited from
        "questions": {
            f"compare/{question.id}/": [
                question.agreement,
                {p.source: list(p.paragraphs) for p in question.positions},
            ]
            for question in model.library.questions
        },
        "caveats": caveats,
        "things": {
            thing.address: [
                thing.kind,
                thing.title,
                thing.source,
                thing.block,
                [number[caveat] for caveat in thing.caveats],
                list(thing.updates),
            ]
            for thing in all_things
        },
        "places": places,
        # old address -> what it became, and what was reworded: [day, change, where it is now, what it said]
        "moved": {old.lstrip("/"): new.lstrip("/") for old, new in addresses.moves(model.library).items()},
        "changes": _changes(model),
    }


def _changes(model: Model) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in model.library.releases.changes:
        now = [address.lstrip("/") for address in one.now]
        found.setdefault(one.address.lstrip("/"), []).append([one.date, one.change, now, one.was])
    return found

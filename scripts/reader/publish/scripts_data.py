"""Data for the scripts of the pages, as scripts themselves: a ``fetch`` would not work from ``file://``."""

from __future__ import annotations

import json

from reader.content.records import KINDS
from reader.model import Model
from reader.wording import first_sentence, plural


def cards(model: Model) -> str:
    """``assets/cards.js``: what the card of each term says, loaded when a reader first reaches for one."""
    made = {}
    for term in model.library.terms:
        mentions = model.mentions_of.get(term.id, ())
        sources = len({m.source for m in mentions})
        made[term.id] = [
            term.label,
            KINDS[term.kind][0],
            model.places.plain(first_sentence(term.definition, 280)),
            f"{plural(len(mentions), 'place')} in {plural(sources, 'source')}",
        ]
    return f"window.readerCards = {json.dumps(made, ensure_ascii=False, separators=(',', ':'))};\n"

"""What is kept of an article so that a copy can be recognised: hashes, never words.

For each block: how many words it has, a SHA-256 of its normalised words, a shorter hash of its exact
characters, and a sketch: the smallest hashes of its runs of four words, cut to 32 bits. A sketch
says how much of the block another text has; no words can be read back from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.copies.characters import words

VERSION = 1
_RUN, _SKETCH = 4, 24


@dataclass(frozen=True)
class Print:
    """The fingerprint of one block."""

    words: int
    sha256: str
    exact: str
    sketch: frozenset[str]


def digest(found: Iterable[str]) -> str:
    """Return the SHA-256 of words in order."""
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def runs(found: list[str]) -> set[str]:
    """Return the hashes of all runs of four words (of all words together when there are fewer)."""
    count = max(1, len(found) - _RUN + 1) if found else 0
    return {hashlib.sha256(" ".join(found[i : i + _RUN]).encode()).hexdigest()[:8] for i in range(count)}


def likeness(known: Print, found: set[str]) -> float:
    """Return the share of the known block's sketch that is in FOUND (the runs of another text), 0 to 1."""
    return len(known.sketch & found) / len(known.sketch) if known.sketch else 0.0


def _exact(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def same_signs(known: Print, text: str) -> bool:
    """Say whether TEXT has the very characters of the known block, apart from white space."""
    return known.exact == _exact(text)


def fingerprints(articles: Mapping[str, Mapping[str, str]]) -> dict:
    """Return the content of ``docs/data/fingerprints.json`` for ARTICLES: source id -> block id -> text."""
    sources = {source: {id: _taken(text) for id, text in articles[source].items()} for source in sorted(articles)}
    return {"version": VERSION, "sources": sources}


def _taken(text: str) -> dict:
    found = words(text)
    sketch = " ".join(sorted(runs(found))[:_SKETCH])
    return {"words": len(found), "sha256": digest(found), "exact": _exact(text), "sketch": sketch}


def stored(data: Mapping) -> dict[str, dict[str, Print]]:
    """Return source id -> block id -> fingerprint, from what ``fingerprints`` made; ValueError when it is something
    else."""
    try:
        if data and data["version"] != VERSION:
            raise ValueError(f"version {data['version']} instead of {VERSION}")
        return {
            source: {
                id: Print(int(p["words"]), str(p["sha256"]), str(p["exact"]), frozenset(p["sketch"].split()))
                for id, p in blocks.items()
            }
            for source, blocks in (data["sources"] if data else {}).items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not fingerprints ({error!r})") from error

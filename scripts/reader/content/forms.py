"""When two spellings are the same form."""

from __future__ import annotations

from reader.content import normalise


def plain(text: str) -> str:
    """Return TEXT with dashes, quotation marks, spaces and compatibility forms made alike."""
    return normalise.read(text).plain


def fold(text: str) -> str:
    """Return ``plain`` in lower case."""
    return normalise.read(text).folded

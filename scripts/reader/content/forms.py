"""When two spellings are the same form: dashes, quotation marks, spaces and capitals made alike."""

from __future__ import annotations

_ALIKE = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "‘’ʼ＇"), "'"),
    **dict.fromkeys(map(ord, "“”„"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t\n"), " "),
}


def plain(text: str) -> str:
    """TEXT with dashes, quotation marks and spaces made alike; the same length as TEXT."""
    return text.translate(_ALIKE)


def fold(text: str) -> str:
    """``plain`` and lower case, still the same length as TEXT."""
    text = plain(text)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

"""The search as one script: its parts, in ``search/``, one after the other, so that a browser asks once."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("search")
# The box first: it stands there while the rest is read. Each part may use those before it.
PARTS = ("box", "text", "dates", "documents", "minisearch", "words", "forms", "engine")
CHUNKED = ("box", "pagefind")  # with an index in chunks


def script(chunked: bool) -> str:
    """``assets/search.js``, loaded when a reader reaches for search."""
    return "".join((FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in (CHUNKED if chunked else PARTS))

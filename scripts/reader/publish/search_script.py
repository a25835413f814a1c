"""The search as one script: its parts, in ``search/``, one after the other, so that a browser asks once."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("search")
# The box first: it stands there while the rest is read. Each part may use those before it.
PARTS = ("box", "text", "dates", "documents", "minisearch", "words", "forms", "engine")
CHUNKED = "pagefind"  # where the paragraphs come from an index in chunks, last


def script(chunked: bool) -> str:
    """``assets/search.js``, loaded when a reader reaches for search."""
    parts = (*PARTS, CHUNKED) if chunked else PARTS
    return "".join((FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in parts)

"""The Markdown extension by name, for builders that read it from their settings (see ``scripts/write_pages.py``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reader import pipeline
from reader.links.markdown_ext import ReaderExtension
from reader.links.policy import Linker


def makeExtension(docs: str = "docs") -> ReaderExtension:
    """Return the extension for the content in the folder DOCS."""
    folder = Path(docs)
    return ReaderExtension(_linker(folder, max(path.stat().st_mtime_ns for path in folder.rglob("*"))))


@lru_cache(maxsize=1)
def _linker(folder: Path, changed: int) -> Linker:
    """Return the linker of the content in FOLDER, which last CHANGED then: builders ask for it on every page."""
    return pipeline.model(folder).linker

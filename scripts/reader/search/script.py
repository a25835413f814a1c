"""The script of search: the files of ``docs/assets/search``, one after the other in one scope, asked for once."""

from __future__ import annotations

from pathlib import Path

from reader import bundles

FOLDER = Path(__file__).parents[3] / "docs" / "assets" / "search"
# The engine knows nothing of the page; each of its files may use those before it.
ENGINE = ("text", "dates", "unpack", "decode", "index", "words", "query", "marks", "rank")
BOX = ("results", "box")
CHUNKED = ("pagefind",)  # where the paragraphs come from an index in chunks


def engine() -> str:
    """Return the engine alone, for tests without a browser."""
    return _joined(ENGINE)


def script(chunked: bool = False) -> str:
    """Return ``assets/search.js``, loaded when a reader reaches for search."""
    return bundles.small(_joined((*ENGINE, *(CHUNKED if chunked else ()), *BOX)), bundles.SCRIPT)


def _joined(names: tuple[str, ...]) -> str:
    files = "".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)
    return f'(() => {{\n"use strict";\n{files}}})();\n'

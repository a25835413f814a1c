"""The whole pipeline in one place: a folder in, every generated file out as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.content import load
from reader.content.problems import Problem
from reader.content.records import Library
from reader.model import Model
from reader.pages import compare, glossary, home, source, timeline
from reader.publish import bundles, data_files, scripts_data, search_index, search_script


@dataclass(frozen=True)
class Reading:
    """A checked library and the warnings that came with it."""

    library: Library
    warnings: tuple[Problem, ...]


def read(docs: Path) -> Reading:
    """Read and check the folder DOCS; raises ``InvalidContent`` with every problem."""
    library, warnings = load.library(docs)
    return Reading(library, tuple(warnings))


def pages(model: Model) -> dict[str, str]:
    """path -> Markdown of every generated page."""
    made = {
        "index.md": home.home(model),
        "sources/index.md": home.sources_index(model),
        "glossary/index.md": glossary.index(model),
        "timeline.md": timeline.render(model),
    }
    for one in model.library.sources:
        made[f"sources/{one.id}.md"] = source.render(model, one)
    for term in model.library.terms:
        made[f"glossary/{term.id}.md"] = glossary.entry(model, term)
        for old in term.formerly:
            made[f"glossary/{old}.md"] = glossary.moved(model, old, term)
    if model.library.questions:
        made["compare.md"] = compare.render(model)
    return made


def files(model: Model, chunked: bool = False) -> dict[str, str]:
    """path -> text of every other generated file; CHUNKED: search finds its paragraphs in an index in chunks."""
    return {
        **data_files.files(model),
        "assets/reader.css": bundles.styles(),
        "assets/reader.js": bundles.scripts(),
        "assets/cards.js": scripts_data.cards(model),
        "assets/search.js": search_script.script(chunked),
        "assets/search-index.js": search_index.script(model, paragraphs=not chunked),
    }

"""The whole pipeline: a folder of content in, every page and file of the site out, as text.

    examine   docs -> the checked library, or every problem; the address lock included
    copies    library -> the articles somebody has a copy of, recognised by their content
    render    model -> pages and files
    build     all of the above -> ``Site``

Builders, scripts and tests call ``build`` or one of its stages, so none of them can leave a check out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.content import load
from reader.content.problems import InvalidContent, Problem, errors
from reader.content.records import Library, Source
from reader.copies import recognise
from reader.model import Model
from reader.pages import compare, glossary, home, source, timeline
from reader.publish import addresses, bundles, data_files, scripts_data, search_index, search_script
from reader.settings import Settings

FINGERPRINTS = "docs/data/fingerprints.json"
DEFAULT = Settings()
PRIVATE = "Private copy: this build shows articles in full that belong to their publishers. Not for publication."


@dataclass(frozen=True)
class Rights:
    """Whether the site must ask search engines to stay away, and the banner that says why ("" for none)."""

    noindex: bool
    banner: str


@dataclass(frozen=True)
class Site:
    """A finished site: path -> text of its pages and files, what the person who builds should read, its rights."""

    model: Model
    pages: Mapping[str, str]
    files: Mapping[str, str]
    notices: tuple[str, ...]
    rights: Rights


def build(docs: Path, settings: Settings = DEFAULT) -> Site:
    """Return the site of the folder DOCS; raise ``InvalidContent`` with every problem."""
    library, warnings = read(docs)
    articles, found = copies(docs, library, settings)
    model = Model(
        library,
        settings,
        {id: article.paragraphs for id, article in articles.items()},
        {id: article.extra for id, article in articles.items() if article.extra},
    )
    rights, refused = judge(model)
    pages, files = render(model)
    return Site(model, pages, files, (*map(str, (*warnings, *found)), *refused), rights)


def read(docs: Path) -> tuple[Library, list[Problem]]:
    """Return the checked library of DOCS and its warnings; raise ``InvalidContent`` with every problem."""
    library, problems = examine(docs)
    if library is None or errors(problems):
        raise InvalidContent(problems)
    return library, problems


def examine(docs: Path) -> tuple[Library | None, list[Problem]]:
    """Return the library (None when it could not be made) and everything wrong with the content and its promises."""
    library, problems = load.examine(docs)
    if library:
        stored, now = addresses.read(docs / "data" / "addresses.lock"), addresses.published(library)
        problems = [*problems, *addresses.problems(stored, now, library)]
    return library, problems


def originals_folder(docs: Path, settings: Settings) -> Path:
    """Return where copies of the articles are looked for: where SETTINGS say, or ``originals`` beside DOCS."""
    return settings.originals or docs.parent / "originals"


def copies(
    docs: Path, library: Library, settings: Settings
) -> tuple[dict[str, recognise.Article], list[Problem | str]]:
    """Return the recognised copies by source id (none for the guide edition), and notices."""
    folder = originals_folder(docs, settings)
    if settings.guide:
        return {}, []
    if not folder.is_dir():
        named = settings.originals
        return {}, [f"READER_ORIGINALS names no folder ({named}); the guide edition is built"] if named else []
    if not any(recognise.files(folder)):
        return {}, []
    stored, problems = fingerprints(docs)
    articles, notices = recognise.read(folder, library, stored)
    return articles, [*problems, *notices]


def fingerprints(docs: Path) -> tuple[dict, list[Problem]]:
    """Return the content of ``docs/data/fingerprints.json``, or nothing and why."""
    try:
        data = json.loads((docs / "data" / "fingerprints.json").read_text(encoding="utf-8-sig"))
        if not isinstance(data, dict):
            raise ValueError("not a mapping")
        return data, []
    except FileNotFoundError:
        fault = "the file is missing, so no copy can be recognised"
    except (OSError, ValueError, RecursionError) as error:
        fault = f"not the fingerprints file ({error})"
    return {}, [Problem(FINGERPRINTS, 1, 1, fault, "write it with scripts/originals.py --write-fingerprints FOLDER")]


def judge(model: Model) -> tuple[Rights, list[str]]:
    """Return what the frame must show because of sources shown in full without leave, and the notice of it."""
    unpublished = [s for s in model.library.sources if s.id in model.articles and s.publish != "full-text"]
    if not unpublished:
        return Rights(False, ""), []
    return Rights(True, PRIVATE), [
        f"RIGHTS: the full text of {_names(unpublished)} may not be republished (no 'publish: full-text' on its page). "
        "The whole site is marked noindex and carries a banner. Do not put it where the public can read it; "
        "build --edition guide leaves the full text out."
    ]


def _names(sources: list[Source]) -> str:
    return ", ".join(source.short for source in sources)


def render(model: Model) -> tuple[dict[str, str], dict[str, str]]:
    """Return path -> Markdown of every generated page, and path -> text of every other generated file."""
    library = model.library
    pages = {
        "index.md": home.page(model),
        "sources/index.md": home.index(model),
        "glossary/index.md": glossary.index(model),
        "timeline.md": timeline.page(model),
    }
    for one in library.sources:
        pages[f"sources/{one.id}.md"] = source.page(model, one)
    for term in library.terms:
        pages[f"glossary/{term.id}.md"] = glossary.entry(model, term)
        for old in term.formerly:
            pages[f"glossary/{old}.md"] = glossary.moved(model, old, term)
    if library.questions:
        pages["compare.md"] = compare.page(model)
    chunked = model.settings.chunked
    files = {
        **data_files.files(model),
        "assets/reader.css": bundles.styles(),
        "assets/reader.js": bundles.scripts(),
        "assets/cards.js": scripts_data.cards(model),
        "assets/search.js": search_script.script(chunked),
        "assets/search-index.js": search_index.script(model, paragraphs=not chunked),
    }
    return pages, files

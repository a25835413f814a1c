"""The whole pipeline: a folder of content in, every page and file of the site out, as text.

    examine   docs -> the library (None when it cannot be made), the hand-written files, every problem
    copies    library -> the articles somebody has a copy of, recognised by their content
    render    model -> pages and files
    promise   site -> the addresses that are published for good, held against the lock
    build     all of the above -> ``Site``

Builders, scripts and tests call ``build`` or one of its stages, so none of them can leave a check out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader import bundles
from reader.content import load, plain_pages, search_data
from reader.content.problems import InvalidContent, Problem, errors
from reader.content.records import Library, Source
from reader.content.search_data import SearchData
from reader.model import Model
from reader.pages import changes, compare, glossary, home, moved, source, timeline
from reader.publish import addresses, briefing_data, data_files, plain_markdown, scripts_data
from reader.search import index as search_index
from reader.search import pagefind
from reader.search import script as search_script
from reader.settings import Settings
from reader.texts import Texts

if TYPE_CHECKING:
    from reader.copies.recognise import Article

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
    """A finished site.

    ``pages`` (Markdown) and ``files`` map paths to texts that are made when asked for, ``plain`` names the files of
    ``docs`` that are published as they are; ``notices`` are for the person who builds, ``rights`` for the page frame;
    ``anchors`` is what is promised.
    """

    model: Model
    pages: Texts
    files: Texts
    plain: frozenset[str]
    notices: tuple[str, ...]
    rights: Rights
    anchors: tuple[addresses.Anchor, ...]

    @cached_property
    def generated(self) -> Texts:
        """What a builder is given: Markdown in ``files``, which it would take for pages, is left to ``frame``."""
        return self.pages | self.files.only(lambda path: not path.endswith(".md"))


def rebuild(docs: Path, settings: Settings, last: Site | None) -> Site:
    """Return the site of the folder DOCS, or LAST, the last good one, with a banner that says so.

    Raise ``InvalidContent`` with every problem when there is no last one.
    """
    try:
        return build(docs, settings)
    except InvalidContent as error:
        if not last:
            raise
        banner = f"{len(error.problems)} problem(s) in the content: this is the last good version."
        return replace(last, notices=(f"\n{error}\n{banner}",), rights=replace(last.rights, banner=banner))


def build(docs: Path, settings: Settings = DEFAULT) -> Site:
    """Return the site of the folder DOCS; raise ``InvalidContent`` with every problem."""
    site, problems = draft(docs, settings)
    lock, faults = addresses.read(docs)
    faults = faults or addresses.problems(docs, lock, site.anchors, site.model.library)
    faults += pagefind.missing() if settings.chunked else []
    if errors(faults):
        raise InvalidContent([*problems, *faults])
    return replace(site, notices=(*map(str, (*problems, *faults)), *site.notices))


def draft(docs: Path, settings: Settings = DEFAULT) -> tuple[Site, list[Problem]]:
    """Return the site of DOCS before it is held against the lock, and warnings; raise ``InvalidContent``."""
    library, folder, searched, problems = examine(docs, settings)
    if library is None or errors(problems):
        raise InvalidContent(problems)
    articles, notices = copies(docs, library, settings)
    model = Model(
        library,
        settings,
        {id: article.paragraphs for id, article in articles.items()},
        {id: article.extra for id, article in articles.items() if article.extra},
        {id: article.report.changed for id, article in articles.items()},
    )
    rights, refused = judge(model)
    pages, files = render(model)
    files |= plain_markdown.files(model, folder.pages)
    anchors = tuple(addresses.anchors(library, pages, folder.pages, files))
    files |= Texts(
        {
            **briefing_data.files(model, anchors),
            "assets/search.js": partial(search_script.script, settings.chunked),
            "assets/search-index.js": partial(search_index.script, model, searched, docs),
        }
    )
    said = (*map(str, notices), *refused, *(_left_out(name) for name in folder.left_out))
    return Site(model, pages, files, folder.published, said, rights, anchors), problems


def accept(docs: Path, settings: Settings = DEFAULT, *, new: bool = False) -> tuple[int, list[Problem]]:
    """Lock the addresses and digests of DOCS as they are; return how many addresses are new, and the problems.

    Nothing is written when there is an error. NEW starts the lock of a reader that never had one.
    """
    site, problems = draft(docs, settings)
    lock, faults = addresses.read(docs)
    if lock or not new:
        faults = faults or addresses.problems(docs, lock, site.anchors, site.model.library)
    if errors(faults):
        raise InvalidContent([*problems, *faults])
    addresses.write(
        docs, lock, site.anchors, (path.name for path in (docs / "data").glob("*.*") if path.suffix != ".lock")
    )
    known = lock.addresses if lock else {}
    return sum(anchor.address not in known for anchor in site.anchors), problems


def model(docs: Path, settings: Settings = DEFAULT) -> Model:
    """Return the model of the checked content of DOCS, without the articles; raise ``InvalidContent``."""
    return Model(read(docs, settings)[0], settings)


def read(docs: Path, settings: Settings = DEFAULT) -> tuple[Library, list[Problem]]:
    """Return the checked library of DOCS and its warnings; raise ``InvalidContent`` with every problem."""
    library, _, _, problems = examine(docs, settings)
    if library is None or errors(problems):
        raise InvalidContent(problems)
    return library, problems


def examine(docs: Path, settings: Settings = DEFAULT) -> tuple[Library | None, plain_pages.Folder, SearchData, list]:
    """Return the library of DOCS (None when it could not be made), its hand-written files, what only search knows, and
    every problem."""
    library, problems = load.examine(docs)
    folder, faults = plain_pages.read(docs, (*settings.menu, *settings.linked))
    searched, more = search_data.read(docs, library) if library else (SearchData(), [])
    return library, folder, searched, [*problems, *faults, *more]


def content_files(docs: Path) -> list[Path]:
    """Return the data files and source pages of DOCS."""
    return sorted(path for name in ("data", "sources") for path in (docs / name).rglob("*") if path.is_file())


def _left_out(name: str) -> str:
    hint = "; copies of the articles belong beside docs, not in it" if name.startswith("originals/") else ""
    return f"docs/{name} is not published: it is no page of the menu, no asset and no data file{hint}"


def originals_folder(docs: Path, settings: Settings) -> Path:
    """Return where copies of the articles are looked for: where SETTINGS say, or ``originals`` beside DOCS."""
    return settings.originals or docs.parent / "originals"


def copies(docs: Path, library: Library, settings: Settings) -> tuple[dict[str, Article], list[Problem | str]]:
    """Return the recognised copies by source id (none for the guide edition), and notices."""
    folder = originals_folder(docs, settings)
    if settings.guide:
        return {}, []
    if not folder.is_dir():
        named = settings.originals
        return {}, [f"READER_ORIGINALS names no folder ({named}); the guide edition is built"] if named else []
    return recognised(docs, library, folder)


def recognised(docs: Path, library: Library, folder: Path) -> tuple[dict[str, Article], list[Problem | str]]:
    """Return the articles whose copies FOLDER has, by the fingerprints in DOCS, and notices."""
    from reader.copies import recognise  # slow to load, and only wanted here

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


def _old_names(library: Library, files: Texts) -> Texts:
    """Return FILES, and those of a renamed source under its old names as well: a file cannot redirect."""
    former = {one.id: one.formerly for one in library.sources if one.formerly}
    names: dict[str, str] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        id, _, ending = name.partition(".")
        names |= {f"{folder}/{old}.{ending}": path for old in former.get(id, ())}
    return files.also(names)


def render(model: Model) -> tuple[Texts, Texts]:
    """Return path -> Markdown of every generated page, and path -> text of every other generated file."""
    library = model.library
    pages: dict[str, Callable[[], str]] = {
        "index.md": partial(home.page, model),
        "sources/index.md": partial(home.index, model),
        "glossary/index.md": partial(glossary.index, model),
        "timeline.md": partial(timeline.page, model),
        timeline.RECORD: partial(timeline.record, model),
        **{f"sources/{one.id}.md": partial(source.page, model, one) for one in library.sources},
        **{f"glossary/{term.id}.md": partial(glossary.entry, model, term) for term in library.terms},
        **moved.pages(model),
        changes.PATH: partial(changes.page, model),
    }
    if library.questions:
        pages |= {"compare.md": partial(compare.page, model), **compare.pages(model)}
    files = _old_names(library, data_files.files(model)) | Texts(
        {
            "data/changes.xml": partial(changes.feed, model),
            **bundles.files(),
            **scripts_data.cards(model),
            "assets/timeline-names.js": partial(scripts_data.names, model),
        }
    )
    return Texts(pages), files

"""Which edition is built: the guide, or the full text of the sources whose copies are at hand."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from reader import site
from reader.content.problems import InvalidContent, Problem
from reader.content.records import Source
from reader.links.urls import Urls
from reader.model import Model
from reader.originals import recognise
from reader.publish import addresses


@dataclass(frozen=True)
class Rights:
    """Whether the site must ask search engines to stay away, and the banner that says why ("" for none)."""

    noindex: bool
    banner: str


def originals_folder(docs: Path) -> Path:
    """Where copies of the articles are looked for: ``READER_ORIGINALS``, or ``originals`` beside DOCS."""
    return Path(os.environ.get("READER_ORIGINALS") or docs.parent / "originals")


def model(docs: Path, directories: bool = True, site_url: str = "") -> tuple[Model, list[str]]:
    """The model of the site and what the person who builds it should read.

    Raises ``InvalidContent`` with every problem. ``READER_EDITION=guide`` leaves copies out.
    """
    reading = site.read(docs)
    stored, now = addresses.read(docs / "data" / "addresses.lock"), addresses.published(reading.library)
    if gone := addresses.problems(stored, now, reading.library):
        raise InvalidContent(gone)
    notices = [str(warning) for warning in reading.warnings]
    articles, found = copies(docs, reading)
    made = Model(
        reading.library,
        Urls(directories),
        {id: article.paragraphs for id, article in articles.items()},
        site_url,
        extras={id: article.extra for id, article in articles.items() if article.extra},
    )
    notices += map(str, found)
    if names := [source.short for source in unpublished(made)]:
        notices.append(
            f"RIGHTS: the full text of {', '.join(names)} may not be republished (no 'publish: full-text' on its page). "
            "The whole site is marked noindex and carries a banner. Do not put it where the public can read it; "
            "build --edition guide leaves the full text out."
        )
    return made, notices


def copies(docs: Path, reading: site.Reading) -> tuple[dict[str, recognise.Article], list[Problem | str]]:
    """The recognised copies by source id (none when the guide edition is forced), and notices."""
    if os.environ.get("READER_EDITION") == "guide":
        return {}, []
    folder = originals_folder(docs)
    if not folder.is_dir():
        named = os.environ.get("READER_ORIGINALS")
        return {}, [f"READER_ORIGINALS names no folder ({named}); the guide edition is built"] if named else []
    stored, notices = fingerprints(docs)
    if not any(True for _ in recognise.files(folder)):
        return {}, notices
    articles, found = recognise.read(folder, reading.library, stored)
    return articles, [*notices, *found]


def fingerprints(docs: Path) -> tuple[dict, list[Problem]]:
    """The content of ``docs/data/fingerprints.json``, or nothing and why."""
    label = "docs/data/fingerprints.json"
    try:
        data = json.loads((docs / "data" / "fingerprints.json").read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("not a mapping")
        return data, []
    except FileNotFoundError:
        fault = "the file is missing, so no copy can be recognised"
    except (OSError, ValueError) as error:
        fault = f"not the fingerprints file ({error})"
    return {}, [Problem(label, 1, 1, fault, "write it with scripts/originals.py --write-fingerprints FOLDER")]


def unpublished(made: Model) -> list[Source]:
    """The sources shown in full whose page does not say ``publish: full-text``."""
    return [source for source in made.library.sources if source.id in made.articles and source.publish != "full-text"]


def rights(made: Model) -> Rights:
    """What the theme must show because of sources shown in full without leave."""
    if not unpublished(made):
        return Rights(False, "")
    return Rights(
        True, "Private copy: this build shows articles in full that belong to their publishers. Not for publication."
    )

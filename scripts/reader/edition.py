"""Which edition is built: the guide, or the full text of the sources whose copies are at hand."""

from __future__ import annotations

import os
from pathlib import Path

from reader import site
from reader.links.urls import Urls
from reader.model import Model


def originals_folder(docs: Path) -> Path:
    """Where copies of the articles are looked for: ``READER_ORIGINALS``, or ``originals`` beside DOCS."""
    return Path(os.environ.get("READER_ORIGINALS") or docs.parent / "originals")


def model(docs: Path, directories: bool = True, site_url: str = "") -> tuple[Model, list[str]]:
    """The model of the site and what the person who builds it should read.

    Raises ``InvalidContent`` with every problem.
    """
    reading = site.read(docs)
    return Model(reading.library, Urls(directories), {}, site_url), [str(w) for w in reading.warnings]

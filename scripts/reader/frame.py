"""What the page frame (``scripts/theme``) reads: variables of the site, and the stylesheet it is built on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.publish import bundles, metadata

if TYPE_CHECKING:
    from reader.pipeline import Site


def variables(site: Site, folders: Iterable[str]) -> dict[str, object]:
    """Return what ``config.extra`` gives the templates for SITE; FOLDERS are those of the theme."""
    return {
        "reader": site.model,
        "reader_noindex": site.rights.noindex,
        "reader_pagefind": site.model.settings.chunked,
        "reader_head": partial(metadata.head, site.model),
        "reader_styles": bundles.styles,
        "reader_scripts": bundles.scripts,
        "material_css": stylesheet(folders, "main"),
        "material_palette": stylesheet(folders, "palette"),
    }


def edited(path: str) -> str | None:
    """Return the file of ``docs`` to edit for the generated page PATH: its source page, or the data behind it."""
    folder = path.split("/")[0].removesuffix(".md")
    if folder == "sources" and path != "sources/index.md":
        return path
    return f"data/{folder}.yml" if folder in ("glossary", "timeline", "compare") else None


def stylesheet(folders: Iterable[str], name: str) -> str:
    """Return a sheet of Material, whose file is called by its content, as an address from the site's root."""
    for folder in map(Path, folders):
        for found in folder.glob(f"assets/stylesheets/{name}.*.min.css"):
            return found.relative_to(folder).as_posix()
    raise FileNotFoundError("the stylesheet of Material for MkDocs was not found; install the pinned packages")

"""What the page frame (``scripts/theme``) needs: its variables, its stylesheet, and the last steps after a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import bundles, material
from reader.content.problems import InvalidContent, Problem
from reader.publish import metadata
from reader.search import pagefind

if TYPE_CHECKING:
    from reader.pipeline import Site


def variables(site: Site, theme: Mapping, folders: Iterable[str], *, serving: bool) -> dict[str, object]:
    """Return what ``config.extra`` gives the templates for SITE; FOLDERS are those of THEME.

    A server adds an inline script for reloading, which the policy would forbid: SERVING leaves the policy out.
    """
    return {
        "reader_serving": serving,
        "reader_banner": site.rights.banner,
        "reader_noindex": site.rights.noindex,
        "reader_pagefind": site.model.settings.chunked,
        "reader_head": partial(metadata.head, site.model),
        "reader_once": once(site.model.settings.menu),
        "reader_styles": bundles.styles,
        "reader_scripts": bundles.scripts,
        "material_css": stylesheet(folders, "main"),
        "material_palette": stylesheet(folders, "palette"),
        "root_attributes": material.palette(theme),
    }


def loaded(extra: Mapping, theme: Mapping) -> set[str]:
    """Return the files of Material that pages load, by EXTRA, which has ``variables``, and the settings of THEME."""
    colours = extra["material_palette"] if "data-md-color-primary" in extra["root_attributes"] else None
    return {extra["material_css"], colours, theme.get("favicon"), theme.get("logo")}


def once(menu: Iterable[str]) -> Callable[..., str]:
    """Return what a template calls with a page and with what else a part of it depends on, as the header and the
    footer do: of pages outside the MENU that are neighbours, as nearly all are, they are made once."""
    made: dict[tuple, str] = {}
    named = set(menu)

    def part(page: Any, *key: str, caller: Callable[[], str]) -> str:
        if page:
            folder = page.url.rstrip("/").rpartition("/")[0]
            key = *key, page.url if page.file.src_uri in named else folder or page.url
        if key not in made:
            made[key] = caller()
        return made[key]

    return part


def write(site: Site, path: str, folder: Path) -> None:
    """Write the file PATH of SITE into FOLDER; there is no Markdown beside pages that are no folders."""
    if site.model.settings.directories or not path.endswith(".md"):
        (target := folder / path).parent.mkdir(parents=True, exist_ok=True)
        target.write_text(site.files[path], encoding="utf-8", newline="\n")


def complete(site: Site, folder: Path) -> str:
    """Do what is left once all of SITE is in FOLDER; return what went wrong, or "".

    Keep of Material what the pages use, and index for Pagefind.
    """
    material.trim(folder)
    return pagefind.index(folder) if site.model.settings.chunked else ""


def edited(path: str) -> str | None:
    """Return the file of ``docs`` to edit for the generated page PATH: its source page, or the data behind it."""
    folder = path.split("/")[0].removesuffix(".md")
    if folder == "sources" and path != "sources/index.md":
        return path
    return f"data/{folder}.yml" if folder in ("glossary", "timeline", "compare") else None


def stylesheet(folders: Iterable[str], name: str) -> str:
    """Return a sheet of Material, whose file is called by its content, as an address from the site's root.

    Raise ``InvalidContent`` for another theme.
    """
    for folder in map(Path, folders):
        for found in folder.glob(f"assets/stylesheets/{name}.*.min.css"):
            return found.relative_to(folder).as_posix()
    fault = "the style sheets of Material for MkDocs are not there"
    raise InvalidContent(
        [Problem("mkdocs.yml", 1, 1, fault, "set theme.name to material, install the pinned packages")]
    )

"""Addresses of pages, relative so that they work under any sub-path."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Urls:
    """``directories`` is True for ``/glossary/ipcp/`` and False for ``/glossary/ipcp.html`` (offline)."""

    directories: bool = True

    def address(self, page: str) -> str:
        """Return the address of PAGE from the site's root: ``glossary/ipcp.md`` -> ``glossary/ipcp/``."""
        return _address(page, self.directories)

    def href(self, start: str, page: str, anchor: str = "") -> str:
        """Return how the page START links to PAGE (or to a file such as ``data/x.json``)."""
        fragment = f"#{anchor}" if anchor else ""
        if start == page:
            return fragment or "#"
        target = _address(page, self.directories) if page.endswith(".md") else page
        return _relative(_folder(start, self.directories), target) + fragment


@lru_cache(maxsize=100)
def _folder(page: str, directories: bool) -> str:
    here = _address(page, directories)
    return here.rstrip("/") if directories else posixpath.dirname(here)


@lru_cache(maxsize=20_000)
def _relative(folder: str, target: str) -> str:
    """Return the way from FOLDER to TARGET, which may be a folder with a slash at its end. Both are below the root."""
    if not folder:
        return target or "./"
    here, there = folder.split("/"), target.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"


@lru_cache(maxsize=20_000)
def _address(page: str, directories: bool) -> str:
    stem = page.removesuffix(".md")
    if not directories:
        return f"{stem}.html"
    folder, name = posixpath.split(stem)
    if name == "index":
        return f"{folder}/" if folder else ""
    return f"{stem}/"

"""Addresses of pages (DESIGN.md section 4), relative so that they work under any sub-path."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Urls:
    """``directories`` is True for ``/glossary/ipcp/`` and False for ``/glossary/ipcp.html`` (offline)."""

    directories: bool = True

    def address(self, page: str) -> str:
        """The address of PAGE from the site's root: ``glossary/ipcp.md`` -> ``glossary/ipcp/``."""
        return _address(page, self.directories)

    def href(self, start: str, page: str, anchor: str = "") -> str:
        """How the page START links to PAGE (or to a file such as ``data/x.json``)."""
        fragment = f"#{anchor}" if anchor else ""
        if start == page:
            return fragment or "#"
        here = self.address(start)
        folder = here.rstrip("/") if self.directories else posixpath.dirname(here)
        target = self.address(page) if page.endswith(".md") else page
        return _relative(folder, target) + fragment


@cache
def _relative(folder: str, target: str) -> str:
    """The way from FOLDER to TARGET. Remembered: a build asks for some thousand ways many times each."""
    path = posixpath.relpath(target or ".", folder or ".")
    return f"{path}/" if target.endswith("/") or not target else path


@cache
def _address(page: str, directories: bool) -> str:
    stem = page.removesuffix(".md")
    if not directories:
        return f"{stem}.html"
    folder, name = posixpath.split(stem)
    if name == "index":
        return f"{folder}/" if folder else ""
    return f"{stem}/"

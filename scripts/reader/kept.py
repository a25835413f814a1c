"""What is slow to make and seldom changes, kept on disk beside the checkout under a digest of what it is made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

FEW = 12  # texts of one name


def folder(name: str) -> Path | None:
    """Return the folder NAME of what is kept, or None where nothing can be written."""
    path = Path(__file__).parents[2] / ".cache" / name
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path if os.access(path, os.W_OK) else None


def text(name: str, made_from: bytes, make: Callable[[], str]) -> str:
    """Return the text that MAKE returns; it is called once for each name and each MADE_FROM, of which few are kept."""
    home = folder("made")
    path = home / f"{name}-{hashlib.sha256(made_from).hexdigest()[:16]}" if home else None
    with contextlib.suppress(FileNotFoundError):
        if path:
            os.utime(path)  # what is used stays
            return path.read_text(encoding="utf-8")
    made = make()
    if home and path:
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text(made, encoding="utf-8", newline="\n")
        fresh.replace(path)  # at once, so that no other build reads half of it
        with contextlib.suppress(FileNotFoundError):  # another build tidies up, too
            for old in sorted(home.glob(f"{name}-*"), key=lambda one: -one.stat().st_mtime)[FEW:]:
                old.unlink()
    return made

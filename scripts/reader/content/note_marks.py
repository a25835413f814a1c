"""The marks of notes in text: ``[n3]`` is where note 3 is referred to."""

from __future__ import annotations

import re

_MARK = re.compile(r"\[(n\d+)\]")


def note_refs(text: str) -> list[str]:
    """Return the note ids that TEXT refers to, in order."""
    return _MARK.findall(text)


def without_marks(text: str) -> str:
    """Return TEXT as it reads without its marks, and without the space before one."""
    return re.sub(r" ?\[n\d+\]", "", text)

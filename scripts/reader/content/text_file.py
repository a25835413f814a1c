"""Bytes to text: the one place where files are read, with byte-level faults named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reader.content.problems import Problem

# Invisible characters that reorder what a reader sees; never wanted in data (faults 38 and 39).
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return DATA as text and the problems found; the text is empty when DATA is not UTF-8.

    A byte order mark and CRLF line ends are accepted and dropped. NAME is how problems call the file.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        return "", [Problem(name, line, column, f"byte {error.start} is not UTF-8", "save the file as UTF-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, list(_characters(text, name))


def read(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Return the text of PATH and the problems found; a missing file is one. NAME is how problems call it."""
    try:
        return decode(path.read_bytes(), name)
    except FileNotFoundError:
        return "", [Problem(name, 1, 1, "the file is missing", "restore it or remove what names it")]
    except OSError as error:
        return "", [Problem(name, 1, 1, f"cannot be read ({error.strerror})", "make it a readable file")]


def escaped(value: str, name: str, line: int, column: int) -> list[Problem]:
    """Return the problems of the characters in VALUE, which escapes such as ``\\u202e`` put at LINE and COLUMN."""
    if value.isprintable():
        return []
    return [problem for char in dict.fromkeys(value) if (problem := _character(name, line, column, char))]


def _characters(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each character of TEXT that nobody can see or that reorders others, line by line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and line.replace("\t", "").isprintable():
            continue
        for column, char in enumerate(line, 1):
            if char != "\t" and not char.isprintable() and (problem := _character(name, number, column, char)):
                yield problem
        if not unicodedata.is_normalized("NFC", line):
            fault = "accents are separate from their letters (not NFC)"
            yield Problem(name, number, 1, fault, "save the line in composed form (NFC)")


def _character(name: str, line: int, column: int, char: str) -> Problem | None:
    """Return what is wrong with CHAR, or None."""
    category = unicodedata.category(char)
    if char in _BIDI:
        fix = "it reorders the text; delete it"
    elif category in ("Cc", "Zl", "Zp"):
        fix = "delete the control character; a value is one line"
    elif category == "Cf":
        fix = "nobody can see it; delete it"
    else:
        return None
    label = unicodedata.name(char, "control character")
    return Problem(name, line, column, f"U+{ord(char):04X} {label}", fix, category == "Cf" and char not in _BIDI)

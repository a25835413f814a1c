"""Bytes to text: the one place where files are read, with byte-level faults named."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from reader.content.problems import Problem

# Invisible characters that reorder what a reader sees; never wanted in data (faults 38 and 39).
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_INVISIBLE = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Decode UTF-8 (a byte order mark and CRLF line ends are accepted and dropped).

    Returns the text and the problems found; the text is empty when DATA is not UTF-8.
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
    """Read PATH as text; NAME is how problems call it. A missing file is a problem, not an error."""
    try:
        return decode(path.read_bytes(), name)
    except FileNotFoundError:
        return "", [Problem(name, 1, 1, "the file is missing", "restore it or remove what names it")]
    except OSError as error:
        return "", [Problem(name, 1, 1, f"cannot be read ({error.strerror})", "make it a readable file")]


def _characters(text: str, name: str):
    if text.isascii() and text.isprintable():
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and line.replace("\t", "").isprintable():
            continue
        for column, char in enumerate(line, 1):
            if char in _BIDI:
                yield _character(name, number, column, char, "it reorders the text; delete it")
            elif char in _INVISIBLE:
                yield _character(name, number, column, char, "nobody can see it; delete it", True)
            elif unicodedata.category(char) == "Cc" and char != "\t":
                yield _character(name, number, column, char, "delete the control character")
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                yield Problem(
                    name,
                    number,
                    1,
                    "accents stand apart from their letters (not NFC)",
                    "save the line in composed form (NFC)",
                )


def _character(name: str, line: int, column: int, char: str, fix: str, warning=False) -> Problem:
    label = unicodedata.name(char, "control character")
    return Problem(name, line, column, f"U+{ord(char):04X} {label}", fix, warning)

"""Dates in EDTF (Extended Date/Time Format, ISO 8601-2), sorted and put into words.

Only the part of EDTF that the sources need is put into words: years, months, days, decades
(``198X``), approximate (``~``), uncertain (``?``), intervals and open ends.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache

from edtf import parse_edtf

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_PLAIN = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
_SIMPLE = re.compile(r"^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$")


class BadDate(ValueError):
    """The text is not EDTF, or not a date that exists; ``path`` says where in a record it stands."""

    def __init__(self, message: str, path: tuple = ("date",)):
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class When:
    """One EDTF date: the text as written, its first and last day (ISO), and its wording."""

    edtf: str
    first: str
    last: str
    words: str

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return int(self.first[:4])

    @property
    def decade(self) -> int:
        """The decade in which it begins, 1980 for 1983."""
        return self.year // 10 * 10

    @property
    def day_precise(self) -> bool:
        """Whether it names exactly one day."""
        return self.first == self.last

    @property
    def sort_key(self) -> tuple[str, str]:
        """By first day; of two that start together, the more precise first."""
        return self.first, self.last


@cache
def when(text: str) -> When:
    """Parse TEXT; raises ``BadDate`` with a reason when it is not a date."""
    start, slash, end = text.partition("/")
    if not slash:
        return When(text, *_bounds(text), _words(text))
    first = _bounds(start)[0] if start not in ("", "..") else "0001-01-01"
    last = _bounds(end)[1] if end not in ("", "..") else "9999-12-31"
    if first > last:
        raise BadDate(f"'{text}' ends before it starts")
    return When(text, first, last, _interval(start, end))


@cache
def _bounds(text: str) -> tuple[str, str]:
    """First and last day of one date. Plain calendar dates, which are nearly all, go to the standard
    library: the EDTF parser takes ten milliseconds for each, and the check has two seconds for all."""
    try:
        if plain := _PLAIN.match(text):
            year, month, day = (int(part) if part else None for part in plain.groups())
            first = datetime.date(year, month or 1, day or 1)
            last = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
            return first.isoformat(), last.isoformat()
        parsed = parse_edtf(text)
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except Exception as error:  # the parser raises TypeError and AttributeError too on bad input
        raise BadDate(f"'{text}' is not an EDTF date") from error


def _day(struct) -> str:
    return f"{struct.tm_year:04d}-{struct.tm_mon:02d}-{struct.tm_mday:02d}"


def _words(text: str) -> str:
    match = _SIMPLE.match(text)
    if not match:
        return text
    year, month, day, mark = match.groups()
    if year.endswith("XX"):
        year = f"{int(year[:2]) + 1}th century"
    elif year.endswith("X"):
        year = f"{year[:3]}0s"
    words = " ".join(
        part for part in (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year) if part
    )
    return {"~": "about ", "?": "possibly ", "%": "possibly about ", "": ""}[mark] + words


def _interval(start: str, end: str) -> str:
    if end in ("", ".."):
        return f"from {_words(start)}"
    if start in ("", ".."):
        return f"until {_words(end)}"
    a, b = _SIMPLE.match(start), _SIMPLE.match(end)
    if a and b and not a[4] and not b[4] and a[1] == b[1] and a[3] and b[3]:
        if a[2] == b[2]:
            return f"{int(a[3])}–{int(b[3])} {MONTHS[int(a[2]) - 1]} {a[1]}"
        return f"{int(a[3])} {MONTHS[int(a[2]) - 1]} – {_words(end)}"
    if a and b and not a[2] and not b[2]:
        return f"{_words(start)}–{_words(end)}"
    if a and b and a[1] == b[1] and a[2] and b[2] and not a[3] and not b[3]:
        return f"{MONTHS[int(a[2]) - 1]}–{_words(end)}"
    return f"{_words(start)} – {_words(end)}"

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

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
SEASONS = ["spring", "summer", "autumn", "winter"]  # EDTF 21 to 24
_OPEN = ("", "..")
_DOUBT = {"~": "about ", "?": "possibly ", "%": "possibly about ", "": ""}
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?\Z")
_SEASON = re.compile(r"([0-9]{4})-2([1-4])\Z")
_DECADE = re.compile(r"([0-9]{3})X[~?%]?\Z|([0-9]{2})XX[~?%]?\Z")
_SIMPLE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}))?(?:-([0-9]{2}))?([~?%]?)\Z")


class BadDate(ValueError):
    """The text is not EDTF, or not a date that exists."""


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
    def is_plain(self) -> bool:
        """Whether it is a year, a month or a day and no more: no season, no mark, no interval."""
        return self.edtf.replace("-", "").isdigit() and self.edtf[5:7] <= "12"

    @property
    def sort_key(self) -> tuple[str, str]:
        """By first day; of two that start together, the more precise first."""
        return self.first, self.last


@cache
def when(text: str) -> When:
    """Parse TEXT; raise ``BadDate`` with a reason when it is not a date."""
    start, slash, end = text.partition("/")
    if not slash:
        return When(text, *_bounds(text), _words(text))
    if start in _OPEN and end in _OPEN:
        raise BadDate(f"'{text}' has neither a beginning nor an end")
    first = "0001-01-01" if start in _OPEN else _bounds(start)[0]
    last = "9999-12-31" if end in _OPEN else _bounds(end)[1]
    if first > last:
        raise BadDate(f"'{text}' ends before it starts")
    return When(text, first, last, _interval(start, end))


@cache
def _bounds(text: str) -> tuple[str, str]:
    """Return the first and last day of one date.

    Years, seasons, months, days and decades, which are nearly all, are read here; the rest, seldom needed and slow to
    load, is the EDTF library's. What is read here is what the library reads (tested).
    """
    try:
        if plain := _PLAIN.match(text):
            year, month, day = (int(part) if part else 0 for part in plain.groups())
            last = day or calendar.monthrange(year, month or 12)[1]
            first = datetime.date(year, month or 1, day or 1)
            return first.isoformat(), datetime.date(year, month or 12, last).isoformat()
        if season := _SEASON.match(text):
            month = 3 * int(season[2])
            last = calendar.monthrange(int(season[1]), min(month + 2, 12))[1]
            return f"{season[1]}-{month:02d}-01", f"{season[1]}-{min(month + 2, 12):02d}-{last}"
        if decade := _DECADE.match(text):
            known = decade[1] or decade[2]
            return f"{known:0<4}-01-01", f"{known:9<4}-12-31"
        from edtf import parse_edtf

        parsed = parse_edtf(text)
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except Exception as error:  # the parser raises TypeError and AttributeError too on bad input
        raise BadDate(f"'{text}' is not an EDTF date") from error


def _day(struct) -> str:
    return f"{struct.tm_year:04d}-{struct.tm_mon:02d}-{struct.tm_mday:02d}"


def _words(text: str) -> str:
    """Return one date in words; one that has none here stays as it is written."""
    known = text.removesuffix("-XX").removesuffix("-XX")
    if known != text:
        return f"{_words(known)} ({'day' if '-' in known else 'month'} unknown)"
    match = _SIMPLE.match(text)
    if not match or (match[2] and not (1 <= int(match[2]) <= 12 or 21 <= int(match[2]) <= 24)):
        return text
    year, month, day, mark = match.groups()
    if year.endswith("XX"):
        year = f"{_ordinal(int(year[:2]) + 1)} century"
    elif year.endswith("X"):
        year = f"{year[:3]}0s"
    name = (SEASONS[int(month) - 21] if int(month) > 12 else MONTHS[int(month) - 1]) if month else ""
    words = " ".join(part for part in (str(int(day)) if day else "", name, year) if part)
    return _DOUBT[mark] + words


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _interval(start: str, end: str) -> str:
    """Return an interval in words, what both ends share said once; a doubtful end keeps its own words."""
    if end in _OPEN:
        return f"from {_words(start)}"
    if start in _OPEN:
        return f"until {_words(end)}"
    a, b = _SIMPLE.match(start), _SIMPLE.match(end)
    if not a or not b or a[4] or b[4]:
        return f"{_words(start)} – {_words(end)}"
    if not a[2] and not b[2]:
        return f"{_words(start)}–{_words(end)}"
    if a[1] == b[1] and max(a[2] or "99", b[2] or "99") <= "12" and bool(a[3]) == bool(b[3]):
        if not a[3]:
            return f"{MONTHS[int(a[2]) - 1]}–{_words(end)}"
        first = str(int(a[3]))
        return f"{first}–{_words(end)}" if a[2] == b[2] else f"{first} {MONTHS[int(a[2]) - 1]} – {_words(end)}"
    return f"{_words(start)} – {_words(end)}"

"""Small matters of wording, for pages and published data alike."""

from __future__ import annotations

from functools import lru_cache

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(count: int) -> str:
    """Return COUNT in words when it is small, as in running text."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return COUNT with its noun: ``1 term``, ``2 terms``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


@lru_cache(maxsize=5000)
def first_sentence(words: str, most: int = 220) -> str:
    """Return the first sentence of a definition, cut at a word when it is very long."""
    end = next(
        (
            i
            for i, char in enumerate(words)
            if char == "."
            and words[i + 1 : i + 2] in ("", " ")
            and not words[max(0, i - 3) : i].endswith(("St", "Mr", "Dr", "Md", "U.S", "vs"))
        ),
        len(words),
    )
    sentence = words[: end + 1]
    return sentence if len(sentence) <= most else sentence[:most].rsplit(" ", 1)[0] + " …"


def series(words: list[str]) -> str:
    """Return WORDS as a series: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""

"""The characters of an article: what is a trace of a conversion, and which words two copies share.

What counts as the article's own text: everything except white space, note markers, and two traces
of a conversion to Markdown, balanced emphasis marks (``*word*``, ``**word**``) and the backslash of
``\\$``. A single asterisk, ``#``, brackets and tags are the article's and stay.
"""

from __future__ import annotations

import re
import unicodedata

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
# An opening mark comes before a word or a quotation mark, a closing one after a word or its punctuation.
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[\w“\"‘'])([^*]+?)(?<=[\w.,;:?!%”\"’')])\1(?![\w*])")
# No-break spaces are characters of the text; line ends and tabs are only white space.
_SPACE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_MARKS = re.compile(rf"\[[n^]?\d{{1,3}}\]|[{SUPERSCRIPTS}]+")
_UNSEEN = re.compile("['‘’ʼ＇`´\u00ad\u200b-\u200d\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """Return TEXT in composed form (NFC), without traces of Markdown, white space made single spaces."""
    text = unicodedata.normalize("NFC", text).replace("\\$", "$")
    return plain(_SPACE.sub(" ", text).strip())


def plain(text: str) -> str:
    """Return TEXT without balanced emphasis marks."""
    before = None
    while "*" in text and text != before:
        before, text = text, _EMPHASIS.sub(r"\2", text)
    return text


def number(digits: str) -> int:
    """Return the number that DIGITS stand for: ``¹²`` -> 12; ordinary digits too."""
    return int(digits.translate(_DIGITS))


def words(text: str) -> list[str]:
    """Return the words of TEXT as every copy has them: no accents, capitals, punctuation or note markers.

    Copies that differ in quotation marks, dashes, spaces, emphasis or the form of accents give the same words.
    """
    text = _UNSEEN.sub("", _MARKS.sub(" ", text))
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(text.casefold())

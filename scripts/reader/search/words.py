"""How search reads words: what a text is split into, and which words are forms of one another.

The browser reads queries by the same rules (``docs/assets/search/text.js``); tests hold the two against each other.
The tables are exported with the index, so that each is kept in one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import Stemmer

from reader.content import normalise

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_JAPANESE = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(r"[^\W_]+(?:[-/.&'][^\W_]+)*")
_STEMMER = Stemmer.Stemmer("english")
LONGEST_JOINED = 24  # characters of a compound that is also indexed as one word

# British -> American, applied to both sides, so that over-reach does no harm. Pattern and replacement as JavaScript
# reads them.
SPELLINGS = (
    (r"^(defen|offen|preten|licen)ce", "$1se"),
    (r"^practise", "practice"),
    (r"^(kilo)?metre", "$1meter"),
    (r"^programme", "program"),
    (r"(?<=..[a-z])is(e[ds]?|ing|ation|ations|ational|er|ers)$", "iz$1"),
    (r"(?<=al|an)ys(e[ds]?|ing)$", "yz$1"),
    (r"(?<=[bhlnv])our(?=$|s|ed|ing|able|al|ful|ly|ite|hood)", "or"),
    (r"^(cent|theat|fib)re", "$1er"),
    (r"ogue(s?)$", "og$1"),
    (r"(?<=[aeiou])ll(ed|ing|er|ers)$", "l$1"),
    (r"^manoeuv(?:re|er)", "maneuver"),
    (r"^judgement", "judgment"),
)
_SPELLINGS = tuple((re.compile(old), new.replace("$1", r"\1")) for old, new in SPELLINGS)
_BRITISH = re.compile("|".join(old for old, _ in SPELLINGS))
# Endings that a reader may type where the texts have another one of these, or none.
_ENDINGS = """
    ations ation itions ition ments ment ities ity ances ance ences ence ings ing ists ist isms ism ers er ors or
    ially ally ial al ly ively ive ions ion ant ent able ible ed es s e y
"""
ENDINGS = tuple(_ENDINGS.split())
# Words that ask or join: searched when nothing else is asked for, but never needed and without weight beside others.
_LIGHT = """
    a an the and or of for on in to at by with from into about as between during is are was were be been do does did i
    we you my has have had can could would should will shall may might must what when where which who whom whose why
    how it its that this these those there their they say says said mean means tell me us many much vs versus
    difference any some ever really still now happen happened got get gets go goes give gives gave take takes took
    make makes made come comes came other others more most also there out s t actually exactly officially currently
    today whose until just even too very yet please exist exists anyone anything doesn doesnt don dont didn didnt isn
    isnt aren arent wasn wasnt won wont can cant couldn wouldn shouldn whats
"""
LIGHT = frozenset(_LIGHT.split())
# Words of questions that say little beside others.
_FAINT = """
    important importance matter matters role part play plays need needs want wants main work works working together use
    useful think thinks see sees seen view views affect affects effect change changed changes different really problem
    way ways kind kinds reason reasons thing things
"""
FAINT = frozenset(_FAINT.split())


@cache
def plain(text: str) -> str:
    """Return TEXT in lower case, without accents, possessives and the commas of thousands; every dash a hyphen."""
    text = normalise.read(text).plain
    if text.isascii():
        text = text.lower()
    else:
        text = re.sub(r"[¶§] ?(?=\d)", "p", text)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
        text = text.lower().translate(_LETTERS)
        text = re.sub(rf"(?<=[{_JAPANESE}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{_JAPANESE}])", " ", text)
    text = re.sub(r"'s?(?![^\W_])", "", text)
    return re.sub(r"(\d),(?=\d{3}(?!\d))", r"\1", text)


def parts(word: str) -> tuple[list[str], str]:
    """Return the parts of one written WORD and its joined form: ``a2/ad`` is a2, ad and a2ad; ``u.s`` is us."""
    if word.isalnum():
        return [word], ""
    found = re.split(r"[-/.&']", word)
    joined = "".join(found)
    return ([joined] if all(len(part) == 1 for part in found) else found), joined


def flat(text: str) -> list[str]:
    """Return the words of TEXT in order, compounds as their parts."""
    return [part for word in _WORD.findall(plain(text)) for part in parts(word)[0]]


def terms(text: str) -> list[str]:
    """Return what TEXT is indexed under: its words, and compounds as one word, too."""
    found = []
    for word in _WORD.findall(plain(text)):
        own, joined = parts(word)
        found += own
        if joined and len(own) > 1 and len(joined) <= LONGEST_JOINED:
            found.append(joined)
    return found


def american(word: str) -> str:
    """Return WORD in American spelling."""
    for old, new in _SPELLINGS if _BRITISH.search(word) else ():
        word = old.sub(new, word)
    return word


@cache
def stem(word: str) -> str:
    """Return what the derived forms of WORD share: secure, secured, security."""
    return _STEMMER.stemWord(american(word)) if word.isascii() and word.isalpha() and len(word) > 3 else word


def families(words: Iterable[str], places: Iterable[str]) -> list[list[str]]:
    """Return WORDS in groups of forms of one another, in the order of the alphabet.

    PLACES are words of the names of places: their people and languages belong to them (Lithuania, Lithuanian).
    """
    known = set(words)
    groups: dict[str, list[str]] = {}
    for word in sorted(known):
        groups.setdefault(stem(word), []).append(word)
    for place in sorted({american(place) for place in places} & known):
        bases = {place, place.rstrip("aey")}
        for people in sorted(
            {b + end for b in bases if len(b) > 3 for end in ("n", "an", "ian", "ese", "ish")} & known
        ):
            if stem(people) != stem(place):
                groups[stem(place)] += groups.pop(stem(people), [])
    return sorted(groups.values())

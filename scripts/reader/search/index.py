"""The index of search: every document, its texts as numbers of words (see coded_text), and forms of the same word.

It is made at build, where the text is; the browser decodes, looks up and ranks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from itertools import chain, takewhile
from pathlib import Path

from reader import kept
from reader.content import normalise
from reader.content.search_data import SearchData
from reader.model import Model
from reader.search import coded_text, packed_numbers
from reader.search import words as search_words
from reader.search.documents import Document, documents
from reader.search.weights import WEIGHTS

# The names that the browser knows the fields of a document by, by the way in which they are written.
TEXTS = {"title": "t", "text": "x", "date": "d", "lacking": "w", "hidden": "h"}  # numbers of words, see coded_text
NAMED = {"kind": "k", "label": "l", "about": "n"}  # by their place in the list of labels
PLAIN = {"year": "y", "rank": "o", "names": "r", "placed": "v", "abbreviated": "b"}
# By how many before it a letter of a word or an address, one of the other fields, a word, and a step is told.
SPELLING, LISTING, SAYING, STEPPING = 4, 5, 2, 1
NEXT, ITEM = " ", "!"  # between the fields of two documents; between several of one


def script(model: Model, data: SearchData, docs: Path | None = None) -> str:
    """Return ``assets/search-index.js``, loaded when a reader reaches for search."""
    found = documents(model, docs, data, paragraphs=not model.settings.chunked)
    places = {word for t in model.library.terms if t.kind == "place" for f in t.forms for word in search_words.flat(f)}
    sources = {
        source.id: [
            source.short,
            source.issued.year,
            f"{source.authors} {source.outlet}".strip(),
            source.csl.get("URL", ""),
        ]
        for source in model.library.sources
    }
    rest = {"sources": sources, "examples": model.settings.examples}
    return kept.text(
        "search-index.js",
        repr((found, sorted(places), data.equal, rest)).encode() + _code(),
        lambda: as_script({**build(found, places, data.equal), **rest}),
    )


@cache
def _code() -> bytes:
    """Return what decides how words are read: the source of this package and of its rules, and whose work it uses."""
    files = (*sorted(Path(__file__).parent.glob("*.py")), Path(normalise.__file__))
    return f"{version('PyStemmer')} {sys.version}".encode() + b"".join(file.read_bytes() for file in files)


def build(
    found: list[Document],
    places: set[str],
    equal: tuple[tuple[str, ...], ...] = (),
    weights: Mapping[str, float] = WEIGHTS,
) -> dict:
    """Return the index of the documents FOUND as plain data; PLACES are words in names of places.

    ``words``: so many (``sizes``) words and gaps that the texts are numbers of, groups of equal words, labels, and
    addresses; ``texts``: all texts, see packed_numbers; ``uses``: by which documents each is mentioned; ``families``:
    which words are forms of one another; ``columns``: each other field of all documents, in the order of their keys,
    the ``fields``, so that what is alike stands together.
    """
    pieces = coded_text.vocabulary(text for document in found for text in _texts(document))
    number = {piece: i for i, piece in enumerate(pieces, 1)}
    texts = [coded_text.numbers(text, number) for document in found for text in _texts(document)]
    known = sorted({part for piece in pieces for part in search_words.terms(piece)})
    labels = list(dict.fromkeys(label for document in found for label in _labels(document)))
    stems = set(map(search_words.stem, known))
    columns = _columns(found, {label: coded_text.character(i) for i, label in enumerate(labels)})
    groups = [group for words in equal if (group := _equal(words, stems))]
    lists = (pieces, groups, labels, _fronted(map(_address, found)))
    back = _back(known, search_words.families(known, places))
    return {
        "sources": {},
        "weights": dict(weights),
        "light": sorted(search_words.LIGHT),
        "faint": sorted(search_words.FAINT),
        "spellings": search_words.SPELLINGS,
        "endings": search_words.ENDINGS,
        "sizes": [*map(len, lists)],
        "words": packed_numbers.packed_texts([*chain(*lists)], SPELLING),
        "uses": packed_numbers.packed_texts([_characters(_steps(one.uses)) for one in found], STEPPING),
        "families": packed_numbers.packed_texts([_characters(back)], SAYING),
        "texts": packed_numbers.packed(texts, SAYING),
        "fields": "".join(columns),
        "columns": packed_numbers.packed_texts([*columns.values()], LISTING),
    }


def _back(known: list[str], families: list[list[str]]) -> list[int]:
    """Return for each of the KNOWN words, in order, how many words back the last of its family stands; 0 for none."""
    family = {word: i for i, words in enumerate(families) for word in words}
    last: dict[int, int] = {}
    made = []
    for at, word in enumerate(known):
        made.append(at - last.get(family[word], at))
        last[family[word]] = at
    return made


def _equal(words: tuple[str, ...], stems: set[str]) -> str:
    """Return a group of equal words when a form of at least one of them is known: one of the STEMS."""
    made = list(dict.fromkeys(part for word in words for part in search_words.flat(word)))
    return "" if stems.isdisjoint(map(search_words.stem, made)) else NEXT.join(made)


def _address(document: Document) -> str:
    """Return where DOCUMENT is; of an entry whose address is made of one of its forms, which form."""
    made = [f"glossary/{'-'.join(search_words.flat(form))}/" for form in document.forms]
    return str(made.index(document.address)) if document.address in made else document.address


def _fronted(addresses: Iterable[str]) -> list[str]:
    """Return ADDRESSES, each without what it shares with the beginning of the last, but with how much that is."""
    made, last = [], ""
    for address in addresses:
        shared = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(address, last, strict=False)))
        made.append(coded_text.character(shared) + address[shared:])
        last = address
    return made


def _own(document: Document) -> dict[str, str]:
    """Return the single texts that DOCUMENT has, by key; the title of an entry is made of its forms."""
    texts = {key: getattr(document, name) for name, key in TEXTS.items()}
    return {key: text for key, text in texts.items() if text and not (key == "t" and document.kind == "term")}


def _texts(document: Document) -> list[str]:
    return [*_own(document).values(), *document.forms, *(text for _, text in document.beside)]


def _labels(document: Document) -> list[str]:
    return [*(getattr(document, name) for name in NAMED), *(label for label, _ in document.beside)]


def _columns(found: list[Document], label: dict[str, str]) -> dict[str, str]:
    """Return each field of all documents, one after the other; of the texts which there are, in their order."""
    columns = {key: [label[getattr(one, name)] for one in found] for name, key in NAMED.items()}
    columns |= {key: [str(getattr(one, name) or "") for one in found] for name, key in PLAIN.items()}
    columns["e"] = [ITEM.join(one.dates) for one in found]
    columns["s"] = [ITEM.join(() if one.sources == _implied(one, found) else one.sources) for one in found]
    columns["c"] = ["".join(_own(one)) for one in found]
    columns["f"] = [str(len(one.forms) or "") for one in found]
    columns["p"] = ["".join(label[name] for name, _ in one.beside) for one in found]
    return {key: NEXT.join(column).rstrip(NEXT) for key, column in columns.items()}


def _implied(document: Document, found: list[Document]) -> list[str]:
    """Return the source that the address of DOCUMENT names, or those of the paragraphs that mention it."""
    page, _, _ = document.address.removeprefix("sources/").partition("/")
    named = [page] if document.address.startswith("sources/") else []
    mentions = (found[i] for i in document.uses if document.kind == "term" and found[i].kind == "paragraph")
    return list(dict.fromkeys((*named, *(source for one in mentions for source in one.sources))))


def _steps(numbers: list[int]) -> Iterator[int]:
    """Yield how far it is from each of NUMBERS to the next, from 0 on."""
    return (after - before for before, after in zip([0, *numbers], numbers, strict=False))


def _characters(numbers: Iterable[int]) -> str:
    return "".join(map(coded_text.character, numbers))


def as_script(data: dict) -> str:
    """Return DATA as a script: a string for JSON.parse, which a browser reads sooner than a large object literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "window.readerIndex = JSON.parse('" + text.replace("\\", "\\\\").replace("'", "\\'") + "');\n"

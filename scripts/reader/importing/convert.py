"""Other formats -> pieces: HTML with lxml, Word (DOCX) with mammoth, which gives HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree, html

from reader.content.problems import Problem
from reader.copies.characters import clean
from reader.copies.pieces import NOTES, REFERENCES, Piece, pieces

_DROP = {
    "script",
    "style",
    "nav",
    "footer",
    "aside",
    "form",
    "noscript",
    "template",
    "svg",
    "button",
    "iframe",
    "head",
    "select",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "p",
    "li",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "figcaption",
    "table",
    "figure",
    "ul",
    "ol",
    "div",
    "section",
    "article",
    "main",
    "header",
    "body",
    "dl",
    "td",
    "hr",
    *_HEADINGS,
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_ID = re.compile(r"^(?:foot|end)?note-?\d|^fn[:_-]?\d", re.I)
_MOST_UNPACKED = 200_000_000


def from_html(text: str) -> list[Piece]:
    """Return the pieces of an HTML page: of its <article>, else its <main>, else its <body>."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    articles = root.findall(".//article")
    start = max(articles, key=lambda e: sum(map(len, e.itertext()))) if articles else next(root.iter("main"), None)
    if start is None:
        start = root.find("body") if root.find("body") is not None else root
    found = list(_Reader().block(start))
    if not any(piece.level == 1 for piece in found) and (title := root.findtext(".//title")):
        found.insert(0, Piece("heading", clean(title), 1, level=1))
    return found


def from_docx(data: bytes, name: str) -> tuple[list[Piece], list[Problem]]:
    """Return the pieces of a Word document, or why it cannot be read."""
    try:
        import mammoth  # only needed for Word files
    except ImportError:
        return [], [
            Problem(name, 1, 1, "Word files need the package mammoth", "pip install mammoth, or save it as plain text")
        ]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if "word/document.xml" not in packed.namelist():
                return [], [
                    Problem(name, 1, 1, "a packed file, but not a Word document", "unpack it and give the text itself")
                ]
            if sum(info.file_size for info in packed.infolist()) > _MOST_UNPACKED:
                return [], [Problem(name, 1, 1, "unpacks to more than 200 MB", "give the text alone")]
        return from_html(mammoth.convert_to_html(io.BytesIO(data)).value), []
    except Exception as error:  # damaged documents raise whatever the part at fault raises
        return [], [
            Problem(name, 1, 1, f"a damaged Word document ({type(error).__name__})", "save it again, or as plain text")
        ]


class _Reader:
    """Walks a tree; remembers only whether the last heading was Notes."""

    def __init__(self) -> None:
        self.notes = False
        self.count = 0

    def block(self, element) -> Iterator[Piece]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROP or element.get("hidden") is not None:
            return
        line = element.sourceline or 1
        if tag in _HEADINGS:
            if text := _inline(element):
                self.notes = text.rstrip(":").lower() in NOTES
                level = 2 if text.rstrip(":").lower() in NOTES | REFERENCES else _HEADINGS[tag]
                yield Piece("heading", text, line, level=level)
        elif tag == "table":
            yield from self.table(element, line)
        elif tag in ("figure", "figcaption"):
            if text := _inline(element):
                yield Piece("figure", text, line)
        elif tag == "li" and (self.notes or _NOTE_ID.match(element.get("id", ""))):
            self.count += 1
            yield Piece("note", re.sub(r"\s*[↑↩^︎]+$", "", _inline(element)), line, number=self.count)
        elif any(
            isinstance(child.tag, str) and child.tag in _BLOCKS for child in element.iter() if child is not element
        ):
            yield from self.mixed(element, line)
        elif text := _inline(element):
            yield _plain(text, line)

    def mixed(self, element, line: int) -> Iterator[Piece]:
        """Yield blocks inside ELEMENT, and the loose text between them."""
        loose = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and (
                child.tag in _BLOCKS
                or child.tag in _DROP
                or any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in child.iter())
            ):
                if text := clean("".join(loose)):
                    yield _plain(text, line)
                loose = []
                yield from self.block(child)
            else:
                loose.append(_inline(child) if isinstance(child.tag, str) else "")
            loose.append(child.tail or "")
        if text := clean("".join(loose)):
            yield _plain(text, line)

    def table(self, element, line: int) -> Iterator[Piece]:
        rows = tuple(
            tuple(_inline(cell) for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th"))
            for row in element.iter("tr")
        )
        width = max((len(row) for row in rows), default=0)
        if width < 2:  # a table for layout only
            for cell in element.iter("td", "th"):
                yield from self.mixed(cell, line)
            return
        caption = element.find("caption")
        if caption is not None:
            yield Piece("table-caption", _inline(caption), line)
        yield Piece("table", "", line, rows=tuple(row + ("",) * (width - len(row)) for row in rows if row))


def _plain(text: str, line: int) -> Piece:
    """Running text; what it looks like is judged as in a plain text, except that only marked headings count."""
    found = pieces(text)
    if len(found) != 1 or found[0].kind == "heading":
        return Piece("paragraph", text, line)
    return Piece(found[0].kind, found[0].text, line, number=found[0].number)


def _inline(element) -> str:
    """The visible text of ELEMENT on one line, raised figures as superscript characters."""
    words: list[str] = []

    def walk(node) -> None:
        if isinstance(node.tag, str) and node.tag not in _DROP:
            if node.tag == "br":
                words.append(" ")
            raised = node.tag == "sup" and (inside := "".join(node.itertext()).strip()).isdigit()
            if raised:
                words.append(inside.translate(_RAISED))
            else:
                words.append(node.text or "")
                for child in node:
                    walk(child)
                    words.append(child.tail or "")
                if node.tag in _BLOCKS:
                    words.append(" ")

    walk(element)
    return clean("".join(words))

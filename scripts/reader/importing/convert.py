"""Other formats -> pieces: HTML with lxml, Word (DOCX) with Pandoc, which gives HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pypandoc
from lxml import etree, html

from reader.content.problems import Problem
from reader.copies.characters import RAISED, clean
from reader.copies.pieces import NOTES, REFERENCES, Piece, pieces

_DROP = [
    "script", "style", "nav", "footer", "aside", "form", "noscript", "template", "svg", "button", "iframe", "head",
    "select",
]  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = [
    "p", "li", "blockquote", "pre", "dt", "dd", "figcaption", "table", "figure", "ul", "ol", "div", "section",
    "article", "main", "header", "body", "dl", "td", "hr", *_HEADINGS,
]  # fmt: skip
_NOTE_ID = re.compile(r"^(?:foot|end)?note-?\d|^fn[:_-]?\d", re.I)
_MOST_UNPACKED = 200_000_000


def from_html(text: str) -> list[Piece]:
    """Return the pieces of an HTML page: of its <article>, else its <main>, else its <body>."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    title = clean(root.findtext(".//title") or "")
    parts = root.findall(".//article") or root.findall(".//main")[:1] or root.findall("body") or [root]
    start = max(parts, key=lambda part: len(_text(part)))
    _plain(start)
    found = list(_Reader().block(start))
    if re.search(r"\w", title) and not any(piece.level == 1 for piece in found):
        found.insert(0, Piece("heading", title, 1, level=1))
    return found


def from_docx(data: bytes, name: str) -> tuple[list[Piece], list[Problem]]:
    """Return the pieces of a Word document, or why it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if "word/document.xml" not in packed.namelist():
                fault = "a packed file, but not a Word document", "unpack it and give the text itself"
                return [], [Problem(name, 1, 1, *fault)]
            if sum(info.file_size for info in packed.infolist()) > _MOST_UNPACKED:
                return [], [Problem(name, 1, 1, "unpacks to more than 200 MB", "give the text alone")]
        markup = pypandoc.convert_text(data, "html", "docx", ["--standalone"])
        return from_html(markup.replace("\n", " ")), []  # its lines are none of the document's
    except Exception as error:  # damaged documents raise whatever the part at fault raises
        fault = f"a damaged Word document ({type(error).__name__})", "save it again, or as plain text"
        return [], [Problem(name, 1, 1, *fault)]


def _plain(tree) -> None:
    """Leave in TREE what is running text: no scripts and menus, raised figures as characters, blocks set apart."""
    for hidden in tree.xpath(".//*[@hidden]"):
        hidden.drop_tree()
    etree.strip_elements(tree, *_DROP, with_tail=False)
    for raised in tree.iter("sup"):
        if (digits := raised.text_content().strip()).isdecimal():
            raised[:], raised.text = [], digits.translate(RAISED)
    for block in tree.iter("br", *_BLOCKS):
        block.tail = f" {block.tail or ''}"


def _text(element) -> str:
    return clean(element.text_content())


class _Reader:
    """Walks a tree; remembers only whether the last heading was Notes."""

    def __init__(self) -> None:
        self.notes = False
        self.count = 0

    def block(self, element) -> Iterator[Piece]:
        tag, line, text = element.tag, element.sourceline or 1, _text(element)
        name = text.rstrip(":").lower()
        if tag == "table":
            yield from self.table(element, line)
        elif not text:
            return
        elif tag in _HEADINGS:
            self.notes = name in NOTES
            yield Piece("heading", text, line, level=2 if name in NOTES | REFERENCES else _HEADINGS[tag])
        elif tag in ("figure", "figcaption"):
            yield Piece("figure", text, line)
        elif tag == "li" and (self.notes or _NOTE_ID.match(element.get("id", ""))):
            self.count += 1
            yield Piece("note", re.sub(r"\s*[↑↩^︎]+$", "", text), line, number=self.count)
        else:
            yield from self.mixed(element, line)

    def mixed(self, element, line: int) -> Iterator[Piece]:
        """Yield the blocks inside ELEMENT, and the loose text before, between and after them."""
        loose = element.text or ""
        for child in element:
            if next(child.iter(*_BLOCKS), None) is None:
                loose += child.text_content()
            else:
                yield from _loose(loose, line)
                yield from self.block(child)
                loose = ""
            loose += child.tail or ""
        yield from _loose(loose, line)

    def table(self, element, line: int) -> Iterator[Piece]:
        rows = [tuple(_text(cell) for cell in row.iterchildren("td", "th")) for row in element.iter("tr")]
        width = max(map(len, rows), default=0)
        if width < 2:  # a table for layout only
            for cell in element.iter("td", "th"):
                yield from self.mixed(cell, line)
            return
        for caption in element.iterchildren("caption"):
            yield Piece("table-caption", _text(caption), line)
        yield Piece("table", "", line, rows=tuple(row + ("",) * (width - len(row)) for row in rows if row))


def _loose(text: str, line: int) -> Iterator[Piece]:
    """Yield running text; what it looks like is judged as in a plain text, except that only marked headings count."""
    if not (text := clean(text)):
        return
    found = pieces(text)
    if len(found) != 1 or found[0].kind == "heading":
        yield Piece("paragraph", text, line)
    else:
        yield Piece(found[0].kind, found[0].text, line, number=found[0].number)

"""The one Python-Markdown extension: block anchors, note marks, and quiet links for terms.

It works the same under any builder that runs Python-Markdown. A page may say which one it is with
the comment ``<!-- page: sources/iina-2025.md -->`` on a line of its own; links to entries are written
relative to it, and the page of an entry does not link to itself.

Link policy: the first mention of a term in each section links; nothing inside headings, links,
code, or an element with the class ``no-terms``.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from itertools import groupby

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from reader.links.matcher import Spot
from reader.links.places import spoken
from reader.links.policy import Linker, Section

TITLE = "title"  # the id of a generated page's first heading, whatever its words
PAGE = re.compile(r"^<!-- page: (\S+) -->$")
BLOCK = re.compile(r"^\{#((?:p|n|figure-|table-)\d+)\}(?: +|$)")
_NOTE = r"\[n(\d+)\]"
_SKIP = {"a", "code", "pre", "script", "style", "button", "svg", "summary", "th"}
_EMPHASIS = {"em", "strong", "b", "i", "mark", "u"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class ReaderExtension(Extension):
    """Registers the processors; LINKER decides which words become links."""

    def __init__(self, linker: Linker):
        super().__init__()
        self.linker = linker

    def extendMarkdown(self, md: Markdown) -> None:
        """Register everything with MD; called by Python-Markdown."""
        page = _Page(md)
        # After white space is normalised (30), which would eat the stash marks; before raw HTML is parsed (20).
        md.preprocessors.register(page, "reader-page", 25)
        md.parser.blockprocessors.register(_Blocks(md.parser), "reader-blocks", 95)
        md.treeprocessors.register(_Title(md, page), "reader-title", 6)  # before the table of contents at 5
        md.inlinePatterns.register(_NoteMark(_NOTE, md), "reader-notes", 175)  # before [links] at 170
        # Last of all: escapes are undone by then, and the addresses are final already, so the
        # builder's own link resolution (priority 0) must not see them.
        md.treeprocessors.register(_TermLinks(md, self.linker, page), "reader-terms", -10)


class _Page(Preprocessor):
    """Takes the page comment off and remembers it until the next page.

    On such a page, which the renderers wrote, a line that starts with ``<`` is a whole block of HTML. It
    is stored unparsed: parsing it would add more than half to the build's time.
    """

    path = ""

    def run(self, lines: list[str]) -> list[str]:
        self.path = ""
        for index, line in enumerate(lines[:3]):
            if match := PAGE.match(line):
                self.path = match[1]
                return [*lines[:index], *map(self._store, lines[index + 1 :])]
        return lines

    def _store(self, line: str) -> str:
        return self.md.htmlStash.store(line) if line.startswith("<") else line


class _Blocks(BlockProcessor):
    """``{#p7} text`` becomes a paragraph with that id and its number as a link to itself."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(BLOCK.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = BLOCK.match(block)
        assert match  # as ``test`` found
        id = match[1]
        element = etree.SubElement(parent, "p", {"id": id, "class": f"block block-{kind_of(id)}"})
        number = etree.SubElement(element, "a", {"class": "num", "href": f"#{id}"})
        number.set("aria-label", f"Link to {spoken(id)}")
        # Digits come from CSS (data-n), so that the visible text of the paragraph is the
        # paragraph's own and nothing else, also when it is copied.
        number.set("data-n", id.removeprefix("p") if kind_of(id) == "p" else id.removeprefix("n"))
        text = etree.SubElement(element, "span", {"class": "block-text"})
        text.text = block[match.end() :].replace("\n", " ")


def kind_of(id: str) -> str:
    """Return ``p`` for the block ``p7``, ``table`` for ``table-1``."""
    return id.rstrip("0123456789").rstrip("-")


class _NoteMark(InlineProcessor):
    """``[n3]`` becomes a raised link to note 3."""

    def handleMatch(self, match, data):
        sup = etree.Element("sup", {"class": "note-mark"})
        link = etree.SubElement(sup, "a", {"href": f"#n{match[1]}", "aria-label": f"Note {match[1]}"})
        link.text = match[1]
        return sup, match.start(0), match.end(0)


class _Title(Treeprocessor):
    """Gives the title of a generated page an id of its own: one made of its words could be another's."""

    def __init__(self, md: Markdown, page: _Page):
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        for heading in root.iter("h1") if self.page.path else ():
            if not heading.get("id"):
                heading.set("id", TITLE)


class _TermLinks(Treeprocessor):
    """Links the first mention of each term in each section."""

    def __init__(self, md: Markdown, linker: Linker, page: _Page):
        super().__init__(md)
        self.linker, self.page = linker, page

    def run(self, root: etree.Element) -> None:
        if self.page.path:
            source = self.page.path.removeprefix("sources/").removesuffix(".md")
            self._walk(root, self.linker.section(self.page.path), True, (source, ""))

    def _walk(self, element: etree.Element, section: Section, live: bool, spot: Spot) -> None:
        if element.tag in _HEADINGS:
            section.restart()
            live = False
        live = live and element.tag not in _SKIP and "no-terms" not in element.get("class", "").split()
        if "block" in element.get("class", "").split():
            spot = spot[0], element.get("id", "")
        if live and element.tag not in _EMPHASIS:
            _link([*_slots(element)], section, spot)
        for child in list(element):
            if isinstance(child.tag, str) and child.get("class") != "term":
                self._walk(child, section, live, spot)


# A run of text: each slot is an element, which of its two texts it is, and the parent that holds its tail.
_Slot = tuple[etree.Element, str, etree.Element]


def _slots(element: etree.Element) -> Iterator[_Slot | None]:
    """Yield the texts of ELEMENT in reading order, those inside emphasis too; None where something else intervenes."""
    yield element, "text", element
    for child in element:
        if child.tag in _EMPHASIS:
            yield from _slots(child)
        else:
            yield None
        yield child, "tail", element


def _link(slots: list[_Slot | None], section: Section, spot: Spot) -> None:
    """Link the terms in SLOTS, read as one text, so that emphasis neither hides a form nor changes it."""
    runs = [[slot for slot in run if slot] for filled, run in groupby(slots, key=bool) if filled]
    pieces: list[tuple[_Slot, list]] = []
    for run in runs:
        texts = [getattr(node, name) or "" for node, name, _ in run]
        parts = list(section.pieces("".join(texts), spot))
        for slot, text in zip(run, texts, strict=True):
            pieces.append((slot, [*_taken(parts, len(text))]))
    for (node, name, parent), parts in reversed(pieces):
        if any(term for _, term, _ in parts):
            _fill(node, name, parent, parts)


def _taken(parts: list, length: int) -> Iterator[tuple]:
    """Take LENGTH characters off the front of PARTS."""
    while length and parts:
        words, term, href = parts.pop(0)
        yield words[:length], term, href
        if len(words) > length:
            parts.insert(0, (words[length:], term, href))
        length -= min(length, len(words))


def _fill(node: etree.Element, name: str, parent: etree.Element, parts: list) -> None:
    """Put PARTS, words and links, in the place of one text."""
    head, links = "", []
    for words, term, href in parts:
        if term:
            link = etree.Element("a", {"class": "term", "href": href, "data-term": term})
            link.text, link.tail = words, ""
            links.append(link)
        elif links:
            links[-1].tail += words
        else:
            head += words
    setattr(node, name, head)
    at = 0 if name == "text" else list(parent).index(node) + 1
    parent[at:at] = links

"""Generated pages that need no Markdown parser: headings, numbered blocks and lines of HTML, and nothing else.

Nearly all pages of a build are entries of the glossary or sources, and parsing them would take most of its time. What
comes out is what Python-Markdown with ``markdown_ext`` makes of the same text (tested); any other page is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from markdown.extensions.toc import nest_toc_tokens

from reader.links.markdown_ext import BLOCK, PAGE, TITLE, kind_of
from reader.links.matcher import Spot
from reader.links.places import spoken
from reader.links.policy import Linker, Section

_HEADING = re.compile(r"(#{1,6}) (.+?)(?: \{#([\w-]+)((?: \.[\w-]+)*)\})?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")
_SPECIAL = re.compile(r"[\\`*_\[\]<>{}!]|&(?!(?:lt|gt|amp|quot);)")
# What a block may have beside words: a mark of a note, an address, a link within the page, an entity.
_INLINE = re.compile(r"\[n(\d+)\]|<(https?://[^\s<>\\&]+)>|\[([^\]\\]+)\]\((#[\w-]+)\)|(&(?:lt|gt|amp|quot);)")
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True)
class Whole:
    """A finished page: its HTML, and the nested tokens of its table of contents."""

    html: str
    toc: list[dict]

    @property
    def ids(self) -> frozenset[str]:
        """Every id on it."""
        return frozenset(map(unescape, _ID.findall(self.html)))


def whole(markdown: str, linker: Linker) -> Whole | None:
    """Return the finished page for the text of a generated page, or None when it needs a parser.

    LINKER decides which words of a numbered block become links.
    """
    lines = markdown.strip("\n").split("\n")
    if not (page := PAGE.match(lines[0])):
        return None
    source, section = page[1].removeprefix("sources/").removesuffix(".md"), linker.section(page[1])
    made, tokens = [], []
    for line in lines[1:]:
        if not line:
            continue
        if line.startswith("<"):
            made.append(line)
            continue
        if block := BLOCK.match(line):
            id = block[1]
            if (text := _inline(line[block.end() :], section, (source, id))) is None:
                return None
            number = f'<a aria-label="Link to {spoken(id)}" class="num" data-n="{id.lstrip("pn")}" href="#{id}"></a>'
            text = f'<span class="block-text">{text}</span>'
            made.append(f'<p class="block block-{kind_of(id)}" id="{id}">{number}{text}</p>')
            continue
        match = _HEADING.fullmatch(line)
        if not match:
            return None
        marks, words, id, classes = match.groups()
        if _SPECIAL.search(_ESCAPED.sub("", words)) or (not id and len(marks) > 1):
            return None
        section.restart()
        words, level = _ESCAPED.sub(r"\1", words).replace(">", "&gt;"), len(marks)
        shown = f' class="{" ".join(classes.replace(".", "").split())}"' if classes else ""
        made.append(f'<h{level}{shown} id="{id or TITLE}">{words}</h{level}>')
        if level in (2, 3):
            tokens.append({"level": level, "id": id, "name": words, "html": words, "data-toc-label": ""})
    return Whole("\n".join(made), nest_toc_tokens(tokens))


def _inline(text: str, section: Section, spot: Spot) -> str | None:
    """Return the TEXT of the block at SPOT as HTML with its links, or None when it needs a parser."""
    made, reached = [], 0
    for match in [*_INLINE.finditer(text), None]:
        words = text[reached : match.start() if match else len(text)]
        if _SPECIAL.search(_ESCAPED.sub("", words)):
            return None
        for piece, term, href in section.pieces(_ESCAPED.sub(r"\1", words), spot):
            shown = escape(piece, quote=False)
            made.append(f'<a class="term" data-term="{term}" href="{href}">{shown}</a>' if term else shown)
        if not match:
            break
        note, address, label, target, entity = match.groups()
        if note:
            made.append(f'<sup class="note-mark"><a aria-label="Note {note}" href="#n{note}">{note}</a></sup>')
        elif entity:
            made.append(entity)
        else:
            made.append(f'<a href="{address or target}">{address or label}</a>')
        reached = match.end()
    return "".join(made)

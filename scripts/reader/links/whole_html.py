"""Generated pages that need no Markdown parser: headings and lines of HTML, and nothing else.

Nearly all pages of a build are entries of the glossary, and parsing them would take most of its time. What comes out
is what Python-Markdown with ``markdown_ext`` makes of the same text (tested); any other page is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markdown.extensions.toc import nest_toc_tokens

from reader.links.markdown_ext import PAGE, TITLE

_HEADING = re.compile(r"(#{1,6}) (.+?)(?: \{#([\w-]+)((?: \.[\w-]+)*)\})?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")
_SPECIAL = re.compile(r"[\\`*_\[\]<>{}!]|&(?!(?:lt|gt|amp|quot);)")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class Whole:
    """A finished page: its HTML, the nested tokens of its table of contents, and every id on it."""

    html: str
    toc: list[dict]
    ids: frozenset[str]


def whole(markdown: str) -> Whole | None:
    """Return the finished page for the text of a generated page, or None when it needs a parser."""
    lines = markdown.strip("\n").split("\n")
    if not PAGE.match(lines[0]):
        return None
    made, tokens = [], []
    for line in lines[1:]:
        if not line:
            continue
        if line.startswith("<"):
            made.append(line)
            continue
        match = _HEADING.fullmatch(line)
        if not match:
            return None
        marks, words, id, classes = match.groups()
        if _SPECIAL.search(_ESCAPED.sub("", words)) or (not id and len(marks) > 1):
            return None
        words, level = _ESCAPED.sub(r"\1", words).replace(">", "&gt;"), len(marks)
        shown = f' class="{" ".join(classes.replace(".", "").split())}"' if classes else ""
        made.append(f'<h{level}{shown} id="{id or TITLE}">{words}</h{level}>')
        if level in (2, 3):
            tokens.append({"level": level, "id": id, "name": words, "html": words, "data-toc-label": ""})
    html = "\n".join(made)
    return Whole(html, nest_toc_tokens(tokens), frozenset(map(unescape, _ID.findall(html))))

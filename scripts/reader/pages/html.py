"""Small helpers for writing HTML and Markdown safely."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from reader.links.policy import Section

# Characters with a meaning in Python-Markdown; all of them may be escaped with a backslash.
_MARKDOWN = {ord(char): f"\\{char}" for char in "\\`*_{}[]()#+-.!>"}
_MARKDOWN |= {ord("<"): "&lt;", ord("&"): "&amp;"}


_VOID = {"input", "img", "br", "hr"}


def el(tag: str, *children: str, **attributes: str | bool | None) -> str:
    """``<tag attributes>children</tag>``; children are HTML already, attribute values are text.

    ``class_`` stands for class, underscores for hyphens; None and False leave an attribute out.
    """
    pairs = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        pairs.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    start = f"<{tag}{''.join(pairs)}>"
    return start if tag in _VOID else f"{start}{''.join(children)}</{tag}>"


def text(words: str) -> str:
    """WORDS as HTML text, on one line: the extension takes a line for a block."""
    return escape(words, quote=False).replace("\n", " ")


def linked(words: str, section: Section) -> str:
    """WORDS as HTML with the first mention of each term in SECTION linked."""
    return "".join(
        el("a", text(piece), class_="term", href=href, data_term=term) if term else text(piece)
        for piece, term, href in section.pieces(words)
    )


def markdown(words: str) -> str:
    """WORDS as Markdown that renders to exactly these words."""
    return words.translate(_MARKDOWN)


def listing(items: Iterable[str], **attributes: str | None) -> str:
    """A bullet list of HTML items, or nothing."""
    items = [el("li", item) for item in items]
    return el("ul", *items, **attributes) if items else ""


def front_matter(title: str, description: str, kind: str, **more: str) -> str:
    """The metadata the theme reads. JSON strings are YAML strings, so nothing needs escaping."""
    matter = {"title": title, "description": description, "kind": kind, **more}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in matter.items()]
    return "\n".join(["---", *lines, "---", ""])


def page(path: str, matter: str, *parts: str) -> str:
    """One generated page: metadata, the page comment of the extension, and the parts that are not empty."""
    return matter + f"\n<!-- page: {path} -->\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def chip(label: str, kind: str, **attributes: str | None) -> str:
    """A small label; KIND colours it."""
    return el("span", text(label), class_=f"chip chip-{kind}", **attributes)

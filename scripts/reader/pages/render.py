"""From data and a template to the Markdown of a page: one environment, every template compiled once.

Templates are Jinja2 with autoescape, in ``templates/``. ``*.md.j2`` is a page in Markdown, ``*.html`` holds macros.
Comments are ``{## … ##}``, because ``{#id}`` is an anchor in Markdown.

The Markdown extension takes a line that starts with ``<`` for a whole block of HTML, so HTML must reach it on one line.
Templates may still be laid out freely: in ``*.html``, and in every chunk of a page (between blank lines) that starts
with a tag, a line break is dropped beside a statement, after an opening tag, before a closing one and between two tags
or expressions; elsewhere it is a space. Where a space is wanted between two tags, write both on one line, or
``{{ " " }}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup

from reader import kept
from reader.content import edtf_dates, records
from reader.links.places import spoken, spot
from reader.model import Model
from reader.pages.view import View
from reader.wording import first_sentence, number, plural

# Characters with a meaning in Python-Markdown; all of them may be escaped with a backslash.
_MARKDOWN = {ord(char): f"\\{char}" for char in "\\`*_{}[]()#+-.!>"}
_MARKDOWN |= {ord("<"): "&lt;", ord("&"): "&amp;"}
# The labels of every closed vocabulary, as the schemas have them.
LABELS = {name: choices for name, choices in vars(records).items() if name.isupper()}
_TAG = r"\{\{.*?\}\}|\{%.*?%\}|\{##.*?##\}"
_BREAK = re.compile(rf"({_TAG})|\s*\n\s*", re.DOTALL)
_OPENING = re.compile(r"<[a-z][^<>]*>$")
_LEADING_STATEMENTS = re.compile(r"(?:\s|\{%.*?%\}|\{##.*?##\})*", re.DOTALL)


def page(
    model: Model,
    path: str,
    template: str,
    *,
    title: str,
    description: str,
    kind: str,
    more: Mapping[str, str] | None = None,
    **data: object,
) -> str:
    """Render TEMPLATE as the page PATH, whose metadata are TITLE, DESCRIPTION, KIND and what MORE says.

    The template sees DATA, and as ``view`` what it may ask about its own page (see ``reader.pages.view``).
    """
    body = environment().get_template(template).render(data, view=View(model, path)).strip("\n")
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    matter = {"title": title, "description": description, "kind": kind, **(more or {})}
    # JSON strings are YAML strings, so nothing needs escaping.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in matter.items()]
    head = "\n".join(["---", *lines, "---", "", f"<!-- page: {path} -->"])
    return f"{head}\n\n{body}\n"


def split(page: str) -> tuple[dict[str, str], str]:
    """Return the metadata and the Markdown of PAGE, which ``page`` made."""
    head, _, body = page.removeprefix("---\n").partition("\n---\n\n")
    return {name: json.loads(value) for name, _, value in (line.partition(": ") for line in head.split("\n"))}, body


class _Context(Context):
    """Calls what a template calls at once: nothing here asks for the context, and most of a build is calls."""

    def call(self, called, /, *arguments, _loop_vars=None, _block_vars=None, **named):
        return called(*arguments, **named)


def markdown(words: str) -> Markup:
    """Escape WORDS so that Markdown renders exactly these words."""
    return Markup(words.translate(_MARKDOWN))


@cache
def environment() -> Environment:
    """Make the environment of all templates; labels of kinds, themes and verdicts come from one place."""
    made = Environment(
        loader=Loader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="{##",
        comment_end_string="##}",
        extensions=["jinja2.ext.do"],
        bytecode_cache=FileSystemBytecodeCache(str(folder)) if (folder := kept.folder("templates")) else None,
    )
    made.filters.update(md=markdown, first_sentence=first_sentence, spot=spot, spoken=spoken, number=number, day=day)
    made.context_class = _Context
    made.globals.update(LABELS, plural=plural)
    return made


@cache
def day(date: str) -> str:
    """Write an ISO date as one reads it: ``4 November 2026``."""
    return edtf_dates.when(date).words


class Loader(FileSystemLoader):
    """Loads templates with their HTML on one line; comments keep the count of lines, for messages about errors."""

    def get_source(self, environment, template):
        source, name, is_fresh = super().get_source(environment, template)
        macros_only = template.endswith(".html")
        chunks = re.split(r"(\n{2,})", source.strip("\n"))
        for index in range(0, len(chunks), 2):
            if macros_only or _is_html(chunks[index]):
                chunks[index] = _one_line(chunks[index])
            if not macros_only and chunks[index].endswith("%}"):
                chunks[index] += "{{ '' }}"  # trim_blocks must not eat the blank line that follows
        if macros_only:
            chunks[1::2] = [_lines(len(chunk)) for chunk in chunks[1::2]]
        return "".join(chunks) + "\n", name, is_fresh


def _is_html(chunk: str) -> bool:
    leading = _LEADING_STATEMENTS.match(chunk)
    return chunk.startswith("<", leading.end() if leading else 0)


def _lines(count: int) -> str:
    newlines = "\n" * count
    return f"{{##{newlines}##}}"


def _one_line(chunk: str) -> str:
    """Drop the line breaks of CHUNK, or make them spaces; those inside a Jinja tag stay."""

    def joined(match: re.Match) -> str:
        if match[1]:
            return match[1]
        before, after = chunk[: match.start()], chunk[match.end() :]
        dropped = (
            before.endswith("%}")
            or after.startswith(("{%", "</"))
            or _OPENING.search(before)
            or (before.endswith((">", "}")) and after.startswith(("<", "{{")))
            or not before
            or not after
        )
        return ("" if dropped else " ") + _lines(match[0].count("\n"))

    return _BREAK.sub(joined, chunk)


def _finished(value: object) -> object:
    """Keep data on one line, as the extension needs it."""
    return value.replace("\n", " ") if type(value) is str else value

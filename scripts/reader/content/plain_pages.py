"""What people put into ``docs`` by hand and the site publishes as it is: plain pages and assets; nothing else.

Data files and source pages are content (``reader.content.load``). Whatever is neither is left out, with a notice:
copies of articles, backups, secrets and links to places outside end up in ``docs`` by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from reader.content import text_file, yaml_positions
from reader.content.problems import Problem, errors
from reader.content.source_file import ID, split

ASSETS = frozenset((".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico", ".woff2"))
ROOT_FILES = frozenset(("CNAME", "robots.txt", "favicon.ico"))
# Files of docs/data: what people and scripts write there. Everything published under /data/ is generated.
DATA = re.compile(r"[\w-]+\.(yml|json|lock)|schema/[\w-]+\.schema\.json")
MATTER = ("title", "description", "kind", "template")  # of a page: what the frame reads
_HEADING = re.compile(r"^(#{2,6}) .*?(?:\{#([^ }]+)[^}]*\})?\s*$")
_HTML = re.compile(
    r"<\s*(script|iframe|object|embed|style|link|meta|base|form)\b|\son\w+\s*=|<[^>]*[/\"']on\w+\s*=|javascript:", re.I
)


@dataclass(frozen=True)
class Plain:
    """One hand-written page: its path below ``docs``, the ids of its headings, and its text without front matter."""

    path: str
    anchors: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Folder:
    """What a ``docs`` folder publishes as it is, and what is left out."""

    pages: tuple[Plain, ...]
    assets: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def published(self) -> frozenset[str]:
        """The paths of everything that is published as it is."""
        return frozenset((*(page.path for page in self.pages), *self.assets))


def read(docs: Path, named: Iterable[str] = ()) -> tuple[Folder, list[Problem]]:
    """Sort the files of DOCS and return them, with everything wrong with the pages; NAMED are those of the settings."""
    files = ROOT_FILES.union(named)
    pages: list[Plain] = []
    assets: list[str] = []
    left_out: list[str] = []
    problems: list[Problem] = []
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        folder = name.partition("/")[0]
        if path.is_symlink():
            if folder in ("data", "sources") and not path.resolve().is_relative_to(docs.resolve()):
                fault = Problem(f"docs/{name}", 1, 1, "is a link to a place outside docs", "put the file itself here")
                problems.append(fault)
            elif folder not in ("data", "sources"):
                left_out.append(name)
        elif not path.is_file() or any(other.is_symlink() for other in path.parents if other.is_relative_to(docs)):
            continue
        elif (folder == "data" and DATA.fullmatch(name[5:])) or (folder == "sources" and path.suffix == ".md"):
            continue  # content
        elif path.suffix == ".md" and (name in files or folder == "about"):
            made, faults = page(path, name)
            pages.append(made)
            problems += faults
        elif (folder == "assets" and path.suffix.lower() in ASSETS and path.name[0] != ".") or name in files:
            assets.append(name)
        else:
            left_out.append(name)
    return Folder(tuple(pages), tuple(assets), tuple(left_out)), problems


def page(path: Path, name: str) -> tuple[Plain, list[Problem]]:
    """Return the plain page at PATH, called NAME, and what is wrong with it."""
    label = f"docs/{name}"
    text, problems = text_file.read(path, label)
    if errors(problems):
        return Plain(name, ()), problems
    first, body = 1, text
    if text.startswith("---"):
        matter, body, first, faults = split(text, label)
        problems += faults
        if not faults:
            value, where, more = yaml_positions.parse(matter, label, 2)
            problems += more
            problems += [
                where.problem((key,), f"'{key}' is not honoured", f"use {', '.join(MATTER)}", warning=True)
                for key in (value if isinstance(value, dict) else ())
                if key not in MATTER
            ]
    anchors, fenced = [], False
    for number, line in enumerate(body.split("\n"), first):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if fenced:
            continue
        plain = re.sub(r"(`+).*?\1", lambda code: "`" * len(code[0]), line)
        plain = re.sub(
            r"&(?:#x?\w+|colon);?", lambda letter: unescape(letter[0]), plain
        )  # as a browser reads an address
        if found := _HTML.search(plain):
            fault = f"'{found[0].strip()}' has no place in a page"
            problems.append(Problem(label, number, found.start() + 1, fault, "write it as Markdown, or as `code`"))
        if match := _HEADING.match(line):
            if match[2] and ID.fullmatch(match[2]):
                anchors.append(match[2])
            else:
                fault = "the heading has no id, so its address would change with its words"
                problems.append(Problem(label, number, 1, fault, "end it with {#its-id}: a-z, 0-9 and -"))
    for id in sorted({id for id in anchors if anchors.count(id) > 1}):
        problems.append(Problem(label, 1, 1, f"two headings have the id '{id}'", "give one another id"))
    return Plain(name, tuple(dict.fromkeys(anchors)), body), problems

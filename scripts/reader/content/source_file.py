"""One source page as people write it: front matter and numbered blocks.

The body is ordinary Markdown with one convention: a line that starts with ``{#p7}`` is paragraph 7,
``{#n3}`` note 3, ``{#figure-1}`` a figure, ``{#table-1}`` the caption of the pipe table below it.
"""

from __future__ import annotations

import re

from reader.content.problems import Problem
from reader.content.records import Block

ID = re.compile(r"^[a-z][a-z0-9-]{0,60}\Z")
_HEADING = re.compile(r"^(#{2,4}) +(.+?) *\{#([^ }]+)((?: +\.ours)?)\}$")
_BLOCK = re.compile(r"^\{#([^}]+)\} +(.+)$")
_NUMBERED = re.compile(r"^(p|n|table-|figure-)([1-9]\d*)$")
_KINDS = {"p": "paragraph", "n": "note", "table-": "table", "figure-": "figure"}


def split(text: str, name: str) -> tuple[str, str, int, list[Problem]]:
    """Front matter, body, the body's first line number (from 1), and problems."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or "---" not in (rest := [line.rstrip() for line in lines[1:]]):
        return (
            "",
            "",
            1,
            [Problem(name, 1, 1, "no front matter", "start the file with --- and end the matter with ---")],
        )
    end = rest.index("---") + 1
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2, []


def blocks(body: str, name: str, first_line: int) -> tuple[tuple[Block, ...], list[Problem]]:
    """The blocks of BODY in order, and everything wrong with them."""
    found: list[Block] = []
    problems: list[Problem] = []
    section, table, seen = "", None, {}
    expected = {"p": 1, "n": 1, "table-": 1, "figure-": 1}
    for number, raw in enumerate(body.split("\n"), first_line):
        line = raw.rstrip()
        if not line:
            continue
        if line.startswith("|") and table is not None:
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not all(set(cell) <= set("-: ") and cell for cell in cells):
                table.append((number, cells))
            continue
        if line.startswith("- ") and section:
            found.append(Block(kind="list", id="", text=line[2:], line=number, section=section))
            continue
        table = None
        heading, block = _HEADING.match(line), _BLOCK.match(line)
        match = heading or block
        if not match:
            problems.append(
                Problem(
                    name,
                    number,
                    1,
                    "text outside a numbered block",
                    "start the line with {#pN}, or the heading with ## and {#its-id}",
                )
            )
            continue
        id = heading[3] if heading else block[1]
        if id in seen:
            problems.append(
                Problem(name, number, 1, f"id '{id}' is already used on line {seen[id]}", "give it another id")
            )
        seen[id] = number
        if heading:
            if not ID.match(id) or _NUMBERED.match(id):
                problems.append(Problem(name, number, 1, f"'{id}' is not a section id", "use a-z, 0-9 and -"))
            section = id
            found.append(
                Block(
                    kind="heading",
                    id=id,
                    text=heading[2],
                    line=number,
                    section=id,
                    level=len(heading[1]),
                    ours=bool(heading[4]),
                )
            )
            continue
        numbered = _NUMBERED.match(id)
        if not numbered:
            problems.append(Problem(name, number, 1, f"'{id}' is not a block id", "use p1, n1, table-1 or figure-1"))
            continue
        prefix, position = numbered[1], int(numbered[2])
        if position != expected[prefix]:
            problems.append(
                Problem(
                    name,
                    number,
                    1,
                    f"expected '{prefix}{expected[prefix]}', found '{id}'",
                    "keep the numbers in reading order without gaps",
                )
            )
        expected[prefix] = position + 1
        if prefix == "table-":
            table = []
        found.append(
            Block(
                kind=_KINDS[prefix],
                id=id,
                text=block[2],
                line=number,
                section=section,
                rows=table if prefix == "table-" else (),
            )
        )
    return tuple(_closed(block, name, problems) for block in _lists(found)), problems


def _lists(found: list[Block]):
    """Join neighbouring list items into one list block, which is cited by the id of its section."""
    items: list[Block] = []
    for block in [*found, None]:
        if block is not None and block.kind == "list" and (not items or items[0].section == block.section):
            items.append(block)
            continue
        if items:
            yield Block(
                kind="list",
                id=items[0].section,
                text="",
                line=items[0].line,
                section=items[0].section,
                rows=tuple((item.text,) for item in items),
            )
            items = []
        if block is not None:
            if block.kind == "list":
                items = [block]
            else:
                yield block


def _closed(block: Block, name: str, problems: list[Problem]) -> Block:
    """Freeze a table's rows, which were collected in a list while reading; check their width."""
    if block.kind != "table":
        return block
    rows = list(block.rows)
    width = len(rows[0][1]) if rows else 0
    if not rows:
        problems.append(Problem(name, block.line, 1, f"'{block.id}' has no rows", "write a pipe table below it"))
    for number, cells in rows:
        if len(cells) != width:
            problems.append(
                Problem(name, number, 1, f"{len(cells)} cells where the head has {width}", "complete the row")
            )
    return Block(
        kind="table",
        id=block.id,
        text=block.text,
        line=block.line,
        section=block.section,
        rows=tuple(cells for _, cells in rows),
    )

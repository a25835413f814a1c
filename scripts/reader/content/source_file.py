"""One source page as people write it: front matter and numbered blocks.

The body is ordinary Markdown with one convention: a line that starts with ``{#p7}`` is paragraph 7,
``{#n3}`` note 3, ``{#figure-1}`` a figure, ``{#table-1}`` the caption of the pipe table below it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace

from reader.content.problems import Problem
from reader.content.records import Block

LONG = 20_000  # characters: more in one block is worth a warning
ID = re.compile(r"^[a-z][a-z0-9-]{0,60}\Z")
_HEADING = re.compile(r"^(#{2,4}) +(.+?) *\{#([^ }]+)((?: +\.ours)?)\}$")
_BLOCK = re.compile(r"^\{#([^}]+)\} +(.+)$")
_NUMBERED = re.compile(r"^(p|n|table-|figure-)([1-9]\d*)$")
_KINDS = {"p": "paragraph", "n": "note", "table-": "table", "figure-": "figure"}


def split(text: str, name: str) -> tuple[str, str, int, list[Problem]]:
    """Return front matter, body, the body's first line number (from 1), and problems."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or "---" not in (rest := [line.rstrip() for line in lines[1:]]):
        fault = Problem(name, 1, 1, "no front matter", "start the file with --- and end the matter with ---")
        return "", "", 1, [fault]
    end = rest.index("---") + 1
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2, []


def blocks(
    body: str, name: str, first_line: int, former: Container[str], split_off: Mapping[str, str]
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return the blocks of BODY in order, and everything wrong with them; NAME is the file, for problems.

    FORMER are ids that are no more, so that their numbers are left out; SPLIT_OFF says from which block
    another was split off: it has a number of its own, which stands after that block whatever it is.
    """
    last = dict.fromkeys(_KINDS, "")
    expected = dict.fromkeys(_KINDS, 1)
    found: list[Block] = []
    problems: list[Problem] = []
    rows: dict[int, list[tuple[str, ...]]] = {}  # place in FOUND of a table or list -> its rows or items
    seen: dict[str, int] = {}
    section = ""

    def fault(problem: str, fix: str, warning: bool = False) -> None:
        problems.append(Problem(name, number, 1, problem, fix, warning))

    for number, raw in enumerate(body.split("\n"), first_line):
        line = raw.rstrip()
        if not line:
            continue
        if line.startswith("|") and found and found[-1].kind == "table":
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not all(set(cell) <= set("-: ") and cell for cell in cells):
                own = rows[len(found) - 1]
                own.append(cells)
                if len(cells) != len(own[0]):
                    fault(f"{len(cells)} cells where the head has {len(own[0])}", "complete the row")
            continue
        if line.startswith("- ") and section:
            # Neighbouring items are one list, which is cited by the id of its section.
            if found[-1].kind != "list":
                rows[len(found)] = []
                found.append(Block(kind="list", id=section, text="", line=number, section=section))
            rows[len(found) - 1].append((line[2:],))
            continue
        heading, block = _HEADING.match(line), _BLOCK.match(line)
        if heading:
            id, text = heading[3], heading[2]
        elif block:
            id, text = block[1], block[2]
        else:
            fault("text outside a numbered block", "start the line with {#pN}, or the heading with ## and {#its-id}")
            continue
        again = id in seen
        if again:
            fault(f"id '{id}' is already used on line {seen[id]}", "give it another id")
        seen.setdefault(id, number)
        numbered = _NUMBERED.match(id)
        if heading:
            if not ID.match(id) or numbered:
                fault(f"'{id}' is not a section id", "use a-z, 0-9 and -")
            section = id
            level, ours = len(heading[1]), bool(heading[4])
            found.append(Block(kind="heading", id=id, text=text, line=number, section=id, level=level, ours=ours))
            continue
        if not numbered:
            fault(f"'{id}' is not a block id", "use p1, n1, table-1 or figure-1")
            continue
        prefix, position = numbered[1], int(numbered[2])
        while (next_id := f"{prefix}{expected[prefix]}") in former or (next_id in split_off and next_id != id):
            expected[prefix] += 1
        if id in split_off:
            if split_off[id] != split_off.get(last[prefix], last[prefix]):
                whole = split_off[id]
                fault(f"'{id}' was split off '{whole}', but stands elsewhere", f"put it after '{whole}'")
        elif position != expected[prefix] and not again:
            fault(
                f"expected '{prefix}{expected[prefix]}', found '{id}'",
                "keep the numbers in reading order without gaps",
            )
        last[prefix] = id
        if id not in split_off:
            expected[prefix] = max(expected[prefix], position + 1)
        if prefix == "table-":
            rows[len(found)] = []
        if len(text) > LONG:
            fault(f"{len(text):,} characters in one block", "check that it is one paragraph", warning=True)
        found.append(Block(kind=_KINDS[prefix], id=id, text=text, line=number, section=section))
    for place, own in rows.items():
        found[place] = block_ = replace(found[place], rows=tuple(own))
        if not own:
            problems.append(Problem(name, block_.line, 1, f"'{block_.id}' has no rows", "write a pipe table below it"))
    return tuple(found), problems

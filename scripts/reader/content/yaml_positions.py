"""YAML with a memory: plain values, and the line and column each of them came from.

Differences from ``yaml.safe_load``, each because the data would otherwise lie silently:
every scalar is text (``NO``, ``12:30`` and ``2014`` stay as written) except ``true``, ``false``
and ``null``; a repeated key, an anchor or a second document is a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from reader.content import text_file
from reader.content.problems import Problem, errors

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 40
_TOO_DEEP = "nested too deeply", f"keep below {_MAX_DEPTH} levels"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple  # of str keys and int indices


@dataclass(frozen=True)
class Positions:
    """Where each value, and each mapping key, is: path -> (line, column), both from 1."""

    name: str
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def of(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Return the position of the value (or key) at PATH, or of the nearest thing around it."""
        table = self.keys if key else self.values
        while path and path not in table:
            path, table = path[:-1], self.values
        return table.get(path, (1, 1))

    def only(self, kept: list[int]) -> Positions:
        """Return the positions of a list of which only the items at the places KEPT are left."""
        new = {old: place for place, old in enumerate(kept)}
        tables = (
            {(new[path[0]], *path[1:]): at for path, at in table.items() if path and path[0] in new}
            for table in (self.values, self.keys)
        )
        return Positions(self.name, *tables)

    def problem(self, path: Path, problem: str, fix: str, warning: bool = False, *, key: bool = False) -> Problem:
        """Return a problem at PATH."""
        return Problem(self.name, *self.of(path, key=key), problem, fix, warning)


def parse(text: str, name: str, first_line: int = 1):
    """Parse one YAML document.

    FIRST_LINE is the line of the file on which TEXT starts (front matter starts below its rule).
    Returns ``(value, positions, problems)``; the value is None when there are problems.
    """
    made = _Builder(name, first_line)
    value = None
    try:
        if node := yaml.compose(text, Loader=_LOADER):
            value = made.build(node, ())
        if value is None and not errors(made.problems):
            made.fault(None, "the file is empty", "write its data")
    except yaml.MarkedYAMLError as error:
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        fix = "indent with spaces, not tabs" if "\\t" in what or "tab character" in what else "mend the YAML here"
        if "single document" in what:
            fix = "keep one document per file"
        made.fault(error.problem_mark or error.context_mark, f"not YAML ({what})", fix)
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + first_line
        made.problems.append(Problem(name, line, 1, f"not YAML ({getattr(error, 'reason', error)})", "mend this line"))
    except RecursionError:
        made.fault(None, *_TOO_DEEP)
    return (None if errors(made.problems) else value), made.positions, made.problems


class _Builder:
    """Makes plain values of nodes, and keeps their positions and everything wrong with them."""

    def __init__(self, name: str, first_line: int):
        self.positions, self.first_line = Positions(name), first_line
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def at(self, mark) -> tuple[int, int]:
        return (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)

    def fault(self, mark, problem: str, fix: str) -> None:
        self.problems.append(Problem(self.positions.name, *self.at(mark), problem, fix))

    def build(self, node, path: Path):
        at = self.positions.values[path] = self.at(node.start_mark)
        if id(node) in self.seen:
            return self.fault(node.start_mark, "an anchor is used again (*alias)", "write the value out")
        if len(path) > _MAX_DEPTH:
            return self.fault(node.start_mark, *_TOO_DEEP)
        if isinstance(node, yaml.ScalarNode):
            if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
                self.fault(node.start_mark, f"unknown tag {node.tag}", "remove the tag")
            if node.style in ('"', "|", ">"):
                text = node.value if node.style == '"' else node.value.rstrip("\n")
                self.problems.extend(text_file.escaped(text, self.positions.name, *at))
                return text
            return node.value if node.style == "'" else _WORDS.get(node.value, node.value)
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        result: dict = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node)
            child = (*path, key)
            if key in result:
                line = self.positions.keys[child][0]
                self.fault(key_node.start_mark, f"key '{key}' is already used on line {line}", "remove one of the two")
                continue
            self.positions.keys[child] = self.at(key_node.start_mark)
            result[key] = self.build(value_node, child)
        return result

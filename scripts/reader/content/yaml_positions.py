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
        path = tuple(path)
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

    def problem(self, path: Path, problem: str, fix: str, *, key=False, warning=False) -> Problem:
        """Return a problem at PATH."""
        return Problem(self.name, *self.of(path, key=key), problem, fix, warning)


def parse(text: str, name: str, first_line: int = 1):
    """Parse one YAML document.

    FIRST_LINE is the line of the file on which TEXT starts (front matter starts below its rule).
    Returns ``(value, positions, problems)``; the value is None when there are problems.
    """
    positions = Positions(name)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return None, positions, [_marked(error, name, first_line)]
    except yaml.YAMLError as error:
        where = getattr(error, "position", 0)
        line = text.count("\n", 0, where) + first_line
        return (
            None,
            positions,
            [Problem(name, line, 1, f"not YAML ({getattr(error, 'reason', error)})", "mend this line")],
        )
    except RecursionError:
        return None, positions, [Problem(name, first_line, 1, "nested too deeply", f"keep below {_MAX_DEPTH} levels")]
    if node is None:
        return None, positions, [Problem(name, first_line, 1, "the file is empty", "write its data")]
    problems: list[Problem] = []
    value = _build(node, (), positions, problems, first_line - 1, set())
    if value is None and not errors(problems):
        problems.append(Problem(name, first_line, 1, "the file is empty", "write its data"))
    return (None if errors(problems) else value), positions, problems


def _marked(error: yaml.MarkedYAMLError, name: str, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + first_line
    column = (mark.column if mark else 0) + 1
    what = " ".join(str(part) for part in (error.context, error.problem) if part)
    fix = "indent with spaces, not tabs" if "\\t" in what or "tab character" in what else "mend the YAML here"
    if "single document" in what:
        fix = "keep one document per file"
    return Problem(name, line, column, f"not YAML ({what})", fix)


def _build(node, path, positions, problems, offset, seen):
    line, column = node.start_mark.line + 1 + offset, node.start_mark.column + 1
    positions.values[path] = (line, column)
    if id(node) in seen:
        problems.append(
            Problem(positions.name, line, column, "an anchor is used again (*alias)", "write the value out")
        )
        return None
    if len(path) > _MAX_DEPTH:
        problems.append(Problem(positions.name, line, column, "nested too deeply", f"keep below {_MAX_DEPTH} levels"))
        return None
    if isinstance(node, yaml.ScalarNode):
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            problems.append(Problem(positions.name, line, column, f"unknown tag {node.tag}", "remove the tag"))
        plain = node.style not in ('"', "'", "|", ">")  # None or '' by loader
        if node.style in ('"', "|", ">"):
            text = node.value if node.style == '"' else node.value.rstrip("\n")
            problems.extend(text_file.escaped(text, positions.name, line, column))
            return text
        return _WORDS[node.value] if plain and node.value in _WORDS else node.value
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(child, (*path, index), positions, problems, offset, seen) for index, child in enumerate(node.value)
        ]
    result = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node)
        where = (key_node.start_mark.line + 1 + offset, key_node.start_mark.column + 1)
        child = (*path, key)
        if key in result:
            problems.append(
                Problem(
                    positions.name,
                    *where,
                    f"key '{key}' is already used on line {positions.keys[child][0]}",
                    "remove one of the two",
                )
            )
            continue
        positions.keys[child] = where
        result[key] = _build(value_node, child, positions, problems, offset, seen)
    return result

"""The schemas of the data: their errors in the words of a person who has to mend the file, and the choices they offer.

A schema lists each choice under ``enum`` and its label under ``x-labels``, so that a new theme or kind is
added in one file, completed by editors, checked and shown.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from reader.content import text_file
from reader.content.problems import Problem, errors
from reader.content.yaml_positions import Positions, parse

_SCHEMAS = Path(__file__).resolve().parents[3] / "docs" / "data" / "schema"
_SHAPES = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false"}


def labels(schema: str, *path: str) -> dict:
    """Return the choices of the property at PATH in SCHEMA, in order, with their labels.

    Array and object levels in between are passed through; PATH may also name what a mapping of any keys allows.
    Raises ``KeyError`` when the schema has no such property.
    """
    node = json.loads((_SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    node = node.get("items", node)
    for name in path:
        node = node.get("properties", node)[name]
        node = node.get("items", node)
    return {choice: node["x-labels"][choice] for choice in node["enum"]}


def read(path: Path, label: str, schema: Path) -> tuple[Any, Positions, list[Problem]]:
    """Return the value of the YAML file PATH, its positions, and everything wrong with it by itself and by SCHEMA.

    The value is None when the file cannot be read; LABEL is how problems call it.
    """
    text, faults = text_file.read(path, label)
    if errors(faults):
        return None, Positions(label), faults
    value, where, more = parse(text, label)
    if not errors(more):
        more += problems(value, schema, where)
    return value, where, [*faults, *more]


@cache
def _validator(text: str) -> tuple[dict, jsonschema_rs.Draft7Validator]:
    schema = json.loads(text)
    if isinstance(schema, bool):
        raise ValueError("true and false are none for a file")
    return schema, jsonschema_rs.Draft7Validator(schema)


def problems(value, schema: Path, positions: Positions) -> Iterator[Problem]:
    """Yield every way in which VALUE breaks SCHEMA (a JSON Schema draft-07 file), with its position."""
    label = f"docs/data/schema/{schema.name}"
    text, faults = text_file.read(schema, label)
    yield from faults
    if errors(faults):
        return
    try:
        rules, validator = _validator(text)
    except json.JSONDecodeError as error:
        yield Problem(label, error.lineno, error.colno, f"not JSON ({error.msg})", "mend the schema here")
    except (ValueError, RecursionError) as error:
        yield Problem(label, 1, 1, f"not a JSON Schema ({str(error).splitlines()[0]})", "mend the schema")
    else:
        for fault in validator.iter_errors(value):
            yield from _explain(fault, rules, positions)


def _explain(error: jsonschema_rs.ValidationError, rule: dict, positions: Positions) -> Iterator[Problem]:
    """Yield what is wrong; RULE is the whole schema."""
    kind: Any = error.kind  # what its attributes are depends on the keyword
    *way, keyword = error.schema_path
    for part in way:
        rule = rule[part]
    wanted = rule[keyword]
    path = tuple(error.instance_path)
    # An item of a list goes by the name of its list: "an item of aliases", never "0".
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else "value"
    item = f"an item of {name}" if names else "a record"
    here = "the file" if not path else path[-1] if isinstance(path[-1], str) else item
    match keyword:
        case "additionalProperties":
            known = list(rule.get("properties", ()))
            for unknown in sorted(kind.unexpected):
                yield positions.problem((*path, unknown), f"unknown field '{unknown}'", _near(unknown, known), key=True)
            return
        case "required":
            fault = f"field '{kind.property}' is missing", "add it"
        case "enum":
            fault = f"'{error.instance}' is not a known {name.removesuffix('s')}", _near(str(error.instance), wanted)
        case "pattern":
            fault = f"'{error.instance}' is not a valid {name}", rule.get("description", f"it must match {wanted}")
        case "type":
            shape = wanted if isinstance(wanted, str) else wanted[0]
            fault = f"{here} has the wrong shape", f"make it {_SHAPES.get(shape, str(wanted))}"
        case "minLength" | "minItems":
            fault = f"{here} has too little in it", "fill it in or remove the field"
        case "maxLength" | "maxItems":
            fault = f"{here} is too long", f"keep to {wanted}"
        case "uniqueItems":
            fault = f"{here} repeats an item", "remove the repetition"
        case _:
            fault = error.message.replace("\n", " "), "see the schema"
    yield positions.problem(path, *fault)


def _near(word: str, allowed: Sequence) -> str:
    """Return the hint for WORD, which is none of ALLOWED."""
    allowed = list(map(str, allowed))
    near = difflib.get_close_matches(word, allowed, 1)
    return f"did you mean '{near[0]}'?" if near else f"use one of: {', '.join(allowed)}"

"""JSON Schema errors in the words of a person who has to mend the file."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema

from reader.content.problems import Problem
from reader.content.yaml_positions import Positions


@cache
def _validator(path: Path) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def problems(value, schema: Path, positions: Positions) -> Iterator[Problem]:
    """Every way in which VALUE breaks SCHEMA (a JSON Schema draft-07 file), with its position."""
    for error in _validator(schema).iter_errors(value):
        yield from _explain(error, positions)


def _explain(error, positions: Positions) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    here = path[-1] if path else "the file"
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", ()))
            for name in sorted(set(error.instance) - set(known)):
                near = difflib.get_close_matches(name, known, 1)
                fix = f"did you mean '{near[0]}'?" if near else f"use one of: {', '.join(known)}"
                yield positions.problem((*path, name), f"unknown field '{name}'", fix, key=True)
        case "required":
            missing = error.message.split("'")[1]
            yield positions.problem(path, f"field '{missing}' is missing", "add it")
        case "enum":
            allowed = [str(item) for item in error.validator_value]
            near = difflib.get_close_matches(str(error.instance), allowed, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of: {', '.join(allowed)}"
            yield positions.problem(path, f"'{error.instance}' is not a known {here}", hint)
        case "pattern":
            meaning = error.schema.get("description", f"it must match {error.validator_value}")
            yield positions.problem(path, f"'{error.instance}' is not a valid {here}", meaning)
        case "type":
            kind = error.validator_value
            wanted = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false"}
            label = wanted.get(kind if isinstance(kind, str) else kind[0], str(kind))
            yield positions.problem(path, f"{here} has the wrong shape", f"make it {label}")
        case "minLength" | "minItems":
            yield positions.problem(path, f"{here} has too little in it", "fill it in or remove the field")
        case "maxLength" | "maxItems":
            yield positions.problem(path, f"{here} is too long", f"keep to {error.validator_value}")
        case "uniqueItems":
            yield positions.problem(path, f"{here} repeats an item", "remove the repetition")
        case _:
            yield positions.problem(path, error.message.replace("\n", " "), "see the schema")

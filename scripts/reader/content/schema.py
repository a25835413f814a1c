"""JSON Schema errors in the words of a person who has to mend the file."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema_rs

from reader.content import text_file
from reader.content.problems import Problem, errors
from reader.content.yaml_positions import Positions


@cache
def _quick(text: str) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(json.loads(text))


@cache
def _thorough(text: str):
    """Return the validator whose errors are explained; slow to load, and only wanted when something is wrong."""
    import jsonschema

    def pattern(validator, wanted: str, value, schema):
        """Match WANTED to the very end, as JSON Schema means it: Python's ``$`` would let a line end pass."""
        if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", wanted), value):
            yield jsonschema.ValidationError(f"{value!r} does not match {wanted!r}")

    return jsonschema.validators.extend(jsonschema.Draft7Validator, {"pattern": pattern})(json.loads(text))


def problems(value, schema: Path, positions: Positions) -> Iterator[Problem]:
    """Yield every way in which VALUE breaks SCHEMA (a JSON Schema draft-07 file), with its position."""
    label = f"docs/data/schema/{schema.name}"
    text, faults = text_file.read(schema, label)
    yield from faults
    if errors(faults):
        return
    try:
        if not _quick(text).is_valid(value):
            for error in _thorough(text).iter_errors(value):
                yield from _explain(error, positions)
    except json.JSONDecodeError as error:
        yield Problem(label, error.lineno, error.colno, f"not JSON ({error.msg})", "mend the schema here")
    except (ValueError, re.error, RecursionError) as error:
        yield Problem(label, 1, 1, f"not a JSON Schema ({str(error).splitlines()[0]})", "mend the schema")


def _explain(error, positions: Positions) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    # An item of a list goes by the name of its list: "an item of aliases", never "0".
    names = [part for part in path if isinstance(part, str)]
    item = f"an item of {names[-1]}" if names else "a record"
    here = "the file" if not path else path[-1] if isinstance(path[-1], str) else item
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
            name = names[-1].removesuffix("s") if names else "value"
            yield positions.problem(path, f"'{error.instance}' is not a known {name}", hint)
        case "pattern":
            meaning = error.schema.get("description", f"it must match {error.validator_value}")
            name = names[-1] if names else "value"
            yield positions.problem(path, f"'{error.instance}' is not a valid {name}", meaning)
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

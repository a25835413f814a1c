"""The words that data files may choose from, with their labels: read from the schemas, their one place.

A schema lists each choice under ``enum`` and its label under ``x-labels``, so that a new theme or kind is
added in one file, completed by editors, checked and shown.
"""

from __future__ import annotations

import json
from pathlib import Path

_SCHEMAS = Path(__file__).resolve().parents[3] / "docs" / "data" / "schema"


def labels(schema: str, *path: str) -> dict:
    """Return the choices of the property at PATH in SCHEMA, in order, with their labels.

    Array and object levels in between are passed through. Raises ``KeyError`` when the schema has no such property.
    """
    node = json.loads((_SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))["items"]
    for name in path:
        node = node["properties"][name]
        node = node.get("items", node)
    return {choice: node["x-labels"][choice] for choice in node["enum"]}

"""The search engine without a browser: the published script and index, in node."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from reader.search import index as search_index
from reader.search import script as search_script

ASK = Path(__file__).parent / "js" / "ask.js"


def needs_node() -> str:
    """Return the path of node; skip the test when there is none."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("node is not installed; the browser tests ask the same engine")
    return path


def ask(index: dict, queries: Iterable[str], weights: dict[str, float] | None = None) -> list[dict]:
    """Answer QUERIES from the plain data INDEX, with other WEIGHTS for once; see ``js/ask.js`` for what comes back."""
    given = {
        "engine": search_script.engine(),
        "index": search_index.as_script({**index, "weights": {**index["weights"], **(weights or {})}}),
        "queries": list(queries),
    }
    done = subprocess.run(
        [needs_node(), str(ASK)], input=json.dumps(given), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@functools.cache
def data_of(script: str) -> dict:
    """Return what ``search_index.as_script`` was given."""
    text = script[script.index("'") + 1 : script.rindex("'")]
    return json.loads(text.replace("\\'", "'").replace("\\\\", "\\"))

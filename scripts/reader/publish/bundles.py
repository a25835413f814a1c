"""The style sheets and page scripts as one file each: ``docs/assets/css`` and ``docs/assets/js``, joined.

A new file in either folder is joined without further ado, in the order of the alphabet.
"""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parents[3] / "docs" / "assets"
STYLES_FIRST, STYLES_LAST = ("tokens", "base", "frame", "parts"), ("print",)


def styles() -> str:
    """Join the style sheets: what others build on first, paper last."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "css").glob("*.css"))}
    middle = [name for name in found if name not in (*STYLES_FIRST, *STYLES_LAST)]
    return "\n".join(found[name] for name in (*STYLES_FIRST, *middle, *STYLES_LAST))


def scripts() -> str:
    """Join the page scripts, ``core`` first; each has its own scope, and an error in one ends that one only."""
    paths = sorted((ASSETS / "js").glob("*.js"), key=lambda path: (path.stem != "core", path.stem))
    return "".join(
        f'try {{ (() => {{ "use strict";\n{path.read_text(encoding="utf-8")}}})(); }} '
        f'catch (fault) {{ console.error("{path.name}", fault); }}\n'
        for path in paths
    )

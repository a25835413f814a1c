"""The style sheets and scripts as the pages load them: joined and minified from the readable files of ``docs/assets``.

Every page has ``reader.css``, ``reader.js`` and, for paper, ``print.css``. A kind of page that needs more has one more
of each. A new file in ``css`` or ``js`` that no kind is named for is joined for every page without further ado.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

import minify

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
FIRST = ("tokens", "base", "frame", "parts")  # what the other sheets build on
PAPER = "print"
ASKED = ("cards", "citations", "results")  # sheets that a script loads when a reader reaches for what they style
# Kind of page -> the sheets that not every page needs.
STYLES = {
    "home": ("ask", "home", "lanes", "sources"),
    "sources": ("sources",),
    "source": ("toc", "notes", "source"),
    "plain": ("toc",),
    "glossary": ("filters", "glossary"),
    "entry": ("notes", "entry"),
    "timeline": ("lanes", "filters", "events"),
    "record": ("events",),
    "compare": ("filters", "compare"),
    "question": ("notes", "question"),
    "briefing": ("briefing",),
    "lost": ("ask",),
}
# Kind of page -> the scripts that not every page needs.
SCRIPTS = {
    "source": ("notes", "view", "take", "toc"),
    "plain": ("toc",),
    "glossary": ("filters", "glossary"),
    "timeline": ("filters", "timeline"),
    "compare": ("filters", "compare"),
    "lost": ("lost",),
}
SCRIPT = "application/javascript"


def styles(kind: str) -> str | None:
    """Return where the sheet of pages of KIND is, or None when those of every page do."""
    return f"assets/{'-'.join(STYLES[kind])}.css" if kind in STYLES else None


def scripts(kind: str) -> str | None:
    """Return where the script of pages of KIND is, or None when that of every page does."""
    return f"assets/page-{kind}.js" if kind in SCRIPTS else None


def files() -> dict[str, Callable[[], str]]:
    """Return path -> what makes the sheet or script."""
    sheets, code = _texts("css"), _texts("js")
    own_sheets, own_code = set(chain(*STYLES.values())) | {PAPER, *ASKED}, set(chain(*SCRIPTS.values()))
    every = [*FIRST, *(name for name in sheets if name not in own_sheets and name not in FIRST)]
    core = ["core", *(name for name in code if name not in own_code and name != "core")]
    made: dict[str, Callable[[], str]] = {
        "assets/reader.css": partial(_sheet, sheets, every),
        "assets/print.css": partial(_sheet, sheets, [PAPER]),
        "assets/reader.js": partial(_script, code, core),
    }
    made |= {f"assets/{name}.css": partial(_sheet, sheets, [name]) for name in ASKED}
    made |= {str(styles(kind)): partial(_sheet, sheets, names) for kind, names in STYLES.items()}
    made |= {str(scripts(kind)): partial(_script, code, names) for kind, names in SCRIPTS.items()}
    loaded = _texts("")  # when a reader reaches for what they do, or before anything is painted (theme.js)
    return made | {f"assets/{name}.js": partial(_script, loaded, [name]) for name in loaded}


@lru_cache(maxsize=100)  # a server makes them again and again
def small(text: str, kind: str = "text/css") -> str:
    """Return a sheet, or what else of KIND, minified; it does the same."""
    return minify.string(kind, text) + "\n"


def data(name: str, value: object) -> str:
    """Return the script that a page at ``file://`` loads where it may not fetch: VALUE as ``window.NAME``."""
    return f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _texts(folder: str) -> dict[str, str]:
    suffix = folder or "js"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((ASSETS / folder).glob(f"*.{suffix}"))}


def _sheet(sheets: dict[str, str], names: Iterable[str]) -> str:
    return small("\n".join(sheets[name] for name in names))


def _script(code: dict[str, str], names: Iterable[str]) -> str:
    """Join scripts; each has its own scope, and an error in one ends that one only."""
    return small(
        "".join(
            f'try {{ (() => {{ "use strict";\n{code[name]}}})(); }} '
            f'catch (fault) {{ console.error("{name}.js", fault); }}\n'
            for name in names
        ),
        SCRIPT,
    )

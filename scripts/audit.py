"""python3 scripts/audit.py [FOLDER] [--allow N] [--links FILE] [--accept-links]: what the data still lack.

FOLDER holds copies of the articles (default: READER_ORIGINALS, or originals). Prints every abbreviation and
capitalised name without an entry, every year without an event, every paragraph without a digest, except those
explained in docs/data/audit.yml; exits 1 when more than N (default 0) are unexplained. These count as well, and are
printed: annotations that were not checked for a year, records not reconciled with one (see scripts/check.py), articles
silent on what they name, and every run of words that the files of docs share with an article.
Prints every use of an entry (its words and their place, in the articles and in our prose) that is new since somebody
last read and accepted them, which counts as well; ``--accept-links`` accepts all that are there now.
``--links FILE`` writes what the linker did with each match as CSV: linked, already linked, never linked.
"""

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, reconcile, settings
from reader.content import text_file, yaml_positions
from reader.importing import accepted, audit, own_words
from reader.links import silences
from reader.model import Model


@bootstrap.tells_problems
def main() -> int:
    """Print what is missing; return 1 when it is more than is allowed, 2 without copies of the articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--allow", type=int, default=0, metavar="N", help="how many unexplained findings may stay")
    parser.add_argument("--links", type=Path, metavar="FILE", help="write the fate of every match as CSV")
    parser.add_argument("--accept-links", action="store_true", help="accept every use of an entry as it is now")
    parser.add_argument("--docs", type=Path, default=bootstrap.DOCS)
    options = parser.parse_args()
    docs, chosen = options.docs, settings.of(options.docs, os.environ)
    folder = options.folder or pipeline.originals_folder(docs, chosen)
    if not folder.is_dir():
        print(f"No folder {folder.name}: the audit needs copies of the articles. Name the folder.", file=sys.stderr)
        return 2
    model = pipeline.model(docs, chosen)
    library = model.library
    articles, _ = pipeline.recognised(docs, library, folder)
    explained, problems = explanations(docs / "data" / "audit.yml")
    for problem in problems:
        print(problem, file=sys.stderr)
    traces, unexplained, used = [], 0, set()
    for id, article in articles.items():
        source = library.source(id)
        for found in audit.findings(model, source, article.texts):
            if found.words in explained:
                used.add(found.words)
                continue
            unexplained += 1
            fix = "add it, or explain it in docs/data/audit.yml"
            print(f"{id} {found.block}: {found.kind} '{found.words}' is not covered; {fix}")
        traces += audit.traces(model, source, article.texts)
    whole = {id: article.texts for id, article in articles.items()}
    for line in (
        *reconcile.report(model, reconcile.load(docs, model.library), date.today()),
        *silences.contradictions(library, model.mentions),
        *own_words.report(sorted(docs.rglob("*")), whole),
    ):
        unexplained += 1
        print(line)
    for use in unaccepted(model, whole, docs / "data" / "links.lock", options.accept_links):
        unexplained += 1
        print(f"{use.place}: '{use.words}' means the entry {use.term}; if that is right, run with --accept-links")
    if options.links:
        with options.links.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([audit.Trace._fields, *traces])
    for words in sorted(explained.keys() - used):
        print(f"docs/data/audit.yml: '{words}' explains nothing any more; remove it")
    fates = sorted(Counter(trace.fate for trace in traces).items())
    print(f"{len(articles)} articles; matches: " + ", ".join(f"{n} {fate}" for fate, n in fates))
    print(f"{len(used)} kinds of findings explained, {unexplained} unexplained ({options.allow} allowed)")
    return 1 if problems or unexplained > options.allow or not articles else 0


def unaccepted(model: Model, articles: Mapping[str, Mapping[str, str]], lock: Path, accept: bool) -> list[accepted.Use]:
    """Return the uses in ARTICLES (source id -> block id -> text) that LOCK does not hold.

    With ACCEPT write them there, and return none.
    """
    found = accepted.uses(model, articles)
    if not accept:
        known = accepted.read(lock.read_text(encoding="utf-8")) if lock.exists() else set()
        return sorted(found - accepted.renamed(known, model.library))
    lock.write_text(accepted.write(found), encoding="utf-8", newline="\n")
    print(f"{len(found)} uses of entries accepted in {lock.name}")
    return []


def explanations(path: Path) -> tuple[dict[str, str], list]:
    """Return words -> why they need no entry or event."""
    if not path.exists():
        return {}, []
    text, problems = text_file.read(path, "docs/data/audit.yml")
    value, _, faults = yaml_positions.parse(text, "docs/data/audit.yml")
    explained = {words: item["because"] for item in value or () for words in item["words"]}
    return explained, [*problems, *faults]


if __name__ == "__main__":
    sys.exit(main())

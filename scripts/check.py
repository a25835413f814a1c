"""python3 scripts/check.py [--accept | --new | --reconciled]: check the content alone, without building the site.

Prints every problem as ``file:line:column: problem; fix`` and exits 1 when there is one.
``--accept`` locks new addresses and edited digests (docs/data/addresses.lock) and renews the stored citations;
``--new`` starts the lock of a new reader; ``--reconciled`` says that every record listed as not reconciled with an
annotation was read beside it and is not concerned (docs/data/reconciled.lock);
``--release 2026-11-30`` notes what was reworded, moved or withdrawn since
the last release (docs/data/releases.json).
"""

import argparse
import os
import sys
from datetime import date

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, reconcile, settings
from reader.cite import citations
from reader.cite.things import things
from reader.content import releases
from reader.content.problems import InvalidContent, errors
from reader.model import Model
from reader.publish import addresses


def main(arguments: list[str] | None = None) -> int:
    """Check, and lock when told to; return 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="lock new addresses and edited digests")
    noted = "note what changed since the last release, and keep the words of this one"
    parser.add_argument("--release", metavar="DATE", help=noted)
    parser.add_argument("--new", action="store_true", help="start the lock of a reader that never had one")
    held = "the records listed were read beside their annotations"
    parser.add_argument("--reconciled", action="store_true", help=held)
    options = parser.parse_args(arguments)
    docs = bootstrap.DOCS
    try:
        chosen = settings.of(docs, {**os.environ, "READER_EDITION": "guide"})
        if options.accept or options.new:
            _renew_citations(pipeline.model(docs, chosen))
            count, _ = pipeline.accept(docs, chosen, new=options.new)
            print(f"{count} new addresses locked; all digests accepted as they are")
        site = pipeline.build(docs, chosen)
    except InvalidContent as error:
        print(error, file=sys.stderr)
        print(f"{len(errors(error.problems))} problem(s)", file=sys.stderr)
        return 1
    if options.reconciled:
        print(f"{reconcile.accept(docs, site.model, date.today())} records held against their annotations")
    if options.release:
        moved = addresses.moves(site.model.library)
        now = {f"/{thing.address}": thing.text for thing in things(site.model)}
        last, became = site.model.library.releases, lambda address: addresses.resolve(address, now, moved)
        made = releases.release(last, now, became, options.release)
        releases.write(docs, made)
        _renew_citations(pipeline.model(docs, chosen))  # they carry the day of the release
        print(f"release of {made.date}: {len(made.changes) - len(last.changes)} changes noted")
    read = reconcile.load(docs, site.model.library)
    for notice in (*site.notices, *reconcile.report(site.model, read, date.today())):
        print(notice, file=sys.stderr)
    print(f"The content is sound: {addresses.summary(site.model.library)}.")
    return 0


def _renew_citations(model: Model) -> None:
    if citations.renew(model.library.sources, model.reader):
        print("citations made anew")


if __name__ == "__main__":
    sys.exit(main())

"""python3 scripts/check.py [--accept]: check the content alone, without building.

Prints every problem as ``file:line:column: problem; fix`` and exits 1 when there is one.
``--accept`` adds new addresses to the lock file (docs/data/addresses.lock) and renews the stored citations.
"""

import argparse
import sys

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline
from reader.content.problems import errors
from reader.publish import addresses, citations


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="lock new addresses, renew the stored citations")
    accept = parser.parse_args().accept
    docs = bootstrap.ROOT / "docs"
    library, problems = pipeline.examine(docs)
    if library:
        lock = docs / "data" / "addresses.lock"
        now = addresses.published(library)
        stored = addresses.read(lock)
        new = sorted(now - stored)
        if accept and new and not errors(problems):
            addresses.write(lock, stored | now)
            print(f"{len(new)} new addresses locked")
        if accept and not errors(problems) and citations.renew(library.sources):
            print("citations made anew")
        elif new:
            problems.append(addresses.unlocked(new))
    for problem in sorted(set(problems)):
        print(problem, file=sys.stderr)
    failed = len(set(errors(problems)))
    if failed:
        print(f"{failed} problem(s)", file=sys.stderr)
        return 1
    print(f"The content is sound: {addresses.summary(library)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

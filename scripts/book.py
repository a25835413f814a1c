"""python3 scripts/book.py [--paper a4|letter] [--out FOLDER]: print the reader as a book (PDF).

Needs Typst: pip install 'nato-japan-reader[print]', or pip install typst.
"""

import argparse
import os
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from markdown.extensions.toc import slugify

from reader import pipeline, settings
from reader.publish import book


@bootstrap.tells_problems
def main(arguments: list[str] | None = None) -> int:
    """Write the PDF for each paper asked for; return 0, or 1 with the reason on the console."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paper", choices=tuple(book.PAPERS), action="append", help="default: both")
    parser.add_argument("--out", type=Path, default=bootstrap.ROOT, help="folder for the files")
    options = parser.parse_args(arguments)
    chosen = settings.of(bootstrap.DOCS, {**os.environ, "READER_EDITION": "guide"})
    model = pipeline.build(bootstrap.DOCS, chosen).model
    try:
        made = {paper: book.pdf(model, paper) for paper in options.paper or book.PAPERS}
    except ModuleNotFoundError:
        print("The package typst is missing: pip install typst", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for paper, content in made.items():
        path = options.out / f"{slugify(model.settings.name, '-')}-{paper}.pdf"
        path.write_bytes(content)
        print(f"{path.name}: {len(content) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

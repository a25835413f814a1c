"""python3 scripts/digests.py [FOLDER]: how long and how readable the digests of each source are.

Prints for each source: words, share of the article, mean and longest sentence, Flesch-Kincaid grade, and, when FOLDER
(default: READER_ORIGINALS, or originals) has a copy, the share of word pairs that also occur in the paragraph.
"""

import argparse
import os
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, settings
from reader.copies import digests


@bootstrap.tells_problems
def main(arguments: list[str] | None = None) -> int:
    """Print one line for each source; return 1 when the content is not valid."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--docs", type=Path, default=bootstrap.DOCS)
    options = parser.parse_args(arguments)
    chosen = settings.of(options.docs, os.environ)
    folder = options.folder or pipeline.originals_folder(options.docs, chosen)
    library = pipeline.model(options.docs, chosen).library
    stored, _ = pipeline.fingerprints(options.docs)
    articles = pipeline.recognised(options.docs, library, folder)[0] if folder.is_dir() else {}
    print(f"{'source':20} words  share  mean  longest  grade  pairs")
    for source in library.sources:
        found = digests.measure(source, stored.get("sources", {}).get(source.id, {}), articles.get(source.id))
        print(
            f"{source.id:20} {found.words:5}  {_percent(found.share)}  {found.mean:4.1f}  {found.longest:7}"
            f"  {found.grade:5.1f}  {_percent(found.pairs)}"
        )
    return 0


def _percent(share: float | None) -> str:
    return "    –" if share is None else f"{share:5.1%}"


if __name__ == "__main__":
    sys.exit(main())

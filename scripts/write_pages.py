"""python3 scripts/write_pages.py DIR [--full-text]: write the whole site as plain Markdown for another builder.

The guide edition, unless you say ``--full-text``: another builder's theme has no banner and no noindex.

DIR gets ``docs/`` with every generated page and file, and a ``mkdocs.yml`` without the adapter that
names the Markdown extension instead. Build it with ``PYTHONPATH=scripts``, for example
``cd DIR && PYTHONPATH=…/scripts zensical build``.
"""

import argparse
import dataclasses
import os
import shutil
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

import yaml

from reader import pipeline, settings
from reader.content.problems import InvalidContent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--full-text", action="store_true", help="with the articles, for your own reading only")
    options = parser.parse_args()
    folder, docs = options.folder, bootstrap.ROOT / "docs"
    environment = dict(os.environ) if options.full_text else {**os.environ, "READER_EDITION": "guide"}
    try:
        chosen, config = settings.from_file(bootstrap.ROOT / "mkdocs.yml", environment)
        site = pipeline.build(docs, dataclasses.replace(chosen, chunked=False))
    except InvalidContent as error:
        print(error, file=sys.stderr)
        return 1
    for notice in site.notices:
        print(notice)
    target = folder / "docs"
    shutil.copytree(docs, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", "sources"))
    # The data stay readable for the extension, outside the folder that is published.
    shutil.copytree(docs / "data", folder / "content" / "data", dirs_exist_ok=True)
    shutil.copytree(docs / "sources", folder / "content" / "sources", dirs_exist_ok=True)
    made = {**site.pages, **site.files}
    for path, text in made.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8", newline="\n")
    for name in ("hooks", "watch", "exclude_docs"):
        config.pop(name, None)
    config["theme"] = {"name": "material", "font": False}
    config["markdown_extensions"].append({"reader.extension": {"docs": str(folder.resolve() / "content")}})
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    print(f"{len(made)} generated files written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

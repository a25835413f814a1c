"""python3 scripts/write_pages.py DIR [--full-text]: write the whole site as plain Markdown for another builder.

The guide edition, unless you say ``--full-text``: another builder's theme has no banner and no noindex.

DIR gets ``docs/`` with every generated page and file, and a ``mkdocs.yml`` without the adapter that
names the Markdown extension instead. Build it with ``PYTHONPATH=scripts``, for example
``cd DIR && PYTHONPATH=…/scripts zensical build``. Run again, the script removes what it wrote before and no
longer writes; it never writes over a file that is not its own.
"""

import argparse
import dataclasses
import os
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

import yaml

from reader import pipeline, settings

OWN = ".reader-files"  # in DIR: what this script wrote there, one path a line


@bootstrap.tells_problems
def main(arguments: list[str] | None = None) -> int:
    """Write the pages; return 0, or 1 with every reason on the console."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--full-text", action="store_true", help="with the articles, for your own reading only")
    options = parser.parse_args(arguments)
    environment = dict(os.environ) if options.full_text else {**os.environ, "READER_EDITION": "guide"}
    chosen, config = settings.from_file(bootstrap.ROOT / "mkdocs.yml", environment)
    site = pipeline.build(bootstrap.ROOT / "docs", dataclasses.replace(chosen, chunked=False))
    for notice in site.notices:
        print(notice)
    folder: Path = options.folder
    written = made(site, config, folder)
    before = set((folder / OWN).read_text(encoding="utf-8").splitlines()) if (folder / OWN).is_file() else set()
    if strange := sorted(name for name in written.keys() - before if (folder / name).exists()):
        fault = f"{folder} has a {strange[0]} that this command did not write; name another folder."
        print(f"{fault} Nothing was changed.", file=sys.stderr)
        return 1
    for name in sorted(before - written.keys()):
        (folder / name).unlink(missing_ok=True)
    for name, data in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / OWN).write_text("".join(f"{name}\n" for name in sorted(written)), encoding="utf-8")
    print(f"{len(site.pages) + len(site.files)} generated files written to {folder}")
    return 0


def made(site: pipeline.Site, config: dict, folder: Path) -> dict[str, bytes]:
    """Return path below FOLDER -> content of everything that belongs there."""
    docs = bootstrap.ROOT / "docs"
    files = {f"docs/{path}": (docs / path).read_bytes() for path in site.plain}
    files |= {f"docs/{path}": text.encode() for path, text in site.generated.items()}
    # The data stay readable for the extension, outside the folder that is published.
    for path in pipeline.content_files(docs):
        files[f"content/{path.relative_to(docs).as_posix()}"] = path.read_bytes()
    config = {name: value for name, value in config.items() if name not in ("hooks", "watch", "exclude_docs")}
    config["theme"] = {"name": "material", "font": False}
    extension = {"reader.extension": {"docs": str(folder.resolve() / "content")}}
    config["markdown_extensions"] = [*config["markdown_extensions"], extension]
    files["mkdocs.yml"] = yaml.safe_dump(config, allow_unicode=True, sort_keys=False).encode()
    return files


if __name__ == "__main__":
    sys.exit(main())

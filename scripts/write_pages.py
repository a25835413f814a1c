"""python3 scripts/write_pages.py DIR [--full-text]: write the whole site as plain Markdown for another builder.

The guide edition, unless you say ``--full-text``: another builder's theme has no banner and no noindex.

DIR gets ``docs/`` with every generated page and file, and a ``mkdocs.yml`` without the adapter that
names the Markdown extension instead. Build it with ``PYTHONPATH=scripts``, for example
``cd DIR && PYTHONPATH=…/scripts zensical build``. Run again, the script removes what it wrote before and no
longer writes; a file that is not its own, or that somebody edited since, stays as it is.
"""

import argparse
import dataclasses
import hashlib
import os
import sys
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

import yaml

import build
from reader import pipeline, settings

OWN = ".reader-pages"  # in DIR: what this script wrote there, a digest and a path on each line


@bootstrap.tells_problems
def main(arguments: list[str] | None = None) -> int:
    """Write the pages; return 0, or 1 with every reason on the console."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--full-text", action="store_true", help="with the articles, for your own reading only")
    options = parser.parse_args(arguments)
    environment = dict(os.environ) if options.full_text else {**os.environ, "READER_EDITION": "guide"}
    config = settings.written(bootstrap.ROOT / "mkdocs.yml")
    site = pipeline.build(bootstrap.DOCS, dataclasses.replace(settings.read(config, environment), chunked=False))
    for notice in site.notices:
        print(notice)
    folder: Path = options.folder
    written = made(site, config, folder)
    lines = (folder / OWN).read_text(encoding="utf-8").splitlines() if (folder / OWN).is_file() else []
    before = {name: digest for digest, _, name in (line.partition(" ") for line in lines)}
    if strange := sorted(name for name in {*written, build.OWN} - before.keys() if (folder / name).exists()):
        fault = f"{folder} has a {strange[0]} that this command did not write; name another folder."
        print(f"{fault} Nothing was changed.", file=sys.stderr)
        return 1
    there = {name: _digest((folder / name).read_bytes()) for name in before if (folder / name).is_file()}
    edited = {name for name, digest in there.items() if digest != before[name]}
    for name in before.keys() - written.keys() - edited:
        (folder / name).unlink(missing_ok=True)
    for name in sorted(edited):
        print(f"{name} was edited; it is left as it is")
    for name in written.keys() - edited:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(written[name])
    kept = {name: _digest(data) for name, data in written.items()} | {name: before[name] for name in edited}
    (folder / OWN).write_text("".join(f"{kept[name]} {name}\n" for name in sorted(kept)), encoding="utf-8")
    print(f"{len(site.pages) + len(site.files)} generated files written to {folder}")
    return 0


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def made(site: pipeline.Site, config: dict, folder: Path) -> dict[str, bytes]:
    """Return path below FOLDER -> content of everything that belongs there."""
    docs = bootstrap.DOCS
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

"""python3 scripts/write_pages.py DIR [--full-text]: write the whole site as plain Markdown for another builder.

The guide edition, unless you say ``--full-text``: another builder's theme has no banner and no noindex.

DIR gets ``docs/`` with every generated page and file, and a ``mkdocs.yml`` without the adapter that
names the Markdown extension instead. Build it with ``PYTHONPATH=scripts``, for example
``cd DIR && PYTHONPATH=…/scripts zensical build``.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

import bootstrap

bootstrap.ensure()

import yaml
from yaml_env_tag import construct_env_tag

from reader import edition, site
from reader.content.problems import InvalidContent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--full-text", action="store_true", help="with the articles, for your own reading only")
    options = parser.parse_args()
    folder = options.folder
    if not options.full_text:
        os.environ["READER_EDITION"] = "guide"
    docs = bootstrap.ROOT / "docs"
    yaml.SafeLoader.add_constructor("!ENV", construct_env_tag)  # as the builders read it
    settings = yaml.safe_load((bootstrap.ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    try:
        model, notices = edition.model(docs, True, settings["site_url"])
    except InvalidContent as error:
        print(error, file=sys.stderr)
        return 1
    for notice in notices:
        print(notice)
    target = folder / "docs"
    shutil.copytree(docs, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", "sources"))
    # The data stay readable for the extension, outside the folder that is published.
    shutil.copytree(docs / "data", folder / "content" / "data", dirs_exist_ok=True)
    shutil.copytree(docs / "sources", folder / "content" / "sources", dirs_exist_ok=True)
    made = site.pages(model) | site.files(model)
    for path, text in made.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8", newline="\n")
    for name in ("hooks", "exclude_docs"):
        settings.pop(name, None)
    settings["theme"] = {"name": "material", "font": False}
    settings["markdown_extensions"].append({"reader.links.markdown_ext": {"docs": str(folder.resolve() / "content")}})
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    print(f"{len(made)} generated files written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

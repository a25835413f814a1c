"""The only file that knows MkDocs: it checks the content, then hands the generated files over.

Everything it calls is in the package ``reader`` beside it and works without MkDocs
(see ``write_pages.py`` for other builders).
"""

import logging
import os
import sys
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))

from reader import edition, site
from reader.content.problems import InvalidContent
from reader.links.markdown_ext import ReaderExtension
from reader.publish import pagefind

log = logging.getLogger("mkdocs.plugins.reader")
last_good = []  # the one thing that outlives a rebuild of `mkdocs serve`: what to show while the content is broken


def on_config(config):
    """Read and check everything before MkDocs empties the old site: bad input leaves it in place.

    While serving, the last good version goes on being shown, with a banner that says so.
    """
    docs = Path(config.docs_dir)
    try:
        model, notices = edition.model(docs, config.use_directory_urls, config.site_url or "")
        last_good[:] = [model]
        banner = ""
    except InvalidContent as error:
        count = f"{len(error.problems)} problem(s)"
        if not last_good:
            raise Abort(f"\n{error}\n{count}; nothing was built.") from None
        print(f"\n{error}\n{count}; the last good version is shown.", file=sys.stderr)
        model, notices, banner = last_good[0], [], f"{count} in the content: this is the last good version."
    for notice in notices:
        log.info(notice)
    rights = edition.rights(model)
    # From file:// a browser loads no index in chunks: the offline build keeps our own engine.
    chunks = (os.environ.get("READER_SEARCH") or config.extra.get("search")) == "pagefind" and config.use_directory_urls
    if chunks and (fault := pagefind.missing()):
        raise Abort(f"\n{fault}\nNothing was built.")
    config.extra.update(
        reader=model, reader_noindex=rights.noindex, reader_banner=banner or rights.banner, reader_pagefind=chunks
    )
    config.extra["material_css"] = stylesheet(config.theme.dirs)
    others = [e for e in config.markdown_extensions if not isinstance(e, ReaderExtension)]
    config.markdown_extensions = [*others, ReaderExtension(model.linker)]
    return config


def stylesheet(folders):
    """Material's base sheet, whose name changes with its content, as an address from the site's root."""
    for folder in map(Path, folders):
        for found in folder.glob("assets/stylesheets/main.*.min.css"):
            return found.relative_to(folder).as_posix()
    raise Abort("\nThe stylesheet of Material for MkDocs was not found; install the pinned packages.")


def on_files(files, config):
    """Add the generated pages and data; a generated page takes the place of its data file."""
    model = config.extra["reader"]
    for path, text in (site.pages(model) | site.files(model, config.extra["reader_pagefind"])).items():
        if old := files.get_file_from_path(path):
            files.remove(old)
        files.append(File.generated(config, path, content=text))
    return files


def on_post_build(config):
    """With the setting ``search: pagefind``, index the built pages; a failure leaves the old site in place."""
    if config.extra["reader_pagefind"] and (fault := pagefind.index(Path(config.site_dir))):
        raise Abort(f"\n{fault}")


def on_serve(server, config, builder):
    """Rebuild, too, when a copy of an article is dropped in or taken away."""
    originals = edition.originals_folder(Path(config.docs_dir))
    originals.mkdir(parents=True, exist_ok=True)
    server.watch(str(originals))
    return server

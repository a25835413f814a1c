"""The only file that knows MkDocs: it checks the content, then hands the generated files over.

Everything it calls is in the package ``reader`` beside it and works without MkDocs
(see ``write_pages.py`` for other builders).
"""

import logging
import sys
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))

from reader import edition, site
from reader.content.problems import InvalidContent
from reader.links.markdown_ext import ReaderExtension

log = logging.getLogger("mkdocs.plugins.reader")


def on_config(config):
    """Read and check everything before MkDocs empties the old site: bad input leaves it in place."""
    docs = Path(config.docs_dir)
    try:
        model, notices = edition.model(docs, config.use_directory_urls, config.site_url or "")
    except InvalidContent as error:
        raise Abort(f"\n{error}\n{len(error.problems)} problem(s); nothing was built.") from None
    for notice in notices:
        log.info(notice)
    rights = edition.rights(model)
    config.extra.update(reader=model, reader_noindex=rights.noindex, reader_banner=rights.banner)
    others = [e for e in config.markdown_extensions if not isinstance(e, ReaderExtension)]
    config.markdown_extensions = [*others, ReaderExtension(model.linker)]
    return config


def on_files(files, config):
    """Add the generated pages and data; a generated page takes the place of its data file."""
    model = config.extra["reader"]
    for path, text in (site.pages(model) | site.files(model)).items():
        if old := files.get_file_from_path(path):
            files.remove(old)
        made = File.generated(config, path, content=text)
        made.edit_uri = site.edit_path(path)
        files.append(made)
    return files


def on_serve(server, config, builder):
    """Rebuild, too, when a copy of an article is dropped in or taken away."""
    originals = edition.originals_folder(Path(config.docs_dir))
    if originals.is_dir():
        server.watch(str(originals))
    return server

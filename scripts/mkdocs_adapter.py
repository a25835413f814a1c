"""The only file that knows MkDocs: it hands over what ``reader`` makes, which works without it (``write_pages.py``)."""

import gc
import logging
import os
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.toc import get_toc

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import markdown_ext, whole_html

session = {"serving": False, "site": None}  # outlives the rebuilds of `mkdocs serve`


def on_startup(command, dirty):
    """Note what runs. A build makes few circles of objects: to look for them often takes a fifth of its time."""
    session["serving"] = command == "serve"
    if command == "build":
        gc.set_threshold(200_000, 20, 1000)


def on_config(config):
    """Make the site in memory before MkDocs empties the old one, so that bad input leaves it in place."""
    try:
        chosen = settings.read(config, os.environ)
        site = session["site"] = pipeline.rebuild(Path(config.docs_dir), chosen, session["site"])
    except InvalidContent as error:
        raise Abort(f"\n{error}\n{len(error.problems)} problem(s); nothing was built.") from None
    for line in (*site.notices, *material.unsupported(config.theme, config.extra, config.plugins)):
        logging.getLogger("mkdocs.plugins.reader").info(line)
    config.extra.update(frame.variables(site, config.theme, config.theme.dirs, serving=session["serving"]))
    config.markdown_extensions.append(markdown_ext.ReaderExtension(site.model.linker))


def on_files(files, config):
    """Add what is generated, in the place of its data; keep out of ``docs`` what is not published."""
    site = session["site"]
    for file in [one for one in files if one.src_dir == config.docs_dir]:
        if file.src_uri not in site.plain or file.src_uri in site.generated:
            files.remove(file)
    old = {f"sources/{id}.md" for source in site.model.library.sources for id in source.formerly}
    for path, text in site.generated.items():
        files.append(file := File.generated(config, path, content=text))
        file.edit_uri = frame.edited(path)
        if path in old:  # it leads on to the new page, which is the one that the menu needs
            file.inclusion = InclusionLevel.NOT_IN_NAV


def on_page_markdown(markdown, page, config, files):
    """Give a page that needs no Markdown parser what ``Page.render`` would give it."""
    if made := whole_html.whole(markdown, session["site"].model.linker):
        page.content, page.toc, page.present_anchor_ids = made.html, get_toc(made.toc), set(made.ids)
        page.render = lambda config, files: None
        return ""  # its text is in ``made``
    return markdown


def on_post_build(config):
    """Complete the folder that MkDocs wrote; a failure leaves the old site in place."""
    if fault := frame.complete(session["site"], Path(config.site_dir)):
        raise Abort(f"\n{fault}")


def on_build_error(error):
    """Say in one line what the machine refuses, such as space on the disk; MkDocs would print a traceback."""
    if isinstance(error, OSError):
        raise Abort(f"\n{error.filename or ''}: {error.strerror}; nothing was built.") from None


def on_serve(server, config, builder):
    """Rebuild, too, when a copy of an article comes or goes (``watch`` in mkdocs.yml names the other folders)."""
    originals = pipeline.originals_folder(Path(config.docs_dir), session["site"].model.settings)
    originals.mkdir(parents=True, exist_ok=True)
    server.watch(str(originals))

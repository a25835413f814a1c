"""The only file that knows MkDocs: it hands MkDocs what ``reader.pipeline`` made.

Everything it calls is in the package ``reader`` beside it and works without MkDocs
(see ``write_pages.py`` for other builders).
"""

import gc
import logging
import os
import sys
from functools import partial
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.structure.toc import get_toc

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import whole_html
from reader.links.markdown_ext import ReaderExtension
from reader.publish import pagefind

log = logging.getLogger("mkdocs.plugins.reader")
last_good = []  # outlives a rebuild of `mkdocs serve`: what to show while the content is broken
commands = []  # the MkDocs command that runs: serving needs an inline script, which the policy would forbid


def on_startup(command, dirty):
    """Remember which command runs. A build makes no circles worth looking for: it ends before they fill the memory."""
    commands[:] = [command]
    if command == "build":
        gc.disable()


def on_config(config):
    """Build the site in memory before MkDocs empties the old one: bad input leaves it in place.

    While serving, the last good version goes on being shown, with a banner that says so.
    """
    banner = ""
    try:
        site = pipeline.build(Path(config.docs_dir), settings.read(config, os.environ))
        last_good[:] = [site]
        for notice in site.notices:
            log.info(notice)
    except InvalidContent as error:
        count = f"{len(error.problems)} problem(s)"
        if not last_good:
            raise Abort(f"\n{error}\n{count}; nothing was built.") from None
        print(f"\n{error}\n{count}; the last good version is shown.", file=sys.stderr)
        site, banner = last_good[0], f"{count} in the content: this is the last good version."
    if site.model.settings.chunked and (fault := pagefind.missing()):
        raise Abort(f"\n{fault}\nNothing was built.")
    config.extra.update(frame.variables(site, config.theme.dirs))
    config.extra.update(reader_site=site, reader_serving=commands == ["serve"])
    config.extra["reader_banner"] = banner or site.rights.banner
    for line in material.unsupported(config.theme, config.extra, config.plugins):
        log.info(line)
    config.extra["root_attributes"] = material.palette(config.theme)
    others = [e for e in config.markdown_extensions if not isinstance(e, ReaderExtension)]
    config.markdown_extensions = [*others, ReaderExtension(site.model.linker)]
    return config


def on_files(files, config):
    """Add the generated pages and data in the place of their data files; keep out of ``docs`` what is not published."""
    site = config.extra["reader_site"]
    for file in list(files):
        if file.src_dir == config.docs_dir and (file.src_uri not in site.plain or file.src_uri in site.files):
            files.remove(file)
    others = {path: text for path, text in site.files.items() if not path.endswith(".md")}
    for path, text in {**site.pages, **others}.items():
        made = File.generated(config, path, content=text)
        made.edit_uri = frame.edited(path)
        files.append(made)
    return files


def on_page_markdown(markdown, page, config, files):
    """Take a page that is finished already past the Markdown parser."""
    if made := whole_html.whole(markdown):
        page.render = partial(finish, page, made)
    return markdown


def finish(page, made, config, files):
    """Do what ``Page.render`` does, with the page that was MADE."""
    page.content, page.toc, page.present_anchor_ids = made.html, get_toc(made.toc), set(made.ids)


def on_post_build(config):
    """Write the files that MkDocs would take for pages; with ``search: pagefind``, index the built pages.

    A failure leaves the old site in place.
    """
    site = config.extra["reader_site"]
    for path, text in site.files.items() if config.use_directory_urls else ():
        if path.endswith(".md"):
            target = Path(config.site_dir, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    material.trim(Path(config.site_dir))
    if config.extra["reader_pagefind"] and (fault := pagefind.index(Path(config.site_dir))):
        raise Abort(f"\n{fault}")


def on_build_error(error):
    """Say in one line what the machine refuses, such as space on the disk; MkDocs would print a traceback."""
    if isinstance(error, OSError):
        raise Abort(f"\n{error.filename or ''}: {error.strerror}; nothing was built.") from None


def on_serve(server, config, builder):
    """Rebuild, too, when a copy of an article comes or goes (``watch`` in mkdocs.yml names the other folders)."""
    site = config.extra["reader_site"]
    originals = pipeline.originals_folder(Path(config.docs_dir), site.model.settings)
    originals.mkdir(parents=True, exist_ok=True)
    server.watch(str(originals))
    return server

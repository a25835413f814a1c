"""The only file that knows MkDocs: it hands over what ``reader`` makes, which works without it (``write_pages.py``).

MkDocs reads the pages that people write. Generated ones wait until all else is there and are then made by the same
functions of MkDocs, one at a time, since all together may be larger than the memory; a server makes what it must show.
"""

import gc
import logging
import os
from functools import partial
from pathlib import Path

from mkdocs.commands import build
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import get_toc

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import markdown_ext, whole_html
from reader.pages import render
from reader.waiting import Waiting

state = {"serving": False, "site": None}  # outlives the rebuilds of `mkdocs serve`
waiting = Waiting()


class Listed(Files):
    """The files of a site. The two loops that make pages say which ones they want; they find no generated ones."""

    def documentation_pages(self, **wanted):
        """Return the pages, with WANTED only those that are not generated."""
        pages = super().documentation_pages(**wanted)
        return [file for file in pages if file.src_uri not in state["site"].pages] if wanted else pages


def on_startup(command, dirty):
    """Note what runs. A build makes few circles of objects: to look for them often takes a fifth of its time."""
    state["serving"] = command == "serve"
    gc.set_threshold(200_000, 20, 10 if state["serving"] else 1000)


def on_config(config):
    """Make the site in memory before MkDocs empties the old one, so that bad input leaves it in place."""
    try:
        chosen = settings.read(config, os.environ)
        site = state["site"] = pipeline.rebuild(Path(config.docs_dir), chosen, state["site"])
    except InvalidContent as error:
        raise Abort(f"\n{error}\n{len(error.problems)} problem(s); nothing was built.") from None
    for line in (*site.notices, *material.unsupported(config.theme, config.extra, config.plugins)):
        logging.getLogger("mkdocs.plugins.reader").info(line)
    config.extra.update(frame.variables(site, config.theme, config.theme.dirs, serving=state["serving"]))
    config.markdown_extensions.append(markdown_ext.ReaderExtension(site.model.linker))


def on_files(files, config):
    """Add what is generated, in the place of its data; keep out of ``docs`` what is not published."""
    site = state["site"]
    for file in [one for one in files if one.src_dir == config.docs_dir]:
        if file.src_uri not in site.plain or file.src_uri in site.generated:
            files.remove(file)
    old = {f"sources/{id}.md" for source in site.model.library.sources for id in source.formerly}
    for path in site.generated:
        files.append(file := File.generated(config, path, content=""))
        file.edit_uri = frame.edited(path)
        if path in old:  # it leads on to the new page, which is the one that the menu needs
            file.inclusion = InclusionLevel.NOT_IN_NAV
    return Listed(files)


def on_nav(nav, config, files):
    """Tell what the menu and the links of other pages need of the pages that wait."""
    site = state["site"]
    for file in map(files.get_file_from_path, site.pages):
        file.page.present_anchor_ids = site.ids(file.src_uri)
        if file.page.title is None and file.page in nav.pages:
            file.page.title = render.split(site.pages[file.src_uri])[0]["title"]
    state.update(nav=nav, files=files)


def on_env(env, config, files):
    """Compile the templates of the frame once for all builds."""
    env.bytecode_cache = render.environment().bytecode_cache
    state["env"] = env


def on_page_read_source(page, config):
    """Return the text of a generated page."""
    return state["site"].pages.get(page.file.src_uri)


def on_page_markdown(markdown, page, config, files):
    """Take a page that needs no Markdown parser past it."""
    if made := whole_html.whole(markdown, state["site"].model.linker):
        page.content, page.toc = made.html, get_toc(made.toc)
        page.render = lambda config, files: None


def write(page, config):
    """Make PAGE as MkDocs does, and let go of it."""
    build._populate_page(page, config, state["files"])
    build._build_page(page, config, [], state["nav"], state["env"])
    page.validate_anchor_links(files=state["files"], log_level=config.validation.links.anchors)
    page.markdown = page.content = page.toc = None


def on_post_build(config):
    """Write all that waits, unless a server does when it is asked for it."""
    site, folder = state["site"], Path(config.site_dir)
    waiting.write = {path: partial(frame.write, site, path, folder) for path in site.files}
    for file in map(state["files"].get_file_from_path, site.pages):
        waiting.write[file.dest_uri] = partial(write, file.page, config)
    if not state["serving"] or site.model.settings.chunked:  # an index in chunks is made of all pages
        waiting.all()
        if fault := frame.complete(site, folder):
            raise Abort(f"\n{fault}")


def on_build_error(error):
    """Say in one line what the machine refuses, such as space on the disk; MkDocs would print a traceback."""
    if isinstance(error, OSError):
        raise Abort(f"\n{error.filename or ''}: {error.strerror}; nothing was built.") from None


def on_serve(server, config, builder):
    """Make what is asked for; rebuild, too, when a copy of an article comes or goes (``watch`` in mkdocs.yml)."""
    originals = pipeline.originals_folder(Path(config.docs_dir), state["site"].model.settings)
    originals.mkdir(parents=True, exist_ok=True)
    server.watch(str(originals))
    server.set_app(waiting.before(server.get_app(), server.mount_path))
    server.builder = waiting.holding(builder)

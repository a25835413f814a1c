"""The only file that knows MkDocs: it hands over what ``reader`` makes, which works without it (``write_pages.py``).

MkDocs reads the pages that people write. Generated ones wait until all else is there and are then made by the same
functions of MkDocs, one at a time, since all together may be larger than the memory; a server makes what it must show.
"""

import gc
import logging
import os
from functools import partial
from pathlib import Path

import click
from mkdocs.commands import build
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import markdown_ext, whole_html
from reader.pages import render
from reader.waiting import Waiting

state = {"serving": False, "site": None}  # outlives the rebuilds of `mkdocs serve`; other keys belong to one build
waiting = Waiting()


class Listed(Files):
    """The files of a site without its generated pages where MkDocs makes pages: only there it asks for an INCLUSION."""

    def documentation_pages(self, *, inclusion=None):
        """Return the pages for the menu and the map of the site, or those to be made."""
        if inclusion is None:
            return super().documentation_pages()
        pages = super().documentation_pages(inclusion=inclusion)
        return [file for file in pages if file.src_uri not in state["site"].pages]


def on_startup(command, dirty):
    """Note what runs. A build makes few circles of objects: to look for them often takes a fifth of its time."""
    context = click.get_current_context(silent=True)
    # Without reloading there is no event of a server, so that everything has to be there from the beginning.
    state["serving"] = command == "serve" and bool(context is None or context.params.get("livereload", True))
    gc.set_threshold(200_000, 20, 10 if command == "serve" else 1000)


def on_config(config):
    """Make the site in memory before MkDocs empties the old one, so that bad input leaves it in place."""
    try:
        chosen = settings.read(config, os.environ)
        site = state["site"] = pipeline.rebuild(Path(config.docs_dir), chosen, state["site"])
        waiting.write = {}
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
    """Give each generated page that is wanted what the menu asks of it."""
    site, wanted = state["site"], InclusionLevel.is_in_serve if state["serving"] else InclusionLevel.is_included
    there = [file for path in site.pages if (file := files.get_file_from_path(path)) and wanted(file.inclusion)]
    made = [file.page or Page(None, file, config) for file in there]
    for page in made:
        if page.title is None and page in nav.pages:
            page.title = render.split(site.pages[page.file.src_uri])[0]["title"]
    state.update(nav=nav, files=files, made=made, listed=files.documentation_pages())


def on_env(env, config, files):
    """Compile the templates of the frame once for all builds; note the pages of which a link names an id."""
    env.bytecode_cache = render.environment().bytecode_cache
    state["written"] = [file.page for file in files.documentation_pages(inclusion=InclusionLevel.all) if file.page]
    state["linked"] = {to for page in state["written"] for to in page.links_to_anchors or ()}
    state["env"] = env


def on_page_read_source(page, config):
    """Return the text of a generated page."""
    return state["site"].pages.get(page.file.src_uri)


def on_page_markdown(markdown, page, config, files):
    """Give a page that needs no Markdown parser its finished HTML, so that MkDocs does not parse it."""
    if made := whole_html.whole(markdown, state["site"].model.linker):
        page.content, page.toc = made.html, get_toc(made.toc)
        page.present_anchor_ids = made.ids if page.file in state["linked"] else None
        page.render = lambda config, files: None


def write(page, config):
    """Make PAGE as MkDocs does, and let go of it."""
    build._populate_page(page, config, state["files"])
    excluded = page.file.inclusion.is_excluded()  # a draft is marked
    build._build_page(page, config, state["listed"], state["nav"], state["env"], excluded=excluded)
    page.markdown = page.content = page.toc = None


@event_priority(100)  # before plugins that write what they gathered from pages
def on_post_build(config):
    """Write all that waits, unless a server does when it is asked for it."""
    site, folder = state["site"], Path(config.site_dir)
    waiting.write = {path: partial(frame.write, site, path, folder) for path in site.files}
    waiting.write |= {page.file.dest_uri: partial(write, page, config) for page in state["made"]}
    if state["serving"]:
        sheet = config.extra["material_css"]
        waiting.write[sheet] = partial(material.trim_served, folder / sheet)
    if not state["serving"] or site.model.settings.chunked:  # an index in chunks is made of all pages
        waiting.all()
        for page in state["written"]:
            page.validate_anchor_links(files=state["files"], log_level=config.validation.links.anchors)
        if fault := frame.complete(site, folder):
            raise Abort(f"\n{fault}")


def on_build_error(error):
    """Say in one line what the machine refuses, such as space on the disk; MkDocs would print a traceback."""
    if isinstance(error, OSError):
        raise Abort(f"\n{error.filename or ''}: {error.strerror}; the build stopped.") from None


def on_serve(server, config, builder):
    """Make what is asked for; rebuild, too, when a copy of an article comes or goes (``watch`` in mkdocs.yml)."""
    originals = pipeline.originals_folder(Path(config.docs_dir), state["site"].model.settings)
    originals.mkdir(parents=True, exist_ok=True)
    server.watch(str(originals))
    server.set_app(waiting.before(server.get_app(), server.mount_path))
    server.builder = waiting.holding(builder)

"""The only file that knows MkDocs: it hands over what ``reader`` makes, which works without it (``write_pages.py``)."""

import gc
import logging
import os
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import markdown_ext, whole_html
from reader.pages import render

session = {"serving": False, "site": None, "linked": set()}  # outlives the rebuilds of `mkdocs serve`


def on_startup(command, dirty):
    """Note what runs. A build makes few circles of objects: to look for them often takes a fifth of its time."""
    session["serving"] = command == "serve"
    gc.set_threshold(200_000, 20, 10 if session["serving"] else 1000)


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
    for path in site.generated:  # the text of a page is read below; ``frame.complete`` writes what is no page
        files.append(file := File.generated(config, path, content=""))
        file.edit_uri = frame.edited(path)
        if path in old:  # it leads on to the new page, which is the one that the menu needs
            file.inclusion = InclusionLevel.NOT_IN_NAV


class Later(Page):
    """A generated page outside the menu: made when it is written, since all of them may be larger than the memory."""

    def read_source(self, config):
        """Put off reading."""
        self.markdown = ""

    def render(self, config, files):
        """Put off rendering; keep what it needs."""
        self.content, self.files = "", files

    def make(self, config):
        """Read and render the page."""
        self.meta, self.markdown = render.split(session["site"].pages[self.file.src_uri])
        if not is_whole(self):
            super().render(config, self.files)


def is_whole(page):
    """Give a page that needs no Markdown parser what ``Page.render`` would give it; say whether it is one."""
    if made := whole_html.whole(page.markdown, session["site"].model.linker):
        page.content, page.toc = made.html, get_toc(made.toc)
        if not isinstance(page, Later) or page.file in session["linked"]:
            page.present_anchor_ids = made.ids
    return bool(made)


def on_pre_page(page, config, files):
    """Put off what the menu does not need."""
    path, site = page.file.src_uri, session["site"]
    return Later(None, page.file, config) if path in site.pages and path not in site.model.settings.menu else page


def on_page_read_source(page, config):
    """Return the text of a generated page."""
    return session["site"].pages.get(page.file.src_uri)


def on_page_markdown(markdown, page, config, files):
    """Take a page that needs no Markdown parser past it."""
    if markdown and is_whole(page):
        page.render = lambda config, files: None
    return markdown


def on_env(env, config, files):
    """Note which pages a link names an id of."""
    session["linked"] = {to for file in files.documentation_pages() for to in file.page.links_to_anchors or ()}


def on_page_context(context, page, config, nav):
    """Make the page now if it was put off."""
    if isinstance(page, Later):
        page.make(config)


def on_post_page(output, page, config):
    """Let go of what was made to be written."""
    if isinstance(page, Later):
        page.content = page.markdown = page.toc = None


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

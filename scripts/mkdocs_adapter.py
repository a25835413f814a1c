"""The only file that knows MkDocs: it hands over what ``reader`` makes, which works without it (``write_pages.py``).

MkDocs reads the pages that people write. Generated ones wait until all else is there and are then made in the same
steps, one at a time, since all together may be larger than the memory; a server makes what it must show.
"""

import gc
import logging
import os
from functools import partial
from pathlib import Path

import click
from mkdocs.commands.build import get_context
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file
from mkdocs.utils.yaml import yaml_load

from reader import frame, material, pipeline, settings
from reader.content.problems import InvalidContent
from reader.links import markdown_ext, whole_html
from reader.pages import render
from reader.waiting import Waiting


class Listed(Files):
    """The files of a site without the pages GENERATED where MkDocs makes pages: only there it asks for an INCLUSION."""

    def __init__(self, files, generated):
        super().__init__(files)
        self.generated = generated

    def documentation_pages(self, *, inclusion=None):
        """Return the pages for the menu and the map of the site, or those to be made."""
        if inclusion is None:
            return super().documentation_pages()
        pages = super().documentation_pages(inclusion=inclusion)
        return [file for file in pages if file.src_uri not in self.generated]


class Build:
    """What MkDocs calls, in this order. Of one build the next, in a server, needs ``site``, the last good one."""

    def __init__(self):
        self.serving, self.site, self.waiting = False, None, Waiting()
        self.nav, self.files, self.env = None, Files([]), None
        self.made, self.written, self.linked = [], [], set()  # generated pages, those of people, files linked by id

    def on_startup(self, command, dirty):
        """Note what runs. A build makes few circles of objects: to look for them often takes a fifth of its time."""
        context = click.get_current_context(silent=True)
        # Without reloading there is no event of a server, so that everything has to be there from the beginning.
        self.serving = command == "serve" and bool(context is None or context.params.get("livereload", True))
        gc.set_threshold(200_000, 20, 10 if command == "serve" else 1000)

    def on_config(self, config):
        """Make the site in memory before MkDocs empties the old one, so that bad input leaves it in place."""
        try:
            chosen = settings.read(config, os.environ)
            self.site = site = pipeline.rebuild(Path(config.docs_dir), chosen, self.site)
            config.extra.update(frame.variables(site, config.theme, config.theme.dirs, serving=self.serving))
        except InvalidContent as error:
            raise Abort(f"\n{error}\n{len(error.problems)} problem(s); nothing was built.") from None
        self.waiting.write = {}
        with open(config.config_file_path, "rb") as file:
            asked = yaml_load(file)
        for line in (*site.notices, *material.unsupported(asked)):
            logging.getLogger("mkdocs.plugins.reader").info(line)
        config.markdown_extensions.append(markdown_ext.ReaderExtension(site.model.linker))

    def on_files(self, files, config):
        """Add what is generated, in the place of its data; leave out what ``docs`` and Material have besides."""
        site = self.site
        kept = dict.fromkeys(config.theme.dirs, frame.loaded(config.extra, config.theme))
        kept |= {config.theme.custom_dir: None, config.docs_dir: site.plain - {*site.generated}}
        for file in [one for one in files if kept.get(one.src_dir) is not None]:
            if file.src_uri not in kept[file.src_dir]:
                files.remove(file)
        old = {f"sources/{id}.md" for source in site.model.library.sources for id in source.formerly}
        for path in site.generated:
            files.append(file := File.generated(config, path, content=""))
            file.edit_uri = frame.edited(path)
            if path in old:  # it leads on to the new page, which is the one that the menu needs
                file.inclusion = InclusionLevel.NOT_IN_NAV
        for name in site.model.settings.linked:
            if "//" not in name and not files.get_file_from_path(name):
                logging.getLogger("mkdocs.plugins.reader").warning(f"mkdocs.yml names {name}, which is not there")
        return Listed(files, site.pages)

    def on_nav(self, nav, config, files):
        """Give each generated page that is wanted what the menu asks of it."""
        pages, wanted = self.site.pages, InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        there = [file for path in pages if (file := files.get_file_from_path(path)) and wanted(file.inclusion)]
        self.nav, self.files, self.made = nav, files, [file.page or Page(None, file, config) for file in there]
        for page in self.made:
            if page.title is None and page in nav.pages:
                page.title = render.split(pages[page.file.src_uri])[0]["title"]

    def on_env(self, env, config, files):
        """Compile the templates of the frame once for all builds; note the pages of which a link names an id."""
        self.env, env.bytecode_cache = env, render.environment().bytecode_cache
        self.written = [file.page for file in files.documentation_pages(inclusion=InclusionLevel.all) if file.page]
        self.linked = {to for page in self.written for to in page.links_to_anchors or ()}

    def write(self, page, listed, config):
        """Make the generated PAGE of a site that has the pages LISTED, in the steps of MkDocs, and let go of it."""
        plugins, files = config.plugins, self.files
        page.file.content_string = self.site.pages[page.file.src_uri]
        page = plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
        if made := whole_html.whole(page.markdown, self.site.model.linker):  # it needs no Markdown parser
            page.content, page.toc = made.html, get_toc(made.toc)
            page.present_anchor_ids = made.ids if page.file in self.linked else None
        else:
            page.render(config, files)
        page.content = plugins.on_page_content(page.content, page=page, config=config, files=files)
        page.active = True  # for the menu
        context = get_context(self.nav, listed, config, page)
        context = plugins.on_page_context(context, page=page, config=config, nav=self.nav)
        made = plugins.on_post_page(self.env.get_template("main.html").render(context), page=page, config=config)
        write_file(made.encode(), page.file.abs_dest_path)
        page.active, page.file.content_string = False, ""
        page.markdown = page.content = page.toc = None

    @event_priority(100)  # before plugins that write what they gathered from pages
    def on_post_build(self, config):
        """Write all that waits, unless a server does when it is asked for it."""
        site, folder, listed = self.site, Path(config.site_dir), self.files.documentation_pages()
        waiting = {path: partial(frame.write, site, path, folder) for path in site.files}
        waiting |= {page.file.dest_uri: partial(self.write, page, listed, config) for page in self.made}
        self.waiting.write = waiting
        if self.serving:
            sheet = config.extra["material_css"]
            waiting[sheet] = partial(material.trim_served, folder / sheet)
        if not self.serving or site.model.settings.chunked:  # an index in chunks is made of all pages
            self.waiting.all()
            for page in self.written:
                page.validate_anchor_links(files=self.files, log_level=config.validation.links.anchors)
            if fault := frame.complete(site, folder):
                raise Abort(f"\n{fault}")

    def on_build_error(self, error):
        """Say in one line what the machine refuses, such as space on the disk; MkDocs would print a traceback."""
        if isinstance(error, OSError):  # some libraries, too, make theirs of it, with words of their own
            told = f"{error.filename or ''}: {error.strerror}" if error.strerror else f"{type(error).__name__}: {error}"
            raise Abort(f"\n{told}; the build stopped.") from None

    def on_serve(self, server, config, builder):
        """Make what is asked for; rebuild, too, when a copy of an article comes or goes (``watch`` in mkdocs.yml)."""
        originals = pipeline.originals_folder(Path(config.docs_dir), self.site.model.settings)
        if originals == pipeline.originals_folder(Path(config.docs_dir), pipeline.DEFAULT):
            originals.mkdir(parents=True, exist_ok=True)
        if originals.is_dir():  # not what a slip of the pen named
            server.watch(str(originals))
        server.set_app(self.waiting.before(server.get_app(), server.mount_path))
        server.builder = self.waiting.holding(builder)


# MkDocs loads this file once, and calls the functions that have the names of its events.
_build = Build()
on_startup, on_config, on_files, on_nav = _build.on_startup, _build.on_config, _build.on_files, _build.on_nav
on_env, on_post_build, on_build_error = _build.on_env, _build.on_post_build, _build.on_build_error
on_serve = _build.on_serve

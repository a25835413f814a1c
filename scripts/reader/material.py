"""What the page frame takes of Material for MkDocs, and what it says about the settings that it does not honour.

The frame is our own: it loads no script of Material and none of its fonts. It takes Material's base sheet, as far as
the pages use it, so that what a person writes in Markdown (lists, code, admonitions) looks as its users expect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader.bundles import small

_CLASS, _TAG, _ATTRIBUTE = (
    re.compile(r"\.(-?[\w-]+)"),
    re.compile(r"(?<![\w.#:\[\"'=-])[a-z][a-z0-9]*"),
    re.compile(r"\[[^]]*\]"),
)
_NAME = re.compile(r"\[([a-z][a-z-]*(?:=[\w-]+)?)")
# Folds and tables: docs/assets/css/base.css draws its own.
_REPLACED = re.compile(r"\.md-typeset\b.*\b(?:details|summary|table)\b")
_OWN = ("html", "root")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^()]*\))?")
# Settings of mkdocs.yml that work whatever their value, extensions of Markdown that do, and what else has to be true.
_HONOURED = """
INHERIT copyright dev_addr docs_dir draft_docs edit_uri edit_uri_template exclude_docs hooks nav not_in_nav
remote_branch remote_name repo_name repo_url site_description site_dir site_name site_url strict use_directory_urls
validation watch theme.custom_dir theme.icon.logo theme.name theme.palette.media theme.static_templates
extra.cited_as extra.examples extra.heading extra.search extra.social extra.subject
"""
_EXTENSIONS = """
abbr admonition attr_list def_list footnotes md_in_html tables pymdownx.betterem pymdownx.blocks.admonition
pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab pymdownx.caret pymdownx.details pymdownx.highlight
pymdownx.inlinehilite pymdownx.keys pymdownx.mark pymdownx.snippets pymdownx.tasklist pymdownx.tilde
"""
_WITH: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("extra_css", "extra_javascript", "theme.favicon", "theme.logo"), lambda value: _is_here(value)),
    "theme.direction": lambda value: value == "ltr",
    "theme.language": lambda value: value == "en",
    "theme.palette.scheme": lambda value: value in ("default", "slate"),
    "markdown_extensions.toc": lambda options: not options.get("permalink"),
    "markdown_extensions.pymdownx.emoji": lambda options: (
        "material" in getattr(options.get("emoji_generator"), "__module__", "")
    ),
    "markdown_extensions.pymdownx.superfences": lambda options: "mermaid" not in str(options),
    "markdown_extensions.pymdownx.tabbed": lambda options: bool(options.get("alternate_style")),
}
_ELSEWHERE = "the policy of the pages lets nothing be loaded from elsewhere"
# Why a setting is not honoured, by its name or by the first part of it.
_REASONS = {
    **dict.fromkeys(("extra_css", "extra_javascript", "theme.favicon", "theme.logo"), _ELSEWHERE),
    "extra_templates": "what is no page, no asset and no data file is not published",
    "site_author": "pages name the authors of the sources, and citations the site",
    "theme": "no template of the frame reads it",
    "theme.features": "the frame has its own menu, search and list of headings",
    "theme.font": "nothing is loaded from elsewhere; the fonts are those of the reader's system",
    "theme.palette": "links keep colours whose contrast is tested in light and dark",
    "theme.palette.primary": "the header has one colour, the first that is named",
    "theme.palette.scheme": "there is a light one (default) and a dark one (slate)",
    "theme.palette.toggle": "the button in the header switches between light and dark",
    "theme.icon": "only icon.logo is shown",
    "theme.direction": "the pages are laid out from left to right",
    "theme.language": "it marks the pages, but the words of the interface stay English",
    "extra": "no template of the frame reads it",
    "extra.analytics": "no request leaves the site",
    "extra.consent": "there are no cookies to consent to",
    "extra.version": "addresses do not change, so there is one version",
    "extra.alternate": "the reader is in one language",
    "extra.annotate": "annotations are those of docs/data/annotations.yml",
    "extra.generator": "the footer does not say what made the site",
    "extra.homepage": "the name in the header leads to the home page of the reader",
    "extra.status": "the menu shows no marks",
    **dict.fromkeys(("extra.tags", "plugins.tags"), "entries, themes and kinds take the place of tags"),
    "plugins": "MkDocs runs it, but nobody tried it with this frame",
    "plugins.search": "it builds an index that no page loads; the reader has its own search",
    "plugins.blog": "it needs Material's own pages",
    "plugins.privacy": "nothing is loaded from elsewhere that it could bring here",
    "plugins.social": "scripts/cards.py draws the pictures of link previews",
    "plugins.offline": "scripts/build.py --offline builds for file://",
    "plugins.typeset": "the list of headings and the menu show plain words",
    "markdown_extensions": "it may change the pages that people write, but not all that are generated",
    "markdown_extensions.toc": "its permalinks are not on generated pages, whose numbers are links",
    "markdown_extensions.pymdownx.arithmatex": "no script sets formulas",
    "markdown_extensions.pymdownx.emoji": f"{_ELSEWHERE}: use the emoji_generator of Material",
    "markdown_extensions.pymdownx.superfences": "no script draws diagrams",
    "markdown_extensions.pymdownx.tabbed": "without alternate_style the tabs have no style",
}


def unsupported(written: Mapping) -> list[str]:
    """Return a line, with the reason, for each setting in WRITTEN, a ``mkdocs.yml``, that is not honoured."""
    primary = palette(_mapping(written.get("theme"))).get("data-md-color-primary")
    tests = {**_WITH, "theme.palette.primary": lambda value: str(value).replace(" ", "-") == primary}
    honoured = {*_HONOURED.split(), *map("markdown_extensions.{}".format, _EXTENSIONS.split())}
    asked = _asked({"plugins": ["search"], **written})
    names = dict.fromkeys(n for n, value in asked if n not in honoured and not (n in tests and tests[n](value)))
    return [f"mkdocs.yml: {name} is not honoured: {_reason(name)}" for name in names]


def _reason(name: str) -> str:
    """Return the reason that stands beside NAME, or beside what it is a part of."""
    while name and name not in _REASONS:
        name = name.rpartition(".")[0]
    return _REASONS.get(name, "nothing in the reader reads it")


def _asked(written: Mapping) -> Iterator[tuple[str, Any]]:
    """Yield the name and the value of each setting in WRITTEN that asks for something; of lists, each item."""
    for name, value in written.items():
        if name in ("plugins", "markdown_extensions"):
            for one in value or ():
                yield from ((f"{name}.{key.removeprefix('material/')}", it or {}) for key, it in _mapping(one).items())
        elif name in ("theme", "extra", "theme.palette", "theme.icon"):
            for one in value if isinstance(value, list) else [value]:
                yield from _asked({f"{name}.{key}": it for key, it in _mapping(one).items()})
        else:
            yield from ((name, one) for one in (value if name.startswith("extra_") else [value]) if one)


def _mapping(value: Any) -> Mapping:
    """Return VALUE, or, when it is a name alone, what that is short for."""
    return value if isinstance(value, Mapping) else {value: None} if value else {}


def _is_here(value: Any) -> bool:
    """Tell whether VALUE, a path or a mapping with one, is a file of the site."""
    return not re.match(r"(\w+:)?//", str(value.get("path") if isinstance(value, Mapping) else value))


def palette(theme: Mapping) -> dict[str, str]:
    """Return the attributes of the root element that the palette asks for: one scheme fixes light or dark, a primary
    colour is that of the header."""
    asked = theme.get("palette") or {}
    schemes = asked if isinstance(asked, list) else [asked]
    found = {}
    if len(schemes) == 1 and schemes[0].get("scheme"):
        found["data-theme"] = "dark" if schemes[0]["scheme"] == "slate" else "light"
    if primary := next((scheme["primary"] for scheme in schemes if scheme.get("primary")), None):
        found["data-md-color-primary"] = str(primary).replace(" ", "-")
    return found


def trim(site: Path, own: Container[str] = ()) -> None:
    """Keep, of Material's files in the built SITE, only what its pages use: rules of the base sheet and no script.

    OWN are the paths of files that the folder ``docs`` publishes: they stay.
    """
    values, tags, is_coloured = set(), set(_OWN), False
    loaded: set[str] = set()
    sheets = {path: path.read_text(encoding="utf-8") for path in site.glob("assets/stylesheets/main.*.min.css")}
    asked, attributes = {one for css in sheets.values() for one in _NAME.findall(css) if "data-md" not in one}, {"open"}
    for page in site.rglob("*.html"):  # one at a time: together they may be larger than the memory
        text = page.read_text(encoding="utf-8")
        values.update(re.findall(r'class="([^"]*)"', text))
        tags.update(re.findall(r"<([a-z][a-z0-9]*)", text))
        attributes |= {name for name in asked - attributes if f" {_written(name)}" in text}
        loaded.update(map(unquote, re.findall(r"""assets/(?:javascripts|images)/([^"'#?<>\s]+)""", text)))
        is_coloured = is_coloured or "data-md-color-primary" in text
    classes = {name for value in values for name in value.split()}
    for path, css in sheets.items():
        path.write_text(small(used(css, classes, tags, attributes)), encoding="utf-8")
    for home in (site / "assets/javascripts", site / "assets/images"):
        for file in sorted(home.rglob("*"), reverse=True):
            if file.is_file():
                if file.relative_to(home).as_posix() not in loaded and file.relative_to(site).as_posix() not in own:
                    file.unlink()
            elif not any(file.iterdir()):
                file.rmdir()
        if home.is_dir() and not any(home.iterdir()):
            home.rmdir()
    for pattern in ("*.map", *(() if is_coloured else ("palette.*.css",))):
        for file in site.glob(f"assets/stylesheets/{pattern}"):
            file.unlink()


def trim_served(sheet: Path) -> None:
    """Take out of the SHEET only what the frame draws itself: a server does not have all pages yet."""
    css = sheet.read_text(encoding="utf-8")
    sheet.write_text(used(css, set(_CLASS.findall(css)), set(_TAG.findall(css)) | set(_OWN)), encoding="utf-8")


def _written(name: str) -> str:
    """Return the attribute NAME, or ``name=value``, as it stands in a page."""
    name, mark, value = name.partition("=")
    return f'{name}="{value}"' if mark else name


def _variable(wanted: set[str], found: re.Match) -> str:
    """Return the declaration FOUND when its name is WANTED, else nothing."""
    return found[0] if found[1] in wanted else ""


def used(css: str, classes: set[str], tags: set[str], attributes: set[str] | None = None) -> str:
    """Return CSS without unused variables and without rules that match nothing on pages with CLASSES and TAGS.

    ATTRIBUTES, when given, are the names of those on the pages.
    """
    kept = _kept(re.sub(r"/\*.*?\*/", "", css, flags=re.S), classes, tags, attributes)
    while True:
        wanted = set(re.findall(r"var\((--[\w-]+)", kept))
        fewer = re.sub(r"""(--md-[\w-]+):(?:"[^"]*"|'[^']*'|[^;{}"'])*;?""", partial(_variable, wanted), kept)
        if fewer == kept:
            return re.sub(r"[^{}]*\{\}", "", fewer)
        kept = fewer


def _kept(css: str, classes: set[str], tags: set[str], attributes: set[str] | None) -> str:
    made = []
    for prelude, block in _rules(css):
        if prelude.startswith(("@media", "@supports")):
            if inner := _kept(block, classes, tags, attributes):
                made.append(f"{prelude}{{{inner}}}")
        elif not prelude.startswith("@"):
            selectors = [one for one in _split(prelude) if _matches(one, classes, tags, attributes)]
            if selectors:
                made.append(f"{','.join(selectors)}{{{block}}}")
    return "".join(made)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield (prelude, block) of each rule of CSS; statements without a block are left out."""
    start = depth = 0
    opened = 0
    for found in re.finditer("[{};]", css):
        index, char = found.start(), found[0]
        if char == "{":
            depth += 1
            if depth == 1:
                opened = index
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : index]
                start = index + 1
        elif char == ";" and depth == 0:
            start = index + 1


def _split(prelude: str) -> list[str]:
    """Split a list of selectors at its commas, not at those inside brackets."""
    return re.split(r",(?![^()]*\))", prelude)


def _matches(selector: str, classes: set[str], tags: set[str], attributes: set[str] | None) -> bool:
    asked = set(_NAME.findall(re.sub(r":not\([^()]*\)", "", selector)))
    if (attributes is not None and not asked <= attributes) or _REPLACED.search(selector):
        return False
    if "data-md" in selector or "#" in selector or "::-webkit-scrollbar" in selector:
        return False
    bare = _ATTRIBUTE.sub("", selector)
    inside = " ".join(re.findall(r":(?:is|where)\(([^()]*)\)", bare))
    plain = _PSEUDO.sub("", bare)
    if inside and not any(_matches(one, classes, tags, attributes) for one in inside.split(",")):
        return False
    names = set(_CLASS.findall(plain))
    return names <= classes and set(_TAG.findall(_CLASS.sub("", plain))) <= tags

"""What the page frame takes of Material for MkDocs, and what it says about the settings that it does not honour.

The frame is our own: it loads no script of Material and none of its fonts. It takes Material's base sheet, as far as
the pages use it, so that what a person writes in Markdown (lists, code, admonitions) looks as its users expect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.bundles import small

_CLASS, _TAG = re.compile(r"\.(-?[\w-]+)"), re.compile(r"(?<![\w.#-])[a-z][a-z0-9]*")
_CONDITION = re.compile(r"\[[^]]*\]|::?[\w-]+(?:\([^()]*\))?")  # of a selector: an attribute, a state
# Folds and tables: docs/assets/css/base.css draws its own. Parts that the frame has not got.
_REPLACED = re.compile(r"\.md-typeset\b.*\b(?:details|summary|table)\b|data-md|#|::-webkit-scrollbar")
_OWN = ("html", "root")
_RULE = re.compile(r"\s*([^{};]+)\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_VALUE = r""":(?:"[^"]*"|'[^']*'|[^;{}"'])*;?"""
_VARIABLE = re.compile(rf"(--md-[\w-]+){_VALUE}")
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


def trim(site: Path) -> None:
    """Keep, of Material's base sheet in the built SITE, only the rules of what its pages have."""
    values, tags = set(), set(_OWN)
    for page in site.rglob("*.html"):  # one at a time: together they may be larger than the memory
        text = page.read_text(encoding="utf-8")
        values.update(re.findall(r'class="([^"]*)"', text))
        tags.update(re.findall(r"<([a-z][a-z0-9]*)", text))
    classes = {name for value in values for name in value.split()}
    for path in site.glob("assets/stylesheets/main.*.min.css"):
        path.write_text(small(used(path.read_text(encoding="utf-8"), classes, tags)), encoding="utf-8")


def trim_served(sheet: Path) -> None:
    """Take out of the SHEET only what the frame draws itself: a server does not have all pages yet."""
    css = sheet.read_text(encoding="utf-8")
    sheet.write_text(used(css, set(_CLASS.findall(css)), set(_TAG.findall(css)) | set(_OWN)), encoding="utf-8")


def used(css: str, classes: set[str], tags: set[str]) -> str:
    """Return CSS without unused variables and without rules that match nothing on pages with CLASSES and TAGS."""
    kept = _kept(re.sub(r"/\*.*?\*/", "", css, flags=re.S), classes, tags)
    while True:
        needless = set(_VARIABLE.findall(kept)) - set(re.findall(r"var\((--[\w-]+)", kept))
        if not needless:
            return re.sub(r"[^{}]*\{\}", "", kept)
        kept = re.sub(rf"({'|'.join(needless)}){_VALUE}", "", kept)


def _kept(css: str, classes: set[str], tags: set[str]) -> str:
    """Return the rules of CSS, which has no comments, whose selectors may match; statements without a block go."""
    made = []
    for prelude, block in _RULE.findall(css):
        if prelude.startswith(("@media", "@supports")):
            if inner := _kept(block, classes, tags):
                made.append(f"{prelude}{{{inner}}}")
        elif not prelude.startswith("@"):
            selectors = re.split(r",(?![^()]*\))", prelude)  # not at a comma inside brackets
            if kept := [one for one in selectors if _matches(one, classes, tags)]:
                made.append(f"{','.join(kept)}{{{block}}}")
    return "".join(made)


def _matches(selector: str, classes: set[str], tags: set[str]) -> bool:
    """Tell whether SELECTOR may match on pages with CLASSES and TAGS, whatever its attributes and states."""
    plain = _CONDITION.sub("", selector)
    names = set(_TAG.findall(_CLASS.sub(" ", plain)))
    return not _REPLACED.search(selector) and names <= tags and set(_CLASS.findall(plain)) <= classes

"""What the page frame takes of Material for MkDocs, and what it says about the settings that it does not honour.

The frame is our own: it loads no script of Material and none of its fonts. It takes Material's base sheet, as far as
the pages use it, so that what a person writes in Markdown (lists, code, admonitions) looks as its users expect.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import partial
from pathlib import Path
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
_REASONS = {
    "theme.features": "the frame has its own menu, search and list of headings",
    "theme.font": "nothing is loaded from elsewhere; the fonts are those of the reader's system",
    "theme.palette.accent": "links keep colours whose contrast is tested in light and dark",
    "theme.palette.toggle": "the button in the header switches between light and dark",
    "theme.icon": "only icon.logo is shown",
    "theme.direction": "the pages are laid out from left to right",
    "extra.analytics": "no request leaves the site",
    "extra.consent": "there are no cookies to consent to",
    "extra.version": "addresses do not change, so there is one version",
    "extra.alternate": "the reader is in one language",
    "extra.annotate": "annotations are those of docs/data/annotations.yml",
    "extra.status": "the menu shows no marks",
    "extra.homepage": "the name in the header leads to the home page of the reader",
    "extra.tags": "entries, themes and kinds take the place of tags",
    "plugins.search": "it builds an index that no page loads; the reader has its own search",
    "plugins.tags": "entries, themes and kinds take the place of tags",
    "plugins.blog": "it needs Material's own pages",
    "plugins.social": "scripts/cards.py draws the pictures of link previews",
    "plugins.offline": "scripts/build.py --offline builds for file://",
    "plugins.typeset": "the list of headings and the menu show plain words",
}


def unsupported(theme: Mapping, extra: Mapping, plugins: Iterator[str]) -> list[str]:
    """Return a line, with the reason, for each setting of Material in mkdocs.yml that the frame does not honour."""
    palette = theme.get("palette") or {}
    schemes = palette if isinstance(palette, list) else [palette]
    asked = {
        "theme.features": theme.get("features"),
        "theme.font": theme.get("font"),
        "theme.palette.accent": any(scheme.get("accent") for scheme in schemes),
        "theme.palette.toggle": any(scheme.get("toggle") for scheme in schemes),
        "theme.icon": set(theme.get("icon") or ()) - {"logo"},
        "theme.direction": theme.get("direction") == "rtl",
        **{
            f"extra.{name}": extra.get(name)
            for name in ("analytics", "consent", "version", "alternate", "annotate", "status", "homepage", "tags")
        },
        **{f"plugins.{name.removeprefix('material/')}": True for name in plugins},  # as MkDocs calls them
    }
    lines = [
        f"mkdocs.yml: {name} is not honoured: {_REASONS[name]}"
        for name, value in asked.items()
        if value and name in _REASONS
    ]
    if (theme.get("language") or "en") != "en":
        lines.append("mkdocs.yml: theme.language marks the pages, but the words of the interface stay English")
    return lines


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

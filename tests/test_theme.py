"""The page frame over an invented library: what a person who knows MkDocs writes into mkdocs.yml must work."""

import os
import re
import subprocess
import sys

import lxml.html
import pytest
import yaml
from conftest import ROOT, write_library
from jinja2 import TemplateNotFound
from mkdocs.exceptions import Abort

import mkdocs_adapter
from reader import bundles, frame, material, settings
from reader.content.problems import InvalidContent

SETTINGS = {
    "site_name": "Lamps reader",
    "theme": {
        "name": "material",
        "custom_dir": str(ROOT / "scripts" / "theme"),
        "font": False,
        "language": "en",
        "favicon": "assets/favicon.svg",
    },
    "extra_css": ["assets/reader.css", "stylesheets/extra.css"],
    "extra_javascript": ["own.js", {"path": "javascripts/late.js", "defer": True}],
    "hooks": [str(ROOT / "scripts" / "mkdocs_adapter.py")],
    "plugins": [],
    "markdown_extensions": ["attr_list", "tables", {"toc": {"toc_depth": "2-3"}}, "pymdownx.blocks.html"],
    "nav": [
        {"Start": "index.md"},
        {"Texts": [{"Old": [{"First": "sources/harbour-2001.md"}, "sources/island-2005.md"]}, "sources/index.md"]},
        {"Glossary": "glossary/index.md"},
        {"Code": "https://example.org/code?a=1&b=2"},
        {"About": [{"Shop": "https://example.org/shop"}, "about/index.md"]},
    ],
}


@pytest.fixture(scope="module")
def tiny_site(tmp_path_factory):
    """A function: settings -> the folder of the invented library built with them."""

    def build(**changes):
        folder = tmp_path_factory.mktemp("theme")
        docs = write_library(folder)
        (docs / "about").mkdir()
        (docs / "about" / "index.md").write_text("# About\n", encoding="utf-8")
        others = ("stylesheets/extra.css", "stylesheets/nobody.css", "assets/images/mine.png")
        for name in ("own.js", "javascripts/late.js", *others):
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text("/* ours */", encoding="utf-8")
        (folder / "mkdocs.yml").write_text(yaml.safe_dump({**SETTINGS, **changes}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "said").write_text(done.stderr, encoding="utf-8")
        return folder / "site"

    return build


@pytest.fixture(scope="module")
def site(tiny_site):
    return tiny_site()


def menu(path):
    """(words, address, aria-current) of each link in the menu of a page."""
    links = lxml.html.parse(str(path)).getroot().xpath("//nav[@id='site-nav']//a")
    return [(link.text_content(), link.get("href"), link.get("aria-current")) for link in links]


def test_the_menu_takes_sections_in_sections_and_outside_links(site):
    assert menu(site / "glossary" / "harbour-league" / "index.html") == [
        ("Texts", "../../sources/harbour-2001/", None),
        ("Glossary", "../", "true"),
        ("Code", "https://example.org/code?a=1&b=2", None),
        ("About", "https://example.org/shop", None),
    ]
    assert menu(site / "sources" / "island-2005" / "index.html")[0] == ("Texts", "../harbour-2001/", "true")


def test_the_menu_marks_the_section_in_the_offline_build(tiny_site):
    page = tiny_site(use_directory_urls=False) / "glossary" / "harbour-league.html"
    assert [words for words, _, current in menu(page) if current] == ["Glossary"]


def test_the_name_and_the_plain_pages_come_from_the_settings(site):
    root = lxml.html.parse(str(site / "glossary" / "index.html")).getroot()
    assert root.xpath("string(//a[@class='brand'])").split() == ["Lamps", "reader"]
    assert [(a.text, a.get("href")) for a in root.xpath("//footer//a")] == [("About", "../about/")]


def test_the_404_page_offers_the_menu(site):
    links = lxml.html.parse(str(site / "404.html")).getroot().xpath("//main//li/a")
    assert [link.text_content() for link in links] == ["Start", "Texts", "Glossary", "Code", "About"]


def test_scripts_and_styles_of_the_settings_are_loaded_and_there(site):
    root = lxml.html.parse(str(site / "index.html")).getroot()
    scripts = [(s.get("src"), s.get("defer")) for s in root.xpath("//head/script")]
    assert scripts[-2:] == [("own.js", None), ("javascripts/late.js", "defer")]
    for path in (*(src for src, _ in scripts), *root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")):
        assert (site / path).is_file() or path == SETTINGS["theme"]["favicon"], path
    assert not (site / "stylesheets/nobody.css").exists()


def test_an_error_that_stops_the_build_says_what_it_is():
    for error, told in (
        (TemplateNotFound(".icons/fontawesome/brands/twiter.svg"), "brands/twiter.svg"),
        (OSError(28, "No space left on device", "site/x"), "site/x: No space left on device"),
        (OSError("no answer from the host"), "no answer from the host"),
    ):
        with pytest.raises(Abort, match=told):
            mkdocs_adapter.on_build_error(error)
    with pytest.raises(InvalidContent, match="set theme"):
        frame.stylesheet([ROOT / "scripts" / "theme"], "main")


@pytest.mark.parametrize("extra", [{"search": "pagefnd"}, {"examples": "IPCP"}])
def test_a_slip_in_a_setting_of_ours_is_named(extra):
    with pytest.raises(InvalidContent, match=f"extra.{next(iter(extra))}"):
        settings.read({"extra": extra}, {})


def test_styles_and_scripts_are_joined_into_one_file_each(site):
    """Whatever is in the two folders is in one of the joined files, so that a new file needs no list to be edited."""
    joined = "".join(path.read_text(encoding="utf-8") for path in (site / "assets").glob("*.*s"))
    for path in (ROOT / "docs" / "assets" / "js").iterdir():
        assert f'console.error("{path.name}"' in joined, path.name
    for path in (ROOT / "docs" / "assets" / "css").iterdir():
        names = re.findall(r"^\.([a-z][\w-]+) \{", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert all(f".{name}" in joined for name in names), path.name


KINDS = {
    "home": "",
    "sources": "sources/",
    "source": "sources/harun-2014/",
    "glossary": "glossary/",
    "entry": "glossary/nato/",
    "timeline": "timeline/",
    "record": "timeline/record/",
    "compare": "compare/",
    "question": "compare/can-japan-join-nato/",
    "briefing": "briefing/",
    "plain": "about/data/",
}
MATCHING = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const rules = (list) => [...list].flatMap((rule) => (rule.selectorText ? [rule] : rules(rule.cssRules ?? [])));
  const states = /:(hover|focus-within|focus-visible|focus|target|checked)(?![\\w-])/g;
  const always = (selector) => selector.replace(/::[\\w-]+/g, "").replace(states, ":not(x-none)");
  return rules(sheet.cssRules).map((rule) => rule.selectorText).filter((one) => document.querySelector(always(one)));
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_every_sheet_that_has_a_rule_for_it(browser, address, kind):
    """A sheet that is left to other kinds of page must not style anything on this one."""
    page = browser.new_page()
    page.goto(address + KINDS[kind])
    assert page.locator(f"body.kind-{kind}").count() == 1
    others = {name for names in bundles.STYLES.values() for name in names} - set(bundles.STYLES.get(kind, ()))
    for name in others:
        css = (ROOT / "docs" / "assets" / "css" / f"{name}.css").read_text(encoding="utf-8")
        assert page.evaluate(MATCHING, css) == [], name
    page.close()


def test_what_material_users_write_is_honoured(tiny_site, tmp_path):
    theme = {
        **SETTINGS["theme"],
        "icon": {"logo": "material/lighthouse"},
        "palette": {"scheme": "slate", "primary": "teal"},
    }
    site = tiny_site(
        theme=theme,
        repo_url="https://example.org/repo",
        edit_uri="edit/main/docs/",
        extra={"social": [{"icon": "fontawesome/brands/mastodon", "link": "https://example.org/@us", "name": "Us"}]},
        copyright="Lamps &amp; <a href='https://example.org/c'>more</a>",
    )
    root = lxml.html.parse(str(site / "glossary" / "harbour-league" / "index.html")).getroot()
    assert root.get("data-theme") == "dark"
    assert root.get("data-md-color-primary") == "teal"
    sheets = [link.get("href") for link in root.xpath("//link[@rel='stylesheet']")]
    assert any("palette" in sheet for sheet in sheets)
    assert "teal" in next((site / "assets" / "stylesheets").glob("palette.*.css")).read_text(encoding="utf-8")
    assert root.xpath("//a[@class='brand']//svg/path")[0].get("d")[:4] != "M12 "
    footer = {a.text_content().strip(): a.get("href") for a in root.xpath("//footer//a")}
    assert footer["Edit this page"] == "https://example.org/repo/edit/main/docs/data/glossary.yml"
    assert footer["Us"] == "https://example.org/@us"
    assert "https://example.org/repo" in footer.values()
    assert "Lamps & more" in root.xpath("string(//footer)")
    assert footer["more"] == "https://example.org/c"


def test_a_logo_of_your_own(tiny_site):
    site = tiny_site(theme={**SETTINGS["theme"], "logo": "assets/logo.png"}, site_author="Ada")
    assert (site.parent / "said").read_text(encoding="utf-8").count("is not honoured") == 1
    assert "names assets/logo.png, which is not there" in (site.parent / "said").read_text(encoding="utf-8")
    root = lxml.html.parse(str(site / "index.html")).getroot()
    assert root.xpath("//a[@class='brand']/img/@src") == ["assets/logo.png"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"theme": {"features": ["navigation.tabs"]}}, "theme.features"),
        ({"theme": {"font": {"text": "Roboto"}}}, "theme.font"),
        ({"theme": {"palette": {"accent": "red"}}}, "theme.palette.accent"),
        ({"theme": {"palette": [{"toggle": {"name": "dark"}}]}}, "theme.palette.toggle"),
        ({"theme": {"palette": [{"primary": "red"}, {"primary": "teal"}]}}, "theme.palette.primary"),
        ({"theme": {"palette": {"scheme": "sepia"}}}, "theme.palette.scheme"),
        ({"theme": {"icon": {"repo": "x"}}}, "theme.icon.repo"),
        ({"theme": {"direction": "rtl"}}, "theme.direction"),
        ({"theme": {"language": "fr"}}, "theme.language"),
        ({"theme": {"logo": "https://example.org/x.png"}}, "theme.logo"),
        ({"theme": {"invented": 1}}, "theme.invented"),
        ({"extra": {"analytics": {"provider": "google"}}}, "extra.analytics"),
        ({"extra": {"homepage": "https://example.org"}}, "extra.homepage"),
        ({"extra": {"generator": True}}, "extra.generator"),
        ({"extra": {"invented": 1}}, "extra.invented"),
        ({"extra_javascript": ["a.js", {"path": "https://example.org/x.js", "async": True}]}, "extra_javascript"),
        ({"extra_css": ["//example.org/x.css"]}, "extra_css"),
        ({"site_author": "Ada"}, "site_author"),
        ({"invented": 1}, "invented"),
        ({"plugins": [{"material/blog": {}}]}, "plugins.blog"),
        ({"plugins": {"invented": {}}}, "plugins.invented"),
        ({"markdown_extensions": [{"pymdownx.emoji": {}}]}, "markdown_extensions.pymdownx.emoji"),
        ({"markdown_extensions": [{"toc": {"permalink": True}}]}, "markdown_extensions.toc"),
        ({"markdown_extensions": ["invented"]}, "markdown_extensions.invented"),
        (
            {"markdown_extensions": [{"pymdownx.superfences": {"custom_fences": [{"name": "mermaid"}]}}]},
            "markdown_extensions.pymdownx.superfences",
        ),
    ],
)
def test_a_setting_that_is_not_honoured_is_named_with_its_reason(asked, named):
    (line,) = material.unsupported({"plugins": [], **asked})
    assert line.startswith(f"mkdocs.yml: {named} is not honoured: ")
    assert len(line) > len(named) + 50


def test_what_is_honoured_is_not_complained_about():
    theme = {"font": False, "language": "en", "logo": "x.png", "icon": {"logo": "y"}, "features": []}
    theme["palette"] = [{"scheme": "slate", "primary": "light blue"}, {"scheme": "default", "primary": "light blue"}]
    extensions = ["admonition", {"toc": {"toc_depth": 3}}, {"pymdownx.tabbed": {"alternate_style": True}}]
    asked = {"theme": theme, "extra": {"social": [{}]}, "plugins": [], "markdown_extensions": extensions}
    for written in (asked, SETTINGS, settings.written(ROOT / "mkdocs.yml")):
        assert material.unsupported(written) == []
    (line,) = material.unsupported({})
    assert "plugins.search" in line  # MkDocs loads it when nobody asks for any plugin


def test_material_is_published_only_as_far_as_pages_use_it(site):
    assert not list((site / "assets").glob("javascripts")) + list((site / "assets").rglob("*.map"))
    assert [path.name for path in (site / "assets/images").iterdir()] == ["mine.png"]
    css = next((site / "assets" / "stylesheets").glob("main.*.css")).read_text(encoding="utf-8")
    assert len(css) < 40_000
    assert ".md-typeset h2" in css
    assert ".md-header" not in css


def test_a_sheet_keeps_the_rules_of_what_is_on_the_pages():
    css = (
        ':root{--md-a:1;--md-b:url("data:x;y");--md-c:2}.x .y{color:var(--md-c)}.x .z{a:b}'
        "@media print{.z{a:b}.x{c:d}}@font-face{a:b}h7{a:b}.x:is(.y,.q)>p{e:f}"
    )
    kept = material.used(css, {"x", "y"}, {"p", "root"})
    assert kept == ":root{--md-c:2}.x .y{color:var(--md-c)}@media print{.x{c:d}}.x:is(.y,.q)>p{e:f}"

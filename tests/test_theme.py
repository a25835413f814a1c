"""The page frame over an invented library: what a person who knows MkDocs writes into mkdocs.yml must work."""

import os
import subprocess
import sys

import lxml.html
import pytest
import yaml
from conftest import ROOT, write_library

SETTINGS = {
    "site_name": "Lamps reader",
    "theme": {
        "name": "material",
        "custom_dir": str(ROOT / "scripts" / "theme"),
        "font": False,
        "language": "en",
        "favicon": "assets/favicon.svg",
    },
    "extra_css": ["assets/reader.css"],
    "extra_javascript": ["own.js", {"path": "late.js", "defer": True}],
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
        for script in ("own.js", "late.js"):
            (docs / script).write_text("", encoding="utf-8")
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


def test_scripts_of_the_settings_are_loaded(site):
    scripts = lxml.html.parse(str(site / "index.html")).getroot().xpath("//head/script")
    assert [(s.get("src"), s.get("defer")) for s in scripts][-2:] == [("own.js", None), ("late.js", "defer")]


def test_styles_and_scripts_are_joined_into_one_file_each(site):
    """Whatever is in the two folders is in the joined files, so that a new file needs no list to be edited."""
    for kind, joined in (("css", "reader.css"), ("js", "reader.js")):
        text = (site / "assets" / joined).read_text(encoding="utf-8")
        for path in (ROOT / "docs" / "assets" / kind).iterdir():
            assert path.read_text(encoding="utf-8").strip() in text, path.name

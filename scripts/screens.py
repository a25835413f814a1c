"""python3 scripts/screens.py OUT SITE [SITE …]: pictures of every kind of page, to be looked at.

For each SITE (a folder that ``build.py`` wrote) one PNG in OUT of each page in PAGES, 1440 and 390 pixels wide, in light
and dark colours, named edition-page-width-scheme; and of what opens over a page or is shown in another mode: search, a
card, the menu, forced colours, the width of 400 % zoom.
"""

import argparse
import os
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

from measure_reading import served, source_pages
from playwright.sync_api import Browser, Page, sync_playwright

PAGES = {
    "home": "",
    "sources": "sources/",
    "glossary": "glossary/",
    "timeline": "timeline/",
    "record": "timeline/record/",
    "compare": "compare/",
    "briefing": "briefing/",
    "check": "briefing/check/",
    "about": "about/",
    "cite": "about/cite/",
    "data": "about/data/",
    "changes": "about/changes/",
    "accessibility": "about/accessibility/",
    "rights": "about/rights/",
    "404": "glossary/nato-respnse-force/",
}
SIZES = {1440: 900, 390: 844}
# A long page is pictured as far as this many screens.
SCREENS = 3


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="pictures whose name has these letters")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for site in asked.sites:
            with served(site) as address:
                for name, path, options in pictures(site):
                    if asked.only in f"{site.name}-{name}":
                        picture(browser, address + path, asked.out / f"{site.name}-{name}.png", options)
        browser.close()


def pictures(site: Path) -> list[tuple[str, str, dict]]:
    """(name, path, options of the browser's context) of each picture of SITE."""
    kinds = dict(PAGES)
    kinds |= {f"source-{Path(path).name}": path for path in source_pages(site)}
    kinds |= {f"entry-{path.name}": f"glossary/{path.name}/" for path in _longest(site / "glossary", 2)}
    kinds |= {f"question-{path.name}": f"compare/{path.name}/" for path in _longest(site / "compare", 1)}
    found = [
        (f"{name}-{width}-{scheme}", path, {"viewport": {"width": width, "height": height}, "color_scheme": scheme})
        for name, path in kinds.items()
        for width, height in SIZES.items()
        for scheme in ("light", "dark")
    ]
    narrow = {"viewport": {"width": 320, "height": 256}}
    found += [(f"{name}-zoom400", path, narrow) for name, path in kinds.items()]
    wide = {"viewport": {"width": 1440, "height": 900}}
    found += [(f"{name}-forced", path, wide | {"forced_colors": "active"}) for name, path in kinds.items()]
    return found


def _longest(folder: Path, count: int) -> list[Path]:
    """The folders of the COUNT longest pages below FOLDER."""
    pages = sorted(folder.glob("*/index.html"), key=lambda page: page.stat().st_size)
    return [page.parent for page in pages[-count:]]


def picture(browser: Browser, address: str, out: Path, options: dict) -> None:
    """Open ADDRESS in a context with OPTIONS and write what it shows to OUT."""
    context = browser.new_context(**options, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address, wait_until="networkidle")
    shoot(page, out)
    context.close()


def shoot(page: Page, out: Path) -> None:
    """Write PAGE to OUT, as far as SCREENS."""
    size = page.viewport_size or {"width": 0, "height": 0}
    height = min(page.evaluate("document.documentElement.scrollHeight"), SCREENS * size["height"])
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    page.screenshot(path=out, clip=clip, full_page=True)


if __name__ == "__main__":
    main()

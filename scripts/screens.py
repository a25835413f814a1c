"""python3 scripts/screens.py OUT SITE [SITE …]: pictures of every kind of page, to be looked at.

For each SITE (a folder that ``build.py`` wrote) one PNG in OUT of each page, of entries and questions only of the
largest, 1440 and 390 pixels wide, in light and dark colours, named edition-page-width-scheme; then each page in forced
colours and at 400 % zoom, and what opens over a page: search, a card, the menu.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

from playwright.sync_api import Browser, Page, sync_playwright

from measure_reading import DESK, PHONE, chromium, served

LOST = "glossary/nato-respnse-force/"
SCREENS = 3  # a long page is pictured as far as this many screens


def _search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("AP4")
    page.wait_for_selector(".search-body [role=option]")


def _card(page: Page) -> None:
    first = page.locator(".source-list h3 a").first.get_attribute("href") or ""
    page.goto(page.url + first)
    page.keyboard.press("Tab")  # a card opens for a focus that the keyboard moved
    page.locator("main a.term:visible").last.focus()  # not one in a fold
    page.wait_for_selector(".card")


def _menu(page: Page) -> None:
    if page.locator(".menu-button").is_visible():
        page.click(".menu-button")


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "with-search": ("glossary/", _search),
    "with-card": ("", _card),
    "with-menu": ("about/", _menu),
    "with-nothing-left": ("timeline/", lambda page: page.fill("form.filters [name=filter]", "no such thing")),
}


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="only pictures whose name has these letters")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for site in asked.sites:
            with served(site) as address:
                for name, path, options, action in pictures(site):
                    if asked.only in f"{site.name}-{name}":
                        picture(browser, address + path, asked.out / f"{site.name}-{name}.png", options, action)
        browser.close()


def pictures(site: Path) -> list[tuple[str, str, dict, Callable[[Page], None] | None]]:
    """Return (name, path, options of the browser's context, what to do first) of each picture of SITE."""
    paths = sorted(page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))
    kinds = {path.replace("/", "-"): f"{path}/" for path in paths if not path.startswith(("glossary/", "compare/"))}
    kinds |= {"home": kinds.pop(".", ""), "404": LOST}
    kinds |= {f"entry-{path.name}": f"glossary/{path.name}/" for path in _largest(site / "glossary", 2)}
    kinds |= {f"question-{path.name}": f"compare/{path.name}/" for path in _largest(site / "compare", 1)}
    todo = [(name, path, None) for name, path in kinds.items()]
    todo += [(name, path, action) for name, (path, action) in STATES.items()]
    found = [
        (f"{name}-{size['width']}-{scheme}", path, {"viewport": size, "color_scheme": scheme}, action)
        for name, path, action in todo
        for size in (DESK, PHONE)
        for scheme in ("light", "dark")
    ]
    for name, path, action in todo:
        found.append((f"{name}-forced", path, {"viewport": DESK, "forced_colors": "active"}, action))
        found.append((f"{name}-zoom400", path, {"viewport": {"width": 320, "height": 256}}, action))
    return found


def _largest(folder: Path, count: int) -> list[Path]:
    """The folders of the COUNT largest pages below FOLDER."""
    pages = sorted(folder.glob("*/index.html"), key=lambda page: page.stat().st_size)
    return [page.parent for page in pages[-count:]]


def picture(browser: Browser, address: str, out: Path, options: dict, action: Callable[[Page], None] | None) -> None:
    """Open ADDRESS in a context with OPTIONS, do ACTION, and write what is seen to OUT, as far as SCREENS."""
    context = browser.new_context(**options, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address, wait_until="networkidle")
    size = options["viewport"]
    height = min(page.evaluate("document.documentElement.scrollHeight"), SCREENS * size["height"])
    if action:
        action(page)
        page.wait_for_timeout(300)
        page.screenshot(path=out)
    else:
        page.screenshot(path=out, clip={"x": 0, "y": 0, "width": size["width"], "height": height}, full_page=True)
    context.close()


if __name__ == "__main__":
    main()

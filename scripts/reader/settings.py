"""What the person who builds decides: the settings of ``mkdocs.yml`` and of the environment, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml_env_tag import construct_env_tag

from reader.content.problems import InvalidContent, Problem

CHOICES = {"READER_EDITION": ("auto", "guide"), "READER_SEARCH": ("", "one-file", "pagefind")}


@dataclass(frozen=True)
class Settings:
    """Everything about one build that is not content.

    ``subject`` is what the sources are about; ``heading`` begins that of the home page, and ``cited_as`` is how
    citations write the name of the site. ``url`` is the public address, or "" when none is known; ``originals`` is the
    folder of copies the person named, or None for the usual place; ``menu`` are the pages that ``nav`` names, ``about``
    those of them that are plain pages, as (title, path); ``linked`` the files of ``docs`` that each page loads.
    """

    name: str = "Annotated reader"
    subject: str = ""
    heading: str = ""
    cited_as: str = ""
    url: str = ""
    directories: bool = True
    guide: bool = False
    originals: Path | None = None
    chunked: bool = False
    examples: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    linked: tuple[str, ...] = ()

    def about_it(self, word: str) -> str:
        """Return WORD and the subject, after a space, or "" when no subject is set: " on lamps"."""
        return f" {word} {self.subject}" if self.subject else ""


def read(config: Mapping, environment: Mapping[str, str]) -> Settings:
    """Return the settings in CONFIG (the mapping of ``mkdocs.yml``) and ENVIRONMENT.

    Raise ``InvalidContent`` for a value that does not exist, so that a slip of the pen never builds the wrong edition.
    """
    chosen = {name: environment.get(name, "") or values[0] for name, values in CHOICES.items()}
    wrong = [
        Problem("environment", 1, 1, f"{name}={value} is not known", f"use {' or '.join(filter(None, CHOICES[name]))}")
        for name, value in chosen.items()
        if value not in CHOICES[name]
    ]
    if not environment.get("SOURCE_DATE_EPOCH", "0").isdecimal():
        wrong.append(Problem("environment", 1, 1, "SOURCE_DATE_EPOCH is not a number", "give seconds since 1970"))
    extra, theme = (value if isinstance(value := config.get(name), Mapping) else {} for name in ("extra", "theme"))
    if (engine := extra.get("search") or "") not in CHOICES["READER_SEARCH"]:
        wrong.append(Problem("mkdocs.yml", 1, 1, f"extra.search: {engine} is not known", "write pagefind, or nothing"))
    if not isinstance(examples := extra.get("examples") or [], list):
        wrong.append(Problem("mkdocs.yml", 1, 1, "extra.examples is not a list", "write [one, two]"))
    if wrong:
        raise InvalidContent(wrong)
    pages = tuple(_pages(config.get("nav") or ()))
    directories = config.get("use_directory_urls", True) is not False
    originals = environment.get("READER_ORIGINALS")
    url = config.get("site_url") or ""
    return Settings(
        name=config.get("site_name") or Settings.name,
        **{name: str(extra.get(name) or "") for name in ("subject", "heading", "cited_as")},
        url=f"{url.rstrip('/')}/" if url else "",
        directories=directories,
        guide=chosen["READER_EDITION"] == "guide",
        originals=Path(originals) if originals else None,
        # From file:// a browser loads no index in chunks: the offline build keeps our own engine.
        chunked=directories and (chosen["READER_SEARCH"] or extra.get("search")) == "pagefind",
        examples=tuple(map(str, examples)),
        menu=tuple(path for _, path in pages),
        about=tuple((title, path) for title, path in pages if path.startswith("about/")),
        linked=tuple(_files(config, theme)),
    )


def of(docs: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings that go with the folder DOCS: those of the ``mkdocs.yml`` beside it, and of ENVIRONMENT."""
    return read(written(docs.parent / "mkdocs.yml"), environment)


def written(path: Path) -> dict:
    """Return what the ``mkdocs.yml`` at PATH says, or nothing without one; raise ``InvalidContent`` for bad YAML."""

    class Loader(yaml.SafeLoader):
        """Reads ``!ENV`` as MkDocs does, and no other tag."""

    Loader.add_constructor("!ENV", construct_env_tag)
    Loader.add_multi_constructor("", lambda *_: None)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader) or {}
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidContent([Problem(path.name, 1, 1, f"cannot be read ({error})", "mend it")]) from None


def _files(config: Mapping, theme: Mapping) -> Iterator[str]:
    """Yield every file that the settings name, for each page to load it."""
    for one in (*(config.get("extra_css") or ()), *(config.get("extra_javascript") or ())):
        yield str(one.get("path") if isinstance(one, Mapping) else getattr(one, "path", one)).partition("?")[0]
    yield from (str(theme[name]) for name in ("logo", "favicon") if theme.get(name))


def _pages(nav) -> Iterator[tuple[str, str]]:
    """Yield (title, path) of every page in NAV, those inside sections included."""
    for item in nav:
        for title, target in item.items() if isinstance(item, Mapping) else (("", item),):
            if isinstance(target, list):
                yield from _pages(target)
            elif isinstance(target, str) and target.endswith(".md"):
                yield title, target

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

    ``url`` is the public address, or "" when none is known; ``originals`` is the folder of copies the
    person named, or None for the usual place; ``menu`` are the pages that ``nav`` names, ``about`` those of them that
    are plain pages, as (title, path).
    """

    name: str = "Annotated reader"
    url: str = ""
    directories: bool = True
    guide: bool = False
    originals: Path | None = None
    chunked: bool = False
    examples: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


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
    if wrong:
        raise InvalidContent(wrong)
    extra = config.get("extra") or {}
    pages = tuple(_pages(config.get("nav") or ()))
    directories = config.get("use_directory_urls", True) is not False
    originals = environment.get("READER_ORIGINALS")
    url = config.get("site_url") or ""
    return Settings(
        name=config.get("site_name") or Settings.name,
        url=f"{url.rstrip('/')}/" if url else "",
        directories=directories,
        guide=chosen["READER_EDITION"] == "guide",
        originals=Path(originals) if originals else None,
        # From file:// a browser loads no index in chunks: the offline build keeps our own engine.
        chunked=directories and (chosen["READER_SEARCH"] or extra.get("search")) == "pagefind",
        examples=tuple(map(str, extra.get("examples") or ())),
        menu=tuple(path for _, path in pages),
        about=tuple((title, path) for title, path in pages if path.startswith("about/")),
    )


def from_file(path: Path, environment: Mapping[str, str]) -> tuple[Settings, dict]:
    """Return the settings in the ``mkdocs.yml`` at PATH, and its content; raise ``InvalidContent`` for bad YAML."""

    class Loader(yaml.SafeLoader):
        """Reads ``!ENV`` as MkDocs does, and no other tag."""

    Loader.add_constructor("!ENV", construct_env_tag)
    Loader.add_multi_constructor("", lambda *_: None)
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidContent([Problem(path.name, 1, 1, f"cannot be read ({error})", "mend it")]) from None
    return read(config, environment), config


def _pages(nav) -> Iterator[tuple[str, str]]:
    """Yield (title, path) of every page in NAV, those inside sections included."""
    for item in nav:
        for title, target in item.items() if isinstance(item, Mapping) else (("", item),):
            if isinstance(target, list):
                yield from _pages(target)
            elif isinstance(target, str) and target.endswith(".md"):
                yield title, target

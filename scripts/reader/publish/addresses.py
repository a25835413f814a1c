"""The promise that published addresses stay (DESIGN.md section 4), kept in one lock file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.content.problems import Problem
from reader.content.records import Library
from reader.links.urls import Urls

NAME = "docs/data/addresses.lock"
_HEAD = "# Every published address. Lines are added by scripts/check.py --accept and never removed by hand.\n"


def published(library: Library) -> set[str]:
    """Every address and anchor that the site promises, such as ``/sources/iina-2025/#p9``."""
    return {f"/{address}" for address in _addresses(library)}


def _addresses(library: Library) -> Iterator[str]:
    url = Urls().address
    for page in ("index.md", "sources/index.md", "glossary/index.md", "timeline.md"):
        yield url(page)
    for source in library.sources:
        if source.publish == "draft":
            continue
        page = url(f"sources/{source.id}.md")
        yield page
        yield from (f"{page}#{block.id}" for block in source.blocks if block.id)
    for term in library.terms:
        page = url(f"glossary/{term.id}.md")
        yield from (page, f"{page}#mentions")
    yield from (f"{url('timeline.md')}#{event.id}" for event in library.events)
    if library.questions:
        yield url("compare.md")
        yield from (f"{url('compare.md')}#{question.id}" for question in library.questions)


def former(library: Library) -> set[str]:
    """The old addresses that ``formerly`` keeps alive."""
    url = Urls().address
    old = set()
    for term in library.terms:
        for id in term.formerly:
            old |= {f"/{url(f'glossary/{id}.md')}", f"/{url(f'glossary/{id}.md')}#mentions"}
    for records, page in ((library.events, "timeline.md"), (library.questions, "compare.md")):
        old |= {f"/{url(page)}#{id}" for record in records for id in record.formerly}
    return old


def read(path: Path) -> set[str]:
    """The locked addresses; none when there is no lock yet."""
    if not path.exists():
        return set()
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def write(path: Path, addresses: set[str]) -> None:
    """Write the lock file."""
    path.write_text(_HEAD + "".join(f"{line}\n" for line in sorted(addresses)), encoding="utf-8")


def problems(stored: set[str], now: set[str], library: Library) -> list[Problem]:
    """One problem for each locked address that would stop working."""
    lines = {address: place for place, address in enumerate(sorted(stored), 2)}
    return [
        Problem(
            NAME,
            lines[address],
            1,
            f"the published address {address} is gone",
            "bring it back, or name it under 'formerly' of what it became",
        )
        for address in sorted(stored - now - former(library))
    ]


def unlocked(new: list[str]) -> Problem:
    """A warning that there are addresses which are not locked yet."""
    return Problem(
        NAME,
        1,
        1,
        f"{len(new)} new addresses are not locked yet, such as {new[0]}",
        "run scripts/check.py --accept before publishing",
        warning=True,
    )


def summary(library: Library) -> str:
    """What the library holds, in one line."""
    paragraphs = sum(len(source.paragraphs) for source in library.sources)
    return (
        f"{len(library.sources)} sources with {paragraphs} paragraphs, {len(library.terms)} entries, "
        f"{len(library.events)} events, {len(library.annotations)} annotations, {len(library.questions)} questions"
    )

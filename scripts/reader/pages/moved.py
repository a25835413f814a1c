"""The page at the old address of an entry, a source or a question: it leads to the new one, also without scripts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.links.urls import Urls
from reader.model import Model
from reader.pages import render


def pages(model: Model) -> dict[str, Callable[[], str]]:
    """Return path -> what makes the page, for each old address that ``formerly`` names."""
    library = model.library
    found: dict[str, Callable[[], str]] = {}
    for folder, named in (
        ("sources", [(source, source.title) for source in library.sources]),
        ("glossary", [(term, term.name) for term in library.terms]),
        ("compare", [(question, question.question) for question in library.questions]),
    ):
        for record, name in named:
            for old in record.formerly:
                path, target = f"{folder}/{old}.md", f"{folder}/{record.id}.md"
                found[path] = partial(page, model, path, target, name)
    return found


def page(model: Model, path: str, target: str, name: str) -> str:
    """Return the page PATH, which leads to the page TARGET of what is now called NAME."""
    old = path.rsplit("/", 1)[-1].removesuffix(".md")
    return render.page(
        model,
        path,
        "moved.md.j2",
        title=f"{old} is now {name}",
        description=f"This page has moved to {name}.",
        kind="moved",
        more={"moved": model.urls.href(path, target), "became": Urls().address(target)},
        target=target,
        name=name,
    )

"""The page of changes: what was reworded, moved, split, merged or withdrawn, by release; and its feed."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import groupby

from reader.cite.things import things
from reader.content.releases import KINDS, Change
from reader.model import Model
from reader.pages import render

PATH = "about/changes.md"
_FEED = 200  # entries; a feed is for what is new
_text = partial(escape, quote=False)


def page(model: Model) -> str:
    """Return the Markdown of ``about/changes.md``."""
    changes = model.library.releases.changes
    known = {f"/{thing.address}": thing for thing in things(model)} if changes else {}
    return render.page(
        model,
        PATH,
        "changes.md.j2",
        title="Changes",
        description="What was reworded, moved or withdrawn since it was published, and when.",
        kind="plain",
        released=model.library.releases.date,
        days=[(day, list(rows)) for day, rows in groupby(changes, key=lambda change: change.date)],
        labels=KINDS,
        known=known,
        href=lambda address: _href(model, address),
    )


def _href(model: Model, address: str) -> str:
    """Return how the page leads to ADDRESS, which is from the site's root."""
    page, _, anchor = address.lstrip("/").partition("#")
    path = f"{page}index.md" if page in ("", "sources/", "glossary/") else f"{page.rstrip('/')}.md"
    return model.urls.href(PATH, path, anchor)


def feed(model: Model) -> str:
    """Return ``data/changes.xml``: the changes as an Atom feed (RFC 4287)."""
    released = f"{model.library.releases.date or '1970-01-01'}T00:00:00Z"
    entries = "".join(_entry(model, change) for change in model.library.releases.changes[:_FEED])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>{_text(model.settings.name)}: changes</title>
<id>{_text(model.public(PATH) or "urn:changes")}</id>
<link rel="self" href="{escape(f"{model.settings.url}data/changes.xml")}"/>
<link href="{escape(model.public(PATH))}"/>
<updated>{released}</updated>
<author><name>{_text(model.settings.name)}</name></author>
{entries}</feed>
"""


def _entry(model: Model, change: Change) -> str:
    address = f"{model.settings.url}{change.address.lstrip('/')}"
    now = " ".join(f"{model.settings.url}{one.lstrip('/')}" for one in change.now)
    words = f"{KINDS[change.change]}. Now: {now or 'gone'}. Was: {change.was or ''}"
    target = f"{model.settings.url}{(change.now or (change.address,))[0].lstrip('/')}"
    return (
        f"<entry><title>{_text(f'{KINDS[change.change]}: {change.address}')}</title>"
        f'<id>{_text(f"urn:x-reader-change:{change.date}:{address}")}</id><link href="{escape(target)}"/>'
        f"<updated>{change.date}T00:00:00Z</updated><summary>{_text(words)}</summary></entry>\n"
    )

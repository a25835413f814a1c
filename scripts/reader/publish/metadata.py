"""What other programs read in a page: metadata for reference managers, JSON-LD for search engines, Open
Graph for previews of links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from reader.cite import citations, csl
from reader.content.records import Source
from reader.model import Model
from reader.publish import plain_markdown

CARDS = ("home", "source", "glossary", "timeline", "compare")


def head(model: Model, path: str, title: str, description: str) -> str:
    """Return the metadata of the page PATH, as HTML for its head; TITLE and DESCRIPTION are those of the page."""
    tags = [*_open_graph(model, path, title, description)]
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    if path.startswith("sources/") and (source := model.source_by_id.get(name)):
        tags += _reference(source)
        tags.append(_json_ld(_work(model, source)))
    elif path.startswith("glossary/") and (term := model.term_by_id.get(name)):
        tags.append(
            _json_ld(
                {
                    "@type": "DefinedTerm",
                    "name": term.term,
                    "alternateName": [form for form in (term.abbreviation, *term.other_names) if form],
                    "description": model.places.plain(term.definition),
                    "url": _address(model, path),
                    "inDefinedTermSet": _address(model, "glossary/index.md"),
                }
            )
        )
    elif path == "timeline/record.md":  # the timeline itself is heavy enough
        tags.append(_json_ld(_events(model)))
    if model.urls.directories and plain_markdown.beside(model, path):
        tags.append('<link rel="alternate" type="text/markdown" href="index.md">')
    return "\n".join(tags)


def _meta(name: str, content: str, attribute: str = "name") -> str:
    return f'<meta {attribute}="{name}" content="{escape(content)}">'


def _open_graph(model: Model, path: str, title: str, description: str) -> Iterator[str]:
    kind = next((kind for kind in CARDS if path.startswith((kind, f"{kind}s"))), "home")
    facts = {
        "title": title,
        "description": description,
        "type": "article" if path.startswith("sources/") and not path.endswith("index.md") else "website",
        "site_name": model.settings.name,
    }
    if model.settings.url:  # a preview needs whole addresses
        facts |= {"url": model.public(path), "image": f"{model.settings.url}assets/cards/{kind}.png"}
        facts |= {"image:width": "1200", "image:height": "630", "image:alt": f"{model.settings.name}: {title}"}
    for name, content in facts.items():
        yield _meta(f"og:{name}", content, "property")
    yield _meta("twitter:card", "summary_large_image" if model.settings.url else "summary")


def _reference(source: Source) -> Iterator[str]:
    """Yield Highwire tags as Zotero's reader of embedded metadata takes them, and the item type in its name space."""
    item = csl.item(source)
    yield _meta("z:itemType", csl.TYPES[item["type"]].zotero)
    yield _meta("citation_title", item["title"])
    for name in item.get("author", ()):
        # A name with a comma is read as family and given name; one without spaces before it as one name.
        yield _meta("citation_author", csl.name_inverted(name))
    yield _meta("citation_publication_date", citations.published(source))
    if "container-title" in item:
        yield _meta("citation_journal_title", item["container-title"])
    if "publisher" in item:
        institution = "citation_technical_report_institution" if item["type"] == "report" else "citation_publisher"
        yield _meta(institution, item["publisher"])
    if "URL" in item:
        yield _meta("citation_public_url", item["URL"])
    yield _meta("citation_language", item.get("language", "en"))


def _work(model: Model, source: Source) -> dict:
    item = csl.item(source)
    dated = {"datePublished": source.issued.edtf} if source.issued.is_plain else {"temporal": source.issued.words}
    return {
        "@type": "WebPage",
        "url": _address(model, f"sources/{source.id}.md"),
        "name": f"{source.short}: digest and notes",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "about": {
            "@type": csl.TYPES[item["type"]].schema,
            "name": item["title"],
            "author": [
                _named("Organization" if "literal" in name else "Person", csl.name_in_order(name))
                for name in item.get("author", ())
            ]
            or None,
            **dated,
            "publisher": _named("Organization", item.get("publisher")),
            "isPartOf": _named("Periodical", item.get("container-title")),
            "url": item.get("URL"),
            "inLanguage": item.get("language"),
        },
    }


def _named(kind: str, name: str | None) -> dict | None:
    return {"@type": kind, "name": name} if name else None


def _events(model: Model) -> dict:
    events = [
        {
            "@type": "Event",
            "name": event.title,
            "startDate": event.when.edtf,
            "url": _address(model, "timeline.md", event.id),
        }
        for event in model.library.events
        if event.milestone and event.when.is_plain
    ]
    items = [{"@type": "ListItem", "position": place, "item": event} for place, event in enumerate(events, 1)]
    return {"@type": "ItemList", "name": "Timeline", "itemListElement": items}


def _address(model: Model, page: str, anchor: str = "") -> str | None:
    """Return the public address of PAGE, or None when none is configured: a relative one would lead elsewhere."""
    return model.public(page, anchor) if model.settings.url else None


def _stated(value):
    """Return VALUE without the fields that are None, at any depth."""
    if isinstance(value, dict):
        return {name: _stated(one) for name, one in value.items() if one is not None}
    return [_stated(one) for one in value] if isinstance(value, list) else value


def _json_ld(value: dict) -> str:
    value = _stated(value)
    text = json.dumps({"@context": "https://schema.org", **value}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text.replace("<", chr(92) + "u003c")}</script>'

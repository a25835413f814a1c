"""Every page as plain Markdown, for people and programs that read text: no links of terms, no interface; each
paragraph with its address. Also ``llms.txt``, the list of these files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from reader.cite import csl
from reader.content.note_marks import without_marks
from reader.content.plain_pages import Plain
from reader.content.records import (
    AGREEMENTS,
    ANNOTATION_KINDS,
    KINDS,
    LANGUAGES,
    Annotation,
    Document,
    Event,
    Question,
    Source,
    Term,
)
from reader.content.releases import KINDS as CHANGES
from reader.content.releases import Change
from reader.links.places import spot
from reader.links.urls import Urls
from reader.model import Model
from reader.texts import Texts

# Stands for the root of the site until it is known from where a link leads there.
_ROOT = "\0"
_UNCHANGED = "Nothing has changed yet."
_LINK = re.compile(r"\]\((?![a-z]+:|#|/)([^)#?\s]+)")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^}]*\}")
_TAG = re.compile(r"</?[a-z]+(?:\s[^>]*)?>")


def files(model: Model, plain: Iterable[Plain] = ()) -> Texts:
    """Map path below the site -> Markdown: ``sources/iina-2025/index.md`` beside ``sources/iina-2025/index.html``.

    PLAIN are the pages that people wrote, which have theirs too.
    """
    library = model.library
    changes = library.releases.changes
    made: dict[str, Callable[[], str]] = {
        "index.md": partial(_home, model),
        "about/changes.md": lambda: _page("Changes", map(_change, changes) if changes else (_UNCHANGED,)),
        "timeline/record.md": partial(_list, "The record behind the timeline", _record, model, library.events),
        "sources/index.md": partial(_list, "Sources", _source_line, model, library.sources),
        "glossary/index.md": partial(_list, "Glossary", _term_line, model, library.terms),
        "timeline.md": partial(_list, "Timeline", _event, model, library.events),
    }
    if library.questions:
        made["compare.md"] = partial(_list, "Compare", _question_line, model, library.questions)
    made |= {f"sources/{source.id}.md": partial(_source, model, source) for source in library.sources}
    made |= {f"glossary/{term.id}.md": partial(_term, model, term) for term in library.terms}
    made |= {f"compare/{question.id}.md": partial(_question, model, question) for question in library.questions}
    made |= {page.path: partial(_hand_written, page) for page in plain}
    return Texts(
        {f"{Urls().address(page)}index.md": partial(_rooted, model, page, make) for page, make in made.items()}
    )


def _rooted(model: Model, page: str, make: Callable[[], str]) -> str:
    """Return the text of PAGE with the root of the site in its links: the public one, or the way there from it."""
    return make().replace(_ROOT, model.settings.url or "../" * Urls().address(page).count("/"))


def _list(title: str, line: Callable, model: Model, records: Iterable) -> str:
    return _page(title, (line(model, record) for record in records))


def beside(model: Model, path: str) -> bool:
    """Say whether the page PATH has its Markdown beside it: those that lead on from an old address have none."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    if folder not in ("sources", "glossary", "compare") or name == "index":
        return path != "404.md"
    questions = {question.id: question for question in model.library.questions}
    ids: dict[str, Mapping] = {"sources": model.source_by_id, "glossary": model.term_by_id, "compare": questions}
    return name in ids[folder]


def llms(model: Model) -> str:
    """Return the text of ``llms.txt``: what the site is and where its text is available as Markdown and as data."""

    library = model.library
    overviews = {
        "glossary/index.md": ("Glossary", "every entry in one line"),
        "timeline.md": ("Timeline", "every event"),
    }
    if library.questions:
        overviews["compare.md"] = ("Compare", "questions and the answers of the sources")
    sources = {f"sources/{source.id}.md": (source.short, source.headline) for source in library.sources}
    data = {
        "sources.json": "paragraphs and annotations",
        "glossary.json": "entries and mentions",
        "timeline.json": "events, readings, disputes",
        "compare.json": "questions and positions",
        "manifest.json": "every citable address with the fingerprint of its text",
    }

    def links(pages: Mapping[str, tuple[str, str]]) -> str:
        return "\n".join(
            f"- [{title}]({model.public(page)}index.md): {words}" for page, (title, words) in pages.items()
        )

    files = "\n".join(f"- [{name}]({model.settings.url}data/{name}): {words}" for name, words in data.items())
    first = model.public(f"sources/{library.sources[0].id}.md", "p1")
    return f"""# {model.settings.name}

> {len(library.sources)} sources{model.settings.about_it("on")}: digests of numbered paragraphs, notes, a \
glossary, a timeline and a comparison. The digests are this reader's words, not the articles'.

Cite a paragraph by its address, such as {first}; addresses do not change.

## Sources

{links(sources)}

## Overviews

{links(overviews)}

## Data

{files}
"""


def _page(title: str, parts) -> str:
    return f"# {title}\n\n" + "\n".join(parts) + "\n"


def _link(page: str, words: str, anchor: str = "") -> str:
    return f"[{words}]({_ROOT}{Urls().address(page)}{f'#{anchor}' if anchor else ''})"


def _hand_written(page: Plain) -> str:
    """Return the Markdown of PAGE as other programs read it: no attributes, no HTML, links that lead somewhere."""

    def target(match: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), match[1]))
        return f"]({_ROOT}{Urls().address(path) if path.endswith('.md') else path}"

    body = page.text[page.text.find("# ") :]
    return _LINK.sub(target, _TAG.sub("", _ATTRIBUTES.sub("", body))).rstrip() + "\n"


def _home(model: Model) -> str:
    library = model.library
    parts = [
        f"- {_link(page, title)}" for page, title in (("glossary/index.md", "Glossary"), ("timeline.md", "Timeline"))
    ]
    parts += ["", "## Sources", "", *(_source_line(model, source) for source in library.sources)]
    if library.questions:
        parts += ["", "## Compare", "", *(_question_line(model, question) for question in library.questions)]
    return _page(model.settings.name, parts)


def _record(model: Model, event: Event) -> str:
    """Return what stands behind EVENT: our notes on it, documents, how it was dated."""
    lines = [f"- **{event.when.words}** {_link('timeline.md', event.title, event.id)}"]
    for note in model.annotations_about.get(("events", event.id), ()):
        where = _link(f"sources/{note.source}.md", ANNOTATION_KINDS[note.kind], note.id)
        lines.append(f"    - {where}: {model.places.plain(note.text, note.source)} (checked {note.checked})")
    lines += [f"    - {_document(document)}" for document in event.documents]
    if event.basis:
        lines.append(f"    - How dated: {model.places.plain(event.basis)}")
    return "\n".join(lines)


def _change(change: Change) -> str:
    now = ", ".join(f"[{address}]({_ROOT}{address.lstrip('/')})" for address in change.now) or "gone"
    was = f" It said: {change.was}" if change.was else ""
    return f"- {change.date}: {CHANGES[change.change]}: {change.address}. Now: {now}.{was}"


def _source_line(model: Model, source: Source) -> str:
    return f"- {_link(f'sources/{source.id}.md', source.short)}: {source.title}. {source.headline}"


def _term_line(model: Model, term: Term) -> str:
    return f"- {_link(f'glossary/{term.id}.md', term.label)}: {model.places.plain(term.definition)}"


def _event(model: Model, event: Event) -> str:
    cites = ", ".join(f"{model.source_by_id[c.source].short} {spot(c.paragraph)}" for c in event.cites)
    link = _link("timeline.md", event.title, event.id)
    parts = [
        f"- **{event.when.words}** {link}. {model.places.plain(event.text)}",
        f"Disputed ({event.dispute.about})." if event.dispute else "",
        f"The record: {model.places.plain(event.record)}" if event.record else "",
        f"({cites})",
    ]
    return " ".join(filter(None, parts))


def _question_line(model: Model, question: Question) -> str:
    return f"- {_link(f'compare/{question.id}.md', question.question)} {AGREEMENTS[question.agreement]}."


def _question(model: Model, question: Question) -> str:
    lines = [f"{AGREEMENTS[question.agreement]}. {model.places.plain(question.why)}", ""]
    for source in model.library.sources:
        position = question.position(source.id)
        places = ", ".join(spot(id) for id in position.paragraphs) if position else ""
        words = (
            f"{position.label}. {model.places.plain(position.stance, source.id)} ({places})" if position else "silent"
        )
        lines.append(f"- **{source.short}**: {words}")
    return _page(question.question, lines)


def _term(model: Model, term: Term) -> str:
    mentions = (f"{model.source_by_id[m.source].short} {spot(m.paragraph)}" for m in model.mentions_of.get(term.id, ()))
    lines = [f"{KINDS[term.kind][0]}. {model.places.plain(term.definition)}", ""]
    lines += [f"- {_document(document)}" for document in term.documents]
    lines += ["", f"Mentions: {', '.join(mentions) or 'none'}."]
    return _page(term.label, lines)


def _document(document: Document) -> str:
    language = "" if document.language == "en" else f" (in {LANGUAGES[document.language]})"
    archived = f" ([archived copy]({document.archive}))" if document.archive else ""
    return f"[{document.title}]({document.url}){language}{archived}"


def _source(model: Model, source: Source) -> str:
    return _page(source.title, _source_lines(model, source))


def _source_lines(model: Model, source: Source) -> Iterator[str]:
    yield csl.byline(source)
    if "URL" in source.csl:
        yield f"\nThe article: {source.csl['URL']}"
    yield f"\n{source.headline}\n"
    yield from (f"- {point}" for point in (*source.thesis, *source.caveats))
    for block in source.blocks:
        match block.kind:
            case "heading":
                yield f"\n{'#' * block.level} {block.text}"
            case "table":
                yield f"\n{_link(f'sources/{source.id}.md', block.text, block.id)}\n"
                head, *rows = block.rows
                yield from (f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
            case "list":
                yield from (f"- {row[0] if isinstance(row, tuple) else row}" for row in block.rows)
            case _ if block.id:
                where = _link(f"sources/{source.id}.md", spot(block.id), block.id)
                yield f"\n{where} {without_marks(block.text)}"
        for note in model.annotations_at.get((source.id, block.id), ()) if block.id else ():
            if note.paragraph == block.id:
                yield _annotation(model, note)


def _annotation(model: Model, note: Annotation) -> str:
    evidence = "; ".join(
        _document(item)
        if isinstance(item, Document)
        else f"{model.source_by_id[item.source].short} {spot(item.paragraph)}"
        for item in note.evidence
    )
    return f"\n> {ANNOTATION_KINDS[note.kind]}: {model.places.plain(note.text, note.source)} ({evidence})"

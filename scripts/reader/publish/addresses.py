"""The promise that published addresses stay, kept in one lock file.

The lock lists every address and anchor that the site promises, for each digest with a fingerprint of what it said
when it was accepted: an edited digest is noticed, and one that now says what another paragraph said is refused.
It also names the data files the site rests on, so that a lost one is never taken for an empty one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader.content import text_file
from reader.content.plain_pages import Plain
from reader.content.problems import Problem, errors
from reader.content.records import Library
from reader.links.urls import Urls

NAME = "docs/data/addresses.lock"
_ACCEPT = "run scripts/check.py --accept"
_RESTORE = "restore it from version control"
_HEAD = (
    "# Every published address, each digest with its fingerprint. Written by scripts/check.py --accept, never by hand."
)
# Parts of pages that come and go with what there is to show: how they are called is promised, * is any id.
_PARTS = {
    "/": "top when disagree sources how-to-cite",
    "/about/changes/": "on-*",
    "/compare/": "matrix questions coverage",
    "/compare/*/": "question answers record near",
    "/glossary/": "letter-*",
    "/glossary/*/": "record in-* usage events see-also",
    "/sources/": "by-date side-by-side",
    "/sources/*/": "in-three-points how-to-read terms-in-* events-in-* positions cite",
    "/timeline/": "decade-*",
}
_LANES = 16  # of a sketch; each keeps one byte


@dataclass(frozen=True)
class Anchor:
    """One promised place: its address such as ``/sources/iina-2025/#p9``, what kind it is, what it says."""

    address: str
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Lock:
    """What was accepted: address -> fingerprints ("" for none; two after a merge), and the files it rests on.

    ``lines`` says on which line of the file an address is.
    """

    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)


def _url(page: str) -> str:
    return f"/{Urls().address(page)}"


def anchors(
    library: Library, pages: Collection[str] = (), plain: Iterable[Plain] = (), files: Iterable[str] = ()
) -> Iterator[Anchor]:
    """Yield everything that has an address for good.

    PAGES are the paths of the generated pages, PLAIN the hand-written ones, FILES the paths of published files.
    """
    moved, records = moves(library), {anchor.address: anchor for anchor in _records(library, pages)}
    drafts = {_url(f"sources/{source.id}.md") for source in library.sources if source.publish == "draft"}
    for address in map(_url, (*pages, *(one.path for one in plain))):
        if address not in records and address not in moved and address not in drafts:
            yield Anchor(address, "page")
    for one in plain:
        yield from (Anchor(f"{_url(one.path)}#{id}", "section") for id in one.anchors)
    yield from records.values()
    for page, parts in _PARTS.items():
        yield from (Anchor(f"{page}#{part}", "part") for part in parts.split())
    yield from (Anchor(f"/{path}", "data") for path in files if path == "llms.txt" or path.startswith("data/"))


def _records(library: Library, pages: Container[str]) -> Iterator[Anchor]:
    """Yield the address of every record and of what is numbered in it."""
    notes: dict[str, list[Anchor]] = {}
    for note in library.annotations:
        address = f"{_url(f'sources/{note.source}.md')}#{note.id}"
        notes.setdefault(note.source, []).append(Anchor(address, "annotation", note.text))
    for source in library.sources:
        if source.publish == "draft":
            continue
        page = _url(f"sources/{source.id}.md")
        yield Anchor(page, "source", source.title)
        for block in source.blocks:
            if block.id and block.kind != "list":
                yield Anchor(f"{page}#{block.id}", "section" if block.kind == "heading" else block.kind, block.text)
        yield from notes.get(source.id, ())
    for term in library.terms:
        page = _url(f"glossary/{term.id}.md")
        yield Anchor(page, "entry", term.definition)
        yield Anchor(f"{page}#mentions", "mentions")
    for event in library.events:
        yield Anchor(f"{_url('timeline.md')}#{event.id}", "event", event.text)
        if "timeline/record.md" in pages:
            yield Anchor(f"{_url('timeline/record.md')}#{event.id}", "section")
    for question in library.questions:
        yield Anchor(f"{_url('compare.md')}#{question.id}", "question", question.question)
        if f"compare/{question.id}.md" in pages:
            page = _url(f"compare/{question.id}.md")
            yield Anchor(page, "question", question.question)
            for source in library.sources:  # a silence has its place, too
                if source.publish != "draft" or question.position(source.id):
                    yield Anchor(f"{page}#{source.id}", "position")


def moves(library: Library) -> dict[str, str]:
    """Return old address -> address of what it became, for pages (whose anchors follow) and for single anchors."""
    found: dict[str, str] = {}
    for folder, records in (("sources", library.sources), ("glossary", library.terms), ("compare", library.questions)):
        for record in records:
            found |= {_url(f"{folder}/{old}.md"): _url(f"{folder}/{record.id}.md") for old in record.formerly}
    # page -> old anchor on it -> what it became
    anchors = [(f"sources/{source.id}.md", source.former_anchors) for source in library.sources]
    renamed = {old: source.id for source in library.sources for old in source.formerly}  # anchors of positions
    anchors += [(f"compare/{question.id}.md", renamed) for question in library.questions]
    anchors += [(f"sources/{note.source}.md", dict.fromkeys(note.formerly, note.id)) for note in library.annotations]
    for page, dated in (
        ("timeline.md", library.events),
        ("timeline/record.md", library.events),
        ("compare.md", library.questions),
    ):
        anchors += [(page, dict.fromkeys(one.formerly, one.id)) for one in dated]
    for page, became in anchors:
        found |= {f"{_url(page)}#{old}": f"{_url(page)}#{new}" for old, new in became.items()}
    return found


def resolve(address: str, now: Container[str], moved: Mapping[str, str]) -> str | None:
    """Return where ADDRESS leads: itself when it is there NOW, else what MOVED says it became; None when it is lost."""
    for _ in range(len(moved) + 2):
        if address in now:
            return address
        page, mark, anchor = address.partition("#")
        if address in moved:
            address = moved[address]
        elif page in moved:
            address = f"{moved[page]}{mark}{anchor}"
        else:
            return None
    return None


def read(docs: Path) -> tuple[Lock | None, list[Problem]]:
    """Return the lock of the folder DOCS (None when there is none) and what is wrong with the file."""
    path = docs / "data" / "addresses.lock"
    if not path.exists():
        return None, []
    text, problems = text_file.read(path, NAME)
    if errors(problems):
        return Lock(), problems
    found: dict[str, set[str]] = {}
    files: set[str] = set()
    lines: dict[str, int] = {}
    counts: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("# rests on: "):
            files.update(line.removeprefix("# rests on: ").split())
        elif match := re.fullmatch(r"# (\d+) addresses", line):
            counts.append(int(match[1]))
        elif match := re.fullmatch(r"(/\S*)(?: ([0-9a-f:]+))?", line):
            found.setdefault(match[1], set()).add(match[2] or "")
            lines.setdefault(match[1], number)
        elif line and not line.startswith("#"):
            problems.append(Problem(NAME, number, 1, f"'{line[:40]}' is not an address", "remove the line"))
    if not counts or len(found) < max(counts):
        wanted = f"{max(counts)} addresses" if counts else "a line '# N addresses'"
        fault = f"the file is not whole ({len(found)} addresses; there should be {wanted})"
        problems.append(Problem(NAME, 1, 1, fault, _RESTORE))
    return Lock({a: frozenset(marks) for a, marks in found.items()}, frozenset(files), lines), problems


def write(docs: Path, lock: Lock | None, now: Iterable[Anchor], rests_on: Iterable[str]) -> None:
    """Write the lock anew: everything in LOCK stays, NOW is added with its fingerprints."""
    marks = dict.fromkeys(lock.addresses if lock else (), "")
    marks |= {anchor.address: _mark(anchor) for anchor in now}
    head = [_HEAD, f"# rests on: {' '.join(sorted(rests_on))}", f"# {len(marks)} addresses"]
    lines = (f"{address} {mark}".rstrip() for address, mark in sorted(marks.items()))
    (docs / "data" / "addresses.lock").write_text("\n".join((*head, *lines)) + "\n", encoding="utf-8")


def problems(docs: Path, lock: Lock | None, now: Iterable[Anchor], library: Library) -> list[Problem]:
    """Return one problem for each promise that would be broken, and warnings about what is not promised yet."""
    if lock is None:
        fix = f"{_RESTORE}; a new reader starts one with scripts/check.py --new"
        return [Problem(NAME, 1, 1, "the list of published addresses is missing", fix)]
    if lost := sorted(name for name in lock.files if not (docs / "data" / name).exists()):
        return [
            Problem(f"docs/data/{name}", 1, 1, "the file is missing, but published pages rest on it", _RESTORE)
            for name in lost
        ]
    known = {anchor.address: anchor for anchor in now}
    moved = moves(library)
    fix = "bring it back, or name it under 'formerly' of what it became"
    found = [
        Problem(NAME, lock.lines[address], 1, f"the published address {address} is gone", fix)
        for address in lock.addresses
        if resolve(address, known, moved) is None
    ]
    found += _digests(lock, known.values(), library, moved)
    if new := sorted(known.keys() - lock.addresses.keys()):
        fault = f"{len(new)} new addresses are not locked yet, such as {new[0]}"
        found.append(Problem(NAME, 1, 1, fault, f"{_ACCEPT} before publishing", warning=True))
    return found


def _mark(anchor: Anchor) -> str:
    return fingerprint(anchor.text) if anchor.kind == "paragraph" else ""


def fingerprint(text: str) -> str:
    """Return what TEXT is recognised by: a hash of its words in order, and a sketch by which likeness is judged."""
    words = re.findall(r"\w+", text.lower())
    exact = hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]
    hashes = [hashlib.blake2b(word.encode(), digest_size=_LANES).digest() for word in {*words} if len(word) > 3]
    # MinHash (Broder 1997): two texts agree in as many lanes as they share of their words.
    sketch = bytes(min(lane) for lane in zip(*hashes, strict=True)) if hashes else bytes(_LANES)
    return f"{exact}:{sketch.hex()}"


def _likeness(a: str, b: str) -> float:
    """Return how much two fingerprints have in common, 0 to 1."""
    if a[:8] == b[:8]:
        return 1.0
    one, two = (bytes.fromhex(mark.partition(":")[2]) for mark in (a, b))
    return sum(x == y for x, y in zip(one, two, strict=False)) / _LANES


def _digests(lock: Lock, now: Iterable[Anchor], library: Library, moved: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each digest that moved to another number, and one warning about all that were edited.

    One that took in another, as MOVED says, may say what that one said.
    """
    lines = {f"{_url(f'sources/{s.id}.md')}#{b.id}": (s.path, b.line) for s in library.sources for b in s.paragraphs}
    stored: dict[str, list[tuple[str, str]]] = {}
    for address, marks in lock.addresses.items():
        stored.setdefault(address.partition("#")[0], []).extend((address, mark) for mark in marks if mark)
    edited = []
    for anchor in now:
        marks = lock.addresses.get(anchor.address, frozenset()) - {""}
        if anchor.kind != "paragraph" or not marks or (mark := fingerprint(anchor.text)) in marks:
            continue
        own = max(_likeness(mark, other) for other in marks)
        others = ((_likeness(mark, other), address) for address, other in stored[anchor.address.partition("#")[0]])
        apart = (other for other in others if anchor.address not in (other[1], moved.get(other[1])))
        like, address = max(apart, default=(0.0, ""))
        if like >= 0.5 and like > own + 0.2:
            id, other = anchor.address.partition("#")[2], address.partition("#")[2]
            fault = f"'{id}' now says what '{other}' said when it was published"
            yield Problem(*lines[anchor.address], 1, fault, "give the digest its own number back: numbers never move")
        else:
            edited.append(anchor.address)
    if edited:
        fault = f"{len(edited)} digests were edited since they were accepted, such as {edited[0]}"
        yield Problem(NAME, lock.lines[edited[0]], 1, fault, f"{_ACCEPT} when they are right", warning=True)


def summary(library: Library) -> str:
    """Return what the library holds, in one line."""
    paragraphs = sum(len(source.paragraphs) for source in library.sources)
    return (
        f"{len(library.sources)} sources with {paragraphs} paragraphs, {len(library.terms)} entries, "
        f"{len(library.events)} events, {len(library.annotations)} annotations, {len(library.questions)} questions"
    )

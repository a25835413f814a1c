"""What was published when: ``docs/data/releases.json`` keeps the words of the last release and every change since
the first, so that a reader of an old brief can see what a place said then."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from reader.content.problems import Problem

LABEL = "docs/data/releases.json"
KINDS = {kind: kind.capitalize() for kind in ("reworded", "moved", "split", "merged", "withdrawn")}


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happened to one address (from the site's root) on the day (ISO 8601) of a release.

    ``change`` is one of KINDS; ``now`` is where its words are today: several addresses after a split, none when it was
    withdrawn; ``was`` is what it said before.
    """

    date: str
    address: str
    change: str
    now: tuple[str, ...] = ()
    was: str | None = None


@dataclass(frozen=True, kw_only=True)
class Releases:
    """Every change, the newest first; the day of the last release ("" for none yet) and what every place said then."""

    changes: tuple[Change, ...] = ()
    date: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def read(docs: Path, problems: list[Problem]) -> Releases:
    """Return the releases of DOCS, none when there is no file; a damaged file is added to PROBLEMS."""
    try:
        stored = json.loads((docs / "data" / "releases.json").read_text(encoding="utf-8-sig"))
        changes = tuple(Change(**{**change, "now": tuple(change["now"])}) for change in stored["changes"])
        return Releases(changes=changes, date=stored["date"], texts=dict(stored["texts"]))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        problems.append(Problem(LABEL, 1, 1, f"not the file of releases ({error})", "restore it from version control"))
    return Releases()


def write(docs: Path, releases: Releases) -> None:
    """Write RELEASES to DOCS."""
    changes = [asdict(change) for change in releases.changes]
    stored = {"date": releases.date, "changes": changes, "texts": dict(sorted(releases.texts.items()))}
    text = json.dumps(stored, ensure_ascii=False, indent=0) + "\n"
    (docs / "data" / "releases.json").write_text(text, encoding="utf-8", newline="\n")


def release(old: Releases, now: Mapping[str, str], resolve: Callable[[str], str | None], date: str) -> Releases:
    """Return OLD with the release of DATE, when the places say what NOW says; RESOLVE tells what an address became."""
    if not old.date:  # the first release changes nothing
        return Releases(date=date, texts=dict(now))
    new = _changes(old.texts, now, resolve, date)
    return Releases(changes=(*new, *old.changes), date=date, texts=dict(now))


def _changes(
    old: Mapping[str, str], now: Mapping[str, str], resolve: Callable[[str], str | None], date: str
) -> Iterable[Change]:
    became = {address: resolve(address) for address in old if address not in now}
    targets = list(became.values())
    fresh = [address for address in now if address not in old]
    for address, was in sorted(old.items()):
        if address in now:
            if folded(was) == folded(now[address]):
                continue
            parts = tuple(other for other in fresh if _page(other) == _page(address) and _taken(now[other], was))
            kind = "split" if parts else "reworded"
            yield Change(date=date, address=address, change=kind, now=(address, *parts), was=was)
        elif target := became[address]:
            merged = targets.count(target) > 1 or target in old
            yield Change(date=date, address=address, change="merged" if merged else "moved", now=(target,), was=was)
        else:
            yield Change(date=date, address=address, change="withdrawn", was=was)


def folded(text: str) -> str:
    """Return TEXT as it is compared: compatibility forms folded, white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _page(address: str) -> str:
    return address.partition("#")[0]


def _taken(part: str, whole: str) -> bool:
    """Tell whether most words of PART come from WHOLE: it was split off."""
    words = {word for word in re.findall(r"\w+", part.lower()) if len(word) > 3}
    return bool(words) and len(words & set(re.findall(r"\w+", whole.lower()))) >= 0.7 * len(words)

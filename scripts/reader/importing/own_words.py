"""The promise that no sentence of an article is in the repository, checked whenever copies are at hand.

A run of more than eight consecutive words of an article's paragraphs is a repetition. Titles of works,
notes, references and table rows are facts and are left out of the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LONGEST = 8
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TEXT = {
    ".md", ".yml", ".yaml", ".json", ".txt", ".html", ".py", ".toml", ".js", ".css", ".csv", ".bib", ".ris", ".ics",
    ".lock",
}  # fmt: skip


def words(text: str) -> Iterator[tuple[str, int]]:
    """Yield (word, line) of TEXT in order; lower case, possessive marks dropped, lines from 1."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _WORD.finditer(line):
            yield re.sub(r"['’]s$", "", match.group().lower()), number


def runs(articles: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, ...], str]:
    """Return every run of nine words of the numbered paragraphs -> where it is."""
    found: dict[tuple[str, ...], str] = {}
    for source, texts in articles.items():
        for block, text in texts.items():
            if block[0] == "p" and block[1:].isdigit():
                tokens = [word for word, _ in words(text)]
                for start in range(len(tokens) - LONGEST):
                    found.setdefault(tuple(tokens[start : start + LONGEST + 1]), f"{source} {block}")
    return found


def repetitions(text: str, name: str, known: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    """Yield one line for each repetition in TEXT, called NAME."""
    tokens = list(words(text))
    reported = -LONGEST
    for start in range(len(tokens) - LONGEST):
        run = tuple(word for word, _ in tokens[start : start + LONGEST + 1])
        if run in known:
            if start > reported + 1:
                where = f"{name}:{tokens[start][1]}:1"
                yield f"{where}: '{' '.join(run)} …' is also in {known[run]}; put it in your own words"
            reported = start


def report(paths: Iterable[Path], articles: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return every repetition of ARTICLES in the text files PATHS."""
    known = runs(articles)
    return [
        line
        for path in paths
        if path.suffix in _TEXT and path.is_file()
        for line in repetitions(path.read_text(encoding="utf-8", errors="replace"), str(path), known)
    ]

"""What our digests measure: length beside the article, sentences, readability, and words shared with the paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from reader.content.note_marks import without_marks
from reader.content.records import Source
from reader.copies.characters import words
from reader.copies.recognise import Article

SHARE, MEAN, LONGEST, SENTENCES = 0.65, 20, 35, 5  # the bounds: of the article; words a sentence; sentences a digest

_SPOKEN = re.compile(r"\w[\w’'-]*")  # a word as a reader counts it: U.S.-led is two, ground-launched is one
_FULL_STOP = re.compile(r"\b(U\.S|U\.K|Md|Dr|Mr|Gen|No|pp?|vol)\.", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])[”\"']?\s+(?=[A-Z0-9“\"])")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Figures:
    """The digests of one source, measured. ``share`` and ``pairs`` are None without what they are held against."""

    words: int
    mean: float
    longest: int
    most: int  # sentences of the digest that has most
    grade: float  # Flesch-Kincaid
    share: float | None = None  # of the article's words
    pairs: float | None = None  # share of pairs of neighbouring words that occur in the paragraph too


def sentences(text: str) -> list[list[str]]:
    """Return the sentences of TEXT, each as a list of its words; note marks are not words."""
    parts = _END.split(_FULL_STOP.sub(r"\1", without_marks(text)))
    return [found for part in parts if (found := _SPOKEN.findall(part))]


def measure(source: Source, stored: Mapping[str, Mapping], article: Article | None = None) -> Figures:
    """Measure the digests of SOURCE: beside the counts STORED in fingerprints.json, and beside ARTICLE if at hand."""
    digests = {block.id: block.text for block in source.paragraphs}
    by_digest = [sentences(text) for text in digests.values()]
    lengths = [len(sentence) for found in by_digest for sentence in found]
    total = sum(lengths)
    syllables = sum(_syllables(word) for found in by_digest for sentence in found for word in sentence)
    counted = [stored[id]["words"] for id in digests if id in stored]
    pairs = [] if article is None else [_known(text, article.texts[id]) for id, text in digests.items()]
    return Figures(
        words=total,
        mean=total / len(lengths),
        longest=max(lengths),
        most=max(map(len, by_digest)),
        grade=0.39 * total / len(lengths) + 11.8 * syllables / total - 15.59,
        # Both sides are counted in the same way, hyphens parting words, so that no copy is needed.
        share=sum(len(words(text)) for text in digests.values()) / sum(counted) if counted else None,
        pairs=sum(known for known, _ in pairs) / sum(all_ for _, all_ in pairs) if pairs else None,
    )


def longer(source: Source, stored: Mapping[str, Mapping]) -> list[str]:
    """Return the paragraphs of SOURCE whose digest has as many words as the paragraph, or more."""
    return [b.id for b in source.paragraphs if b.id in stored and len(words(b.text)) >= stored[b.id]["words"]]


def _syllables(word: str) -> int:
    """Count the syllables of WORD, roughly: groups of vowels, without a mute e at the end; a number counts as one."""
    groups = _VOWELS.findall(word.casefold())
    mute = len(groups) > 1 and re.search(r"[^aeiouyl]e$", word.casefold())
    return max(1, len(groups) - bool(mute))


def _known(digest: str, paragraph: str) -> tuple[int, int]:
    """Return how many pairs of neighbouring words of DIGEST occur in PARAGRAPH, and how many it has."""
    theirs = set(pairwise(words(paragraph)))
    ours = list(pairwise(words(digest)))
    return sum(pair in theirs for pair in ours), len(ours)

"""Texts by path, each made anew when it is asked for: all those of a large site together do not fit into the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping


class Texts(Mapping[str, str]):
    """Path -> text, from path -> what makes the text."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]):
        self._makers = dict(makers)

    def __getitem__(self, path: str) -> str:
        return self._makers[path]()

    def __contains__(self, path: object) -> bool:
        return path in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __or__(self, other: Texts) -> Texts:
        return Texts({**self._makers, **other._makers})

    def only(self, wanted: Callable[[str], bool]) -> Texts:
        """Return those whose path is WANTED."""
        return Texts({path: make for path, make in self._makers.items() if wanted(path)})

    def also(self, names: Mapping[str, str]) -> Texts:
        """Return these and, under each other path in NAMES, the text of the path that it stands for."""
        return self | Texts({other: self._makers[path] for other, path in names.items()})

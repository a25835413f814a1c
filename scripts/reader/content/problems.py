"""Failures as values: what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file; prints as ``file:line:column: problem; fix``.

    Lines and columns count from 1. A ``warning`` is reported but stops nothing.
    """

    path: str
    line: int
    column: int
    problem: str
    fix: str
    warning: bool = False

    def __str__(self) -> str:
        mark = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.problem}; {self.fix}"


class InvalidContent(Exception):
    """Raised once, with every problem, when the content cannot become a site."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that must stop a build."""
    return [problem for problem in problems if not problem.warning]

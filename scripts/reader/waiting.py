"""Pages and files that wait to be written: a build writes all, one at a time; a server those it is asked for."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

Answer = Callable[[dict, Any], Iterable[bytes]]  # an application as the WSGI has it


class Waiting:
    """What is to be written, by its place in the folder of the site."""

    def __init__(self) -> None:
        self.write: dict[str, Callable[[], None]] = {}
        self._open: list[str] = []  # what is being answered: a rebuild empties the folder under it
        self._held = RLock()

    def all(self) -> None:
        """Write everything."""
        while self.write:
            self.asked(next(iter(self.write)))

    def asked(self, path: str) -> None:
        """Write what PATH below the root of the site leads to, if it still waits; what fails goes on waiting."""
        for place in (path, posixpath.join(path, "index.html")):
            if place in self.write:
                with self._held:
                    try:
                        self.write.get(place, _nothing)()
                    except Exception as error:
                        error.add_note(f"while {place} was made")
                        raise
                    self.write.pop(place, None)

    def before(self, answer: Answer, root: str) -> Answer:
        """Return the application ANSWER, for a site at ROOT, but what is asked for is written before it answers."""

        def prepared(environ: dict, start_response: Any) -> Iterable[bytes]:
            path = _below(root, environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore"))
            self._open.append(path)
            try:
                self.asked(path)
                return answer(environ, start_response)
            except Exception as error:
                logging.getLogger(__name__).exception(path)
                start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
                return [f"{path} could not be made: {error}\n".encode()]
            finally:
                self._open.remove(path)

        return prepared

    def holding(self, build: Callable[[], None]) -> Callable[[], None]:
        """Return BUILD, which fills the folder anew, but nothing is written beside it, and then what was asked for."""

        def alone() -> None:
            with self._held:
                build()
                for path in [*self._open]:
                    self.asked(path)

        return alone


def _nothing() -> None:
    """Write nothing: another request has done it."""


def _below(root: str, path: str) -> str:
    """Return PATH as a place below ROOT, by the rules of the server of MkDocs."""
    if not f"{path}/".startswith(root):
        return path
    place = path[len(root) :] + ("index.html" if path.endswith("/") else "")
    return posixpath.normpath(f"/{place}").lstrip("/")

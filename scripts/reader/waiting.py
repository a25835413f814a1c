"""Pages and files that wait to be written: a build writes all, one at a time; a server those it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

Answer = Callable[[dict, Any], Iterable[bytes]]  # an application as the WSGI has it


class Waiting:
    """What is to be written, by its place in the folder of the site."""

    def __init__(self) -> None:
        self.write: dict[str, Callable[[], None]] = {}
        self._held = RLock()

    def all(self) -> None:
        """Write everything."""
        while self.write:
            self.asked(next(iter(self.write)))

    def asked(self, address: str) -> None:
        """Write what ADDRESS below the root of the site leads to, if it still waits; what fails goes on waiting."""
        for place in (address, f"{address}index.html", f"{address}/index.html"):
            if place in self.write:
                self.write[place]()
                del self.write[place]

    def before(self, answer: Answer, root: str) -> Answer:
        """Return the application ANSWER, for a site at ROOT, but what is asked for is written before it answers."""

        def prepared(environ: dict, start_response: Any) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            with self._held:
                self.asked(path.removeprefix(root))
            return answer(environ, start_response)

        return prepared

    def holding(self, build: Callable[[], None]) -> Callable[[], None]:
        """Return BUILD, which fills the folder anew, but nothing is written beside it."""

        def alone() -> None:
            with self._held:
                build()

        return alone

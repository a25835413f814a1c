"""Make sure the packages are there: on first use a virtual environment in ``.venv``, then straight on.

Needs nothing but Python's standard library. A script calls ``ensure()`` before it imports anything else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
RUN, TEST = "requirements.txt", "tests/requirements.txt"


def ensure(*names: str) -> None:
    """Continue in ``.venv`` with the pinned packages of the requirement files NAMES installed.

    Installs only when a file has changed since the last time. Exits with pip's status when it fails.
    """
    names = names or (RUN,)
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    home = ROOT / ".venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with only_one(home, "Another run is installing packages; waiting for it."):
        _install(home, python, names)
    if Path(sys.prefix).resolve() != home.resolve():
        # A child, not exec: on Windows exec would hand the console back while the child still runs.
        command = [python, *sys.argv]
        if os.name == "nt":
            sys.exit(subprocess.call(command))
        os.execv(python, [str(part) for part in command])


def tells_problems(main: Callable[..., int]) -> Callable[..., int]:
    """Have MAIN print the problems of the content that stop it, and return 1."""

    @functools.wraps(main)
    def told(*arguments: list[str] | None) -> int:
        from reader.content.problems import InvalidContent  # the packages may not be there before

        try:
            return main(*arguments)
        except InvalidContent as error:
            print(error, file=sys.stderr)
            return 1

    return told


@contextlib.contextmanager
def only_one(what: Path, busy: str) -> Iterator[None]:
    """Hold the lock of the folder WHAT; say BUSY and wait while another process has it, however that one ends."""
    name = f"reader-{hashlib.sha256(str(what).encode()).hexdigest()[:16]}.lock"
    with open(Path(tempfile.gettempdir()) / name, "a+b") as file:
        try:
            _lock(file, wait=False)
        except OSError:
            print(busy, file=sys.stderr, flush=True)
            _lock(file, wait=True)
        yield


def _lock(file, *, wait: bool) -> None:
    """Lock FILE; without WAIT raise OSError when somebody else has it."""
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _install(home: Path, python: Path, names: tuple[str, ...]) -> None:
    """Make the environment HOME when there is none that works, and install what has changed in the files NAMES."""
    stamped = any(home.glob("installed-*"))
    if not python.exists() or not (stamped or _works(python)):
        print("Making .venv anew: it does not work" if home.exists() else "First run: making .venv", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        _make(home)
    for name in names:
        digest = f"{sys.version_info[:2]} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"
        stamp = home / f"installed-{name.replace('/', '-')}"
        if not stamp.exists() or stamp.read_text() != digest:
            print(f"Installing the packages of {name} into .venv", flush=True)
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            if status := subprocess.call([*pip, "--require-hashes", "--requirement", ROOT / name]):
                sys.exit(status)
            stamp.write_text(digest)


def _works(python: Path) -> bool:
    """Say whether PYTHON runs and has pip; a first run that was killed leaves one without."""
    try:
        return subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _make(home: Path) -> None:
    """A virtual environment with pip; when that fails or is interrupted, no half of one stays behind."""
    try:
        venv.create(home, with_pip=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(home, ignore_errors=True)
        sys.exit("This Python came without ensurepip, so no environment can be made (Debian: install python3-venv).")
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise

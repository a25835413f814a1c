"""Make sure the packages are there: on first use a virtual environment in ``.venv``, then straight on.

Needs nothing but Python's standard library. A script calls ``ensure()`` before it imports anything else.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
    if not python.exists():
        print("First run: making .venv", flush=True)
        _make(home)
    for name in names:
        digest = f"{sys.version_info[:2]} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"
        stamp = home / f"installed-{name.replace('/', '-')}"
        if not stamp.exists() or stamp.read_text() != digest:
            print(f"Installing the packages of {name} into .venv", flush=True)
            command = [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "--requirement",
                ROOT / name,
            ]
            if status := subprocess.call(command):
                sys.exit(status)
            stamp.write_text(digest)
    if Path(sys.prefix).resolve() != home.resolve():
        # A child, not exec: on Windows exec would hand the console back while the child still runs.
        command = [python, *sys.argv]
        if os.name == "nt":
            sys.exit(subprocess.call(command))
        os.execv(python, [str(part) for part in command])


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

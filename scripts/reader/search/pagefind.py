"""The index in chunks for a site too large for one file: Pagefind over the built pages, when it is wanted."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from reader.content.problems import Problem

IGNORED = ".crumb, .source-head, .source-guide, .margin, .num, button"  # what is not a paragraph


def missing() -> list[Problem]:
    """Return what to do when Pagefind is not installed, else nothing."""
    if find_spec("pagefind") and find_spec("pagefind_bin"):
        return []
    fix = f"{sys.executable} -m pip install 'pagefind[bin]>=1.5', or take the setting out"
    return [Problem("mkdocs.yml", 1, 1, "'search: pagefind' needs Pagefind, which is not installed", fix)]


def index(folder: Path) -> str:
    """Write the index of the site in FOLDER to its ``pagefind``; return what went wrong, or ""."""
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--exclude-selectors", IGNORED, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"Pagefind failed: {done.stderr.strip() or done.stdout.strip()}" if done.returncode else ""

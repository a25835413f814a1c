"""python3 scripts/build.py [--edition guide] [--offline] [--out DIR]: build the site into a folder.

The site is built beside the old one and takes its place only when everything was right, so bad
input, a broken link or an interruption leaves the last good site untouched.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap

bootstrap.ensure()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--edition",
        choices=("guide", "auto"),
        default="auto",
        help="guide: leave copies of the articles out even when they are there",
    )
    parser.add_argument("--offline", action="store_true", help="a site that works from file://")
    parser.add_argument("--out", type=Path, help="default: site, or site-offline")
    options = parser.parse_args()
    out = (options.out or bootstrap.ROOT / ("site-offline" if options.offline else "site")).resolve()
    if out.exists() and any(out.iterdir()) and not (out / "data" / "sources.json").exists():
        print(f"{out.name} is not a site of this reader; name another folder, or empty it.", file=sys.stderr)
        return 1
    fresh, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    if options.edition == "guide":
        environment["READER_EDITION"] = "guide"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
    command += ["--no-directory-urls"] if options.offline else []
    try:
        status = subprocess.call(command, cwd=bootstrap.ROOT, env=environment)
        if status:
            print(f"Nothing was changed in {out.name}.", file=sys.stderr)
            return status
        swap(fresh, out, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"The site is in {out.name}/")
    return 0


def swap(fresh: Path, out: Path, old: Path) -> None:
    """Put FRESH in the place of OUT; when that fails, OUT is as it was."""
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

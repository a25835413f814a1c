"""python3 scripts/build.py [--edition guide] [--offline | --zip] [--out DIR]: build the site into a folder.

The site is built beside the old one and takes its place only when everything was right, so bad
input, a broken link or an interruption leaves the last good site untouched. Of two builds into the
same folder the second waits for the first. A folder that holds anything else is never replaced.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import settings

FIRST = "index.html"  # what a reader of the offline site opens
OWN = ".reader-site"  # in a finished site: what this script wrote there, one path a line
PACKED = b"scripts/build.py --zip"  # the comment of a ZIP of ours
NO_ADDRESS = """
*** No public address is configured. Links and citations that readers copy carry the address they are reading at;
*** there are no canonical links, no sitemap, and 404.html only looks right at the root of a host.
*** Before you publish: SITE_URL=https://your.host/path/ python3 scripts/build.py, or site_url in mkdocs.yml."""


@bootstrap.tells_problems
def main(arguments: list[str] | None = None) -> int:
    """Build the site; return 0, or what went wrong as an exit status with its reason on the console."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    guide = "guide: leave copies of the articles out even when they are there"
    parser.add_argument("--edition", choices=("guide", "auto"), default="auto", help=guide)
    parser.add_argument("--offline", action="store_true", help="a site that works from file://")
    parser.add_argument("--zip", action="store_true", help="the offline site as one file to pass on")
    parser.add_argument("--out", type=Path, help="default: site_dir of mkdocs.yml, or site; site-offline")
    options = parser.parse_args(arguments)
    options.offline |= options.zip
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    if options.edition == "guide":
        environment["READER_EDITION"] = "guide"
    config = settings.written(bootstrap.ROOT / "mkdocs.yml")
    chosen = settings.read(config, environment)
    usual = "site-offline" if options.offline else config.get("site_dir") or "site"
    out = (options.out or bootstrap.ROOT / usual).resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with bootstrap.only_one(out, f"Another build is writing {out.name}; waiting for it."):
            restore(out)
            if reason := foreign(out) or (options.zip and foreign_zip(_zip(out))):
                print(f"{reason} Nothing was changed.", file=sys.stderr)
                return 1
            status = build(out, options, environment)
    except KeyboardInterrupt:
        print(f"\nInterrupted. Nothing was changed in {out.name}.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{error.filename or out}: {error.strerror}. {state(out)}", file=sys.stderr)
        return 1
    if not status and not chosen.url:
        print(NO_ADDRESS, file=sys.stderr)
    return status


def build(out: Path, options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Build into a folder of our own beside OUT and, when all is right, put it in OUT's place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
    fresh = work / "new"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
    command += ["--no-directory-urls"] if options.offline else []
    try:
        if status := subprocess.call(command, cwd=bootstrap.ROOT, env=environment):
            print(state(out), file=sys.stderr)
            return status
        files = sorted(path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file())
        (fresh / OWN).write_text("".join(f"{name}\n" for name in files), encoding="utf-8")
        if options.zip:
            pack(fresh, out.name, work / "zip")
        swap(fresh, out, work / "old")
        if options.zip:
            (work / "zip").replace(_zip(out))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"The site is in {out.name}/")
    if options.zip:
        packed = _zip(out)
        print(f"{packed.name}: {packed.stat().st_size / 1e6:.1f} MB; unpack it and open {packed.stem}/{FIRST}")
    return 0


def pack(site: Path, name: str, target: Path) -> None:
    """Put the folder SITE, called NAME, into one ZIP file TARGET, what a reader opens first in front."""
    files = sorted((path for path in site.rglob("*") if path.is_file()), key=lambda path: (path != site / FIRST, path))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = PACKED
        for path in files:
            if path.name != OWN:
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(site).as_posix()}")  # dated 1980: no clock
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(entry, path.read_bytes())


def _zip(out: Path) -> Path:
    return out.with_name(f"{out.name}.zip")


def foreign_zip(path: Path) -> str:
    """Return why the file PATH must not be replaced, or "" when it is missing or a ZIP of ours."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if packed.comment == PACKED:
                return ""
    return f"{path.name} was not written by this script; move it away." if path.exists() else ""


def _prefix(out: Path) -> str:
    return f".{out.name}.reader-build-"


def restore(out: Path) -> None:
    """Tidy up after a build of OUT that was killed: a site it had moved aside goes back. Call with the lock held."""
    for work in sorted(out.parent.glob(f"{_prefix(out)}*")) if out.parent.is_dir() else ():
        if {path.name for path in work.iterdir()} <= {"new", "old", "zip"}:
            if (work / "old").exists() and not out.exists():
                (work / "old").rename(out)
                print(f"An earlier build was killed; its last good site is back in {out.name}.", file=sys.stderr)
            shutil.rmtree(work, ignore_errors=True)


def foreign(out: Path) -> str:
    """Return why OUT must not be replaced, or "" when everything in it is a site of ours."""
    if not out.exists():
        return ""
    if not out.is_dir():
        return f"{out.name} is a file; name a folder."
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir() or path.is_symlink()}
    if not there:
        return ""
    if (out / OWN).exists():
        strange = there - set((out / OWN).read_text(encoding="utf-8").splitlines()) - {OWN}
    elif (out / "data" / "sources.json").exists():  # built before there was a list, or when it had another name
        strange = {name for name in there if name == "CNAME" or (name[0] == "." and name != ".reader-files")}
    else:
        return f"{out.name} is not a site of this reader; name another folder, or empty it."
    strange = {name.split("/")[0] if name.startswith(".") else name for name in strange}
    shown = ", ".join(sorted(strange)[:3]) + (" …" if len(strange) > 3 else "")
    return f"{out.name} holds files that no build put there ({shown}); move them away." if strange else ""


def swap(fresh: Path, out: Path, old: Path) -> None:
    """Put FRESH in the place of OUT, which goes to OLD; when that fails, OUT is as it was."""
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise


def state(out: Path) -> str:
    """Return what a failed build left in OUT, in words."""
    return f"Nothing was changed in {out.name}." if out.exists() else f"There is no site in {out.name}."


if __name__ == "__main__":
    sys.exit(main())

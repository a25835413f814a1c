"""python3 scripts/pins.py [--upgrade]: write requirements.txt and tests/requirements.txt anew from pyproject.toml.

Every package is pinned with the hashes of all its files, for every platform and Python from 3.11 on. Pins that still
fit stay; ``--upgrade`` takes the newest versions. Packages come from the index that pip is set up with, and no address
of an index is written.
"""

import argparse
import re
import subprocess
import sys

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

UV = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]


def main() -> int:
    """Resolve both files; return uv's status when it fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    options = parser.parse_args()
    run, test = bootstrap.ROOT / bootstrap.RUN, bootstrap.ROOT / bootstrap.TEST
    upgrade = ["--upgrade"] if options.upgrade else []
    if status := resolve(run, upgrade) or resolve(test, ["--all-extras", "--constraint", str(run), *upgrade]):
        return status
    # What the reader itself needs is pinned in the first file; the second adds to it.
    known = set(packages(run.read_text(encoding="utf-8")))
    added = {name: pin for name, pin in packages(test.read_text(encoding="utf-8")).items() if name not in known}
    test.write_text("".join(added.values()), encoding="utf-8", newline="\n")
    print(f"{len(known)} packages in {bootstrap.RUN}, {len(added)} more in {bootstrap.TEST}")
    return 0


def resolve(path, options: list[str]) -> int:
    """Have uv write PATH; return its status."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    index = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    command = [sys.executable, "-m", *UV, *PLAIN, *(["--index-url", index] if index else []), *options]
    return subprocess.call([*command, "--output-file", str(path), "pyproject.toml"], cwd=bootstrap.ROOT)


def packages(text: str) -> dict[str, str]:
    """Return name -> its pin with hashes, for each package of the requirements file TEXT."""
    pins = re.findall(r"^\S.*\n(?:[ \t].*\n)*", text, re.MULTILINE)
    return {re.split(r"[=\[ ;@]", pin, maxsplit=1)[0]: pin for pin in pins}


if __name__ == "__main__":
    sys.exit(main())

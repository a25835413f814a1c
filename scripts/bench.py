"""python3 scripts/bench.py [--articles N] [--runs N]: build time and memory beside plain Material.

Both sites are built in turn, in one run on one machine; compare the ratio, not the seconds. Plain Material gets
the same digests as plain pages and the glossary as one page, with its own search, and no other extra.
``--articles N`` adds N synthetic articles and up to 1,000 synthetic terms to both.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline

PLAIN = """site_name: Plain
site_url: https://example.org/
theme: {name: material, font: false, features: [navigation.prune]}
plugins: [search]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        copy_project(ours)
        synthetic(ours, options.articles)
        plain_site(ours / "docs", plain)
        results = {"plain Material": [], "this reader": []}
        for run in range(options.runs + 1):  # the first warms up and does not count
            for label, folder in (("plain Material", plain), ("this reader", ours)):
                seconds = timed(folder)
                if run:
                    results[label].append(seconds)
                print(f"run {run}: {label} {seconds:.2f} s", flush=True)
    base, mine = (statistics.median(values) for values in results.values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"median of {options.runs}: plain {base:.2f} s, ours {mine:.2f} s, ratio {mine / base:.2f}; largest process {peak:.0f} MB"
    )


def copy_project(folder: Path) -> None:
    ignore = shutil.ignore_patterns(".git", ".venv", "site", "site-offline", "__pycache__", ".cache", "tests")
    shutil.copytree(bootstrap.ROOT, folder, ignore=ignore)


def timed(folder: Path) -> float:
    environment = {**os.environ, "READER_EDITION": "guide", "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def synthetic(project: Path, articles: int) -> None:
    """Invented articles of about 14.5 kB and invented terms, the same every time."""
    if not articles:
        return
    rng = random.Random(1)
    names = [
        f"{rng.choice('BDFGKLMNPRSTV')}{rng.choice('aeiou')}{rng.choice('lmnrst')}{rng.choice('aeiou')}{n:03d}"
        for n in range(1000)
    ]
    filler = [
        "harbour",
        "lamp",
        "signal",
        "treaty",
        "island",
        "council",
        "vessel",
        "patrol",
        "letter",
        "winter",
        "northern",
        "meeting",
        "budget",
    ]
    glossary = project / "docs/data/glossary.yml"
    with glossary.open("a", encoding="utf-8") as file:
        for n, name in enumerate(names):
            file.write(f'- id: zz-{n:04d}\n  term: "{name}"\n  kind: concept\n  definition: "Invented term {n}."\n')
    head = (project / "docs/sources/hudson-2024.md").read_text(encoding="utf-8").split("\n---\n")[0]
    for n in range(articles):
        id = f"zz-{n:04d}"
        body = []
        for p in range(1, 31):
            words = [rng.choice(names) if rng.random() < 0.06 else rng.choice(filler) for _ in range(68)]
            body.append(f"{{#p{p}}} {' '.join(words).capitalize()}.")
        matter = head.replace("id: hudson-2024", f"id: {id}").replace("publish: guide", "publish: draft")
        text = f"{matter}\n---\n\n## Text {{#text .ours}}\n\n" + "\n\n".join(body) + "\n"
        (project / f"docs/sources/{id}.md").write_text(text, encoding="utf-8")
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("not_in_nav: |", "not_in_nav: |\n  /sources/zz-*"),
        encoding="utf-8",
    )


def plain_site(docs: Path, folder: Path) -> None:
    """The same words as a plain Material site."""
    library, _ = pipeline.read(docs)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Plain\n", encoding="utf-8")
    for source in library.sources:
        lines = [f"# {source.title}"]
        for block in source.blocks:
            lines.append(f"{'#' * block.level} {block.text}" if block.kind == "heading" else block.text)
        (folder / f"docs/{source.id}.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    entries = [f"## {term.label}\n\n{term.definition}" for term in library.terms]
    (folder / "docs/glossary.md").write_text("# Glossary\n\n" + "\n\n".join(entries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

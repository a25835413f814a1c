"""python3 scripts/bench.py [--articles N] [--terms N] [--runs N]: CPU time and memory of a build beside plain Material.

Both sites are built in turn, in one run on one machine; compare the ratio, not the seconds. Plain Material gets
the same digests as plain pages (in folders of fifty, so that its menu stays small) and the glossary as one page, with
its own search and no other extra. ``--articles N`` adds N invented articles with ``--terms`` invented entries, an
event and an annotation for each article, to both.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
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
FILLER = ["harbour", "lamp", "signal", "treaty", "island", "council", "vessel", "patrol", "letter", "winter", "meeting"]
# Runs a build and prints what it took: CPU seconds, and the most memory in MB.
MEASURE = """
import json, resource, subprocess, sys
subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def main() -> None:
    """Build both sites in turn and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        ignore = shutil.ignore_patterns(".git", ".venv", "site", "site-offline", "__pycache__", ".cache", "tests")
        shutil.copytree(bootstrap.ROOT, ours, ignore=ignore)
        if options.articles:
            invent(ours, options.articles, options.terms)
        # Lock the new addresses and store the citations, as an editor would: neither is part of a build.
        subprocess.run([sys.executable, "scripts/check.py", "--accept"], cwd=ours, check=True, capture_output=True)
        plain_site(ours / "docs", plain)
        results: dict[str, list[list[float]]] = {"plain Material": [], "this reader": []}
        for run in range(options.runs + 1):  # the first warms up and does not count
            for label, folder in (("plain Material", plain), ("this reader", ours)):
                taken = measured(folder)
                if run:
                    results[label].append(taken)
                print(f"run {run}: {label} {taken[0]:.2f} s CPU, {taken[1]:.0f} MB", flush=True)
    (base, base_memory), (mine, memory) = (
        [statistics.median(column) for column in zip(*runs, strict=True)] for runs in results.values()
    )
    print(f"median of {options.runs}: plain {base:.2f} s CPU, {base_memory:.0f} MB; ours {mine:.2f} s, {memory:.0f} MB")
    print(f"ratio {mine / base:.2f}")


def measured(folder: Path) -> list[float]:
    """Return the CPU seconds and the peak memory in MB of one build of FOLDER."""
    environment = {**os.environ, "READER_EDITION": "guide", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def invent(project: Path, articles: int, terms: int) -> None:
    """Add ARTICLES invented articles of about 14.5 kB and TERMS invented entries, the same every time."""
    chance = random.Random(1)
    pick = lambda letters: chance.choice(letters)  # noqa: E731
    names = [
        f"{pick('BDFGKLMNPRSTV')}{pick('aeiou')}{pick('lmnrst')}{pick('aeiou')}{n:04d}" for n in range(max(1, terms))
    ]
    data = project / "docs" / "data"
    with (data / "glossary.yml").open("a", encoding="utf-8") as file:
        for n, name in enumerate(names[:terms]):
            file.write(f'- id: zz-{n:05d}\n  term: "{name}"\n  kind: concept\n  definition: "Invented term {n}."\n')
    template = (project / "docs/sources/hudson-2024.md").read_text(encoding="utf-8").split("\n---\n")[0]
    events, notes = [], []
    for n in range(articles):
        id, body = f"zz-{n:04d}", []
        for p in range(1, 31):
            words = [chance.choice(names) if chance.random() < 0.06 else chance.choice(FILLER) for _ in range(68)]
            body.append(f"{{#p{p}}} {words[0][0].upper()}{' '.join(words)[1:]}.")
        matter = template.replace("id: hudson-2024", f"id: {id}").replace("short: Hudson 2024", f"short: Invented {n}")
        text = f"{matter}\n---\n\n## Text {{#text .ours}}\n\n" + "\n\n".join(body) + "\n"
        (project / f"docs/sources/{id}.md").write_text(text, encoding="utf-8")
        events.append(
            f'- id: zz-{n:04d}\n  date: "2030-12-{n % 28 + 1:02d}"\n  title: "Invented {n}"\n  text: "Something."\n'
            f"  themes: [partnership]\n  cites: [{{source: {id}, paragraph: p1}}]\n"
        )
        notes.append(
            f'- id: zz-note-{n:04d}\n  source: {id}\n  paragraphs: [p2]\n  kind: slip\n  text: "A note."\n'
            f'  evidence: [{{source: {id}, paragraph: p3}}]\n  checked: "2025-12-01"\n'
        )
    for name, added in (
        ("timeline", sorted(events, key=lambda e: (e.split('date: "')[1][:10], e))),
        ("annotations", notes),
    ):
        with (data / f"{name}.yml").open("a", encoding="utf-8") as file:
            file.writelines(added)
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("not_in_nav: |", "not_in_nav: |\n  /sources/zz-*")
    settings.write_text(text, encoding="utf-8")


def plain_site(docs: Path, folder: Path) -> None:
    """Write the same words as a plain Material site to FOLDER."""
    library, _ = pipeline.read(docs)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Plain\n", encoding="utf-8")
    for place, source in enumerate(library.sources):
        lines = [f"# {source.title}"]
        for block in source.blocks:
            lines.append(f"{'#' * block.level} {block.text}" if block.kind == "heading" else block.text)
        path = folder / f"docs/part-{place // 50 + 1}" / f"{source.id}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    entries = [f"## {term.label}\n\n{term.definition}" for term in library.terms]
    (folder / "docs/glossary.md").write_text("# Glossary\n\n" + "\n\n".join(entries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""python3 scripts/bench.py [--plain KIND] [--articles N] [--serve]: what a build costs, beside plain Material.

Both sites are built in turn, in one run on one machine, in memory where the system has a disk there: compare the
ratio of CPU seconds, not the seconds. ``--articles N`` adds N invented articles to both, with ``--terms`` entries that
they use, an event and an annotation each, and a question for every fifty. Plain Material gets its own search and

    few      the same digests, the glossary and the timeline as plain pages, all in one folder;
    pruned   these pages in folders of fifty, with navigation.prune, so that its menu stays small;
    same     a page for each page of ours, with its words in plain paragraphs.

``--serve`` times ``mkdocs serve`` instead, from the moment a definition is saved until its page has it.
"""

import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from html import unescape
from pathlib import Path

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure()

from reader import pipeline, settings
from reader.cite import citations

ENVIRONMENT = {**os.environ, "READER_EDITION": "guide", "NO_MKDOCS_2_WARNING": "1"}
PLAIN = "site_name: Plain\nsite_url: https://example.org/\ntheme: {name: material, font: false}\nplugins: [search]\n"
FILLER = ["harbour", "lamp", "signal", "treaty", "island", "council", "vessel", "patrol", "letter", "winter", "meeting"]
# Runs a build and prints what it took: CPU seconds, and the most memory in MB.
MEASURE = """
import json, resource, subprocess, sys
subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
SOURCE = """---
id: {id}
short: Invented {n}
csl: {{type: report, title: "Invented report {n}", publisher: "Invented Institute", issued: "2010-05"}}
stated: {{author: "No.", publisher: "On the cover.", date: "On the cover.", title: "On the cover.", url: "No."}}
headline: "What report {n} says."
good_for: "A measurement."
genre: "A report."
viewpoint: "None."
read_as_of: "2010."
thesis: ["It has a point (p1).", "It has another (p2).", "It has a third (p3)."]
caveats: ["It is invented (p2)."]
publish: guide
---
"""
NOTE = """- id: zz-note-{n}
  source: {id}
  paragraphs: [p2]
  kind: slip
  text: "A note."
  evidence: [{{source: {id}, paragraph: p3}}]
  checked: "2025-12-01"
"""
EVENT = """- id: {id}
  date: "2030-12-{day:02d}"
  title: "Invented {n}"
  text: "Something."
  themes: [partnership]
  cites: [{{source: {id}, paragraph: p1}}]
"""
QUESTION = """- id: zz-question-{n}
  question: "What do fifty reports say on matter {n}?"
  group: core
  theme: partnership
  agreement: differ
  why: "They are invented."
  positions:
"""
POSITION = '    - {{source: {id}, side: own, label: "An answer", stance: "A stance.", paragraphs: [p1, p4]}}\n'


def main() -> None:
    """Build both sites in turn, or serve ours, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plain", choices=("few", "pruned", "same"), default="few")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--paragraphs", type=int, default=30, help="of each; 10,500 are an article of 5 MB")
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        ignore = shutil.ignore_patterns(".git", ".venv", "site", "site-offline", "__pycache__", ".cache", "tests")
        shutil.copytree(bootstrap.ROOT, ours, ignore=ignore)
        if options.articles:
            invent(ours, options.articles, options.paragraphs, options.terms)
            # Store the citations and lock the new addresses, as an editor would: neither is part of a build.
            cite(ours)
            pipeline.accept(ours / "docs", settings.of(ours / "docs", ENVIRONMENT))
        if options.serve:
            taken = [f"{seconds:.2f}" for seconds in served(ours, options.runs)]
            print(f"saved to live: {', '.join(taken)} s; median {statistics.median(map(float, taken)):.2f} s")
            return
        print(plain_site(ours / "docs", plain, options.plain), flush=True)
        results: dict[str, list[list[float]]] = {f"plain Material ({options.plain})": [], "this reader": []}
        for run in range(options.runs + 1):  # the first warms up and does not count
            for (label, taken), folder in zip(results.items(), (plain, ours), strict=True):
                took = measured(folder)
                taken += [took] if run else []
                print(f"run {run}: {label} {took[0]:.2f} s CPU, {took[1]:.0f} MB", flush=True)
    medians = [[statistics.median(column) for column in zip(*runs, strict=True)] for runs in results.values()]
    for label, (seconds, most) in zip(results, medians, strict=True):
        print(f"median of {options.runs}: {label} {seconds:.2f} s CPU, {most:.0f} MB")
    print(f"ratio {medians[1][0] / medians[0][0]:.2f}")


def measured(folder: Path) -> list[float]:
    """Return the CPU seconds and the peak memory in MB of one build of FOLDER."""
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def served(folder: Path, runs: int) -> list[float]:
    """Return for each of RUNS the seconds from a changed definition until the served page of its entry has it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    file, old = folder / "docs/data/glossary.yml", "Weapons and tactics that keep"
    text = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", place]
    server = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT)
    try:
        wait_for(f"http://{place}/glossary/a2ad/", old)
        taken = []
        for run in range(runs):
            time.sleep(2)  # an editor pauses, too
            start, new = time.monotonic(), f"Edit {run}: weapons that keep"
            file.write_text(text.replace(old, new), encoding="utf-8")
            wait_for(f"http://{place}/glossary/a2ad/", new)
            taken.append(time.monotonic() - start)
        return taken
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, words: str) -> None:
    """Wait until the page at ADDRESS has WORDS; the server holds a request while it builds."""
    for _ in range(6000):
        try:
            with urllib.request.urlopen(address, timeout=300) as page:
                if words in page.read().decode():
                    return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.02)
    raise SystemExit(f"{address} never had '{words}'.")


def invent(project: Path, articles: int, paragraphs: int, terms: int) -> None:
    """Add ARTICLES of so many PARAGRAPHS, each about 500 bytes, and TERMS that they use, the same every time."""
    chance = random.Random(1)
    pick = lambda letters: chance.choice(letters)  # noqa: E731
    names = [f"{pick('BDFGKLMNPRSTV')}{pick('aeiou')}{pick('lmnrst')}{pick('aeiou')}{n:04d}" for n in range(terms)]
    last, made = max(0, terms - 1), {"glossary": [], "timeline": [], "annotations": [], "compare": []}
    for n, name in enumerate(names):
        item = f'- id: zz-{n:05d}\n  term: "{name}"\n  kind: concept\n  definition: "Invented term {n}."\n'
        made["glossary"].append(item + (f"  see_also: [zz-{n + 1:05d}]\n" if n < last else ""))
    for n in range(articles):
        id, body = f"zz-{n:04d}", []
        for p in range(1, paragraphs + 1):
            words = [chance.choice(names or FILLER) if chance.random() < 0.06 else pick(FILLER) for _ in range(68)]
            body += [f"## Part {p} {{#part-{p} .ours}}"] if p % 10 == 1 else []
            body.append(f"{{#p{p}}} {words[0][0].upper()}{' '.join(words)[1:]}.")  # the first letter only
        text = "\n\n".join((SOURCE.format(id=id, n=n), *body))
        (project / f"docs/sources/{id}.md").write_text(f"{text}\n", encoding="utf-8")
        made["timeline"].append(EVENT.format(id=id, n=n, day=1 + 28 * n // articles))
        made["annotations"].append(NOTE.format(id=id, n=n))
        made["compare"] += [QUESTION.format(n=n)] if n % 50 == 0 and articles > n + 1 else []
        made["compare"] += [POSITION.format(id=id)] if made["compare"] else []
    for name, items in made.items():
        with (project / "docs/data" / f"{name}.yml").open("a", encoding="utf-8") as file:
            file.writelines(items)
    file = project / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("not_in_nav: |", "not_in_nav: |\n  /sources/zz-*")
    file.write_text(text, encoding="utf-8")


def cite(project: Path) -> None:
    """Store the citations of the invented articles, made from those of the first: the processor would take an hour."""
    model = pipeline.model(project / "docs", settings.of(project / "docs", ENVIRONMENT))
    stored, invented = {}, [source for source in model.library.sources if source.id.startswith("zz-")]
    first = invented[0]
    for kind, styles in citations.templates(first, model.reader).items():
        for style, template in styles.items():
            for source in invented:
                lines = [one.replace(first.title, source.title).replace(first.short, source.short) for one in template]
                stored[citations.digest(citations.job(style, source, kind, model.reader))] = lines
    path = project / "docs/data/citations.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **stored}), encoding="utf-8")


def plain_site(docs: Path, folder: Path, kind: str) -> str:
    """Write the same words as a plain Material site of KIND to FOLDER; return its size in words."""
    model = pipeline.model(docs)
    library, menu, pages = model.library, PLAIN, {"index.md": "# Plain\n"}
    if kind == "same":
        pages |= {path: plain_words(text) for path, text in pipeline.render(model)[0].items()}
        menu += "not_in_nav: |\n  /glossary/*\n  /compare/*\n  /sources/zz-*\nnav:\n"
        shown = (path for path in pages if not path.startswith(("glossary/", "compare/", "sources/zz")))
        menu += "".join(f"  - {path}\n" for path in shown)
    else:
        for place, source in enumerate(library.sources):
            lines = [f"{'#' * block.level} {block.text}".strip() for block in source.blocks]
            part = f"part-{place // 50}/" if kind == "pruned" else ""
            pages[f"{part}{source.id}.md"] = "\n\n".join((f"# {source.title}", *lines)) + "\n"
        entries = [f"## {term.label}\n\n{term.definition}" for term in library.terms]
        events = [f"## {event.when.words}: {event.title}\n\n{event.text}" for event in library.events]
        pages["glossary.md"] = "\n\n".join(("# Glossary", *entries)) + "\n"
        pages["timeline.md"] = "\n\n".join(("# Timeline", *events)) + "\n"
    if kind == "pruned":
        menu = menu.replace("font: false", "font: false, features: [navigation.prune]")
    for path, text in {"docs/" + path: text for path, text in pages.items()}.items() | {("mkdocs.yml", menu)}:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    counts = f"{len(library.sources)} sources, {len(library.terms)} entries, {len(model.mentions)} places that use one"
    return f"{counts}; {len(pages)} plain pages"


def plain_words(page: str) -> str:
    """Return the words of a generated PAGE as plain Markdown: a paragraph for each element that holds some."""
    body = page.split("\n---\n", 1)[1]
    text = re.sub(r"<[^>]*>", "", re.sub(r"</(?:p|li|dt|dd|td|th|h\d|option)>", "\n\n", body))
    return re.sub(r"\{[#:][^}]*\}", "", unescape(text))


if __name__ == "__main__":
    main()

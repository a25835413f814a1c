"""Shared pieces: a tiny invented library, the real one, the built site, and a browser."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

import bootstrap
from reader import pipeline, settings
from reader.content.note_marks import without_marks
from reader.content.problems import InvalidContent
from reader.copies import fingerprint
from reader.model import Model
from reader.settings import Settings

SETTINGS = Settings(
    name="Invented reader", subject="the league", url="https://example.org/r/", guide=True, examples=("HL",)
)
ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "docs" / "data" / "schema"
ORIGINALS = Path(os.environ.get("READER_ORIGINALS") or ROOT.parent / "shared" / "originals")
COPIES = sorted(ORIGINALS.glob("*.txt")) if ORIGINALS.is_dir() else []

# Two invented articles about an invented league; nothing here comes from a real text.
HARBOUR = """\
---
id: harbour-2001
short: Harbour 2001
csl:
  type: article-magazine
  title: "The Harbour League at Ten"
  author: [{family: Quill, given: Ada}]
  container-title: Lantern Quarterly
  issued: "2001-03"
  URL: https://example.org/harbour
  language: en
stated:
  author: "In the byline."
  publisher: "On the page."
  date: "On the page."
  title: "On the page."
  url: "Invented."
headline: "The league needs lamps."
good_for: "The early years."
genre: "Essay"
viewpoint: "Hopeful"
read_as_of: "March 2001"
thesis: ["Lamps matter.", "Boats follow lamps.", "Money follows boats."]
caveats: ["No figures."]
publish: guide
---

## Beginnings {#beginnings}

{#p1} The Harbour League (HL) was founded in 1991 by Mira Tolv. [n1]

{#p2} HL ran Operation Beacon with the Lantern Patrol; the patrol lit 12 lamps.

## Lamps {#lamps .ours}

{#p3} The Lantern Patrol wants more lamps, and HL pays.

{#table-1} Table 1: lamps by year.

| Year | Lamps |
|---|---|
| 1999 | 12 |
| 2000 | 9 |

## Notes {#notes}

{#n1} Mira Tolv, “Ten Lamps”, Lantern Press, 1991. <https://example.org/ten-lamps>
"""

SECOND = (
    HARBOUR.replace("harbour-2001", "island-2005")
    .replace("Harbour 2001", "Island 2005")
    .replace("The Harbour League at Ten", "An Island View")
    .replace('issued: "2001-03"', 'issued: "2005~"')
    .split("## Beginnings")[0]
    + "## An island view {#island-view}\n\n"
    "{#p1} Operation Beacon began in 1992, says Mira Tolv, and the Lantern Patrol left early.\n"
)

GLOSSARY = """\
- id: harbour-league
  term: Harbour League
  abbreviation: HL
  kind: organisation
  definition: "A league of harbours."
  see_also: [lantern-patrol]
- id: lantern-patrol
  term: Lantern Patrol
  aliases: ["patrol"]
  search: ["lamp men"]
  kind: military-unit
  definition: "The boats of the [[league](x)] <b>& more</b>."
- id: operation-beacon
  term: Operation Beacon
  kind: operation
  definition: "The first operation of the Harbour League."
  documents: [beacon-order]
- id: tolv-mira
  term: Mira Tolv
  aliases: ["Tolv", "Tolv Mira"]
  kind: person
  definition: "Founder of the Harbour League."
"""

TIMELINE = """\
- id: league-founded
  date: "1991-04-02"
  title: "The league is founded"
  text: "Mira Tolv founds the Harbour League."
  themes: [partnership]
  actors: [tolv-mira]
  cites: [{source: harbour-2001, paragraph: p1}]
- id: beacon-begins
  date: "1992"
  title: "Operation Beacon begins"
  text: "Lamps are lit."
  themes: [operations]
  cites:
    - {source: island-2005, paragraph: p1, date: "1992", reading: "began"}
    - {source: harbour-2001, paragraph: p2}
  dispute: {between: [articles], about: "whether it began or had begun"}
"""

ANNOTATIONS = """\
- id: harbour-patrol-left
  source: harbour-2001
  paragraphs: [p2]
  kind: differs
  text: "The other article says that the patrol left early."
  about: {events: [beacon-begins], entries: [lantern-patrol]}
  evidence: [{source: island-2005, paragraph: p1}]
  checked: "2026-11-24"
"""

DOCUMENTS = """\
- id: beacon-order
  title: "The order"
  publisher: "The league"
  url: "https://example.org/order"
  primary: true
  checked: "2026-11-24"
"""

COMPARE = """\
- id: who-pays
  question: "Who pays for the lamps?"
  group: core
  theme: partnership
  agreement: one-voice
  why: "One source speaks of it."
  positions:
    - {source: harbour-2001, side: own, label: "The league", stance: "The Harbour League pays.", paragraphs: [p3]}
"""


def write_library(folder: Path, **changes: str | None) -> Path:
    """An invented ``docs`` folder; a keyword replaces a data file's text, None leaves the file out."""
    docs = folder / "docs"
    (docs / "sources").mkdir(parents=True)
    (docs / "data").mkdir()
    shutil.copytree(SCHEMAS, docs / "data" / "schema")
    texts = {
        "data/documents.yml": DOCUMENTS,
        "data/glossary.yml": GLOSSARY,
        "data/timeline.yml": TIMELINE,
        "data/annotations.yml": ANNOTATIONS,
        "data/compare.yml": COMPARE,
        "sources/harbour-2001.md": HARBOUR,
        "sources/island-2005.md": SECOND,
    }
    for name, text in texts.items():
        stem = Path(name).stem.replace("-", "_")
        text = changes.get(stem, text)
        if text is not None:
            (docs / name).write_text(textwrap.dedent(text), encoding="utf-8")
    with contextlib.suppress(InvalidContent):
        pipeline.accept(docs, new=True)
    return docs


@pytest.fixture
def tiny(tmp_path):
    """The invented docs folder."""
    return write_library(tmp_path)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """The model of the invented library."""
    return pipeline.build(write_library(tmp_path_factory.mktemp("tiny")), SETTINGS).model


@pytest.fixture(scope="session")
def real():
    """The real library; fails with every problem when it is not sound."""
    return pipeline.read(ROOT / "docs")[0]


@pytest.fixture(scope="session")
def real_model(real):
    """The model of the real library in the guide edition, with the settings of the site."""
    ours = settings.of(ROOT / "docs", {"READER_EDITION": "guide"})
    return Model(real, dataclasses.replace(ours, url=SETTINGS.url))


def build(out: Path, *options: str, project: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run scripts/build.py of PROJECT into OUT and return the finished process."""
    command = [sys.executable, str(project / "scripts" / "build.py"), "--out", str(out), *options]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """A function that builds a site under a name, strictly: the first worker that asks builds, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent  # what the workers of one run have in common

    def site(name: str, *options: str, project=lambda folder: ROOT, **environment: str) -> Path:
        out = shared / name / "site"
        with bootstrap.only_one(out.parent, f"another worker builds {name}"):  # build.py itself locks OUT
            if not out.exists():
                done = build(out, *options, project=project(out.parent), **environment)
                assert done.returncode == 0, done.stdout + done.stderr
        return out

    return site


@pytest.fixture(scope="session")
def built(once):
    """The real site, guide edition. Read only."""
    return once("guide", "--edition", "guide")


@pytest.fixture(scope="session")
def full_text(once):
    """The real site with the copies of the articles or, without them, with something as long in their place. Read only.

    The copies that it was made from are in ``originals`` beside it.
    """
    if not COPIES:
        return once("full-text", project=stand_in, READER_ORIGINALS="", READER_EDITION="")
    site = once("full-text", READER_ORIGINALS=str(ORIGINALS))
    with contextlib.suppress(FileExistsError):
        (site.parent / "originals").symlink_to(ORIGINALS)
    return site


def stand_in(folder: Path) -> Path:
    """Make a checkout in FOLDER that takes for each article its digests, each said twice, and return it."""
    project = folder / "project"
    for part in ("docs", "scripts"):
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__", "originals"))
    for name in ("mkdocs.yml", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)
    (project / ".venv").symlink_to(sys.prefix)
    (ROOT / ".cache").mkdir(exist_ok=True)
    (project / ".cache").symlink_to(ROOT / ".cache")
    articles = {
        # Begun with words that lead nowhere: a link cannot be selected from its first letter.
        source.id: {block.id: " ".join(["Thus:", *[without_marks(block.text)] * 2]) for block in source.paragraphs}
        for source in pipeline.read(ROOT / "docs")[0].sources
    }
    (folder / "originals").mkdir()
    (project / "originals").symlink_to(folder / "originals")
    for id, texts in articles.items():
        (folder / "originals" / f"{id}.txt").write_text("\n\n".join(texts.values()), encoding="utf-8")
    prints = json.dumps(fingerprint.fingerprints(articles))
    (project / "docs" / "data" / "fingerprints.json").write_text(prints, encoding="utf-8")
    return project


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def serve():
    """A function that serves a folder on loopback and returns its address; stops at the end."""
    servers = []

    def start(folder: Path) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(built, serve, tmp_path_factory):
    """Where the real site is served, under a sub-path as on a project host."""
    parent = tmp_path_factory.mktemp("host")
    (parent / "reader").symlink_to(built)
    return serve(parent) + "reader/"


def until(page, expression: str, arg: object = None, seconds: float = 20) -> None:
    """Wait until EXPRESSION is true in PAGE; fail after SECONDS.

    Playwright's own ``wait_for_function`` evaluates inside the page when it has to ask twice, which our policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"still not true after {seconds} s: {expression}"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def browser():
    """A real Chromium. Without one the browser tests are skipped, but never in CI."""
    from playwright.sync_api import sync_playwright

    import measure_reading

    path = measure_reading.chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium")
        pytest.skip("no Chromium on this machine: install it (Debian: chromium) to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()

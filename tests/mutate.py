"""python3 tests/mutate.py [NAME …]: put one fault at a time into a copy of the project and say which the tests miss.

By hand, not part of the test command: a fault costs a run of the tests that should see it. NAME picks faults whose
name begins so; ``--list`` shows them. Exits 1 when a fault survives or a place has changed so that it cannot be put in.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "CI": "", "PYTHONDONTWRITEBYTECODE": "1"}  # a fault may come and go within one second
R = "scripts/reader/"
A = "docs/assets/"
UNITS = "search_engine -k unit_tests"


@dataclass(frozen=True)
class Fault:
    """OLD in FILE becomes NEW; TESTS should fail then: names of files without ``test_``, after ``-k`` a selection."""

    name: str
    file: str
    old: str
    new: str
    tests: str


FAULTS = (
    # --- reading
    Fault(
        "read: control characters in escapes",
        R + "content/yaml_positions.py",
        "text_file.escaped(text",
        "text_file.escaped('a'",
        "promises -k treacherous",
    ),
    Fault(
        "serve: nothing is made when it is asked for",
        R + "waiting.py",
        "self.asked(path)\n                return",
        "return",
        "making",
    ),
    Fault(
        "serve: written beside a rebuild",
        R + "waiting.py",
        "with self._held:\n                build()",
        "if True:\n                build()",
        "making",
    ),
    Fault("serve: lost by a rebuild", R + "waiting.py", "for path in [*self._open]", "for path in []", "making"),
    Fault("kept: for something else", R + "kept.py", "hashlib.sha256(made_from)", "hashlib.sha256(b'')", "making"),
    Fault(
        "words: none lead to a place",
        R + "search/documents.py",
        'document.hidden = f"{document.hidden} {words}".strip()',
        "pass",
        "search_engine -k words_lead",
    ),
    Fault(
        "words: lost with a renamed place",
        R + "content/search_data.py",
        "places.get(place, place): text",
        "place: text",
        "search_engine -k renamed_place",
    ),
    Fault(
        "talk of the sources: searched as words",
        "docs/assets/search/query.js",
        "comparing = topic !== said &&",
        "comparing = false &&",
        "search_engine -k talk",
    ),
    Fault(
        "a compound: lost with one of its parts",
        "docs/assets/search/rank.js",
        "of partial ? each : []",
        "of []",
        "search_engine -k compound",
    ),
    Fault(
        "build: the map of the site lacks generated pages",
        "scripts/mkdocs_adapter.py",
        "if inclusion is None:\n            return super().documentation_pages()",
        "inclusion = inclusion or InclusionLevel.is_included",
        "site -k without_a_public_address",
    ),
    Fault(
        "read: bidi characters", R + "content/text_file.py", "if char in _BIDI:", "if False:", "loading -k treacherous"
    ),
    Fault(
        "read: accents apart",
        R + "content/text_file.py",
        'if not unicodedata.is_normalized("NFC", line)',
        "if False",
        "loading -k accents",
    ),
    Fault(
        "read: repeated key", R + "content/yaml_positions.py", "if key in result:", "if False:", "loading -k bad_input"
    ),
    Fault(
        "read: anchors",
        R + "content/yaml_positions.py",
        "if id(node) in self.seen:",
        "if False:",
        "loading -k bad_input",
    ),
    Fault(
        "read: gaps in numbers",
        R + "content/source_file.py",
        "if position != expected[prefix] and not again:",
        "if False:",
        "loading -k bad_input",
    ),
    Fault(
        "read: ragged table",
        R + "content/source_file.py",
        "if len(cells) != len(own[0]):",
        "if False:",
        "loading -k bad_input",
    ),
    Fault(
        "read: schema never asked",
        R + "content/schema.py",
        "for fault in validator.iter_errors(value):",
        "if False:",
        "loading -k bad_input",
    ),
    Fault(
        "read: one family at a time",
        R + "content/load.py",
        "if all(one.readable for one in data.values()) and None not in lost:",
        "if not errors(problems):",
        "loading -k one_go",
    ),
    # --- dates
    Fault("dates: month 00", R + "content/edtf_dates.py", "(0[1-9]|1[0-2])", "([0-9]{2})", "loading -k dates"),
    Fault(
        "dates: doubt lost",
        R + "content/edtf_dates.py",
        "if not a or not b or a[4] or b[4]:",
        "if not a or not b:",
        "loading -k dates",
    ),
    Fault("dates: ordinals", R + "content/edtf_dates.py", '{1: "st", 2: "nd", 3: "rd"}', "{}", "loading -k dates"),
    Fault("dates: end before start", R + "content/edtf_dates.py", "if first > last:", "if False:", "loading -k dates"),
    # --- rules
    Fault("ids: reserved by the page", R + "content/page_ids.py", "if claim.id in own or", "if", "promises -k taken"),
    Fault(
        "ids: of another kind",
        R + "content/page_ids.py",
        "elif taken.kind != claim.kind:",
        "elif False:",
        "promises -k taken",
    ),
    Fault("ids: index", R + "content/page_ids.py", 'if id == "index":', "if False:", "promises -k taken"),
    Fault(
        "rules: forms of two entries",
        R + "content/crosscheck.py",
        "if other != term.id:",
        "if False:",
        "loading -k bad_input",
    ),
    Fault(
        "rules: unknown paragraph",
        R + "content/crosscheck.py",
        "found = library.source_by_id.get(source)",
        "return None",
        "loading -k bad_input",
    ),
    # --- what is published
    Fault(
        "publish: symlinks",
        R + "content/plain_pages.py",
        "if path.is_symlink():",
        "if False:",
        "promises -k out_of_the_folder or belongs",
    ),
    Fault(
        "publish: everything",
        R + "content/plain_pages.py",
        "            left_out.append(name)\n    return",
        "            assets.append(name)\n    return",
        "promises -k belongs",
    ),
    Fault(
        "publish: markup in plain pages",
        R + "content/plain_pages.py",
        "if found := _HTML.search(",
        "if found := None and (",
        "promises -k plain_pages",
    ),
    Fault(
        "publish: headings without id",
        R + "content/plain_pages.py",
        "if match[2] and ID.fullmatch(match[2]):",
        "if True:",
        "promises -k plain_pages",
    ),
    # --- promises
    Fault(
        "lock: gone addresses",
        R + "publish/addresses.py",
        "if resolve(address, known, moved) is None",
        "if False",
        "promises -k renamed",
    ),
    Fault(
        "lock: missing lock",
        R + "publish/addresses.py",
        "    if lock is None:",
        "    if lock is False:",
        "promises -k lost_lock",
    ),
    Fault(
        "lock: cut lock",
        R + "publish/addresses.py",
        "if not counts or len(found) < max(counts):",
        "if False:",
        "promises -k cut_lock",
    ),
    Fault(
        "lock: lost files",
        R + "publish/addresses.py",
        "for name in lock.files if not",
        "for name in () if not",
        "promises -k lost_data",
    ),
    Fault(
        "lock: moved digests",
        R + "publish/addresses.py",
        "if like >= 0.5 and like > own + 0.2:",
        "if False:",
        "promises -k digests",
    ),
    Fault(
        "lock: edited digests",
        R + "publish/addresses.py",
        "            edited.append(anchor.address)",
        "            pass",
        "promises -k edited",
    ),
    Fault(
        "lock: annotations not promised",
        R + "publish/addresses.py",
        "yield from notes.get(source.id, ())",
        "pass",
        "promises -k everything",
    ),
    Fault(
        "lock: not held against",
        R + "pipeline.py",
        "    if errors(faults):\n        raise InvalidContent([*problems, *faults])\n    return replace",
        "    return replace",
        "promises -k renamed or lost",
    ),
    # --- editions and rights
    Fault(
        "edition: guide ignored",
        R + "pipeline.py",
        "    if settings.guide:",
        "    if False:",
        "originals.py -k edition",
    ),
    Fault(
        "edition: build --edition ignored",
        "scripts/build.py",
        'if options.edition == "guide":',
        "if False:",
        "editions.py -k guide_leaves",
    ),
    Fault(
        "edition: write_pages writes the full text",
        "scripts/write_pages.py",
        "if options.full_text else",
        "if True else",
        "editions.py -k only_when",
    ),
    Fault(
        "edition: misspelt choice",
        R + "settings.py",
        "if value not in CHOICES[name]",
        "if False",
        "originals.py -k misspelt",
    ),
    Fault(
        "rights: no noindex",
        "scripts/theme/main.html",
        '<meta name="robots" content="noindex">',
        "",
        "editions.py -k keeps_search",
    ),
    Fault(
        "rights: noindex only for drafts",
        R + "frame.py",
        '"reader_noindex": site.rights.noindex',
        '"reader_noindex": False',
        "editions.py -k keeps_search",
    ),
    Fault(
        "policy: removed",
        "scripts/theme/main.html",
        "{% if not serving %}<meta http-equiv",
        "{% if false %}<meta http-equiv",
        "editions.py -k policy",
    ),
    Fault(
        "policy: anything goes",
        "scripts/theme/main.html",
        "script-src 'self'",
        "script-src * 'unsafe-inline'",
        "editions.py -k policy",
    ),
    # --- building
    Fault(
        "build: no lock",
        "scripts/bootstrap.py",
        "fcntl.flock(file",
        "(lambda *_: 0)(file",
        "site.py -k two_builds_at_once",
    ),
    Fault(
        "build: replaces anything",
        "scripts/build.py",
        "if reason := foreign(out) or",
        "if reason := '' or",
        "site.py -k somebody",
    ),
    Fault(
        "build: site moved aside stays there",
        "scripts/build.py",
        '(work / "old").rename(out)',
        "pass",
        "site.py -k killed",
    ),
    Fault(
        "build: no word of the address",
        "scripts/build.py",
        "if not status and not chosen.url:",
        "if False:",
        "site.py -k without_a_public",
    ),
    Fault(
        "build: finished pages differ",
        R + "links/whole_html.py",
        "if level in (2, 3):",
        "if level == 2:",
        "pages -k parser",
    ),
    Fault(
        "write_pages: over a stranger's files",
        "scripts/write_pages.py",
        "if strange := sorted(",
        "if strange := [] and sorted(",
        "editions.py -k touches",
    ),
    Fault(
        "write_pages: stale pages stay",
        "scripts/write_pages.py",
        "(folder / name).unlink(missing_ok=True)",
        "pass",
        "editions.py -k touches",
    ),
    # --- matching and copies
    Fault("match: inside words", R + "links/matcher.py", "return not before and not after", "return True", "matching"),
    Fault(
        "match: shortest wins",
        R + "links/matcher.py",
        "key=lambda match: (match.start - match.end, match.start)",
        "key=lambda match: (match.end - match.start, match.start)",
        "matching",
    ),
    Fault(
        "copies: order of blocks",
        R + "copies/align.py",
        "moved = _moved([s.id for s in segments if s.id])",
        "moved = ()",
        "originals -k moved or changed_new",
    ),
    Fault(
        "copies: changed paragraphs unsaid",
        R + "copies/align.py",
        "changed = [s.id for s in segments if s.id and not s.exact]",
        "changed = []",
        "originals -k changed_new or variant or recognised",
    ),
    Fault(
        "copies: recognised by anything",
        R + "copies/recognise.py",
        "if best is None or score[best] < _LEAST:",
        "if best is None:",
        "originals -k bad_files or recognised",
    ),
    # --- pages
    Fault(
        "pages: annotations dropped",
        R + "pages/templates/macros.html",
        '<div class="annotation annotation-{{ note.kind }}"',
        '<div hidden class="{{ note.kind }}"',
        "pages",
    ),
    Fault(
        "pages: Markdown of digests not escaped",
        R + "pages/render.py",
        "return Markup(words.translate(_MARKDOWN))",
        "return Markup(words)",
        "pages originals -k inert or escape or words or survives",
    ),
    Fault(
        "pages: autoescape off",
        R + "pages/render.py",
        "autoescape=True",
        "autoescape=False",
        "pages -k inert or escape",
    ),
    Fault("audit: finds nothing", "scripts/audit.py", "unexplained += 1", "pass", "editions.py -k audit"),
    # --- scripts of pages
    Fault(
        "box: nothing is escaped",
        A + "search/results.js",
        "const { base, escape } = window.reader;",
        "const { base } = window.reader, escape = (words) => words;",
        "search -k markup",
    ),
    Fault("box: what was asked before", A + "search/box.js", "${escape(query)}", "${query}", "search -k markup"),
    Fault("box: any facet of an address", A + "search/box.js", "if (known[name](asked))", "", "search -k facets_that"),
    Fault(
        "box: two names alike in one scope",
        A + "search/pagefind.js",
        "const placesIn =",
        "const placesOf =",
        "search_engine -k whole_script",
    ),
    Fault("page: escape", A + "js/core.js", 'words.replace(/[&<>"]/g', "words.replace(/[&<>]/g", UNITS),
    Fault(
        "page: keys that every object has",
        A + "js/core.js",
        "Object.hasOwn(things, key) ? things[key] : undefined",
        "things[key]",
        UNITS,
    ),
    Fault("page: damaged fragments", A + "js/core.js", 'replace(/[^\\p{L}\\p{N}]+$/u, "")', "slice(0)", UNITS),
    Fault("page: titles in citations", A + "citations.js", "() => escape(title))", "() => title)", UNITS),
    Fault(
        "page: each place a work", A + "citations.js", "templates[fact.kind] ? fact.source", "templates.x ? 0", UNITS
    ),
    Fault("page: a damaged brief", A + "js/cite.js", "Array.isArray(brief.items)", "brief.items", UNITS),
    Fault("page: said to be copied", A + "js/copy.js", "if (await copy(words, html)) {", "if (true) {", UNITS),
    Fault(
        "page: filters forget others",
        A + "js/filters.js",
        "new URLSearchParams(location.search)",
        "new URLSearchParams()",
        UNITS,
    ),
    Fault("page: counts of choices", A + "js/filters.js", "(other) => other === name", "() => false", UNITS),
    Fault("page: moved links are lost", A + "brief-check.js", "if (!at) return null;", "return null;", UNITS),
    Fault("page: view switch", A + "js/view.js", "root.dataset.view = view;", ";", "page_source -k switch"),
    Fault(
        "page: a finger follows at once",
        A + "js/cards.js",
        'touched = event.pointerType === "touch"',
        "touched = false",
        "page_glossary -k finger",
    ),
    Fault(
        "page: nearest addresses",
        A + "js/lost.js",
        "if (near >= LEAST)",
        "if (near >= 2)",
        "reading -k nearest_ones",
    ),
    Fault("page: query of a moved page", A + "js/moved.js", " + location.search", "", "changes -k fragment"),
    Fault(
        "page: arrival marks nothing",
        A + "js/arrive.js",
        "window.reader.found(place, words)",
        "0",
        "search -k arriving",
    ),
    Fault("paper: no filter", A + "js/print.js", "Filtered: ${choice}", "", "print -k names_its_filter"),
    Fault("paper: dark", A + "css/print.css", "color-scheme: light;\n    --paper: #fff;", "", "print -k light"),
    # --- templates
    Fault(
        "page: moved without scripts",
        "scripts/theme/main.html",
        '<meta http-equiv="refresh" content="0; url={{ page.meta.moved | e }}">',
        "",
        "changes -k without_scripts",
    ),
    Fault(
        "page: canonical",
        "scripts/theme/main.html",
        "page.meta.became if page.meta.became else page.url if",
        "page.url if",
        "changes -k fragment",
    ),
    Fault(
        "metadata: authors", R + "publish/metadata.py", '_meta("citation_author"', '_meta("author"', "metadata -k right"
    ),
    Fault(
        "new_source: words of the article",
        R + "importing/propose.py",
        'f"{{#{part.id}}} {STUB}{marks}"',
        'f"{{#{part.id}}} {part.text}"',
        "new_source -k drafts_that_pass",
    ),
)


def main() -> int:
    """Try the faults; return 1 when one survives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=2, help="copies to work in at the same time")
    options = parser.parse_args()
    chosen = [one for one in FAULTS if not options.names or one.name.startswith(tuple(options.names))]
    if options.list:
        print("\n".join(one.name for one in chosen))
        return 0
    counts = dict.fromkeys(("caught", "SURVIVED", "NOT PUT IN"), 0)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(options.jobs) as pool:
        free: Queue[Path] = Queue()
        for number in range(options.jobs):
            free.put(copied(Path(name) / str(number) / "project"))
        for one, (verdict, test) in zip(chosen, pool.map(partial(tried, free), chosen), strict=True):
            counts[verdict] += 1
            print(f"{verdict:10} {one.name:45} {test}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts["SURVIVED"] or counts["NOT PUT IN"] else 0


def copied(target: Path) -> Path:
    """Copy the project to TARGET, without what tests do not read, and return TARGET."""
    ignore = shutil.ignore_patterns(".git", ".venv", "site", "site-offline", "__pycache__", ".cache", ".*_cache")
    shutil.copytree(ROOT, target, ignore=ignore)
    (target / ".venv").symlink_to(sys.prefix)
    return target


def tried(free: Queue[Path], one: Fault) -> tuple[str, str]:
    """Return what became of the fault ONE in one of the FREE copies, and the first test that failed."""
    copy = free.get()
    path = copy / one.file
    text = path.read_text(encoding="utf-8")
    try:
        if one.old not in text:
            return "NOT PUT IN", ""
        path.write_text(text.replace(one.old, one.new), encoding="utf-8")
        words = one.tests.split(" -k ")
        files = [f"tests/test_{stem.removesuffix('.py')}.py" for stem in words[0].split()]
        command = [sys.executable, "-m", "pytest", "-qx", "-n0", "--tb=no", "-p", "no:cacheprovider", *files]
        command += ["-k", words[1]] if len(words) > 1 else []
        # Tests of properties take longest: they are asked when no other test has failed.
        for kind in ("not hypothesis", "hypothesis"):
            done = subprocess.run([*command, "-m", kind], cwd=copy, capture_output=True, text=True, env=ENVIRONMENT)
            if done.returncode not in (0, 5):
                failed = re.search(r"^(?:FAILED|ERROR) tests/(\S+)", done.stdout, re.M)
                return "caught", failed[1] if failed else "(nothing could be run)"
        return "SURVIVED", ""
    finally:
        path.write_text(text, encoding="utf-8")
        free.put(copy)


if __name__ == "__main__":
    sys.exit(main())

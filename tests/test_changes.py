"""The promise over time: renamed, removed, split and merged places; old addresses; a brief checked against the site."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

from reader import pipeline
from reader.cite.things import things
from reader.content import releases
from reader.content.problems import errors
from reader.publish import addresses

DAY = "2026-12-01"
OLD = releases.Releases(
    date="2026-11-01",
    texts={
        "/glossary/lamp/": "A lamp gives light.",
        "/glossary/wick/": "A wick burns.",
        "/sources/harbour/#p1": "The harbour league founded a patrol. Later the council bought forty lanterns abroad.",
        "/sources/harbour/#p2": "Nothing happened.",
        "/timeline/#fire": "A fire.",
        "/timeline/#flame": "A flame.",
    },
)


def released(now, moved=()):
    moved = dict(moved)
    return {
        change.address: change
        for change in releases.release(OLD, now, lambda address: addresses.resolve(address, now, moved), DAY).changes
    }


def test_nothing_changed_is_nothing_noted():
    assert released({**OLD.texts, "/glossary/lamp/": "A  lamp\ngives light."}) == {}


def test_a_reworded_place_keeps_what_it_said():
    found = released({**OLD.texts, "/glossary/lamp/": "A lamp shines."})
    [change] = found.values()
    assert (change.change, change.now, change.was) == ("reworded", ("/glossary/lamp/",), "A lamp gives light.")


def test_a_renamed_page_is_moved():
    now = {("/glossary/lantern/" if a == "/glossary/lamp/" else a): text for a, text in OLD.texts.items()}
    [change] = released(now, {"/glossary/lamp/": "/glossary/lantern/"}.items()).values()
    assert (change.change, change.now) == ("moved", ("/glossary/lantern/",))


def test_two_places_that_became_one_are_merged():
    now = {a: text for a, text in OLD.texts.items() if a != "/timeline/#flame"}
    [change] = released(now, {"/timeline/#flame": "/timeline/#fire"}.items()).values()
    assert (change.address, change.change, change.now) == ("/timeline/#flame", "merged", ("/timeline/#fire",))


def test_a_paragraph_that_became_two_is_split():
    now = {
        **OLD.texts,
        "/sources/harbour/#p1": "The harbour league founded a patrol.",
        "/sources/harbour/#p3": "Later the council bought forty lanterns abroad.",
    }
    [change] = released(now).values()
    assert (change.change, change.now) == ("split", ("/sources/harbour/#p1", "/sources/harbour/#p3"))


def test_what_is_gone_is_withdrawn():
    now = {a: text for a, text in OLD.texts.items() if a != "/timeline/#fire"}
    [change] = released(now).values()
    assert (change.change, change.now, change.was) == ("withdrawn", (), "A fire.")


def test_releases_are_kept_in_a_file(tmp_path):
    (tmp_path / "data").mkdir()
    problems = []
    assert releases.read(tmp_path, problems) == releases.Releases()
    first = releases.release(releases.Releases(), OLD.texts, lambda address: None, "2026-11-01")
    assert first.changes == ()
    second = releases.release(first, {**OLD.texts, "/timeline/#fire": "A blaze."}, lambda address: None, DAY)
    releases.write(tmp_path, second)
    assert releases.read(tmp_path, problems) == second
    assert not problems
    (tmp_path / "data" / "releases.json").write_text("{}", encoding="utf-8")
    releases.read(tmp_path, problems)
    assert errors(problems)


# file -> old id -> new id
RENAMED = {
    "glossary": {"rimpac": "rim-of-the-pacific"},
    "timeline": {"kosovo-force-1999": "kfor-begins-1999"},
    "compare": {"indivisible-security": "one-security"},
    "annotations": {"harun-abe-at-nato-2014": "harun-abe-spoke-2014"},
    "sources": {"hudson-2024": "hudson-nikkei-2024"},
}
# file -> record that is removed -> record that takes its place
MERGED = {
    "timeline": {"potsdam-declaration-1945": "world-war-ii-end-1945"},
    "compare": {"adversaries-together": "china"},
    "annotations": {"harun-becoming-longest-standing": "harun-alliance-or-crisis-manager"},
}
# old address -> where it leads
LEADS = {
    "glossary/rimpac/?source=iina-2025#mentions": "glossary/rim-of-the-pacific/?source=iina-2025#mentions",
    "timeline/?theme=operations#kosovo-force-1999": "timeline/?theme=operations#kfor-begins-1999",
    "timeline/#potsdam-declaration-1945": "timeline/#world-war-ii-end-1945",
    "compare/indivisible-security/?x=1#isdp-2023": "compare/one-security/?x=1#isdp-2023",
    "compare/indivisible-security/#hudson-2024": "compare/one-security/#hudson-nikkei-2024",
    "compare/#indivisible-security": "compare/#one-security",
    "compare/adversaries-together/": "compare/china/",
    "sources/hudson-2024/?view=notes#p7": "sources/hudson-nikkei-2024/?view=notes#p7",
    "sources/harun-2014/#harun-abe-at-nato-2014": "sources/harun-2014/#harun-abe-spoke-2014",
    "sources/harun-2014/#harun-becoming-longest-standing": "sources/harun-2014/#harun-alliance-or-crisis-manager",
    "sources/iina-2025/#strategic-level": "sources/iina-2025/#strategic",
    "sources/iina-2025/#theater-level": "sources/iina-2025/#strategic",
    "sources/iina-2025/#p3": "sources/iina-2025/#p2",
    "sources/isdp-2023/#p5": "sources/isdp-2023/#p5",
}


def swapped(text, old, new):
    """TEXT of a data file with the id OLD as NEW wherever it is an id, and not in prose."""

    def line(words):
        if "[" in words.partition('"')[0] or words.strip() in (f"- {old}", f"id: {old}", f"- id: {old}"):
            return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, words)
        return re.sub(rf"(source: ){re.escape(old)}(?![\w-])", rf"\g<1>{new}", words)

    return "".join(f"{line(words)}\n" for words in text.splitlines())


def named(text, id, old):
    """TEXT with the record ID saying that it was OLD."""
    record = re.search(rf"(?m)^- id: {re.escape(id)}\n(?:(?!- id: )[^\n]*\n)*", text)
    if "  formerly: [" in record[0]:
        made = record[0].replace("  formerly: [", f"  formerly: [{old}, ")
    else:
        made = record[0].replace(f"- id: {id}\n", f"- id: {id}\n  formerly: [{old}]\n")
    return text.replace(record[0], made)


def change_everything(folder):
    """Rename a record of every kind; remove some, merged into others; merge and split a paragraph and a section."""
    files = [*(folder / "data").glob("*.yml"), *(folder / "sources").glob("*.md")]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    search = folder / "data" / "search.yml"
    for old in (old for removed in MERGED.values() for old in removed):
        texts[search] = re.sub(rf"(?m)^  {old}:.*\n(?:    .*\n)*", "", texts[search])
    for old, new in (pair for changed in RENAMED.values() for pair in changed.items()):
        texts[search] = re.sub(rf"(?m)^  {old}:", f"  {new}:", texts[search])
    for name, removed in MERGED.items():
        path = folder / "data" / f"{name}.yml"
        for old, into in removed.items():
            texts[path] = re.sub(rf"(?m)^- id: {old}\n(?:(?!- id: )[^\n]*\n)*", "", texts[path])
            texts = {one: swapped(text, old, into) for one, text in texts.items()}
            texts[path] = named(texts[path], into, old)
    for name, changed in RENAMED.items():
        for old, new in changed.items():
            texts = {one: swapped(text, old, new) for one, text in texts.items()}
            if name != "sources":
                path = folder / "data" / f"{name}.yml"
                texts[path] = named(texts[path], new, old)
    for old, new in RENAMED["sources"].items():
        path = folder / "sources" / f"{old}.md"
        path.unlink()
        text = texts.pop(path).replace("publish: guide", f"publish: guide\nformerly: [{old}]", 1)
        texts[path.with_stem(new)] = text
        for other in (folder.parent / "mkdocs.yml", folder / "about" / "cite.md"):
            other.write_text(other.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    iina, isdp = folder / "sources" / "iina-2025.md", folder / "sources" / "isdp-2023.md"
    former = "former_anchors: {strategic-level: strategic, theater-level: strategic, p3: p2}"
    made = (
        texts[iina].replace("{#strategic-level}", "{#strategic}").replace("publish: guide", f"publish: guide\n{former}")
    )
    made = re.sub(r"(?m)^## [^\n]*\{#theater-level\}\n", "", made)
    texts[iina] = re.sub(r"(?m)^\{#p3\} .*\n", "", made)
    texts = {one: re.sub(r"(iina-2025, paragraphs?: \[?)p3\b", r"\g<1>p2", text) for one, text in texts.items()}
    [(whole, first, second)] = re.findall(r"(?m)^(\{#p5\} (.*?\.) (.*))$", texts[isdp])
    texts[isdp] = texts[isdp].replace(whole, f"{{#p5}} {first}\n\n{{#p15}} {second}")
    texts[isdp] = texts[isdp].replace("publish: guide", "publish: guide\nsplit: {p15: p5}", 1)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """The built site of a project in which a record of every kind was renamed, removed or split after a release."""
    folder = tmp_path_factory.mktemp("renamed") / "project"
    skipped = (".git", ".venv", "site*", "originals", "__pycache__", ".cache", "tests")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*skipped))
    before = releases.read(folder / "docs", [])
    change_everything(folder / "docs")
    site, problems = pipeline.draft(folder / "docs")
    assert not errors(problems)
    moved = addresses.moves(site.model.library)
    now = {f"/{thing.address}": thing.text for thing in things(site.model)}
    texts = {**before.texts, "/sources/bridges-2022/#p2": "It said so once."}
    old = releases.Releases(date="2026-11-30", texts=texts)
    made = releases.release(old, now, lambda address: addresses.resolve(address, now, moved), DAY)
    releases.write(folder / "docs", made)
    out = folder.parent / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "READER_EDITION": "guide", "SITE_URL": "https://reader.example/r/"},
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return out


def test_old_addresses_of_every_kind_land_with_fragment_and_query(browser, renamed, serve):
    site = serve(renamed)
    page = browser.new_page()
    for old, new in LEADS.items():
        page.goto("about:blank")
        page.goto(site + old)
        there, _, anchor = new.partition("#")
        page.wait_for_url(lambda url, wanted=site + there: url.split("#")[0] == wanted)
        if anchor:  # the old anchor is at the new place, and the browser is there
            page.wait_for_selector(f"[id='{anchor}']", state="attached")
            apart = page.evaluate(
                """id => {
                    const top = (element) => element.getBoundingClientRect().top;
                    return Math.abs(top(document.querySelector(":target")) - top(document.getElementById(id)));
                }""",
                anchor,
            )
            assert apart < 150, (old, apart)
    for old in ("glossary/rimpac/", "sources/hudson-2024/", "compare/adversaries-together/"):
        new = next(new for start, new in LEADS.items() if start.startswith(old)).partition("?")[0]
        html = (renamed / old / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="https://reader.example/r/{new}">' in html
    page.close()


def test_old_pages_lead_on_without_scripts(browser, renamed, serve):
    page = browser.new_page(java_script_enabled=False)
    for old in ("glossary/rimpac/", "sources/hudson-2024/", "compare/adversaries-together/"):
        site = serve(renamed)
        page.goto(site + old)
        page.wait_for_url(site + next(new for start, new in LEADS.items() if start.startswith(old)).partition("?")[0])
    page.close()


def test_the_release_tells_what_became_of_every_kind(renamed):
    changes = {
        one["address"]: one for one in json.loads((renamed / "data" / "changes.json").read_text(encoding="utf-8"))
    }
    for address, change, now in (
        ("/glossary/rimpac/", "moved", ["/glossary/rim-of-the-pacific/"]),
        ("/timeline/#kosovo-force-1999", "moved", ["/timeline/#kfor-begins-1999"]),
        ("/timeline/#potsdam-declaration-1945", "merged", ["/timeline/#world-war-ii-end-1945"]),
        ("/compare/indivisible-security/#hudson-2024", "moved", ["/compare/one-security/#hudson-nikkei-2024"]),
        ("/compare/adversaries-together/", "merged", ["/compare/china/"]),
        ("/sources/hudson-2024/#p7", "moved", ["/sources/hudson-nikkei-2024/#p7"]),
        ("/sources/harun-2014/#harun-abe-at-nato-2014", "moved", ["/sources/harun-2014/#harun-abe-spoke-2014"]),
        ("/sources/iina-2025/#p3", "merged", ["/sources/iina-2025/#p2"]),
        ("/sources/isdp-2023/#p5", "split", ["/sources/isdp-2023/#p5", "/sources/isdp-2023/#p15"]),
    ):
        assert (changes[address]["change"], changes[address]["now"]) == (change, now)
        assert changes[address]["was"]


def test_the_page_of_changes_and_its_feed_say_what_was(renamed):
    page = (renamed / "about" / "changes" / "index.html").read_text(encoding="utf-8")
    assert "It said so once." in page
    feed = (renamed / "data" / "changes.xml").read_text(encoding="utf-8")
    assert "<updated>2026-12-01T00:00:00Z</updated>" in feed
    assert "reader.example/r/sources/bridges-2022/#p2" in feed


BRIEF = """Japan was there.[1] “QUOTED” said the entry; “never said by anybody at all”.
Once it read “It said so once.”
[1] https://reader.example/r/sources/bridges-2022/#p2, and https://reader.example/r/glossary/rimpac/#mentions.
[2] https://reader.example/r/sources/harun-2014/#p7 and https://reader.example/r/glossary/nowhere/
and https://other.example/x
"""


@pytest.fixture
def checker(browser, renamed, serve):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{serve(renamed)}briefing/check/")
    page.wait_for_selector("textarea")
    yield page
    assert faults == []
    page.close()


def states(page):
    return {item.get_attribute("data-state") for item in page.locator(".check-links li").all()}


def test_a_pasted_brief_is_checked(checker):
    said = checker.evaluate("window.readerTexts['glossary/ap4/']")
    brief = BRIEF.replace("QUOTED", " ".join(re.findall(r"\w+", said)[:6]))
    checker.locator("textarea").fill(brief)
    checker.get_by_role("button", name="Check").click()
    links = checker.evaluate("text => window.reader.briefCheck(text)", brief)["rows"]
    assert [row["state"] for row in links] == ["reworded", "moved", "unchanged", "gone"]
    result = checker.locator(".check-result").inner_text()
    assert "4 links to this site" in result
    quotes = checker.locator(".check-quotes li")
    assert [quotes.nth(n).get_attribute("data-state") for n in range(3)] == ["found", "none", "old"]
    assert checker.locator(".check-updates li").count() >= 1  # the slip on p7, which the brief leaves out


def test_pages_sections_and_unknown_places_are_told_apart(checker):
    base = "https://reader.example/r/"
    links = {
        "": "unchanged",
        "sources/": "unchanged",
        "sources/harun-2014/#introduction": "unchanged",
        "sources/harun-2014/index.md": "unchanged",
        "timeline/record/": "unchanged",
        "timeline/?theme=china#coldwar-no-such-event": "unknown",
        "glossary/ipcp/#mentions": "unchanged",
        "glossary/ipcp/#usage": "unknown",
        "sources/harun-2014/#p999": "unknown",
        "sources/iina-2025/#theater-level": "moved",
        "about/cite/#promise": "unchanged",
        "about/nowhere/": "gone",
        "data/glossary.json": "unchanged",
    }
    text = " ".join(base + link for link in links)
    rows = checker.evaluate("text => window.reader.briefCheck(text)", text)["rows"]
    assert {row["link"].removeprefix(base): row["state"] for row in rows} == links


def test_a_note_of_ours_has_no_quotation_that_is_not_found(checker):
    """Titles of articles are found as such; an address in quotation marks, as in a field of Word, is no quotation."""
    text = """1. “NATO-Japan Cooperation: A New Opportunity for Building Bridges Between US Allies,” Nippon.com.
    HYPERLINK "https://reader.example/r/sources/bridges-2022/#p2" and „wholly made up words“ and «nor these words»."""
    quotes = checker.evaluate("text => window.reader.briefCheck(text)", text)["quotes"]
    assert [bool(quote["places"]) for quote in quotes] == [True, False, False]


LINK = "https://reader.example/r/sources/bridges-2022/#p2"
DROPPED = {
    "md": BRIEF.encode(),
    "txt": f"\ufeffSee {LINK}.\r\n".encode(),
    "html": f"<p>See <a href='{LINK}'>Bridges</a><script>document.title='run'</script></p>".encode(),
}


def word_file(text):
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>',
        )
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["md", "txt", "html", "docx"])
def test_a_dropped_or_chosen_file_is_checked(checker, kind):
    content = DROPPED.get(kind) or word_file(f"See {LINK}")
    dropped = checker.evaluate_handle(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            return carried;
        }""",
        [f"brief.{kind}", list(content)],
    )
    checker.locator(".drop").dispatch_event("drop", {"dataTransfer": dropped})
    checker.wait_for_selector(".check-links")
    assert "reworded" in states(checker)
    checker.locator("textarea").fill("nothing")
    checker.get_by_role("button", name="Check").click()
    assert states(checker) == set()
    chosen = {"name": f"brief.{kind}", "mimeType": "application/octet-stream", "buffer": content}
    checker.locator("input[type=file]").set_input_files(chosen)
    checker.wait_for_selector(".check-links")
    assert "reworded" in states(checker)
    assert checker.title() != "run"

"""The promise over time: renamed, removed, split and merged places; old addresses; a brief checked against the site."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

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


def renamed_in(line):
    """LINE of a data file with the entry rimpac under another id."""
    if line == "- id: rimpac":
        return "- id: rim-of-the-pacific\n  formerly: [rimpac]"
    if "[" in line.partition('"')[0] or line.strip() == "- rimpac":
        return re.sub(r"(?<![\w-])rimpac(?![\w-])", "rim-of-the-pacific", line)
    return line


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """The built site of a project in which an entry was renamed and a digest reworded after a release."""
    folder = tmp_path_factory.mktemp("renamed") / "project"
    skipped = (".git", ".venv", "site*", "originals", "__pycache__", ".cache", "tests")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*skipped))
    for path in (folder / "docs" / "data").glob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("".join(f"{renamed_in(line)}\n" for line in lines), encoding="utf-8")
    change = releases.Change(
        date=DAY,
        address="/sources/bridges-2022/#p2",
        change="reworded",
        now=("/sources/bridges-2022/#p2",),
        was="It said so once.",
    )
    releases.write(folder / "docs", releases.Releases(changes=(change,), date=DAY, texts={}))
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


def test_an_old_address_lands_with_fragment_and_query(browser, renamed, serve):
    site = serve(renamed)
    page = browser.new_page()
    page.goto(f"{site}glossary/rimpac/?source=iina-2025#mentions")
    page.wait_for_url(f"{site}glossary/rim-of-the-pacific/?source=iina-2025#mentions")
    html = (renamed / "glossary" / "rimpac" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://reader.example/r/glossary/rim-of-the-pacific/">' in html
    page.close()


def test_the_page_of_changes_and_its_feed_say_what_was(renamed):
    page = (renamed / "about" / "changes" / "index.html").read_text(encoding="utf-8")
    assert "It said so once." in page
    feed = (renamed / "data" / "changes.xml").read_text(encoding="utf-8")
    assert "<updated>2026-12-01T00:00:00Z</updated>" in feed
    assert "reader.example/r/sources/bridges-2022/#p2" in feed
    [change] = json.loads((renamed / "data" / "changes.json").read_text(encoding="utf-8"))
    assert change["was"] == "It said so once."


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


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_a_dropped_file_is_checked(checker, tmp_path, kind):
    path = tmp_path / f"brief.{kind}"
    if kind == "md":
        path.write_text(BRIEF, encoding="utf-8")
    elif kind == "html":
        path.write_text(
            "<p>See <a href='https://reader.example/r/sources/bridges-2022/#p2'>Bridges</a>"
            "<script>document.title='run'</script></p>",
            encoding="utf-8",
        )
    else:
        document = (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>See https://reader.example/r/sources/bridges-2022/#p2</w:t></w:r></w:p></w:body></w:document>"
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("word/document.xml", document)
    checker.locator("input[type=file]").set_input_files(path)
    checker.wait_for_selector(".check-links")
    assert "reworded" in states(checker)
    assert checker.title() != "run"

"""The built site: strict, whole, repeatable; bad input never replaces a good site."""

import filecmp
import fnmatch
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
import pytest
from conftest import ORIGINALS, ROOT, build

from reader.copies import recognise
from reader.importing import own_words
from reader.publish import addresses


def by_id(root):
    """id -> element, in the order of the page."""
    return {e.get("id"): e for e in root.iter() if isinstance(e.tag, str) and e.get("id")}


def terms(element):
    """The term links of an element, in order."""
    return [(link.get("href"), link.get("data-term")) for link in element.iter("a") if link.get("data-term")]


def pages(folder):
    return sorted(folder.rglob("*.html"))


@pytest.fixture(scope="session")
def parsed(built):
    """path below the site -> parsed page."""
    return {path.relative_to(built).as_posix(): lxml.html.parse(str(path)).getroot() for path in pages(built)}


@pytest.fixture(scope="session")
def ids(parsed):
    """path below the site -> the ids on that page."""
    return {path: set(by_id(root)) for path, root in parsed.items()}


def test_every_promised_address_is_there(built, ids):
    every = [f"/{path.removesuffix('index.html')}#{id}" for path, found in ids.items() for id in found]
    for address in addresses.read(ROOT / "docs")[0].addresses:
        page, anchor = urldefrag(address.lstrip("/"))
        if "*" in address:  # where there is such a part, it is called so
            assert fnmatch.filter(every, address), address
        elif not page.endswith("/") and page:
            assert (built / page).is_file(), address
        else:
            assert (built / page / "index.html").is_file(), address
            assert not anchor or anchor in ids[page + "index.html"], address


def test_every_link_inside_the_site_leads_somewhere(built, parsed, ids):
    broken = []
    for path, root in parsed.items():
        if path == "404.html":
            continue
        here = "https://site.invalid/" + path.removesuffix("index.html")
        for element in root.iter("a", "link", "script", "img"):
            target = element.get("href") or element.get("src")
            if not target or target.startswith(("http:", "https:", "mailto:")):
                continue
            url, anchor = urldefrag(urljoin(here, target))
            file = urlsplit(url).path.lstrip("/")
            file = file + "index.html" if file.endswith("/") or not file else file
            if not (built / file).exists() or (anchor and file in ids and anchor not in ids[file]):
                broken.append((path, target))
    assert broken == []


def test_every_address_that_the_site_links_is_promised(parsed):
    """Pages, what links lead to, and headings with an id are in the lock, where * stands for any id."""
    linked = set()
    for path, root in parsed.items():
        if path == "404.html":
            continue
        here = "/" + path.removesuffix("index.html")
        hrefs = [link.get("href", "") for link in root.iter("a")]
        targets = (urljoin(here, href) for href in hrefs if not href.startswith(("http:", "https:", "mailto:")))
        headings = [f"{here}#{heading.get('id')}" for heading in root.iter("h2", "h3") if heading.get("id")]
        linked |= {here, *headings, *(re.sub(r"\?[^#]*|#content$", "", target) for target in targets)}
    locked = addresses.read(ROOT / "docs")[0].addresses
    parts = re.compile("|".join(fnmatch.translate(address) for address in locked if "*" in address))
    assert {address for address in linked if address not in locked and not parts.match(address)} == set()


def test_ids_are_unique_on_each_page(parsed):
    for path, root in parsed.items():
        ids = [e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
        assert len(ids) == len(set(ids)), (path, sorted({i for i in ids if ids.count(i) > 1}))


def test_nothing_is_loaded_from_elsewhere_and_no_script_is_inline(parsed):
    for path, root in parsed.items():
        for element in root.iter("script", "link", "img", "iframe", "source"):
            target = element.get("src") or (element.get("href") if element.get("rel") != "canonical" else "") or ""
            assert not target.startswith(("http:", "https:", "//")), (path, target)
        for script in root.iter("script"):
            assert script.get("src") or script.get("type") in ("application/json", "application/ld+json"), path
        assert not root.xpath("//*[@style or @onclick]"), path


def test_data_files_are_the_contract(built, real):
    sources = json.loads((built / "data/sources.json").read_text(encoding="utf-8"))
    assert [len(source["paragraphs"]) for source in sources] == [len(source.paragraphs) for source in real.sources]
    glossary = json.loads((built / "data/glossary.json").read_text(encoding="utf-8"))
    assert {"ipcp", "itpp", "tcp", "ap4"} <= {entry["id"] for entry in glossary}
    assert not list((built / "data").glob("*.yml"))


def test_two_builds_are_the_same(built, tmp_path):
    again = tmp_path / "again"
    done = build(again, "--edition", "guide", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    names = [
        p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file() and not p.name.startswith("sitemap.")
    ]
    different = [name for name in names if not filecmp.cmp(built / name, again / name, shallow=False)]
    assert different == []


@pytest.fixture
def copy(tmp_path):
    """A copy of the project to break, with the environment of this one."""
    folder = tmp_path / "project"
    ignore = shutil.ignore_patterns(".git", ".venv", "site", "__pycache__", ".cache", "tests")
    shutil.copytree(ROOT, folder, ignore=ignore)
    return folder


def mkdocs(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "READER_EDITION": "guide"},
    )


BREAKS = {
    "broken yaml": ("docs/data/glossary.yml", lambda t: t + "- id: [\n", "docs/data/glossary.yml:"),
    "duplicate id": (
        "docs/data/glossary.yml",
        lambda t: t.replace("- id: ipcp\n", "- id: itpp\n"),
        "already",
    ),
    "unknown source": (
        "docs/data/timeline.yml",
        lambda t: t.replace("source: hudson-2024", "source: hudson-2042"),
        "no source 'hudson-2042'",
    ),
    "missing file": ("docs/data/timeline.yml", None, "the file is missing"),
    "not utf-8": ("docs/sources/iina-2025.md", lambda t: "caf\udce9" + t, "is not UTF-8"),
}


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_bad_input_is_named_and_leaves_the_last_good_site(copy, case):
    name, change, expected = BREAKS[case]
    (copy / "site").mkdir()
    (copy / "site" / "index.html").write_text("the last good site", encoding="utf-8")
    path = copy / name
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_text(encoding="utf-8")).encode("utf-8", "surrogateescape"))
    done = mkdocs(copy, "build", "--strict")
    assert done.returncode != 0
    assert expected in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (copy / "site" / "index.html").read_text(encoding="utf-8") == "the last good site"


def test_a_broken_anchor_fails_the_build(copy):
    page = copy / "docs" / "about" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[nowhere](cite.md#nowhere)\n", encoding="utf-8")
    done = mkdocs(copy, "build", "--strict")
    assert done.returncode != 0
    assert "nowhere" in done.stdout + done.stderr


def test_check_says_what_there_is(real):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"{sum(len(source.paragraphs) for source in real.sources)} paragraphs" in done.stdout


def test_another_builder_gets_the_same_bodies(built, tmp_path):
    """The pages that write_pages.py writes, built without the adapter, have the same articles and anchors."""
    folder = tmp_path / "plain"
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "write_pages.py"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "READER_EDITION": "guide"},
    )
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("sources/harun-2014", "sources/iina-2025", "glossary/ipcp", "timeline"):
        ours = by_id(lxml.html.parse(str(built / name / "index.html")).getroot().get_element_by_id("content"))
        theirs = by_id(
            lxml.html.parse(str(folder / "site" / name / "index.html")).getroot().find_class("md-content__inner")[0]
        )
        assert [id for id in ours if id != "content"] == list(theirs)
        for id, element in theirs.items():
            assert ours[id].text_content() == element.text_content()
            assert terms(ours[id]) == terms(element)


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="no copies of the articles here")
def test_the_guide_edition_repeats_no_article(built, real):
    """No run of more than eight words of an article is in any page or data file of the guide edition."""
    stored = json.loads((ROOT / "docs" / "data" / "fingerprints.json").read_text(encoding="utf-8"))
    articles, _ = recognise.read(ORIGINALS, real, stored)
    files = [path for path in built.rglob("*") if path.is_file()]
    assert own_words.report(files, {id: article.texts for id, article in articles.items()}) == []


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="no copies of the articles here")
def test_the_full_text_edition_shows_the_articles_and_says_so(real, tmp_path):
    """With copies at hand the same addresses show the articles, exactly, and the site asks not to be indexed."""
    out = tmp_path / "full"
    done = build(out, READER_ORIGINALS=str(ORIGINALS))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RIGHTS" in done.stdout + done.stderr
    stored = json.loads((ROOT / "docs" / "data" / "fingerprints.json").read_text(encoding="utf-8"))
    articles, _ = recognise.read(ORIGINALS, real, stored)
    assert articles
    for source in real.sources:
        root = lxml.html.parse(str(out / "sources" / source.id / "index.html")).getroot()
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        if source.id not in articles:
            continue
        shown = by_id(root)
        for block in source.paragraphs:
            for mark in shown[block.id].xpath(".//sup"):
                mark.drop_tree()
            article = re.sub(r"\[n\d+\]", "", articles[source.id].texts[block.id])
            assert "".join(shown[block.id].text_content().split()) == "".join(article.split())


def test_serving_reloads_and_survives_bad_data(copy):
    """A data edit shows; broken data keep the last good version with a banner; mending them brings the new one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
        cwd=copy,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "READER_EDITION": "guide"},
    )
    path = copy / "docs" / "data" / "glossary.yml"
    good = path.read_text(encoding="utf-8")

    def wait_for(words):
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/glossary/ipcp/", timeout=20) as page:
                    if words in page.read().decode():
                        return True
            except OSError:
                pass
            time.sleep(0.5)
        return False

    try:
        assert wait_for("Individual Partnership")
        path.write_text(
            good.replace("Individual Partnership and Cooperation Programme", "Changed Programme", 1), encoding="utf-8"
        )
        assert wait_for("Changed Programme")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/data/glossary.json", timeout=20) as data:
            assert "Changed Programme" in data.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/glossary/never-heard-of/", timeout=20)
        path.write_text(good + "- id: [\n", encoding="utf-8")
        assert wait_for("this is the last good version")
        path.write_text(good, encoding="utf-8")
        assert wait_for("Individual Partnership")
    finally:
        server.terminate()
        server.wait()


def test_a_lost_address_stops_the_build(copy):
    for name in ("compare.yml", "annotations.yml", "search.yml"):
        path = copy / "docs" / "data" / name
        path.write_text(
            path.read_text(encoding="utf-8").replace("indivisible-security", "another-name"), encoding="utf-8"
        )
    done = mkdocs(copy, "build", "--strict")
    assert done.returncode != 0
    assert "the published address /compare/#indivisible-security is gone" in done.stdout + done.stderr


def test_build_never_replaces_a_folder_of_somebody_else(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "keep.txt").write_text("precious", encoding="utf-8")
    done = build(out, "--edition", "guide")
    assert done.returncode != 0
    assert "is not a site of this reader" in done.stderr
    assert (out / "keep.txt").read_text(encoding="utf-8") == "precious"
    (out / "keep.txt").unlink()
    (out / "data").mkdir()
    (out / "data" / "sources.json").write_text("[]", encoding="utf-8")
    (out / ".reader-site").write_text("data/sources.json\n", encoding="utf-8")
    (out / "CNAME").write_text("reader.example", encoding="utf-8")
    (out / ".git").mkdir()
    (out / ".git" / "config").write_text("[core]", encoding="utf-8")
    done = build(out, "--edition", "guide")
    assert done.returncode != 0
    assert "holds files that no build put there (.git, CNAME)" in done.stderr
    assert (out / "CNAME").exists()
    file = build(out / "CNAME", "--edition", "guide")
    assert "CNAME is a file; name a folder" in file.stderr
    assert "Traceback" not in file.stderr
    for content in (b"precious", b""):
        (tmp_path / "mine.zip").write_bytes(content)
        done = build(tmp_path / "mine", "--zip")
        assert (done.returncode, (tmp_path / "mine.zip").read_bytes()) == (1, content)
        assert "mine.zip was not written by this script" in done.stderr


def test_two_builds_at_once_leave_a_whole_site_and_nothing_else(tmp_path, built):
    """The second waits; folders beside the output that look like ours but are not stay."""
    for name in ("site.old", "site.new", ".site.reader-build-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("precious", encoding="utf-8")
    build = [sys.executable, str(ROOT / "scripts" / "build.py")]
    command = [*build, "--edition", "guide", "--out", str(tmp_path / "site")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [build.communicate()[1] for build in both]
    assert [build.returncode for build in both] == [0, 0], said
    assert any("waiting for it" in words for words in said)
    names = lambda folder: {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}  # noqa: E731
    assert names(tmp_path / "site") == names(built)
    assert len(list(tmp_path.rglob("thesis.txt"))) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"site", "site.old", "site.new", ".site.reader-build-mine"}


def test_a_killed_build_gives_the_old_site_back(tmp_path):
    import build as script

    work = tmp_path / ".site.reader-build-x1"
    (work / "old").mkdir(parents=True)
    (work / "old" / "index.html").write_text("good", encoding="utf-8")
    script.restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "good"
    assert not work.exists()


@pytest.mark.parametrize("url", ["", "https://reader.example/a/b"])
def test_without_a_public_address_the_build_says_so_and_links_carry_none(tmp_path, url):
    out = tmp_path / "site"
    done = build(out, "--edition", "guide", SITE_URL=url)
    assert done.returncode == 0, done.stderr
    assert ("No public address is configured" in done.stderr) == (not url)
    text = "".join(path.read_text(encoding="utf-8") for path in pages(out))
    assert "example.org" not in text + (out / "data/timeline.ics").read_text(encoding="utf-8")
    root = lxml.html.parse(str(out / "sources/hudson-2024/index.html")).getroot()
    canonical = root.xpath("//link[@rel='canonical']/@href")
    assert canonical == ([f"{url}/sources/hudson-2024/"] if url else [])
    listed = (out / "sitemap.xml").read_text(encoding="utf-8")
    for path in ("about/", "sources/hudson-2024/", "glossary/ipcp/", "timeline/"):  # of each way that a page is made
        assert (f"<loc>{url}/{path}</loc>" in listed) == bool(url)
    calendar = (out / "data/timeline.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert ("\nURL:https://reader.example/a/b/timeline/#" in calendar) == bool(url)
    assert ("\nURL:" in calendar) == bool(url)


def test_a_port_that_is_taken_is_a_message():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "-a", place]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_installs_what_it_imports():
    for path in (ROOT / "scripts").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^(from|import) (playwright|typst|PIL)\b", text, re.MULTILINE):
            assert "ensure(bootstrap.RUN, bootstrap.TEST)" in text, path


def test_importing_a_script_installs_nothing(tmp_path):
    """Every script can be imported anywhere; only running one may install packages."""
    names = sorted(path.stem for path in (ROOT / "scripts").glob("*.py") if path.stem not in ("mkdocs_adapter",))
    code = (
        "import sys, importlib; sys.path.insert(0, sys.argv[1]); import bootstrap\n"
        "def ensure(*_): raise SystemExit('ensure was called')\n"
        "bootstrap.ensure = ensure\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    command = [sys.executable, "-c", code, str(ROOT / "scripts")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

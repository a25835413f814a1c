"""Every script keeps to its edition, and the audit finds: tried on an invented reader with invented articles."""

import hashlib
import os
import re
import shutil
import subprocess
import sys

import invented
import lxml.html
import pytest
from conftest import ROOT
from mkdocs.utils.yaml import yaml_load
from test_originals import docs as invented_docs

MENU = """nav:
  - Home: index.md
  - Sources:
      - sources/index.md
{sources}
  - Glossary: glossary/index.md
  - Timeline: timeline.md
"""
PHRASE = "Its hull was never found in the harbour"  # only in an article, in no digest


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A whole checkout whose content is invented, published as guide, with a copy of every article in originals/."""
    folder = tmp_path_factory.mktemp("invented")
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    articles = {**invented.ALL, "rope-2001": invented.ESSAY.replace("Rope was the", f"{PHRASE}. Rope was the")}
    out = invented_docs(folder, articles)
    shutil.copytree(ROOT / "docs" / "assets", out / "assets")
    for page in (out / "sources").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("publish: draft", "publish: guide"), encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    menu = MENU.format(sources="\n".join(f"      - sources/{id}.md" for id in sorted(articles)))
    settings = re.sub(r"^nav:\n(?:[ \n].*\n?)*", menu, settings, flags=re.MULTILINE)
    assert len(yaml_load(settings)["nav"]) == 4
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "originals").mkdir()
    for place, text in enumerate(articles.values()):
        (folder / "originals" / f"{place}.txt").write_text(text, encoding="utf-8")
    (folder / ".venv").symlink_to(sys.prefix)
    done = run(folder, "check.py", "--accept")
    assert done.returncode == 0, done.stderr
    return folder


def run(folder, script, *options, **environment):
    """Run a script of the checkout FOLDER."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("READER_")}
    command = [sys.executable, str(folder / "scripts" / script), *map(str, options)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**inherited, **environment}
    )


def words(folder):
    return " ".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".md", ".json", ".js")
    )


@pytest.fixture(scope="module")
def full(project):
    """The site with the articles in full, and what its build said."""
    done = run(project, "build.py", "--out", project / "full")
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "full", done.stdout + done.stderr


def test_the_full_text_edition_is_exact_and_keeps_search_engines_away(full):
    site, said = full
    assert "RIGHTS: the full text of" in said
    root = lxml.html.parse(str(site / "sources/rope-2001/index.html")).getroot()
    shown = {e.get("id"): e for e in root.iter() if isinstance(e.tag, str) and e.get("id")}
    assert PHRASE in " ".join(shown["p2"].text_content().split())
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 5
    for path in pages:
        page = lxml.html.parse(str(path)).getroot()
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], path
        assert "Private copy" in page.text_content(), path


def test_a_page_says_where_its_copy_differs(project):
    """A changed paragraph and a missing one are marked where a reader meets them, not only on the console."""
    copies = project / "changed"
    copies.mkdir()
    text = invented.ESSAY.replace("It is not over", "It is now over at last").replace("What comes next is wind. ", "")
    text = text.replace("Nobody owns it yet.", "")
    (copies / "a.txt").write_text(text.replace("Rope was the", f"{PHRASE}. Rope was the"), encoding="utf-8")
    done = run(project, "build.py", "--out", project / "changed-site", READER_ORIGINALS=str(copies))
    assert done.returncode == 0, done.stderr
    page = (project / "changed-site/sources/rope-2001/index.html").read_text(encoding="utf-8")
    assert page.count("wording is not the one we read") == 1
    assert page.count("Not in this copy. Our digest:") == 1


def test_every_page_has_a_policy_that_lets_no_foreign_or_inline_script_run(full):
    for path in full[0].rglob("*.html"):
        policy = lxml.html.parse(str(path)).getroot().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy[0].split(";"))
        assert rules["default-src"] == "'none'", path
        assert rules["script-src"] == "'self'", path
        assert rules["style-src"] == "'self'", path
        assert rules["base-uri"] == rules["form-action"].replace("'self'", "'none'") == "'none'", path


def test_build_edition_guide_leaves_the_articles_out_although_they_are_there(project):
    done = run(project, "build.py", "--edition", "guide", "--out", project / "guide")
    assert done.returncode == 0, done.stderr
    assert "RIGHTS" not in done.stdout + done.stderr
    assert PHRASE not in words(project / "guide")
    assert "noindex" not in words(project / "guide")


def test_write_pages_writes_the_articles_only_when_told_to(project):
    assert run(project, "write_pages.py", "pages").returncode == 0
    assert PHRASE not in words(project / "pages")
    assert run(project, "write_pages.py", "pages", "--full-text").returncode == 0
    assert PHRASE in words(project / "pages")


def test_write_pages_removes_what_is_gone_and_touches_nothing_else(project):
    target = project / "written"
    assert run(project, "write_pages.py", target).returncode == 0
    (target / "docs" / "glossary" / "old.md").write_text("x", encoding="utf-8")
    listed = target / ".reader-pages"
    digest = hashlib.sha256(b"x").hexdigest()
    listed.write_text(f"{listed.read_text(encoding='utf-8')}{digest} docs/glossary/old.md\n", encoding="utf-8")
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    (target / "mkdocs.yml").write_text("site_name: adapted", encoding="utf-8")
    for _ in range(2):
        assert "mkdocs.yml was edited" in run(project, "write_pages.py", target).stdout
    assert not (target / "docs" / "glossary" / "old.md").exists()
    assert (target / "notes.txt").exists()
    assert (target / "mkdocs.yml").read_text(encoding="utf-8") == "site_name: adapted"
    assert "is not a site of this reader" in run(project, "build.py", "--out", target).stderr
    stranger = project / "stranger"
    stranger.mkdir()
    (stranger / "mkdocs.yml").write_text("site_name: mine", encoding="utf-8")
    done = run(project, "write_pages.py", stranger)
    assert done.returncode == 1
    assert "did not write" in done.stderr
    assert [path.name for path in stranger.iterdir()] == ["mkdocs.yml"]


def test_write_pages_leaves_a_site_alone(project, full):
    before = sorted(full[0].rglob("*"))
    assert "did not write" in run(project, "write_pages.py", full[0]).stderr
    assert sorted(full[0].rglob("*")) == before


def test_check_and_build_miss_a_lost_address(project):
    path = project / "docs" / "data" / "glossary.yml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before.replace("- id: salt-league", "- id: salt-union"), encoding="utf-8")
        for script, options in (("check.py", []), ("build.py", ["--out", project / "lost"])):
            done = run(project, script, *options)
            assert done.returncode == 1, script
            assert "the published address /glossary/salt-league/ is gone" in done.stdout + done.stderr
        assert not (project / "lost").exists()
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_audit_names_what_the_data_lack_and_counts_it(project):
    done = run(project, "audit.py", "--links", "links.csv")
    assert done.returncode == 1
    assert re.search(r"rope-2001 p\d: name 'Rope' is not covered|: name '", done.stdout), done.stdout
    unexplained = int(re.search(r"(\d+) unexplained", done.stdout)[1])
    assert unexplained > 3
    assert run(project, "audit.py", "--allow", str(unexplained)).returncode == 0
    assert run(project, "audit.py", "--allow", str(unexplained - 1)).returncode == 1
    assert run(project, "audit.py", "nowhere").returncode == 2
    assert (project / "links.csv").read_text(encoding="utf-8").startswith("source,block,words,term,fate")
    taken = project / "docs" / "data" / "taken.yml"
    taken.write_text(f"# {PHRASE}. Rope\n", encoding="utf-8")  # nine words in a row: no quotation any more
    done = run(project, "audit.py", "--allow", str(unexplained))
    taken.unlink()
    assert done.returncode == 1
    assert "taken.yml:1:1: 'its hull was never found in the harbour rope …' is also in rope-2001 p2" in done.stdout

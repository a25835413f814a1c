"""When a text is made: when it is asked for, once where it is the same, anew where it is not."""

import threading
import time
from types import SimpleNamespace

import pytest

from reader import frame, kept
from reader.texts import Texts
from reader.waiting import Waiting


@pytest.fixture
def made():
    """What was made, in order."""
    return []


def maker(made, name):
    def make():
        made.append(name)
        return f"text of {name}"

    return make


def test_a_text_is_made_when_it_is_asked_for_and_not_before(made):
    texts = Texts({name: maker(made, name) for name in ("a.md", "b.json")})
    joined = texts | Texts({"c.md": maker(made, "c.md")})
    assert (sorted(joined), len(joined), "a.md" in joined, "d.md" in joined) == (
        ["a.md", "b.json", "c.md"],
        3,
        True,
        False,
    )
    assert list(joined.only(lambda path: path.endswith(".md"))) == ["a.md", "c.md"]
    assert made == []
    assert joined["a.md"] == joined.also({"old.md": "a.md"})["old.md"] == "text of a.md"
    assert made == ["a.md", "a.md"]
    with pytest.raises(KeyError):
        texts["d.md"]


def test_a_build_writes_everything_once(made):
    waiting = Waiting()
    waiting.write = {name: maker(made, name) for name in ("index.html", "a/index.html", "a/index.md")}
    waiting.all()
    assert made == ["index.html", "a/index.html", "a/index.md"]
    assert not waiting.write


def ask(answer, path):
    return answer({"PATH_INFO": path.encode().decode("latin-1")}, lambda status, headers: None)


def test_a_server_writes_what_it_is_asked_for_before_it_answers(made):
    waiting = Waiting()
    names = ("index.html", "a/index.html", "b/index.html", "c/index.html", "é.json", "data/x.json")
    waiting.write = {name: maker(made, name) for name in names}
    answer = waiting.before(lambda environ, start: [*made], "/reader/")
    assert ask(answer, "/reader") == ["index.html"]
    assert ask(answer, "/reader/") == ask(answer, "/reader/never-heard-of") == ["index.html"]
    assert ask(answer, "/reader/a") == ask(answer, "/reader/a/") == ["index.html", "a/index.html"]
    assert ask(answer, "/elsewhere/b/") == ["index.html", "a/index.html"]
    assert ask(answer, "/reader/../b/")[-1] == "b/index.html"  # never above the root
    assert ask(answer, "/reader/é.json")[-1] == "é.json"
    assert ask(answer, "/reader/data//./x.json")[-1] == "data/x.json"
    assert ask(answer, "/reader//c/")[-1] == "c/index.html"
    assert made == ["index.html", "a/index.html", "b/index.html", "é.json", "data/x.json", "c/index.html"]


def test_what_could_not_be_written_is_said_and_goes_on_waiting(made, caplog):
    waiting, refuse, said = Waiting(), [OSError("no room")], []

    def make():
        if refuse:
            raise refuse.pop()
        made.append("a")

    waiting.write = {"a.json": make}
    answer = waiting.before(lambda environ, start: [], "/")
    told = answer({"PATH_INFO": "/a.json"}, lambda status, headers: said.append(status))
    assert (said, told) == (["500 Internal Server Error"], [b"a.json could not be made: no room\n"])
    assert "no room" in caplog.text
    ask(answer, "/a.json")
    assert made == ["a"]


def test_a_rebuild_brings_what_it_changed_to_the_next_who_asks_and_to_those_who_wait(made):
    """The server of MkDocs answers when a rebuild is done; what it emptied meanwhile is there again."""
    waiting, count, ready = Waiting(), iter(range(1, 9)), threading.Event()

    def build():
        waiting.write = {}
        ready.set()
        time.sleep(0.2)  # a request that comes now finds nothing, and nothing is written beside the build
        assert made == before
        waiting.write = {"a.json": maker(made, f"a, build {next(count)}")}

    rebuild = waiting.holding(build)
    before = []
    rebuild()
    rebuilding = threading.Thread(target=lambda: (ready.wait(9), rebuild()))
    answer = waiting.before(lambda environ, start: rebuilding.join(9) or [*made], "/")
    before = ["a, build 1"]
    waiting.asked("a.json")
    ready.clear()
    rebuilding.start()
    ready.set()
    assert ask(answer, "/a.json") == ["a, build 1", "a, build 2"]
    assert ask(answer, "/a.json") == ["a, build 1", "a, build 2"]


def test_nothing_is_written_beside_a_rebuild(made):
    waiting, building, go_on = Waiting(), threading.Event(), threading.Event()
    waiting.write = {"a.json": maker(made, "old")}

    def build():
        building.set()
        go_on.wait(9)
        waiting.write = {"a.json": maker(made, "new")}

    thread = threading.Thread(target=waiting.holding(build))
    asking = threading.Thread(target=lambda: waiting.asked("a.json"))
    thread.start()
    building.wait(9)
    asking.start()
    asking.join(0.2)
    assert made == []
    go_on.set()
    asking.join(9)
    thread.join(9)
    assert made == ["new"]


def page(path):
    return SimpleNamespace(url=path.removesuffix("index.md").replace(".md", "/"), file=SimpleNamespace(src_uri=path))


def test_header_and_footer_are_made_once_for_neighbours_outside_the_menu(made):
    """Pages of the menu mark themselves in it, neighbours the same section; an edit link is of one page."""
    part = frame.once(["index.md", "glossary/index.md"])
    for path in ("index.md", "glossary/index.md", "glossary/a.md", "glossary/b.md", "compare/a.md", "index.md"):
        assert part(page(path), "header", caller=maker(made, path)).startswith("text of")
    assert made == ["index.md", "glossary/index.md", "glossary/a.md", "compare/a.md"]
    assert part(page("glossary/b.md"), "header", caller=maker(made, "")) == "text of glossary/a.md"
    assert part(page("glossary/b.md"), "footer", "edit b", caller=maker(made, "foot")) == "text of foot"
    assert part(None, "header", caller=maker(made, "lost")) == "text of lost"


def test_a_kept_text_is_made_once_for_what_it_is_made_from(made, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "folder", lambda name: tmp_path)
    for source in (b"1", b"1", b"2", b"1"):
        assert kept.text("list.js", source, maker(made, source)) == f"text of {source}"
    assert made == [b"1", b"2"]
    for number in range(3 * kept.FEW):
        kept.text("list.js", b"other %d" % number, lambda: "x")
        assert kept.text("list.js", b"1", maker(made, "again")) == "text of b'1'"  # what is used stays
    assert len(list(tmp_path.iterdir())) == kept.FEW
    assert "again" not in made


def test_without_a_place_to_keep_it_a_text_is_made_each_time(made, monkeypatch):
    monkeypatch.setattr(kept, "folder", lambda name: None)
    assert kept.text("list.js", b"1", maker(made, 1)) == kept.text("list.js", b"1", maker(made, 1)) == "text of 1"
    assert made == [1, 1]

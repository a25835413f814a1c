"""Annotations and what cites their paragraphs know of each other, on invented data and on the real ones."""

from datetime import date

import pytest
from conftest import ANNOTATIONS, COMPARE, GLOSSARY, ROOT, SETTINGS, TIMELINE, write_library

from reader import pipeline, reconcile
from reader.model import Model
from reader.reconcile import Pair

TODAY = date(2026, 11, 26)
LATER_EVENT = """\
- id: patrol-leaves
  date: "1993"
  title: "The patrol leaves"
  text: "The boats go home."
  themes: [operations]
  cites: [{source: harbour-2001, paragraph: p2}]
"""


def model_of(folder, **changes):
    docs = write_library(folder, **changes)
    return docs, Model(pipeline.read(docs)[0], SETTINGS)


def test_what_is_named_is_reconciled(tmp_path):
    assert reconcile.unreconciled(model_of(tmp_path)[1]) == []


@pytest.mark.parametrize(
    ("changes", "pair"),
    [
        ({"timeline": TIMELINE + LATER_EVENT}, ("events", "patrol-leaves")),
        (
            {"glossary": GLOSSARY.replace("Founder of the", "Founder (harbour-2001 p2) of the")},
            ("entries", "tolv-mira"),
        ),
        ({"compare": COMPARE.replace("[p3]", "[p2, p3]")}, ("questions", "who-pays")),
    ],
)
def test_whoever_cites_an_annotated_paragraph_is_asked_for(tmp_path, changes, pair):
    docs, model = model_of(tmp_path, **changes)
    assert reconcile.unreconciled(model) == [Pair("harbour-patrol-left", *pair)]
    (line,) = reconcile.report(model, {}, TODAY)
    assert "harbour-patrol-left" in line
    assert pair[1] in line
    assert reconcile.accept(docs, model, TODAY) == 1
    assert list(reconcile.report(model, reconcile.load(docs, model.library), TODAY)) == []


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("timeline", "patrol-leaves"),
        ("glossary", "tolv-mira"),
        ("compare", "who-pays"),
        ("annotations", "harbour-patrol-left"),
        ("sources", "harbour-2001"),
    ],
)
def test_what_is_renamed_stays_reconciled(tmp_path, file, old):
    docs, before = model_of(
        tmp_path,
        timeline=TIMELINE + LATER_EVENT,
        glossary=GLOSSARY.replace("Founder of the", "Founder (harbour-2001 p2) of the"),
        compare=COMPARE.replace("[p3]", "[p2, p3]"),
    )
    assert reconcile.accept(docs, before, TODAY) == 3
    for path in docs.rglob("*.*"):
        if path.suffix in (".yml", ".md"):
            path.write_text(path.read_text(encoding="utf-8").replace(old, "new-name"), encoding="utf-8")
    if file == "sources":
        path = (docs / "sources" / "harbour-2001.md").rename(docs / "sources" / "new-name.md")
        named = ("publish: guide", f"publish: guide\nformerly: [{old}]")
    else:
        path, named = docs / "data" / f"{file}.yml", ("id: new-name", f"id: new-name\n  formerly: [{old}]")
    path.write_text(path.read_text(encoding="utf-8").replace(*named), encoding="utf-8")
    if file == "glossary":  # entries stand in order of their ids
        _sort(path)
    after = Model(pipeline.read(docs)[0], SETTINGS)
    assert list(reconcile.report(after, reconcile.load(docs, after.library), TODAY)) == []
    assert reconcile.accept(docs, after, TODAY) == 0
    assert old not in (docs / "data" / "reconciled.lock").read_text(encoding="utf-8")


def _sort(path):
    entries = path.read_text(encoding="utf-8").split("- id: ")[1:]
    path.write_text("".join(f"- id: {entry}" for entry in sorted(entries)), encoding="utf-8")


def test_an_annotation_checked_again_asks_again(tmp_path):
    changes = {"timeline": TIMELINE + LATER_EVENT}
    docs, model = model_of(tmp_path / "before", **changes)
    reconcile.accept(docs, model, date(2026, 11, 25))
    _, later = model_of(tmp_path / "after", **changes, annotations=ANNOTATIONS.replace("2026-11-24", "2026-11-26"))
    read = reconcile.load(docs, later.library)
    assert [pair.record for pair in reconcile.unreconciled(later, read)] == ["patrol-leaves"]


def test_context_contradicts_nothing(tmp_path):
    context = ANNOTATIONS.replace("differs", "context").replace(
        "[{source: island-2005, paragraph: p1}]", "[{document: beacon-order}]"
    )
    assert reconcile.unreconciled(model_of(tmp_path, timeline=TIMELINE + LATER_EVENT, annotations=context)[1]) == []


def test_an_annotation_grows_old_after_a_year(tmp_path):
    docs, model = model_of(tmp_path)
    assert reconcile.stale(model.library.annotations, date(2027, 11, 24)) == []
    (line,) = reconcile.report(model, reconcile.load(docs, model.library), date(2027, 11, 25))
    assert "2026-11-24" in line


def test_broken_and_outdated_lines_of_the_lock_count_for_nothing(tmp_path):
    docs, model = model_of(tmp_path, timeline=TIMELINE + LATER_EVENT)
    lock = docs / "data" / "reconciled.lock"
    lock.write_text("harbour-patrol-left 2026-11-26\nharbour-patrol-left 2026-11-26 events gone\n", encoding="utf-8")
    assert reconcile.accept(docs, model, TODAY) == 1
    assert set(reconcile.load(docs, model.library)) == {Pair("harbour-patrol-left", "events", "patrol-leaves")}


def test_the_real_records_are_reconciled(real_model):
    assert list(reconcile.report(real_model, reconcile.load(ROOT / "docs", real_model.library), TODAY)) == []

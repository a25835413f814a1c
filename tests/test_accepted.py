"""What the audit lets pass: uses of entries that a person has read and accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest

import audit
from reader.importing import accepted
from reader.importing.accepted import Use
from reader.model import Model

ARTICLE = {"harbour-2001": {"p1": "Mira Tolv founded the Harbour League, she says."}}


def test_uses_stand_in_articles_digests_and_prose(tiny_model):
    found = accepted.uses(tiny_model, ARTICLE)
    assert Use("tolv-mira", "Mira Tolv", "harbour-2001:p1") in found
    assert {use.place.split(":")[0] for use in found} >= {"harbour-2001", "entry", "event", "question"}
    assert not any("harbour-2001" in use.words for use in found), "a reference to a source is no use of an entry"


def test_a_new_form_in_a_new_place_is_not_accepted(tiny_model):
    known = accepted.read(accepted.write(accepted.uses(tiny_model, {})))
    assert known == accepted.uses(tiny_model, {})
    assert not accepted.uses(tiny_model, {}) - known
    new = accepted.uses(tiny_model, {"harbour-2001": {"p2": "The founder was Mira Tolv."}}) - known
    assert all(use.place == "harbour-2001:p2" for use in new)
    terms = tuple(replace(t, aliases=(*t.aliases, "founder")) for t in tiny_model.library.terms if t.id == "tolv-mira")
    others = tuple(t for t in tiny_model.library.terms if t.id != "tolv-mira")
    changed = Model(replace(tiny_model.library, terms=(*others, *terms)))
    assert {use.words.lower() for use in accepted.uses(changed, {}) - known} == {"founder"}


def test_the_lock_is_sorted_and_has_a_line_for_each_wording():
    text = accepted.write([Use("b", "B", "x:p2"), Use("a", "A", "x:p1"), Use("b", "B", "x:p10"), Use("b", "b", "x:p1")])
    assert text.removeprefix(accepted.HEAD) == "a | A | x:p1\nb | B | x:p10 x:p2\nb | b | x:p1\n"


def test_what_is_renamed_stays_accepted(tiny_model):
    """Entries, articles and every kind of place of ours, under the ids of today."""
    library, known = tiny_model.library, accepted.uses(tiny_model, ARTICLE)
    families = ("sources", "terms", "events", "annotations", "questions")
    renamed = replace(
        library,
        **{
            family: tuple(replace(one, id=f"new-{one.id}", formerly=(one.id,)) for one in getattr(library, family))
            for family in families
        },
    )
    for use in accepted.renamed(known, renamed):
        assert use.term.startswith("new-")
        assert "new-" in use.place
    assert len(accepted.renamed(known, renamed)) == len(known)
    assert accepted.renamed(known, library) == known


def test_a_line_that_is_none_is_named():
    with pytest.raises(ValueError, match=r"^2:1: "):
        accepted.read("# lock\nharbour\n")


def test_words_of_a_table_cell_keep_their_line(tiny_model):
    """The separator of the lock never comes from the text."""
    for use in accepted.uses(tiny_model, ARTICLE):
        assert " | " not in use.words


def test_the_audit_names_what_is_new_until_it_is_accepted(tiny_model, tmp_path, capsys):
    lock = tmp_path / "links.lock"
    assert Use("tolv-mira", "Mira Tolv", "harbour-2001:p1") in audit.unaccepted(tiny_model, {}, lock, accept=False)
    assert audit.unaccepted(tiny_model, {}, lock, accept=True) == []
    assert audit.unaccepted(tiny_model, {}, lock, accept=False) == []

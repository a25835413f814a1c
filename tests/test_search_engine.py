"""The search without a browser: what is indexed, what is found, what each weight is for. Browser: test_search.py."""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from search_engine import ask, data_of, needs_node

from bench_search import judge, queries
from reader import settings
from reader.content import search_data
from reader.model import Model
from reader.search import coded_text, packed_numbers
from reader.search import documents as search_documents
from reader.search import index as search_index
from reader.search import script as search_script
from reader.search import words as search_words
from reader.search.weights import WEIGHTS

ROOT = Path(__file__).resolve().parent.parent
NAMES = (Path(__file__).parent / "search_names.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def searched(real):
    """What only search knows of the real library."""
    return search_data.read(ROOT / "docs", real)[0]


@pytest.fixture(scope="module")
def real_model(real):
    """The model of the real site in the guide edition, as its own settings say."""
    return Model(real, settings.of(ROOT / "docs", {"READER_EDITION": "guide"}))


@pytest.fixture(scope="module")
def found(real_model, searched):
    """Every document of the real site."""
    return search_documents.documents(real_model, ROOT / "docs", searched)


@pytest.fixture(scope="module")
def index(real_model, searched):
    """The index of the real site as plain data."""
    return data_of(search_index.script(real_model, searched, ROOT / "docs"))


def verdict(index, weights=None):
    """Judge the queries of the file."""
    asked = queries()
    told = ask(index, [query for query, _ in asked], weights)
    return judge([(query, wanted, one["found"]) for (query, wanted), one in zip(asked, told, strict=True)])


def test_wanted_results_come_first(index):
    judged = verdict(index)
    report = "\n".join(judged.misses)
    assert judged.first >= 0.88, report
    assert judged.three >= 0.97, report
    assert judged.mrr >= 0.92, report


def test_every_wanted_address_is_searched(found):
    known = {document.address for document in found}
    assert [address for _, wanted in queries() for address in wanted if address not in known] == []


# ---- everything visible ----


def windows(texts, count, seed):
    """COUNT windows of five or six words from (address, text) pairs."""
    chance = random.Random(seed)
    texts = [(address, words) for address, text in texts if len(words := text.split()) >= 6]
    made = []
    for _ in range(count):
        address, words = chance.choice(texts)
        size = chance.choice((5, 6))
        start = chance.randrange(len(words) - size + 1)
        made.append((" ".join(words[start : start + size]), address))
    return made


KINDS = {
    "annotation": lambda found: [(d.address, d.text) for d in found if d.kind == "note"],
    "definition": lambda found: [(d.address, d.text) for d in found if d.kind == "term"],
    "usage": lambda found: [(d.address, t) for d in found if d.kind == "term" for n, t in d.beside if n == "In use"],
    "stance": lambda found: [(d.address, t) for d in found if d.kind == "question" for _, t in d.beside[:-1]],
    "event": lambda found: [(d.address, d.text) for d in found if d.kind == "event"],
    "digest": lambda found: [(d.address, d.text) for d in found if d.kind == "paragraph"],
    "page": lambda found: [(d.address, d.text) for d in found if d.address.startswith("about/")],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_is_found_by_its_own_words(index, found, kind):
    """First comes the place, or another that has these words as they stand."""
    asked = windows(KINDS[kind](found), 60, seed=3)
    having = {d.address: "|".join(map(_spoken, (d.text, *d.forms, *(t for _, t in d.beside)))) for d in found}
    misses = []
    for (query, wanted), one in zip(asked, ask(index, [query for query, _ in asked]), strict=True):
        first = one["found"][0]
        if first != wanted and _spoken(query) not in having[first]:
            misses.append((query, first))
    assert len(misses) / len(asked) <= 0.05, misses


def _spoken(text):
    return f" {' '.join(search_words.flat(text))} "


def test_documents_know_their_sources_and_places(found):
    by = {document.address: document for document in found}
    assert "iina-2025" in by["glossary/rimpac/"].sources
    rimpac = [found[number] for number in by["glossary/rimpac/"].uses]
    assert {"paragraph", "event"} <= {document.kind for document in rimpac}


# ---- nothing untrue ----


def test_words_for_search_only_are_no_names(real, found):
    """A misspelling leads to its entry and is never shown as a name of it."""
    by = {document.address: document for document in found}
    for term in real.terms:
        document = by[f"glossary/{term.id}/"]
        names = set(document.forms[: document.names])
        assert names <= {term.term, term.abbreviation, *term.aliases}
        assert not names & (set(term.search) | set(term.slips)) - {term.term, term.abbreviation, *term.aliases}
        assert set(document.forms) >= names


def test_no_name_is_replaced(index):
    """The names are real, as readers type them. A site whose sources have one answers it, and that is right, too."""
    told = ask(index, [form for name in NAMES for form in (name, name.lower())])
    assert [one["changed"] for one in told if one["changed"]] == []


TYPOS = [("stoltenburg", "stoltenberg"), ("Afganistan", "afghanistan"), ("interopability", "interoperability")]


@pytest.mark.parametrize(("typed", "meant"), TYPOS)
def test_a_word_that_is_surely_misspelt_is_read_and_said(typed, meant):
    (one,) = ask(small(*(paragraph(right, f"Of {right} and more") for _, right in TYPOS)), [typed])
    assert one["changed"] == [[typed.lower(), meant]]
    assert one["found"] == [meant]


@pytest.mark.parametrize("typed", ["Iran", "iran", "IRAN", "Ireland", "Oman", "kono"])
def test_a_doubtful_word_is_offered(typed):
    (one,) = ask(
        small(*(paragraph(name, f"Of {name} and more") for name in ("iraq", "iceland", "roman", "konrad"))), [typed]
    )
    assert not one["changed"]
    assert not one["found"]
    assert one["offered"][0][0] == typed.lower()


def test_a_phrase_that_nothing_has_is_relaxed_and_said(index):
    exact, loose = ask(index, ["“only two democracies”", "who said “democracies two only”"])
    assert not exact["loosened"]
    assert loose["loosened"] == ["democracies two only"]
    assert loose["found"]


def test_dotted_abbreviations_in_phrases():
    model_index = search_index.build(
        [search_documents.Document("paragraph", "p1", "One", "Lamps of the U.S. League, the U.S.-led boats.")], set()
    )
    told = ask(model_index, ['"of the U.S."', '"U.S. League"', '"US League"', "U.S.-led boats"])
    assert [one["found"] for one in told] == [["p1"]] * 4
    assert not any(one["loosened"] for one in told)


# ---- every weight is for something ----


def small(*documents, **changes):
    """An index of a few invented documents."""
    made = [search_documents.Document(**{"title": "", **one}) for one in documents]
    for document in made:
        if document.kind == "term" and not document.forms:
            document.forms = [document.title]
    return {**search_index.build(made, set(), **changes), "sources": {"harun": ["Harun 2014", 2014, ""]}}


def paragraph(address, text, **more):
    return {"kind": "paragraph", "address": address, "title": address, "text": text, **more}


def term(address, title, text="", **more):
    return {"kind": "term", "address": address, "title": title, "text": text, **more}


def event(address, title, text="", dates=("1990",), **more):
    return {"kind": "event", "address": address, "title": title, "text": text, "dates": list(dates), **more}


FILL = [paragraph(f"fill{n}", f"Harbour number {n} has quays and cranes.") for n in range(12)]
# weight -> (query, address that it speaks for, documents)
CASES = {
    "name": ("lantern", "a", [event("a", "Boats", date="lantern"), event("b", "Quays", "lantern")]),
    "text": ("lantern", "a", [paragraph("a", "lantern"), paragraph("b", "quay", beside=[("In use", "lantern")])]),
    "beside": ("lantern", "a", [
        paragraph("a", "quay", beside=[("In use", "lantern lantern")]), paragraph("b", "boat"),
    ]),
    "lacking": ("lantern", "a", [paragraph("a", "quay", lacking="lantern"), paragraph("b", "boat")]),
    "spelling": ("lit allies", "a", [paragraph("b", "lit, allied"), paragraph("a", "lit, ally")]),
    "derived": ("secured", "a", [paragraph("a", "security"), paragraph("b", "boat")]),
    "equal": ("drill", "a", [paragraph("a", "exercise"), paragraph("b", "boat")]),
    "begun": ("lante", "a", [paragraph("a", "lanterns"), paragraph("b", "boat")]),
    "about": ("lamp light", "a", [term("t", "Lamp", uses=[1]), paragraph("a", "torch light"), paragraph("b", "light")]),
    "all": ("red lamp", "b", [
        paragraph("a", "red red red red red"), paragraph("b", "red door of a lamp in a long long text"),
    ]),
    "enough": ("red lamp oil", "b", [
        paragraph("a", "red lamp oil"), paragraph("b", "red lamp"), paragraph("c", "lamp oil"),
    ]),
    "order": ("red lamp", "b", [paragraph("a", "lamp red"), paragraph("b", "red lamp")]),
    "near": ("red lamp", "b", [
        paragraph("a", "lamp of a boat that is red"), paragraph("b", "lamp, red of a boat, that is"),
    ]),
    "window": ("red lamp over quays", "b", [
        term("a", "Red quays, over a lamp"), paragraph("b", "red lamp over quays"),
    ]),
    "title": ("red lamp", "b", [term("a", "Boat", "red lamp"), term("b", "Red house lamp", "boat boat boat boat")]),
    "title_question": ("red lamp", "b", [
        {"kind": "question", "address": "a", "title": "Who pays?", "beside": [("X", "lamp red"), ("Why", "")]},
        {
            "kind": "question", "address": "b", "title": "Who lit the lamp that is red?",
            "beside": [("X", "boat"), ("Why", "")],
        },
    ]),
    "title_event": ("red lamp", "b", [
        event("a", "Boats", "lamp, red lamp red"), event("b", "Lamp that turns red", "boats"),
    ]),
    "asked": ("does the lamp burn?", "b", [
        paragraph("a", "burn lamp burn lamp"),
        {"kind": "question", "address": "b", "title": "Does the lamp burn?", "beside": [("X", "boats"), ("Why", "")]},
    ]),
    "compared": ("what do the authors say about lamps", "b", [
        term("a", "Lamp", "boats"),
        {"kind": "question", "address": "b", "title": "Are lamps lit?", "beside": [("X", "boats"), ("Why", "")]},
    ]),
    "asked_fact": ("who lit the lamp?", "b", [
        paragraph("a", "lit lamp lit lamp"),
        {"kind": "question", "address": "b", "title": "Who lit the lamp?", "beside": [("X", "boats"), ("Why", "")]},
    ]),
    "asked_when": ("when was the lamp lit?", "b", [
        paragraph("a", "lit lamp lit lamp"), event("b", "The lamp is lit", "boats"),
    ]),
    "two_words": ("secured quay", "a", [event("b", "Boats", "secured quay"), paragraph("a", "secured. A quay")]),
    "form": ("lamp", "a", [term("a", "Lamp", "boats"), paragraph("b", "lamp lamp lamp"), event("c", "Lamp lamp")]),
    "form_placed": ("red lamp", "a", [
        term("a", "Torch", forms=["Torch", "red lamp"], placed=1, uses=[1]), paragraph("b", "a red lamp"),
    ]),
    "span_asked": ("who lit the red lamp?", "a", [
        term("a", "Red lamp", "lit"), paragraph("b", "red lamp lit red lamp"),
    ]),
    "form_other": ("the lamp lit", "b", [
        event("a", "Lamps are lit: the lamp", "lamp lit"), event("b", "The lamp lit", "boats"),
    ]),
    "form_source": ("lamp 1999", "b", [
        event("a", "Lamp", dates=["1999"]),
        {"kind": "page", "address": "b", "title": "On boats", "forms": ["Lamp 1999"], "about": "source"},
    ]),
    "form_begun": ("lam", "a", [term("a", "Lamp", "boats"), paragraph("b", "lamp lamb lamp lamb lamp")]),
    "span": ("lamp members", "a", [term("a", "Lamp", "members"), paragraph("b", "lamp members lamp members")]),
    "date": ("1991", "b", [paragraph("a", "1991 1991 1991"), event("b", "Boats", dates=["1991"])]),
    "date_beside": ("lamps 1991", "b", [
        event("a", "Lamps", "1991", dates=["1980"]), event("b", "Lamps", "boats in 1991 or so", dates=["1991"]),
    ]),
    "milestone": ("1991", "b", [event("a", "Boats", dates=["1991"]), event("b", "Quays", dates=["1991"], rank=1)]),
    "minor": ("1991", "b", [event("a", "Boats", dates=["1991"], rank=-1), event("b", "Quays", dates=["1991"])]),
    "k": ("lantern", "a", [paragraph("a", "lantern lantern"), paragraph("b", "lantern boat quay")]),
    "b": ("lantern", "a", [
        paragraph("a", "lantern"), paragraph("b", "lantern boat quay and much more of the harbour"),
    ]),
    "exact": ("lantern", "a", [paragraph("a", "lantern"), paragraph("b", "boat")]),
    "place_of_form": ("lamp", "a", [term("t", "Lamp", uses=[1]), paragraph("a", "a lamp")]),
    "event_of_form": ("lamp", "a", [term("t", "Lamp", uses=[1]), event("a", "A lamp")]),
    "source_named": ("harun lamp", "b", [
        paragraph("a", "harun lamp"), paragraph("b", "harun lamp", sources=["harun"]),
    ]),
    "spot_named": ("harun p25", "b", [
        paragraph("a", "harun p25"), paragraph("b", "boat", title="Harun 2014 ¶25", hidden="p25", sources=["harun"]),
    ]),
    "least": ("who lit the red lamp?", "b", [paragraph("b", "lit red lamp"), paragraph("a", "red boat")]),
    "title_back": ("red lamp oil", "b", [
        event("a", "Oil lamp of boats and quays", "red"), event("b", "Oil lamp", "red boats and quays"),
    ]),
    "title_lacking": ("red lamp oil", "b", [event("b", "Red lamp"), paragraph("a", "lamp oil oil oil")]),
    "form_next": ("lamp", "b", [
        term("a", "Torch", forms=["Torch", "Lamp"]), term("b", "Lamp"),
    ]),
    "form_begun_other": ("lam", "a", [event("a", "Lamps are lit"), paragraph("b", "lamb lamb lamb")]),
    "form_inside": ("lam", "a", [term("a", "Red lamp"), paragraph("b", "lamb lamb lamb")]),
    "kind_paragraph": ("lantern", "a", [paragraph("a", "lantern"), term("b", "Boat", "a lantern")]),
    "kind_note": ("lantern", "a", [paragraph("b", "lantern"), {"kind": "note", "address": "a", "text": "lantern"}]),
    "kind_event": ("lantern", "a", [paragraph("b", "lantern"), event("a", "Boats", "lantern")]),
    "kind_question": ("lantern", "b", [
        paragraph("b", "lantern"),
        {"kind": "question", "address": "a", "title": "Who?", "beside": [("X", "lantern"), ("Why", "")]},
    ]),
    "kind_page": ("lantern", "b", [paragraph("b", "lantern"), {"kind": "page", "address": "a", "text": "lantern"}]),
    "kind_term": ("lantern", "b", [paragraph("b", "lantern"), term("a", "Boat", "a lantern")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_weight_does_what_it_says(name):
    query, address, documents = CASES[name]
    index = small(*documents, *FILL, equal=(("drill", "exercise"),))
    (told,), (without,) = ask(index, [query]), ask(index, [query], {name: 0})
    assert _lead(told, address) - _lead(without, address) > 0.03  # of 1, what the best score for words is


def _lead(answer, address):
    """By how much ADDRESS is before all others."""
    scores = dict(zip(answer["found"], answer["scores"], strict=True))
    return scores.pop(address, 0) - max(scores.values(), default=0)


def test_two_remembered_words_lead_to_the_paragraphs_that_have_both():
    """After what comes first come the paragraphs whose article has both words as they were typed."""
    others = [event(f"e{n}", "Lamps over quays", "lamp quay lamp quay") for n in range(4)]
    lacking = paragraph("p", "A long digest of boats and more", lacking="lamp quay")
    (told,) = ask(small(*others, lacking, *FILL), ["lamp quay"])
    assert told["found"][1] == "p"


def test_two_words_of_an_article_are_not_where_its_digest_has_them_apart():
    """The longer digest has only one of them, so the article may have them side by side."""
    apart = paragraph("a", "A lamp of the old quay")
    mixed = paragraph("b", "A long digest of boats, their crews and a lamp", lacking="quay")
    first = event("e", "Lamps over quays", "lamp quay lamp quay")
    (told,) = ask(small(first, apart, mixed, *FILL), ["lamp quay"])
    assert told["found"] == ["e", "b", "a"]


def test_a_remembered_text_is_compared_as_it_was_typed():
    """Also its date, which is read apart from the other words, and words without weight at its beginning."""
    documents = [
        event("e", "Boats meet on 12 January 2007", "as boats meet", dates=["2007-01-12"], date="12 January 2007"),
        paragraph("p", "The boats met on 12 January 2007 as the first of a wide harbour with quays and cranes"),
    ]
    (told,) = ask(small(*documents, *FILL), ["on 12 January 2007 as the"])
    assert told["found"][0] == "p"


def test_a_japanese_word_that_is_part_of_another_says_less():
    documents = [term("a", "India", forms=["India", "インド"]), term("b", "Ocean", forms=["Ocean", "インド洋"])]
    (told,) = ask(small(*documents, *FILL), ["インド洋"])
    assert told["found"] == ["b", "a"]


def test_a_word_of_another_language_is_searched_as_the_equal_one():
    documents = [paragraph("a", "Of absence and more"), paragraph("b", "A lamp")]
    told = ask(small(*documents, *FILL, equal=(("欠席", "traité", "absence"),)), ["欠席", "traité", "党首欠席"])
    assert [one["found"] for one in told] == [["a"]] * 3


def test_every_weight_has_its_test():
    assert set(WEIGHTS) == set(CASES)


# ---- the same rules in both languages ----


def test_python_and_javascript_read_words_alike(index, found):
    texts = [document.text for document in found if document.text][::7]
    script = (
        "globalThis.window=globalThis;const d=JSON.parse(require('node:fs').readFileSync(0));(0,eval)(d.engine);"
        "process.stdout.write(JSON.stringify(d.texts.map(window.readerEngine.flat)))"
    )
    given = json.dumps({"engine": search_script.engine(), "texts": texts})
    done = subprocess.run([needs_node(), "-e", script], input=given, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [search_words.flat(text) for text in texts]


def test_node_runs_the_unit_tests():
    done = subprocess.run(
        [needs_node(), "--test", str(ROOT / "tests" / "js")], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("chunked", [False, True])
def test_the_whole_script_can_be_read(chunked):
    """Its files are one scope: a name of one may not be a name of another."""
    code = search_script.script(chunked)
    subprocess.run([needs_node(), "--check", "-"], input=code, text=True, check=True, timeout=60)


# ---- how the index is written, and what is marked ----


def in_node(script: str, **given) -> object:
    """Run SCRIPT after the engine's files in one scope; it has ``given`` and returns what it says."""
    files = "".join((search_script.FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in search_script.ENGINE)
    code = f"(() => {{ globalThis.window = globalThis; {files}\nconst given = JSON.parse("
    code += f"require('node:fs').readFileSync(0, 'utf8'));\nprocess.stdout.write(JSON.stringify({script})); }})()"
    done = subprocess.run(
        [needs_node(), "-e", code], input=json.dumps(given), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def invented_texts(count=300):
    """Texts of letters, gaps and signs as they come."""
    chance = random.Random(4)
    signs = [*"aB2-/.,;'’ \u00a0“ñé()\\!~ßİ", "of ", "Of ", "the Lamp", " ", "日本", " ¶7"]
    return ["".join(chance.choices(signs, k=chance.randrange(1, 30))).strip() for _ in range(count)]


def test_texts_come_out_of_the_index_as_they_went_in():
    texts = invented_texts()
    made = [search_documents.Document("paragraph", f"p{i}", "One", text) for i, text in enumerate(texts)]
    index = {**search_index.build(made, set()), "sources": {}}
    assert in_node("readTexts(given.index).documents.map((one) => one.x)", index=index) == texts


def test_fields_come_out_of_the_index_as_they_went_in(found, index):
    told = in_node(
        "readTexts(given.index).documents.map((d) => [d.k, d.u, d.t, d.x, d.f, d.p, d.s, d.e, d.m, d.w, d.names])",
        index=index,
    )
    assert told == [
        [
            *(d.kind, d.address, d.title, d.text, d.forms, [list(beside) for beside in d.beside]),
            *(d.sources, d.dates, d.uses, d.lacking, d.forms[: d.names]),
        ]
        for d in found
    ]


@pytest.mark.parametrize(("size", "order"), [(2, 4), (40, 3), (7000, 2)])
def test_numbers_come_out_as_they_were_packed(size, order):
    chance = random.Random(size)
    lists = [
        [min(size - 1, int(chance.expovariate(6 / size))) for _ in range(chance.randrange(90))] for _ in range(300)
    ]
    number = {one: i for i, one in enumerate(dict.fromkeys(itertools.chain(*lists)), 1)}  # in the order they come in
    lists = [[number[one] for one in numbers] for numbers in lists]
    packed = packed_numbers.packed(lists, order)
    script = "((next) => given.lists.map(() => next()))(listsOf(given.packed, given.order))"
    assert in_node(script, packed=packed, lists=lists, order=order) == lists


def test_texts_and_labels_come_out_whatever_their_characters():
    texts = ["a \U0001f30a of \U00020bb7", "", "b \U0001f30a"]
    assert in_node("textsOf(given.packed, 2)", packed=packed_numbers.packed_texts(texts, 2)) == texts
    numbers = [0, 51, 52, 53, 55_255, 55_256, 70_000]
    characters = [coded_text.character(number) for number in numbers]
    assert "\\" not in characters
    assert in_node("given.characters.map(numberOf)", characters=characters) == numbers


def test_both_sides_know_the_same_words_in_the_same_order(found, index):
    """The families are told by how many words back the last one of each stands."""
    pieces = coded_text.vocabulary(text for document in found for text in search_index._texts(document))
    known = sorted({part for piece in pieces for part in search_words.terms(piece)})
    assert in_node("readIndex(given.index, readTexts(given.index)).known", index=index) == known


def test_names_are_marked_and_no_words_that_only_lead_to_them():
    index = small(term("t", "Harbour", forms=["Harbour", "Old Port", "Customs House"], names=2), *FILL)
    script = """((engine) => ["At the Old Port", "At the Customs House", "At the harbour's gate"].map((text) =>
      engine.marks(text, engine.answer("harbour"), true).map(([from, to]) => text.slice(from, to))))(
      createEngine(given.index))"""
    assert in_node(script, index=index) == [["Old Port"], [], ["harbour's"]]


# ---- the tables of search.yml ----


def test_a_form_of_an_unknown_entry_is_a_problem(tmp_path, real):
    data = tmp_path / "data"
    data.mkdir()
    shutil.copytree(ROOT / "docs" / "data" / "schema", data / "schema")
    (data / "search.yml").write_text("forms:\n  no-such-entry: [x]\nequal:\n  - [one, one]\n", encoding="utf-8")
    assert len(search_data.read(tmp_path, real)[1]) == 1
    (data / "search.yml").write_text("asked:\n  no-such-question: [x]\n", encoding="utf-8")
    (problem,) = search_data.read(tmp_path, real)[1]
    assert "no-such-question" in str(problem)
    (data / "search.yml").write_text("forms:\n  no-such-entry: [x]\n", encoding="utf-8")
    (problem,) = search_data.read(tmp_path, real)[1]
    assert "search.yml:2:" in str(problem)
    assert "no-such-entry" in str(problem)


def test_words_lead_to_a_place_that_has_others(real_model):
    """They are given by the file and id of the place, as a link names it."""
    words = {"glossary/ipcp.md": "zebra", "sources/harun-2014.md#p1": "yak", "about/cite.md#paragraph": "lynx"}
    found = search_documents.documents(real_model, ROOT / "docs", search_data.SearchData(words=words))
    hidden = {word: one.address for one in found for word in words.values() if word in one.hidden}
    assert hidden == {"zebra": "glossary/ipcp/", "yak": "sources/harun-2014/#p1", "lynx": "about/cite/#paragraph"}


@pytest.mark.parametrize("place", ["glossary/no.md", "sources/harun-2014.md#p999", "about/no.md", "about/cite.md#no"])
def test_words_of_an_unknown_place_are_a_problem(tmp_path, real, place):
    shutil.copytree(ROOT / "docs" / "data" / "schema", tmp_path / "data" / "schema")
    shutil.copytree(ROOT / "docs" / "about", tmp_path / "about")
    text = f'words:\n  "about/cite.md#paragraph": x\n  "{place}": x\n'
    (tmp_path / "data" / "search.yml").write_text(text, encoding="utf-8")
    (problem,) = search_data.read(tmp_path, real)[1]
    assert problem.warning  # words of a place that went away stop no build
    assert str(problem).startswith("docs/data/search.yml:3:")
    assert place in str(problem)


def test_words_follow_a_renamed_place(tmp_path, real):
    shutil.copytree(ROOT / "docs" / "data" / "schema", tmp_path / "data" / "schema")
    text = 'words:\n  "glossary/old.md": x\n  "sources/old.md#old": y\n'
    (tmp_path / "data" / "search.yml").write_text(text, encoding="utf-8")
    term, source = real.terms[0], real.sources[0]
    renamed = dataclasses.replace(source, formerly=("old",), former_anchors={"old": "p1"})
    library = dataclasses.replace(real, terms=(dataclasses.replace(term, formerly=("old",)),), sources=(renamed,))
    found, problems = search_data.read(tmp_path, library)
    assert problems == []
    assert found.words == {f"glossary/{term.id}.md": "x", f"sources/{source.id}.md#p1": "y"}


SPEAKERS = ["what do experts say about lamps", "do the authors agree on lamps", "lamps, views differ", "compare lamps"]


@pytest.mark.parametrize("query", SPEAKERS)
def test_talk_of_the_sources_is_no_word_of_what_they_are_asked(query):
    question = {"kind": "question", "address": "b", "title": "Are lamps lit?", "beside": [("X", "boats"), ("Why", "")]}
    others = [paragraph("a", "experts and authors agree, views differ, compare lamps"), term("c", "Lamp", "boats")]
    (told,) = ask(small(question, *others, *FILL), [query])
    assert told["found"][0] == "b"


def test_a_compound_that_nothing_has_leads_to_its_parts_and_says_so():
    (told,) = ask(small(paragraph("a", "lamp of the domain"), *FILL), ["cross-domain lamp"])
    assert told["found"] == ["a"]
    (told,) = ask(small(paragraph("a", "a cross"), paragraph("b", "the domain"), *FILL), ["cross-domain"])
    assert set(told["found"]) == {"a", "b"}
    assert told["missing"] == ["cross domain"]


def test_an_office_in_japanese_is_no_part_of_a_name():
    documents = [term("a", "Abe", forms=["Abe", "安倍"], about="Person"), event("b", "Boats", "安倍元首相 lamp")]
    (told,) = ask(small(*documents, *FILL), ["安倍元首相"])
    assert told["found"][0] == "a"


def test_words_of_articles_that_no_digest_has_are_searched(real):
    """A folder without the file, or with one that is not JSON, says so or goes without."""
    found, problems = search_data.read(ROOT / "docs", real)
    assert problems == []
    assert set(found.lacking) <= {source.id for source in real.sources}


def test_equal_words_stand_in_one_group():
    tables = yaml.safe_load((ROOT / "docs" / "data" / "search.yml").read_text(encoding="utf-8"))
    assert all(len(group) > 1 for group in tables["equal"])

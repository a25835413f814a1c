"""Reading files: bad input becomes a located problem, never a traceback, and nothing is lost."""

import pytest
from conftest import ANNOTATIONS, COMPARE, GLOSSARY, HARBOUR, SECOND, TIMELINE, write_library
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import pipeline
from reader.content import edtf_dates, text_file, yaml_positions
from reader.content.problems import InvalidContent, Problem


def faults(tmp_path, **changes):
    """The problems of the invented library with CHANGES, as text."""
    with pytest.raises(InvalidContent) as caught:
        pipeline.read(write_library(tmp_path, **changes))
    return [str(problem) for problem in caught.value.problems]


def test_the_invented_library_is_sound(tiny):
    library, warnings = pipeline.read(tiny)
    assert [source.id for source in library.sources] == ["harbour-2001", "island-2005"]
    assert [block.id for block in library.sources[0].paragraphs] == ["p1", "p2", "p3"]
    assert library.sources[0].block("table-1").rows == (("Year", "Lamps"), ("1999", "12"), ("2000", "9"))
    assert warnings == []


def test_problem_prints_place_fault_and_fix():
    assert str(Problem("a.yml", 3, 5, "x is wrong", "mend it")) == "a.yml:3:5: x is wrong; mend it"


CASES = {
    "broken yaml": ({"glossary": "- id: [\n"}, "docs/data/glossary.yml:2:1: not YAML"),
    "tab": ({"glossary": "- id: a\n\tterm: b\n"}, "docs/data/glossary.yml:2:1: not YAML"),
    "empty": ({"glossary": ""}, "docs/data/glossary.yml:1:1: the file is empty"),
    "missing file": ({"glossary": None}, "docs/data/glossary.yml:1:1: the file is missing"),
    "mapping for list": ({"glossary": "id: a\n"}, "docs/data/glossary.yml:1:1: the file has the wrong shape"),
    "two documents": ({"glossary": GLOSSARY + "---\n- id: x\n"}, "keep one document per file"),
    "duplicate key": (
        {"glossary": GLOSSARY.replace("  kind: person", "  kind: person\n  kind: place")},
        "key 'kind' is already used on line",
    ),
    "anchor": (
        {"glossary": GLOSSARY.replace('["patrol"]', '&x ["patrol"]').replace('["lamp men"]', "*x")},
        "an anchor is used again",
    ),
    "unknown field": (
        {"glossary": GLOSSARY.replace('definition: "A league', 'defintion: "A league')},
        "unknown field 'defintion'; did you mean 'definition'?",
    ),
    "missing field": (
        {"glossary": GLOSSARY.replace('  definition: "A league of harbours."\n', "")},
        "docs/data/glossary.yml:1:3: field 'definition' is missing; add it",
    ),
    "unknown kind": (
        {"glossary": GLOSSARY.replace("kind: person", "kind: persona")},
        "'persona' is not a known kind; did you mean 'person'?",
    ),
    "bad id": ({"glossary": GLOSSARY.replace("id: tolv-mira", "id: ../tolv")}, "'../tolv' is not a valid id"),
    "duplicate id": (
        {"glossary": GLOSSARY.replace("id: tolv-mira", "id: operation-beacon")},
        "id 'operation-beacon' is already used on line",
    ),
    "alias collision": (
        {"glossary": GLOSSARY.replace('["patrol"]', '["HL"]')},
        "form 'HL' also belongs to 'harbour-league' (line 1)",
    ),
    "one letter": ({"glossary": GLOSSARY.replace('["patrol"]', '["P"]')}, "form 'P' is too short"),
    "dangling see-also": ({"glossary": GLOSSARY.replace("[lantern-patrol]", "[lantern]")}, "no entry 'lantern'"),
    "self see-also": ({"glossary": GLOSSARY.replace("[lantern-patrol]", "[harbour-league]")}, "refers to itself"),
    "order": (
        {
            "glossary": "".join(sorted(GLOSSARY.split("\n- id")[:1]))
            and "- id: z\n  term: Zed\n  kind: place\n  definition: x\n" + GLOSSARY
        },
        "sort by id",
    ),
    "bad date": (
        {"timeline": TIMELINE.replace('"1992"\n  title', '"1992-02-30"\n  title')},
        "docs/data/timeline.yml:9:9: '1992-02-30' is not an EDTF date",
    ),
    "bad date of a reading": (
        {"timeline": TIMELINE.replace('date: "1992", reading', 'date: "1992-00", reading')},
        "docs/data/timeline.yml:14:50: '1992-00' is not an EDTF date",
    ),
    "reversed interval": (
        {"timeline": TIMELINE.replace('"1991-04-02"', '"1991/1990"')},
        "'1991/1990' ends before it starts",
    ),
    "unknown source": (
        {"timeline": TIMELINE.replace("island-2005", "island-2006")},
        "no source 'island-2006' (there are harbour-2001, island-2005)",
    ),
    "unknown paragraph": (
        {"timeline": TIMELINE.replace("harbour-2001, paragraph: p1", "harbour-2001, paragraph: p9")},
        "'harbour-2001' has no 'p9' (it has p1–p3)",
    ),
    "unknown actor": ({"timeline": TIMELINE.replace("[tolv-mira]", "[tolv]")}, "no entry 'tolv'"),
    "disputed without reading": (
        {"timeline": TIMELINE.replace(', date: "1992", reading: "began"', "")},
        "disputed, but no reading is given",
    ),
    "stance without paragraphs": ({"compare": COMPARE.replace("[p3]", "[]")}, "paragraphs has too little in it"),
    "verdict of many on one voice": ({"compare": COMPARE.replace("one-voice", "agree")}, "1 source(s) take a position"),
    "unknown document": (
        {"glossary": GLOSSARY.replace("[beacon-order]", "[beacon-orders]")},
        "no document 'beacon-orders'",
    ),
    "about nothing": (
        {"annotations": ANNOTATIONS.replace("[beacon-begins]", "[beacon-ends]")},
        "no 'beacon-ends' among the events",
    ),
    "label too long": (
        {"compare": COMPARE.replace('The league"', "The league" + " of harbours" * 4 + '"')},
        "label is too long",
    ),
    "no front matter": ({"harbour_2001": "# A page\n"}, "docs/sources/harbour-2001.md:1:1: no front matter"),
    "gap in numbers": ({"harbour_2001": HARBOUR.replace("{#p3}", "{#p4}")}, "expected 'p3', found 'p4'"),
    "repeated number": ({"harbour_2001": HARBOUR.replace("{#p3}", "{#p2}")}, "id 'p2' is already used on line"),
    "stray text": ({"harbour_2001": HARBOUR + "\nA stray line.\n"}, "text outside a numbered block"),
    "missing note": ({"harbour_2001": HARBOUR.replace("[n1]", "[n2]")}, "no note 'n2'"),
    "unused note": ({"harbour_2001": HARBOUR.replace(" [n1]", "")}, "nothing refers to note 'n1'"),
    "ragged table": ({"harbour_2001": HARBOUR.replace("| 2000 | 9 |", "| 2000 |")}, "1 cells where the head has 2"),
    "wrong file name": (
        {"harbour_2001": HARBOUR.replace("id: harbour-2001", "id: harbour-2002")},
        "is not the file's name",
    ),
    "yaml colon in matter": (
        {"harbour_2001": HARBOUR.replace('title: "The Harbour League at Ten"', "title: The: League")},
        "docs/sources/harbour-2001.md:6:",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_input_is_named_with_its_place(tmp_path, case):
    changes, expected = CASES[case]
    found = faults(tmp_path, **changes)
    assert any(expected in fault for fault in found), found


def test_all_problems_come_at_once(tmp_path):
    found = faults(
        tmp_path,
        glossary=GLOSSARY.replace("kind: person", "kind: persona").replace("defini", "defin", 1),
        timeline=TIMELINE.replace("themes: [operations]", "themes: [opera]"),
        harbour_2001=HARBOUR.replace("{#p3}", "{#p4}"),
    )
    assert len(found) >= 4
    assert {fault.split(":")[0] for fault in found} == {
        "docs/data/glossary.yml",
        "docs/data/timeline.yml",
        "docs/sources/harbour-2001.md",
    }


def test_faults_of_every_family_come_in_one_go(tmp_path):
    """Schema, dates, references and order at once, and no complaint that a faulty record is missing."""
    found = faults(
        tmp_path,
        glossary=GLOSSARY.replace("kind: person", "kind: persona").replace("[lantern-patrol]", "[lantern]"),
        timeline=TIMELINE.replace('"1992"\n  title', '"1992-02-30"\n  title'),
        compare=COMPARE.replace("[p3]", "[p9]"),
        island_2005=SECOND + "\nA stray line.\n",
    )
    assert sorted(fault.split(": ", 1)[1].split(";")[0] for fault in found) == [
        "'1992-02-30' is not an EDTF date",
        "'harbour-2001' has no 'p9' (it has p1–p3)",
        "'persona' is not a known kind",
        "no entry 'lantern'",
        "text outside a numbered block",
    ]


def test_bytes_that_are_not_text_are_named_by_offset(tmp_path):
    docs = write_library(tmp_path)
    (docs / "data" / "glossary.yml").write_bytes(b"- id: x\n  term: caf\xe9\n")
    with pytest.raises(InvalidContent) as caught:
        pipeline.read(docs)
    assert str(caught.value) == "docs/data/glossary.yml:2:12: byte 19 is not UTF-8; save the file as UTF-8"


def test_windows_files_read_the_same(tmp_path):
    docs = write_library(tmp_path)
    before = pipeline.read(docs)[0]
    for path in (docs / "data" / "glossary.yml", docs / "sources" / "harbour-2001.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert pipeline.read(docs)[0] == before


@pytest.mark.parametrize(
    ("char", "fix"),
    [("\u202e", "reorders"), ("\x07", "control"), ("\u2028", "control"), ("\u200b", "nobody can see it")],
)
def test_treacherous_characters_stop_the_build(char, fix):
    _, problems = text_file.decode(f"ab\nc{char}d".encode(), "x.yml")
    assert str(problems[0]).startswith("x.yml:2:2: ")
    assert fix in str(problems[0])


def test_every_scalar_is_text():
    value, _, problems = yaml_positions.parse("a: NO\nb: 12:30\nc: 1.10\nd: 010\ne: true\nf: null\ng: 2014\n", "x")
    assert problems == []
    assert value == {"a": "NO", "b": "12:30", "c": "1.10", "d": "010", "e": True, "f": None, "g": "2014"}


def test_alias_bombs_and_deep_nests_are_refused():
    bomb = "a: &a [x]\nb: [*a, *a]\n"
    assert "an anchor is used again" in str(yaml_positions.parse(bomb, "x")[2][0])
    assert "nested too deeply" in str(yaml_positions.parse("[" * 3000 + "]" * 3000, "x")[2][0])


def test_python_tags_are_refused():
    assert "tag" in str(yaml_positions.parse("a: !!python/object:os.system x\n", "x")[2][0])


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall_over(data):
    """Either a value or an error comes out, never an exception."""
    text, faults = text_file.decode(data, "x")
    value, _, problems = yaml_positions.parse(text, "x")
    assert all(problem.line >= 1 and problem.column >= 1 for problem in (*faults, *problems))
    assert (value is None) == any(not problem.warning for problem in problems)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8),
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8), max_size=4),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(data):
    import json

    text = json.dumps(data, ensure_ascii=False)  # JSON is YAML
    value, positions, problems = yaml_positions.parse(text, "x")
    assert problems == []
    assert value == data
    assert all(line >= 1 and column >= 1 for line, column in positions.values.values())


@pytest.mark.parametrize(
    ("edtf", "words", "first", "last"),
    [
        ("1983", "1983", "1983-01-01", "1983-12-31"),
        ("2014-05-06", "6 May 2014", "2014-05-06", "2014-05-06"),
        ("2014-05", "May 2014", "2014-05-01", "2014-05-31"),
        ("198X", "1980s", "1980-01-01", "1989-12-31"),
        ("2014~", "about 2014", "2014-01-01", "2014-12-31"),
        ("2001-12/2010-01", "December 2001 – January 2010", "2001-12-01", "2010-01-31"),
        ("2022-06-28/2022-06-30", "28–30 June 2022", "2022-06-28", "2022-06-30"),
        ("1990/1991", "1990–1991", "1990-01-01", "1991-12-31"),
        ("2011-03/2011-10", "March–October 2011", "2011-03-01", "2011-10-31"),
        ("1996/..", "from 1996", "1996-01-01", "9999-12-31"),
        ("20XX", "21st century", "2000-01-01", "2099-12-31"),
        ("11XX", "12th century", "1100-01-01", "1199-12-31"),
        ("21XX", "22nd century", "2100-01-01", "2199-12-31"),
        ("2014-05?/2014-06", "possibly May 2014 – June 2014", "2014-05-01", "2014-06-30"),
        ("2014-05/2014-06~", "May 2014 – about June 2014", "2014-05-01", "2014-06-30"),
        ("1990~/1991", "about 1990 – 1991", "1990-01-01", "1991-12-31"),
        ("2014-05-06/2014-05-08?", "6 May 2014 – possibly 8 May 2014", "2014-05-06", "2014-05-08"),
        ("2014-22", "summer 2014", "2014-06-01", "2014-08-31"),
        ("2014-05-XX", "May 2014 (day unknown)", "2014-05-01", "2014-05-31"),
    ],
)
def test_dates_in_words(edtf, words, first, last):
    when = edtf_dates.when(edtf)
    assert (when.words, when.first, when.last) == (words, first, last)


BAD_DATES = "2014-02-30 ../2018x 2014-13 2014-5-6 2020/2019 2014-00 2014-05-00 / ２０１４"


@pytest.mark.parametrize("bad", ["", "last year", *BAD_DATES.split()])
def test_dates_that_are_none(bad):
    with pytest.raises(edtf_dates.BadDate):
        edtf_dates.when(bad)


@settings(deadline=None, max_examples=300)
@given(st.from_regex(r"[12][0-9X]{3}(-[0-3][0-9X](-[0-3][0-9X])?)?[~?%]?", fullmatch=True))
def test_what_is_a_date_here_is_one_for_the_edtf_library(text):
    """With the same bounds: the short cut for plain dates never reads what the library refuses."""
    from edtf import parse_edtf

    try:
        when = edtf_dates.when(text)
    except edtf_dates.BadDate:
        return
    parsed = parse_edtf(text)
    assert when.first == "{:04d}-{:02d}-{:02d}".format(*parsed.lower_strict()[:3])
    assert when.last == "{:04d}-{:02d}-{:02d}".format(*parsed.upper_strict()[:3])


@given(st.dates())
def test_every_day_is_a_date(day):
    when = edtf_dates.when(day.isoformat())
    assert when.first == when.last == day.isoformat()


def test_accents_apart_from_their_letters_are_named_by_line():
    _, problems = text_file.decode("ab\ncafe\u0301\n".encode(), "x.yml")
    assert [str(problem) for problem in problems] == [
        "x.yml:2:1: accents are separate from their letters (not NFC); save the line in composed form (NFC)"
    ]

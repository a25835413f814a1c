"""The matcher and the link policy."""

import itertools
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.content.normalise import fold, read
from reader.content.records import InPlace, Term
from reader.links.markdown_ext import ReaderExtension
from reader.links.matcher import Matcher
from reader.links.policy import Linker
from reader.links.related import related

FORMS = [
    ("nato", ["NATO", "Alliance"]),
    ("nato-hq", ["NATO headquarters"]),
    ("ap4", ["AP4", "IP4", "Asia-Pacific 4"]),
    ("a2ad", ["A2/AD", "anti-access / area denial"]),
    ("ipcp", ["IPCP", "IPCPs"]),
    ("defence", ["collective defence"]),
    ("may-law", ["May Act"]),
    ("us", ["US", "U.S."]),
    ("rimpac", ["RIMPAC", "Rim Pac"]),
]


def entries(forms, **more):
    """Entries for (id, forms) pairs: the first form is the headword; MORE maps an id with "_" to further fields."""
    return [
        Term(
            id=id, term=first, kind="concept", definition="-", aliases=tuple(rest), **more.get(id.replace("-", "_"), {})
        )
        for id, (first, *rest) in forms
    ]


MATCHER = Matcher(entries(FORMS))


def found(text, matcher=MATCHER):
    return [(text[m.start : m.end], m.term) for m in matcher.matches(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO headquarters", [("NATO headquarters", "nato-hq")]),
        ("NATO–Japan, NATO’s", [("NATO", "nato"), ("NATO", "nato")]),
        ("the nato", []),
        ("AP4/IP4 and (AP4)", [("AP4", "ap4"), ("IP4", "ap4"), ("AP4", "ap4")]),
        ("Asia–Pacific 4", [("Asia–Pacific 4", "ap4")]),
        ("XAP4 AP45", []),
        ("A2/AD “A2/AD”", [("A2/AD", "a2ad"), ("A2/AD", "a2ad")]),
        ("anti-access / area denial", [("anti-access / area denial", "a2ad")]),
        ("IPCPs", [("IPCPs", "ipcp")]),
        (
            "Collective defence and collective Defence",
            [("Collective defence", "defence"), ("collective Defence", "defence")],
        ),
        ("May 2014 and the May Act", [("May Act", "may-law")]),
        ("the U.S. and US forces; us", [("U.S.", "us"), ("US", "us")]),
        ("USA", []),
        ("Rim\u00a0Pac", [("Rim\u00a0Pac", "rimpac")]),
    ],
)
def test_forms_in_text(text, expected):
    assert found(text) == expected


def test_a_longer_form_that_starts_later_wins():
    matcher = Matcher(entries([("a", ["red lamp"]), ("b", ["lamp post office"])]))
    assert found("a red lamp post office", matcher) == [("lamp post office", "b")]


def test_every_form_counts_inside_a_longer_one_and_the_longest_links():
    matcher = Matcher(entries([("summit", ["NATO Chicago Summit"]), ("chicago", ["Chicago"]), ("nato", ["NATO"])]))
    text = "The NATO Chicago Summit"
    assert [match.term for match in matcher.matches(text)] == ["summit"]
    assert [match.term for match in matcher.uses(text)] == ["summit", "nato", "chicago"]


def test_a_form_is_another_thing_inside_a_wording_that_its_entry_excludes():
    matcher = Matcher(
        entries([("india", ["India", "Indian"]), ("ocean", ["Indian Ocean"])], india={"not_in": ("Indian Ocean",)})
    )
    assert [match.term for match in matcher.uses("the Indian Ocean")] == ["ocean"]
    assert [match.term for match in matcher.uses("the Indian ocean and India")] == ["india"]
    assert [match.term for match in matcher.uses("Indian Oceanography")] == ["india"]


def test_words_in_place_count_only_there():
    place = InPlace(words="the embassy", source="x", paragraphs=("p2", "n1"))
    matcher = Matcher(entries([("mission", ["Mission to NATO"])], mission={"in_place": (place,)}))
    assert [match.term for match in matcher.matches("with the embassy", ("x", "p2"))] == ["mission"]
    assert matcher.matches("with the embassy", ("x", "p3")) == []
    assert matcher.matches("with the embassy") == []


def test_nothing_is_found_in_an_address():
    assert found("see https://www.example.org/NATO/AP4 and NATO, or NATO@example.org") == [("NATO", "nato")]


@pytest.mark.parametrize("text", ["ＩＰＣＰ", "IP\u00adCP", "I\u200bPCP", "\u202aIPCP\u202c", "IPCP¹"])
def test_what_looks_alike_is_alike(text):
    assert [term for _, term in found(f"the {text} of 2014")] == ["ipcp"]


@pytest.mark.parametrize(
    "space", [chr(code) for code in (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)]
)
def test_every_space_is_a_space(space):
    assert found(f"the NATO{space}headquarters.") == [(f"NATO{space}headquarters", "nato-hq")]
    assert found(f"NATO {space} headquarters") == [(f"NATO {space} headquarters", "nato-hq")]


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹣－")
def test_every_dash_is_a_dash(dash):
    assert [term for _, term in found(f"anti{dash}access / area denial")] == ["a2ad"]


def test_a_term_counts_once_where_its_own_forms_nest():
    matcher = Matcher(entries([("visit", ["Prime Minister Ada Quill (1990)"]), ("quill", ["Ada Quill", "Quill"])]))
    assert [match.term for match in matcher.uses("Prime Minister Ada Quill (1990)")] == ["visit", "quill"]
    assert [match.term for match in matcher.uses("Ada Quill")] == ["quill"]


def test_nothing_to_match():
    assert Matcher([]).matches("NATO") == []


words = st.text(st.sampled_from("ab -/’'–A"), min_size=2, max_size=6).filter(
    lambda w: w.strip() == w and any(c.isalnum() for c in w)
)


@given(
    st.lists(words, min_size=1, max_size=6, unique_by=fold),
    st.lists(st.one_of(words, st.sampled_from([" ", ". "])), max_size=12),
)
def test_matches_are_whole_forms_that_never_overlap(forms, pieces):
    text = " ".join(pieces)
    matcher = Matcher(entries((f"t{i}", [form]) for i, form in enumerate(forms)))
    matches = matcher.matches(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))
    for match in matches:
        piece = text[match.start : match.end]
        form = forms[int(match.term[1:])]
        assert fold(piece) == fold(form)
        assert not (text[match.start - 1 : match.start].isalnum() and piece[0].isalnum())
        assert not (text[match.end : match.end + 1].isalnum() and piece[-1].isalnum())


@given(words, st.text(st.sampled_from("ab "), max_size=10))
def test_one_form_is_found_wherever_a_plain_search_finds_it(form, around):
    text = f"{around} {form} {around}"
    pattern = (
        rf"(?<![^\W_]){re.escape(fold(form))}(?![^\W_])"
        if form[0].isalnum() and form[-1].isalnum()
        else re.escape(fold(form))
    )
    if form == fold(form):
        assert bool(Matcher(entries([("t", [form])])).matches(text)) == bool(re.search(pattern, fold(text)))


@given(st.text(max_size=40))
def test_a_reading_leads_back_to_the_text(text):
    reading = read(text)
    assert len(reading.plain) == len(reading.folded)
    for start in range(len(reading.plain)):
        a, b = reading.span(start, start + 1)
        assert 0 <= a < b <= len(text)
        assert reading.plain[start] in read(text[a:b]).plain


# ---- the Markdown extension ----


def render(text, page="sources/x.md"):
    md = markdown.Markdown(
        extensions=["attr_list", "tables", "pymdownx.blocks.html", ReaderExtension(Linker(MATCHER, frozenset({"us"})))]
    )
    return md.convert(f"<!-- page: {page} -->\n\n{text}")


GOLDEN = {
    "a numbered paragraph": (
        "{#p7} The IPCP.",
        '<p class="block block-p" id="p7"><a aria-label="Link to paragraph 7" class="num" data-n="7" href="#p7"></a>'
        '<span class="block-text">The <a class="term" data-term="ipcp" href="../../glossary/ipcp/">IPCP</a>.'
        "</span></p>",
    ),
    "a note mark": ("Aid. [n3]", '<p>Aid. <sup class="note-mark"><a aria-label="Note 3" href="#n3">3</a></sup></p>'),
    "only the first in a section": (
        "NATO and NATO",
        '<p><a class="term" data-term="nato" href="../../glossary/nato/">NATO</a> and NATO</p>',
    ),
    "again after a heading": (
        "AP4\n\n## NATO AP4\n\nAP4",
        '<p><a class="term" data-term="ap4" href="../../glossary/ap4/">AP4</a></p>\n<h2>NATO AP4</h2>\n'
        '<p><a class="term" data-term="ap4" href="../../glossary/ap4/">AP4</a></p>',
    ),
    "not in links or code": (
        "[NATO](https://x.example) `NATO`",
        '<p><a href="https://x.example">NATO</a> <code>NATO</code></p>',
    ),
    "never linked": ("The US", "<p>The US</p>"),
    "after emphasis": (
        "*a* NATO *b*",
        '<p><em>a</em> <a class="term" data-term="nato" href="../../glossary/nato/">NATO</a> <em>b</em></p>',
    ),
    "emphasis inside a form": (
        "The *Asia*-Pacific 4 met",
        '<p>The <em><a class="term" data-term="ap4" href="../../glossary/ap4/">Asia</a></em>'
        '<a class="term" data-term="ap4" href="../../glossary/ap4/">-Pacific 4</a> met</p>',
    ),
    "a longer form across emphasis wins": (
        "**NATO** headquarters",
        '<p><strong><a class="term" data-term="nato-hq" href="../../glossary/nato-hq/">NATO</a></strong>'
        '<a class="term" data-term="nato-hq" href="../../glossary/nato-hq/"> headquarters</a></p>',
    ),
    "escaped punctuation still matches": (
        r"A2/AD \(Asia\-Pacific 4\)",
        '<p><a class="term" data-term="a2ad" href="../../glossary/a2ad/">A2/AD</a> '
        '(<a class="term" data-term="ap4" href="../../glossary/ap4/">Asia-Pacific 4</a>)</p>',
    ),
    "lookalikes stay text": (
        "{#p1} 2014\\. It was \\#5 \\[1\\]: url \\* &lt;b&gt;",
        '<p class="block block-p" id="p1"><a aria-label="Link to paragraph 1" class="num" data-n="1" href="#p1"></a>'
        '<span class="block-text">2014. It was #5 [1]: url * &lt;b&gt;</span></p>',
    ),
}


def canonical(html):
    """Attributes in order, so that a golden does not hang on how a parser orders them."""

    def tag(match):
        attributes = sorted(re.findall(r' [\w-]+="[^"]*"', match[0]))
        return f"<{match[1]}{''.join(attributes)}>"

    return re.sub(r"<(\w+)((?: [\w-]+=\"[^\"]*\")*)>", tag, html)


@pytest.mark.parametrize("case", GOLDEN, ids=str)
def test_golden_html(case):
    text, expected = GOLDEN[case]
    assert canonical(render(text)) == canonical(expected)


def test_a_line_of_html_is_kept_as_it_is():
    line = '<div class="x"><p>NATO *not* &amp; [n1]</p></div>'
    assert render(f"{line}\n\n/// html | div.unit\n\n{line}\n\n///") == f'{line}\n<div class="unit">\n{line}\n</div>'


def test_an_entry_does_not_link_to_itself():
    assert "glossary/nato" not in render("NATO and AP4", "glossary/nato.md")
    assert 'href="../ap4/"' in render("NATO and AP4", "glossary/nato.md")


def test_pages_without_the_comment_are_left_alone():
    md = markdown.Markdown(extensions=[ReaderExtension(Linker(MATCHER))])
    assert md.convert("NATO") == "<p>NATO</p>"


def test_related_paragraphs_share_rare_terms(tiny_model):
    found = related(tiny_model.mentions, least=0.01, common=1)
    best = found["harbour-2001", "p2"][0]
    assert (best.source, best.paragraph) == ("island-2005", "p1")
    assert "operation-beacon" in best.terms


def test_places_in_prose(tiny_model):
    places = tiny_model.places
    words = "harbour-2001 p2, p3 and island-2005: p1 (p9), table-1; harbour-2001 p8"
    assert places.plain(words) == "Harbour 2001 ¶2, ¶3 and Island 2005: ¶1 (p9), table-1; Harbour 2001 p8"
    assert [(piece.source, piece.block) for piece in places.pieces("see p1", "island-2005") if piece.source] == [
        ("island-2005", "p1")
    ]
    assert places.plain("p1 of nothing") == "p1 of nothing"


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("For Harbour and Island it fails; Harbour 2001 differs.", ["harbour-2001", "island-2005", "harbour-2001"]),
        ("Harbour's view (Island); they saw the Harbour. Island agrees.", ["harbour-2001", "island-2005"] * 2),
        ("Harbour HL, and no more", ["harbour-2001"]),
        ("The Harbour League and the Old Harbour met at Harbour-side.", []),
        ("It is called “Harbour” in “An Island View”.", []),
        ("A harbour, an Islander", []),
    ],
)
def test_the_name_of_a_source_leads_to_the_source(tiny_model, words, sources):
    """Whatever an entry is called: prose that says Harbour means the article, not the league."""
    pieces = list(tiny_model.places.pieces(words))
    assert [piece.source for piece in pieces if piece.source] == sources
    assert "".join(piece.words for piece in pieces) == words


def test_names_that_look_alike_are_shown_once():
    aliases = ("salt League", "Salt–League", "Salt-League", "SALT", "Brine")
    named = {"id": "salt-league", "term": "Salt League", "abbreviation": "salt", "aliases": aliases}
    term = Term(**named, kind="grouping", definition="x")
    assert term.other_names == ("Salt–League", "Brine")
    assert set(aliases) < set(term.forms), "all of them are matched"

"""How search weighs what it finds: every figure of the ranking, each with what it does.

The browser gets them with the index. The best score for words is 1; what a query is as a whole counts for more.
"""

from __future__ import annotations

WEIGHTS = {
    # where a word occurs (BM25F: the fields of a document are added up, each by its length, then saturated)
    "name": 3.75,  # in a headword, another form, a title, a date: the thing itself
    "text": 1.1,  # in a digest or article, a definition, what happened, a stance
    "beside": 0.41,  # in what accompanies it: usage, reasons, evidence, documents, the section
    "lacking": 0.55,  # only in the article, where our digest has other words
    "k": 1.5,  # how soon more of the same word says no more
    "b": 0.5,  # how much a long text is held against it
    # how a word of the query is matched
    "spelling": 0.55,  # in another spelling or number: defence, defense; ally, allies
    "derived": 0.4,  # in a derived form: secure, security
    "equal": 0.9,  # by a word of the table of equal words: drill, exercise
    "begun": 0.75,  # by a longer word that it begins, while it is being typed
    "about": 0.15,  # not at all, but the place mentions the entry that the words are a form of
    "all": 0.34,  # every word of weight is there
    "exact": 0.4,  # one of the words itself is there, not only its entry
    "two_words": 0.8,  # two words that a paragraph has as they were typed: two of an article that somebody remembers
    "least": 0.5,  # of what the best place has of the words of weight a place must have so much, or all of them
    "enough": 5,  # with so many places that have all of three or more words none that lacks one is shown
    # how the words are arranged
    "order": 0.75,  # in the order of the query: share of the longest run
    "near": 0.5,  # near one another in one text, in any order
    "window": 8.0,  # four or more, all of them in order: a remembered phrase
    "title": 0.65,  # in the title: share of the title and of the query
    "title_back": 0.4,  # how much of that the words of the title count that are not in the query
    "title_lacking": 0.5,  # share of that when no place has all words
    "title_question": 0.75,  # the same for a question of the comparison
    "title_event": 0.4,  # the same for an event
    "asked": 1.8,  # the same once more, for a question of the comparison when the query asks for a view
    "compared": 18.0,  # when it asks what the sources say
    "asked_fact": 1.0,  # or for a fact: who, when, how many
    "asked_when": 2.0,  # for an event when the query asks when
    # what the query is as a whole
    "form": 10.0,  # a form of an entry: the entry comes first
    "form_placed": 5.0,  # words that mean the entry in single places: these come first
    "form_other": 6.0,  # the title of something else
    "form_source": 9.5,  # the name of a source
    "form_next": 0.4,  # less for each further entry that it is a form of
    "form_begun": 2.2,  # the beginning of a form
    "form_begun_other": 1.0,  # the beginning of the title of something else
    "form_inside": 0.6,  # share of that where the words begin words of a form, but not its first
    "place_of_form": 5.0,  # a paragraph that has the entry of the query comes after it
    "event_of_form": 1.8,  # an event or a question that has it
    "span_asked": 2.5,  # the same, when most of a question of who or when names it
    "span": 0.7,  # an entry that most of the query names: AP4 members
    # dates
    "date": 11.0,  # an event on the date that is the whole query
    "date_beside": 0.9,  # an event on the date that is asked for with other words: RIMPAC 2024
    "milestone": 0.3,  # an event that is a milestone, among those of one date
    # places that the query names
    "source_named": 0.6,  # a paragraph of the source that it names
    "spot_named": 3.0,  # the very paragraph, note or table: harun p25
    # what kind of thing it is
    "kind_paragraph": 0.5,
    "kind_note": 0.05,  # our annotation, or a note of the article
    "kind_event": 0.1,
    "kind_question": -0.1,
    "kind_page": -0.15,
    "kind_term": -0.1,
    "minor": -0.5,  # a publication, or an event that only says when something was published
}

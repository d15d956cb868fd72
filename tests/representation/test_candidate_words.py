"""Words that a representation may choose from."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from word_meanings import TERMS, WEIGHTS, context, table

from sktopics.representation._candidate_words import (
    candidate_words,
    distinct_words,
    heaviest_terms,
)
from sktopics.topics import Topic, TopicTable


@pytest.mark.parametrize("make", [np.array, sp.csr_array, sp.csc_array])
def test_heaviest_terms(make):
    facts = replace(context(), components=make(WEIGHTS))
    assert heaviest_terms(facts, 0, 3) == ["the", "of", "sea"]
    assert heaviest_terms(facts, 1, 99) == [
        "the",
        "of",
        "tax",
        "debt",
        "budget",
        "harbour",
    ]
    assert heaviest_terms(facts, 2, 3) == heaviest_terms(facts, -1, 3) == []


def test_words_of_the_table_come_before_heavier_terms():
    # As those of a table by relevance, or of a model whose words somebody chose.
    given = TopicTable([Topic(0, None, 1.0, ("harbour", "port"), (0.2, 0.1))])
    words = candidate_words(given, context(given), 5)
    assert words == [["harbour", "port", "the", "of", "sea"]]


def test_words_of_a_representation_before():
    changed = TopicTable(
        replace(t, terms=("tax", "sea"), weights=(1, 1)) for t in table()
    )
    assert candidate_words(changed, context(), 5) == [["tax", "sea"]] * 2
    assert candidate_words(changed, context(), 1) == [["tax"]] * 2
    again = candidate_words(changed, context(), 4, more_than=2)
    assert again[0] == heaviest_terms(context(), 0, 4)


def test_distinct_words():
    assert distinct_words(["Sea", "sea", "SEA", "tax"]) == ["Sea", "tax"]
    assert distinct_words(["Straße", "STRASSE", "ﬁn", "fin"]) == ["Straße", "ﬁn"]
    stems = distinct_words(["Taxes", "tax", "taxing"], lambda word: word[:3])
    assert stems == ["Taxes"]
    assert distinct_words([]) == []


@pytest.mark.parametrize("form", [None, 3, b"sea"], ids=repr)
def test_a_form_that_is_no_text(form):
    with pytest.raises(TypeError, match="for 'sea' it returned"):
        distinct_words(["sea", "ship"], lambda word: form)


def test_a_table_of_other_topics():
    given = TopicTable([Topic(9, None, 1.0, ("port",), (1.0,))])
    assert candidate_words(given, context(), 3) == [["port"]]
    assert set(TERMS) >= set(candidate_words(table(), context(), 9)[0])

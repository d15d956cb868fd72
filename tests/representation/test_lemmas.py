"""One word for all its forms."""

import numpy as np
import pytest
from given_topics import context_of

from sktopics.representation import Lemmas
from sktopics.topics import Topic, TopicTable

TERMS = ["budget", "debt", "tax", "taxed", "taxes", "war"]
WEIGHTS = [[3, 1, 2, 1, 4, 0], [0, 0, 0, 0, 0, 5]]


def plain_forms(word):
    return word[:3].upper() if word.startswith("tax") else word


@pytest.mark.parametrize("language", ["en", ("en", "de"), plain_forms])
def test_forms_become_one_word(language):
    if not callable(language):
        pytest.importorskip("simplemma")
    context = context_of(WEIGHTS, TERMS)
    assert context.table.top_words == [["taxes", "budget", "tax"], ["war"]]
    refined = Lemmas(language).refine(context.table, context)
    assert refined.top_words == [["taxes", "budget", "debt"], ["war"]]
    np.testing.assert_allclose(refined.weights[0], np.array([7, 3, 1]) / 11)
    assert not refined[0].is_named


def test_other_languages():
    pytest.importorskip("simplemma")
    context = context_of([[3, 2, 1]], ["häuser", "haus", "steuern"])
    assert Lemmas("de").refine(context.table, context).top_words == [
        ["häuser", "steuern"]
    ]


def test_added_weights_change_the_order():
    context = context_of([[4, 3, 2]], ["war", "tax", "taxes"])
    refined = Lemmas(plain_forms).refine(context.table, context)
    assert refined.top_words == [["tax", "war"]]


def test_phrases_are_compared_word_by_word():
    terms = ["new tax", "new taxes", "New tax", "tax new"]
    context = context_of([[4, 3, 2, 1]], terms, n_words=4)
    refined = Lemmas(plain_forms).refine(context.table, context)
    assert refined.top_words == [["new tax", "tax new"]]
    np.testing.assert_allclose(refined.weights, [[0.9, 0.1]])


def test_words_of_another_representation_keep_their_order():
    context = context_of(WEIGHTS, TERMS)
    chosen = ("debt", "taxed", "tax", "income")
    table = TopicTable([Topic(0, "Money", 0.5, chosen, (0.9, 0.8, 0.7, 0.6))])
    refined = Lemmas(plain_forms).refine(table, context)
    # The heaviest form stays, and "budget" is the next word of the topic.
    assert refined.top_words == [["debt", "taxes", "income", "budget"]]
    np.testing.assert_allclose(refined.weights[0], [1 / 11, 7 / 11, 0.6, 3 / 11])
    assert refined.labels == ["Money"]


def test_numbers_of_words_and_candidates():
    context = context_of(WEIGHTS, TERMS)
    assert Lemmas(plain_forms, n_top_words=1).refine(
        context.table, context
    ).top_words == [["taxes"], ["war"]]
    few = Lemmas(plain_forms, n_candidates=1).refine(context.table, context)
    assert few.top_words == [["taxes", "budget"], ["war"]]
    assert Lemmas(plain_forms).refine(context.table[:0], context).top_words == []


def test_each_word_is_asked_once():
    asked = []

    def counting(word):
        asked.append(word)
        return word

    context = context_of(np.ones((3, 6)), TERMS)
    Lemmas(counting).refine(context.table, context)
    assert sorted(asked) == sorted(TERMS)


@pytest.mark.parametrize("language", ["xx", ("en", "xx"), ()])
def test_unknown_languages_are_named(language):
    pytest.importorskip("simplemma")
    context = context_of(WEIGHTS, TERMS)
    with pytest.raises(ValueError, match="Give a code that simplemma knows"):
        Lemmas(language).refine(context.table, context)


def test_a_function_returns_words():
    context = context_of(WEIGHTS, TERMS)
    with pytest.raises(TypeError, match="for 'taxes' it returned None"):
        Lemmas(lambda word: None).refine(context.table, context)

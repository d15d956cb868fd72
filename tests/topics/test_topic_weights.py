"""Ranking terms: weight, relevance, ties, empty topics, bad input."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from sktopics._arrays import normalized_rows, top_columns
from sktopics.topics import top_terms
from sktopics.topics._top_terms import relevance_scores


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=30),
    st.integers(1, 35),
    st.sampled_from([np.float32, np.float64]),
)
def test_top_columns_is_a_stable_sort(row, n, dtype):
    row = np.array(row, dtype=dtype)
    expected = [c for c in np.argsort(-row, kind="stable") if row[c] > 0][:n]
    assert top_columns(row[None], n)[0].tolist() == expected


def test_ties_are_in_column_order():
    assert top_terms([[1, 2, 1, 2, 1]], list("vwxyz"), n=4) == [["w", "y", "v", "x"]]


def test_terms_of_weight_zero_are_not_in_the_topic():
    words = top_terms([[0, 0, 3], [0, 0, 0]], ["a", "b", "c"], n=2)
    assert words == [["c"], []]


@pytest.mark.parametrize("kind", [sp.csr_array, sp.csc_matrix, sp.coo_array])
def test_sparse_weights(kind):
    words = top_terms(kind([[0, 1, 3.0], [0, 0, 0]]), ["a", "b", "c"], n=2)
    assert words == [["c", "b"], []]
    with pytest.raises(ValueError, match="negative entries"):
        top_terms(kind([[1, -1.0]]))


def test_more_terms_asked_for_than_there_are():
    assert top_terms([[1, 2]], n=50) == [["1", "0"]]


def test_relevance_by_the_formula():
    topic_word = normalized_rows([[5, 3, 2, 0], [1, 0, 1, 8.0]])
    sizes = np.array([0.25, 0.75])
    p_term = sizes @ topic_word
    inside = topic_word > 0
    for lam in (0.0, 0.3, 1.0):
        scores = relevance_scores(topic_word, sizes, lam)
        p, lift = topic_word[inside], (topic_word / p_term)[inside]
        expected = lam * np.log(p) + (1 - lam) * np.log(lift)
        np.testing.assert_allclose(scores[inside], expected, rtol=1e-12)
        assert (scores[~inside] == -np.inf).all()


def test_relevance_orders_terms():
    topic_word = [[0.5, 0.3, 0.2, 0.0], [0.5, 0.0, 0.1, 0.4]]
    terms = ["the", "sea", "ship", "tax"]
    assert top_terms(topic_word, terms, 3, relevance=1)[0] == ["the", "sea", "ship"]
    assert top_terms(topic_word, terms, 3, relevance=0)[0] == ["sea", "ship", "the"]
    # lift of "the" is 1 in either; a large second topic makes "ship" rarer than it
    assert top_terms(topic_word, terms, 2, relevance=0, sizes=[99, 1])[1] == [
        "tax",
        "the",
    ]


def test_a_term_of_topics_without_size_alone():
    weights = [[1, 0, 0], [0, 2, 1]]
    assert top_terms(weights, n=2, relevance=0.5, sizes=[1, 0]) == [["0"], ["1", "2"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"topic_word": [[1, -1]]}, "the array of topics has negative entries"),
        ({"topic_word": [[1, np.nan]]}, "NaN"),
        ({"topic_word": [[1, 2]], "terms": ["a"]}, r"terms has 1 terms.*2 columns"),
        ({"topic_word": [[1, 2]], "terms": ["a", "a"]}, "'a' names two columns"),
        ({"topic_word": [[1, 2]], "n": 0}, "'n' parameter"),
        ({"topic_word": [[1, 2]], "relevance": 1.5}, "'relevance' parameter"),
        ({"topic_word": [[1, 2]], "sizes": [1, 2]}, "1 numbers, one per topic"),
        ({"topic_word": [[1, 2]], "sizes": [0]}, "not all of them 0"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        top_terms(**arguments)

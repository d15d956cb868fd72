"""Ranking terms: weight, relevance, ties, empty topics, bad input."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.decomposition import LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from sktopics._arrays import normalized_rows, top_columns
from sktopics._reading.weights import read_topics, topic_masses
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
        ({"topic_word": [[1, -1]]}, "Negative values"),
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


def test_reading_models(make_model):
    weights, names, named = read_topics(make_model([[1, 2], [3, 4]]))
    assert weights.tolist() == [[1, 2], [3, 4]]
    assert names.tolist() == ["0", "1"]
    assert not named
    sparse = make_model([[1, 2]])
    sparse.components_ = sp.csr_array([[0, 2.0]])
    weights, names, named = read_topics(sparse, ["a", "b"])
    assert weights.tolist() == [[0, 2]]
    assert names.tolist() == ["a", "b"]
    assert named


def test_models_that_are_none(make_model):
    with pytest.raises(NotFittedError):
        read_topics(LatentDirichletAllocation())
    with pytest.raises(TypeError, match="KMeans has no components_"):
        read_topics(KMeans(1, n_init=1).fit([[1], [2]]))
    classifier = make_pipeline(LatentDirichletAllocation(2), KMeans(1, n_init=1)).fit(
        [[1, 2], [2, 1]]
    )
    with pytest.raises(TypeError, match=r"pipeline\[:-1\] leaves out"):
        read_topics(classifier)
    X = np.array([[1.0, 2, 0], [2, 0, 1], [0, 1, 5]])
    with pytest.raises(ValueError, match="topics of TruncatedSVD"):
        read_topics(TruncatedSVD(2, random_state=0).fit(X))
    with pytest.raises(ValueError, match="NaN"):
        read_topics(make_model([[np.nan, 1]]))
    with pytest.raises(ValueError, match="Expected 2D"):
        read_topics(make_model([1, 2]))
    with pytest.raises(ValueError, match="feature_names has 3 terms"):
        read_topics(make_model([[1, 2]]), ["a", "b", "c"])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_masses_are_counts_without_the_prior(make_model, dtype, shape):
    prior = np.broadcast_to(np.array([0.5, 0.1, 2.0])[: 3 if shape else 1], (2, 3))
    counts = np.array([[1, 0, 2], [0, 7, 0]])
    attribute = prior[0, 0] if shape == () else prior[0] if shape == (3,) else prior
    model = make_model((counts + prior).astype(dtype), topic_word_prior_=attribute)
    np.testing.assert_allclose(
        topic_masses(model, model.components_), [0.3, 0.7], rtol=1e-6
    )


def test_no_masses(make_model):
    model = make_model([[1, 2]])
    assert topic_masses(model, model.components_) is None
    model = make_model([[1, 1]], topic_word_prior_=1)  # fitted on nothing
    assert topic_masses(model, model.components_) is None


def test_sizes_of_clusters_are_shares_of_documents(make_model):
    """Those of outliers are nobody's."""
    sizes = np.array([6, 2])
    weights = sp.csr_array([[1.0, 0.0], [1.0, 9.0]])
    model = make_model(np.ones((2, 2)), topic_sizes_=sizes, n_outliers_=8)
    model.topic_word_counts_ = weights  # of words, which are another thing
    np.testing.assert_array_equal(topic_masses(model, weights), [6 / 16, 2 / 16])
    model.n_outliers_ = 0
    np.testing.assert_array_equal(topic_masses(model, weights), [6 / 8, 2 / 8])
    model.topic_sizes_ = np.zeros(2, dtype=int)
    assert topic_masses(model, weights) is None


def test_weights_below_zero_are_no_terms_of_a_cluster(make_model):
    """BM25 gives such to the commonest terms, and sparse they are too."""
    model = make_model(np.ones((1, 3)), names=["the", "sea", "ship"], weighting_=None)
    model.components_ = sp.csr_array([[-0.5, 2.0, 1.0]])
    components, _, named = read_topics(model)
    assert components.tolist() == [[0, 2, 1]]
    assert named
    del model.weighting_
    with pytest.raises(ValueError, match="Negative values"):
        read_topics(model)

"""Sparsity of topics and of documents, counted by hand."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.metrics import doc_topic_sparsity, topic_word_sparsity

TOPIC_WORD = np.array(
    [[4, 4, 0, 0, 0, 2], [1, 0, 2, 3, 4, 0], [0, 0, 0, 0, 0, 0]], dtype=float
)
DOC_TOPIC = np.array([[1, 0, 0], [0, 0, 0], [0.01, 0.29, 0.7], [0, 0.5, 0.5]])


def test_zeros_are_counted():
    assert topic_word_sparsity(TOPIC_WORD) == (3 + 2 + 6) / 18
    assert doc_topic_sparsity(DOC_TOPIC) == (2 + 3 + 0 + 1) / 12


@pytest.mark.parametrize(
    "topics", [[0, 1], slice(2), slice(0, -1), [True, True, False]]
)
def test_some_topics(topics):
    assert topic_word_sparsity(TOPIC_WORD, topics=topics) == 5 / 12
    assert doc_topic_sparsity(DOC_TOPIC, topics=topics) == 4 / 8


def test_some_columns():
    # Over its last three columns, the first topic is [0, 0, 1].
    assert topic_word_sparsity(TOPIC_WORD, columns=slice(3, None)) == (2 + 1 + 3) / 9
    assert topic_word_sparsity(TOPIC_WORD, columns=[0], topics=[-2]) == 0


def test_tolerance_is_of_probabilities():
    # Rows are [.4, .4, 0, 0, 0, .2] and [.1, 0, .2, .3, .4, 0].
    for scale in (1, 1000, 1e-6):
        weights = TOPIC_WORD[:2] * scale
        assert topic_word_sparsity(weights, tol=0.099) == 5 / 12
        assert topic_word_sparsity(weights, tol=0.11) == 6 / 12
    for scale in (1, 1000):
        assert doc_topic_sparsity(DOC_TOPIC * scale, tol=0.01) == 7 / 12
    # Over two columns, the 1 and the 0 of the second topic are all it has.
    assert topic_word_sparsity(TOPIC_WORD, tol=0.11, columns=[0, 1], topics=[1]) == 0.5


def test_types():
    expected = topic_word_sparsity(TOPIC_WORD), doc_topic_sparsity(DOC_TOPIC)
    for convert in (np.ndarray.tolist, sp.csr_array, lambda a: a.astype(np.float32)):
        topics, documents = convert(TOPIC_WORD), convert(DOC_TOPIC)
        assert (topic_word_sparsity(topics), doc_topic_sparsity(documents)) == expected
    assert isinstance(expected[0], float)


def test_models_and_pipelines():
    texts = ["ship sea harbour sea", "tax debt tax", "sea ship", "debt sea tax", ""]
    model = NMF(2, random_state=0, init="nndsvd")
    pipeline = make_pipeline(CountVectorizer(), model).fit(texts)
    X = pipeline[0].transform(texts)
    theta = model.transform(X)
    for tol in (0, 0.1):
        shares = doc_topic_sparsity(theta * model.components_.sum(axis=1), tol=tol)
        assert 0 < shares < 1
        assert doc_topic_sparsity(pipeline, texts, tol=tol) == shares
        assert doc_topic_sparsity(model, X, tol=tol) == shares
        terms = topic_word_sparsity(model.components_, tol=tol)
        assert topic_word_sparsity(pipeline, tol=tol) == terms > 0


def test_input_stays_as_it_is():
    before = TOPIC_WORD.copy()
    topic_word_sparsity(TOPIC_WORD, columns=[0, 1])
    np.testing.assert_array_equal(TOPIC_WORD, before)


@pytest.mark.parametrize(
    ("topics", "error", "match"),
    [
        ([], ValueError, "topics must hold one of the 3"),
        (slice(5, 9), ValueError, "topics must hold one of the 3"),
        ([3], ValueError, "topics go beyond the 3"),
        ([-4], ValueError, "topics go beyond the 3"),
        ([1, 1], ValueError, "topics must not repeat"),
        ([0, -3], ValueError, "topics must not repeat"),
        ([True, False], ValueError, "topics masks 2 of 3"),
        ([0.5], TypeError, "topics must be a slice"),
        (["a"], TypeError, "topics must be a slice"),
        (1, TypeError, "topics must be a slice"),
        ([[0, 1]], TypeError, "topics must be a slice"),
    ],
)
def test_bad_selections(topics, error, match):
    for function, matrix in (
        (topic_word_sparsity, TOPIC_WORD),
        (doc_topic_sparsity, DOC_TOPIC),
    ):
        with pytest.raises(error, match=match):
            function(matrix, topics=topics)


def test_bad_input():
    with pytest.raises(ValueError, match="columns go beyond the 6"):
        topic_word_sparsity(TOPIC_WORD, columns=[6])
    with pytest.raises(ValueError, match="negative entries"):
        topic_word_sparsity(-TOPIC_WORD)
    with pytest.raises(ValueError, match="NaN"):
        topic_word_sparsity([[np.nan, 1]])
    with pytest.raises(ValueError, match="Negative values"):
        doc_topic_sparsity(-DOC_TOPIC)
    with pytest.raises(ValueError, match="NaN"):
        doc_topic_sparsity([[np.nan, 1]])
    with pytest.raises(ValueError, match="'tol' parameter"):
        topic_word_sparsity(TOPIC_WORD, tol=-1)
    with pytest.raises(ValueError, match="'tol' parameter"):
        doc_topic_sparsity(DOC_TOPIC, tol=1)
    with pytest.raises(NotFittedError):
        topic_word_sparsity(NMF())
    with pytest.raises(ValueError, match="Give a model and documents X, or an array"):
        doc_topic_sparsity(NMF())
    with pytest.raises(ValueError, match="Give a model and documents X, or an array"):
        doc_topic_sparsity(DOC_TOPIC, X=[[1, 2]])

"""Shares of topics in documents, by models of all kinds and as given."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics._reading import document_shares, main_topics

DOCUMENTS = ["ship sea", "sea sea", "tax debt", "tax", "sea", "sea", ""]
LABELS = [0, 0, 1, 1, 0, 1, -1]
VECTORS = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [1, 0.3], [1, 0.3], [0, 0]])


class CountingEncoder:
    def __init__(self):
        self.n_calls = 0

    def __call__(self, documents):
        self.n_calls += 1
        return VECTORS[[DOCUMENTS.index(document) for document in documents]]


@pytest.fixture(scope="module")
def model():
    return BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=VECTORS)


def test_training_documents_have_their_own_labels_where_texts_are_equal(model):
    found = document_shares(model, DOCUMENTS)  # there is no encoder to ask
    assert found.are_clusters
    assert np.array_equal(
        found.shares.toarray(),
        np.eye(2)[[0, 0, 1, 1, 0, 1, 0]] * (np.array(LABELS) >= 0)[:, np.newaxis],
    )


def test_training_documents_are_not_encoded_again():
    encoder = CountingEncoder()
    model = BERTopic(encoder, None, None).fit(DOCUMENTS, LABELS)
    before = encoder.n_calls
    document_shares(model, DOCUMENTS)
    assert encoder.n_calls == before


def test_other_documents_are_placed(model):
    other = DOCUMENTS[::-1]
    found = document_shares(model, other, embeddings=VECTORS[::-1])
    labels = model.predict(other, embeddings=VECTORS[::-1])
    assert np.array_equal(found.shares.toarray().argmax(axis=1)[1:], labels[1:])


def test_other_vectors_of_the_same_texts_are_placed(model):
    moved = VECTORS[:, ::-1].copy()
    labels = model.predict(DOCUMENTS, embeddings=moved)
    assert labels.tolist() != LABELS
    found = document_shares(model, DOCUMENTS, embeddings=moved)
    assert np.array_equal(found.shares.toarray()[:6].argmax(axis=1), labels[:6])


@pytest.mark.parametrize("kind", [LatentDirichletAllocation, NMF])
def test_mixtures_sum_to_one_or_to_zero_without_words(kind):
    pipeline = make_pipeline(CountVectorizer(), kind(2, random_state=0)).fit(DOCUMENTS)
    found = document_shares(pipeline, [*DOCUMENTS, "unknown"])
    sums = np.asarray(found.shares.sum(axis=1)).ravel()
    assert sums == pytest.approx([1, 1, 1, 1, 1, 1, 0, 0])
    assert found.lengths.tolist() == [2, 2, 2, 1, 1, 1, 0, 0]
    assert not found.are_clusters


def test_given_labels_and_shares():
    found = document_shares([0, 2, -1])
    assert found.are_clusters
    assert found.shares.toarray().tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    shares = np.array([[0.2, 0.8], [1, 0]])
    for given in (shares, sp.csr_array(shares), shares.tolist()):
        assert document_shares(given).shares.toarray().tolist() == shares.tolist()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([0, -2], "no topic -2"),
        ([0, 10**9], "1000000000 among 2 labels"),
        ([0.5, 1.0], "whole numbers"),
        ([[0.5, np.nan]], "finite"),
        ([[0.5, -0.1]], "not negative"),
        (np.zeros((2, 2, 2)), "3 dimensions"),
    ],
)
def test_what_is_given_wrongly_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        document_shares(given)


def test_a_model_needs_documents(model):
    with pytest.raises(TypeError, match="X must be"):
        document_shares(model)


@pytest.mark.parametrize("given", [LABELS, np.eye(7)], ids=["labels", "shares"])
def test_arrays_take_nothing_beside(given):
    with pytest.raises(TypeError, match="nr_bins= is no option of this function"):
        document_shares(given, DOCUMENTS, nr_bins=2)


def test_models_name_what_they_take(model):
    message = "nr_bins= .* BERTopic.transform, which takes embeddings, images beside X"
    with pytest.raises(TypeError, match=message):
        document_shares(model, DOCUMENTS, nr_bins=2)
    factors = make_pipeline(CountVectorizer(), NMF(2)).fit(DOCUMENTS)
    with pytest.raises(TypeError, match=r"nr_bins= .* NMF.transform\."):
        document_shares(factors, DOCUMENTS, nr_bins=2)


@pytest.mark.parametrize("given", [None, "model", 3], ids=["None", "str", "int"])
def test_what_is_neither_a_model_nor_an_array(given):
    with pytest.raises(TypeError, match="is none of them"):
        document_shares(given, DOCUMENTS)


@pytest.mark.parametrize("n_topics", [0, 1, 3])
def test_main_topics(n_topics):
    shares = np.random.default_rng(0).integers(0, 3, (20, n_topics)) / 4
    found = main_topics(sp.csr_array(shares))
    expected = [row.argmax() if row.any() else -1 for row in shares]
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, expected)

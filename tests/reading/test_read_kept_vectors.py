"""Vectors and shares that models keep of words and of training documents."""

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics._reading import (
    TopicTraits,
    read_kept_vectors,
    read_word_embeddings,
    topic_probabilities,
    topic_shares,
    training_shares,
)

DOCUMENTS = ["ship sea", "tax debt", "sea"]


class Keeper(BaseEstimator):
    """A model of clusters that keeps vectors."""

    __topic_traits__ = TopicTraits(shares="clusters")

    def fit(self, X=None, y=None):
        self.components_ = np.eye(2)
        self.terms_ = np.array(["sea", "tax"])
        self.word_embeddings_ = np.ones((2, 3))
        self.labels_ = np.array([0, 1, -1])
        return self

    def __kept_vectors__(self, X=None):
        return [[1.0], [2.0]] if X in (None, ["SHIP", "TAX"]) else None

    def transform(self, X):
        return np.array([[0.9, 0.8]])

    def predict_proba(self, X):
        return np.array([[0.5, 0.25]])


def test_vectors_of_training_documents():
    model = Keeper().fit()
    assert read_kept_vectors(model).tolist() == [[1.0], [2.0]]
    upper = FunctionTransformer(lambda X: [text.upper() for text in X])
    pipeline = make_pipeline(upper, model)
    assert read_kept_vectors(pipeline).tolist() == [[1.0], [2.0]]
    assert read_kept_vectors(pipeline, ["ship", "tax"]).shape == (2, 1)
    assert read_kept_vectors(pipeline, ["ship"]) is None
    lda = LatentDirichletAllocation(2, random_state=0).fit([[1, 2], [2, 1]])
    assert read_kept_vectors(lda) is None


def test_vectors_of_words():
    words = read_word_embeddings(make_pipeline("passthrough", Keeper().fit()))
    assert words.terms.tolist() == ["sea", "tax"]
    assert words.vectors.shape == (2, 3)
    counts = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    )
    assert read_word_embeddings(counts.fit(DOCUMENTS)) is None


def test_shares_in_training_documents():
    model = Keeper().fit()
    found = training_shares(model)
    assert found.are_clusters
    assert found.shares.toarray().tolist() == [[1, 0], [0, 1], [0, 0]]
    model.doc_topic_ = np.array([[0.5, 0.5], [0.25, 0.75], [0, 0]])
    found = training_shares(model)
    assert not found.are_clusters
    assert found.shares.toarray().tolist() == model.doc_topic_.tolist()
    lda = LatentDirichletAllocation(2, random_state=0).fit([[1, 2], [2, 1]])
    assert training_shares(lda) is None


def test_probabilities_are_asked_for_where_there_are_some():
    model = Keeper().fit()
    assert topic_probabilities(model, ["x"]).tolist() == [[0.5, 0.25]]
    shares, _ = topic_shares(model, ["x"], model.components_)
    assert shares.tolist() == [[0.5, 0.25]]
    labels = [0, 1, 0]
    vectors = np.array([[1.0, 0], [0, 1], [1, 0.1]])
    fitted = BERTopic(None, None, None).fit(DOCUMENTS, labels, embeddings=vectors)
    found = topic_probabilities(fitted, DOCUMENTS, embeddings=vectors)
    assert found.tolist() == fitted.transform(DOCUMENTS, embeddings=vectors).tolist()

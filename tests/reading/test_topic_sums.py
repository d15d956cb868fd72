"""What can be added up of topics, and the levels that a model has of its own."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.decomposition import NMF

from sktopics import PLSA, BERTopic
from sktopics._reading import mean_embeddings, one_hot_labels, read_topic_sums

COUNTS = np.array([[4, 1, 0, 0], [3, 0, 0, 0], [0, 0, 2, 5], [0, 1, 6, 0]])
DOCUMENTS = ["a1 a1 b1", "a1", "c1 d1", "c1 d1 d1"]


def test_a_model_that_counts():
    model = PLSA(2, random_state=0).fit(COUNTS)
    sums = read_topic_sums(model)
    counts = model.topic_word_counts_.sum(axis=1)
    assert_allclose(sums.sizes, counts / counts.sum(), rtol=1e-6)
    (part,) = sums.parts
    # All of them together are the words of the corpus.
    assert_allclose(part.sum(axis=0), COUNTS.sum(axis=0) / COUNTS.sum(), rtol=1e-5)
    assert sums.weigh(part) is part
    assert sums.are_distributions
    assert sums.vectors is None
    assert sums.has_documents.all()


def test_a_model_that_does_not():
    model = NMF(2, random_state=0).fit(COUNTS)
    assert read_topic_sums(model).sizes is None
    assert read_topic_sums(model, COUNTS).sizes.sum() == pytest.approx(1)


def test_clusters_keep_what_their_weighting_looks_at():
    model = BERTopic(None, None, None)
    model.fit(DOCUMENTS, [0, 0, 1, -1], embeddings=np.eye(4))
    sums = read_topic_sums(model)
    assert sums.sizes.tolist() == [0.5, 0.25]
    counted, documents = sums.parts
    assert counted.toarray().tolist() == [[2, 1, 0, 0], [0, 0, 1, 1]]
    assert documents.ravel().tolist() == [2, 1]
    assert_allclose(sums.weigh(*sums.parts).toarray(), model.components_.toarray())
    assert sums.vectors is model.topic_embeddings_
    chosen = read_topic_sums(model, columns=[2, 0])
    assert chosen.terms.tolist() == ["c1", "a1"]
    expected = model.components_.toarray()[:, [2, 0]]
    assert_allclose(chosen.weigh(*chosen.parts).toarray(), expected)


def test_mean_embeddings():
    shares = one_hot_labels([0, 0, 2, -1], 3)
    means = mean_embeddings(shares, [[1, 0], [0, 1], [3, 3], [9, 9]])
    assert means.tolist() == [[0.5, 0.5], [0, 0], [3, 3]]

"""Weights, names and sizes of topics, as any fitted model tells them."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.cluster import KMeans
from sklearn.decomposition import LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from sktopics._reading import (
    TopicTraits,
    has_topics,
    has_weights,
    n_terms_of,
    read_topics,
    topic_masses,
)
from sktopics._reading.weights import shape_of_weights


def test_reading_models(make_model):
    weights, names, named, rows, _ = read_topics(make_model([[1, 2], [3, 4]]))
    assert weights.tolist() == [[1, 2], [3, 4]]
    assert names.tolist() == ["0", "1"]
    assert not named
    assert rows is None
    sparse = make_model([[1, 2]])
    sparse.components_ = sp.csr_array([[0, 2.0]])
    weights, names, named, *_ = read_topics(sparse, ["a", "b"])
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
    with pytest.raises(ValueError, match="components_ of TruncatedSVD has negative"):
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


def test_weights_below_zero_are_no_terms_of_a_model_that_says_so(make_model):
    """BM25 gives such to the commonest terms, and sparse they are too."""
    traits = TopicTraits(negative_weights=True)
    for kind in (np.array, sp.csr_array):
        model = make_model(
            np.ones((1, 3)), names=["the", "sea", "ship"], __topic_traits__=traits
        )
        model.components_ = kind([[-0.5, 2.0, 1.0]])
        weights, _, named, *_ = read_topics(model)
        assert weights.tolist() == [[0, 2, 1]]
        assert named
        del model.__topic_traits__
        with pytest.raises(ValueError, match="negative entries"):
            read_topics(model)


class ComputesWeights(KMeans):
    """A model that computes its weights whenever they are asked for."""

    n_computed = 0

    @property
    def components_(self):
        self.n_computed += 1
        return np.abs(self.cluster_centers_)

    @property
    def __weights_shape__(self):
        return self.cluster_centers_.shape


def test_weights_are_not_computed_to_learn_their_shape():
    model = ComputesWeights(2, n_init=1, random_state=0)
    assert not has_weights(model)
    with pytest.raises(NotFittedError):
        shape_of_weights(model)
    model.fit([[1.0, 2, 0], [2, 0, 1], [0, 1, 5]]).n_computed = 0
    assert has_weights(model)
    assert has_topics(model)
    assert (*shape_of_weights(model), n_terms_of(model)) == (2, 3, 3)
    assert model.n_computed == 0
    assert read_topics(model).weights.shape == (2, 3)
    assert model.n_computed == 1

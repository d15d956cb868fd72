"""Embeddings of any length are the same directions; too large ones are refused."""

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, KMeans

from sktopics import BERTopic, LeidenClustering
from sktopics.testing import make_documents

DOCUMENTS = make_documents()
VECTORS = np.random.default_rng(0).normal(size=(40, 6))
VECTORS += 8 * np.eye(4, 6)[np.arange(40) % 4]
VECTORS /= np.abs(VECTORS).max()


def bertopic(**parameters):
    return BERTopic(reducer=None, min_topic_size=4, random_state=0, **parameters)


@pytest.mark.parametrize("clusterer", ["auto", HDBSCAN(copy=True), KMeans(4, n_init=1)])
@pytest.mark.parametrize("assign", ["cluster", "centroid"])
@pytest.mark.parametrize(
    "size", [np.float32(3e38), np.float32(1e-38), 1e308, 1e200, 1e-200, 5e-324]
)
def test_bertopic(clusterer, assign, size):
    model = bertopic(clusterer=clusterer, assign=assign)
    model.fit(DOCUMENTS, embeddings=VECTORS)
    labels = model.labels_
    embeddings = VECTORS.astype(np.asarray(size).dtype) * size
    for method in (model.transform, model.predict, model.fit):
        if size > 1:
            with pytest.raises(ValueError, match="embeddings have numbers up to"):
                method(DOCUMENTS, embeddings=embeddings)
            assert model.labels_ is labels
        else:
            method(DOCUMENTS, embeddings=embeddings)
    assert np.isfinite(model.topic_embeddings_).all()
    assert np.isfinite(model.transform(DOCUMENTS, embeddings=VECTORS)).all()


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("size", [np.float32(1e-38), 1e-300, 1e14])
def test_leiden_clustering(metric, size):
    model = LeidenClustering(5, min_cluster_size=3, metric=metric, random_state=0)
    with np.errstate(all="raise", under="ignore"):
        model.fit(VECTORS.astype(np.asarray(size).dtype) * size)
    assert np.isfinite(model.distances_).all()
    if metric == "cosine":
        expected = model.labels_
        assert len(set(expected)) == 4
        assert (model.fit(VECTORS).labels_ == expected).all()
    with pytest.raises(ValueError, match="X have numbers up to"):
        model.fit(VECTORS * 1e200)

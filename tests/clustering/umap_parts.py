"""UMAP and HDBSCAN as BERTopic has them, in this process and in others."""

import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sotu_parts import make_encoder, sotu_part
from threadpoolctl import threadpool_limits

from sktopics import BERTopic

HDBSCAN = pytest.importorskip("hdbscan").HDBSCAN
UMAP = pytest.importorskip("umap").UMAP


def make_umap(**params):
    options = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0}
    options |= {"metric": "cosine", "n_jobs": 1}
    return UMAP(**(options | params))


@threadpool_limits.wrap(limits=1)  # one more thread of BLAS sums in another order
def seeded_topics():
    """Topics of models that are seeded once: labels, words and probabilities."""
    documents, embeddings = sotu_part(12)
    found = []
    for reducer, clusterer in (
        (make_umap(), HDBSCAN(min_cluster_size=5)),
        (PCA(5, svd_solver="randomized"), KMeans(7, n_init=1)),
    ):
        model = BERTopic(make_encoder(), reducer, clusterer, random_state=0)
        model.fit(documents, embeddings=embeddings)
        found.append([model.labels_.tolist(), model.topics_.top_words])
        found.append(model.transform(documents, embeddings=embeddings).tolist())
    return found

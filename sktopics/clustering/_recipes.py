"""What the parts are where users name a recipe, or nothing."""

from ..text import ClassTfidfTransformer, OnlineCountVectorizer
from ._communities import LeidenClustering
from ._parts import hdbscan_like_bertopic, umap_like_bertopic


def make_reducer(model):
    """Return the reducer that a model asks for, unfitted; None for none."""
    if isinstance(model.reducer, str):
        return umap_like_bertopic(model.n_jobs) if model.reducer == "umap" else None
    return model.reducer


def make_clusterer(model):
    """Return the clusterer that a model asks for, unfitted."""
    if isinstance(model.clusterer, str):
        if model.clusterer == "hdbscan":
            return hdbscan_like_bertopic(model.min_topic_size)
        return LeidenClustering(
            min_cluster_size=model.min_topic_size, n_jobs=model.n_jobs
        )
    return model.clusterer


def make_vectorizer(model):
    """Return the vectorizer that a model asks for, unfitted."""
    return OnlineCountVectorizer() if model.vectorizer is None else model.vectorizer


def make_weighting(model):
    """Return the weighting of words that a model asks for, unfitted."""
    return ClassTfidfTransformer() if model.weighting is None else model.weighting

"""What the parts are where users name a recipe, or nothing."""

from sklearn.decomposition import PCA

from ..text import ClassTfidfTransformer, OnlineCountVectorizer
from ._parts import hdbscan_like_bertopic, umap_like_bertopic


def make_reducer(model):
    """Return the reducer that a model asks for, unfitted; None for none."""
    if isinstance(model.reducer, str):
        if model.reducer == "umap":
            return umap_like_bertopic(model.n_jobs)
        return PCA(5)
    return model.reducer


def make_clusterer(model):
    """Return the clusterer that a model asks for, unfitted."""
    if isinstance(model.clusterer, str):
        return hdbscan_like_bertopic(model.min_topic_size)
    return model.clusterer


def make_vectorizer(model):
    """Return the vectorizer that a model asks for, unfitted."""
    return OnlineCountVectorizer() if model.vectorizer is None else model.vectorizer


def make_weighting(model):
    """Return the weighting of words that a model asks for, unfitted."""
    return ClassTfidfTransformer() if model.weighting is None else model.weighting

"""What the parts are where users name a recipe, or nothing."""

import warnings
from contextlib import contextmanager
from numbers import Integral

from sklearn.decomposition import PCA

from ..._validation import levels_to_caller
from ...text import KeynessTransformer
from .._leiden.leiden_clustering import LeidenClustering
from .parts import hdbscan_like_bertopic, umap_like_bertopic

# Principal components that are left of longer vectors: neighbours are found faster
# among them, and are better ones.
_N_COMPONENTS = 50
# So many documents are enough for all that recipes ask for.
_ENOUGH = 50
_SAID_OF_FEW = (
    r"n_neighbors=\d+ is more than there are"
    r"|\d+ documents are too few for"
    r"|n_neighbors is larger than the dataset"
    r"|A large number of your vertices were disconnected"
)
_SAID_OF_NUMBER = r"n_clusters=\d+ is more than was found"


@contextmanager
def quiet_about_recipes(part, n_documents):
    """Say nothing of values that are too large for few documents, if nobody set them.

    Parameters
    ----------
    part : object
        What a user gave as a part; a str, if that is a recipe.
    n_documents : int
    """
    if not isinstance(part, str) or n_documents > _ENOUGH:
        yield
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _SAID_OF_FEW, UserWarning)
        yield


@contextmanager
def quiet_about_number(clusterer, n_topics):
    """Leave it to the model to say that there are fewer topics than it asked for."""
    if not asks_for(clusterer, n_topics):
        yield
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _SAID_OF_NUMBER, UserWarning)
        yield


def make_reducer(model, n_documents, n_dimensions):
    """Return the reducer that a model asks for, unfitted; None for none.

    Parameters
    ----------
    model : BERTopic
    n_documents, n_dimensions : int
        Shape of the embeddings.
    """
    reducer, n_possible = named_reducer(model), min(n_documents, n_dimensions)
    if not isinstance(reducer, PCA):
        return reducer
    if isinstance(model.reducer, str):
        return None if n_possible <= _N_COMPONENTS else reducer
    if isinstance(reducer.n_components, Integral) and reducer.n_components > n_possible:
        warnings.warn(
            f"reducer={reducer!r} has no use for {n_documents} vectors of "
            f"{n_dimensions} dimensions: they are left as they are.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
        return None
    return reducer


def named_reducer(model):
    """Return the reducer that a name stands for, unfitted; else the reducer itself.

    The principal components of "auto" are for vectors that are longer.
    """
    if not isinstance(model.reducer, str):
        return model.reducer
    if model.reducer == "umap" or follows_clusterer(model):
        return umap_like_bertopic(model.n_jobs)
    return PCA(_N_COMPONENTS)


def follows_clusterer(model):
    """Whether the reducer is UMAP because the clusterer is named "hdbscan"."""
    return _is_named(model.reducer, "auto") and _is_named(model.clusterer, "hdbscan")


def _is_named(part, name):
    return isinstance(part, str) and part == name


def make_clusterer(model):
    """Return the clusterer that a model asks for, unfitted."""
    if isinstance(model.clusterer, str):
        if model.clusterer == "hdbscan":
            return hdbscan_like_bertopic(model.min_topic_size)
        return LeidenClustering(
            min_cluster_size=model.min_topic_size, n_jobs=model.n_jobs
        )
    return model.clusterer


def ask_for(clusterer, n_topics, n_names=0):
    """Ask a clusterer that can merge by itself for a number of topics.

    It merges by its graph, which knows more than the means of topics.

    Parameters
    ----------
    clusterer : clusterer
        Changed, if it is a `LeidenClustering` that nobody has asked for a number.
    n_topics : int, "auto" or None
    n_names : int, default=0
        Topics that are there without it.
    """
    if asks_for(clusterer, n_topics):
        clusterer.set_params(n_clusters=max(int(n_topics) - n_names, 1))


def asks_for(clusterer, n_topics):
    """Whether a model asks its clusterer for the number of topics, see `ask_for`."""
    return (
        isinstance(n_topics, Integral)
        and isinstance(clusterer, LeidenClustering)
        and clusterer.n_clusters is None
    )


def make_encoder(model, documents=None):
    """Return the encoder that a model asks for, unfitted, None for none.

    Parameters
    ----------
    model : BERTopic
    documents : list of str, default=None
        The corpus, if there is one already: settings may suit its size.
    """
    return model.__made_encoder__(documents)


def make_vectorizer(model, documents=None):
    """Return the vectorizer that a model asks for, unfitted; see `make_encoder`."""
    if model.vectorizer is not None:
        return model.vectorizer
    return model.__default_vectorizer__(documents)


def make_weighting(model):
    """Return the weighting of words that a model asks for, unfitted."""
    return KeynessTransformer() if model.weighting is None else model.weighting

"""The parts of a model: made from what users ask for, with seeds, for a corpus."""

import warnings

import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.utils import check_random_state

from ..._optional import import_optional
from ..._validation import levels_to_caller

# Whoever has one of these may be changed by a fit.
_LEARNS = ("fit", "fit_transform", "fit_predict", "partial_fit", "get_params")
_LARGEST_SEED = np.iinfo(np.int32).max


def umap_like_bertopic(n_jobs=None):
    """Return the UMAP that BERTopic uses."""
    umap = import_optional("umap", "embeddings")
    return umap.UMAP(
        n_neighbors=15,
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        n_jobs=1 if n_jobs is None else n_jobs,
    )


def hdbscan_like_bertopic(min_topic_size):
    """Return the HDBSCAN that BERTopic uses, its predictions left to the model."""
    hdbscan = import_optional("hdbscan", "embeddings")
    return hdbscan.HDBSCAN(
        min_cluster_size=min_topic_size,
        metric="euclidean",
        cluster_selection_method="eom",
    )


def copy_of(part):
    """Return a clone of a part; one that has nothing to fit is taken as it is."""
    if not any(hasattr(part, name) for name in _LEARNS):
        return part
    return clone(part, safe=False)


def seeded(estimator, random_state):
    """Return a clone whose `random_state`, nested ones too, is set where it is None.

    Parameters
    ----------
    estimator : estimator
    random_state : RandomState or None
        None leaves all as they are.
    """
    estimator = copy_of(estimator)
    if random_state is None or not hasattr(estimator, "get_params"):
        return estimator
    seeds, params = {}, sorted(estimator.get_params(deep=True).items())
    for name, value in params:
        if name.rpartition("__")[2] == "random_state" and value is None:
            seeds[name] = random_state.randint(_LARGEST_SEED)
    estimator = estimator.set_params(**seeds) if seeds else estimator
    # Of subclasses whose `__init__` does not name it, but that have it nevertheless.
    for part in [estimator, *(value for _, value in params)]:
        is_unseeded = vars_of(part).get("random_state", 0) is None
        if is_unseeded and "random_state" not in part.get_params(deep=False):
            part.random_state = random_state.randint(_LARGEST_SEED)
    return estimator


def generator(random_state):
    """Return the generator of seeds, None if nothing is to be seeded."""
    return None if random_state is None else check_random_state(random_state)


def fitting_neighbors(reducer, n_documents):
    """Return the reducer, its numbers of neighbours and of dimensions lowered to fit.

    UMAP asks for more documents than neighbours, and its spectral start for two more
    than dimensions.
    """
    # Not `get_params`: a subclass of UMAP need not name them.
    params, changes = vars_of(reducer), {}
    if _exceeds(params.get("n_neighbors"), n_documents - 1):
        changes["n_neighbors"] = max(n_documents - 1, 2)
    init = params.get("init")  # of some, an array
    spectral = isinstance(init, str) and init == "spectral"
    if spectral and _exceeds(params.get("n_components"), n_documents - 2):
        changes["init"] = "random"
    if not changes:
        return reducer
    said = ", ".join(f"{name}={value!r}" for name, value in changes.items())
    warnings.warn(
        f"{n_documents} documents are too few for {type(reducer).__name__} as it is: "
        f"it is fitted with {said}.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )
    for name, value in changes.items():
        setattr(reducer, name, value)
    return reducer


def vars_of(part):
    """Return the attributes of an estimator by name; none of anything else."""
    is_instance = hasattr(part, "get_params") and not isinstance(part, type)
    return getattr(part, "__dict__", {}) if is_instance else {}


def _exceeds(value, most):
    return isinstance(value, (int, np.integer)) and value > most


def is_supervised(clusterer):
    """Whether the clusterer is a classifier, which learns topics from labels."""
    if not hasattr(clusterer, "__sklearn_tags__"):  # a name, an object of others
        return getattr(clusterer, "_estimator_type", None) == "classifier"
    return is_classifier(clusterer)

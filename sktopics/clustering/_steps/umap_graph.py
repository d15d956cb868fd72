"""UMAP by a graph of neighbours that several fits share."""

import copy
import sys
import warnings
from numbers import Integral

import numpy as np
from joblib import Memory
from sklearn.base import clone
from sklearn.utils import check_random_state

# From here on UMAP searches for neighbours by descent, and below compares all.
_LEAST_DOCUMENTS = 4096


def searches_neighbors(reducer, embeddings):
    """Whether the reducer is a UMAP that will search for neighbours in `embeddings`.

    By nearest-neighbour descent, which takes much of its time. Not where it is given
    neighbours, or a metric that has no name by which two could be told apart.
    """
    umap = sys.modules.get("umap")  # imported by whoever has made one
    # Not subclasses, which may go about it otherwise.
    if umap is None or type(reducer) is not umap.UMAP:
        return False
    from pynndescent.distances import named_distances

    n_documents = len(embeddings)
    large = n_documents >= _LEAST_DOCUMENTS or reducer.force_approximation_algorithm
    return (
        large
        and isinstance(reducer.n_neighbors, Integral)
        and 2 <= reducer.n_neighbors < n_documents
        and isinstance(reducer.metric, str)
        and reducer.metric in named_distances
        and not reducer.metric.startswith("bit_")  # of uint8
        and reducer.precomputed_knn[0] is None
        and not reducer.unique
        and reducer.transform_mode == "embedding"
        and not reducer.output_dens
    )


def remembered(memory, function):
    """Return a function that remembers, whatever `memory` its results are kept in."""
    # Where it is has no part in what is computed.
    options = {"ignore": ["memory"]} if isinstance(memory, Memory) else {}
    return memory.cache(function, **options)


def fit_by_graph(reducer, embeddings, y, memory):
    """Fit a UMAP, and keep the graph of neighbours for those that will share it.

    Parameters
    ----------
    reducer : umap.UMAP
        One for which `searches_neighbors`. It stays as it is.
    embeddings : ndarray of shape (n_documents, n_dimensions)
    y : ndarray of shape (n_documents,) or None
    memory : joblib.Memory

    Returns
    -------
    reducer : umap.UMAP
        A fitted clone whose layout is bit by bit that of
        ``reducer.fit(embeddings, y)``. Its own `transform`, which nobody here calls,
        has no index to search in: pynndescent crashes where it loads one from
        memory maps.
    """
    # The type that UMAP makes of them, so that the graph is one for all types.
    vectors = np.ascontiguousarray(embeddings, dtype=np.float32)
    seeded = reducer.random_state is not None
    indices, distances, state = memory.cache(neighbor_graph)(
        vectors,
        n_neighbors=reducer.n_neighbors,
        metric=reducer.metric,
        metric_kwds=reducer.metric_kwds or {},
        random_state=reducer.random_state,
        low_memory=reducer.low_memory,
        n_jobs=1 if seeded else reducer.n_jobs,  # as UMAP has it
    )
    fitted = clone(reducer)
    # Copies: UMAP writes into them, and memory maps are read-only.
    fitted.precomputed_knn = (indices.copy(), distances.copy(), None)
    if seeded:  # where the search has left it
        fitted.random_state = np.random.RandomState()
        fitted.random_state.set_state(state)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"precomputed_knn\[2\]")  # no index
        fitted.fit(vectors, y)
    fitted.random_state = reducer.random_state
    fitted.precomputed_knn = reducer.precomputed_knn
    fitted.knn_indices = fitted.knn_dists = fitted.knn_search_index = None
    return fitted


def neighbor_graph(
    vectors, *, n_neighbors, metric, metric_kwds, random_state, low_memory, n_jobs
):
    """Search for neighbours as UMAP does.

    Returns
    -------
    indices, distances : ndarray of shape (n_documents, n_neighbors)
    state : tuple or None
        State of the random numbers after it, None if there is no seed.
    """
    from umap.umap_ import nearest_neighbors

    rng = check_random_state(copy.deepcopy(random_state))
    indices, distances, _ = nearest_neighbors(
        vectors,
        n_neighbors,
        metric,
        metric_kwds,
        False,  # of trees by angles: the search knows itself from the metric
        rng,
        low_memory=low_memory,
        use_pynndescent=True,
        n_jobs=n_jobs,
    )
    return indices, distances, None if random_state is None else rng.get_state()

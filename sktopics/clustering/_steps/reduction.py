"""From embeddings to few dimensions, of the training corpus and of new documents."""

import inspect

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.decomposition import PCA
from sklearn.utils import get_tags

from ..._arrays import unit_rows
from ..._neighbors import nearest
from ..._part_output import called, part_array, part_vectors
from .._labels import relabel
from .umap_graph import fit_by_graph, searches_neighbors

# Neighbours that say where a new document belongs, as many as UMAP's by default.
N_NEIGHBORS = 15
# UMAP asks for that many.
_FEWEST_DISTINCT = 5


def fit_reducer(reducer, embeddings, y=None, memory=None):
    """Fit a reducer and return it with the reduced vectors.

    Parameters
    ----------
    reducer : transformer
        Fitted in place: give a clone.
    embeddings : ndarray of shape (n_documents, n_dimensions)
    y : ndarray of shape (n_documents,), default=None
        Labels for reducers that take any, -1 without. Those that need labels, such as
        linear discriminant analysis, learn from the documents that have one.
    memory : joblib.Memory, default=None
        Where to keep what reducers with other parameters can use: a graph of
        neighbours.

    Returns
    -------
    reducer : transformer
    reduced : ndarray of shape (n_documents, n_reduced)
        NaN, where a layout has lost a document, has become 0.
    """
    if memory is not None and searches_neighbors(reducer, embeddings):
        reducer = fit_by_graph(reducer, embeddings, y, memory)
        return reducer, finite_vectors(reducer, reducer.embedding_, len(embeddings))
    if needs_labels(reducer):
        labelled = np.zeros(len(embeddings), dtype=bool) if y is None else y >= 0
        if not labelled.any():
            raise ValueError(f"{type(reducer).__name__} learns from labels: give y.")
        reducer.fit(embeddings[labelled], y[labelled])
        return reducer, reduce_vectors(reducer, embeddings)
    method = getattr(reducer, "fit_transform", None) or reducer.fit
    labels = {} if y is None or not takes_labels(method) else {"y": y}
    if hasattr(reducer, "fit_transform"):
        reduced = reducer.fit_transform(embeddings, **labels)
    else:
        reducer.fit(embeddings, **labels)
        reduced = reducer.transform(embeddings)
    return reducer, finite_vectors(reducer, reduced, len(embeddings))


def reduce_vectors(reducer, vectors, n_reduced=None):
    """Return vectors of new documents by a fitted reducer.

    Parameters
    ----------
    reducer : fitted transformer
    vectors : ndarray of shape (n_documents, n_dimensions)
    n_reduced : int, default=None
        Number of dimensions that the training documents have.
    """
    reduced = finite_vectors(reducer, reducer.transform(vectors), len(vectors))
    if n_reduced is not None and reduced.shape[1] != n_reduced:
        raise ValueError(
            f"{called('reducer', reducer)} made vectors of {n_reduced} dimensions of "
            f"the training documents, and now of {reduced.shape[1]}."
        )
    return reduced


def finite_vectors(reducer, output, n_documents):
    """Return what a reducer gave as an array of finite numbers, 0 in place of NaN."""
    whom = called("reducer", reducer)
    reduced = part_array(output, n_documents, whom)
    lost = np.isnan(reduced).any(axis=1)
    if lost.any():
        if lost.all():
            raise ValueError(f"{whom} returned NaN for all {n_documents} documents.")
        reduced = np.nan_to_num(reduced, posinf=np.inf, neginf=-np.inf)
    return part_vectors(reduced, n_documents, whom)


def takes_labels(method):
    """Whether a method has a place for `y`."""
    return "y" in inspect.signature(method).parameters


def needs_labels(reducer):
    """Whether the reducer is supervised: unlike UMAP, it knows no label for none."""
    return isinstance(reducer, BaseEstimator) and get_tags(reducer).target_tags.required


def learns_from_distinct(reducer, asked_for, n_distinct):
    """Whether a reducer learns from distinct vectors where some are repeated.

    Among copies of a vector, neighbours are the copies, and a layout tears them apart;
    and the principal components of the corpus are not up to what is said most often.
    Other reducers of users weigh vectors by how often they occur.

    Parameters
    ----------
    reducer : transformer
    asked_for : str or transformer
        What the user has given.
    n_distinct : int
        Number of distinct vectors. Layouts have to have some.
    """
    if n_distinct < _FEWEST_DISTINCT:
        return False
    if isinstance(asked_for, str):
        return not isinstance(reducer, PCA) or n_distinct >= reducer.n_components
    by_neighbors = "n_neighbors" in getattr(reducer, "get_params", dict)()
    return by_neighbors or not hasattr(reducer, "transform")


def is_layout(reducer):
    """Whether the reducer lays out its corpus, and has no place for other documents.

    Such as UMAP and t-SNE. UMAP's own `transform` depends on the documents that come
    together, and does not lead the training documents back to where they were.
    """
    if reducer is None:
        return False
    return hasattr(reducer, "embedding_") or not hasattr(reducer, "transform")


def neighbors_in_layout(vectors, known_vectors, *, own=None, among=None, n_jobs=None):
    """Return the neighbours that say where documents belong in a layout.

    Parameters
    ----------
    vectors : ndarray of shape (n_new, n_dimensions)
        Embeddings.
    known_vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of the documents in the layout, of length 1.
    own : ndarray of shape (n_new,), int, default=None
        Rows of documents that are in the layout and shall not be their own neighbours.
    among : ndarray of int, default=None
        Rows of the documents that may be neighbours, ascending; all by default.

    Returns
    -------
    neighbors : ndarray of shape (n_new, k), int64
    distances : ndarray of shape (n_new, k)
        1 - cosine.
    """
    unit = unit_rows(vectors.astype(known_vectors.dtype, copy=False))
    if among is not None:
        known_vectors = known_vectors[among]
        own = None if own is None else relabel(own, among)
    neighbors, distances = nearest(
        unit, known_vectors, N_NEIGHBORS, own=own, n_jobs=n_jobs
    )
    neighbors = neighbors if among is None else among[neighbors]
    return neighbors, distances**2 / 2


def place_in_layout(neighbors, weights, reduced):
    """Return where documents belong in a layout: between their neighbours.

    Where UMAP's `transform` starts from, too.

    Parameters
    ----------
    neighbors : ndarray of shape (n_new, k), int
    weights : ndarray of shape (n_new, k)
        Rows sum to 1.
    reduced : ndarray of shape (n_documents, n_reduced)
        Places of the documents in the layout.

    Returns
    -------
    places : ndarray of shape (n_new, n_reduced)
    """
    places = np.einsum("ij,ijk->ik", weights, reduced[neighbors])
    return places.astype(reduced.dtype)

"""Where documents belong: topics and probabilities, of known and of new documents.

A fitted model places a document in one of three ways (`placement_`):

"neighbours"
    For clusterers that cannot predict. The document is placed among the reduced
    training documents, and the topics of its neighbours there vote. A clusterer that
    has searched for the neighbours of the training documents is spared doing so twice.
"clusterer"
    The fitted clusterer or classifier predicts. Its probabilities, if it has none of
    its own, are those of a mixture of round Gaussians about the means of the clusters.
"centroid"
    The topic whose mean embedding is nearest by cosine.

The functions take the parameters of the model (`settings`) and what it has found
(`state`, a `FittedState`), and change nothing.
"""

import numpy as np

from ..._neighbors import nearest_in_cells
from ..._part_output import called, part_probabilities
from .._labels import OUTLIER
from .._leiden.leiden_clustering import LeidenClustering, search_vectors
from .._steps.cluster_labels import known_numbers, predict_clusters
from .._steps.nothing_known import are_known
from .._steps.reduction import (
    N_NEIGHBORS,
    neighbors_in_layout,
    place_in_layout,
    reduce_vectors,
)
from .centroids import probabilities_of_similarities, settled_similarities
from .votes import nearness, probabilities_of_shares, vote_shares


def prior_shares(topics, placement):
    """Return the shares of topics and, last, of outliers in what was learned from."""
    if placement.learned is not None:
        topics = topics.among(placement.learned)
    sizes = np.append(topics.sizes, topics.n_outliers).astype(np.float64)
    return sizes / max(sizes.sum(), 1)


def place(settings, state, way, embeddings, rows):
    """Return the probabilities and the topics of documents.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    way : {"neighbours", "clusterer", "centroid"}
    embeddings : ndarray of shape (n_documents, n_dimensions)
        Vectors of known documents are only looked at for "centroid".
    rows : ndarray of shape (n_documents,), int
        Rows of documents that were learned from, -1 for new ones.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers; rows sum to 1.
    labels : ndarray of shape (n_documents,), int64
        Of new documents; -1 for outliers.
    """
    topics, placement = state.topics, state.placement
    # A topic without documents has no place, nor one whose mean has no direction.
    has_place = topics.has_place.copy()
    if way == "centroid":
        has_place &= are_known(topics.means)
    if not has_place.any():
        probabilities = np.zeros((len(rows), topics.n_topics + 1))
        probabilities[:, -1] = 1
        return probabilities, np.full(len(rows), OUTLIER)
    if way == "centroid":
        probabilities = _probabilities_of_means(
            topics, placement, embeddings, has_place
        )
        return probabilities, most_probable(probabilities)
    places = reduced_places(settings, state, embeddings, rows)
    if way == "clusterer":
        return _predict(state, places)
    probabilities = probabilities_of_shares(
        _shares_of_neighbors(settings, state, places, rows),
        placement.sharpness,
        placement.floor,
        prior_shares(topics, placement),
    )
    return probabilities, most_probable(probabilities)


def _probabilities_of_means(topics, placement, embeddings, has_place):
    """Return p(topic | document), outliers last, from the cosines with means."""
    means = topics.means
    if placement.deleted_means is not None:
        means = np.vstack([means, placement.deleted_means])
    similarities = settled_similarities(embeddings, means)
    similarities[:, np.flatnonzero(~has_place)] = -np.inf
    probabilities = probabilities_of_similarities(
        similarities.astype(np.float64),
        placement.centroid_sharpness,
        placement.outlier_level,
    )
    if placement.deleted_means is None:
        return probabilities
    # Deleted topics are between the topics and the outliers, which get their share.
    of_none = probabilities[:, topics.n_topics :].sum(axis=1, keepdims=True)
    return np.hstack([probabilities[:, : topics.n_topics], of_none])


def _shares_of_neighbors(settings, state, places, rows):
    """Shares of topics among the training documents near to some places."""
    topics, placement = state.topics, state.placement
    labels = placement.learned_labels(topics.labels)
    shares = np.empty((len(rows), topics.n_topics + 1))
    rows = placement.without_copies(rows)
    # Known documents are no neighbours of their own, and might have one fewer: those
    # of a new one must not depend on whether any is known.
    for group in (np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)):
        if len(group):
            neighbors, distances = voters(
                state.clusterer, placement, places[group], rows[group], settings.n_jobs
            )
            weights = nearness(distances, placement.vote_scale)
            shares[group] = vote_shares(labels[neighbors], weights, topics.n_topics)
    return shares


def reduced_places(settings, state, embeddings, rows):
    """Where documents are in the space in which they were clustered."""
    placement = state.placement
    reduced = placement.reduced
    places = np.empty((len(rows), reduced.shape[1]), reduced.dtype)
    known = rows >= 0
    places[known] = reduced[rows[known]]
    if known.all():
        return places
    new = embeddings[~known]
    if placement.vectors is not None:
        neighbors, distances = neighbors_in_layout(
            new,
            placement.vectors,
            among=placement.distinct_rows,
            n_jobs=settings.n_jobs,
        )
        weights = nearness(distances, placement.layout_scale)
        new = place_in_layout(neighbors, weights, reduced)
    elif state.reducer is not None:
        new = reduce_vectors(state.reducer, new, reduced.shape[1])
    places[~known] = as_searched(state.clusterer, new)
    return places


def as_searched(clusterer, vectors):
    """Vectors as the clusterer looks at them, of length 1 for one that uses cosines."""
    if isinstance(clusterer, LeidenClustering):
        return search_vectors(vectors, clusterer.metric)
    return vectors


def has_searched(clusterer, vectors):
    """Whether the clusterer knows the neighbours of all of the training documents."""
    if not isinstance(clusterer, LeidenClustering) or not hasattr(clusterer, "labels_"):
        return False
    n_known, k = clusterer.neighbors_.shape
    n_distinct = len(clusterer.cell_members_)
    return n_known == len(vectors) and k >= min(N_NEIGHBORS, n_distinct - 1)


def voters(clusterer, placement, places, rows, n_jobs):
    """Neighbours that vote on documents, all of them known or all of them new."""
    is_new = rows[0] < 0 or not placement.as_clustered
    if is_new or not has_searched(clusterer, placement.reduced):
        return search_places(placement, places, rows, n_jobs)
    neighbors = clusterer.neighbors_[rows, :N_NEIGHBORS].astype(np.int64)
    return neighbors, clusterer.distances_[rows, :N_NEIGHBORS]


def search_places(placement, places, rows, n_jobs):
    """Training documents near to some places, documents themselves left out."""
    return nearest_in_cells(
        places,
        placement.reduced,
        placement.cells,
        N_NEIGHBORS,
        own=rows,
        n_jobs=n_jobs,
    )


def most_probable(probabilities):
    """Return the most probable topics, -1 where being an outlier is more probable."""
    labels = probabilities.argmax(axis=1)
    return np.where(labels == probabilities.shape[1] - 1, OUTLIER, labels)


def _predict(state, places):
    """Return what the fitted clusterer or classifier says."""
    placement = state.placement
    clusters = predict_clusters(state.clusterer, places, placement.cluster_labels)
    numbers, by_cluster = _cluster_probabilities(state.clusterer, placement, places)
    by_cluster = by_cluster.astype(np.float64)  # where 32 bits add up to more than 1
    by_cluster /= np.maximum(by_cluster.sum(axis=1, keepdims=True), 1)
    probabilities = np.zeros((len(places), state.topics.n_topics + 1))
    # A topic of -1 is the last column, that of outliers.
    for column, topic in enumerate(placement.topics_of_clusters(numbers)):
        probabilities[:, topic] += by_cluster[:, column]
    return probabilities, placement.topics_of_clusters(clusters)


def _cluster_probabilities(clusterer, placement, places):
    """Return numbers of clusters, and p(cluster | document) in that order."""
    if hasattr(clusterer, "predict_proba"):
        classes = getattr(clusterer, "classes_", None)
        probabilities = part_probabilities(
            clusterer.predict_proba(places),
            (len(places), None if classes is None else len(classes)),
            f"{called('clusterer', clusterer)} (its predict_proba)",
        )
        if classes is None:
            return np.arange(probabilities.shape[1]), probabilities
        return known_numbers(classes, placement.cluster_labels), probabilities
    means = placement.cluster_means
    squares = (means**2).sum(
        axis=1
    ) - 2 * places @ means.T  # and the place's own, which is the same for all clusters
    logits = squares / (-2 * placement.cluster_variance)
    logits -= logits.max(axis=1, keepdims=True)
    powers = np.exp(logits)
    return placement.cluster_numbers, powers / powers.sum(axis=1, keepdims=True)

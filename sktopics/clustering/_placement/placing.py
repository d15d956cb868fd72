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

The functions take the fitted model for its arrays, and change nothing.
"""

from types import SimpleNamespace

import numpy as np

from ..._arrays import unit_rows
from ..._neighbors import Cells, make_cells, nearest_in_cells
from .._leiden.leiden_clustering import LeidenClustering, search_vectors
from .._numbering import OUTLIER, relabel, renumbered
from .._steps.reduction import (
    N_NEIGHBORS,
    finite_vectors,
    is_layout,
    neighbors_in_layout,
    place_in_layout,
)
from .centroids import (
    calibrate_similarities,
    cosine_similarities,
    held_out_similarities,
    probabilities_of_similarities,
    topic_means,
)
from .votes import (
    calibrate_shares,
    nearness,
    probabilities_of_shares,
    typical_scale,
    vote_shares,
)

# Documents on which probabilities are calibrated, at most.
_CALIBRATION_DOCUMENTS = 2000


def placement_of(clusterer):
    """Return the name of the way in which a model with this clusterer places."""
    if clusterer is None:
        return "centroid"
    return "clusterer" if hasattr(clusterer, "predict") else "neighbours"


def by_centroid(model):
    """Whether documents are placed by centroids.

    Any fitted model can be told so by ``set_params(assign="centroid")``.
    """
    if model.placement_ == "clusterer" and not len(model._cluster_numbers):
        return True  # given names have taken all documents
    return model.placement_ == "centroid" or model.assign == "centroid"


def fit_placement(model, embeddings, reduced, clusters):
    """Return what a fitted model needs to place documents, as fitted attributes.

    Parameters
    ----------
    model : BERTopic
        With `placement_`, `labels_`, `topic_sizes_`, `topic_embeddings_`, `reducer_`.
    embeddings : ndarray of shape (n_documents, n_dimensions)
    reduced : ndarray of shape (n_documents, n_reduced)
    clusters : ndarray of shape (n_documents,), int
        What the clusterer says of each document.
    """
    state = calibrated_centroids(model, embeddings)
    if model.placement_ == "centroid":
        return state
    state["_reduced"] = reduced
    if is_layout(model.reducer_):
        state["_vectors"] = unit_rows(embeddings)
    if model.placement_ == "neighbours":
        state |= _search_index(model.clusterer_, reduced)
        return state | _calibrated_votes(model, embeddings, state)
    if "_vectors" in state:
        rows = _sample(len(embeddings))
        _, distances = neighbors_in_layout(
            embeddings[rows], state["_vectors"], own=rows, n_jobs=model.n_jobs
        )
        state["_layout_scale"] = typical_scale(distances)
    return state | cluster_shapes(model, reduced, clusters)


def _search_index(clusterer, reduced):
    """Vectors of the training documents, and the cells in which to search them."""
    vectors = _as_searched(clusterer, reduced)
    if _has_searched(clusterer, vectors):
        cells = Cells(
            clusterer.cell_centers_, clusterer.cell_members_, clusterer.cell_offsets_
        )
    else:
        cells = make_cells(vectors, random_state=0)
    return {
        "_reduced": vectors,
        "_cell_centers": cells.centers,
        "_cell_members": cells.members,
        "_cell_offsets": cells.offsets,
    }


def _as_searched(clusterer, vectors):
    """Vectors as the clusterer looks at them, of length 1 for one that uses cosines."""
    if isinstance(clusterer, LeidenClustering):
        return search_vectors(vectors, clusterer.metric)
    return vectors


def _has_searched(clusterer, vectors):
    """Whether the clusterer knows the neighbours of all of the training documents."""
    if not isinstance(clusterer, LeidenClustering) or not hasattr(clusterer, "labels_"):
        return False
    n_known, k = clusterer.neighbors_.shape
    return n_known == len(vectors) and k >= min(N_NEIGHBORS, n_known - 1)


def _sample(n_documents):
    """Rows of documents to calibrate on, evenly spread over the corpus."""
    n = min(n_documents, _CALIBRATION_DOCUMENTS)
    return np.unique(np.linspace(0, n_documents - 1, n).astype(np.int64))


def calibrated_centroids(model, embeddings):
    """Return the constants of probabilities from cosines, as fitted attributes."""
    if not len(model.topic_sizes_):
        return {"_centroid_sharpness": 1.0, "_outlier_level": -np.inf}
    rows = _sample(len(embeddings))
    labels = model.labels_[rows]
    similarities = held_out_similarities(
        embeddings[rows], model.topic_embeddings_, model.topic_sizes_, labels
    )
    sharpness, level = calibrate_similarities(similarities, labels)
    return {"_centroid_sharpness": sharpness, "_outlier_level": level}


def _calibrated_votes(model, embeddings, state):
    """Constants of votes, from documents placed as if they had not been there."""
    rows = _sample(len(embeddings))
    found = {}
    state = SimpleNamespace(clusterer_=model.clusterer_, n_jobs=model.n_jobs, **state)
    places = state._reduced[rows]
    if not hasattr(state, "_vectors"):
        neighbors, distances = _voters(state, places, rows)
    else:
        neighbors, distances = neighbors_in_layout(
            embeddings[rows], state._vectors, own=rows, n_jobs=model.n_jobs
        )
        found["_layout_scale"] = typical_scale(distances)
        weights = nearness(distances, found["_layout_scale"])
        places = place_in_layout(neighbors, weights, state._reduced)
        places = _as_searched(model.clusterer_, places)
        neighbors, distances = _search(state, places, N_NEIGHBORS, rows)
    found["_vote_scale"] = typical_scale(distances)
    shares = vote_shares(
        model.labels_[neighbors],
        nearness(distances, found["_vote_scale"]),
        len(model.topic_sizes_),
    )
    found["_sharpness"], found["_floor"] = calibrate_shares(
        shares, model.labels_[rows], prior_shares(model)
    )
    return found


def prior_shares(model):
    """Return the shares of topics and, last, of outliers in the corpus."""
    sizes = np.append(model.topic_sizes_, model.n_outliers_).astype(np.float64)
    return sizes / max(sizes.sum(), 1)


def cluster_shapes(model, reduced, clusters):
    """Means of clusters and the variance about them, the same in all directions."""
    found = model._cluster_numbers
    places = relabel(clusters, found)
    kept = places >= 0
    places, vectors = places[kept], reduced[kept]
    means = getattr(model.clusterer_, "cluster_centers_", None)
    if means is not None and len(means) > found.max(initial=-1):
        means = np.asarray(means)[found]
    else:
        means = topic_means(vectors, places, len(found))
    # By what is left of the degrees of freedom; 1 where all stand at their means.
    left = max(len(places) - len(found), 1) * reduced.shape[1]
    variance = ((vectors - means[places]) ** 2).sum() / left
    return {"_cluster_means": means, "_cluster_variance": float(variance) or 1.0}


def place(model, embeddings, rows):
    """Return the probabilities and the topics of documents.

    Parameters
    ----------
    model : BERTopic
    embeddings : ndarray of shape (n_documents, n_dimensions)
        Those of known documents are not looked at, but for "centroid".
    rows : ndarray of shape (n_documents,), int
        Rows of documents of the training corpus, -1 for new ones.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers; rows sum to 1.
    labels : ndarray of shape (n_documents,), int64
        Of new documents; -1 for outliers.
    """
    n_topics = len(model.topic_sizes_)
    if not model.topic_sizes_.any():
        probabilities = np.zeros((len(rows), n_topics + 1))
        probabilities[:, -1] = 1
        return probabilities, np.full(len(rows), OUTLIER)
    if by_centroid(model):
        similarities = cosine_similarities(embeddings, model.topic_embeddings_)
        similarities[:, model.topic_sizes_ == 0] = -np.inf
        probabilities = probabilities_of_similarities(
            similarities.astype(np.float64),
            model._centroid_sharpness,
            model._outlier_level,
        )
        return probabilities, most_probable(probabilities)
    places = _reduced_places(model, embeddings, rows)
    if model.placement_ == "clusterer":
        return _predict(model, places)
    probabilities = probabilities_of_shares(
        _shares_of_neighbors(model, places, rows),
        model._sharpness,
        model._floor,
        prior_shares(model),
    )
    return probabilities, most_probable(probabilities)


def _shares_of_neighbors(model, places, rows):
    """Shares of topics among the training documents near to some places."""
    n_topics = len(model.topic_sizes_)
    shares = np.empty((len(rows), n_topics + 1))
    # Known documents are no neighbours of their own, and might have one fewer: those
    # of a new one must not depend on whether any is known.
    for group in (np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)):
        if len(group):
            neighbors, distances = _voters(model, places[group], rows[group])
            weights = nearness(distances, model._vote_scale)
            shares[group] = vote_shares(model.labels_[neighbors], weights, n_topics)
    return shares


def _reduced_places(model, embeddings, rows):
    """Where documents are in the space in which they were clustered."""
    places = np.empty((len(rows), model._reduced.shape[1]), model._reduced.dtype)
    known = rows >= 0
    places[known] = model._reduced[rows[known]]
    if known.all():
        return places
    new = embeddings[~known]
    if hasattr(model, "_vectors"):
        neighbors, distances = neighbors_in_layout(
            new, model._vectors, n_jobs=model.n_jobs
        )
        weights = nearness(distances, model._layout_scale)
        new = place_in_layout(neighbors, weights, model._reduced)
    elif model.reducer_ is not None:
        new = finite_vectors(model.reducer_.transform(new))
    places[~known] = _as_searched(model.clusterer_, new)
    return places


def _voters(model, places, rows):
    """Neighbours that vote on documents, all of them known or all of them new."""
    if rows[0] < 0 or not _has_searched(model.clusterer_, model._reduced):
        return _search(model, places, N_NEIGHBORS, rows)
    clusterer = model.clusterer_
    neighbors = clusterer.neighbors_[rows, :N_NEIGHBORS].astype(np.int64)
    return neighbors, clusterer.distances_[rows, :N_NEIGHBORS]


def _search(model, places, n_neighbors, rows):
    cells = Cells(model._cell_centers, model._cell_members, model._cell_offsets)
    return nearest_in_cells(
        places, model._reduced, cells, n_neighbors, own=rows, n_jobs=model.n_jobs
    )


def most_probable(probabilities):
    """Return the most probable topics, -1 where being an outlier is more probable."""
    labels = probabilities.argmax(axis=1)
    return np.where(labels == probabilities.shape[1] - 1, OUTLIER, labels)


def _predict(model, places):
    """What the fitted clusterer or classifier says."""
    n_topics = len(model.topic_sizes_)
    clusters = np.asarray(model.clusterer_.predict(places))
    labels = topics_of_clusters(model, clusters)
    numbers, by_cluster = _cluster_probabilities(model, places)
    by_cluster = by_cluster.astype(np.float64)  # where 32 bits add up to more than 1
    by_cluster /= np.maximum(by_cluster.sum(axis=1, keepdims=True), 1)
    topics = topics_of_clusters(model, numbers)
    probabilities = np.zeros((len(places), n_topics + 1))
    for column, topic in enumerate(topics):  # -1 is the last column, of outliers
        probabilities[:, topic] += by_cluster[:, column]
    return probabilities, labels


def topics_of_clusters(model, clusters):
    """Return the topics of what the clusterer calls clusters, -1 for none."""
    places = relabel(clusters, model._cluster_numbers)
    return renumbered(places, model._cluster_topics)


def _cluster_probabilities(model, places):
    """Return numbers of clusters, and p(cluster | document) in that order."""
    clusterer = model.clusterer_
    if hasattr(clusterer, "predict_proba"):
        probabilities = clusterer.predict_proba(places)
        numbers = getattr(clusterer, "classes_", np.arange(probabilities.shape[1]))
        return np.asarray(numbers), np.asarray(probabilities)
    means = model._cluster_means
    squares = (means**2).sum(
        axis=1
    ) - 2 * places @ means.T  # and the place's own, which is the same for all clusters
    logits = squares / (-2 * model._cluster_variance)
    logits -= logits.max(axis=1, keepdims=True)
    powers = np.exp(logits)
    return model._cluster_numbers, powers / powers.sum(axis=1, keepdims=True)

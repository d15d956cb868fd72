"""What is learned of a corpus to place documents later: an index, constants."""

from dataclasses import replace

import numpy as np

from ..._arrays import first_equal_rows, unit_rows
from ..._neighbors import Cells, make_cells
from .._labels import OUTLIER, relabel
from .._steps.reduction import (
    is_layout,
    neighbors_in_layout,
    place_in_layout,
)
from .._topics.topic_parts import topic_means
from .centroids import calibrate_similarities, held_out_similarities
from .placing import as_searched, has_searched, prior_shares, search_places, voters
from .votes import calibrate_shares, nearness, typical_scale, vote_shares

# Documents on which probabilities are calibrated, at most.
_CALIBRATION_DOCUMENTS = 2000


def fit_placement(settings, state, embeddings, reduced, clusters):
    """Return the placement of a model that has just been fitted.

    All are of the documents that were learned from alone.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
        Its placement knows the way, and the topics of clusters.
    embeddings : ndarray of shape (n_documents, n_dimensions)
    reduced : ndarray of shape (n_documents, n_reduced)
    clusters : ndarray of shape (n_documents,), int
        What the clusterer says of each document.

    Returns
    -------
    placement : Placement
    """
    placement = replace(
        state.placement, **calibrated_centroids(state.topics, embeddings)
    )
    if placement.way == "centroid":
        return placement
    placement = replace(placement, reduced=reduced)
    first_rows = first_equal_rows(embeddings)
    if (first_rows < np.arange(len(first_rows))).any():
        placement = replace(placement, first_rows=first_rows)
    if is_layout(state.reducer):
        placement = replace(placement, vectors=unit_rows(embeddings))
    if placement.way == "neighbours":
        placement = _with_index(placement, state.clusterer)
        return _with_votes(settings, state, placement, embeddings)
    if placement.vectors is not None:
        rows, _ = _sample(embeddings, state.topics.labels)
        _, distances = _neighbors_in_layout(settings, placement, embeddings, rows)
        placement = replace(placement, layout_scale=typical_scale(distances))
    return replace(
        placement, **cluster_shapes(state.clusterer, placement, reduced, clusters)
    )


def _with_index(placement, clusterer):
    """Add the cells in which to search the training documents."""
    vectors = as_searched(clusterer, placement.reduced)
    if has_searched(clusterer, vectors):
        cells = Cells(
            clusterer.cell_centers_, clusterer.cell_members_, clusterer.cell_offsets_
        )
    else:
        cells = make_cells(vectors, random_state=0, rows=placement.distinct_rows)
    return replace(
        placement,
        reduced=vectors,
        cell_centers=cells.centers,
        cell_members=cells.members,
        cell_offsets=cells.offsets,
    )


def _sample(embeddings, labels):
    """Documents to calibrate on: distinct ones, evenly spread over the corpus.

    A text that is repeated is one, that has to be left out with all of its copies: what
    probabilities are is not up to what is said most often.

    Returns
    -------
    rows : ndarray of int
    copies : ndarray of int
        How many documents have the vector and the label of each.
    """
    first = first_equal_rows(embeddings)
    kinds = first * (labels.max(initial=OUTLIER) + 2) + labels
    _, rows, copies = np.unique(kinds, return_index=True, return_counts=True)
    order = np.argsort(rows)
    n = min(len(rows), _CALIBRATION_DOCUMENTS)
    chosen = np.unique(np.linspace(0, len(rows) - 1, n).astype(np.int64))
    return rows[order][chosen], copies[order][chosen]


def _neighbors_in_layout(settings, placement, embeddings, rows):
    """Neighbours of documents of the corpus, themselves and their copies left out."""
    first = placement.first_rows
    return neighbors_in_layout(
        embeddings[rows],
        placement.vectors,
        own=rows if first is None else first[rows],
        among=placement.distinct_rows,
        n_jobs=settings.n_jobs,
    )


def calibrated_centroids(topics, embeddings):
    """Return the constants of probabilities from cosines, by name.

    Parameters
    ----------
    topics : ClusterTopics
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    if not topics.n_topics:
        return {"centroid_sharpness": 1.0, "outlier_level": -np.inf}
    rows, copies = _sample(embeddings, topics.labels)
    labels = topics.labels[rows]
    similarities = held_out_similarities(
        embeddings[rows], topics.means, topics.sizes, labels, copies
    )
    sharpness, level = calibrate_similarities(similarities, labels)
    return {"centroid_sharpness": sharpness, "outlier_level": level}


def _with_votes(settings, state, placement, embeddings):
    """Add the constants of votes, from documents placed as if they were new."""
    topics = state.topics
    rows, _ = _sample(embeddings, topics.labels)
    own = rows if placement.first_rows is None else placement.first_rows[rows]
    places = placement.reduced[rows]
    if placement.vectors is None:
        neighbors, distances = voters(
            state.clusterer, placement, places, own, settings.n_jobs
        )
    else:
        neighbors, distances = _neighbors_in_layout(
            settings, placement, embeddings, rows
        )
        placement = replace(placement, layout_scale=typical_scale(distances))
        weights = nearness(distances, placement.layout_scale)
        places = place_in_layout(neighbors, weights, placement.reduced)
        places = as_searched(state.clusterer, places)
        neighbors, distances = search_places(placement, places, own, settings.n_jobs)
    scale = typical_scale(distances)
    shares = vote_shares(
        topics.labels[neighbors], nearness(distances, scale), topics.n_topics
    )
    sharpness, floor = calibrate_shares(
        shares, topics.labels[rows], prior_shares(topics, placement)
    )
    return replace(placement, vote_scale=scale, sharpness=sharpness, floor=floor)


def cluster_shapes(clusterer, placement, reduced, clusters):
    """Means of clusters and the variance about them, the same in all directions.

    Returns
    -------
    shapes : dict
        `cluster_means` and `cluster_variance`.
    """
    found = placement.cluster_numbers
    places = relabel(clusters, found)
    kept = places >= 0
    places, vectors = places[kept], reduced[kept]
    means = getattr(clusterer, "cluster_centers_", None)
    if means is not None and len(means) > found.max(initial=-1):
        means = np.asarray(means)[found]
    else:
        means = topic_means(vectors, places, len(found))
    # By what is left of the degrees of freedom; 1 where all stand at their means.
    left = max(len(places) - len(found), 1) * reduced.shape[1]
    variance = ((vectors - means[places]) ** 2).sum() / left
    return {"cluster_means": means, "cluster_variance": float(variance) or 1.0}

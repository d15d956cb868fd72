"""Where training documents belong, and which of them stand for their topics."""

import numpy as np

from ..._arrays import largest
from ..._reading import content_keys, distinct_of_ranked
from .._topics.cluster_topics import Representative
from .._topics.topic_parts import labels_of_known, own_shares
from .centroids import cosine_similarities
from .placement import way_of_placing
from .recognition import place_and_recognise, training_probabilities


def place_training_documents(settings, state, vectors, documents):
    """Return the probabilities of training documents, and those that stand for topics.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
        Its labels are those of the documents.
    vectors : ndarray of shape (n_documents, n_dimensions)
    documents : list of str

    Returns
    -------
    probabilities : ndarray of shape (n_documents,) or (n_documents, n_topics)
        See `training_probabilities`.
    representatives : tuple of lists of Representative
        The nearest to the mean of their topic first.
    outliers : list of Representative
        The same for the outliers.
    """
    topics = state.topics
    probabilities = training_probabilities(settings, state, vectors)
    outliers = _typical_outliers(settings, state, vectors, documents)
    shares = own_shares(probabilities, topics.labels)
    nearest = nearest_to_means(
        vectors,
        topics.means,
        labels_of_known(topics.labels, vectors),
        settings.n_representative,
        documents,
    )
    representatives = tuple(
        [Representative(int(row), float(shares[row]), documents[row]) for row in rows]
        for rows in nearest
    )
    return probabilities, representatives, outliers


def _typical_outliers(settings, state, vectors, documents):
    """Return the outliers nearest to the mean of all of which something is known."""
    labels = state.topics.labels
    outliers = labels_of_known(np.where(labels < 0, 0, -1), vectors)
    n = settings.n_representative
    if not n or outliers.max(initial=-1) < 0:
        return []
    mean = vectors[outliers == 0].mean(axis=0, keepdims=True)
    (rows,) = nearest_to_means(vectors, mean, outliers, n, documents)
    way = way_of_placing(settings, state.placement)
    learned = np.searchsorted(state.placement.learned_rows(len(labels)), rows)
    shares, _ = place_and_recognise(settings, state, way, vectors[rows], learned)
    return [
        Representative(int(row), float(share), documents[row])
        for row, share in zip(rows, shares[:, -1], strict=True)
    ]


def nearest_to_means(vectors, means, labels, n, documents):
    """Return the documents of each topic that are nearest to its mean.

    Documents of the same text, but for case and white space, are one.

    Returns
    -------
    rows : list of ndarray
        At most `n` a topic, nearest first.
    """
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(len(means) + 1))
    key_of, found = content_keys(documents), []
    for topic, mean in enumerate(means):
        rows = order[bounds[topic] : bounds[topic + 1]]
        nearness = cosine_similarities(vectors[rows], mean[np.newaxis])[:, 0]
        found.append(
            distinct_of_ranked(
                rows[largest(nearness, n)],
                lambda m, rows=rows, nearness=nearness: rows[largest(nearness, m)],
                n,
                key_of,
            )
        )
    return found

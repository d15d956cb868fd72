"""Probabilities of topics from the topics of neighbours, calibrated."""

import numpy as np

_SHARPNESS = np.geomspace(0.25, 8, 21)
_FLOORS = np.geomspace(1e-3, 0.3, 11)
# What a document's own label counts, if it is known; its neighbours have the rest,
# which cannot make another topic as probable.
_OWN_SHARE = 0.5 + 1e-6


def nearness(distances, scale):
    """Return how much neighbours count: less, the farther they are.

    Parameters
    ----------
    distances : ndarray of shape (n_documents, k)
        Ascending in each row.
    scale : float
        How much farther than the nearest a neighbour counts ``1 / e`` of it.

    Returns
    -------
    weights : ndarray of shape (n_documents, k), float64
        Rows sum to 1.

    Notes
    -----
    The scale is one for all documents: next to a document that is almost its own
    copy, the other neighbours of a document have nothing to say.
    """
    beyond = distances.astype(np.float64) - distances[:, :1]
    weights = np.exp(-beyond / scale)
    return weights / weights.sum(axis=1, keepdims=True)


def typical_scale(distances):
    """Return how much farther neighbours are than the nearest, on average."""
    if distances.shape[1] == 0:
        return 1.0
    scale = float((distances - distances[:, :1]).mean(dtype=np.float64))
    return scale if scale > 0 else 1.0


def vote_shares(labels, weights, n_topics):
    """Return the shares of topics among neighbours.

    Parameters
    ----------
    labels : ndarray of shape (n_documents, k), int
        Topics of neighbours, -1 for outliers.
    weights : ndarray of shape (n_documents, k)
        How much they count; rows sum to 1.
    n_topics : int

    Returns
    -------
    shares : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers. Rows sum to 1; without neighbours all
        of it is the outliers'.
    """
    n_documents, k = labels.shape
    if k == 0:
        shares = np.zeros((n_documents, n_topics + 1))
        shares[:, -1] = 1
        return shares
    columns = np.where(labels < 0, n_topics, labels)
    places = columns + np.arange(n_documents)[:, np.newaxis] * (n_topics + 1)
    size = n_documents * (n_topics + 1)
    return np.bincount(places.ravel(), weights.ravel(), size).reshape(n_documents, -1)


def probabilities_of_shares(shares, sharpness, floor, prior):
    """Return p(topic | document), outliers last, from shares among neighbours.

    ``(1 - floor) * shares**sharpness / sum(shares**sharpness) + floor * prior``.
    """
    some = shares > 0  # few of many
    powers = np.zeros_like(shares)
    powers[some] = shares[some] ** sharpness
    powers *= (1 - floor) / powers.sum(axis=1, keepdims=True)
    return powers + floor * prior


def calibrate_shares(shares, labels, prior):
    """Return the `sharpness` and the `floor` under which labels are most likely.

    Parameters
    ----------
    shares : ndarray of shape (n_documents, n_topics + 1)
        Of documents that had no part in them.
    labels : ndarray of shape (n_documents,), int
        Their topics, -1 for outliers.
    prior : ndarray of shape (n_topics + 1,)
        Shares of topics and of outliers in the corpus.
    """
    own = shares[np.arange(len(labels)), labels]
    best = (np.inf, 1.0, _FLOORS[0])
    for sharpness in _SHARPNESS:
        powers = np.where(shares > 0, shares, 1) ** sharpness * (shares > 0)
        own_power = np.where(own > 0, own, 1) ** sharpness * (own > 0)
        fractions = own_power / powers.sum(axis=1)
        for floor in _FLOORS:
            likelihoods = (1 - floor) * fractions + floor * prior[labels]
            loss = -np.log(np.maximum(likelihoods, 1e-300)).mean()
            best = min(best, (loss, sharpness, floor))
    return float(best[1]), float(best[2])


def with_own_label(probabilities, labels):
    """Let documents whose label is known have half of their probability from it.

    So that the topic of a document is the one that is most probable. Documents of
    the label -2 stay as they are.
    """
    known = np.flatnonzero(labels > -2)
    mixed = probabilities.copy()
    mixed[known] *= 1 - _OWN_SHARE
    mixed[known, labels[known]] += _OWN_SHARE
    return mixed

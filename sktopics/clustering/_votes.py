"""Probabilities of topics from the topics of neighbours, calibrated."""

import numpy as np

_SHARPNESS = np.geomspace(0.25, 8, 21)
_FLOORS = np.geomspace(1e-3, 0.3, 11)
# What a document's own label counts, if it is known; its neighbours have the rest.
_OWN_SHARE = 0.5


def topic_shares(labels, distances, n_topics):
    """Return the shares of topics among neighbours, nearer ones counting more.

    Parameters
    ----------
    labels : ndarray of shape (n_documents, k), int
        Topics of neighbours, -1 for outliers.
    distances : ndarray of shape (n_documents, k)
        Ascending in each row.
    n_topics : int

    Returns
    -------
    shares : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers. Rows sum to 1; without neighbours all
        of it is the outliers'.

    Notes
    -----
    A neighbour at distance d weighs ``exp(-(d - d_min) / (d_mean - d_min))``, so that
    documents in dense and in sparse places are treated alike.
    """
    n_documents, k = labels.shape
    if k == 0:
        shares = np.zeros((n_documents, n_topics + 1))
        shares[:, -1] = 1
        return shares
    beyond = distances.astype(np.float64) - distances[:, :1]
    scale = beyond.mean(axis=1, keepdims=True)
    weights = np.exp(-np.divide(beyond, scale, where=scale > 0, out=beyond))
    weights /= weights.sum(axis=1, keepdims=True)
    columns = np.where(labels < 0, n_topics, labels)
    places = columns + np.arange(n_documents)[:, np.newaxis] * (n_topics + 1)
    size = n_documents * (n_topics + 1)
    return np.bincount(places.ravel(), weights.ravel(), size).reshape(n_documents, -1)


def probabilities_of_shares(shares, sharpness, floor, prior):
    """Return p(topic | document), outliers last, from shares among neighbours.

    ``(1 - floor) * shares**sharpness / sum(shares**sharpness) + floor * prior``.
    """
    powers = np.where(shares > 0, shares, 1) ** sharpness * (shares > 0)
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

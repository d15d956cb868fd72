"""Topics as the means of their documents: similarities, probabilities, calibration."""

import numpy as np
from scipy.optimize import minimize

from ..._arrays import unit_rows

_START = (np.log(20.0), 0.3)
# Products of vectors of length 1 differ by fewer units in the last place than this.
_ROUNDING = 100


def cosine_similarities(embeddings, means):
    """Return the cosine of each document with each topic."""
    return unit_rows(embeddings) @ unit_rows(means).T


def settled_similarities(embeddings, means):
    """`cosine_similarities`, of which equal ones are equal in batches of any size.

    Products of matrices are rounded by the number of their rows. Where the two largest
    of a document are the same up to that, they are computed for it alone, so that ties
    go to the same topic whatever documents come with it.
    """
    embeddings, means = unit_rows(embeddings), unit_rows(means)
    similarities = embeddings @ means.T
    least = similarities.max(axis=1, keepdims=True, initial=-1)
    least -= _ROUNDING * np.finfo(similarities.dtype).eps
    are_largest = similarities >= least
    if np.count_nonzero(are_largest) == len(similarities):  # one in each row
        return similarities
    for row in np.flatnonzero(np.count_nonzero(are_largest, axis=1) > 1):
        similarities[row] = (embeddings[row] * means).sum(axis=1)
    return similarities


def held_out_similarities(embeddings, means, sizes, labels, copies=1):
    """Cosines with topics that a document has no part in.

    The mean of its own topic without it and its copies is ``(n m - c x) / (n - c)``,
    where `copies` c counts them and itself.
    """
    similarities = cosine_similarities(embeddings, means)
    rows = np.flatnonzero(labels >= 0)
    own = labels[rows]
    copies = np.broadcast_to(copies, labels.shape)[rows]
    rest = sizes[own, np.newaxis] * means[own] - embeddings[rows] * copies[
        :, np.newaxis
    ].astype(embeddings.dtype)
    rest[sizes[own] <= copies] = 0
    products = unit_rows(embeddings[rows]) * unit_rows(rest)
    similarities[rows, own] = products.sum(axis=1)
    return similarities


def probabilities_of_similarities(similarities, sharpness, outlier_level):
    """Return p(topic | document), outliers last, from cosines with topics.

    ``softmax(sharpness * [similarities, outlier_level])``; an `outlier_level` of
    -inf is that of a corpus without outliers.
    """
    level = np.full((len(similarities), 1), outlier_level)
    powers = np.hstack([similarities, level])
    powers *= sharpness
    powers -= powers.max(axis=1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def calibrate_similarities(similarities, labels):
    """Return `sharpness` and `outlier_level` under which labels are most likely.

    Parameters
    ----------
    similarities : ndarray of shape (n_documents, n_topics)
        Held-out ones.
    labels : ndarray of shape (n_documents,), int
        Topics, -1 for outliers.
    """
    has_outliers = (labels < 0).any()
    rows = np.arange(len(labels))
    values = np.full((len(labels), similarities.shape[1] + 1), -np.inf)
    values[:, :-1] = similarities
    largest = values.max(axis=1)
    powers = np.empty_like(values)

    def loss(parameters):
        # As `probabilities_of_similarities`, for the labels alone.
        sharpness = np.exp(np.clip(parameters[0], -3, 8))
        if has_outliers:
            values[:, -1] = parameters[1]
        np.multiply(values, sharpness, out=powers)
        highest = np.maximum(largest, values[:, -1]) * sharpness
        np.subtract(powers, highest[:, np.newaxis], out=powers)
        np.exp(powers, out=powers)
        p = powers[rows, labels] / powers.sum(axis=1)
        return -np.log(np.maximum(p, 1e-300)).mean()

    found = minimize(loss, _START, method="Nelder-Mead", options={"xatol": 1e-4})
    sharpness, level = found.x
    sharpness = float(np.exp(np.clip(sharpness, -3, 8)))
    return sharpness, float(level) if has_outliers else -np.inf

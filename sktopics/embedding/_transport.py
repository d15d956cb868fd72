"""The word mover's distance: how far the words of one text are from another's."""

from collections import Counter

import numpy as np
from scipy.spatial.distance import cdist

from .._optional import import_optional

# Pivots of the network simplex; texts of a thousand different words take some 10,000.
_MOST_PIVOTS = 10_000_000


def word_movers_distance(first, second, vector_of):
    """Compute the least cost of moving one text's words to another's.

    Parameters
    ----------
    first, second : list of str
        Words that have a vector; at least one each.
    vector_of : callable
        From a list of words to the ndarray of their vectors.

    Returns
    -------
    distance : float
    """
    shares = [_shares(first), _shares(second)]
    # Since distances obey the triangle inequality, an optimal plan leaves in place
    # what both texts have. What is left to move is a smaller problem.
    words = sorted(shares[0].keys() | shares[1].keys())
    surplus = np.array([shares[0].get(w, 0.0) - shares[1].get(w, 0.0) for w in words])
    sources, targets = np.flatnonzero(surplus > 0), np.flatnonzero(surplus < 0)
    if not len(sources):
        return 0.0
    vectors = vector_of(words).astype(np.float64)
    costs = cdist(vectors[sources], vectors[targets])
    optimal_transport = import_optional("ot", "transport")
    return float(
        optimal_transport.emd2(
            surplus[sources], -surplus[targets], costs, numItermax=_MOST_PIVOTS
        )
    )


def _shares(words):
    return {word: count / len(words) for word, count in Counter(words).items()}

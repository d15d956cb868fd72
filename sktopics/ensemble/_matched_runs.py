"""Topics of several runs in groups: which topic of one run is which of another."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment
from scipy.sparse.linalg import svds

from .._arrays import unit_rows

# Runs whose topics are tried as the first centres, and rounds from each.
_STARTS, _ROUNDS = 10, 50
# Sums of similarities that differ less, by rounding, are equal. Two runs are always as
# near to their mean.
_EQUAL = 1e-6


def match_runs(shares, n_groups, random_state):
    """Put one topic of each run into each group.

    Topics are near each other where they have the same documents. The columns of all
    runs' shares are brought into as many dimensions as there are groups by the
    normalized cut of the graph of topics [1]_, and grouped there by k-means under the
    condition that no two topics of a run are in one group.

    Parameters
    ----------
    shares : list of csr_array of shape (n_documents, n_topics_of_run)
        Shares of topics in the same documents, or in the same words.
    n_groups : int
    random_state : RandomState instance

    Returns
    -------
    partners : ndarray of shape (n_runs, n_groups), int
        The topic of each run in each group, -1 for none. The groups have the order of
        the topics of the run that agrees best with the others.

    References
    ----------
    .. [1] A. Ng, M. Jordan, Y. Weiss, "On spectral clustering", NIPS 2001.
    """
    n_topics = [share.shape[1] for share in shares]
    places = np.split(
        _spectral_places(sp.hstack(shares, format="csr"), n_groups, random_state),
        np.cumsum(n_topics)[:-1],
    )
    starts = [run for run in places if len(run) == n_groups][:_STARTS]
    found = [_grouped_from(start, places) for start in starts]
    partners, _ = found[_first_largest([similarity for _, similarity in found])]
    return _in_order_of_best_run(partners, places)


def _spectral_places(shares, n_dimensions, random_state):
    """Return topics as unit vectors, near each other where documents are the same."""
    norms = np.sqrt(np.asarray(shares.multiply(shares).sum(axis=0)).ravel())
    unit = shares @ sp.diags_array(1 / np.where(norms > 0, norms, 1))
    degree = unit.T @ (unit @ np.ones(unit.shape[1]))
    scaled = unit @ sp.diags_array(1 / np.sqrt(np.where(degree > 0, degree, 1)))
    if n_dimensions < min(scaled.shape):
        start = random_state.uniform(-1, 1, min(scaled.shape))
        _, _, places = svds(scaled, k=n_dimensions, v0=start)
    else:
        _, _, places = np.linalg.svd(scaled.toarray(), full_matrices=False)
    places = places.T
    length = np.linalg.norm(places, axis=1, keepdims=True)
    return places / np.where(length > 0, length, 1)


def _grouped_from(centres, places):
    """Return the partners that k-means finds from `centres`, and their similarity."""
    partners, total = None, -np.inf
    for _ in range(_ROUNDS):
        now = np.array([pair_up(run @ centres.T) for run in places])
        similarity = sum(
            (run[topics[topics >= 0]] * centres[topics >= 0]).sum()
            for run, topics in zip(places, now, strict=True)
        )
        if partners is not None and np.array_equal(now, partners):
            break
        partners, total = now, similarity
        centres = _centres(places, partners)
    return partners, total


def _centres(places, partners):
    """Return the mean direction of each group."""
    sums = np.zeros((partners.shape[1], places[0].shape[1]))
    for run, topics in zip(places, partners, strict=True):
        sums[topics >= 0] += run[topics[topics >= 0]]
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.where(length > 0, length, 1)


def pair_up(similarities):
    """Return the partner of each column at the largest sum of similarities.

    Parameters
    ----------
    similarities : ndarray of shape (n_topics, n_groups)

    Returns
    -------
    topics : ndarray of shape (n_groups,), int
        -1 for none, if there are fewer topics than groups.
    """
    topics = np.full(similarities.shape[1], -1)
    rows, columns = linear_sum_assignment(-similarities)
    topics[columns] = rows
    return topics


def _in_order_of_best_run(partners, places):
    """Bring groups into the order of the topics of the run nearest to the centres."""
    centres = _centres(places, partners)
    complete = [i for i, topics in enumerate(partners) if (topics >= 0).all()]
    nearness = [(places[i][partners[i]] * centres).sum() for i in complete]
    best = complete[_first_largest(nearness)]
    return partners[:, np.argsort(partners[best])]


def _first_largest(values):
    """Return the place of the largest value, of equal ones the first."""
    values = np.asarray(values)
    return int(np.flatnonzero(values >= values.max() - _EQUAL)[0])


def matched(columns, topics):
    """Return the columns of `topics` in order, columns of zeros for -1.

    Parameters
    ----------
    columns : csr_array of shape (n_rows, n_topics)
    topics : ndarray of shape (n_groups,), int
    """
    held = np.flatnonzero(topics >= 0)
    shape = columns.shape[1], len(topics)
    chosen = sp.csr_array((np.ones(len(held)), (topics[held], held)), shape=shape)
    return sp.csr_array(columns @ chosen)


def correlations_in_groups(shares):
    """Return how alike the topics of a group are.

    Shares are centred: topics that have much in all documents are not alike by that.

    Parameters
    ----------
    shares : list of csr_array of shape (n_documents, n_groups)
        Matched shares of the runs.

    Returns
    -------
    pairs : ndarray of shape (n_groups,)
        Mean correlation of two runs. A run has a correlation of 0 with others if it has
        no topic in the group, or one with the same share in all documents.
    with_others : ndarray of shape (n_runs, n_groups)
        Correlation of each run with the mean of the others.
    """
    centred = [_centred(share.T.toarray()) for share in shares]
    total = sum(centred[1:], start=centred[0])
    n_runs = len(shares)
    squares = sum((own**2).sum(axis=1) for own in centred)
    pairs = ((total**2).sum(axis=1) - squares) / (n_runs * (n_runs - 1))
    rest = (unit_rows(total - own) for own in centred)
    with_others = [
        (own * others).sum(axis=1) for own, others in zip(centred, rest, strict=True)
    ]
    return pairs, np.array(with_others)


def _centred(rows):
    """Return rows less their means, of length 1; constant rows are 0."""
    rows = np.asarray(rows, dtype=np.float64)
    spread = np.ptp(rows, axis=1) > 1e-12 * np.abs(rows).max(axis=1, initial=0)
    rows = (rows - rows.mean(axis=1, keepdims=True)) * spread[:, np.newaxis]
    return unit_rows(rows)

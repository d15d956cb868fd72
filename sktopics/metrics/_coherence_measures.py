"""The coherence measures: a table of four stages [1]_.

1. Segmentation divides the n terms of a topic into pairs of sets (W', W*).
2. Probabilities are estimated from windows of texts (or vectors stand in for them).
3. Confirmation says how strongly W* supports W'.
4. Aggregation makes one number of the confirmations.

References
----------
.. [1] M. Röder, A. Both, A. Hinneburg, "Exploring the space of topic coherence
   measures", WSDM 2015.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

EPSILON = 1e-12


class Measure(NamedTuple):
    """The four stages of a coherence measure, and what a topic without terms gets.

    `segment(n)` gives two 0/1 arrays of shape (n_segments, n), the members of W'
    and of W*. `window` is the length of the window from which probabilities are
    estimated, None where vectors take their place. `confirm(evidence, topics, left,
    right)` gives an array of shape (n_topics, n_segments). `floor` is the value of
    a topic of which fewer than two terms are known: that of unrelated terms.
    """

    segment: Callable
    window: int | str | None
    confirm: Callable
    aggregate: Callable
    floor: float


# Segmentation


def one_preceding(n):
    """Each term with each term before it: W' = {w_i}, W* = {w_j}, i > j."""
    i, j = np.tril_indices(n, -1)
    return np.eye(n)[i], np.eye(n)[j]


def one_one(n):
    """Each term with each other term: W' = {w_i}, W* = {w_j}, i != j."""
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    return np.eye(n)[i], np.eye(n)[j]


def one_set(n):
    """Each term with the whole topic: W' = {w_i}, W* = W."""
    return np.eye(n), np.ones((n, n))


# Confirmation


def log_conditional(counts, topics, left, right):
    """log((P(w', w*) + epsilon) / P(w*))."""
    _, given, joint = _pairs(counts, topics, left, right)
    return np.log((joint + EPSILON) / given)


def log_ratio(counts, topics, left, right):
    """Pointwise mutual information: log((P(w', w*) + epsilon) / (P(w') P(w*)))."""
    first, second, joint = _pairs(counts, topics, left, right)
    return np.log((joint + EPSILON) / (first * second))


def normalized_log_ratio(counts, topics, left, right):
    """`log_ratio` divided by -log(P(w', w*) + epsilon): NPMI, from -1 to 1."""
    return _npmi(*_pairs(counts, topics, left, right), counts.counting)


def positive_log_ratio(counts, topics, left, right):
    """`normalized_log_ratio`, with 0 for terms that avoid each other: from 0 to 1."""
    return np.maximum(normalized_log_ratio(counts, topics, left, right), 0)


def npmi_cosine(counts, topics, left, right):
    """Cosine of the sums of the NPMI vectors of W' and of W*.

    The vector of a term is its NPMI with each term of the topic, itself included.
    """
    occurrences = counts.occurrences[topics] / counts.n_windows
    joint = counts.cooccurrences[topics[:, :, None], topics[:, None, :]]
    joint = joint / counts.n_windows
    first, second = occurrences[:, :, None], occurrences[:, None, :]
    return _cosine(left, right, _npmi(first, second, joint, counts.counting))


def vector_cosine(vectors, topics, left, right):
    """Cosine of the sums of the given vectors of W' and of W*."""
    return _cosine(left, right, vectors[topics])


def _pairs(counts, topics, left, right):
    """P(w'), P(w*) and P(w', w*) of sets of one term each."""
    first, second = topics[:, left.argmax(axis=1)], topics[:, right.argmax(axis=1)]
    occurrences = counts.occurrences / counts.n_windows
    joint = counts.cooccurrences[first, second] / counts.n_windows
    return occurrences[first], occurrences[second], joint


def _npmi(first, second, joint, counting):
    npmi = np.log((joint + EPSILON) / (first * second)) / -np.log(joint + EPSILON)
    # Terms that are in every window: the limit is 1, as for all terms that only
    # occur together; epsilon makes it -1, which is what gensim reports.
    return npmi if counting == "gensim" else np.where(joint == 1, 1.0, npmi)


def _cosine(left, right, vectors):
    """Cosines of the sums of two sets of vectors, 0 where a sum is 0."""
    left, right = left @ vectors, right @ vectors
    lengths = np.linalg.norm(left, axis=2) * np.linalg.norm(right, axis=2)
    dots = np.einsum("tsd,tsd->ts", left, right)
    return np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)


_NEVER = np.log(EPSILON)

# c_w2v has no window here: gensim's, of 5, is that of training the vectors.
MEASURES = {
    "u_mass": Measure(one_preceding, "document", log_conditional, np.mean, _NEVER),
    "c_uci": Measure(one_one, 10, log_ratio, np.mean, _NEVER),
    "c_npmi": Measure(one_one, 10, normalized_log_ratio, np.mean, -1.0),
    "c_npmi_positive": Measure(one_one, 10, positive_log_ratio, np.mean, 0.0),
    "c_v": Measure(one_set, 110, npmi_cosine, np.mean, 0.0),
    "c_w2v": Measure(one_set, None, vector_cosine, np.mean, 0.0),
}


def measure_topics(measure, topics, evidence):
    """Run the stages after the estimation of probabilities.

    Parameters
    ----------
    measure : Measure
    topics : list of lists of int
        The known terms of each topic, as rows of `evidence`.
    evidence : CooccurrenceCounts or ndarray of shape (n_terms, n_dimensions)

    Returns
    -------
    values, std : ndarray of float64 of shape (n_topics,)
        Aggregate and standard deviation of the confirmations.
    support : ndarray of int64 of shape (n_topics,)
        Number of confirmations; 0 for a topic of fewer than two terms.
    """
    values = np.full(len(topics), measure.floor)
    std = np.zeros(len(topics))
    support = np.zeros(len(topics), dtype=np.int64)
    sizes = np.array([len(topic) for topic in topics])
    for size in np.unique(sizes[sizes > 1]):
        same = np.flatnonzero(sizes == size)
        left, right = measure.segment(size)
        members = np.array([topics[i] for i in same])
        confirmations = measure.confirm(evidence, members, left, right)
        values[same] = measure.aggregate(confirmations, axis=1)
        std[same] = confirmations.std(axis=1)
        support[same] = len(left)
    return values, std, support

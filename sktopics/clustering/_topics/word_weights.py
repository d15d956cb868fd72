"""How much terms weigh in topics: class-based TF-IDF, and the heaviest terms."""

import inspect

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone

from ..._arrays import largest
from ..._columns import items_of
from ..._part_output import called, part_counts
from ...text import ClassTfidfTransformer
from .._steps.guidance import SEED_WORD_WEIGHT


def weigh_words(weighting, counts, sizes, n_outliers, seed_topics=None):
    """Return the fitted weighting, and the weights of terms in topics.

    Parameters
    ----------
    weighting : transformer of counts
        Cloned and fitted on the counts of all classes that have documents, outliers
        being one.
    counts : WordCounts
    sizes : ndarray of shape (n_topics,), int
        Numbers of documents.
    n_outliers : int
    seed_topics : list of lists of str, default=None
        Words that count more.

    Returns
    -------
    weighting : transformer
    components : csr_array of shape (n_topics, n_terms)
    """
    weighting = clone(weighting, safe=False)
    present = np.flatnonzero(sizes)
    if counts.topics.shape[1] == 0 or not (len(present) or n_outliers):
        return weighting, sp.csr_array(counts.topics.shape)
    classes = [counts.topics[present]]
    if n_outliers:
        classes.append(counts.outliers)
    # For weightings of other packages, which may multiply matrices by `*`.
    as_sparse, options = sp.csr_matrix, {}
    if isinstance(weighting, ClassTfidfTransformer):
        as_sparse = sp.csr_array
        options["feature_names"] = counts.terms
        if seed_topics is not None:
            options["term_multiplier"] = _seed_factors(
                counts.terms, seed_topics, weighting
            )
    elif "multiplier" in inspect.signature(weighting.fit).parameters:  # of BERTopic
        options["multiplier"] = _factors(counts.terms, seed_topics, weighting)
    weighting.fit(as_sparse(sp.vstack(classes)), **options)
    return weighting, weights_of(weighting, counts.topics)


def weights_of(weighting, counts):
    """Return what a fitted weighting makes of counts, a csr_array of their shape."""
    if min(counts.shape) == 0 or not counts.nnz:  # no topics, or no words
        return sp.csr_array(counts.shape)
    own = isinstance(weighting, ClassTfidfTransformer)
    # Other packages may multiply matrices by `*`, and BERTopic's own writes into them.
    given = sp.csr_array(counts) if own else sp.csr_matrix(counts, copy=True)
    n_rows, n_columns = counts.shape
    whom = called("weighting", weighting)
    weights = part_counts(weighting.transform(given), n_rows, whom, n_columns=n_columns)
    weights.sort_indices()
    return weights


def _seed_factors(terms, seed_topics, weighting):
    """Return what the weights of terms are multiplied by, `seed_words` among them.

    As in BERTopic: the word of a seed topic counts 1.2 times, even where it is a
    seed word of the weighting.
    """
    guided = {word for words in items_of(seed_topics) for word in items_of(words)}
    own = _seed_words(weighting)
    return np.array(
        [
            (SEED_WORD_WEIGHT / (weighting.seed_multiplier if term in own else 1))
            if term in guided
            else 1.0
            for term in terms
        ]
    )


def _factors(terms, seed_topics, weighting):
    """Return the factors of terms for the weighting of the package BERTopic, or None.

    It has seed words as ours has, but leaves it to the model to look for them.
    """
    own = _seed_words(weighting)
    if not own and seed_topics is None:
        return None
    factors = np.ones(len(terms))
    if own:
        factors[[term in own for term in terms]] = weighting.seed_multiplier
    return factors * _seed_factors(terms, seed_topics or (), weighting)


def _seed_words(weighting):
    words = getattr(weighting, "seed_words", None)
    return set(() if words is None else items_of(words))


def best_terms(components, n):
    """Return the columns of the heaviest terms of each topic, best first.

    Terms of equal weight are in the order of their columns; a term of weight 0 or
    less is not in a topic.

    Parameters
    ----------
    components : csr_array of shape (n_topics, n_terms)
        With sorted indices.
    n : int

    Returns
    -------
    columns : list of ndarray
    """
    best = []
    for row in range(components.shape[0]):
        cells = slice(components.indptr[row], components.indptr[row + 1])
        weights, columns = components.data[cells], components.indices[cells]
        positive = np.flatnonzero(weights > 0)
        best.append(columns[positive[largest(weights[positive], n)]])
    return best

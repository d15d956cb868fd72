"""The words of topics: counts, class-based TF-IDF, the best terms."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone

from ...text import class_counts
from .._steps.guidance import SEED_WORD_WEIGHT


class WordCounts(NamedTuple):
    """How often terms occur in the documents of topics.

    Attributes
    ----------
    vectorizer : fitted vectorizer, or None if no document has any text
    topics : csr_array of shape (n_topics, n_terms)
    outliers : csr_array of shape (1, n_terms)
    terms : ndarray of shape (n_terms,), dtype object
    """

    vectorizer: object
    topics: sp.csr_array
    outliers: sp.csr_array
    terms: np.ndarray


def count_words(vectorizer, documents, labels, n_topics, *, learn=True):
    """Count the terms in the documents of each topic.

    Parameters
    ----------
    vectorizer : vectorizer
        Cloned and fitted, if `learn`; else it is fitted.
    documents : list of str
    labels : ndarray of shape (n_documents,), int
        Topics, -1 for outliers.
    n_topics : int
    learn : bool, default=True

    Returns
    -------
    counts : WordCounts
    """
    if learn and not any(map(str.strip, documents)):
        return _no_words(n_topics)
    classes = np.where(labels < 0, n_topics, labels)
    vectorizer, counts = class_counts(
        vectorizer, documents, classes, n_topics + 1, learn=learn
    )
    # Of floats of 64 bits, so that their weights are.
    counts = sp.csr_array(counts, dtype=np.float64)
    terms = vectorizer_terms(vectorizer, counts.shape[1])
    return WordCounts(vectorizer, counts[:n_topics], counts[n_topics:], terms)


def _no_words(n_topics):
    """What there is to count in images alone."""
    topics, outliers = sp.csr_array((n_topics, 0)), sp.csr_array((1, 0))
    return WordCounts(None, topics, outliers, np.empty(0, dtype=object))


def vectorizer_terms(vectorizer, n_terms):
    """Names of the columns; their numbers, where the vectorizer knows no names."""
    if hasattr(vectorizer, "get_feature_names_out"):
        return np.asarray(vectorizer.get_feature_names_out(), dtype=object)
    return np.array([str(i) for i in range(n_terms)], dtype=object)


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
    weighting = clone(weighting)
    present = np.flatnonzero(sizes)
    if counts.topics.shape[1] == 0 or not (len(present) or n_outliers):
        return weighting, sp.csr_array(counts.topics.shape)
    classes = [counts.topics[present]]
    if n_outliers:
        classes.append(counts.outliers)
    options = {}
    if hasattr(weighting, "seed_words"):
        options["feature_names"] = counts.terms
        if seed_topics is not None:
            options["term_multiplier"] = _seed_factors(
                counts.terms, seed_topics, weighting
            )
    weighting.fit(sp.csr_array(sp.vstack(classes)), **options)
    if counts.topics.shape[0] == 0:  # all documents are outliers
        return weighting, sp.csr_array(counts.topics.shape)
    weights = sp.csr_array(weighting.transform(counts.topics))
    weights.sort_indices()
    return weighting, weights


def _seed_factors(terms, seed_topics, weighting):
    """What the weights of terms are multiplied by; of `seed_words` too, in place of it.

    As in BERTopic: the word of a seed topic counts 1.2 times, even where it is a
    seed word of the weighting.
    """
    guided = {word for words in seed_topics for word in words}
    own = set(weighting.seed_words or ())
    return np.array(
        [
            (SEED_WORD_WEIGHT / (weighting.seed_multiplier if term in own else 1))
            if term in guided
            else 1.0
            for term in terms
        ]
    )


def best_terms(components, n):
    """Return the columns of the heaviest terms of each topic, best first.

    Of equal weight, the first columns come first; a term of weight 0 is not in a
    topic.

    Returns
    -------
    columns : list of ndarray
    """
    best = []
    for row in range(components.shape[0]):
        start, stop = components.indptr[row], components.indptr[row + 1]
        weights, columns = components.data[start:stop], components.indices[start:stop]
        positive = np.flatnonzero(weights > 0)
        if len(positive) > 4 * n:  # most are far from the best
            least = -np.partition(-weights[positive], n - 1)[n - 1]
            positive = positive[weights[positive] >= least]
        order = np.lexsort((columns[positive], -weights[positive]))[:n]
        best.append(columns[positive[order]])
    return best

"""How much terms weigh in topics, and the heaviest terms."""

import inspect

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.utils.validation import check_non_negative

from ..._columns import items_of
from ..._sparse import checked_csr
from ...text.class_weights import (
    OWN_WEIGHTINGS,
    class_weights,
    documents_at_least,
    takes_documents,
)
from ...text.document_counts import held_terms
from .._steps.guidance import SEED_WORD_WEIGHT


def weigh_words(weighting, counts, sizes, n_outliers, seed_topics=None):
    """Return the fitted weighting, and the weights of terms in topics.

    Parameters
    ----------
    weighting : transformer of counts
        Cloned and fitted on the counts of all classes that have documents, outliers
        being one. It gets what its `fit` has a parameter for, see `_options`.
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
    if not len(counts.terms) or not (len(present) or n_outliers):
        return weighting, sp.csr_array((len(sizes), len(counts.terms)))
    of_documents = takes_documents(weighting.fit)
    counted = counts.holders if of_documents else counts.occurrences
    classes, n_documents = [counted.topics[present]], [counts.documents.topics[present]]
    if n_outliers:
        classes.append(counted.outliers)
        n_documents.append(counts.documents.outliers)
    X = sp.vstack(classes)
    X = sp.csr_array(X) if isinstance(weighting, OWN_WEIGHTINGS) else sp.csr_matrix(X)
    options = _options(weighting, counts.terms, seed_topics)
    if of_documents:
        # Numbers of documents are never negative, whatever the vectorizer gives.
        for counts_of in counts.occurrences:
            check_non_negative(counts_of, type(weighting).__name__)
        options["n_documents"] = documents_at_least(sp.vstack(n_documents), X)
    weighting.fit(X, **options)
    return weighting, weights_of(weighting, counts, "topics")


def weights_of(weighting, counts, of):
    """Return what a fitted weighting makes of the counts of "topics" or "outliers".

    Parameters
    ----------
    weighting : fitted transformer
    counts : WordCounts
    of : {"topics", "outliers"}

    Returns
    -------
    weights : csr_array of shape (n_topics or 1, n_terms)
    """
    parts = (getattr(part, of) for part in (counts.occurrences, counts.holders))
    return class_weights(weighting, *parts, getattr(counts.documents, of))


def weights_in_documents(weighting, counts):
    """Return what a fitted weighting makes of documents, each as a class of its own.

    Parameters
    ----------
    weighting : fitted transformer
    counts : csr_array of shape (n_documents, n_terms)

    Returns
    -------
    weights : csr_array of shape (n_documents, n_terms)
    """
    counts = checked_csr(counts, "What the vectorizer returns")
    if takes_documents(weighting.fit):
        counts = held_terms(counts)
    counts = sp.csr_array(counts, dtype=np.float64)
    return class_weights(weighting, counts, counts, np.ones(counts.shape[0]))


def _options(weighting, terms, seed_topics):
    """Return what the `fit` of a weighting has parameters for."""
    parameters = inspect.signature(weighting.fit).parameters
    if "multiplier" in parameters:  # of BERTopic
        return {"multiplier": _factors(terms, seed_topics, weighting)}
    options = {}
    if "feature_names" in parameters:
        options["feature_names"] = terms
    if "term_multiplier" in parameters and seed_topics is not None:
        options["term_multiplier"] = _seed_factors(terms, seed_topics, weighting)
    return options


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

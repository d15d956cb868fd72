"""What can be added up of topics that become one: counts or shares of words, sizes."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows
from .._validation import check_embeddings
from .corpus import topic_shares
from .document_shares import document_shares
from .forms import materialized
from .names import checked_names, known_term_names, term_names
from .selection import check_columns
from .sizes import corpus_sizes, equal_sizes, topic_masses
from .steps import final_model
from .traits import traits_of
from .weights import n_terms_of, read_weights


class TopicSums(NamedTuple):
    """What can be added up of topics.

    Attributes
    ----------
    parts : tuple of {csr_array, ndarray} of shape (n_topics, n_columns)
        Matrices whose rows are added where topics become one.
    weigh : callable
        Makes weights of terms, (n, n_terms), of sums of rows: of as many matrices.
    terms : ndarray of shape (n_terms,), dtype object
    weights : {csr_array, ndarray} of shape (n_topics, n_terms)
        Weights of terms in the topics as they are, not negative.
    are_distributions : bool
        Whether topics are distributions of words.
    sizes : ndarray of shape (n_topics,), or None
        Shares of the corpus; None if they are unknown.
    vectors : ndarray of shape (n_topics, n_dimensions), or None
        Mean embeddings, where there are any.
    """

    parts: tuple[Any, ...]
    weigh: Callable
    terms: np.ndarray
    weights: Any
    are_distributions: bool
    sizes: np.ndarray | None
    vectors: np.ndarray | None

    @property
    def n_topics(self):
        """Number of topics, those without documents too."""
        return self.parts[0].shape[0]

    @property
    def has_documents(self):
        """Which topics have any documents, as far as is known, or any words."""
        if self.sizes is not None:
            return self.sizes > 0
        return np.asarray((self.weights > 0).sum(axis=1) > 0).ravel()


def read_topic_sums(
    model, X=None, *, columns=None, feature_names=None, embeddings=None, **beside
) -> TopicSums:
    """Return what can be added up of the topics of a fitted model.

    Parameters
    ----------
    model : estimator
        A fitted model, a Pipeline that ends in one, or a fitted search. A model of
        clusters that keeps counts has the method `__summable_words__`, which returns
        counts of topics, a tuple, and a function that weighs sums of them.
    X : object, default=None
        What `model.transform` takes, for a model that does not know the sizes of its
        topics, and for `embeddings`.
    columns : str, slice, array-like of int or bool, default=None
        Terms that this is about; see `check_columns`.
    feature_names : array-like of shape (n_terms,), default=None
        Names of terms.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents `X`, for models that have none of topics.
    **beside : dict
        What `transform` takes beside `X`.

    Raises
    ------
    TypeError
        If there are embeddings and no `X`.
    """
    final = final_model(model)
    n_terms = n_terms_of(model)
    chosen = check_columns(model, columns, n_terms)
    if feature_names is not None:
        names = term_names(model, feature_names)
    else:
        names = checked_names(model, known_term_names(model), n_terms)
    X = None if X is None else materialized(X)
    vectors = getattr(final, "topic_embeddings_", None)
    if vectors is None and embeddings is not None:
        vectors = mean_embeddings(
            document_shares(model, X, **beside).shares, embeddings
        )
    if hasattr(final, "__summable_words__"):
        parts, weigh = final.__summable_words__()
        weights = sp.csr_array(final.components_).maximum(0)[:, chosen]
        sizes = topic_masses(final, None)
        sizes = np.zeros(parts[0].shape[0]) if sizes is None else sizes
        distributions = traits_of(final).distributions
        weigh = partial(_weights_in, weigh, chosen)
        return TopicSums(
            parts, weigh, names[chosen], weights, distributions, sizes, vectors
        )
    every = read_weights(model)
    weights = normalized_rows(every[:, chosen])
    # The last model of a chain of them has the counts.
    counting = final.levels_[-1] if hasattr(final, "levels_") else final
    sizes = topic_masses(counting, every, chosen)
    if sizes is None and X is not None:
        sizes = corpus_sizes(*topic_shares(model, X, every, chosen, **beside))
    masses = equal_sizes(weights) if sizes is None else sizes
    parts = (weights * masses[:, np.newaxis],)
    distributions = traits_of(final).distributions
    return TopicSums(
        parts, _same, names[chosen], weights, distributions, sizes, vectors
    )


def mean_embeddings(shares, embeddings):
    """Return the means of the vectors of topics' documents, by their shares.

    Parameters
    ----------
    shares : csr_array of shape (n_documents, n_topics)
    embeddings : array-like of shape (n_documents, n_dimensions)

    Returns
    -------
    means : ndarray of shape (n_topics, n_dimensions)
        Zeros for a topic without documents.
    """
    embeddings = check_embeddings(embeddings, shares.shape[0])
    totals = shares.sum(axis=0)[:, np.newaxis]
    sums = shares.T @ embeddings.astype(np.float64, copy=False)
    return np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0)


def _weights_in(weigh, chosen, *sums):
    """Return what a model's own function makes of sums, in some columns."""
    weights = weigh(*sums)
    if isinstance(chosen, slice):
        return weights
    weights = weights[:, chosen]
    weights.sort_indices()
    return weights


def _same(sums):
    """Return sums of distributions of words, which are weights already."""
    return sums

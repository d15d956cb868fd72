"""Shares of topics in documents, as outcomes of a regression."""

from typing import NamedTuple

import numpy as np

from .._reading import (
    document_shares,
    final_model,
    is_model,
    materialized,
    read_doc_topic_prior,
    shares_by_words,
    traits_of,
)


class ShareEstimates(NamedTuple):
    """Shares of topics in documents.

    Attributes
    ----------
    values : ndarray of shape (n_documents, n_topics)
        NaN for documents of which nothing is known.
    variances : ndarray of shape (n_documents, n_topics) or None
        Of the posteriors of shares.
    kind : {"words", "posterior", "model"}
    are_clusters : bool
        Whether documents have one topic or none.
    """

    values: np.ndarray
    variances: np.ndarray | None
    kind: str
    are_clusters: bool


def estimate_shares(model, X, kind, beside):
    """Return shares of topics in documents.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object
        What the model takes.
    kind : {"auto", "words", "posterior", "model"}
        "auto" is "words" for topics that are distributions of words and mix in
        documents, else "model".
    beside : dict
        What `transform` takes beside `X`.

    Returns
    -------
    estimates : ShareEstimates

    Raises
    ------
    TypeError
        If the model's topics are not of the kind that `kind` needs.
    """
    if not is_model(model):
        raise TypeError(
            "model must be a fitted model of topics, a Pipeline or a search, got "
            f"{type(model).__name__}."
        )
    X = materialized(X)
    traits = traits_of(final_model(model))
    clusters = traits.shares == "clusters"
    if kind == "auto":
        kind = "words" if traits.distributions and not clusters else "model"
    if clusters and kind != "model":
        raise TypeError(
            f"shares={kind!r} is for models of mixtures, and {_name(model)} puts each "
            'document into one topic: take shares="model".'
        )
    if kind == "words":
        values, _ = shares_by_words(model, X)
        return ShareEstimates(values, None, kind, False)
    found = document_shares(model, X, **beside)
    values = found.shares.toarray()
    if clusters:
        return ShareEstimates(values, None, kind, True)
    empty = ~values.any(axis=1)
    values[empty] = np.nan
    if kind == "model":
        return ShareEstimates(values, None, kind, False)
    if found.lengths is None:
        raise TypeError(
            f'shares="posterior" needs the numbers of words of documents, and '
            f'{_name(model)} is given none: take shares="model".'
        )
    prior = read_doc_topic_prior(final_model(model), default=1 / values.shape[1])
    total = np.sum(np.broadcast_to(prior, values.shape[1]))
    size = (found.lengths + total + 1)[:, np.newaxis]
    return ShareEstimates(values, values * (1 - values) / size, kind, False)


def _name(model):
    return type(final_model(model)).__name__


def rows_with_shares(estimates):
    """Return the rows of documents of which something is known, bool."""
    return ~np.isnan(estimates.values).any(axis=1)

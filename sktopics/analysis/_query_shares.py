"""Shares of topics in what users look for, for models without vectors."""

import numpy as np

from .._reading import document_shares
from ._query_vectors import texts_of_query


def query_shares(model, query) -> np.ndarray:
    """Return the shares of topics in texts, or in one document of another form.

    Parameters
    ----------
    model : estimator
        A fitted model of topics.
    query : str, list of str, or what the model takes as one document

    Returns
    -------
    shares : ndarray of shape (n_texts, n_topics)

    Raises
    ------
    TypeError
        If the query is no document.
    ValueError
        If it is no text and several documents, or if nothing is known of one.
    """
    texts = texts_of_query(query)
    if texts is None and not np.iterable(query):
        raise TypeError(f"query must be a text, a str; got {type(query).__name__}.")
    shares = document_shares(model, query if texts is None else texts).shares
    if texts is None and shares.shape[0] != 1:
        raise ValueError(
            f"query must be one document, and the model reads {shares.shape[0]}."
        )
    shares = shares.toarray()
    for row in np.flatnonzero(~shares.any(axis=1)):
        what = query if texts is None else texts[row]
        raise ValueError(f"Nothing is known of the query {what!r:.60}.")
    return shares


def mean_difference(positive, negative=None) -> np.ndarray:
    """Return the mean of some rows minus the mean of others.

    Parameters
    ----------
    positive : ndarray of shape (n_positive, n_columns)
    negative : ndarray of shape (n_negative, n_columns), default=None

    Returns
    -------
    difference : ndarray of shape (n_columns,)
    """
    difference = positive.mean(axis=0)
    return difference if negative is None else difference - negative.mean(axis=0)

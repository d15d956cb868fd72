"""Counts of words in documents, by any model that counts words."""

import numpy as np
import scipy.sparse as sp

from .counts import counts_of
from .steps import final_model, model_input
from .topics import read_topics


def counted_words(model, X) -> tuple[sp.csr_array, np.ndarray, bool]:
    """Return the counts of terms in documents, and the names of the terms.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, Pipeline or search. A model on texts counts by its
        `vectorizer_`.
    X : object
        What `model.transform` takes.

    Returns
    -------
    counts : csr_array of shape (n_documents, n_terms)
    names : ndarray of shape (n_terms,), dtype object
        Names of the columns of `components_`.
    named : bool
        Whether the model knows them; else they are the numbers of the columns.

    Raises
    ------
    TypeError
        If the model is given something else than counts, and has no `vectorizer_`.
    """
    read = read_topics(model)
    counts = counts_of_words(model, X, n_terms=len(read.names))
    return counts, read.names, read.named


def counts_of_words(model, X, *, n_terms) -> sp.csr_array:
    """Return the counts of `counted_words`, if the number of terms is known.

    Parameters
    ----------
    model : estimator
        As of `counted_words`.
    X : object
        What `model.transform` takes.
    n_terms : int
        Number of columns of `components_`.

    Returns
    -------
    counts : csr_array of shape (n_documents, n_terms)

    Raises
    ------
    TypeError
        As of `counted_words`.
    """
    vectorizer = getattr(final_model(model), "vectorizer_", None)
    if vectorizer is None:
        return counts_of(model, X, n_terms=n_terms)
    counts = vectorizer.transform(model_input(model, X))
    if hasattr(counts, "to_counts"):
        counts = counts.to_counts()
    return sp.csr_array(counts)

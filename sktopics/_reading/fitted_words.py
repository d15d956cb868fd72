"""How a model of clusters reads and weighs the words of its documents."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .names import column_names
from .steps import final_model
from .traits import traits_of


class FittedWords(NamedTuple):
    """The parts of a model of clusters that read and weigh words, and what they gave.

    In all rows, outliers are the last.

    Attributes
    ----------
    vectorizer : fitted vectorizer
    weighting : fitted transformer
    terms : ndarray of shape (n_terms,), dtype object
    weights : csr_array of shape (n_topics + 1, n_terms)
        Weights of terms, which may be negative.
    holders : csr_array of shape (n_topics + 1, n_terms)
        How many documents hold each term.
    n_documents : ndarray of shape (n_topics + 1,), float64
    """

    vectorizer: object
    weighting: object
    terms: np.ndarray
    weights: sp.csr_array
    holders: sp.csr_array
    n_documents: np.ndarray


def fitted_words(model):
    """Return the `FittedWords` of a fitted model, Pipeline or search.

    Returns
    -------
    words : FittedWords or None
        None if the model is none of clusters, or has read no words.
    """
    model = final_model(model)
    if traits_of(model).shares != "clusters":
        return None
    vectorizer = getattr(model, "vectorizer_", None)
    weighting = getattr(model, "weighting_", None)
    if vectorizer is None or weighting is None or not model.components_.shape[1]:
        return None
    names = getattr(model, "terms_", None)
    terms = column_names(vectorizer) if names is None else np.asarray(names, object)
    return FittedWords(
        vectorizer,
        weighting,
        terms,
        _stacked(model.components_, model.outlier_components_),
        _stacked(model.topic_document_counts_, model.outlier_document_counts_),
        np.append(model.topic_sizes_, model.n_outliers_).astype(np.float64),
    )


def _stacked(topics, outliers):
    rows = sp.csr_array(sp.vstack([topics, outliers]))
    rows.sum_duplicates()  # sorts the columns
    return rows

"""How a fitted model weighs the words of a window of text."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._sparse import as_dense
from .names import known_term_names
from .steps import final_model
from .traits import traits_of
from .weights import components_of, n_terms_of, read_weights


class WindowWeights(NamedTuple):
    """How a weighting of classes weighs the words of a window, as if it were a class.

    A weighting that has a method `__window_weights__`, which returns them, is one whose
    windows are compared with topics by the cosine.

    Attributes
    ----------
    factors : ndarray of shape (n_terms,), float64
    power : float
        A term that occurs n times weighs n to this power, times its factor.
    """

    factors: np.ndarray
    power: float


class WordWeights(NamedTuple):
    """Weights of words in topics, and how they are to be compared with windows.

    Attributes
    ----------
    weights : ndarray or csr_array of shape (n_topics, n_terms)
        Those of words in topics; with `window_weights` they may be negative.
    window_weights : WindowWeights or None
        Those of words in windows, to be compared by the cosine.
    are_scores : bool
        Whether weights are scores of words rather than their distributions.
    """

    weights: object
    window_weights: WindowWeights | None
    are_scores: bool


def word_weights_of(estimator):
    """Return the weights of words in the topics of a fitted model."""
    components = components_of(estimator)  # which refuses what is no model of topics
    model = final_model(estimator)
    are_scores = not traits_of(model).distributions
    of_windows = _window_weights(getattr(model, "weighting_", None))
    if of_windows is None:
        return WordWeights(read_weights(estimator), None, are_scores)
    return WordWeights(sp.csr_array(components), of_windows, are_scores)


def _window_weights(weighting):
    if hasattr(weighting, "__window_weights__"):
        return weighting.__window_weights__()
    # The class-based tf-idf of the package BERTopic.
    diagonal = getattr(weighting, "_idf_diag", None)
    if diagonal is None or not hasattr(weighting, "bm25_weighting"):
        return None
    factors = np.nan_to_num(as_dense(diagonal.diagonal()), posinf=0)
    power = 0.5 if weighting.reduce_frequent_words else 1.0
    return WindowWeights(factors, power)


def token_columns(estimator, reader):
    """Return the columns of the tokens of a model's vectorizer.

    Parameters
    ----------
    estimator : estimator
        Fitted.
    reader : TextReader
        Its reader of texts.

    Returns
    -------
    columns : dict from str to int

    Raises
    ------
    TypeError
        If nobody knows which terms columns are.
    """
    names = known_term_names(estimator)
    if names is None:
        names = getattr(reader.vectorizer, "vocabulary_", None)
        n_terms = n_terms_of(estimator)
        if names is None or len(names) != n_terms:
            name = type(reader.vectorizer).__name__
            raise TypeError(
                f"{name} does not tell which terms the columns of the model are: use a "
                "CountVectorizer or a SequenceVectorizer."
            )
        return {str(token): int(column) for token, column in names.items()}
    token_of = reader.token_of
    if token_of is None:
        return {str(name): column for column, name in enumerate(names.tolist())}
    return {
        token_of[str(name)]: column
        for column, name in enumerate(names.tolist())
        if str(name) in token_of
    }

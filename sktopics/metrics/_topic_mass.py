"""Topic mass, and how much of a corpus is background."""

import numpy as np

from .._reading import check_columns, read_weights
from ._term_shares import known_sizes


def topic_mass(model, X=None, *, columns=None) -> np.ndarray:
    r"""Share of all tokens in each topic, :math:`n_t / n`.

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or counters
        of terms in topics, :math:`n_{wt}` in the literature, whose row sums are
        :math:`n_t`.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes: :math:`n_t = \sum_d n_d \theta_{td}` over these
        documents. By default what the model knows of its own training data.
    columns : str, slice, array-like of int or bool, default=None
        Terms whose tokens are counted, by default all; a str is the name of a
        modality of the model.

    Returns
    -------
    mass : ndarray of shape (n_components,)
        Sums to 1. Of a model of clusters, shares of documents instead, of all that
        it was fitted on, outliers included.

    Raises
    ------
    ValueError
        If the model does not know the sizes of its topics and there is no `X`; if
        `X` is given without a model; if there are no tokens; if `components_` has
        negative entries or NaN; if `columns` are empty, go too far or repeat
        themselves.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`.

    See Also
    --------
    sktopics.topics.topic_table : The sizes beside the top terms.

    Examples
    --------
    >>> from sktopics.metrics import topic_mass
    >>> topic_mass([[6, 3, 0], [0, 1, 2]])
    array([0.75, 0.25])
    >>> topic_mass([[6, 3, 0], [0, 1, 2]], columns=[1, 2])
    array([0.5, 0.5])
    """
    weights = read_weights(model, at_least=1)
    columns = check_columns(model, columns, weights.shape[1])
    sizes = known_sizes(model, weights, X, None, columns)
    if sizes is None:
        raise ValueError(
            "The sizes of the topics are not known: pass documents as X, or a matrix "
            "of counters that are not all 0."
        )
    return sizes

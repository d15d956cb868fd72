"""Sparsity: how much of a model's matrices is zero."""

from numbers import Real

import numpy as np
from sklearn.utils.validation import check_non_negative

from .._arrays import normalized_rows
from .._reading import (
    check_columns,
    check_selection,
    is_model,
    read_weights,
    topic_shares,
)
from .._sklearn import Interval, check_array, validate_params
from .._sparse import as_dense

_TOLERANCE = {"tol": [Interval(Real, 0, 1, closed="left")]}


@validate_params(_TOLERANCE, prefer_skip_nested_validation=True)
def topic_word_sparsity(model, *, tol=0.0, topics=None, columns=None) -> float:
    r"""Share of zeros among the topics' probabilities of terms.

    .. math:: \frac{1}{|T| |W|} \sum_{t \in T} \sum_{w \in W}
              [\phi_{wt} \le \text{tol}]

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the
        weights of terms in topics themselves. Rows are normalised to sum to 1; a
        topic without any weight is all zeros.
    tol : float, default=0.0
        Probabilities up to this count as zero. Models that smooth all topics (LDA)
        have no exact zeros.
    topics : slice, array-like of int or bool, default=None
        T, the topics to look at, by default all: in models with background topics
        the others are usually judged by themselves [1]_.
    columns : str, slice, array-like of int or bool, default=None
        W, the terms to look at, by default all; a str is the name of a modality of
        the model. Rows are normalised over them.

    Returns
    -------
    sparsity : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If `components_` has negative entries or NaN, or a selection is empty, goes
        too far or repeats itself.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`.

    See Also
    --------
    doc_topic_sparsity : The same for topics in documents.

    References
    ----------
    .. [1] K. Vorontsov, A. Potapenko, "Additive regularization of topic models",
       Machine Learning 101, 2015.

    Examples
    --------
    >>> from sktopics.metrics import topic_word_sparsity
    >>> topic_word = [[0.5, 0.5, 0, 0], [0.1, 0.2, 0.3, 0.4]]
    >>> topic_word_sparsity(topic_word)
    0.25
    >>> topic_word_sparsity(topic_word, topics=[0], columns=slice(1, None))
    0.6666666666666666
    """
    weights = read_weights(model, at_least=1)
    topics = check_selection("topics", topics, weights.shape[0])
    columns = check_columns(model, columns, weights.shape[1])
    topic_word = normalized_rows(weights[topics][:, columns])
    return float(np.mean(topic_word <= tol))


@validate_params(_TOLERANCE, prefer_skip_nested_validation=True)
def doc_topic_sparsity(model, X=None, *, tol=0.0, topics=None) -> float:
    r"""Share of zeros among the documents' shares of topics.

    .. math:: \frac{1}{|D| |T|} \sum_{d \in D} \sum_{t \in T}
              [\theta_{td} \le \text{tol}]

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_documents, n_components)
        A fitted model, a Pipeline that ends in one, or the shares of topics in
        documents themselves. Rows are normalised to sum to 1; a document without
        any topic is all zeros.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes; None for an array.
    tol : float, default=0.0
        Shares up to this count as zero.
    topics : slice, array-like of int or bool, default=None
        T, the topics to look at; by default all.

    Returns
    -------
    sparsity : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If a model comes without `X` or an array with it, if shares are negative or
        NaN, or if `topics` are empty, go too far or repeat themselves.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`.

    See Also
    --------
    topic_word_sparsity : The same for terms in topics.

    Examples
    --------
    >>> from sktopics.metrics import doc_topic_sparsity
    >>> doc_topic_sparsity([[1, 0, 0], [0.5, 0.5, 0], [0.2, 0.3, 0.5]])
    0.3333333333333333
    """
    if is_model(model) != (X is not None):
        raise ValueError(
            "Give a model and documents X, or an array of documents' shares of topics "
            f"and no X; got {type(model).__name__} and X={type(X).__name__}."
        )
    if X is not None:
        doc_topic, _ = topic_shares(model, X, read_weights(model, at_least=1))
    else:
        doc_topic = as_dense(model, "doc_topic")
        doc_topic = check_array(doc_topic, dtype=np.float64, input_name="doc_topic")
        check_non_negative(doc_topic, "doc_topic_sparsity (shares of topics)")
    doc_topic = normalized_rows(doc_topic)
    topics = check_selection("topics", topics, doc_topic.shape[1])
    return float(np.mean(doc_topic[:, topics] <= tol))

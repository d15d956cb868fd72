"""Topics that training starts from, where a user gives them."""

import numpy as np
from sklearn.exceptions import NotFittedError

from ._arrays import distributions
from ._columns import frame_names
from ._groups import quote
from ._named_columns import are_texts
from ._reading import (
    check_distributions,
    check_weights,
    is_model,
    known_term_names,
    read_weights,
)


def goes_on(model):
    """Whether the next `fit` of a model goes on from the last one."""
    return model.warm_start and hasattr(model, "components_")


def initial_topics(estimator, init):
    """Return the distributions of words that an `init` of a user stands for.

    Parameters
    ----------
    estimator : estimator
        What is to be trained. Its `n_components`, `n_features_in_` and, where columns
        have names, `feature_names_in_` are looked at.
    init : array-like of shape (n_components, n_features), estimator or Pipeline
        Weights of words in topics, or a fitted model. The columns of a model or a data
        frame are matched by name. Words that it does not know have the share
        ``1 / n_features`` in each topic, and the words that it knows share the rest. A
        topic without any weight starts as the uniform distribution.

    Returns
    -------
    topic_word : ndarray of shape (n_components, n_features), float64
        Rows sum to 1.

    Raises
    ------
    ValueError
        If `init` has another shape, negative, missing or infinite weights, or is not
        fitted.
    TypeError
        If `init` is no model of distributions of words.
    """
    if is_model(init):
        _check_fitted_init(init)
        known = known_term_names(init)
        weights = read_weights(init, at_least=1)
    else:
        known = frame_names(init)
        known = known if are_texts(known) else None
        weights = _weights_of_array(init)
    weights = np.asarray(weights, np.float64)
    n_topics, n_features = estimator.n_components, estimator.n_features_in_
    if len(weights) != n_topics:
        raise ValueError(
            f"init has {len(weights)} topics, and n_components is {n_topics}."
        )
    topics = distributions(weights)
    names = getattr(estimator, "feature_names_in_", None)
    if known is not None and names is not None and list(known) != list(names):
        return _aligned(topics, list(known), list(names))
    if topics.shape[1] != n_features:
        raise ValueError(
            f"init has topics of {topics.shape[1]} words, and X has {n_features} "
            "columns. Columns are matched by name where both the model and X have "
            "names, as the counts of a SequenceVectorizer have."
        )
    return topics


def _weights_of_array(init):
    """Return topics that are no model as an array of weights."""
    shape = np.shape(init)
    if len(shape) != 2:
        raise ValueError(
            "init must be an array of shape (n_components, n_features), and its shape "
            f"is {shape}."
        )
    return check_weights(init, "init", at_least=1)


def _check_fitted_init(model):
    """Refuse a model that cannot tell topics, and say what becomes of clones."""
    try:
        check_distributions(model, "init")
    except NotFittedError as error:
        raise ValueError(
            f"init is not fitted: {type(model).__name__}. A search clones "
            "models, and clones forget what was learned: give model.components_, or "
            "sklearn.frozen.FrozenEstimator(model), which stays as it is."
        ) from error


def _aligned(topics, known, names):
    """Bring topics over the words `known` into the order of `names`."""
    column = {name: i for i, name in enumerate(known)}
    places = np.array([column.get(name, -1) for name in names])
    found = places >= 0
    if not found.any():
        raise ValueError(
            f"init knows none of the words of X, such as {quote(names[:3])}."
        )
    n_words = len(names)
    aligned = np.full((len(topics), n_words), 1 / n_words)
    aligned[:, found] = distributions(topics[:, places[found]]) * found.mean()
    return aligned

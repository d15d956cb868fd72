"""What metrics take in place of arrays: models, Pipelines, tables."""

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_array, check_is_fitted, check_non_negative

from .._validation import FLOAT_DTYPES
from .steps import final_model, is_model, known_term_names


def topic_word_of(model, columns=slice(None)):
    """Return p(word | topic) of a fitted model, a Pipeline or an array of weights.

    Over some columns, where `columns` are given.

    Returns
    -------
    topic_word : ndarray of shape (n_components, n_terms)
        Rows sum to 1; a topic without any weight is uniform. Of the dtype of the
        weights if that is a floating one, else float64.

    Raises
    ------
    NotFittedError, TypeError, ValueError
        If the model is not fitted, has no `components_`, or negative ones.
    """
    weights = weights_of(model)[:, columns]
    totals = weights.sum(axis=1, dtype=np.float64)[:, np.newaxis]
    topic_word = np.full_like(weights, 1 / weights.shape[1])
    return np.divide(
        weights, totals, out=topic_word, where=totals > 0, casting="same_kind"
    )


def weights_of(model):
    """Return the weights of terms in topics as they are, checked.

    Of a fitted model, a Pipeline or an array of shape (n_components, n_terms);
    raises what `topic_word_of` does.
    """
    weights, name = model, "the array of topics"
    if is_model(model):
        weights, name = _components(final_model(model))
    weights = check_array(
        weights.toarray() if sp.issparse(weights) else weights,
        dtype=list(FLOAT_DTYPES[::-1]),
        input_name=name,
    )
    if (weights < 0).any():
        raise ValueError(
            "Topics must be weights of terms that are not negative, and "
            f"{name} has negative entries: its rows are no distributions."
        )
    return weights


def _components(model):
    name = type(model).__name__
    if not hasattr(model, "components_"):
        check_is_fitted(model)
        raise TypeError(
            f"{name} has no components_, the weights of terms in topics, which this "
            "metric is computed from."
        )
    return dense_components(model), f"components_ of {name}"


def read_topics(model, feature_names=None):
    """Return the term weights and the term names of a fitted model.

    Parameters
    ----------
    model : estimator
        A fitted model with `components_`, a Pipeline that ends in one, or a
        fitted search.
    feature_names : array-like of shape (n_terms,), default=None
        Names that replace those the model or Pipeline knows.

    Returns
    -------
    components : ndarray of shape (n_components, n_terms)
    names : ndarray of shape (n_terms,), dtype object
        Strings; column numbers if nothing names the columns.
    named : bool
        Whether the names are more than column numbers.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If `components_` is not a non-negative, finite matrix, or the names are
        too many, too few, or not all different.
    """
    estimator, model = model, final_model(model)
    whom = type(model).__name__
    if not hasattr(model, "components_"):
        check_is_fitted(model)
        raise TypeError(
            f"{whom} has no components_, the weights of terms in topics. Pass a "
            "topic model, or the part of the Pipeline that ends in one "
            "(pipeline[:-1] leaves out the last step)."
        )
    components = check_array(
        dense_components(model),
        dtype=[np.float64, np.float32],
        input_name=f"{whom}.components_",
        ensure_min_samples=0,  # of clusters there may be none
    )
    if components.size:
        whose = f"topics of {whom} (term weights in components_)"
        check_non_negative(components, whose)
    n_terms = components.shape[1]
    source = "feature_names has"
    if feature_names is None:
        feature_names = known_term_names(estimator)
        source = f"The steps before {whom} name"
    if feature_names is None:
        return components, np.asarray([str(i) for i in range(n_terms)], object), False
    return components, check_names(feature_names, n_terms, source), True


def dense_components(model):
    """Return `components_` as an array that is not sparse.

    Of the models that weigh counts (by c-TF-IDF), weights below 0 are 0: with BM25 the
    commonest terms have such, and are no terms of a topic.
    """
    components = model.components_
    if sp.issparse(components):
        components = components.toarray()
    return np.maximum(components, 0) if hasattr(model, "weighting_") else components


def check_names(feature_names, n_terms, source):
    names = np.asarray([str(name) for name in feature_names], dtype=object)
    if len(names) != n_terms:
        raise ValueError(
            f"{source} {len(names)} terms, and components_ has {n_terms} columns."
        )
    if len(set(names)) != n_terms:
        seen = set()
        repeated = next(n for n in names if n in seen or seen.add(n))
        raise ValueError(f"Term names must differ: {repeated!r} names two columns.")
    return names


def topic_masses(model, components, columns=slice(None)):
    """Sizes of topics that the model's own counts tell, or None if they do not.

    These are its `topic_word_counts_`, expected numbers of tokens, or `components_`
    of a Dirichlet model, pseudo-counts: the prior plus these numbers. Tokens of
    other `columns` do not count. Models of clusters count documents (`topic_sizes_`),
    and the share of those without a topic (`n_outliers_`) is nobody's.
    """
    sizes = getattr(model, "topic_sizes_", None)
    if sizes is not None:
        n_documents = sizes.sum() + getattr(model, "n_outliers_", 0)
        return sizes / n_documents if n_documents else None
    counts = getattr(model, "topic_word_counts_", None)
    if counts is None:
        prior = getattr(model, "topic_word_prior_", None)
        if prior is None:
            return None
        prior = np.broadcast_to(np.asarray(prior), components.shape)
        counts = components - prior
    masses = np.maximum(counts[:, columns].sum(axis=1, dtype=np.float64), 0)
    return masses / masses.sum() if masses.sum() > 0 else None


def equal_sizes(topic_word):
    """Equal sizes for the topics that have terms."""
    alive = topic_word.any(axis=1)
    return alive / max(alive.sum(), 1)

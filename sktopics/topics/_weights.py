"""Weights of terms in topics: reading them from models, ranking terms by them."""

from numbers import Integral, Real

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_array, check_is_fitted, check_non_negative

from .._pipelines import final_model, known_term_names
from .._sklearn import Interval, validate_params
from ._selection import check_selection


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
    return components, _check_names(feature_names, n_terms, source), True


def dense_components(model):
    """Return `components_` as an array that is not sparse.

    Of the models that weigh counts (by c-TF-IDF), weights below 0 are 0: with BM25 the
    commonest terms have such, and are no terms of a topic.
    """
    components = model.components_
    if sp.issparse(components):
        components = components.toarray()
    return np.maximum(components, 0) if hasattr(model, "weighting_") else components


def _check_names(feature_names, n_terms, source):
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


def normalized_rows(weights):
    """Scale rows to sum to 1, in float64; a row of zeros stays one."""
    weights = np.asarray(weights, dtype=np.float64)
    totals = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)


def top_columns(scores, n, possible=None):
    """Return, per row, the columns of the `n` largest scores, largest first.

    Ties go to the lower column. Columns where `possible` is false (by default:
    where the score is not positive) are never returned, so a row may have fewer.

    NumPy equivalent, per row: ``np.argsort(-row, kind="stable")[:n]`` without
    the impossible columns.
    """
    possible = scores > 0 if possible is None else possible
    best = []
    for row, keep in zip(scores, possible, strict=True):
        columns = np.flatnonzero(keep)
        if len(columns) > n:
            # Only what reaches the n-th score is sorted: vocabularies are long.
            bar = np.partition(row[columns], len(columns) - n)[len(columns) - n]
            columns = columns[row[columns] >= bar]
        best.append(columns[np.argsort(-row[columns], kind="stable")][:n])
    return best


def relevance_scores(topic_word, sizes, relevance):
    """Relevance of terms to topics [1]_, eq. 1.

    ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))`` with
    p(w) = sum_t p(t) p(w|t); minus infinity where p(w|t) is 0.

    Parameters
    ----------
    topic_word : ndarray of shape (n_components, n_terms)
        p(w|t); rows sum to 1, or to 0 for a topic without terms.
    sizes : ndarray of shape (n_components,)
        p(t).
    relevance : float in [0, 1]
        Lambda in the literature.

    Returns
    -------
    scores : ndarray of shape (n_components, n_terms)

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.
    """
    # A term that only topics of size 0 hold has p(w) = 0 and an infinite lift:
    # the floor puts it first, and keeps such terms apart by p(w|t).
    p_term = np.maximum(np.asarray(sizes) @ topic_word, np.finfo(np.float64).tiny)
    log_p = np.full_like(topic_word, -np.inf)
    np.log(topic_word, out=log_p, where=topic_word > 0)
    return log_p - (1 - relevance) * np.log(p_term)


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


def rank_terms(topic_word, n, relevance, sizes=None, weights=None):
    """Columns of the top terms of each topic, by weight or by relevance.

    By weight (`relevance` = 1) the order is that of the model's own `weights`,
    in which normalisation has not rounded two different values into one.
    """
    if relevance == 1:
        return top_columns(topic_word if weights is None else weights, n)
    sizes = equal_sizes(topic_word) if sizes is None else sizes
    scores = relevance_scores(topic_word, sizes, relevance)
    return top_columns(scores, n, possible=topic_word > 0)


@validate_params(
    {
        "topic_word": ["array-like"],
        "terms": ["array-like", None],
        "n": [Interval(Integral, 1, None, closed="left")],
        "relevance": [Interval(Real, 0, 1, closed="both")],
        "sizes": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def top_terms(topic_word, terms=None, n=10, *, relevance=1.0, sizes=None, columns=None):
    """Return the top terms of each topic, best first.

    Parameters
    ----------
    topic_word : array-like of shape (n_components, n_terms)
        Non-negative weights of terms in topics, on any scale.
    terms : array-like of shape (n_terms,), default=None
        Names of the columns; by default their numbers, as strings.
    n : int, default=10
        Number of terms per topic. A topic has fewer where fewer have a positive
        weight: a term of weight 0 is not in the topic.
    relevance : float in [0, 1], default=1.0
        Lambda of Sievert and Shirley [1]_: terms are ranked by
        ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))``. 1 is
        by weight, 0 by lift alone; 0.6 is what the paper found people to prefer.
    sizes : array-like of shape (n_components,), default=None
        p(t), which weights the topics in p(w); by default all topics that have
        terms are of the same size. Only used if `relevance` < 1.
    columns : slice, array-like of int or bool, default=None
        Terms to choose from, for instance those of one modality; by default all.
        Rows are normalised over them.

    Returns
    -------
    terms : list of list of str
        Equal weights are in the order of the columns.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, if the names are too many, too few
        or not all different, or if `columns` are empty, go too far or repeat
        themselves.

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sktopics.topics import top_terms
    >>> topic_word = [[0.5, 0.3, 0.2, 0.0], [0.4, 0.0, 0.1, 0.5]]
    >>> top_terms(topic_word, ["the", "sea", "ship", "tax"], n=2)
    [['the', 'sea'], ['tax', 'the']]
    >>> top_terms(topic_word, ["the", "sea", "ship", "tax"], n=2, relevance=0)
    [['sea', 'ship'], ['tax', 'the']]
    """
    weights = check_array(topic_word, dtype=[np.float64, np.float32])
    check_non_negative(weights, "top_terms (topic_word)")
    n_topics, n_terms = weights.shape
    names = range(n_terms) if terms is None else terms
    names = _check_names(names, n_terms, "terms has")
    if sizes is not None:
        sizes = check_array(sizes, ensure_2d=False, dtype=np.float64)
        check_non_negative(sizes, "top_terms (sizes)")
        if sizes.shape != (n_topics,) or sizes.sum() == 0:
            raise ValueError(
                f"sizes must be {n_topics} numbers, one per topic, not all of them "
                f"0; got {sizes!r}."
            )
        sizes = sizes / sizes.sum()
    chosen = check_selection("columns", columns, n_terms)
    weights, names = weights[:, chosen], names[chosen]
    ranked = rank_terms(normalized_rows(weights), n, relevance, sizes, weights)
    return [names[best].tolist() for best in ranked]

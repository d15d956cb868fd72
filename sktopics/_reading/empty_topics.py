"""Topics that hold nothing: no words were drawn from them."""

import warnings

import numpy as np
import scipy.sparse as sp

from .._validation import levels_to_caller
from .own_table import own_table
from .steps import final_model, is_model
from .traits import traits_of
from .weights import components_of, shape_of_weights

# A topic that expects fewer tokens is more likely to have none than one. Where weights
# stand for counts, all may be this small: a topic is then compared with the mean topic.
_HALF_A_TOKEN = 0.5
_SHARE_OF_MEAN = 0.01
# Sums of so many float32 numbers are right to this share, which may hide some tokens.
_ROUNDING = 1e-7


def empty_topics(estimator) -> np.ndarray:
    """Return which topics of a fitted model are empty, bool of shape (n_components,).

    These have no weight of any term. Where weights are counts, as in models of this
    package, topics are empty that expect less than half a token of the training
    documents, and less than a hundredth of the mean topic: what they say of words is
    the prior. A model with a table of its own says itself what its topics are, and has
    none that is empty.

    Parameters
    ----------
    estimator : estimator
        A fitted model, a Pipeline that ends in one, or a fitted search.
    """
    if own_table(estimator) is not None:
        return np.zeros(shape_of_weights(estimator)[0], bool)
    return empty_rows(final_model(estimator), components_of(estimator))


def empty_rows(model, weights):
    """Return which topics are empty, of a model without a table of its own.

    Parameters
    ----------
    model : estimator
        The model itself, no Pipeline.
    weights : {ndarray, sparse matrix} of shape (n_components, n_terms)
        Its `components_`.
    """
    if sp.issparse(weights):
        return np.asarray((weights != 0).sum(axis=1) == 0).ravel()
    wordless = ~np.asarray(weights).any(axis=1)
    if not traits_of(model).counts:
        return wordless
    prior = model.topic_word_prior_
    sums = np.asarray(weights).sum(axis=1, dtype=np.float64)
    prior = np.broadcast_to(np.asarray(prior), np.shape(weights))
    tokens = sums - prior.sum(axis=1, dtype=np.float64)
    most = min(_HALF_A_TOKEN, _SHARE_OF_MEAN * float(tokens.clip(0).mean()))
    return wordless | (tokens + _ROUNDING * sums < most)


def warn_of_empty_topics(estimator):
    """Warn once of a model, just fitted, with how many of its topics are empty."""
    empty = empty_topics(estimator)
    if empty.any():
        warnings.warn(
            f"{_some_are_empty(empty.sum(), len(empty))}: no words of the training "
            "documents are about them. Tables say so, and scorers leave them out. "
            "Fewer topics (n_components) leave none empty.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def known_empty(topics, n_topics):
    """Return which topics of a model or a table are empty, bool of shape (n_topics,).

    Lists of terms are what users want to be judged: none of them is.
    """
    if is_model(topics):
        return empty_topics(topics)
    rows = topics if hasattr(topics, "top_words") else [None] * n_topics
    return np.array([getattr(row, "is_empty", False) for row in rows], bool)


def without_empty(topics, terms):
    """Return lists of terms but for those of empty topics, with a warning of these.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
    terms : list of lists of terms
        What `read_term_lists` makes of them.
    """
    empty = known_empty(topics, len(terms))
    if not 0 < empty.sum() < len(terms):
        return terms
    warn_of_left_out(int(empty.sum()), len(terms))
    return [own for own, is_empty in zip(terms, empty, strict=True) if not is_empty]


def warn_of_left_out(n_empty, n_topics):
    """Warn that topics without terms are not judged."""
    warnings.warn(
        f"{_some_are_empty(n_empty, n_topics)} and left out of the score: they have "
        "no terms.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )


def _some_are_empty(n_empty, n_topics):
    return f"{n_empty} of {n_topics} topics {'is' if n_empty == 1 else 'are'} empty"

"""Topics as lists of terms, from models, tables and lists."""

from itertools import chain

import numpy as np
from sklearn.utils.validation import (
    check_is_fitted,
)

from .steps import (
    final_model,
    is_model,
    known_term_names,
    term_names,
)
from .weights import dense_components


def read_term_lists(topics, n_top_words, feature_names=None):
    """Return topics as lists of at most `n_top_words` distinct terms, best first.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
    n_top_words : int
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms of a model that knows none.

    Returns
    -------
    topics : list of lists

    Raises
    ------
    TypeError, ValueError
        If there is no topic, or it is not a list of terms.
    """
    if hasattr(topics, "top_words"):
        topics = topics.top_words
    elif is_model(topics):
        topics = _heaviest_terms(topics, n_top_words, feature_names)
    if isinstance(topics, (str, bytes, dict)) or not np.iterable(topics):
        raise TypeError(
            "topics must be lists of terms, a TopicTable or a fitted topic model, got "
            f"{type(topics).__name__}."
        )
    topics = list(topics)
    if not topics:
        raise ValueError("topics must hold at least one topic, got none.")
    return [_distinct_terms(i, topic, n_top_words) for i, topic in enumerate(topics)]


def check_named(model, feature_names):
    """Refuse a model without names of terms, where texts hold names."""
    if feature_names is None and known_term_names(model) is None:
        raise ValueError(
            f"{type(final_model(model)).__name__} does not know the names of its "
            "terms, which the texts hold: give feature_names, or the Pipeline with "
            "the vectorizer."
        )


def _heaviest_terms(model, n_top_words, feature_names):
    check_is_fitted(final_model(model))
    weights = getattr(final_model(model), "components_", None)
    if weights is None:
        raise TypeError(
            f"topics must be lists of terms, a TopicTable or a model that has "
            f"components_, got {type(final_model(model)).__name__}, which has none."
        )
    # Stable, so that among equal weights the first columns come first.
    weights = np.asarray(dense_components(final_model(model)))
    order = np.argsort(-weights, axis=1, kind="stable")[:, :n_top_words]
    names = term_names(model)
    if feature_names is not None and known_term_names(model) is None:
        names = names_of_columns(feature_names, len(names), "the model")
    # As in a TopicTable, a term of weight 0 is not in the topic.
    return [
        names[columns[row[columns] > 0]].tolist()
        for row, columns in zip(weights, order, strict=True)
    ]


def _distinct_terms(i, topic, n_top_words):
    if isinstance(topic, (str, bytes)) or not np.iterable(topic):
        raise TypeError(
            f"topics[{i}] must be a list of terms, got {topic!r} of type "
            f"{type(topic).__name__}."
        )
    terms = list(topic)[:n_top_words]
    for term in terms:
        if isinstance(term, (float, np.floating, list, tuple, np.ndarray)):
            raise TypeError(
                f"topics[{i}] must be a list of terms, and holds {term!r} of type "
                f"{type(term).__name__}."
            )
    return list(dict.fromkeys(terms))


def distinct_terms(topics):
    """Return the terms of all topics, each once, in order of appearance."""
    return list(dict.fromkeys(chain.from_iterable(topics)))


def names_of_columns(feature_names, n_columns, whose):
    names = np.asarray(feature_names, dtype=object)
    if names.shape != (n_columns,):
        raise ValueError(
            f"feature_names must name the {n_columns} columns of {whose}, got "
            f"{names.size} names."
        )
    return names

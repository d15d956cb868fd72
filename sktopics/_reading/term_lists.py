"""Topics as lists of terms, from models, tables and lists."""

from itertools import chain

import numpy as np

from .names import known_term_names
from .own_table import own_table
from .selection import check_columns
from .steps import final_model, is_model
from .topics import read_topics


def read_term_lists(topics, n_top_words, feature_names=None, columns=None):
    """Return topics as lists of at most `n_top_words` distinct terms, best first.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        Of a model, the words of its own table come first, see `read_topics`.
    n_top_words : int
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms of a model that knows none.
    columns : str, slice, array-like of int or bool, default=None
        Terms of a model to choose from, as in `check_columns`.

    Returns
    -------
    topics : list of lists

    Raises
    ------
    NotFittedError
        If a model is not fitted.
    TypeError, ValueError
        If there is no topic, or it is not a list of terms.
    """
    found = ""
    if hasattr(topics, "top_words"):
        topics = topics.top_words
    elif is_model(topics):
        found = (
            f": {type(final_model(topics)).__name__} has found no topic in its "
            "training documents (give it more documents, or let topics be smaller)"
        )
        topics = _words_of_model(topics, n_top_words, feature_names, columns)
    if isinstance(topics, (str, bytes, dict)) or not np.iterable(topics):
        raise TypeError(
            "topics must be lists of terms, a TopicTable or a fitted topic model, got "
            f"{type(topics).__name__}."
        )
    topics = list(topics)
    if not topics:
        raise ValueError(f"topics must hold at least one topic, got none{found}.")
    return [_distinct_terms(i, topic, n_top_words) for i, topic in enumerate(topics)]


def check_named(model, feature_names, reader):
    """Refuse a model without names of terms, where texts hold names.

    `reader` is what makes terms of texts in the model, a TextReader or None.
    """
    if feature_names is not None or own_table(model) is not None:
        return
    name = type(final_model(model)).__name__
    if reader is not None and not reader.keeps_terms:
        vectorizer = type(reader.vectorizer).__name__
        raise ValueError(
            f"{vectorizer} does not keep the terms that its columns stand for, so "
            f"{name} cannot name the terms of its topics: use a CountVectorizer or "
            "TfidfVectorizer, or give feature_names."
        )
    known = (
        known_term_names(model) is not None if reader is None else reader.names_known
    )
    if not known:
        raise ValueError(
            f"{name} does not know the names of its terms, which the texts hold: give "
            "feature_names, or the Pipeline with the vectorizer."
        )


def _words_of_model(model, n_top_words, feature_names, columns):
    if feature_names is not None and known_term_names(model) is not None:
        feature_names = None
    topics = read_topics(model, feature_names)
    chosen = check_columns(model, columns, topics.weights.shape[1])
    return topics.top_words(n_top_words, chosen)


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

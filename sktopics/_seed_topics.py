"""Words that users name topics by, as columns: what a `seed_topics` stands for."""

import warnings
from collections.abc import Mapping
from numbers import Integral
from typing import NamedTuple

import numpy as np

from ._groups import quote
from ._validation import levels_to_caller


class SeedTopics(NamedTuple):
    """The seeds of the first topics.

    Attributes
    ----------
    names : list of (str or None)
        Names of the topics that have seeds; None where users gave none.
    columns : list of ndarray of int
        Columns of the words of each of these topics, sorted.
    """

    names: list
    columns: list

    def mask(self, n_components, n_features):
        """Return which word is a seed of which topic, (n_components, n_features)."""
        mask = np.zeros((n_components, n_features), bool)
        for topic, columns in enumerate(self.columns):
            mask[topic, columns] = True
        return mask

    def topic_names(self, n_components):
        """Return the names of all topics, None where a topic has none."""
        return [*self.names, *[None] * (n_components - len(self.names))]


def read_seed_topics(
    seed_topics, n_components, n_features, feature_names=None, *, streaming=False
):
    """Return the columns and names that a `seed_topics` of a user stands for.

    Parameters
    ----------
    seed_topics : dict from str to list of words, or list of lists of words
        The words of the first topics, in order. A word is a name of a column or its
        number.
    n_components, n_features : int
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns, where they have some.
    streaming : bool, default=False
        Whether words that are unknown may come with later documents: they are left out
        without a warning, also if a topic has no others.

    Returns
    -------
    seeds : SeedTopics

    Warns
    -----
    UserWarning
        If words are unknown; they are left out.

    Raises
    ------
    ValueError
        If there are more topics with seeds than topics, if a topic has a word twice or
        none that is known, if a number is none of a column, or if words are named and
        columns are not.
    TypeError
        If `seed_topics` is something else.
    """
    names, lists = _named_lists(seed_topics)
    if len(lists) > n_components:
        raise ValueError(
            f"seed_topics has words of {len(lists)} topics, and n_components is "
            f"{n_components}."
        )
    column = None
    if feature_names is not None:
        column = {name: i for i, name in enumerate(feature_names)}
    columns, unknown = [], []
    for topic, words in enumerate(lists):
        whose = f"topic {topic if names[topic] is None else repr(names[topic])}"
        found, missing = _columns_of(words, column, n_features, whose)
        if missing and not found and not streaming:
            raise ValueError(
                f"seed_topics: X has none of the words of {whose}: {quote(missing)}. "
                "Words are written as the vectorizer writes them, as a rule in small "
                "letters."
            )
        columns.append(np.array(sorted(found), dtype=np.intp))
        unknown += missing
    if unknown and not streaming:
        warnings.warn(
            f"seed_topics: X has no columns for {len(set(unknown))} of the words, "
            f"which are left out: {quote(dict.fromkeys(unknown))}.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    return SeedTopics(names, columns)


def topic_names(model):
    """Return names of topics as a fitted attribute, if `seed_topics` gives names."""
    if not isinstance(model.seed_topics, Mapping):
        return {}
    names = list(map(str, model.seed_topics))
    return {"topic_names_": names + [None] * (model.n_components - len(names))}


def united_topic_names(models, united):
    """Return names of topics as a fitted attribute of a model of several, if any has.

    Of topics that are one, the first name is taken.

    Parameters
    ----------
    models : list of models
    united : UnitedTopics
    """
    if not any(hasattr(model, "topic_names_") for model in models):
        return {}
    names = [None] * united.n_topics
    for model, topics in zip(models, united.topics, strict=True):
        own = getattr(model, "topic_names_", [None] * len(topics))
        for name, topic in zip(own, topics, strict=True):
            names[topic] = name if names[topic] is None else names[topic]
    return {"topic_names_": names}


def _named_lists(seed_topics):
    """Return the names and the words of topics, as lists."""
    if isinstance(seed_topics, Mapping):
        for name in seed_topics:
            if not isinstance(name, str):
                raise TypeError(
                    f"seed_topics: names of topics are str, and {name!r} is none. A "
                    "list of lists of words has the words of topic 0, 1, ..."
                )
        names, lists = map(str, seed_topics), seed_topics.values()
    elif isinstance(seed_topics, (list, tuple, np.ndarray)):
        names, lists = [None] * len(seed_topics), seed_topics
    else:
        raise TypeError(
            "seed_topics is a dict from names of topics to lists of words, or a list "
            f"of lists of words, and got {type(seed_topics).__name__}."
        )
    return list(names), [_words(words) for words in lists]


def _words(words):
    """Return the words of a topic as a list."""
    if isinstance(words, (str, bytes)) or not np.iterable(words):
        raise TypeError(
            "seed_topics has a list of words for each topic, such as "
            f'{{"economy": ["tax", "jobs"]}}, and got {words!r:.100}.'
        )
    return list(words)


def _columns_of(words, column, n_features, whose):
    """Return the columns of the words of a topic, and the words that have none."""
    if not words:
        raise ValueError(f"seed_topics has no words for {whose}.")
    found, missing = {}, []
    for word in words:
        place = _column(word, column, n_features, whose)
        if place in found or (place is None and word in missing):
            raise ValueError(f"seed_topics has {word!r} twice for {whose}.")
        if place is None:
            missing.append(word)
        else:
            found[place] = word
    return found, missing


def _column(word, column, n_features, whose):
    """Return the column of a word, None if there is none."""
    if isinstance(word, Integral) and not isinstance(word, bool):
        if not 0 <= word < n_features:
            raise ValueError(
                f"seed_topics has column {word} for {whose}, and X has columns 0 to "
                f"{n_features - 1}."
            )
        return int(word)
    if not isinstance(word, str):
        raise TypeError(
            f"seed_topics: words are names of columns or their numbers, and {word!r} "
            f"of {whose} is neither."
        )
    if column is None:
        raise ValueError(
            f"seed_topics names words such as {word!r}, and the columns of X have no "
            "names. The counts of an OnlineCountVectorizer and NamedCounts have names, "
            "and so have data frames; with other counts give the numbers of columns."
        )
    return column.get(word)

"""How much of topics, and which words of them, groups of documents have."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

from .._reading import (
    counts_of,
    document_shares,
    final_model,
    fitted_words,
    is_model,
    materialized,
    model_input,
    own_table,
    read_topics,
)
from .._sklearn import Interval, StrOptions
from .._validation import check_documents
from .._wilson import wilson_interval
from ..topics import Topic, TopicTable, name_topics, topic_table
from ._group_shares import masses_of, shares_of, sums_by_group
from ._group_words import GroupWords, Tuning, words_of_clusters, words_of_mixtures
from ._grouped_topics import GroupedTopics
from ._share_intervals import bootstrap_interval

DESCRIPTION = {
    "n_top_words": [Interval(Integral, 0, None, closed="left")],
    "global_tuning": ["boolean"],
    "topics": ["array-like", None],
    "interval": [StrOptions({"auto", "bootstrap", "wilson"}), None],
    "level": [Interval(Real, 0, 1, closed="neither")],
    "n_bootstrap": [Interval(Integral, 1, None, closed="left")],
    "random_state": ["random_state"],
}


class Options(NamedTuple):
    """How groups are described: parameters of the public functions."""

    n_top_words: int
    global_tuning: bool
    topics: object
    interval: str | None
    level: float
    n_bootstrap: int
    random_state: object
    labels: object


class Documents(NamedTuple):
    """Documents as a model of topics sees them.

    Attributes
    ----------
    model : estimator or None
        The model itself, no Pipeline; None of an array of labels or shares.
    data : object
        What the model is given.
    found : DocumentShares
    outer : estimator or array-like
        What the user gave.
    """

    model: object
    data: object
    found: object
    outer: object

    @property
    def n_documents(self):
        return self.found.shares.shape[0]


def read_documents(model, X, beside):
    """Return the `Documents` of a corpus; the steps of a Pipeline meet them once."""
    if not is_model(model):
        return Documents(None, None, document_shares(model, **beside), model)
    if X is None and not beside:
        document_shares(model)  # which says what is missing
    final = final_model(model)
    data = None if X is None else model_input(model, materialized(X))
    found = document_shares(final, data, **beside)
    return Documents(final, data, found, model)


def describe_groups(documents, membership, before, options, *, groups, starts, ends):
    """Return the table of topics in groups of documents.

    Parameters
    ----------
    documents : Documents
    membership : Membership
    before : list of lists of int, or None
        Sequences of groups for evolutionary tuning.
    options : Options
    groups, starts, ends : list or ndarray of shape (n_groups,), or None
        Names of the groups for the table.

    Returns
    -------
    table : GroupedTopics
        A row for each topic and group, in the order of the topics, outliers last.
    """
    found = documents.found
    sums, masses = sums_by_group(found, membership)
    shares = shares_of(sums, masses)
    columns = _with_none(found, sums, masses, shares)
    topics = _check_topics(options.topics, sums.shape[1], -1 in columns)
    if options.topics is None and -1 in columns and columns[-1][0].any():
        topics = np.append(topics, -1)
    sums, shares = (
        np.stack([columns[topic][i] for topic in topics.tolist()], axis=1)
        for i in range(2)
    )
    lower, upper = _bounds(documents, membership, topics, shares, masses, options)
    tuning = Tuning(options.global_tuning, before)
    words = _words(documents, membership, topics, tuning, options.n_top_words)
    n_groups = len(membership.groups)
    totals = np.where(sums.sum(axis=0) > 0, sums.sum(axis=0), np.nan)
    pairs = [
        words.of(topic, group) for topic in topics.tolist() for group in range(n_groups)
    ]
    labels = topic_labels(documents, options.labels)
    frequencies = np.rint(sums).astype(np.int64) if found.are_clusters else sums
    return GroupedTopics(
        np.repeat(topics, n_groups),
        tuple(labels[topic] for topic in topics.tolist() for _ in range(n_groups)),
        None if groups is None else tuple(groups) * len(topics),
        None if starts is None else np.tile(starts, len(topics)),
        None if ends is None else np.tile(ends, len(topics)),
        *(part.T.ravel() for part in (frequencies, shares, sums / totals)),
        *(part.T.ravel() for part in (lower, upper)),
        tuple(terms for terms, _ in pairs),
        tuple(weights for _, weights in pairs),
    )


def _with_none(found, sums, masses, shares):
    """Return the sums and shares of topics by their numbers, -1 for clusters too."""
    columns = {
        topic: (sums[:, topic], shares[:, topic]) for topic in range(sums.shape[1])
    }
    if found.are_clusters:
        rest = masses - sums.sum(axis=1)
        columns[-1] = rest, shares_of(rest[:, np.newaxis], masses).ravel()
    return columns


def _check_topics(topics, n_topics, has_outliers):
    """Return the numbers of topics that are asked for; all without -1 if None is."""
    if topics is None:
        return np.arange(n_topics)
    topics = np.asarray(topics)
    if topics.ndim != 1 or not topics.size or topics.dtype.kind not in "iu":
        raise ValueError("topics must be a list of numbers of topics.")
    if len(np.unique(topics)) < len(topics):
        raise ValueError("topics must not repeat.")
    lowest = -1 if has_outliers else 0
    wrong = topics[(topics < lowest) | (topics >= n_topics)]
    if len(wrong):
        also = ", and -1 for documents without a topic" if has_outliers else ""
        raise ValueError(
            f"There is no topic {wrong[0]}: there are topics 0 to {n_topics - 1}{also}."
        )
    return topics.astype(np.int64)


def _bounds(documents, membership, topics, shares, masses, options):
    """Return the bounds of the shares of topics in groups."""
    how, found = options.interval, documents.found
    if how is None:
        return np.full((2, *shares.shape), np.nan)
    if how == "auto":
        how = "wilson" if found.are_clusters else "bootstrap"
    if how == "wilson":
        return wilson_interval(shares, masses, options.level)
    chosen = found.shares[:, topics[topics >= 0]]
    if -1 in topics:
        chosen = _with_outliers(found, topics)
    return bootstrap_interval(
        found._replace(shares=chosen),
        masses_of(found),
        membership,
        options.level,
        options.n_bootstrap,
        options.random_state,
    )


def _with_outliers(found, topics):
    """Return the shares of some topics of clusters, -1 among them."""
    labels = labels_of(found)
    rows = np.flatnonzero(np.isin(labels, topics))
    place = {topic: i for i, topic in enumerate(topics.tolist())}
    columns = np.array([place[label] for label in labels[rows].tolist()], dtype=int)
    cells = np.ones(len(rows)), (rows, columns)
    return type(found.shares)(cells, shape=(len(labels), len(topics)))


def labels_of(found):
    """Return the topics of documents of clusters, -1 for none."""
    labels = np.full(found.shares.shape[0], -1, dtype=np.int64)
    labels[np.diff(found.shares.indptr) > 0] = found.shares.indices
    return labels


def _words(documents, membership, topics, tuning, n):
    """Return the `GroupWords`; none of arrays, and of models that read no words."""
    nothing = GroupWords({})
    if documents.model is None or documents.data is None or not n:
        return nothing
    found = documents.found
    if found.are_clusters:
        fitted = fitted_words(documents.model)
        if fitted is None:
            return nothing
        texts = check_documents(documents.data, whom=type(documents.model).__name__)
        labels = labels_of(found)
        return words_of_clusters(fitted, texts, labels, membership, n, tuning, topics)
    read = read_topics(documents.outer)
    counts = counts_of(documents.model, documents.data, n_terms=read.weights.shape[1])
    return words_of_mixtures(
        read.weights, read.names, counts, found.shares, membership, n, tuning, topics
    )


def topic_labels(documents, labels=None):
    """Return the names of topics by their numbers, -1 among them.

    Parameters
    ----------
    documents : Documents
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names that users give.
    """
    table = _named_topics(documents)
    if labels is not None:
        table = name_topics(table, labels)
    names = {topic.index: topic.label for topic in table}
    names[-1] = "outliers" if table.outliers is None else table.outliers.label
    return names


def _named_topics(documents):
    """Return a table of topics with their names; of arrays, with their numbers."""
    if documents.model is None:
        n_topics = documents.found.shares.shape[1]
        outliers = None
        if documents.found.are_clusters:
            outliers = Topic(-1, None, None, (), ())
        return TopicTable(
            (Topic(i, str(i), None, (), ()) for i in range(n_topics)), outliers
        )
    table = own_table(documents.model)
    if isinstance(table, TopicTable):
        return table
    return topic_table(documents.outer, n_top_words=3, n_authors=0)

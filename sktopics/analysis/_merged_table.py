"""The table of topics after some of them were merged, for any model."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from .._sklearn import Interval, validate_params
from ..topics import Topic, TopicTable
from ._given_topics import topic_sums
from ._hierarchical_topics import leaves_of
from ._merged_words import group_words
from .topic_groups import check_topic_groups


@validate_params(
    {"n_top_words": [Interval(Integral, 1, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def merged_table(
    model,
    groups,
    X=None,
    *,
    n_top_words=10,
    labels=None,
    columns=None,
    feature_names=None,
    **beside,
) -> TopicTable:
    """Make the table that topics would have if some of them were merged.

    The model stays as it is. A :class:`~sktopics.clustering.BERTopic` can merge its
    topics itself, by `merge_topics`.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model, a Pipeline or a search, or labels or shares of documents, as for
        `hierarchical_topics`.
    groups : list of int, or list of lists of int
        Topics of one group, or of several, such as ``hierarchy.cut(n_topics=10)``.
        Topics that are in no group stay alone.
    X : object, default=None
        The corpus, where `hierarchical_topics` needs it.
    n_top_words : int, default=10
        Number of words of a topic.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    columns : str, slice, array-like of int or bool, default=None
    feature_names : array-like of shape (n_terms,), default=None
    **beside : dict
        As for `hierarchical_topics`.

    Returns
    -------
    table : TopicTable
        A row for each group, in the order of the lowest topic of each: sizes are added
        up, and the words are those of all its topics together. The aspect "topics" says
        which these are. A topic that is alone keeps its name and its words. Topics
        without documents are left out.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If groups are no lists of numbers.
    ValueError
        If a topic does not exist or is in two groups.

    Examples
    --------
    >>> from sktopics.analysis import merged_table
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn"]
    >>> merged_table([0, 0, 1, 1, 2], [1, 2], documents)
    TopicTable: 2 topics
    topic   size  top terms
        0  40.0%  sea, ship, wind
        1  60.0%  tax, corn, debt, law, wheat
    """
    given = {"columns": columns, "feature_names": feature_names}
    sums = topic_sums(model, X, **given, **beside)
    numbers = check_topic_groups(groups, sums.n_topics)
    leaves = leaves_of(model, sums, n_top_words, labels, **given)
    return table_of_groups(sums, leaves, numbers, n_top_words)


def table_of_groups(sums, leaves, numbers, n_top_words) -> TopicTable:
    """Return the table of groups of topics.

    Parameters
    ----------
    sums : TopicSums
    leaves : TopicTable
        The topics that have documents.
    numbers : ndarray of shape (n_topics,), int
        Equal for topics of one group; those of topics that are no `leaves` are not
        looked at.
    n_top_words : int
    """
    members = {}
    for topic in leaves:
        members.setdefault(int(numbers[topic.index]), []).append(topic)
    groups = sorted(members.values(), key=lambda topics: min(t.index for t in topics))
    into = np.full(sums.n_topics, -1, dtype=np.int64)
    for group, topics in enumerate(groups):
        into[[topic.index for topic in topics]] = group
    words = group_words(sums, into, len(groups), n_top_words)
    return TopicTable(
        (
            _row(index, *row)
            for index, row in enumerate(zip(groups, words, strict=True))
        ),
        leaves.outliers,
    )


def _row(index, topics, words):
    """Return the row of a group of topics."""
    members = tuple(sorted(topic.index for topic in topics))
    if len(topics) == 1:
        aspects = {**topics[0].aspects, "topics": members}
        return replace(topics[0], index=index, aspects=aspects)
    return Topic(
        index,
        None,
        _total(topic.size for topic in topics),
        *words,
        aspects={"topics": members},
        share_of_documents=_total(topic.share_of_documents for topic in topics),
    )


def _total(sizes):
    """Return the sum of sizes, None if one is unknown."""
    sizes = list(sizes)
    return None if None in sizes else sum(sizes)

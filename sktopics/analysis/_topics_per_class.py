"""Topics by class, such as an author or a party, and by class over time."""

from typing import Any

import numpy as np

from .._reading import read_classes
from .._sklearn import validate_params
from ._grouped_topics import GroupedTopics
from ._time_bins import BINNING
from ._topics_in_groups import DESCRIPTION, Options, describe_groups, read_documents
from ._topics_over_time import bins_of, sequences_of


@validate_params(DESCRIPTION, prefer_skip_nested_validation=True)
def topics_per_class(
    model,
    X,
    classes,
    *,
    n_top_words=5,
    global_tuning=False,
    topics=None,
    interval: str | None = "auto",
    level=0.95,
    n_bootstrap=1000,
    random_state: Any = 0,
    labels=None,
    **beside,
) -> GroupedTopics:
    """Compare the topics of classes of documents, with any fitted model.

    Parameters
    ----------
    model : estimator or array-like
        As of `topics_over_time`.
    X : {list of str, array-like, sparse matrix, TokenSequences} or None
        As of `topics_over_time`.
    classes : array-like of shape (n_documents,), or indicator matrix
        The class of each document: any values that can be hashed, or lists of several,
        in each of which the document counts, such as its authors. Documents of None,
        NaN or an empty list are left out, and a warning says how many. Or a matrix of 0
        and 1 with a column for each class.
    n_top_words : int, default=5
        Number of words of a topic in a class. 0 does not read the texts.
    global_tuning : bool, default=False
        Whether to average the weights of words with the topic's weights in all
        documents. Words that a class does not use may be among its words then.
    topics : array-like of int, default=None
        Numbers of the topics of the table, by default all.
    interval : {"auto", "bootstrap", "wilson"} or None, default="auto"
        As of `topics_over_time`.
    level : float, default=0.95
        Probability with which an interval is to hold the share.
    n_bootstrap : int, default=1000
        Number of samples of documents.
    random_state : int, RandomState instance or None, default=0
        Draws the samples.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    **beside : dict
        What `transform` of the model takes beside `X`, such as ``embeddings=``.

    Returns
    -------
    table : GroupedTopics
        A row for each topic and class. Classes are in the order of the categories of a
        column of pandas or Polars that has some, else sorted; in the order in which
        they first come, if they cannot be sorted.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a class cannot be hashed.
    ValueError
        If there are not as many classes as documents, or if there is no such topic.

    See Also
    --------
    topics_over_time : Times in place of classes; says what the columns mean.
    group_shares : Shares alone, of arrays.

    Examples
    --------
    >>> from sktopics.analysis import topics_per_class
    >>> labels = [0, 0, 1, 1, 1, -1]
    >>> parties = ["red", "red", "blue", "red", "blue", "blue"]
    >>> topics_per_class(labels, None, parties)
    GroupedTopics: 6 rows
    topic  class  frequency  share        interval  label
        0   blue          0   0.0%   0.0% to 56.1%  0
        0    red          2  66.7%  20.8% to 93.9%  0
        1   blue          2  66.7%  20.8% to 93.9%  1
        1    red          1  33.3%   6.1% to 79.2%  1
       -1   blue          1  33.3%   6.1% to 79.2%  outliers
       -1    red          0   0.0%   0.0% to 56.1%  outliers
    """
    documents = read_documents(model, X, beside)
    membership = read_classes(classes, documents.n_documents)
    options = Options(
        n_top_words,
        global_tuning,
        topics,
        interval,
        level,
        n_bootstrap,
        random_state,
        labels,
    )
    return describe_groups(
        documents,
        membership,
        None,
        options,
        groups=membership.groups,
        starts=None,
        ends=None,
    )


@validate_params(
    {**BINNING, **DESCRIPTION, "evolution_tuning": ["boolean"]},
    prefer_skip_nested_validation=True,
)
def topics_per_class_over_time(
    model,
    X,
    classes,
    times,
    *,
    n_bins=None,
    frequency=None,
    strategy="uniform",
    datetime_format=None,
    n_top_words=5,
    global_tuning=False,
    evolution_tuning=False,
    topics=None,
    interval: str | None = "auto",
    level=0.95,
    n_bootstrap=1000,
    random_state: Any = 0,
    labels=None,
    **beside,
) -> GroupedTopics:
    """Follow the topics of classes of documents over time, with any fitted model.

    Parameters
    ----------
    model, X : object
        As of `topics_over_time`.
    classes : array-like of shape (n_documents,), or indicator matrix
        As of `topics_per_class`.
    times : array-like of shape (n_documents,)
        As of `topics_over_time`. Bins are made of all documents.
    n_bins, frequency, strategy, datetime_format : object
        As of `topics_over_time`.
    n_top_words, global_tuning, evolution_tuning, topics : object
        As of `topics_over_time`; the bin before is that of the same class.
    interval, level, n_bootstrap, random_state, labels : object
        As of `topics_over_time`.
    **beside : dict
        What `transform` of the model takes beside `X`, such as ``embeddings=``.

    Returns
    -------
    table : GroupedTopics
        A row for each topic, class and bin.

    Raises
    ------
    NotFittedError, TypeError, ValueError
        As `topics_over_time` and `topics_per_class`.

    Examples
    --------
    >>> from sktopics.analysis import topics_per_class_over_time
    >>> labels = [0, 0, 1, 1]
    >>> parties = ["red", "blue", "red", "blue"]
    >>> years = [1990, 2000, 2000, 2000]
    >>> table = topics_per_class_over_time(labels, None, parties, years, interval=None)
    >>> table.topic(1)
    GroupedTopics: 4 rows
    topic  class  start  frequency  share  label
        1   blue   1990          0      -  1
        1   blue   2000          1  50.0%  1
        1    red   1990          0   0.0%  1
        1    red   2000          1 100.0%  1
    """
    documents = read_documents(model, X, beside)
    membership = read_classes(classes, documents.n_documents)
    bins = bins_of(times, documents, n_bins, frequency, strategy, datetime_format)
    classes, n_bins = membership.groups, len(bins)
    membership = membership.crossed(bins.numbers, n_bins)
    options = Options(
        n_top_words,
        global_tuning,
        topics,
        interval,
        level,
        n_bootstrap,
        random_state,
        labels,
    )
    before = sequences_of(membership, n_bins) if evolution_tuning else None
    return describe_groups(
        documents,
        membership,
        before,
        options,
        groups=[name for name in classes for _ in range(n_bins)],
        starts=np.tile(bins.starts, len(classes)),
        ends=np.tile(bins.ends, len(classes)),
    )

"""Names that users give to topics, of some topics or of all."""

from collections.abc import Mapping
from numbers import Integral

import numpy as np


def given_names(names, numbers, *, outliers=False):
    """Return the names that users give to topics, by the numbers of the topics.

    Parameters
    ----------
    names : mapping from int to str, array-like of str, or TopicTable
        Names of some topics by their numbers, or of all in the order of `numbers`; of a
        table, the labels of its topics.
    numbers : sequence of int
        The topics that there are.
    outliers : bool, default=False
        Whether there is a -1 too, which only a mapping names.

    Returns
    -------
    named : dict from int to (str or None)
        None for a name that is taken back.

    Raises
    ------
    TypeError
        If names are neither a mapping from numbers nor a list.
    ValueError
        If there is no such topic, or names are not as many as topics.
    """
    if hasattr(names, "top_words"):  # a table of topics
        rows = list(names)
        if outliers and names.outliers is not None:
            rows.append(names.outliers)
        names = {topic.index: topic.label for topic in rows}
    if not isinstance(names, Mapping):
        if isinstance(names, (str, bytes)) or not np.iterable(names):
            raise TypeError(
                "labels must be a list of names, or a dict of topics and names such as "
                f"{{3: 'Fees'}}; got {names!r:.100}."
            )
        names = list(names)
        if len(names) != len(numbers):
            raise ValueError(
                f"labels has {len(names)} names for {len(numbers)} topics. A dict such "
                "as {3: 'Fees'} names some of them."
            )
        names = dict(zip(numbers, names, strict=True))
    known = {*numbers, -1} if outliers else {*numbers}
    for number in names:
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise TypeError(
                f"labels names topics by their numbers, and {number!r:.100} is none."
            )
        if number not in known:
            raise ValueError(_no_such_topic(number, numbers))
    return {int(number): _as_name(name) for number, name in names.items()}


def _as_name(name):
    return None if name is None or name == "" else str(name)


def _no_such_topic(number, numbers):
    if number == -1:
        return (
            "labels names topic -1, the outliers of a model of clusters, and this "
            "model has none."
        )
    known = f"{min(numbers)} to {max(numbers)}" if numbers else "none"
    return f"labels names topic {number}, and there is none (topics: {known})."

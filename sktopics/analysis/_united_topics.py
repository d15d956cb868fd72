"""The topics and the words of several models, side by side."""

from typing import NamedTuple

import numpy as np

from .._reading import read_topics
from ..topics import topic_difference

# Topics that are less alike are two different topics. Halves of a corpus (BBC news, 20
# Newsgroups, questions of Stack Overflow): 0.4 to 0.6 for topics of the same documents,
# below 0.4 for nineteen of twenty others.
MIN_SIMILARITY = 0.4


class UnitedTopics(NamedTuple):
    """Which topics and which columns of several models are one.

    Attributes
    ----------
    n_topics, n_terms : int
        Of all models together.
    topics : list of ndarray of int
        For each model, which of all topics its own are. No two of a model are the same.
    columns : list of ndarray of int
        For each model, which of all columns its own are.
    new_names : ndarray of shape (n_terms,), dtype object, or None
        Names of all columns, if the first model does not have all of them.
    names : list of ndarray, or None
        For each model, the names of its columns; None if columns have no names.
    min_similarity : float or None
        See `united_topics`.
    """

    n_topics: int
    n_terms: int
    topics: list
    columns: list
    new_names: np.ndarray | None
    names: list | None
    min_similarity: float | None

    def again(self, models):
        """Return the same of other models with these columns."""
        return united_topics(models, self.min_similarity, self.names)

    def added(self, tables):
        """Return the sum of tables (n_topics of a model, n_terms of it), one a model.

        Sums are float64.
        """
        total = np.zeros((self.n_topics, self.n_terms))
        for table, rows, columns in zip(tables, self.topics, self.columns, strict=True):
            total[rows[:, np.newaxis], columns] += table
        return total

    def mean_known(self, values, of):
        """Return for each topic or column the mean over the models that have it.

        Parameters
        ----------
        values : list of (float or ndarray of shape (n_of_model,))
        of : {"topics", "columns"}
        """
        n = self.n_topics if of == "topics" else self.n_terms
        total, n_models = np.zeros(n), np.zeros(n)
        for each, where in zip(values, getattr(self, of), strict=True):
            total[where] += each
            n_models[where] += 1
        return total / n_models

    def said_of_columns(self, values):
        """Return what the models say of each column, or None if one says nothing.

        Parameters
        ----------
        values : list of (ndarray of shape (n_terms of the model,) or None)
            Of a column that several models have, the last says what it is.
        """
        if any(each is None for each in values):
            return None
        said = np.empty(self.n_terms, dtype=object)
        for each, columns in zip(values, self.columns, strict=True):
            said[columns] = each
        return said


def united_topics(models, min_similarity=None, names=None):
    """Find out which topics and which columns of fitted models are one.

    Parameters
    ----------
    models : list of estimators
        Models, Pipelines or searches with `components_`.
    min_similarity : float, default=None
        Least mean of the similarities of topics that are one. None: 0.4.
    names : list of ndarray, default=None
        Names of columns for each model, by default those that it knows.

    Returns
    -------
    united : UnitedTopics
    """
    least = MIN_SIMILARITY if min_similarity is None else min_similarity
    given = [None] * len(models) if names is None else names
    reads = [read_topics(*each) for each in zip(models, given, strict=True)]
    sizes = [len(read.weights) for read in reads]
    starts = np.cumsum([0, *sizes])
    similarities = np.full((starts[-1], starts[-1]), -np.inf)
    for a, model in enumerate(models):
        for b in range(a + 1, len(models)):
            try:
                distances = topic_difference(
                    model,
                    models[b],
                    feature_names_a=given[a],
                    feature_names_b=given[b],
                ).matrix
            except ValueError as error:
                raise ValueError(
                    f"The words of model {a} (a) and model {b} (b) cannot be aligned. "
                    f"{error}"
                ) from error
            rows = slice(starts[a], starts[a + 1])
            columns = slice(starts[b], starts[b + 1])
            similarities[rows, columns] = 1 - distances
            similarities[columns, rows] = 1 - distances.T
    numbers = joined_most_alike(similarities, least)
    column = {name: i for i, name in enumerate(reads[0].names)}
    for read in reads[1:]:
        for name in read.names:
            column.setdefault(name, len(column))
    together = np.array(list(column), dtype=object)
    return UnitedTopics(
        int(numbers.max(initial=-1)) + 1,
        len(column),
        np.split(numbers, starts[1:-1]),
        [np.array([column[name] for name in read.names], int) for read in reads],
        together if len(together) > len(reads[0].names) else None,
        [read.names for read in reads] if reads[0].named else None,
        min_similarity,
    )


def joined_most_alike(similarities, least):
    """Join things that are alike, the two that are most alike first.

    Parameters
    ----------
    similarities : ndarray of shape (n, n)
        Symmetric; -inf on the diagonal, and for two that must stay apart.
    least : float
        Two groups are joined while the mean of the similarities between them is at
        least this.

    Returns
    -------
    numbers : ndarray of shape (n,), int
        The group of each, numbered in the order of their first members.

    Examples
    --------
    >>> import numpy as np
    >>> apart = -np.inf
    >>> joined_most_alike(
    ...     np.array([[apart, apart, 0.2], [apart, apart, 0.9], [0.2, 0.9, apart]]), 0.5
    ... )
    array([0, 1, 1])
    """
    similarities = similarities.copy()
    n = len(similarities)
    group, size = np.arange(n), np.ones(n)
    while n:
        i, j = divmod(int(similarities.argmax()), n)  # i < j: the first of the largest
        if not similarities[i, j] >= least or similarities[i, j] == -np.inf:
            break
        # The mean with a pair that must stay apart is -inf, which it stays.
        mean = (size[i] * similarities[i] + size[j] * similarities[j]) / (
            size[i] + size[j]
        )
        similarities[i] = similarities[:, i] = mean
        similarities[j] = similarities[:, j] = similarities[i, i] = -np.inf
        size[i] += size[j]
        group[group == j] = i
    return np.unique(group, return_inverse=True)[1]

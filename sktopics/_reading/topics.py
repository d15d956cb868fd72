"""Topics of a fitted model: weights, names of terms, and the model's own table.

A model may have a table of its topics in the attribute `topics_`. It holds the words
and names that users or representations chose, beside those that follow from
`components_`. Such a table is a sequence like `TopicTable`: it has `top_words`, and
each row has `index`, `label`, `is_named`, `size`, `terms`, `weights`, `documents`,
`authors` and `aspects`. An attribute of that name without `top_words` is something
else, and is not read.

What the table says comes first:

- A topic is *plain* if its words in the table are the heaviest of `components_`, as
  many as the table was made with: the parameter `n_top_words` of the model, or the
  words of the longest row, if these are more. `components_` tells its words for any
  number, any ranking and any columns.
- All other topics are *refined*. They have the words of the table, in the order of the
  table and with its weights, and no others, even if more are asked for or another
  ranking is. Where columns are chosen, they keep the words of the table that are in
  these.
- Names, aspects, authors, sizes and representative documents are those of the table.
"""

from typing import NamedTuple

import numpy as np

from .._arrays import top_columns
from .empty_topics import empty_rows
from .names import checked_names, known_term_names, term_names
from .own_table import own_table
from .steps import final_model
from .weights import read_weights, shape_of_weights


class RefinedWords(NamedTuple):
    """Words of a topic that a representation or a user chose.

    Attributes
    ----------
    terms : ndarray of shape (n_words,), dtype object
    weights : ndarray of shape (n_words,)
    columns : ndarray of shape (n_words,), int
        Columns of `components_`; -1 for a word that is none of its terms.
    """

    terms: np.ndarray
    weights: np.ndarray
    columns: np.ndarray

    def among(self, chosen):
        """Return the words that are in some columns; all, if that is a slice of all."""
        if isinstance(chosen, slice):
            return self
        kept = np.isin(self.columns, chosen)
        return RefinedWords(*(values[kept] for values in self))


_NO_WORDS = RefinedWords(np.empty(0, object), np.empty(0), np.empty(0, int))


class ReadTopics(NamedTuple):
    """What a fitted model says of its topics.

    Attributes
    ----------
    weights : ndarray of shape (n_components, n_terms)
        As `read_weights` gives them.
    names : ndarray of shape (n_terms,), dtype object
        Strings; column numbers if nothing names the columns.
    named : bool
        Whether the names are more than column numbers.
    rows : list of Topic, or None
        The rows of the model's own table, by topic.
    refined : list of (RefinedWords or None)
        By topic, None where the words follow from the weights. Empty topics have no
        words: the heaviest of weights that are all the prior are only the first in the
        alphabet.
    """

    weights: np.ndarray
    names: np.ndarray
    named: bool
    rows: list | None
    refined: list

    @property
    def empty(self):
        """Which topics no word of the training documents is about, a list of bool."""
        refined = self.refined
        return [self.rows is None and words is not None for words in refined]

    def top_words(self, n, chosen=slice(None)):
        """Return at most `n` top words of each topic, a list of lists of str.

        Parameters
        ----------
        n : int
        chosen : slice(None) or ndarray of int, default=slice(None)
            Columns to choose from.
        """
        names = self.names[chosen]
        ranked = top_columns(self.weights[:, chosen], n)
        words = []
        for best, refined in zip(ranked, self.refined, strict=True):
            terms = names[best] if refined is None else refined.among(chosen).terms[:n]
            words.append(terms.tolist())
        return words


def read_topics(estimator, feature_names=None):
    """Return what a fitted model says of its topics.

    Parameters
    ----------
    estimator : estimator
        A fitted model with `components_`, a Pipeline that ends in one, or a
        fitted search.
    feature_names : array-like of shape (n_terms,), default=None
        Names that replace those the model or Pipeline knows, also in the words of its
        own table.

    Returns
    -------
    topics : ReadTopics

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If `components_` is not a non-negative, finite matrix, if the names are too
        many, too few, or not all different, or if the model's own table has other
        topics.
    """
    shape_of_weights(estimator)  # refuses what is no model of topics
    weights = read_weights(estimator)
    if feature_names is None:
        known = known_term_names(estimator)
        names, named = (
            checked_names(estimator, known, weights.shape[1]),
            known is not None,
        )
    else:
        names, named = term_names(estimator, feature_names), True
    model = final_model(estimator)
    rows = own_rows(model, len(weights))
    if rows is None:
        empty = empty_rows(model, weights)
        refined = [_NO_WORDS if is_empty else None for is_empty in empty]
        return ReadTopics(weights, names, named, None, refined)
    longest = max((len(row.terms) for row in rows), default=0)
    n_words = max(longest, getattr(model, "n_top_words", 1))
    own_names = names if feature_names is None else term_names(estimator)
    refined = _refined(rows, top_columns(weights, n_words), own_names, names)
    return ReadTopics(weights, names, named, rows, refined)


def read_topic_names(estimator, n_topics):
    """Return the names that a model without a table of its own has for its topics.

    They are those of `topic_names_`, of the seeds that a user gave by name.

    Returns
    -------
    names : list of (str or None)
        By topic, None for topics without a name.
    """
    model = final_model(estimator)
    names = getattr(model, "topic_names_", None)
    if names is None:
        return [None] * n_topics
    if len(names) != n_topics:
        raise ValueError(
            f"topic_names_ of {type(model).__name__} must have a name or None for each "
            f"of its {n_topics} topics, and has {len(names)}."
        )
    return list(names)


def names_in_own_table(estimator):
    """Return the names of topics in a model's own table, or None without a table.

    They come without the weights of words, which a table of any model needs.
    """
    if own_table(estimator) is None:
        return None
    n_topics = shape_of_weights(estimator)[0]
    return [row.label for row in own_rows(final_model(estimator), n_topics)]


def own_rows(model, n_topics):
    """Return the rows of the model's own table, by topic, or None without a table."""
    table = own_table(model)
    if table is None:
        return None
    rows = {row.index: row for row in table}
    if len(table) != n_topics or set(rows) != set(range(n_topics)):
        raise ValueError(
            f"topics_ of {type(model).__name__} must have a row for each of its "
            f"{n_topics} topics, and has rows {[row.index for row in table]}."
        )
    return [rows[topic] for topic in range(n_topics)]


def _refined(rows, plain, own_names, names):
    """Words of the rows that are not the `plain` columns of their topics.

    `own_names` are those of the table, `names` are to be shown.
    """
    column = {name: i for i, name in enumerate(own_names)}
    refined = []
    for row, best in zip(rows, plain, strict=True):
        if list(row.terms) == own_names[best].tolist():
            refined.append(None)
            continue
        columns = np.array([column.get(term, -1) for term in row.terms], dtype=int)
        terms = np.array(row.terms, dtype=object)
        terms[columns >= 0] = names[columns[columns >= 0]]
        refined.append(RefinedWords(terms, np.asarray(row.weights, float), columns))
    return refined

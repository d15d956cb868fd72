"""Which topics terms belong to: Bayes' rule on the weights of a model."""

import difflib
from typing import NamedTuple

import numpy as np

from .._arrays import normalized_rows
from .corpus import topic_shares
from .forms import materialized
from .sizes import corpus_sizes, equal_sizes, topic_masses
from .steps import final_model
from .topics import read_topics


class TermPosteriors(NamedTuple):
    """Topics of terms.

    Attributes
    ----------
    columns : ndarray of shape (n_terms,), int
        Columns of the terms, -1 for those that the model does not know.
    topic_given_term : ndarray of shape (n_terms, n_topics)
        Rows sum to 1, or to 0 if no topic has the term.
    term_given_topic : ndarray of shape (n_terms, n_topics)
    names : ndarray of shape (n_columns,)
        Names of all columns.
    named : bool
        Whether these are more than numbers of columns.
    """

    columns: np.ndarray
    topic_given_term: np.ndarray
    term_given_topic: np.ndarray
    names: np.ndarray
    named: bool


def term_posteriors(model, terms, *, feature_names=None, X=None) -> TermPosteriors:
    """Return p(topic | term) and p(term | topic) of some terms.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, Pipeline or search.
    terms : list of str
    feature_names : array-like of shape (n_columns,), default=None
    X : object, default=None
        A corpus from which the sizes of topics are taken.
    """
    weights, names, named, *_ = read_topics(model, feature_names)
    column_of = {name: column for column, name in enumerate(names.tolist())}
    columns = np.array([column_of.get(term, -1) for term in terms], dtype=np.int64)
    topic_word = normalized_rows(weights)
    if X is None:
        sizes = topic_masses(final_model(model), weights)
    else:
        sizes = corpus_sizes(*topic_shares(model, materialized(X), weights))
    sizes = equal_sizes(topic_word) if sizes is None else sizes
    given_topic = np.zeros((len(columns), len(weights)))
    given_topic[columns >= 0] = topic_word[:, columns[columns >= 0]].T
    joint = sizes * given_topic
    return TermPosteriors(columns, normalized_rows(joint), given_topic, names, named)


def unknown_term(term, names, named, *, names_can_be_given=False):
    """Return what to say of a term that a model does not know.

    Parameters
    ----------
    term : str
    names : ndarray of shape (n_columns,)
    named : bool
        Whether the model knows the names of columns.
    names_can_be_given : bool, default=False
        Whether the user may give them as `feature_names`.
    """
    if not named:
        how = "feature_names, or " if names_can_be_given else ""
        return (
            f"The model does not know the term {term!r}, nor the names of any terms: "
            f"give {how}the Pipeline with the vectorizer."
        )
    message = f"The model does not know the term {term!r}."
    close = difflib.get_close_matches(term, names.tolist(), n=3)
    if not close:
        close = [name for name in names if name.lower() == term.lower()]
    if close:
        message += f" Did you mean {' or '.join(map(repr, close))}?"
    return message

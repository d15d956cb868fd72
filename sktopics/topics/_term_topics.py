"""The topics of a term."""

import difflib
from dataclasses import dataclass

import numpy as np

from .._arrays import normalized_rows
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import (
    corpus_sizes,
    equal_sizes,
    final_model,
    materialized,
    read_topics,
    topic_masses,
    topic_shares,
)
from .._sklearn import validate_params


@dataclass(frozen=True, eq=False, repr=False)
class TermTopics(ColumnsMixin, FrozenArrays):
    """In which topics a term is, made by `term_topics`.

    Parameters
    ----------
    term : str
        The term.
    topic_given_term : ndarray of shape (n_components,)
        p(topic | term): the topics of an occurrence of the term. Sums to 1, or
        is all 0 if no topic has the term.
    term_given_topic : ndarray of shape (n_components,)
        p(term | topic): the share of the term in each topic.
    """

    term: str
    topic_given_term: np.ndarray
    term_given_topic: np.ndarray

    _index = "topic"

    def _columns(self):
        return {
            "topic": np.arange(len(self.topic_given_term)),
            "topic_given_term": self.topic_given_term.copy(),
            "term_given_topic": self.term_given_topic.copy(),
        }

    def __repr__(self):
        lines = [f"TermTopics: {self.term!r}", "topic  p(topic|term)  p(term|topic)"]
        order = np.argsort(-self.topic_given_term, kind="stable")
        positive = [t for t in order if self.topic_given_term[t] > 0]
        for t in positive[:10]:
            lines.append(
                f"{t:5d}  {self.topic_given_term[t]:13.4f}"
                f"  {self.term_given_topic[t]:13.3e}"
            )
        left = len(order) - len(positive[:10])
        if left:
            lines.append(f"… {left} more topic{'' if left == 1 else 's'}")
        return "\n".join(lines)


@validate_params({"term": [str]}, prefer_skip_nested_validation=True)
def term_topics(model, term, *, feature_names=None, X=None) -> TermTopics:
    """Return p(topic | term) and p(term | topic) for one term.

    Parameters
    ----------
    model : estimator
        A fitted model with `components_` of shape (n_components, n_terms), a
        Pipeline that ends in one, or a fitted search over one.
    term : str
        Name of a column of the model.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms. By default those that the Pipeline or the model knows,
        else column numbers ("0", "1", ...).
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus, from which p(topic) is taken, as in `topic_table`. Without it
        p(topic) comes from the pseudo-counts of the model if it has such, else
        all topics that have terms are taken to be of the same size.

    Returns
    -------
    topics : TermTopics
        ``topic_given_term`` is Bayes' rule, p(topic) p(term | topic) over the sum
        of the same for all topics.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If the model does not know the term; the error names close matches.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.topics import term_topics
    >>> documents = ["sea ship sea harbour", "tax budget tax", "ship sea", "tax debt"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> topics = term_topics(pipeline, "sea")
    >>> topics.topic_given_term.round(2)
    array([0.12, 0.88])
    >>> term_topics(pipeline, "see")
    Traceback (most recent call last):
        ...
    ValueError: The model does not know the term 'see'. Did you mean 'sea'?
    """
    weights, names, named, *_ = read_topics(model, feature_names)
    columns = np.flatnonzero(names == term)
    if len(columns) == 0:
        raise ValueError(_unknown(term, names) if named else _nameless(term))
    topic_word = normalized_rows(weights)
    if X is None:
        sizes = topic_masses(final_model(model), weights)
    else:
        sizes = corpus_sizes(*topic_shares(model, materialized(X), weights))
    sizes = equal_sizes(topic_word) if sizes is None else sizes
    term_given_topic = topic_word[:, columns[0]]
    joint = sizes * term_given_topic
    total = joint.sum()
    topic_given_term = joint / total if total > 0 else np.zeros_like(joint)
    return TermTopics(term, topic_given_term, term_given_topic)


def _nameless(term):
    return (
        f"The model does not know the term {term!r}, nor the names of any terms: give "
        "feature_names, or the Pipeline with the vectorizer."
    )


def _unknown(term, names):
    message = f"The model does not know the term {term!r}."
    close = difflib.get_close_matches(term, names.tolist(), n=3)
    if not close:
        close = [name for name in names if name.lower() == term.lower()]
    if close:
        message += f" Did you mean {' or '.join(map(repr, close))}?"
    return message

"""The topics of a term."""

from dataclasses import dataclass

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import term_posteriors, unknown_term
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
    found = term_posteriors(model, [term], feature_names=feature_names, X=X)
    if found.columns[0] < 0:
        names, named = found.names, found.named
        raise ValueError(unknown_term(term, names, named, names_can_be_given=True))
    return TermTopics(term, found.topic_given_term[0], found.term_given_topic[0])

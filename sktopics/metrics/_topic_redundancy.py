"""Redundancy: how much the top terms of topics repeat each other."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

import numpy as np

from .._reading import (
    check_selection,
    has_topics,
    known_empty,
    read_term_lists,
    warn_of_left_out,
)
from .._sklearn import Interval, validate_params
from .scorer_base import Scorer, given_of, makes_scorers


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "weights": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def topic_redundancy(topics, n_top_words=10, *, weights=None) -> float:
    r"""How much topics repeat the words of each other; lower is better.

    It is the probability that a top word of a topic is also one of another topic [1]_.
    With K topics, :math:`T_k` the top words of topic k and :math:`\omega_k` its weight:

    .. math:: \frac{1}{\sum_k \omega_k} \sum_k \omega_k \frac{1}{|T_k|}
              \sum_{w \in T_k} \frac{|\{j \ne k : w \in T_j\}|}{K - 1}

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them, as in
        `topic_diversity`. Topics without terms are left out. There is a warning of
        topics of a model or a table that no word of the training documents is about.
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    weights : array-like of shape (n_topics,), default=None
        What topics count, such as their sizes; all alike by default.

    Returns
    -------
    redundancy : float
        0 if no two topics share a top word, 1 if all have the same; 0 for a single
        topic. Never NaN.

    Raises
    ------
    ValueError
        If there is no topic, if no topic has a term, or if weights are not one for
        each topic, are negative or not finite, or are all 0.
    TypeError
        If `topics` are not lists of terms, or a model has no `components_`.

    See Also
    --------
    topic_diversity : Shares of different words, and overlaps that look at ranks.
    redundancy_scorer : Minus the redundancy, for a search.

    Notes
    -----
    A word that all topics share counts more here than one that two topics share. The
    share of different words, `topic_diversity`, falls by both.

    References
    ----------
    .. [1] S. Burkhardt, S. Kramer, "Decoupling sparsity and smoothness in the
       Dirichlet variational autoencoder topic model", JMLR 2019.

    Examples
    --------
    >>> from sktopics.metrics import topic_redundancy
    >>> topics = [["ship", "sea"], ["tax", "ship"], ["rain", "snow"]]
    >>> round(topic_redundancy(topics), 3)
    0.167
    >>> topic_redundancy(topics, weights=[1, 1, 0])
    0.25
    """
    terms = read_term_lists(topics, n_top_words)
    weights = _checked_weights(weights, len(terms))
    n_empty = int(known_empty(topics, len(terms)).sum())
    if 0 < n_empty < len(terms):
        warn_of_left_out(n_empty, len(terms))
    there = [i for i, own in enumerate(terms) if own]
    if not there:
        raise ValueError("topics must hold terms, and all of them are empty.")
    if not weights[there].any():
        raise ValueError("weights must be above 0 for a topic that holds terms.")
    if len(there) == 1:
        return 0.0
    n_topics_of = Counter(term for own in terms for term in own)
    repeated = [np.mean([n_topics_of[term] - 1 for term in terms[i]]) for i in there]
    return float(np.average(repeated, weights=weights[there]) / (len(there) - 1))


def _checked_weights(weights, n_topics):
    if weights is None:
        return np.ones(n_topics)
    weights = np.asarray(weights, dtype=np.float64)
    if weights.shape != (n_topics,):
        raise ValueError(
            f"weights must be one for each of the {n_topics} topics, and have the "
            f"shape {weights.shape}."
        )
    if not np.isfinite(weights).all() or weights.min() < 0:
        raise ValueError("weights must be finite and not negative.")
    return weights


@dataclass(frozen=True)
class _RedundancyScorer(Scorer):
    n_top_words: int
    topics: object
    columns: object

    def __call__(self, estimator, X, y=None):
        if not has_topics(estimator):
            return -1.0
        terms = read_term_lists(estimator, self.n_top_words, columns=self.columns)
        chosen = check_selection("topics", self.topics, len(terms))
        chosen = np.arange(len(terms))[chosen]
        n_empty = int(known_empty(estimator, len(terms))[chosen].sum())
        if 0 < n_empty < len(chosen):
            warn_of_left_out(n_empty, len(chosen))
        return 0.0 - topic_redundancy([terms[i] for i in chosen], self.n_top_words)

    def __repr__(self):
        given = given_of(self, "topics", "columns")
        return f"redundancy_scorer(n_top_words={self.n_top_words}{given})"


@makes_scorers
@validate_params(
    {"n_top_words": [Interval(Integral, 1, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def redundancy_scorer(
    n_top_words=10, *, topics=None, columns=None
) -> Callable[..., float]:
    """Make a scorer of MINUS the redundancy of a model's topics; higher is better.

    Parameters
    ----------
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    topics : slice, array-like of int or bool, default=None
        Topics to score, by default all: those that are not background, for instance.
    columns : str, slice, array-like of int or bool, default=None
        Terms to take top terms from, by default all; a str is the name of a modality
        of the model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled: minus the
        `topic_redundancy`, from -1 to 0. It does not look at `X`. A model without any
        topic gets -1.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import redundancy_scorer
    >>> X = [[6, 3, 0, 2], [0, 1, 6, 3], [12, 6, 0, 4], [0, 2, 12, 6]]
    >>> round(redundancy_scorer(3)(NMF(2, random_state=0).fit(X), X), 2)
    -0.67
    """
    return _RedundancyScorer(n_top_words, topics, columns)

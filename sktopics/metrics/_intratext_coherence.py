"""How topics hold together along a text, rather than by their top words."""

from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral

import numpy as np

from .._frozen import FrozenArrays
from .._reading import read_token_posteriors
from .._sklearn import Interval, validate_params


@dataclass(frozen=True, eq=False)
class IntratextCoherences(FrozenArrays):
    """Coherence of topics along texts, made by `intratext_coherence`.

    Attributes
    ----------
    values : ndarray of shape (n_topics,)
        Mean share of the topic in the tokens near a token of it; from 0 to 1. NaN for a
        topic that no token is of.
    by_chance : ndarray of shape (n_topics,)
        What `values` would be on average if the tokens of each document stood in a
        random order.
    support : ndarray of shape (n_topics,), int64
        Number of tokens of the topic that have others near them.
    """

    values: np.ndarray
    by_chance: np.ndarray
    support: np.ndarray

    @property
    def mean(self) -> float:
        """Mean of `values` over the topics that some token is of; NaN without any."""
        return _mean_of_known(self.values)

    @property
    def mean_above_chance(self) -> float:
        """Mean over these topics of what is above `by_chance`; NaN without any."""
        return _mean_of_known(self.values - self.by_chance)


@validate_params(
    {"window": [Interval(Integral, 1, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def intratext_coherence(model, X, *, window=10) -> IntratextCoherences:
    r"""Measure how topics hold together along texts [1]_.

    Coherence of top words looks at a few words of a topic, which are a small part of
    any text. Here all tokens count: a text stays with a topic for a while, so the
    tokens near one that is about a topic should be about it, too. Over the tokens i
    whose largest share p(t | i) is that of topic t,

    .. math:: v_t = \frac{\sum_{i: t_i = t} \sum_{0 < |j - i| \le w} p(t | j)}
                    {\sum_{i: t_i = t} |\{j: 0 < |j - i| \le w\}|}

    with j in the same document. Tokens of words that the model does not know are left
    out before.

    Parameters
    ----------
    model : estimator
        A fitted model, or a Pipeline that ends in one. It takes `TokenSequences`, as
        :class:`~sktopics.artm.AttentiveARTM` does, or counts.
    X : TokenSequences of shape (n_documents, n_terms), or what a Pipeline takes
        Texts in reading order. For a model of counts, `TokenSequences` over its terms:
        those of a :class:`~sktopics.text.SequenceVectorizer` with its vocabulary.
    window : int, default=10
        How many tokens on either side are near, w in the formula.

    Returns
    -------
    result : IntratextCoherences

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model is given counts, which have no order, or if its topics are clusters
        of documents.

    Notes
    -----
    `by_chance` is high where documents are about one topic all through. Compare models
    by `mean_above_chance` where they differ in this.

    References
    ----------
    .. [1] V. Alekseev, V. Bulatov and K. Vorontsov, "Intra-text coherence as a measure
       of topic models' interpretability", Dialogue 2018.

    Examples
    --------
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import AttentiveARTM, SequenceVectorizer
    >>> from sktopics.metrics import intratext_coherence
    >>> texts = ["sea ship sea wind ship tax debt tax law debt",
    ...          "tax law debt tax law sea wind ship sea wind"] * 3
    >>> model = AttentiveARTM(2, context=3, random_state=0)
    >>> pipeline = make_pipeline(SequenceVectorizer(), model).fit(texts)
    >>> result = intratext_coherence(pipeline, texts, window=2)
    >>> result.values.round(2), result.by_chance.round(2)
    (array([0.82, 0.82]), array([0.44, 0.44]))
    """
    shares, offsets = read_token_posteriors(model, X)
    totals = np.zeros((5, shares.shape[1]))
    for first, last in pairwise(offsets.tolist()):
        if last > first + 1:
            totals += _sums(shares[first:last].toarray(), window)
    near, n_near, chance, n_chance, support = totals
    values, by_chance = np.full((2, len(near)), np.nan)
    np.divide(near, n_near, out=values, where=n_near > 0)
    np.divide(chance, n_chance, out=by_chance, where=n_chance > 0)
    return IntratextCoherences(values, by_chance, support.astype(np.int64))


def _sums(shares, window):
    """Return sums over the tokens of each topic in a document, (5, n_topics).

    Shares of the topic near them and how many tokens are near; both on average over
    all orders of the tokens; and how many tokens there are.
    """
    n, n_topics = shares.shape
    tokens, topics = np.arange(n), shares.argmax(axis=1)
    before = np.zeros((n + 1, n_topics))
    shares.cumsum(axis=0, out=before[1:])
    start, stop = np.maximum(tokens - window, 0), np.minimum(tokens + window + 1, n)
    own = shares[tokens, topics]
    near = before[stop, topics] - before[start, topics] - own
    n_near = stop - start - 1
    usual = n_near.mean()
    others = (before[n, topics] - own) / (n - 1)
    parts = near, n_near, usual * others, np.full(n, usual), np.ones(n)
    return np.array([np.bincount(topics, part, n_topics) for part in parts])


def _mean_of_known(values):
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")

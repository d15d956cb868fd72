"""Rényi entropy of topics: how far a model is from knowing nothing of its words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .._arrays import normalized_rows
from .._reading import check_columns, check_distributions, check_selection, read_weights
from .scorer_base import Scorer, given_of, makes_scorers

# Shares of equal words are rounded, and may lie above 1 / n_terms by so much of it.
_ROUNDING = 1e-9


def renyi_entropy(model, *, topics=None, columns=None) -> float:
    r"""Rényi entropy of the topics of a model [1]_; lower is better.

    A word is typical of a topic if it has more than the uniform share there,
    :math:`\phi_{wt} > 1/W` for W words. For T topics, let

    .. math:: \tilde\rho = \frac{1}{W T} \sum_{t, w} [\phi_{wt} > 1/W], \quad
              \tilde P = \frac{1}{T} \sum_{t, w} \phi_{wt} [\phi_{wt} > 1/W]

    be the share of such pairs of a word and a topic, and their mean probability in a
    topic. With energy :math:`E = -\ln \tilde P`, entropy
    :math:`S = \ln \tilde\rho` and the number of topics as the temperature, the free
    energy is :math:`F = E - T S`, and the Rényi entropy of order :math:`q = 1/T` is

    .. math:: S_q = \frac{F}{T - 1} = \frac{q \ln \tilde P + \ln \tilde\rho}{q - 1}

    It grows without bound towards one topic. With many topics it is about
    :math:`-\ln \tilde\rho`, which grows when each topic has fewer typical words. The
    authors choose the number of topics between the two, at the lowest entropy.

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the weights
        of terms in topics. Rows are normalised to sum to 1. Topics without any
        weight do not count.
    topics : slice, array-like of int or bool, default=None
        Topics to look at, by default all: the topics that are not background, for
        instance.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model. Rows are normalised over them.

    Returns
    -------
    entropy : float
        Never NaN. It is infinite for a single topic, which is the limit of the
        formula, and for topics that are all uniform.

    Raises
    ------
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`, or scores of words in them that are no
        distributions, as BERTopic has.
    ValueError
        If `components_` has negative entries or NaN, if no topic has any weight, or if
        a selection is empty, goes too far or repeats itself.

    See Also
    --------
    renyi_scorer : Its negative, for searches.
    sktopics.model_selection.renormalized_entropy : At all numbers of topics, by one
        fit.

    Notes
    -----
    The entropy looks at topics alone, and at no document. Compare models of one
    vocabulary. Do not trust the lowest entropy alone: in
    ``benchmarks/bench_topic_numbers.py`` it was seldom at the number of topics that
    had been planted.

    References
    ----------
    .. [1] S. Koltcov, "Application of Rényi and Tsallis entropies to topic modeling
       optimization", Physica A 512, 2018.

    Examples
    --------
    Two topics, each with half of the words. The pairs above 1/4 are half of all,
    and hold all of the probability: F = 0 - 2 ln(1/2), divided by 2 - 1.

    >>> from sktopics.metrics import renyi_entropy
    >>> round(renyi_entropy([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]), 4)
    1.3863
    >>> renyi_entropy([[0.7, 0.1, 0.1, 0.1]])
    inf
    """
    check_distributions(model, "the Rényi entropy")
    weights = read_weights(model, at_least=1)
    topics = check_selection("topics", topics, weights.shape[0])
    columns = check_columns(model, columns, weights.shape[1])
    topic_word = normalized_rows(weights[topics][:, columns])
    topic_word = topic_word[topic_word.any(axis=1)]
    if not len(topic_word):
        raise ValueError("No topic has any weight: there is no entropy of no topics.")
    n_topics, n_terms = topic_word.shape
    typical = topic_word > (1 + _ROUNDING) / n_terms
    if n_topics == 1 or not typical.any():
        return float("inf")
    energy = -np.log(topic_word[typical].sum() / n_topics)
    return float((energy - n_topics * np.log(typical.mean())) / (n_topics - 1))


@dataclass(frozen=True, eq=False)
class _RenyiScorer(Scorer):
    topics: object
    columns: object

    def __call__(self, estimator, X, y=None):
        return -renyi_entropy(estimator, topics=self.topics, columns=self.columns)

    def __repr__(self):
        return f"renyi_scorer({given_of(self, 'topics', 'columns')[2:]})"


@makes_scorers
def renyi_scorer(*, topics=None, columns=None) -> Callable[..., float]:
    """Make a scorer of minus the Rényi entropy of a model's topics.

    The lower the entropy, the higher the score, so that a search takes the number of
    topics with the lowest entropy.

    Parameters
    ----------
    topics : slice, array-like of int or bool, default=None
        Topics to look at; by default all.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled; it does not look at
        `X`. A model of one topic gets minus infinity.

    See Also
    --------
    renyi_entropy : The entropy, and its formula.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import renyi_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]]
    >>> scorer = renyi_scorer()
    >>> scorer
    renyi_scorer()
    >>> round(scorer(NMF(2, random_state=0).fit(X), X), 2)
    -1.39
    """
    return _RenyiScorer(topics, columns)

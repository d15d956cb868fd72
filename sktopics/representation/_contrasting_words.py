"""Words that tell a topic from other topics."""

from numbers import Integral, Real

import numpy as np

from .._arrays import unit_rows
from .._distances import hellinger
from .._sklearn import Interval, StrOptions
from ..topics import TopicTable
from ..topics.relevance import relevance_of_shares
from ._base_step import RepresentationStep
from ._topic_words import TopicWords, with_words

# Shares of words below it are taken for this where their logarithm is needed.
SMALLEST_SHARE = 1e-12
# How much exclusivity counts where nothing is said: what the papers use.
USUAL_EXCLUSIVITY = {"frex": 0.5, "relevance": 0.4, "blei_lafferty": None}


class ContrastingWords(RepresentationStep):
    r"""Words that are frequent in a topic and rare in other topics.

    The heaviest words of a topic are often heavy in its neighbours, too: two topics of
    one subject look alike then. This representation ranks words by what tells the topic
    from all others, or from the topics nearest to it. It needs no documents.

    Parameters
    ----------
    measure : {"frex", "relevance", "blei_lafferty"}, default="frex"
        How words are ranked. With p the share of a word in the topic:

        - "frex" [1]_: the harmonic mean of two ranks of the word among the words of the
          topic, from 0 to 1: the rank of p, and the rank of its exclusivity, which is p
          divided by the sum of the word's shares in all topics that are compared;
        - "relevance" [2]_: ``(1 - exclusivity) * log(p) + exclusivity * log(p / q)``
          with q the mean share of the word in the topics that are compared, weighted by
          their sizes;
        - "blei_lafferty" [3]_: ``p * log(p / g)`` with g the geometric mean of the
          word's shares in the topics that are compared. Shares are at least 1e-12.
    exclusivity : float in [0, 1], default=None
        How much it counts that other topics do not have the word. 0 ranks by weight
        alone. None is 0.5 for "frex", and 0.4 for "relevance", what the papers use (1 -
        lambda for the latter). "blei_lafferty" takes none.
    n_neighbors : int, default=None
        How many of the nearest topics a topic is compared with, beside itself. Nearest
        by the cosines of the topics' embeddings where the model has any, else by the
        Hellinger distance of their words. None: with all topics.
    n_top_words : int, default=10
        Number of words per topic.

    See Also
    --------
    sktopics.topics.topic_table : Its parameter `relevance` ranks the words of a table.

    Notes
    -----
    Weights of the words are what they are in `topic_table`: p(word | topic); for models
    that score words, as BERTopic, their part of the sum of all scores of the topic.
    They are not what words are ranked by.

    References
    ----------
    .. [1] J. Bischof and E. Airoldi, "Summarizing topical content with word frequency
       and exclusivity", ICML 2012.
    .. [2] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and interpreting
       topics", Workshop on Interactive Language Learning, Visualization, and
       Interfaces, 2014.
    .. [3] D. Blei and J. Lafferty, "Topic models", in: Text Mining: Classification,
       Clustering, and Applications, 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import ContrastingWords
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> terms = np.array(["people", "sea", "ship", "tax"])
    >>> weights = np.array([[0.5, 0.3, 0.2, 0.0], [0.6, 0.0, 0.1, 0.3]])
    >>> table = TopicTable(
    ...     Topic(i, None, 0.5, terms[:2], row[:2]) for i, row in enumerate(weights)
    ... )
    >>> context = RepresentationContext(table, weights, terms)
    >>> ContrastingWords(n_top_words=2).refine(table, context)
    TopicTable: 2 topics
    topic   size  top terms
        0  50.0%  sea, people
        1  50.0%  people, tax
    """

    _parameter_constraints = {
        "measure": [StrOptions(set(USUAL_EXCLUSIVITY))],
        "exclusivity": [Interval(Real, 0, 1, closed="both"), None],
        "n_neighbors": [Interval(Integral, 1, None, closed="left"), None],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self, measure="frex", *, exclusivity=None, n_neighbors=None, n_top_words=10
    ):
        self.measure = measure
        self.exclusivity = exclusivity
        self.n_neighbors = n_neighbors
        self.n_top_words = n_top_words

    def _refine(self, table, context):
        exclusivity = USUAL_EXCLUSIVITY[self.measure]
        if self.exclusivity is not None:
            if exclusivity is None:
                raise ValueError(
                    'measure="blei_lafferty" has no exclusivity to be set: leave it '
                    'out, or use "frex" or "relevance".'
                )
            exclusivity = self.exclusivity
        words = TopicWords(context)
        sizes = _sizes(context.table, words.n_topics)
        everything = None
        if self.n_neighbors is None or self.n_neighbors >= words.n_topics - 1:
            everything = words.shares(np.arange(words.n_topics))
        refined = []
        for topic in table:
            if everything is None:
                near = nearest_of(topic.index, self.n_neighbors, words, context)
                compared = np.sort([topic.index, *near])
                shares = words.shares(compared)
                own = int(np.searchsorted(compared, topic.index))
            else:
                compared, shares = slice(None), everything
                own = topic.index
            scores = contrast_scores(
                shares, own, self.measure, exclusivity, sizes[compared]
            )
            best = _best(scores, shares[own], self.n_top_words)
            refined.append(with_words(topic, words.terms[best], shares[own, best]))
        return TopicTable(refined, table.outliers)


def contrast_scores(shares, own, measure, exclusivity, sizes):
    """Score the words of one topic by what tells it from others.

    Parameters
    ----------
    shares : ndarray of shape (n_topics, n_terms)
        p(word | topic) of the topics that are compared.
    own : int
        Row of the topic.
    measure, exclusivity
        As `ContrastingWords` documents them.
    sizes : ndarray of shape (n_topics,)
        What the topics weigh.

    Returns
    -------
    scores : ndarray of shape (n_terms,)
        -inf for words that are not in the topic.
    """
    share = shares[own]
    inside = share > 0
    scores = np.full(share.shape, -np.inf)
    p, others = share[inside], shares[:, inside]
    if measure == "frex":
        exclusive = p / others.sum(axis=0)
        scores[inside] = frex_scores(p, exclusive, exclusivity)
    elif measure == "relevance":
        weights = sizes / sizes.sum() if sizes.sum() > 0 else 1 / len(sizes)
        p_term = (weights * np.ones(len(sizes))) @ others
        scores[inside] = relevance_of_shares(p, p_term, 1 - exclusivity)
    else:
        logs = np.log(np.maximum(others, SMALLEST_SHARE))
        scores[inside] = p * (logs[own] - logs.mean(axis=0))
    return scores


def frex_scores(frequency, exclusivity, weight):
    """Weighted harmonic mean of the ranks of words by exclusivity and by frequency.

    Parameters
    ----------
    frequency, exclusivity : ndarray of shape (n_terms,)
    weight : float in [0, 1]
        Of exclusivity, omega in the paper.

    Returns
    -------
    scores : ndarray of shape (n_terms,)

    Examples
    --------
    >>> frex_scores(np.array([0.6, 0.3, 0.1]), np.array([0.5, 1.0, 0.2]), 0.5)
    array([0.8       , 0.8       , 0.33333333])
    """
    by_exclusivity, by_frequency = _ranks(exclusivity), _ranks(frequency)
    return 1 / (weight / by_exclusivity + (1 - weight) / by_frequency)


def _ranks(values):
    """Share of values that are not larger than each, the empirical distribution."""
    return np.searchsorted(np.sort(values), values, side="right") / max(len(values), 1)


def _best(scores, share, n):
    """Columns of the best words; words of the same score by their weight."""
    inside = np.flatnonzero(scores > -np.inf)
    scores = scores[inside]
    # Words of equal scores are many, and rounding must not choose among them.
    scores = np.round(scores / (np.abs(scores).max(initial=0) or 1), 12)
    order = np.lexsort((-share[inside], -scores))
    return inside[order[:n]]


def _sizes(table, n_topics):
    """Sizes of topics by their numbers, equal where one is unknown."""
    sizes = np.full(n_topics, np.nan)
    for topic in table:
        if topic.size is not None and 0 <= topic.index < n_topics:
            sizes[topic.index] = topic.size
    return np.ones(n_topics) if np.isnan(sizes).any() else sizes


def nearest_of(topic, n, words, context):
    """Return the numbers of the topics that are nearest to one, nearest first."""
    if context.topic_embeddings is not None:
        vectors = unit_rows(np.asarray(context.topic_embeddings, dtype=np.float64))
        distances = -(vectors @ vectors[topic])
    else:
        distances = np.concatenate(
            [
                hellinger(words.shares([topic]), words.shares(rows))[0]
                for rows in np.array_split(
                    np.arange(words.n_topics), max(words.n_topics // 64, 1)
                )
            ]
        )
    distances[topic] = np.inf
    return np.argsort(distances, kind="stable")[:n]

"""Words that tell a topic from other topics."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils import gen_batches

from .._arrays import unit_rows
from .._sklearn import Interval, StrOptions
from ..topics import TopicTable
from ..topics.relevance import relevance_of_shares
from ._base_step import RepresentationStep
from ._topic_words import TopicWords, with_words

# Shares of words below it are taken for this where their logarithm is needed.
SMALLEST_SHARE = 1e-12
# Of how many topics all words are looked at together.
_AT_ONCE = 64
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
        # A part of a table has numbers that are no topics of it.
        everybody = np.array(sorted({t.index for t in context.table if t.index >= 0}))
        if not len(everybody):
            return table
        sizes = _sizes(context.table, words.n_topics, everybody)
        of_all, n_others = None, len(everybody) - 1
        if self.n_neighbors is None or self.n_neighbors >= n_others:
            of_all = what_is_usual(everybody, words, sizes, self.measure)
        else:
            topics = [topic.index for topic in table]
            vectors = context.topic_embeddings
            nearest = nearest_topics_of(
                topics, self.n_neighbors, words, vectors, everybody
            )
        refined = []
        for number, topic in enumerate(table):
            usual = of_all
            if usual is None:
                compared = np.sort([topic.index, *nearest[number]])
                usual = what_is_usual(compared, words, sizes, self.measure)
            share = words.shares([topic.index])[0]
            scores = contrast_scores(share, usual, self.measure, exclusivity)
            best = _best(scores, share, self.n_top_words)
            refined.append(with_words(topic, words.terms[best], share[best]))
        return TopicTable(refined, table.outliers)


def what_is_usual(topics, words, sizes, measure):
    """Return what the shares of words in topics are compared with.

    Parameters
    ----------
    topics : ndarray of int
        The topics that are compared.
    words : TopicWords
    sizes : ndarray of shape (n_topics,)
    measure : {"frex", "relevance", "blei_lafferty"}

    Returns
    -------
    usual : ndarray of shape (n_terms,)
        The sum of the shares, their mean weighted by sizes, or the mean of their
        logarithms.
    """
    weights = np.ones(len(topics))
    if measure == "relevance" and sizes[topics].sum() > 0:
        weights = sizes[topics]
    total = np.zeros(len(words.terms))
    for part in gen_batches(len(topics), _AT_ONCE):
        shares = words.shares(topics[part])
        if measure == "blei_lafferty":
            shares = np.log(np.maximum(shares, SMALLEST_SHARE))
        total += weights[part] @ shares
    return total if measure == "frex" else total / weights.sum()


def contrast_scores(share, usual, measure, exclusivity):
    """Score the words of one topic by what tells it from others.

    Parameters
    ----------
    share : ndarray of shape (n_terms,)
        p(word | topic).
    usual : ndarray of shape (n_terms,)
        See `what_is_usual`.
    measure, exclusivity
        As `ContrastingWords` documents them.

    Returns
    -------
    scores : ndarray of shape (n_terms,)
        -inf for words that are not in the topic.
    """
    inside = share > 0
    scores = np.full(share.shape, -np.inf)
    p, usual = share[inside], usual[inside]
    if measure == "frex":
        scores[inside] = frex_scores(p, p / usual, exclusivity)
    elif measure == "relevance":
        scores[inside] = relevance_of_shares(p, usual, 1 - exclusivity)
    else:
        scores[inside] = p * (np.log(np.maximum(p, SMALLEST_SHARE)) - usual)
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
    order = np.argsort(values)
    values = values[order]
    ranks = np.empty(len(values))
    ranks[order] = np.searchsorted(values, values, side="right")
    return ranks / max(len(values), 1)


def _best(scores, share, n):
    """Columns of the best words; words of the same score by their weight."""
    inside = np.flatnonzero(scores > -np.inf)
    scores = scores[inside]
    # Words of equal scores are many, and rounding must not choose among them.
    scores = np.round(scores / (np.abs(scores).max(initial=0) or 1), 12)
    order = np.lexsort((-share[inside], -scores))
    return inside[order[:n]]


def _sizes(table, n_topics, everybody):
    """Sizes of topics by their numbers, equal where one is unknown."""
    sizes = np.full(n_topics, np.nan)
    for topic in table:
        if topic.size is not None and 0 <= topic.index < n_topics:
            sizes[topic.index] = topic.size
    return np.ones(n_topics) if np.isnan(sizes[everybody]).any() else sizes


def nearest_topics_of(topics, n, words, vectors, everybody):
    """Return the topics that are nearest to some topics.

    Parameters
    ----------
    topics : sequence of int
    n : int
        Of how many topics to ask.
    words : TopicWords
    vectors : ndarray of shape (n_topics, n_dimensions) or None
        Vectors of all topics, which are near if their cosine is large. None: by the
        Hellinger distance of their words.
    everybody : ndarray of int
        The topics that there are.

    Returns
    -------
    nearest : list of ndarray of int
        For each topic the others, nearest first, at most `n`.
    """
    if vectors is not None:
        vectors = unit_rows(np.asarray(vectors, dtype=np.float64))
        alike = vectors[topics] @ vectors.T
    else:
        # The distance is the root of 1 minus the sum of the roots of p q.
        alike = np.empty((len(topics), words.n_topics))
        for rows in gen_batches(words.n_topics, _AT_ONCE):
            roots = np.sqrt(words.shares(np.arange(words.n_topics)[rows])).T
            for own in gen_batches(len(topics), _AT_ONCE):
                alike[own, rows] = np.sqrt(words.shares(topics[own])) @ roots
    alike[np.arange(len(topics)), topics] = -np.inf
    alike = alike[:, everybody]
    order = np.argsort(-alike, axis=1, kind="stable")
    return list(everybody[order[:, : min(n, len(everybody) - 1)]])

"""Diversity: how little the top terms of topics overlap."""

from itertools import combinations
from numbers import Integral

import numpy as np

from .._reading import read_term_lists, without_empty
from .._sklearn import Interval, StrOptions, validate_params

# Weight of one rank deeper in the rank-biased overlap; what the literature uses.
_PERSISTENCE = 0.9


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "measure": [StrOptions({"unique", "inverted_rbo", "jaccard"})],
    },
    prefer_skip_nested_validation=True,
)
def topic_diversity(topics, n_top_words=10, *, measure="unique") -> float:
    r"""Diversity of topics: 1 if no two share a top term; higher is better.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them. Of a model with a
        table of its own (`topics_`, as BERTopic's), they are those of the table. A
        term counts once in a topic. Topics of a model or a table that no word of the
        training documents is about are left out, with a warning.
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    measure : {"unique", "inverted_rbo", "jaccard"}, default="unique"
        - "unique": number of different top terms over the number of all of them,
          topic diversity (TD) in the literature [1]_. From 1 / n_topics on.
        - "inverted_rbo": 1 - the mean over pairs of topics of their rank-biased
          overlap with p = 0.9 [2]_, in which what is shared near the top counts
          more. From 0 on.
        - "jaccard": 1 - the mean over pairs of topics of the Jaccard index, shared
          terms over all terms of the two. From 0 on.

    Returns
    -------
    diversity : float
        At most 1, which a single topic has too; never NaN.

    Raises
    ------
    ValueError
        If there is no topic, or no topic has a term.
    TypeError
        If `topics` are not lists of terms, or a model has no `components_`.

    Notes
    -----
    The rank-biased overlap of two lists of k terms, of which the first d terms
    share :math:`X_d`, is extrapolated from the k ranks there are, :math:`RBO_{EXT}`
    of [2]_ (which also gives the form for lists of different lengths):

    .. math:: \frac{X_k}{k} p^k
              + \frac{1 - p}{p} \sum_{d=1}^{k} \frac{X_d}{d} p^d

    It is 1 for equal lists of any length and 0 for lists that share nothing. (The
    sum alone is the overlap truncated at k, which is at most 1 - p^k.)

    References
    ----------
    .. [1] A. Dieng, F. Ruiz, D. Blei, "Topic modeling in embedding spaces", TACL
       2020.
    .. [2] W. Webber, A. Moffat, J. Zobel, "A similarity measure for indefinite
       rankings", TOIS 2010.

    Examples
    --------
    >>> from sktopics.metrics import topic_diversity
    >>> topics = [["ship", "harbour", "sea"], ["tax", "money", "ship"]]
    >>> round(topic_diversity(topics), 3)
    0.833
    >>> round(topic_diversity(topics, measure="jaccard"), 3)
    0.8
    >>> round(topic_diversity(topics, measure="inverted_rbo"), 3)
    0.73
    """
    topics = without_empty(topics, read_term_lists(topics, n_top_words))
    if not any(topics):
        raise ValueError("topics must hold terms, and all of them are empty.")
    if measure == "unique":
        return len(set().union(*topics)) / sum(map(len, topics))
    overlap = _jaccard if measure == "jaccard" else rank_biased_overlap
    overlaps = [overlap(a, b) for a, b in combinations(topics, 2)]
    return 1.0 - float(np.mean(overlaps)) if overlaps else 1.0


def _jaccard(a, b):
    a, b = set(a), set(b)
    return len(a & b) / len(a | b) if a or b else 0.0


def rank_biased_overlap(a, b, p=_PERSISTENCE):
    """Extrapolated rank-biased overlap of two lists of different terms each.

    RBO_EXT of Webber et al. 2010, in the notation there: `s` and `l` are the
    lengths of the shorter and the longer list, `X[d]` is how many terms the first
    d of both share. An empty list overlaps with nothing.
    """
    if len(a) > len(b):
        a, b = b, a
    if not a:
        return 0.0
    s, l = len(a), len(b)  # noqa: E741 (the names of the paper)
    rank = {term: i for i, term in enumerate(a)}
    shared = np.zeros(l)
    for i, term in enumerate(b):
        if term in rank:
            shared[max(i, rank[term])] += 1
    X = np.cumsum(shared)
    depth = np.arange(1, l + 1)
    agreement = X / depth
    # Where the shorter list has ended, it is taken to agree as it did on the whole.
    agreement[s:] += X[s - 1] * (depth[s:] - s) / (s * depth[s:])
    tail = (X[-1] - X[s - 1]) / l + X[s - 1] / s
    return float((1 - p) / p * (agreement @ p**depth) + tail * p**l)

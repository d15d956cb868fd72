"""Topics of two models, side by side: which of one is which of the other."""

from typing import NamedTuple

import numpy as np

from .._reading import empty_topics
from ..topics import TopicDifference, TopicTable, topic_difference
from ..topics.least_distances import least_distant_pairs
from ._drawn_topics import table_to_draw

# The largest distance of each measure.
_LARGEST = {"hellinger": 1.0, "jensen_shannon": float(np.log(2)), "jaccard": 1.0}
MEASURES = set(_LARGEST)
# As of `merge_models`: topics that are less alike are two different topics.
MIN_SIMILARITY = 0.4


class TopicPair(NamedTuple):
    """A topic of each of two models; None where a topic has no partner."""

    a: int | None
    b: int | None
    similarity: float


class MatchedTopics(NamedTuple):
    """Topics of two models.

    Attributes
    ----------
    a, b : TopicTable
        In the order of the models.
    difference : TopicDifference
    similarities : ndarray of shape (n_topics_a, n_topics_b)
        1 - the distance, as a share of the largest one.
    pairs : list of TopicPair
        The most similar first, then topics of `a` without a partner, then those of `b`.
        Topics without words are left out.
    """

    a: TopicTable
    b: TopicTable
    difference: TopicDifference
    similarities: np.ndarray
    pairs: list


def matched_topics(
    a,
    b,
    X_a=None,
    X_b=None,
    *,
    metric,
    min_similarity,
    n_top_words,
    feature_names_a,
    feature_names_b,
    labels_a,
    labels_b,
) -> MatchedTopics:
    """Match the topics of two fitted models as `match_topics` does.

    Parameters
    ----------
    a, b : estimator, Pipeline or search
    X_a, X_b : object
        Corpora for sizes.
    metric : {"hellinger", "jensen_shannon", "jaccard"}
    min_similarity : float
        Less similar topics are no pair.
    n_top_words : int
    feature_names_a, feature_names_b : array-like or None
    labels_a, labels_b : dict, list or TopicTable
    """
    difference = topic_difference(
        a,
        b,
        metric,
        n_top_words=n_top_words,
        feature_names_a=feature_names_a,
        feature_names_b=feature_names_b,
    )
    tables = [
        table_to_draw(
            model, X, n_top_words=n_top_words, labels=labels, feature_names=names
        )
        for model, X, labels, names in (
            (a, X_a, labels_a, feature_names_a),
            (b, X_b, labels_b, feature_names_b),
        )
    ]
    similarities = 1 - difference.matrix / _LARGEST[metric]
    empty_a, empty_b = empty_topics(a), empty_topics(b)
    # Two topics without words are equal, and say nothing.
    similarities[empty_a] = similarities[:, empty_b] = 0
    rows, columns = least_distant_pairs(difference.matrix)
    pairs = [
        TopicPair(i, j, float(similarities[i, j]))
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if similarities[i, j] >= min_similarity and not (empty_a[i] or empty_b[j])
    ]
    pairs.sort(key=lambda pair: (-pair.similarity, pair.a))
    paired_a, paired_b = ({pair[side] for pair in pairs} for side in (0, 1))
    alone_a = [i for i in np.flatnonzero(~empty_a).tolist() if i not in paired_a]
    alone_b = [j for j in np.flatnonzero(~empty_b).tolist() if j not in paired_b]
    pairs += [TopicPair(i, None, float("nan")) for i in alone_a]
    pairs += [TopicPair(None, j, float("nan")) for j in alone_b]
    return MatchedTopics(*tables, difference, similarities, pairs)

"""Which topic of one model is which topic of another."""

from dataclasses import dataclass

import numpy as np

from .._frozen import FrozenArrays
from ._topic_difference import topic_difference
from .least_distances import least_distant_pairs


@dataclass(frozen=True, eq=False, repr=False)
class TopicMatch(FrozenArrays):
    """The best pairing of the topics of two models, made by `match_topics`.

    Parameters
    ----------
    metric : str
        Name of the distance.
    pairs : tuple of (int, int)
        Topics of a and of b that belong together, in the order of a.
    distances : ndarray of shape (n_pairs,)
        Distance of each pair.
    unmatched_a, unmatched_b : tuple of int
        Topics left without a partner.
    """

    metric: str
    pairs: tuple[tuple[int, int], ...]
    distances: np.ndarray
    unmatched_a: tuple[int, ...]
    unmatched_b: tuple[int, ...]

    @property
    def mean_distance(self) -> float:
        """Mean distance of the pairs; NaN without any."""
        return float(self.distances.mean()) if self.pairs else float("nan")

    def __repr__(self):
        lines = [
            f"TopicMatch: {len(self.pairs)} pairs, {self.metric}, "
            f"mean distance {self.mean_distance:.3f}",
            "    a      b  distance",
        ]
        for (i, j), distance in zip(self.pairs, self.distances, strict=True):
            lines.append(f"{i:5d}  {j:5d}  {distance:8.3f}")
        for name in ("a", "b"):
            left = getattr(self, f"unmatched_{name}")
            if left:
                lines.append(f"unmatched in {name}: {', '.join(map(str, left))}")
        return "\n".join(lines)


def match_topics(
    a,
    b,
    metric="hellinger",
    *,
    n_top_words=10,
    feature_names_a=None,
    feature_names_b=None,
) -> TopicMatch:
    """Pair the topics of two runs, folds or models, at the least total distance.

    Parameters
    ----------
    a, b : estimator
        Fitted models, Pipelines or searches, as in `topic_difference`; they may
        have different numbers of topics and different vocabularies.
    metric : {"hellinger", "kullback_leibler", "jensen_shannon", "jaccard"}, \
            default="hellinger"
        Distance between topics, see `topic_difference`.
    n_top_words : int, default=10
        Number of top terms that "jaccard" looks at.
    feature_names_a, feature_names_b : array-like of shape (n_terms,), default=None
        Names of the terms, see `topic_difference`.

    Returns
    -------
    match : TopicMatch
        ``min(n_topics_a, n_topics_b)`` pairs, fewer if some could only be made at
        an infinite distance ("kullback_leibler"); as many pairs as possible come
        first, then the least sum of distances.

    Raises
    ------
    NotFittedError
        If a model is not fitted.
    TypeError
        If a model has no `components_`.
    ValueError
        If the terms of the two models cannot be aligned.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.topics import match_topics
    >>> X = [[2, 1, 0, 0], [4, 2, 0, 0], [0, 0, 1, 3]]
    >>> model = NMF(2, random_state=0).fit(X)
    >>> flipped = NMF(2, random_state=0).fit(X)
    >>> flipped.components_ = flipped.components_[::-1]
    >>> match_topics(model, flipped).pairs
    ((0, 1), (1, 0))
    """
    matrix = topic_difference(
        a,
        b,
        metric,
        n_top_words=n_top_words,
        feature_names_a=feature_names_a,
        feature_names_b=feature_names_b,
    ).matrix
    rows, columns = least_distant_pairs(matrix)
    return TopicMatch(
        metric=metric,
        pairs=tuple(zip(rows.tolist(), columns.tolist(), strict=True)),
        distances=matrix[rows, columns],
        unmatched_a=tuple(sorted(set(range(matrix.shape[0])) - set(rows.tolist()))),
        unmatched_b=tuple(sorted(set(range(matrix.shape[1])) - set(columns.tolist()))),
    )

"""How the topics of two models differ."""

from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING

import numpy as np

from .._arrays import normalized_rows
from .._distances import hellinger, jensen_shannon, kullback_leibler
from .._frozen import FrozenArrays
from .._optional import import_optional
from .._reading import read_topics
from .._sklearn import Interval, StrOptions, validate_params
from .._terminal import printable

if TYPE_CHECKING:
    import pandas as pd

# Distance between the rows of two arrays of distributions, and its maximum.
DISTANCES = {
    "hellinger": (hellinger, 1.0),
    "kullback_leibler": (kullback_leibler, np.inf),
    "jensen_shannon": (jensen_shannon, np.log(2)),
}
METRICS = frozenset({*DISTANCES, "jaccard"})


def jaccard(sets_a, sets_b):
    """Jaccard distances between two lists of sets; 0 between two empty sets."""
    return np.array(
        [
            [1 - len(a & b) / len(a | b) if a or b else 0.0 for b in sets_b]
            for a in sets_a
        ]
    )


def distribution_distances(p, q, metric):
    """Distances between topics, rows of zeros (topics without terms) included.

    Such a topic is at the largest distance from every topic that has terms, and
    at 0 from another one without.
    """
    distance, maximum = DISTANCES[metric]
    matrix = distance(p, q)
    empty_p, empty_q = ~p.any(axis=1), ~q.any(axis=1)
    matrix[empty_p[:, None] != empty_q] = maximum
    matrix[empty_p[:, None] & empty_q] = 0
    return matrix


@dataclass(frozen=True, eq=False, repr=False)
class TopicDifference(FrozenArrays):
    """How the topics of two models differ, made by `topic_difference`.

    Parameters
    ----------
    metric : str
        Name of the distance.
    matrix : ndarray of shape (n_topics_a, n_topics_b)
        Distance between every topic of a and every topic of b.
    top_words_a, top_words_b : tuple of tuple of str
        Top terms of the topics, best first.
    """

    metric: str
    matrix: np.ndarray
    top_words_a: tuple[tuple[str, ...], ...]
    top_words_b: tuple[tuple[str, ...], ...]

    def shared(self, i, j) -> list[str]:
        """Top terms that topic `i` of a and topic `j` of b share.

        Returns
        -------
        terms : list of str
            In the order of topic `i`.
        """
        other = set(self.top_words_b[j])
        return [term for term in self.top_words_a[i] if term in other]

    def distinct(self, i, j) -> tuple[list[str], list[str]]:
        """Top terms that only one of topic `i` of a and topic `j` of b has.

        Returns
        -------
        only_a : list of str
            Those of topic `i`, best first.
        only_b : list of str
            Those of topic `j`, best first.
        """
        a, b = self.top_words_a[i], self.top_words_b[j]
        return [t for t in a if t not in set(b)], [t for t in b if t not in set(a)]

    def to_frame(self) -> "pd.DataFrame":
        """Return `matrix` as a pandas data frame of shape (n_topics_a, n_topics_b).

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        pandas = import_optional("pandas", "pandas")
        n_a, n_b = self.matrix.shape
        return pandas.DataFrame(
            self.matrix.copy(),
            index=pandas.RangeIndex(n_a, name="a"),
            columns=pandas.RangeIndex(n_b, name="b"),
        )

    def __repr__(self):
        n_a, n_b = self.matrix.shape
        lines = [f"TopicDifference: {n_a} x {n_b} topics, {self.metric}"]
        nearest = self.matrix.argmin(axis=1)
        lines.append("    a  nearest b  distance  shared terms")
        for i, j in enumerate(nearest[:20]):
            shared = printable(", ".join(self.shared(i, j)[:5]))
            line = f"{i:5d}  {j:9d}  {self.matrix[i, j]:8.3f}  {shared}"
            lines.append(line.rstrip())
        if n_a > 20:
            lines.append(f"… {n_a - 20} more topics")
        return "\n".join(lines)


@validate_params(
    {
        "metric": [StrOptions(set(METRICS))],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def topic_difference(
    a,
    b,
    metric="hellinger",
    *,
    n_top_words=10,
    feature_names_a=None,
    feature_names_b=None,
) -> TopicDifference:
    """Compare every topic of one model with every topic of another.

    Parameters
    ----------
    a, b : estimator
        Fitted models with `components_`, Pipelines that end in one, or fitted
        searches. The same model twice compares its topics with each other.
        Columns are aligned by the names of the terms; a term that a model does
        not know has probability 0 in all its topics.
    metric : {"hellinger", "kullback_leibler", "jensen_shannon", "jaccard"}, \
            default="hellinger"
        Distance between two topics p and q, distributions over terms:

        - "hellinger": sqrt(sum_w (sqrt p_w - sqrt q_w)^2 / 2), in [0, 1];
        - "kullback_leibler": sum_w p_w log(p_w / q_w), in nats, with p from `a`;
          not symmetric, infinite where q_w = 0 < p_w, so for different
          vocabularies as a rule;
        - "jensen_shannon": the mean of the Kullback-Leibler divergences of p and
          q from (p + q) / 2, in nats, in [0, log 2] (its square root is a
          metric, scipy's `jensenshannon`);
        - "jaccard": 1 - the share of common terms among the `n_top_words` top
          terms of both, in [0, 1].
    n_top_words : int, default=10
        Number of top terms that "jaccard", `shared` and `distinct` look at. Of a
        model with a table of its own (`topics_`, as BERTopic's), they are those of
        the table. The other distances are of `components_`.
    feature_names_a, feature_names_b : array-like of shape (n_terms,), default=None
        Names of the terms of `a` and of `b`. By default those that the Pipeline
        or the model knows. Two models without names must have the same number of
        columns, which are then taken to be the same terms.

    Returns
    -------
    difference : TopicDifference
        With ``matrix`` of shape (n_topics_a, n_topics_b), ``shared(i, j)`` and
        ``distinct(i, j)``. A topic without terms (a row of zeros) is at the
        largest distance from every topic that has some.

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
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.topics import topic_difference
    >>> old = ["sea ship sea harbour", "tax budget tax", "ship sea", "tax debt"]
    >>> new = ["tax debt tax debt", "sea sail sea", "sail sea", "tax tax debt"]
    >>> a, b = (
    ...     make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(documents)
    ...     for documents in (old, new)
    ... )
    >>> difference = topic_difference(a, b, n_top_words=2)
    >>> difference.matrix.round(2)
    array([[1.  , 0.67],
           [0.42, 1.  ]])
    >>> difference.shared(0, 1), difference.distinct(0, 1)
    (['sea'], (['ship'], ['sail']))
    """
    a, b = read_topics(a, feature_names_a), read_topics(b, feature_names_b)
    _check_aligned(a, b)
    top_a, top_b = (tuple(map(tuple, read.top_words(n_top_words))) for read in (a, b))
    if metric == "jaccard":
        matrix = jaccard([set(t) for t in top_a], [set(t) for t in top_b])
    else:
        matrix = distribution_distances(*_on_union(a, b), metric)
    return TopicDifference(metric, matrix, top_a, top_b)


def _check_aligned(a, b):
    """Refuse topics of two models whose terms are not known to be the same."""
    if a.named != b.named:
        nameless = "a" if b.named else "b"
        raise ValueError(
            f"The terms of {nameless} have no names to align with those of the other "
            f"model: pass feature_names_{nameless}."
        )
    if not a.named and len(a.names) != len(b.names):
        raise ValueError(
            f"a has {len(a.names)} terms, b has {len(b.names)}, and neither has names "
            "to align them by: pass feature_names_a and feature_names_b."
        )


def _on_union(a, b):
    """Distributions over the terms of both models, in the same columns."""
    p, q = normalized_rows(a.weights), normalized_rows(b.weights)
    if np.array_equal(a.names, b.names):
        return p, q
    column = {name: i for i, name in enumerate(a.names)}
    for name in b.names:
        column.setdefault(name, len(column))
    wide_p = np.zeros((len(p), len(column)))
    wide_q = np.zeros((len(q), len(column)))
    wide_p[:, : len(a.names)] = p
    wide_q[:, [column[name] for name in b.names]] = q
    return wide_p, wide_q

"""Shares of topics in classes of documents, with intervals."""

from dataclasses import dataclass
from numbers import Real

import numpy as np
from scipy.special import stdtrit

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import read_classes
from .._sklearn import Interval, StrOptions, validate_params
from .._wilson import wilson_interval
from ._share_estimates import estimate_shares, rows_with_shares
from ._topic_effects import labels_but_of_outliers


@dataclass(frozen=True, eq=False, repr=False)
class TopicPrevalence(ColumnsMixin, FrozenArrays):
    """Shares of topics in classes of documents, made by `topic_prevalence`.

    Attributes
    ----------
    labels : tuple of str
        Names of the topics.
    classes : tuple
        Names of the classes.
    prevalence : ndarray of shape (n_classes, n_topics)
        Mean share of the topic in the documents of the class; NaN without documents.
    lower, upper : ndarray of shape (n_classes, n_topics)
        Bounds of the intervals; NaN where a single document cannot tell.
    n_documents : ndarray of shape (n_classes,), int
        Documents of which something is known.
    level : float
        Of the intervals.
    shares : {"words", "posterior", "model"}
        How shares were estimated.
    """

    labels: tuple
    classes: tuple
    prevalence: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    n_documents: np.ndarray
    level: float
    shares: str

    def _columns(self):
        n_classes, n_topics = self.prevalence.shape
        return {
            "class": [name for name in self.classes for _ in range(n_topics)],
            "topic": np.tile(np.arange(n_topics), n_classes),
            "label": list(self.labels) * n_classes,
            "prevalence": self.prevalence.ravel(),
            "lower": self.lower.ravel(),
            "upper": self.upper.ravel(),
            "n_documents": np.repeat(self.n_documents, n_topics),
        }

    def __repr__(self):
        lines = [
            f"TopicPrevalence: {len(self.classes)} classes, {len(self.labels)} topics, "
            f"shares by {self.shares}, {self.level:.0%} intervals"
        ]
        for i, name in enumerate(self.classes):
            lines.append(f"{name} ({self.n_documents[i]} documents)")
            lines += [
                f"    {self.prevalence[i, k]:.3f} "
                f"[{self.lower[i, k]:.3f}, {self.upper[i, k]:.3f}]  {k}: {label}"
                for k, label in enumerate(self.labels)
            ]
        return "\n".join(lines)


@validate_params(
    {
        "shares": [StrOptions({"auto", "words", "posterior", "model"})],
        "level": [Interval(Real, 0, 1, closed="neither")],
    },
    prefer_skip_nested_validation=True,
)
def topic_prevalence(
    model, X, by, *, shares="auto", level=0.95, **beside
) -> TopicPrevalence:
    """Return the shares of topics in classes of documents, with intervals.

    Parameters
    ----------
    model : estimator, Pipeline or search
        A fitted model of topics.
    X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
        What the model takes.
    by : array-like of shape (n_documents,), or indicator matrix
        The class of each document: any value, or a list of several. Documents without
        one (None, NaN, an empty list) are left out.
    shares : {"auto", "words", "posterior", "model"}, default="auto"
        How the shares of topics in a document are estimated, see `topic_effects`.
    level : float, default=0.95
        Of the intervals.
    **beside : dict
        What `transform` takes beside `X`, such as embeddings or authors.

    Returns
    -------
    prevalence : TopicPrevalence
        Its `to_frame` has a row for each class and topic. Each document counts alike.
        Intervals are by Student's t from the spread of documents, of cluster models by
        Wilson. Bounds are not below 0 nor above 1.

    Raises
    ------
    TypeError
        If `shares` does not fit the model.
    ValueError
        If `by` has not a class for each document.

    See Also
    --------
    topic_effects : Several covariates at once, and numbers such as years.
    sktopics.plots.plot_topic_effects : Shares by class as points with intervals.
    sktopics.analysis.topics_per_class : What topics are about in each class.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics import PLSA
    >>> from sktopics.effects import topic_prevalence
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [1, 0, 1, 4]] * 5
    >>> model = PLSA(2, random_state=0).fit(X)
    >>> found = topic_prevalence(model, X, ["left", "left", "right", "right"] * 5)
    >>> found.classes
    ('left', 'right')
    >>> found.prevalence.round(1)
    array([[0.9, 0.1],
           [0.1, 0.9]])
    """
    estimates = estimate_shares(model, X, shares, beside)
    known = rows_with_shares(estimates)
    membership = read_classes(by, len(known), "classes in by")
    n_classes, n_topics = len(membership.groups), estimates.values.shape[1]
    found = np.full((3, n_classes, n_topics), np.nan)
    sizes = np.zeros(n_classes, dtype=np.int64)
    for i in range(n_classes):
        rows = membership.rows[membership.numbers == i]
        rows = rows[known[rows]]
        sizes[i] = len(rows)
        if len(rows):
            found[0, i] = estimates.values[rows].mean(axis=0)
        if len(rows) > 1 and not estimates.are_clusters:
            found[1:, i] = _bounds(estimates, rows, level)
    if estimates.are_clusters:
        found[1:] = wilson_interval(found[0], sizes, level)
    return TopicPrevalence(
        labels=labels_but_of_outliers(model),
        classes=tuple(membership.groups),
        prevalence=found[0],
        lower=found[1],
        upper=found[2],
        n_documents=sizes,
        level=float(level),
        shares=estimates.kind,
    )


def _bounds(estimates, rows, level):
    """Return the bounds of the mean of documents, by Student's t."""
    values = estimates.values[rows]
    variance = values.var(axis=0, ddof=1) / len(rows)
    if estimates.variances is not None:
        variance = variance + estimates.variances[rows].mean(axis=0) / len(rows)
    half = stdtrit(len(rows) - 1, (1 + level) / 2) * np.sqrt(variance)
    mean = values.mean(axis=0)
    # A mean of unbiased shares may itself be outside.
    lower = np.minimum(np.maximum(mean - half, 0), mean)
    return lower, np.maximum(np.minimum(mean + half, 1), mean)

"""Effects of covariates on the shares of topics."""

import warnings
from dataclasses import dataclass
from numbers import Real

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import read_classes
from .._sklearn import Interval, StrOptions, validate_params
from .._validation import levels_to_caller
from ..topics import topic_table
from ._document_design import check_rank, read_design
from ._robust_regression import false_discovery, robust_regression
from ._share_estimates import estimate_shares, rows_with_shares

# Errors by fewer clusters are too small.
_FEW_GROUPS = 20


@dataclass(frozen=True, eq=False, repr=False)
class TopicEffects(ColumnsMixin, FrozenArrays):
    """How shares of topics depend on covariates, made by `topic_effects`.

    Attributes
    ----------
    labels : tuple of str
        Names of the topics.
    covariates : tuple of str
        Names of the columns of the design, with the intercept.
    coefficients : ndarray of shape (n_topics, n_covariates)
        Change of the share of a topic with a covariate. 0.1 is ten percentage points.
    errors : ndarray of shape (n_topics, n_covariates)
        Standard errors. NaN, as intervals and p-values are, where one document alone
        decides about the covariate, or one group: a class of a single document.
    lower, upper : ndarray of shape (n_topics, n_covariates)
        Bounds of the intervals.
    p_values : ndarray of shape (n_topics, n_covariates)
        How probable such a coefficient or a larger one is if there is no effect.
    corrected : ndarray of shape (n_topics, n_covariates)
        `p_values` corrected for their number by Benjamini and Hochberg: over all topics
        and all covariates but the intercept, whose entries are NaN.
    level : float
        Of the intervals.
    shares : {"words", "posterior", "model"}
        How shares were estimated.
    n_documents : int
        Number of documents of which something is known.
    n_groups : int
        Number of groups of documents, 0 if each is its own.
    """

    labels: tuple
    covariates: tuple
    coefficients: np.ndarray
    errors: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    p_values: np.ndarray
    corrected: np.ndarray
    level: float
    shares: str
    n_documents: int
    n_groups: int

    def _columns(self):
        n_topics, n_covariates = self.coefficients.shape
        topics = np.repeat(np.arange(n_topics), n_covariates)
        return {
            "topic": topics,
            "label": [self.labels[topic] for topic in topics],
            "covariate": list(self.covariates) * n_topics,
            "coefficient": self.coefficients.ravel(),
            "error": self.errors.ravel(),
            "lower": self.lower.ravel(),
            "upper": self.upper.ravel(),
            "p": self.p_values.ravel(),
            "corrected": self.corrected.ravel(),
        }

    def __repr__(self):
        grouped = f" in {self.n_groups} groups" if self.n_groups else ""
        lines = [
            f"TopicEffects: {self.n_documents} documents{grouped}, shares by "
            f"{self.shares}, {self.level:.0%} intervals"
        ]
        width = max(map(len, self.covariates))
        for k, label in enumerate(self.labels):
            lines.append(f"{k}: {label}")
            for j, name in enumerate(self.covariates):
                p = self.corrected[k, j]
                corrected = "" if np.isnan(p) else f"  corrected p {p:.3f}"
                lines.append(
                    f"    {name:{width}}  {self.coefficients[k, j]:+.4f}  "
                    f"[{self.lower[k, j]:+.4f}, {self.upper[k, j]:+.4f}]{corrected}"
                )
        return "\n".join(lines)


@validate_params(
    {
        "formula": [str, None],
        "shares": [StrOptions({"auto", "words", "posterior", "model"})],
        "level": [Interval(Real, 0, 1, closed="neither")],
    },
    prefer_skip_nested_validation=True,
)
def topic_effects(
    model,
    X,
    design=None,
    *,
    formula=None,
    data=None,
    groups=None,
    shares="auto",
    level=0.95,
    **beside,
) -> TopicEffects:
    r"""Estimate how the shares of topics in documents depend on covariates.

    The share of each topic is regressed on the covariates, by least squares with errors
    that are robust: documents may be of any lengths, and with `groups` they may depend
    on each other. Fitted topics count as known.

    Parameters
    ----------
    model : estimator, Pipeline or search
        A fitted model of topics.
    X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
        What the model takes.
    design : array-like of shape (n_documents, n_covariates), default=None
        Covariates as numbers, a data frame for example. A column of ones is put before
        them, if there is none.
    formula : str, default=None
        Covariates as a formula in the language of `formulaic`, which the extra
        "effects" installs: ``"party * year"`` or ``"bs(year, df=4)"``.
    data : data frame or dict of columns, default=None
        What `formula` is about, with a row for each document.
    groups : array-like of shape (n_documents,), default=None
        Documents of one group, such as the speeches of one person, may depend on each
        other. 20 groups and more.
    shares : {"auto", "words", "posterior", "model"}, default="auto"
        How the shares of topics in a document are estimated.

        - "words": by least squares from the frequencies of words, given the topics.
          These have no prior: they vary more than others and are right on average. For
          models whose topics are distributions of words.
        - "posterior": what `transform` says, with the variance that a Dirichlet
          posterior has: the method of composition [1]_ in closed form, as in the
          structural topic model [2]_. A prior draws shares of short documents together,
          so effects come out too small.
        - "model": what `transform` says, or `predict` of a cluster model, as if it were
          known.
        - "auto": "words" where it can be, else "model".
    level : float, default=0.95
        Of the intervals.
    **beside : dict
        What `transform` takes beside `X`, such as embeddings or authors.

    Returns
    -------
    effects : TopicEffects
        Its `to_frame` has a row for each topic and covariate.

    Raises
    ------
    TypeError
        If there is not one of `design` and `formula`, or if `shares` does not fit the
        model.
    ValueError
        If there is not a row for each document, if covariates are missing or follow
        from each other, if a document has several groups or none, or if there is one
        group.

    Warns
    -----
    UserWarning
        If there are fewer than 20 groups, or if one document or group alone decides
        about a covariate.

    See Also
    --------
    topic_prevalence : Shares of topics in classes of documents.
    sktopics.plots.plot_topic_effects : Effects as points with intervals.

    Notes
    -----
    Errors are HC3, with groups CR1. Intervals are by Student's t. With N documents and
    p covariates it has N - p degrees of freedom, with G groups G - 1.
    ``benchmarks/bench_effects.py`` measures how often intervals hold planted effects.

    References
    ----------
    .. [1] S. Treier, S. Jackman, "Democracy as a latent variable", American Journal of
       Political Science 52, 2008.
    .. [2] M. Roberts, B. Stewart, D. Tingley, "stm: an R package for structural topic
       models", J. Statistical Software 91, 2019.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics import PLSA
    >>> from sktopics.effects import topic_effects
    >>> rng = np.random.default_rng(0)
    >>> year = np.arange(40) / 40
    >>> mixtures = np.array([year, year, 1 - year, 1 - year]).T / 2
    >>> X = [rng.multinomial(30, mixture) for mixture in mixtures]
    >>> model = PLSA(2, random_state=0).fit(X)
    >>> effects = topic_effects(model, X, year)
    >>> effects.covariates
    ('Intercept', 'x0')
    >>> effects.coefficients[:, 1].round(1)
    array([ 1., -1.])
    """
    estimates = estimate_shares(model, X, shares, beside)
    n_documents = len(estimates.values)
    full = read_design(design, formula, data, n_documents)
    known = rows_with_shares(estimates)
    clusters = None if groups is None else _clusters(groups, n_documents)[known]
    chosen = full._replace(matrix=full.matrix[known])
    check_rank(chosen)
    if clusters is not None:
        clusters = np.unique(clusters, return_inverse=True)[1]
        _check_number(clusters.max() + 1, len(full.names))
    variances = None if estimates.variances is None else estimates.variances[known]
    found = robust_regression(
        chosen.matrix, estimates.values[known], clusters, variances
    )
    lower, upper = found.bounds(level)
    p_values = found.p_values()
    corrected = np.full(p_values.shape, np.nan)
    tested = ~np.isnan(p_values)
    if full.intercept is not None:
        tested[:, full.intercept] = False
    if tested.any():
        corrected[tested] = false_discovery(p_values[tested])
    _warn_of_unknown(found.errors, full.names, clusters is not None)
    return TopicEffects(
        labels=labels_but_of_outliers(model),
        covariates=full.names,
        coefficients=found.coefficients,
        errors=found.errors,
        lower=lower,
        upper=upper,
        p_values=p_values,
        corrected=corrected,
        level=float(level),
        shares=estimates.kind,
        n_documents=int(known.sum()),
        n_groups=0 if clusters is None else int(clusters.max()) + 1,
    )


def labels_but_of_outliers(model):
    """Return the labels of the topics of a model, a tuple without that of outliers."""
    return tuple(topic.label for topic in topic_table(model) if topic.index >= 0)


def _clusters(groups, n_documents):
    """Return the number of the group of each document."""
    membership = read_classes(groups, n_documents, "groups")
    rows, counts = np.unique(membership.rows, return_counts=True)
    if len(rows) < n_documents or counts.max(initial=0) > 1:
        lonely = np.setdiff1d(np.arange(n_documents), rows)
        which = f"document {lonely[0]} has none" if len(lonely) else "some have several"
        raise ValueError(f"Each document must have one group, and {which}.")
    numbers = np.empty(n_documents, dtype=np.int64)
    numbers[membership.rows] = membership.numbers
    return numbers


def _warn_of_unknown(errors, names, are_groups):
    unknown = [names[j] for j in np.flatnonzero(np.isnan(errors).any(axis=0))]
    if unknown:
        warnings.warn(
            f"One {'group' if are_groups else 'document'} alone decides about "
            f"{unknown!r:.300}: these have no intervals.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def _check_number(n_groups, n_columns):
    if n_groups < 2:
        raise ValueError(
            "All documents are of one group, which does not tell how groups differ."
        )
    if n_groups < _FEW_GROUPS:
        warnings.warn(
            f"There are {n_groups} groups, and intervals by so few are too narrow: "
            f"take {_FEW_GROUPS} and more.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )

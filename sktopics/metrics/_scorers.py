"""Scorers for model selection: callables ``(estimator, X, y=None)``.

They are not made by `sklearn.metrics.make_scorer`, which is for predictions
against known answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real

from .._sklearn import Interval, StrOptions, validate_params
from ._completion import completion_perplexity
from ._sparsity import doc_topic_sparsity, topic_word_sparsity
from ._topic_kernels import topic_kernels
from .scorer_base import Scorer, given_of, is_scorer, makes_scorers


@is_scorer
def perplexity_scorer(estimator, X, y=None) -> float:
    """Score a model by MINUS its document-completion perplexity.

    The value is negative, -892.4 for a perplexity of 892.4: scikit-learn takes the
    highest score for the best one, and a low perplexity is good. So
    ``GridSearchCV(model, grid, scoring=perplexity_scorer)`` finds the model of
    the lowest perplexity, and ``-search.best_score_`` is that perplexity. (As
    "neg_mean_squared_error" in scikit-learn, by a shorter name.)

    Parameters
    ----------
    estimator : estimator or Pipeline
        Fitted; with `components_`, or ending in a model that has them.
    X : documents or matrix of shape (n_documents, n_terms)
        Documents to score on, in the form that `estimator` takes.
    y : None
        Ignored.

    Returns
    -------
    score : float
        Minus `completion_perplexity` with its defaults; at most -1.

    Raises
    ------
    TypeError
        If the model has no distribution of words, as BERTopic: `coherence_scorer`,
        `told_apart_scorer` and `diversity_scorer` make scorers of it.

    See Also
    --------
    completion_perplexity : The perplexity, and why it can be compared between
        models and between sets of documents.

    Notes
    -----
    Perplexities are only comparable over the same terms: in a grid search, do not
    tune the vocabulary (`min_df`, `stop_words`) by them.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.model_selection import GridSearchCV
    >>> from sktopics.metrics import perplexity_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [5, 4, 0, 0], [0, 0, 2, 2]] * 5
    >>> model = LatentDirichletAllocation(random_state=0)
    >>> search = GridSearchCV(
    ...     model, {"n_components": [1, 2]}, scoring=perplexity_scorer, cv=2
    ... ).fit(X)
    >>> search.best_params_, round(-search.best_score_)
    ({'n_components': 2}, 2)
    """
    return -completion_perplexity(estimator, X)


# The same for the one that is a function.
perplexity_scorer._accept_sample_weight = lambda: False


@dataclass(frozen=True)
class _SparsityScorer(Scorer):
    matrix: str
    tol: float
    topics: object
    columns: object

    def __call__(self, estimator, X, y=None):
        if self.matrix == "doc_topic":
            return doc_topic_sparsity(estimator, X, tol=self.tol, topics=self.topics)
        return topic_word_sparsity(
            estimator, tol=self.tol, topics=self.topics, columns=self.columns
        )

    def __repr__(self):
        given = given_of(self, "topics", "columns")
        return f"sparsity_scorer({self.matrix!r}, tol={self.tol}{given})"


@makes_scorers
@validate_params(
    {
        "matrix": [StrOptions({"topic_word", "doc_topic"})],
        "tol": [Interval(Real, 0, 1, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def sparsity_scorer(
    matrix="topic_word", *, tol=0.0, topics=None, columns=None
) -> Callable[..., float]:
    """Make a scorer of the share of zeros in one of a model's matrices.

    Parameters
    ----------
    matrix : {"topic_word", "doc_topic"}, default="topic_word"
        `topic_word_sparsity`, which does not look at `X`, or `doc_topic_sparsity`,
        of the documents that are scored on.
    tol : float, default=0.0
        Probabilities up to this count as zero.
    topics : slice, array-like of int or bool, default=None
        Topics to look at; by default all.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at in "topic_word", by default all; a str is the name of a
        modality of the model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.
    ValueError
        If `columns` are given for "doc_topic".

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import sparsity_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]]
    >>> scorer = sparsity_scorer(tol=1e-3)
    >>> scorer(NMF(2, random_state=0).fit(X), X)
    0.5
    """
    if matrix == "doc_topic" and columns is not None:
        raise ValueError("columns are of terms, which matrix='doc_topic' has none of.")
    return _SparsityScorer(matrix, tol, topics, columns)


@dataclass(frozen=True)
class _KernelScorer(Scorer):
    measure: str
    threshold: float
    topics: object
    columns: object

    def __call__(self, estimator, X, y=None):
        kernels = topic_kernels(
            estimator,
            X,
            threshold=self.threshold,
            topics=self.topics,
            columns=self.columns,
        )
        return kernels.mean[self.measure]

    def __repr__(self):
        given = given_of(self, "topics", "columns")
        return f"kernel_scorer({self.measure!r}, threshold={self.threshold}{given})"


@makes_scorers
@validate_params(
    {
        "measure": [StrOptions({"size", "purity", "contrast"})],
        "threshold": [Interval(Real, 0, 1, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def kernel_scorer(
    measure="contrast", *, threshold=0.25, topics=None, columns=None
) -> Callable[..., float]:
    """Make a scorer of the topics' kernels, a mean over topics.

    Parameters
    ----------
    measure : {"size", "purity", "contrast"}, default="contrast"
        See `topic_kernels`, also for the other parameters.
    threshold : float in [0, 1), default=0.25
        What p(t|w) must exceed for the term w to be in the kernel of topic t.
    topics : slice, array-like of int or bool, default=None
        Topics whose mean is taken; by default all.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled; the documents that
        are scored on tell the sizes of topics.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import kernel_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]]
    >>> scorer = kernel_scorer("size")
    >>> scorer
    kernel_scorer('size', threshold=0.25)
    >>> scorer(NMF(2, random_state=0).fit(X), X)
    2.0
    """
    return _KernelScorer(measure, threshold, topics, columns)

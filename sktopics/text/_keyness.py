"""Keyness: how well a term alone tells the documents of a class from the others."""

from numbers import Real
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin

from .._arrays import cell_values
from .._fitted import commit, learning
from .._sklearn import Interval, _fit_context, check_fitted
from .._validation import check_counts
from ._term_factors import (
    check_feature_names,
    check_multiplier,
    multiplied,
    seed_factors,
)

# Terms that are spread evenly over classes weigh little, and more than nothing: a
# class in which there are no others has words, too.
_LEAST_CONCENTRATION = 0.01
# Sums of decayed numbers are rounded.
_ROUNDING = 1 + 1e-9


class KeynessTransformer(  # type: ignore[call-arg]  # scikit-learn has no types
    OneToOneFeatureMixin,
    TransformerMixin,
    BaseEstimator,
    auto_wrap_output_keys=None,  # a sparse matrix is no data frame
):
    r"""Weigh the terms of classes by how well they tell the classes' documents.

    It finds the words of topics without any list of stop words, in any language. It
    counts documents, not occurrences. The coverage :math:`r_{t,c}` is the share of the
    documents of class (of topic) c that hold term t. The weight is the lift of the
    term [1]_, its coverage over its mean coverage in all K classes, which count alike,
    times its specificity, times its concentration:

    .. math:: W_{t,c} = \frac{r_{t,c}}{s + \frac{1}{K} \sum_k r_{t,k}}
              \left(1 - o_{t,c}\right)^a
              \left(1 - \frac{H_t}{\log K}\right)^b

    where :math:`o_{t,c}` is the mean coverage of the term in the other classes, and
    :math:`H_t` is the entropy of its coverage over the classes: 0 for a term of a
    single class, log K for one that all have alike.

    Parameters
    ----------
    smoothing : float, default=0.05
        What is added to the mean coverage, s: above 0. Terms that few documents hold
        have a large lift by chance. Larger values prefer terms that more of the
        documents of a class hold, smaller ones terms that fewer other classes have.
    specificity : float, default=5.0
        The power a. Larger values leave less weight to words that many documents of
        other classes hold.
    concentration : float, default=0.125
        The power b. Larger values leave less weight to words that are spread evenly.
    seed_words : array-like or set of str, default=None
        Words whose weights are multiplied by `seed_multiplier`. Those that are no terms
        have no effect. `fit` needs the names of the terms then.
    seed_multiplier : float, default=2.0
        Not negative; above 1 to make seed words more important.

    Attributes
    ----------
    term_weights_ : ndarray of shape (n_terms,), float64
        What the coverage of each term is multiplied by, beside the specificity; 0 for
        terms that no document holds.
    term_coverage_ : ndarray of shape (n_terms,), float64
        Sum of the coverage of each term over all classes.
    n_classes_, n_documents_ : int, float
        Numbers of classes and of documents.
    n_features_in_ : int
        Number of terms.
    feature_names_in_ : ndarray of shape (n_terms,)
        The terms, if X was a data frame whose columns they name.

    See Also
    --------
    ClassTfidfTransformer : The weights of the original BERTopic.

    Notes
    -----
    Weights are not negative. Words that all documents hold weigh a little: o is
    multiplied by n / (n + 1), n documents being known, and concentration is at least
    0.01. A single class has a concentration of 1, and is compared with itself for want
    of others.

    The defaults were chosen on halves of ten corpora and judged on the other halves,
    by NPMI, by `told_apart_score` and by the share of function words, of 10 to 80
    topics; the function words of 19 languages were counted.

    The weights are a sparse matrix whatever ``set_config(transform_output=...)`` says,
    and there is no `set_output`, as in scikit-learn's `TfidfTransformer`.

    References
    ----------
    .. [1] M. Taddy, "On estimation and selection for topic models", AISTATS 2012 (the
       lift of terms of topics).

    Examples
    --------
    Of 10 documents of the first class, all hold "the", 6 "cat" and none "dog":

    >>> from sktopics import KeynessTransformer
    >>> counts = [[10, 6, 0], [20, 1, 9]]  # the, cat, dog
    >>> weighting = KeynessTransformer()
    >>> weighting.fit_transform(counts, n_documents=[10, 20]).toarray().round(2)
    array([[0.  , 1.17, 0.  ],
           [0.  , 0.  , 1.64]])
    """

    term_weights_: np.ndarray
    term_coverage_: np.ndarray
    n_classes_: int
    n_documents_: float
    n_features_in_: int
    feature_names_in_: np.ndarray

    _parameter_constraints: ClassVar[dict] = {
        "smoothing": [Interval(Real, 0, None, closed="neither")],
        "specificity": [Interval(Real, 0, None, closed="left")],
        "concentration": [Interval(Real, 0, None, closed="left")],
        "seed_words": ["array-like", set, frozenset, None],
        "seed_multiplier": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        smoothing=0.05,
        specificity=5.0,
        concentration=0.125,
        seed_words=None,
        seed_multiplier=2.0,
    ):
        self.smoothing = smoothing
        self.specificity = specificity
        self.concentration = concentration
        self.seed_words = seed_words
        self.seed_multiplier = seed_multiplier

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(
        self, X, y=None, *, n_documents=None, feature_names=None, term_multiplier=None
    ) -> Self:
        """Learn how common and how exclusive terms are.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_classes, n_terms)
            How many documents of each class hold each term: not negative. They are what
            `class_counts` gives for a vectorizer with ``binary=True``.
        y : None
            Ignored.
        n_documents : array-like of shape (n_classes,), default=None
            How many documents each class has. By default the largest number in each
            row of `X`: the fewest that the class can have.
        feature_names : array-like of str of shape (n_terms,), default=None
            The terms, for `seed_words`; by default the columns of a data frame.
        term_multiplier : array-like of shape (n_terms,), default=None
            Factors of the weights beside that of seed words; not negative.

        Returns
        -------
        self : KeynessTransformer

        Raises
        ------
        ValueError
            If `X` is no matrix of counts, a class has fewer documents than hold a
            term, `seed_words` are given and no names are known, or names or factors
            are not one for each term.
        """
        with learning(self) as learner:
            X = check_counts(learner, X, reset=True)
            names = check_feature_names(learner, feature_names)
            sizes = _check_sizes(n_documents, X)
            seeds = seed_factors(learner.seed_words, names, learner.seed_multiplier)
            factors = check_multiplier(term_multiplier, X.shape[1])
            sums, weights = _term_weights(X, sizes, learner)
            fitted = {
                "term_weights_": multiplied(weights, seeds, factors),
                "term_coverage_": sums,
                "n_classes_": X.shape[0],
                "n_documents_": float(sizes.sum()),
            }
            commit(learner, fitted)
        return self

    def transform(self, X, *, n_documents=None) -> sp.csr_array:
        """Weigh the terms of classes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_classes, n_terms)
            How many documents of each class hold each term.
        n_documents : array-like of shape (n_classes,), default=None
            How many documents each class has; by default as in `fit`.

        Returns
        -------
        weights : csr_array of shape (n_classes, n_terms)
            float32 if `X` was float32 or of integers or booleans, else float64.
            Rows of classes without documents are 0.
        """
        check_fitted(self)
        X = check_counts(self, X, reset=False)
        coverage = _coverage(X, _check_sizes(n_documents, X))
        weights = coverage * self.term_weights_[X.indices]
        weights *= self._specificities(X.indices, coverage)
        weights = weights.astype(X.dtype, copy=False)
        # X may share its indices with the caller's matrix.
        weighted = (weights, X.indices.copy(), X.indptr.copy())
        return sp.csr_array(weighted, shape=X.shape)

    def transform_parts(
        self, X, classes, class_of, *, n_documents=None, n_class_documents=None
    ) -> sp.csr_array:
        """Weigh the terms of parts of classes: of a topic in one year, say.

        The coverage is that of the part. How exclusive a term is of its class depends
        on the whole class, whose other parts are no other class.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_parts, n_terms)
            How many documents of each part hold each term.
        classes : {array-like, sparse matrix} of shape (n_classes, n_terms)
            The same of the classes that the parts are of.
        class_of : array-like of shape (n_parts,), int
            The class of each part, a row of `classes`.
        n_documents : array-like of shape (n_parts,), default=None
            How many documents each part has, as in `fit`.
        n_class_documents : array-like of shape (n_classes,), default=None
            How many documents each class has, as in `fit`.

        Returns
        -------
        weights : csr_array of shape (n_parts, n_terms)
            As of `transform`, which they are for parts that are whole classes.

        Examples
        --------
        >>> from sktopics import KeynessTransformer
        >>> classes, n_documents = [[10, 6, 0], [20, 1, 9]], [10, 20]
        >>> weighting = KeynessTransformer().fit(classes, n_documents=n_documents)
        >>> weighting.transform_parts([[5, 5, 0]], classes, [0]).toarray().round(2)
        array([[0.  , 1.96, 0.  ]])
        """
        check_fitted(self)
        X = check_counts(self, X, reset=False)
        classes = check_counts(self, classes, reset=False)
        whole = _coverage(classes, _check_sizes(n_class_documents, classes))
        coverage = _coverage(X, _check_sizes(n_documents, X))
        row = np.repeat(np.asarray(class_of, dtype=np.int64), np.diff(X.indptr))
        of_class = cell_values(classes, whole, row, X.indices)
        weights = coverage * self.term_weights_[X.indices]
        weights *= self._specificities(X.indices, of_class)
        weights = weights.astype(X.dtype, copy=False)
        weighted = (weights, X.indices.copy(), X.indptr.copy())
        return sp.csr_array(weighted, shape=X.shape)

    def fit_transform(
        self, X, y=None, *, n_documents=None, feature_names=None, term_multiplier=None
    ) -> sp.csr_array:
        """Fit to classes, and weigh their terms: see `fit` and `transform`."""
        self.fit(
            X,
            n_documents=n_documents,
            feature_names=feature_names,
            term_multiplier=term_multiplier,
        )
        return self.transform(X, n_documents=n_documents)

    def _specificities(self, terms, coverage):
        """Return the specificities, to their power, of terms of which a class has some.

        Parameters
        ----------
        terms : ndarray of shape (n,), int
        coverage : ndarray of shape (n,), float64
        """
        others = coverage
        if self.n_classes_ > 1:
            others = np.maximum(self.term_coverage_[terms] - coverage, 0)
            others /= self.n_classes_ - 1
        smooth = self.n_documents_ / (self.n_documents_ + 1)
        return np.maximum(1 - smooth * others, 0) ** self.specificity

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _term_weights(X, sizes, parameters):
    """Return the sums of the coverage of terms over classes, and their weights."""
    n_classes, n_terms = X.shape
    coverage = _coverage(X, sizes)
    sums = np.bincount(X.indices, weights=coverage, minlength=n_terms)
    weights = 1 / (parameters.smoothing + sums / n_classes)
    if n_classes > 1:
        shares = coverage / sums[X.indices]
        entropies = np.bincount(
            X.indices, weights=-shares * np.log(shares), minlength=n_terms
        )
        spread = 1 - entropies / np.log(n_classes)
        weights *= np.maximum(spread, _LEAST_CONCENTRATION) ** parameters.concentration
    weights[sums == 0] = 0
    return sums, weights


def _coverage(X, sizes):
    """Return the shares of documents that hold the terms, for the cells of `X`."""
    rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    return np.minimum(X.data / sizes[rows], 1)


def _check_sizes(n_documents, X):
    """Return the numbers of documents of classes, (n_classes,), float64."""
    least = X.max(axis=1).toarray().ravel().astype(np.float64)
    if n_documents is None:
        return least
    sizes = np.asarray(n_documents, dtype=np.float64)
    if sizes.shape != (X.shape[0],):
        raise ValueError(
            f"n_documents must hold a number for each of the {X.shape[0]} classes, and "
            f"has the shape {sizes.shape}."
        )
    wrong = np.flatnonzero(~(np.isfinite(sizes) & (sizes * _ROUNDING >= least)))
    if len(wrong):
        row = wrong[0]
        raise ValueError(
            f"n_documents[{row}] is {sizes[row]:g}, and {least[row]:g} documents of "
            "that class hold a term: X must count documents, not occurrences. A "
            "vectorizer with binary=True does."
        )
    return sizes

"""Class-based tf-idf: what is said more in one class of documents than in others."""

from numbers import Real
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin

from .._fitted import commit, learning
from .._reading import WindowWeights
from .._sklearn import Interval, _fit_context, check_fitted
from .._validation import check_counts
from ._term_factors import (
    check_feature_names,
    check_multiplier,
    multiplied,
    seed_factors,
)

# Counts that decay come near to 0; a smaller one might make A / df overflow.
_SMALLEST_COUNT = 1e-200


class ClassTfidfTransformer(  # type: ignore[call-arg]  # scikit-learn has no types
    OneToOneFeatureMixin,
    TransformerMixin,
    BaseEstimator,
    auto_wrap_output_keys=None,  # a sparse matrix is no data frame
):
    r"""Weigh the terms of classes of documents by class-based tf-idf [1]_.

    All documents of a class (of a topic) are taken for one. The weight of term t
    in class c is

    .. math:: W_{t,c} = \mathrm{tf}_{t,c} \log\left(1 + \frac{A}{f_t}\right)

    where tf is the share of the term among the words of the class, f the number of
    its occurrences in all classes, and A the average number of words per class,
    rounded down.

    Parameters
    ----------
    bm25_weighting : bool, default=False
        Take log(1 + (A - f + 1/2) / (f + 1/2)) instead, in the manner of BM25. It
        is negative for terms that occur more than A + 1/2 times, that is, about
        as often as all words of a class: they weigh less than terms that a class
        does not have. It is the logarithm of (A + 1) / (f + 1/2), and so finite.
    reduce_frequent_words : bool, default=False
        Take the square root of tf, which leaves frequent words less weight.
    seed_words : array-like or set of str, default=None
        Words whose idf is multiplied by `seed_multiplier`. Those that are no terms
        have no effect. `fit` needs the names of the terms then.
    seed_multiplier : float, default=2.0
        Not negative; above 1 to make seed words more important.

    Attributes
    ----------
    idf_ : ndarray of shape (n_terms,), float64
        The logarithm, times the multipliers; 0 for terms that never occur.
    n_features_in_ : int
        Number of terms.
    feature_names_in_ : ndarray of shape (n_terms,)
        The terms, if X was a data frame whose columns they name.

    See Also
    --------
    KeynessTransformer : Needs no stop words, and is the default of `BERTopic`.
    sklearn.feature_extraction.text.TfidfTransformer : Weighs terms of documents.

    Notes
    -----
    The weights are those of BERTopic, except that BERTopic's are NaN for terms that
    never occur. Counts of integer types are computed in float32, as by all
    estimators of counts here: pass float64 for more than seven digits.

    The weights are a sparse matrix whatever ``set_config(transform_output=...)`` says,
    and there is no `set_output`, as in scikit-learn's `TfidfTransformer`.

    References
    ----------
    .. [1] M. Grootendorst, "BERTopic: Neural topic modeling with a class-based
       TF-IDF procedure", 2022, arXiv:2203.05794.

    Examples
    --------
    >>> from sktopics import ClassTfidfTransformer
    >>> counts = [[6.0, 2.0, 0.0], [8.0, 0.0, 4.0]]  # the, cat, dog
    >>> ClassTfidfTransformer().fit_transform(counts).toarray().round(2)
    array([[0.4 , 0.45, 0.  ],
           [0.36, 0.  , 0.42]])
    """

    idf_: np.ndarray
    n_features_in_: int
    feature_names_in_: np.ndarray

    _parameter_constraints: ClassVar[dict] = {
        "bm25_weighting": ["boolean"],
        "reduce_frequent_words": ["boolean"],
        "seed_words": ["array-like", set, frozenset, None],
        "seed_multiplier": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        bm25_weighting=False,
        reduce_frequent_words=False,
        seed_words=None,
        seed_multiplier=2.0,
    ):
        self.bm25_weighting = bm25_weighting
        self.reduce_frequent_words = reduce_frequent_words
        self.seed_words = seed_words
        self.seed_multiplier = seed_multiplier

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, *, feature_names=None, term_multiplier=None) -> Self:
        """Learn the idf of terms from the counts of classes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_classes, n_terms)
            How often each class has each term: not negative.
        y : None
            Ignored.
        feature_names : array-like of str of shape (n_terms,), default=None
            The terms, for `seed_words`; by default the columns of a data frame.
        term_multiplier : array-like of shape (n_terms,), default=None
            Factors of the idf beside that of seed words; not negative.

        Returns
        -------
        self : ClassTfidfTransformer

        Raises
        ------
        ValueError
            If `X` is no matrix of counts, `seed_words` are given and no names are
            known, or names or factors are not one for each term.
        """
        with learning(self) as learner:
            X = check_counts(learner, X, reset=True)
            names = check_feature_names(learner, feature_names)
            idf = _idf(X, bm25=learner.bm25_weighting)
            seeds = seed_factors(learner.seed_words, names, learner.seed_multiplier)
            factors = check_multiplier(term_multiplier, X.shape[1])
            commit(learner, {"idf_": multiplied(idf, seeds, factors)})
        return self

    def transform(self, X) -> sp.csr_array:
        """Weigh the terms of classes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_classes, n_terms)
            How often each class has each term.

        Returns
        -------
        weights : csr_array of shape (n_classes, n_terms)
            float32 if `X` was float32 or of integers or booleans, else float64.
            Rows of classes without words are 0.
        """
        check_fitted(self)
        X = check_counts(self, X, reset=False)
        row = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
        weights = X.data / np.bincount(row, weights=X.data)[row]
        if self.reduce_frequent_words:
            np.sqrt(weights, out=weights)
        weights *= self.idf_[X.indices]
        weights = weights.astype(X.dtype, copy=False)
        # X may share its indices with the caller's matrix.
        weighted = (weights, X.indices.copy(), X.indptr.copy())
        return sp.csr_array(weighted, shape=X.shape)

    def __window_weights__(self):
        """Return how words of a window weigh, as if it were a class of documents.

        But for the length of the window, by which cosines do not change.
        """
        return WindowWeights(self.idf_, 0.5 if self.reduce_frequent_words else 1.0)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _idf(X, *, bm25):
    """Return the idf of the terms of `X`, a canonical CSR array, (n_terms,)."""
    # Not X.sum, which adds float32 up in float32.
    frequencies = np.bincount(X.indices, weights=X.data, minlength=X.shape[1])
    total = frequencies.sum()
    average = int(total / X.shape[0])
    if bm25:
        idf = np.log((average + 1) / (frequencies + 0.5))
    else:
        idf = np.log1p(average / np.maximum(frequencies, _SMALLEST_COUNT))
    idf[frequencies == 0] = 0
    return idf

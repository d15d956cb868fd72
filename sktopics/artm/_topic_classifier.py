"""A classifier that stands on topics of words and classes."""

from numbers import Integral, Real
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import (
    BaseEstimator,
    ClassifierMixin,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    clone,
)
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d

from .._columns import is_missing, items_of
from .._fitted import commit, learning
from .._magnitudes import training_weights
from .._reading import modality_shares
from .._sklearn import HasMethods, Interval, StrOptions, _fit_context, check_array
from .._validation import check_counts
from ..sequences import NamedCounts
from ._artm import ARTM
from ._modalities import resolve_modalities

# Modalities of the model inside.
_WORDS, _CLASSES = "words", "classes"


class TopicClassifier(
    ClassifierMixin, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator
):
    r"""Classify documents by topics that words and classes share.

    The class of a document is one more modality of a multimodal topic model
    [1]_: topics are distributions over words and distributions over classes. A new
    document has words alone; its class is

    .. math:: p(c \mid d) = \sum_t \phi_{ct}\, \theta_{td}.

    Documents without a label train the words of topics, so few labels go a long way.

    Parameters
    ----------
    estimator : ARTM or ThetalessARTM, default=None
        The model of topics; None is ``ARTM(10)``. If its words have
        modalities, it names them in `modalities`; none is called "classes".
    label_weight : float or "auto", default="auto"
        Weight of a label, in words. "auto" is the mean number of words of a document
        times the share of documents that have a label, and at least 1: where all have
        one, a label says as much as the text. Where few have one, more weight would
        give topics of their own to documents with labels.
    unlabelled : int, str or None, default=-1
        Label that stands for none, as None and NaN do. None: all others are classes.

    Attributes
    ----------
    estimator_ : estimator
        The fitted model, with a modality "classes" beside those of the words.
    classes_ : ndarray of shape (n_classes,)
        The labels.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.

    See Also
    --------
    sktopics.analysis.predict_modality : Columns of any modality, such as tags.

    References
    ----------
    .. [1] T. Rubin, A. Chambers, P. Smyth, M. Steyvers, "Statistical topic models for
       multi-label document classification", Machine Learning 88, 2012.

    Examples
    --------
    >>> from sktopics import ARTM
    >>> from sktopics.artm import TopicClassifier
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]]
    >>> y = ["sea", None, "tax", None]
    >>> model = TopicClassifier(ARTM(2, random_state=0)).fit(X, y)
    >>> model.predict(X)
    array(['sea', 'sea', 'tax', 'tax'], dtype='<U3')
    >>> model.predict_proba([[1, 1, 0, 0], [1, 1, 1, 1]]).round(1)
    array([[1. , 0. ],
           [0.5, 0.5]])
    """

    estimator_: Any
    classes_: np.ndarray

    _parameter_constraints = {
        "estimator": [None, HasMethods(["fit", "transform"])],
        "label_weight": [
            Interval(Real, 0, None, closed="neither"),
            StrOptions({"auto"}),
        ],
        "unlabelled": [None, Integral, str],
    }

    def __init__(self, estimator=None, *, label_weight: Any = "auto", unlabelled=-1):
        self.estimator = estimator
        self.label_weight = label_weight
        self.unlabelled = unlabelled

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y, sample_weight=None) -> Self:
        """Learn topics of words and classes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents. `NamedCounts` may have modalities.
        y : array-like of shape (n_documents,)
            Labels; see `unlabelled`.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : TopicClassifier

        Raises
        ------
        ValueError
            If `X` holds no counts, if labels are not as many as documents, if no
            document has a label, or if a modality of the words is called "classes".
            After any error the model is as it was.
        TypeError
            If some labels are str and some are not, or if `estimator` is no model of
            modalities.
        """
        with learning(self) as learner:
            counts = check_counts(learner, X, reset=True)
            labels = _checked_labels(y, counts.shape[0])
            weight_of = training_weights(counts, sample_weight)
            kept = weight_of > 0
            counts, labels, weight_of = counts[kept], labels[kept], weight_of[kept]
            classes, numbers = _classes_of(labels, self.unlabelled)
            estimator = ARTM() if self.estimator is None else clone(self.estimator)
            modality_of_word, weights = _weights_of_words(learner, estimator)
            weight = self.label_weight
            if weight == "auto":
                weight = _weight_of_labels(counts, numbers >= 0, weight_of)
            estimator.modalities = {**weights, _CLASSES: weight}
            named = _with_classes(learner, counts, modality_of_word, (classes, numbers))
            fitted = estimator.fit(named, sample_weight=weight_of)
            commit(
                learner,
                {
                    "estimator_": fitted,
                    "classes_": classes,
                    "_modality_of_word": modality_of_word,
                },
            )
        return self

    def predict_proba(self, X) -> np.ndarray:
        """Return the probability of each class.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_classes)
            Rows sum to 1.
        """
        check_is_fitted(self)
        named = self._without_labels(X)
        return modality_shares(self.estimator_, named, _CLASSES)[0]

    def predict(self, X) -> np.ndarray:
        """Return the most probable class of each document.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.

        Returns
        -------
        labels : ndarray of shape (n_documents,)
        """
        check_is_fitted(self)
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def transform(self, X) -> np.ndarray:
        """Infer the mixtures of topics of documents from their words.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
        """
        check_is_fitted(self)
        return self.estimator_.transform(self._without_labels(X))

    @property
    def _n_features_out(self):
        return len(self.estimator_.components_)

    def _without_labels(self, X):
        """Return counts as the model inside takes them, of documents without labels."""
        counts = check_counts(self, X, reset=False)
        unknown = np.full(counts.shape[0], -1)
        return _with_classes(
            self, counts, self._modality_of_word, (self.classes_, unknown)
        )

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        # Counts are compositions: the blobs of scikit-learn's checks differ by size.
        tags.classifier_tags.poor_score = True
        return tags


def _checked_labels(y, n_documents):
    """Return labels as an array, one for each document."""
    if y is None:
        raise ValueError(
            "TopicClassifier requires y to be passed, but the target y is None."
        )
    y = items_of(y)
    if isinstance(y, (list, tuple)) and all(map(_is_one_label, y)):
        # NumPy would make texts of numbers beside texts.
        y = np.array([*y, None], dtype=object)[:-1]
    how = {"ensure_2d": False, "dtype": None, "ensure_all_finite": False}
    y = check_array(y, input_name="y", **how)
    if y.ndim == 2:
        y = column_or_1d(y, warn=True)
    if y.shape != (n_documents,):
        raise ValueError(
            f"y must have one label for each of {n_documents} documents, and its shape "
            f"is {y.shape}."
        )
    return y


def _is_one_label(label):
    return label is None or np.ndim(label) == 0


def _classes_of(labels, unlabelled):
    """Return the classes, and the number of the class of each document or -1."""
    none = [
        label is None or is_missing(label) or label == unlabelled for label in labels
    ]
    known = ~np.array(none, dtype=bool)
    if not known.any():
        raise ValueError(
            f"No document of positive weight has a label: all are {unlabelled!r}, None "
            "or NaN."
        )
    given = labels[known].tolist()
    texts = {isinstance(label, str) for label in given}
    if len(texts) > 1:
        one, other = (next(x for x in given if isinstance(x, str) is t) for t in texts)
        raise TypeError(
            f"Labels must be all str or all numbers, and y has {one!r} and {other!r}."
        )
    given = np.array(given)
    check_classification_targets(given)
    classes, numbers = np.unique(given, return_inverse=True)
    of_document = np.full(len(labels), -1)
    of_document[known] = numbers
    return classes, of_document


def _weight_of_labels(counts, is_labelled, sample_weight):
    """Mean number of words of a document, times the share of those with a label."""
    total = sample_weight.sum()
    mean = sample_weight @ counts.sum(axis=1) / total
    return max(float(mean * sample_weight[is_labelled].sum() / total), 1.0)


def _weights_of_words(model, estimator):
    """Return the modality of each column of words, and the weights of modalities."""
    if not hasattr(estimator, "modalities"):
        raise TypeError(
            "estimator must be a model of modalities, as ARTM, ThetalessARTM or PLSA, "
            f"got {type(estimator).__name__}."
        )
    n_words = model.n_features_in_
    names = getattr(model, "feature_names_in_", None)
    belongs = getattr(model, "feature_modalities_in_", np.full(n_words, _WORDS))
    words = resolve_modalities(estimator.modalities, n_words, names, belongs)
    called = list(words.rows)
    if _CLASSES in called:
        raise ValueError(
            f"A modality of the words is called {_CLASSES!r}, which is the name of the "
            "modality of the labels: give it another name."
        )
    of_word = np.array(called, dtype=object)[words.of_term]
    return of_word, dict(zip(called, words.weights.tolist(), strict=True))


def _with_classes(model, counts, modality_of_word, labels):
    """Put a column for each class beside the counts of words.

    `labels` are the classes, and the number of the class of each document or -1.
    """
    classes, numbers = labels
    labelled = np.flatnonzero(numbers >= 0)
    entries = np.ones(len(labelled), counts.dtype), (labelled, numbers[labelled])
    columns = sp.csr_array(entries, shape=(counts.shape[0], len(classes)))
    belongs = np.append(modality_of_word, [_CLASSES] * len(classes))
    names = getattr(model, "feature_names_in_", None)
    if names is not None:
        prefix = f"{_CLASSES}__"
        while any(name.startswith(prefix) for name in names):
            prefix = f"_{prefix}"
        names = [*names, *(f"{prefix}{label}" for label in classes)]
    return NamedCounts(
        sp.hstack([counts, columns], format="csr"),
        terms=names,
        modalities={m: np.flatnonzero(belongs == m) for m in dict.fromkeys(belongs)},
    )

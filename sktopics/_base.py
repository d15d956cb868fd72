"""Small mixins: what models on the same kind of input share."""

import numpy as np
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin

from ._validation import check_counts, check_documents, check_sequences


class CountsMixin(ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """For models on counts: documents x terms, non-negative, dense or sparse."""

    components_: np.ndarray
    n_features_in_: int
    feature_names_in_: np.ndarray
    feature_modalities_in_: np.ndarray

    def _check_counts(self, X, *, reset, grow=False):
        return check_counts(self, X, reset=reset, grow=grow)

    @property
    def _n_features_out(self):
        return self.components_.shape[0]

    @property
    def topic_word_(self) -> np.ndarray:
        """Distribution of words in each topic, (n_components, n_features).

        `components_` with rows that sum to 1, in the literature `phi`.
        """
        return self.components_ / self.components_.sum(axis=1, keepdims=True)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


class SequencesMixin(ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """For models on `TokenSequences`: documents as term ids in reading order."""

    n_features_in_: int
    feature_names_in_: np.ndarray

    def _check_sequences(self, X, *, reset, instead="", grow=False):
        return check_sequences(self, X, reset=reset, instead=instead, grow=grow)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        return tags


class DocumentsMixin(ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """For models on documents: texts, one `str` each."""

    def _check_documents(self, X):
        return check_documents(X, whom=type(self).__name__)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

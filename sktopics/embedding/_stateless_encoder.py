"""What encoders share that learn nothing: documents in, vectors out."""

import copy
from typing import Self

import numpy as np

from .._base import DocumentsMixin
from .._fitted import commit, learning
from .._sklearn import _fit_context


class StatelessEncoderMixin(DocumentsMixin):
    """For encoders that learn nothing: their clones share what they encode with.

    A subclass defines `_vectors(documents, fitted=False)`, which returns an array of
    shape (n_documents, n_dimensions), float32.
    """

    n_features_out_: int

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None) -> Self:
        """Check parameters and documents, and encode the first one.

        There is nothing to learn but how long vectors are, which names of columns need:
        `transform` works without.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.
        y : Ignored
            Present for API consistency.

        Returns
        -------
        self : estimator
            The encoder itself.

        Raises
        ------
        TypeError
            If `X` is a single text or no list of texts, or if a document is no `str`.
        ValueError
            If there are no documents, or parameters contradict each other.
        """
        with learning(self) as learner:
            learner._check_parameters()
            documents = learner._check_documents(X)[:1]
            vectors = learner._finished(learner._vectors(documents))
            commit(learner, {"n_features_out_": vectors.shape[1]})
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, X, y=None) -> np.ndarray:
        """Encode documents: the same as `fit` and then `transform`.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.
        y : Ignored
            Present for API consistency.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions), float32
        """
        with learning(self) as learner:
            vectors = learner._transformed(X)
            commit(learner, {"n_features_out_": vectors.shape[1]})
        return vectors

    def transform(self, X) -> np.ndarray:
        """Encode documents. `fit` need not come before.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents. Empty ones are documents too.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions), float32

        Raises
        ------
        TypeError
            If `X` is a single text or no list of texts, or if a document is no `str`.
        ValueError
            If there are no documents, or what encodes them gives no vector for each, or
            NaN.
        """
        self._validate_params()
        return self._transformed(X, fitted=hasattr(self, "n_features_out_"))

    def _transformed(self, X, *, fitted=False):
        self._check_parameters()
        return self._finished(self._vectors(self._check_documents(X), fitted=fitted))

    def _check_documents(self, X):
        # Those of NumPy are not what every function takes.
        return [str(document) for document in super()._check_documents(X)]

    def _check_parameters(self):
        """Refuse parameters that contradict each other."""

    def _finished(self, vectors):
        """Return the vectors as `transform` gives them."""
        return vectors

    @property
    def _n_features_out(self):
        return self.n_features_out_

    def __sklearn_clone__(self):
        # A model that was passed in may be large: clones share it. What starts with
        # "_" is the state of `set_output` and of metadata routing.
        clone = type(self)(**self.get_params(deep=False))
        for name, value in vars(self).items():
            if name.startswith("_") and name != "_fitted_names":
                setattr(clone, name, copy.deepcopy(value))
        return clone

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags

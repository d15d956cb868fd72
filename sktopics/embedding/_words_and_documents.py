"""WordsAndDocuments: an encoder of documents, and another one of words."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, clone

from .._base import DocumentsMixin
from .._fitted import commit, learning
from .._part_output import called, part_vectors
from .._sklearn import _fit_context
from ._as_encoder import as_encoder


class WordsAndDocuments(DocumentsMixin, BaseEstimator):
    """An encoder of documents beside an encoder of words.

    Models with embeddings encode documents by the one. Representations that compare
    words with topics encode words by the other. The two have to make vectors of one
    space, such as a model that wants one prompt before a query and another one before a
    passage. Read more in the :ref:`user guide <encoders>`.

    Parameters
    ----------
    word_encoder : object
        Encodes words and phrases: whatever `as_encoder` takes.
    document_encoder : object
        Encodes documents.

    Attributes
    ----------
    word_encoder_, document_encoder_ : transformers
        What encodes.
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    encode_words : Encodes words by any encoder.

    Examples
    --------
    >>> from sktopics.embedding import WordsAndDocuments
    >>> def of_words(texts):
    ...     return [[len(text), 1.0] for text in texts]
    >>> def of_documents(texts):
    ...     return [[len(text) / (1 + text.count(" ")), 0.0] for text in texts]
    >>> encoder = WordsAndDocuments(of_words, of_documents)
    >>> encoder.fit_transform(["rain and snow", "hail"]).round(2)
    array([[4.33, 0.  ],
           [4.  , 0.  ]], dtype=float32)
    >>> encoder.transform_words(["rain"])
    array([[4., 1.]], dtype=float32)
    """

    _parameter_constraints = {
        "word_encoder": "no_validation",
        "document_encoder": "no_validation",
    }

    word_encoder_: Any
    document_encoder_: Any
    n_features_out_: int

    def __init__(self, word_encoder: Any, document_encoder: Any):
        self.word_encoder = word_encoder
        self.document_encoder = document_encoder

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None) -> Self:
        """Fit both encoders, where they have anything to fit, on documents.

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
            If an encoder is none, or if a document is no `str`.
        ValueError
            If there are no documents, or if the vectors of words and of documents are
            not of one length.
        """
        self._fitted(X)
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
        vectors : ndarray of shape (n_documents, n_dimensions)
        """
        return self.transform(self._fitted(X))

    def _fitted(self, X):
        with learning(self) as learner:
            documents = learner._check_documents(X)
            encoders = {}
            for name in ("word_encoder", "document_encoder"):
                encoder = clone(as_encoder(getattr(learner, name)), safe=False)
                if hasattr(encoder, "fit"):
                    encoder.fit(documents)
                encoders[f"{name}_"] = encoder
            widths = {
                name: _vectors(encoder, documents[:1]).shape[1]
                for name, encoder in encoders.items()
            }
            of_words, of_documents = widths.values()
            if of_words != of_documents:
                raise ValueError(
                    f"word_encoder makes vectors of {of_words} dimensions, and "
                    f"document_encoder of {of_documents}: words and documents are "
                    "compared in one space."
                )
            commit(learner, {**encoders, "n_features_out_": of_documents})
        return documents

    def transform(self, X) -> np.ndarray:
        """Encode documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions)

        Raises
        ------
        NotFittedError
            If `document_encoder` learns from documents, and is not fitted.
        """
        return _vectors(self.of_documents(), self._check_documents(X))

    def transform_words(self, words) -> np.ndarray:
        """Encode words or phrases.

        Parameters
        ----------
        words : iterable of str of shape (n_words,)

        Returns
        -------
        vectors : ndarray of shape (n_words, n_dimensions)

        Raises
        ------
        NotFittedError
            If `word_encoder` learns from documents, and is not fitted.
        """
        return _vectors(self.of_words(), self._check_documents(words))

    def of_documents(self) -> Any:
        """Return the encoder of documents, fitted if `fit` has been called.

        Returns
        -------
        encoder : transformer
        """
        return self._one("document_encoder")

    def of_words(self) -> Any:
        """Return the encoder of words, fitted if `fit` has been called.

        Returns
        -------
        encoder : transformer
        """
        return self._one("word_encoder")

    def _one(self, name):
        # Pretrained encoders encode without a fit, as in a model that got embeddings.
        fitted = getattr(self, f"{name}_", None)
        return as_encoder(getattr(self, name)) if fitted is None else fitted

    @property
    def _n_features_out(self):
        return self.n_features_out_


def _vectors(encoder, texts):
    """Return what an encoder makes of texts as an array of numbers."""
    return part_vectors(
        encoder.transform(texts), len(texts), called("encoder", encoder), texts=texts
    )

"""WordsAndDocuments: an encoder of documents, and another one of words."""

from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from .._part_output import called, part_vectors
from .._validation import check_documents
from ._as_encoder import as_encoder


class WordsAndDocuments:
    """An encoder of documents beside an encoder of words.

    Models with embeddings encode documents by the one. Representations that compare
    words with topics encode words by the other. The two have to make vectors of one
    space, such as a model that wants one prompt before a query and another one before a
    passage. Read more in the :ref:`user guide <encoders>`.

    Parameters
    ----------
    word_encoder : object
        Encodes words and phrases: whatever `as_encoder` takes. Pretrained, or fitted.
    document_encoder : object
        Encodes documents.

    Attributes
    ----------
    word_encoder, document_encoder : transformers
        What `as_encoder` makes of them. Copies of a model share them.

    Raises
    ------
    TypeError
        If one is no encoder.
    NotFittedError
        If one learns from documents, and is not fitted.

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
    >>> encoder.transform(["rain and snow", "hail"]).round(2)
    array([[4.33, 0.  ],
           [4.  , 0.  ]], dtype=float32)
    >>> encoder.transform_words(["rain"])
    array([[4., 1.]], dtype=float32)
    """

    def __init__(self, word_encoder: Any, document_encoder: Any):
        self.word_encoder = _ready(word_encoder, "word_encoder")
        self.document_encoder = _ready(document_encoder, "document_encoder")

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
        TypeError, ValueError
            If there are no documents, or if the encoder returns no vector for each.
        """
        return _vectors(self.document_encoder, X)

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
        TypeError, ValueError
            If there are no words, or if the encoder returns no vector for each.
        """
        return _vectors(self.word_encoder, words)

    def __sklearn_clone__(self):
        return self  # it learns nothing

    def __repr__(self):
        return f"WordsAndDocuments({self.word_encoder!r}, {self.document_encoder!r})"


def _ready(encoder, name):
    """Return an encoder, and refuse one that has to be fitted before."""
    encoder = as_encoder(encoder)
    learns = hasattr(encoder, "__sklearn_tags__") and get_tags(encoder).requires_fit
    if learns:
        try:
            check_is_fitted(encoder)
        except NotFittedError as error:
            raise NotFittedError(
                f"{name} is a {type(encoder).__name__} that is not fitted, and "
                "WordsAndDocuments fits nothing: fit it on documents before."
            ) from error
    return encoder


def _vectors(encoder, texts):
    """Return what an encoder makes of texts as an array of numbers."""
    texts = check_documents(texts, whom="WordsAndDocuments")
    whom = called("encoder", encoder)
    return part_vectors(encoder.transform(texts), len(texts), whom, texts=texts)

"""Vectors of texts and of images, averaged."""

import numpy as np

from .._validation import check_embeddings


def mean_of_modalities(text_vectors, image_vectors, has_text, has_image) -> np.ndarray:
    """Average the vectors of texts and images of documents that have either or both.

    Parameters
    ----------
    text_vectors : array-like of shape (n_documents, n_dimensions)
        Vectors of texts. Rows of documents without text are not looked at.
    image_vectors : array-like of shape (n_documents, n_dimensions)
        Vectors of images, by the same model. Rows of documents without an image are
        not looked at.
    has_text : array-like of shape (n_documents,), bool
        Which documents have a text.
    has_image : array-like of shape (n_documents,), bool
        Which documents have an image.

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        The mean of both vectors where there are both, else the one there is; float32
        unless a vector is of float64.

    Raises
    ------
    ValueError
        If the shapes differ, or a document has neither.

    Examples
    --------
    >>> from sktopics.embedding import mean_of_modalities
    >>> texts, images = [[1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]
    >>> mean_of_modalities(texts, images, [True, True], [True, False])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    has = np.column_stack([has_text, has_image]).astype(bool)
    if (neither := np.flatnonzero(~has.any(axis=1))).size:
        raise ValueError(f"Document {neither[0]} has neither a text nor an image.")
    vectors = [np.asarray(v) for v in (text_vectors, image_vectors)]
    # What is not looked at may be anything, NaN too.
    vectors = [
        np.where(mask[:, None], v, 0) if v.ndim == 2 and len(v) == len(mask) else v
        for v, mask in zip(vectors, has.T, strict=True)
    ]
    texts = check_embeddings(vectors[0], len(has))
    images = check_embeddings(vectors[1], len(has), n_dimensions=texts.shape[1])
    return (texts + images) / has.sum(axis=1, keepdims=True, dtype=texts.dtype)

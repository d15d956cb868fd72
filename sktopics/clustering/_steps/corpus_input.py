"""What BERTopic is given, checked before any work."""

from typing import NamedTuple

import numpy as np

from ..._columns import is_missing, is_unordered, items_of
from ..._validation import check_documents, check_embeddings
from .._labels import encode_labels
from .nothing_known import are_blank


class Corpus(NamedTuple):
    """Documents, with what came beside them.

    Attributes
    ----------
    documents : list of str
        "" where there is only an image or a vector.
    embeddings : ndarray of shape (n_documents, n_dimensions) or None
        Those that the caller has.
    images : list or None
        An image, or None, for each document.
    blank : ndarray of shape (n_documents,), bool
        Whether a document is an empty one: a blank text, and no image.
    """

    documents: list
    embeddings: np.ndarray | None
    images: list | None
    blank: np.ndarray

    def __len__(self):
        return len(self.documents)


def check_corpus(X, embeddings, images, *, whom, n_dimensions=None):
    """Validate documents and what comes beside them.

    Parameters
    ----------
    X : iterable of str, or None
        None, or None for a document, where there are images or embeddings.
    embeddings : array-like of shape (n_documents, n_dimensions) or None
    images : iterable or None
    whom : str
        Name of the caller in error messages.
    n_dimensions : int, default=None
        Of the embeddings that the model knows.

    Returns
    -------
    corpus : Corpus

    Raises
    ------
    TypeError
        If documents are no texts.
    ValueError
        If there are none, or not as many embeddings or images as documents.
    """
    if images is not None:
        if is_unordered(images) or not np.iterable(images):
            raise TypeError(
                "images must be a list of images or of paths, one for each document, "
                f"and got {type(images).__name__}."
            )
        # A column of a data frame has NaN where there is no image.
        images = [None if is_missing(image) else image for image in items_of(images)]
    if X is None and (images is not None or np.iterable(embeddings)):
        X = [None] * (np.shape(embeddings)[0] if images is None else len(images))
    missing = None
    if images is not None or embeddings is not None:
        X, missing = _texts_or_none(X)
    documents = check_documents(X, whom=whom)
    if images is not None and len(images) != len(documents):
        raise ValueError(
            f"images must hold one for each document, or None: got {len(images)} for "
            f"{len(documents)} documents."
        )
    if embeddings is not None:
        embeddings = check_embeddings(
            embeddings, len(documents), n_dimensions=n_dimensions
        )
    blank = are_blank(documents)
    if images is not None:
        blank &= np.array([image is None for image in images])
    if embeddings is not None and missing is not None:
        blank &= ~missing  # None is no text at all, and the vector decides
    return Corpus(documents, embeddings, images, blank)


def _texts_or_none(X):
    """Return documents, "" in place of None, and which of them are None, if any are."""
    is_column = len(getattr(X, "shape", (0,))) == 1
    if is_unordered(X) or not is_column or not np.iterable(X):
        return X, None  # what `check_documents` refuses
    texts = list(items_of(X))
    if set(map(type, texts)) == {str}:  # quickly seen
        return texts, None
    missing = np.array([is_missing(text) for text in texts], dtype=bool)
    for i in np.flatnonzero(missing):
        texts[i] = ""
    return texts, missing


def check_training_documents(X, n_documents, *, whom):
    """Validate the training documents of a fitted model, given once more.

    Returns
    -------
    documents : list of str, or None without `X`

    Raises
    ------
    TypeError
        If documents are no texts.
    ValueError
        If they are not as many as in training.
    """
    if X is None:
        return None
    documents = check_documents(_texts_or_none(X)[0], whom=whom)
    if len(documents) != n_documents:
        raise ValueError(
            f"X must be the {n_documents} training documents, and has {len(documents)}."
        )
    return documents


def check_labels(y, n_documents):
    """Validate the labels of documents; see `encode_labels` for what is returned."""
    if len(getattr(y, "shape", ())) == 2:
        raise ValueError(
            f"y must hold a label for each document, got {len(y)} rows of several: "
            "vectors of documents are given as embeddings=."
        )
    if is_unordered(y) or not np.iterable(y):
        raise ValueError(
            f"y must hold a label for each document, got {type(y).__name__}."
        )
    y = _one_each(y)
    if len(y) != n_documents:
        raise ValueError(
            f"y must hold a label for each document: got {len(y)} for {n_documents} "
            "documents."
        )
    return encode_labels(y)


def _one_each(y):
    """Return labels, taken out of the cells of a column that hold one each."""
    y = y if isinstance(y, np.ndarray) else list(items_of(y))
    lists = list, tuple, np.ndarray
    nested = [i for i, cell in enumerate(y) if isinstance(cell, lists)]
    for i in nested:
        if len(y[i]) != 1:
            raise ValueError(
                f"y must hold a label for each document, and document {i} has several, "
                f"{y[i]!r:.60}: vectors of documents are given as embeddings=."
            )
    return [cell[0] if isinstance(cell, lists) else cell for cell in y] if nested else y


def check_guidance(model):
    """Validate the topics that users name beforehand.

    Raises
    ------
    TypeError
        If they are no lists of str.
    ValueError
        If one is empty, if there are none, or if names repeat themselves.
    """
    if model.seed_topics is not None:
        if isinstance(model.seed_topics, str) or not len(model.seed_topics):
            raise ValueError(
                "seed_topics must be lists of words, one list a topic; got "
                f"{model.seed_topics!r}."
            )
        for words in items_of(model.seed_topics):
            _check_texts(words, "the words of a topic in seed_topics")
    if model.zeroshot_topics is not None:
        _check_texts(model.zeroshot_topics, "zeroshot_topics")
        if len(set(items_of(model.zeroshot_topics))) < len(model.zeroshot_topics):
            raise ValueError("Two of zeroshot_topics are the same.")


def _check_texts(texts, what):
    if isinstance(texts, str) or not np.iterable(texts):
        raise TypeError(f"{what} must be a list of str, got {texts!r}.")
    if not len(texts):
        raise ValueError(f"{what} must be at least one, got none.")
    for text in items_of(texts):
        if not isinstance(text, str):
            raise TypeError(f"{what} must be str, got {text!r}.")

"""ChunkedEncoder: vectors of long documents, by the vectors of their parts."""

from collections.abc import Callable
from copy import deepcopy
from inspect import signature
from numbers import Integral, Real
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, clone
from sklearn.utils import get_tags
from sklearn.utils.metaestimators import available_if

from .._base import DocumentsMixin
from .._fitted import commit, learning
from .._part_output import called, part_vectors
from .._reading import pipeline_steps
from .._sklearn import (
    Interval,
    StrOptions,
    _fit_context,
    _safe_indexing,
    check_fitted,
)
from ._as_encoder import as_encoder
from ._document_parts import check_overlap, divided
from .known_texts import known_of_fitted, known_vectors


class ChunkedEncoder(DocumentsMixin, BaseEstimator):
    """Vectors of long documents: means of the vectors of their parts.

    A model of sentences reads some hundred words of a document and drops the rest in
    silence. This encoder cuts documents into parts that overlap, encodes each part, and
    gives a document the mean of their vectors. Read more in the :ref:`user guide
    <encoders>`.

    Parameters
    ----------
    encoder : object, default="all-MiniLM-L6-v2"
        What encodes the parts: whatever `as_encoder` takes. One that learns, such as a
        Pipeline, learns from the parts, since parts are what it encodes.
    chunk : int, {"sentence", "paragraph"} or callable, default=200
        What a part is.

        - A number: so many tokens, which are words between white space, and single
          characters of Chinese and Japanese.
        - "sentence" or "paragraph": as in :func:`~sktopics.text.split_documents`.
        - A function: takes a text and returns its parts as a list of `str` in their
          order, or as a list of places ``(start, stop)`` in the text. Parts may
          overlap. What is in no part is not read.
    overlap : float, default=0.5
        What a part shares with the one before it. Of tokens the share of a part, below
        1. Of sentences and paragraphs the number of those before it that a part begins
        with: anything below 1 is none. A function says itself what overlaps.

    Attributes
    ----------
    encoder_ : transformer
        The fitted encoder of parts.
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    sktopics.text.split_documents : Splits documents into parts that get topics of their
        own.
    SentenceEncoder : By a model of sentence-transformers.

    Notes
    -----
    A part counts in the mean by its number of tokens, and a token that is in m parts
    counts 1/m in each. So all tokens of a document count the same. The vector of a
    document is the mean over its tokens of the mean vector of the parts that a token is
    in. A document of one part has the vector that the encoder gives. Vectors of longer
    ones are not of length 1, even if those of their parts are. A part that the encoder
    knows nothing of counts as a vector of zeros, and a blank document has zeros.

    Where the limit of a model is known, parts that are longer are cut into parts of
    about the same length, so that the model reads them to their ends. It is known of
    models of sentence-transformers and of pipelines of transformers for feature
    extraction. For other models choose parts that are short enough.

    Equal parts are encoded once, unless the encoder learns from them.

    Examples
    --------
    >>> from sktopics.embedding import ChunkedEncoder
    >>> def count_words(texts):
    ...     return [[text.count("rain"), text.count("snow")] for text in texts]
    >>> documents = ["rain rain rain snow snow", "snow", ""]
    >>> encoder = ChunkedEncoder(count_words, chunk=2, overlap=0)
    >>> encoder.fit_transform(documents)
    array([[1.2, 0.6],
           [0. , 1. ],
           [0. , 0. ]], dtype=float32)
    >>> parts, owners, spans = encoder.parts(documents)
    >>> parts
    ['rain rain ', 'rain snow ', 'snow', 'snow']
    >>> owners
    array([0, 0, 0, 1])
    """

    encoder_: Any
    n_features_out_: int

    _parameter_constraints = {
        "encoder": "no_validation",  # as_encoder says what is wrong with it
        "chunk": [
            Interval(Integral, 1, None, closed="left"),
            StrOptions({"paragraph", "sentence"}),
            callable,
        ],
        "overlap": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        encoder: Any = "all-MiniLM-L6-v2",
        *,
        chunk: int | str | Callable = 200,
        overlap: float = 0.5,
    ):
        self.encoder = encoder
        self.chunk = chunk
        self.overlap = overlap

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None) -> Self:
        """Fit the encoder on the parts of documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.
        y : array-like of shape (n_documents,), default=None
            Labels, for an encoder that learns from them: a part has that of its
            document.

        Returns
        -------
        self : ChunkedEncoder

        Raises
        ------
        TypeError
            If `X` is a single text or no list of texts, if a document is no `str`, if
            `encoder` encodes nothing, or if `chunk` returns something else than parts.
        ValueError
            If there are no documents, if `overlap` is none of such parts, or if `chunk`
            returns places outside a document.
        """
        with learning(self) as learner:
            encoder, parts, labels = learner._start(X, y)
            if hasattr(encoder, "fit"):
                encoder.fit(parts.texts, **labels)
            vectors = known_vectors(encoder, parts.texts[:1])
            commit(learner, {"encoder_": encoder, "n_features_out_": vectors.shape[1]})
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, X, y=None) -> np.ndarray:
        """Fit the encoder on the parts of documents, and encode documents.

        Each part is encoded once.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.
        y : array-like of shape (n_documents,), default=None
            As in `fit`.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions)
            Of the type of the encoder's vectors.
        """
        with learning(self) as learner:
            documents = learner._check_documents(X)
            encoder, parts, labels = learner._start(documents, y)
            if _learns(encoder) and hasattr(encoder, "fit_transform"):
                vectors = encoder.fit_transform(parts.texts, **labels)
                whom = called("encoder", encoder)
                vectors = part_vectors(vectors, len(parts.texts), whom)
                known = known_of_fitted(encoder, parts.texts, vectors)
                first = _first_places(parts.texts)
                vectors = np.where(known[:, np.newaxis], vectors, 0)[first]
            else:
                if hasattr(encoder, "fit"):
                    encoder.fit(parts.texts, **labels)
                vectors = _vectors_of(encoder, parts.texts)
            commit(learner, {"encoder_": encoder, "n_features_out_": vectors.shape[1]})
        return _means(parts, vectors, len(documents))

    def transform(self, X) -> np.ndarray:
        """Encode documents. With an encoder that learns nothing, `fit` may be left out.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents.

        Returns
        -------
        vectors : ndarray of shape (n_documents, n_dimensions)
            Of the type of the encoder's vectors. Zeros for blank documents, and for
            documents of which the encoder knows nothing.

        Raises
        ------
        NotFittedError
            If the encoder learns and is not fitted.
        TypeError, ValueError
            As `fit`.
        """
        self._check_parameters()
        documents = self._check_documents(X)
        encoder = self._ready_encoder()
        parts = self._divided(documents, encoder)
        if not parts.texts:  # one text tells the width
            vectors = known_vectors(encoder, documents[:1])
        else:
            vectors = _vectors_of(encoder, parts.texts)
        return _means(parts, vectors, len(documents))

    def parts(self, documents) -> tuple:
        """Return the parts that are encoded, and whose they are.

        Parameters
        ----------
        documents : iterable of str of shape (n_documents,)

        Returns
        -------
        parts : list of str
            A blank document has no part.
        owners : ndarray of shape (n_parts,), int64
            The document of each part; they ascend.
        spans : ndarray of shape (n_parts, 2), int64
            Part i is ``documents[owners[i]][start:stop]`` with
            ``start, stop = spans[i]``.

        Raises
        ------
        TypeError, ValueError
            As `fit`.
        """
        self._check_parameters()
        encoder = getattr(self, "encoder_", None)
        encoder = as_encoder(self.encoder) if encoder is None else encoder
        parts = self._divided(self._check_documents(documents), encoder)
        return parts.texts, parts.owners, parts.spans

    @property
    def word_encoder(self) -> Any:
        """What encodes words and phrases: the encoder of the parts."""
        return self._ready_encoder()

    @available_if(lambda self: hasattr(self._unfitted(), "transform_images"))
    def transform_images(self, images) -> np.ndarray:
        """Encode images, by an encoder of texts and images.

        Parameters
        ----------
        images : iterable of str, path or PIL.Image.Image, of shape (n_images,)

        Returns
        -------
        vectors : ndarray of shape (n_images, n_dimensions)
        """
        return self._ready_encoder().transform_images(images)

    def _start(self, X, y):
        """Return an encoder to fit, the parts to fit it on, and their labels."""
        documents = self._check_documents(X)
        check_overlap(self.chunk, self.overlap)
        encoder = self._unfitted()
        if hasattr(encoder, "fit"):
            encoder = clone(encoder, safe=False)
        parts = self._divided(documents, encoder)
        if not parts.texts:  # the encoder says what it makes of blank texts
            owners = np.arange(len(documents))
            parts = parts._replace(
                texts=documents, owners=owners, weights=np.zeros(len(documents))
            )
        return encoder, parts, _labels_of(encoder, y, parts.owners)

    def _unfitted(self):
        return as_encoder(self.encoder)

    def _ready_encoder(self):
        """Return the fitted encoder, or one that learns nothing."""
        if hasattr(self, "encoder_"):
            return self.encoder_
        encoder = self._unfitted()
        if _learns(encoder):
            check_fitted(self, "encoder_")
        return encoder

    def _divided(self, documents, encoder):
        first = (pipeline_steps(encoder) or [None])[0]
        limit = getattr(first, "_piece_limit", lambda: None)()
        return divided(documents, self.chunk, self.overlap, limit)

    def _check_documents(self, X):
        return [str(document) for document in super()._check_documents(X)]

    def _check_parameters(self):
        self._validate_params()
        check_overlap(self.chunk, self.overlap)

    @property
    def _n_features_out(self):
        return self.n_features_out_

    def __sklearn_clone__(self):
        # What was passed in may be a large model: only what can learn is copied.
        params = self.get_params(deep=False)
        if hasattr(params.get("encoder"), "get_params"):
            params["encoder"] = clone(self.encoder)
        copy = type(self)(**params)
        for name, value in vars(self).items():
            if name.startswith("_") and name != "_fitted_names":
                setattr(copy, name, deepcopy(value))
        return copy

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = _learns(self._unfitted())
        return tags


def _learns(encoder):
    """Whether an encoder has to be fitted."""
    if hasattr(encoder, "__sklearn_tags__"):
        return get_tags(encoder).requires_fit
    return hasattr(encoder, "fit")


def _labels_of(encoder, y, owners):
    """Return the labels of parts as a keyword, which some encoders ask for."""
    fit = getattr(encoder, "fit", None)
    if fit is None or "y" not in signature(fit).parameters:
        return {}
    return {"y": None if y is None else _safe_indexing(y, owners)}


def _first_places(texts):
    """Return where each text is first, once for equal ones."""
    first = {}
    for i, text in enumerate(texts):
        first.setdefault(text, i)
    return np.array(list(first.values()), dtype=np.int64)


def _vectors_of(encoder, texts):
    """Return the vectors of texts, in the order in which they are first met."""
    return known_vectors(encoder, list(dict.fromkeys(texts)))


def _means(parts, vectors, n_documents):
    """Return the means of the vectors of the parts of documents.

    Parameters
    ----------
    parts : DocumentParts
    vectors : ndarray of shape (n_distinct, n_dimensions)
        Of the texts of the parts, in the order in which they are first met.
    n_documents : int
    """
    places = {text: i for i, text in enumerate(dict.fromkeys(parts.texts))}
    columns = np.array([places[text] for text in parts.texts], dtype=np.int64)
    totals = np.bincount(parts.owners, parts.weights, minlength=n_documents)
    counted = parts.weights > 0
    owners, columns = parts.owners[counted], columns[counted]
    shares = parts.weights[counted] / totals[owners]
    offsets = np.searchsorted(owners, np.arange(n_documents + 1))
    # Shares of each document in the order of its parts: the sum is the same, whatever
    # other documents there are.
    how = sp.csr_array((shares, columns, offsets), shape=(n_documents, len(vectors)))
    return (how @ vectors.astype(np.float64)).astype(vectors.dtype)

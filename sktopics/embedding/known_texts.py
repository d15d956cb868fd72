"""Which texts an encoder knows anything of.

An encoder that counts words gives a text without any known word the vector that
belongs to no words at all. That is zeros as long as steps are linear, and anything
after a step that centres. So the steps of a Pipeline are asked: a text is unknown where
one of them has nothing but zeros for it, such as no count of any word.
"""

import numpy as np
import scipy.sparse as sp
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion

from .._part_output import called, part_vectors
from .._reading import pipeline_steps
from .._sparse import checked_csr
from ..sequences import TokenSequences
from ._words_and_documents import WordsAndDocuments

__all__ = ["encode_known", "known_of_fitted", "known_vectors"]

# How near a vector is, as a share of its largest number, to one that it may be.
_NEAR = 1e-3


def encode_known(encoder, documents) -> tuple:
    """Encode texts, and say which of them the encoder knows anything of.

    Parameters
    ----------
    encoder : fitted transformer
    documents : list of str

    Returns
    -------
    vectors : array-like of shape (n_documents, n_dimensions)
        What the encoder's `transform` gives.
    known : ndarray of shape (n_documents,), bool

    Examples
    --------
    >>> from sklearn.decomposition import PCA
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.embedding.known_texts import encode_known
    >>> encoder = make_pipeline(TfidfVectorizer(), PCA(1))
    >>> encoder = encoder.fit(["rain", "snow", "rain and snow"])
    >>> encode_known(encoder, ["snow", "hail"])[1]
    array([ True, False])
    """
    X, known = documents, np.ones(len(documents), dtype=bool)
    for step in _steps(encoder):
        output = step.transform(X)
        if isinstance(step, FeatureUnion) and not sp.issparse(output):
            known &= _known_to_parts(step, X, len(known))
        rows = _not_empty(output, len(known))
        if len(rows) == len(known):  # else the encoder is at fault, as others will say
            known &= rows
        X = output
    return X, known


def known_vectors(encoder, texts, whom=None, *, by_text=False) -> np.ndarray:
    """Return the vectors of texts, zeros for a text that the encoder knows nothing of.

    Parameters
    ----------
    encoder : fitted transformer
    texts : list of str
    whom : str, default=None
        What messages call the encoder.
    by_text : bool, default=False
        Whether messages quote a text, where users do not know its row.

    Returns
    -------
    vectors : ndarray of shape (n_texts, n_dimensions)

    Raises
    ------
    TypeError, ValueError
        If the encoder gives no vector for each text.
    """
    vectors, known = encode_known(encoder, texts)
    whom = called("encoder", encoder) if whom is None else whom
    quoted = texts if by_text else None
    vectors = part_vectors(vectors, len(texts), whom, texts=quoted)
    return vectors if known.all() else np.where(known[:, np.newaxis], vectors, 0)


def known_of_fitted(encoder, documents, vectors) -> np.ndarray:
    """Say which texts an encoder knows that has just been fitted on them.

    The texts are not encoded again but for one, and for those whose vectors look like
    the vector of no words.

    Parameters
    ----------
    encoder : fitted transformer
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
        What its `fit_transform` gave.

    Returns
    -------
    known : ndarray of shape (n_documents,), bool
    """
    known = np.ones(len(documents), dtype=bool)
    suspect = np.flatnonzero(_suspects(_steps(encoder), documents[:1], vectors))
    if len(suspect):
        known[suspect] = encode_known(encoder, [documents[i] for i in suspect])[1]
    return known


def _suspects(steps, document, vectors):
    """Which vectors may be of texts that a step has nothing for."""
    suspect = np.zeros(len(vectors), dtype=bool)
    if any(isinstance(step, FeatureUnion) for step in steps):
        return ~suspect
    X = document
    for i, step in enumerate(steps[:-1], 1):
        X = step.transform(X)
        nothing = _empty_like(X)
        if nothing is None:
            continue
        for later in steps[i:]:
            nothing = later.transform(nothing)
        vector = np.asarray(nothing)[0]
        near = _NEAR * np.abs(vector).max(initial=0)
        suspect |= (np.abs(vectors - vector) <= near).all(axis=1)
    return suspect


def _steps(encoder):
    """Return the transformers that texts meet in turn, as a flat list."""
    if isinstance(encoder, FrozenEstimator):
        return _steps(encoder.estimator)
    if isinstance(encoder, WordsAndDocuments):
        return _steps(encoder.document_encoder)
    steps = pipeline_steps(encoder)
    if len(steps) == 1 and steps[0] is encoder:
        return steps
    return [leaf for step in steps for leaf in _steps(step)]


def _known_to_parts(union, X, n_documents):
    """Which texts one of the transformers of a union knows."""
    known = np.zeros(n_documents, dtype=bool)
    for _, part in union.transformer_list:
        if part == "passthrough":
            known |= _not_empty(X, n_documents)
        elif part != "drop":
            known |= encode_known(part, X)[1]
    return known


def _not_empty(X, n_documents):
    """Which rows hold anything; all, of what is no matrix of numbers."""
    if isinstance(X, TokenSequences):
        counted = X.ids >= 0
        if X.weights is not None:
            counted &= X.weights > 0
        return _any_between(counted, X.offsets)
    if sp.issparse(X):
        X = checked_csr(X, "What a step of the encoder returns")
        return _any_between(X.data != 0, X.indptr)
    if isinstance(X, np.ndarray) or hasattr(X, "columns"):
        values = np.asarray(X)
        if values.ndim == 2 and values.dtype.kind in "fiub":
            return values.any(axis=1)
    return np.ones(n_documents, dtype=bool)


def _any_between(marks, offsets):
    """``[marks[i:j].any() for i, j in pairwise(offsets)]``."""
    return np.diff(np.append(0, np.cumsum(marks))[offsets]) > 0


def _empty_like(X):
    """Return what a step gives for a text of no words, by what it gave for another.

    None where it is no matrix of numbers.
    """
    if isinstance(X, TokenSequences):
        nothing = np.zeros(0, dtype=np.int32)
        return TokenSequences(nothing, [0, 0], n_terms=X.n_terms, terms=X.terms)
    if sp.issparse(X):
        return type(X)(X.shape, dtype=X.dtype)
    if isinstance(X, np.ndarray) and X.ndim == 2 and X.dtype.kind in "fiub":
        return np.zeros_like(X)
    return None

"""Vectors of words in the space of documents."""

import numpy as np
import scipy.sparse as sp

from ..._arrays import unit_rows
from ..._reading import trained_words
from ..._sklearn import under_default_configuration
from ..._sparse import checked_csr
from ...embedding import encode_words
from ...sequences import TokenSequences

__all__ = ["vectors_of_terms"]

# Terms that are given vectors at once.
_BATCH = 4096
# Rows of float64 whose largest number is below have no such direction in float32.
_SMALLEST = 1e-30


@under_default_configuration
def vectors_of_terms(
    encoder, terms, *, known_terms=None, known_vectors=None, batch=_BATCH
):
    """Return the vectors of words and phrases, in the space of an encoder's documents.

    A `Doc2Vec` has learned vectors of words. A word has its own vector. A phrase that
    has none has the mean of the unit vectors of its words, as the encoder's vectorizer
    reads them. Words that the vectorizer leaves out, such as its stop words, are no
    part of the mean. Other encoders encode terms as they encode texts.

    Parameters
    ----------
    encoder : fitted encoder
        Whatever `as_encoder` takes.
    terms : iterable of str of shape (n_terms,)
    known_terms : iterable of str of shape (n_known,), default=None
        Terms whose vectors are at hand. They are not encoded again.
    known_vectors : ndarray of shape (n_known, n_dimensions), default=None
    batch : int, default=4096
        Most terms that are encoded at once.

    Returns
    -------
    vectors : ndarray of shape (n_terms, n_dimensions), float32
        Zeros for terms that the encoder knows nothing of.

    Raises
    ------
    ValueError
        If the encoder makes vectors that are longer or shorter than the known ones.

    Examples
    --------
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import Doc2Vec, SequenceVectorizer
    >>> from sktopics.clustering._joint_space.word_space import vectors_of_terms
    >>> model = Doc2Vec(2, dm=0, dbow_words=True, random_state=0)
    >>> encoder = make_pipeline(SequenceVectorizer(), model)
    >>> encoder = encoder.fit(["rain and snow", "snow and hail", "rain and hail"])
    >>> vectors = vectors_of_terms(encoder, ["rain", "rain and hail", "tax"])
    >>> vectors.shape
    (3, 2)
    >>> vectors[2]
    array([0., 0.], dtype=float32)
    """
    terms = [str(term) for term in terms]
    at_hand = [] if known_terms is None else [str(term) for term in known_terms]
    if known_vectors is not None:
        known_vectors = _single(np.asarray(known_vectors))
    rows = {term: row for row, term in enumerate(at_hand)}
    new = [term for term in dict.fromkeys(terms) if term not in rows]
    made = _made(encoder, new, batch, known_vectors)
    rows |= {term: len(at_hand) + row for row, term in enumerate(new)}
    rows = np.array([rows[term] for term in terms], dtype=np.int64)
    if not len(at_hand):
        return made[rows]
    found = np.empty((len(terms), made.shape[1]), dtype=np.float32)
    is_new = rows >= len(at_hand)
    found[is_new] = made[rows[is_new] - len(at_hand)]
    found[~is_new] = known_vectors[rows[~is_new]]
    return found


def _made(encoder, terms, batch, known_vectors):
    """Return the vectors of terms that have none yet, in blocks."""
    n_dimensions = 0 if known_vectors is None else known_vectors.shape[1]
    made = np.zeros((len(terms), n_dimensions), dtype=np.float32)
    if not terms:
        return made
    words = trained_words(encoder)
    unit = None if words is None else unit_rows(words.vectors)
    for start in range(0, len(terms), batch):
        some = terms[start : start + batch]
        if words is None:
            vectors = encode_words(encoder, some)
        else:
            vectors = _of_trained(words, unit, some)
        width = vectors.shape[1]
        if start == 0 and known_vectors is None:
            made = np.zeros((len(terms), width), dtype=np.float32)
        elif width != made.shape[1]:
            raise ValueError(
                f"The encoder {type(encoder).__name__} makes vectors of {width} "
                f"dimensions for {some[0]!r}, and other terms have vectors of "
                f"{made.shape[1]}: give an encoder whose vectors are all of one length."
            )
        made[start : start + len(some)] = _single(vectors)
    return made


def _of_trained(words, unit, terms):
    """Return vectors of words that were learned, and means of these for phrases."""
    vectors = np.zeros((len(terms), unit.shape[1]), dtype=unit.dtype)
    own = np.array([words.table.get(term, -1) for term in terms])
    vectors[own >= 0] = words.vectors[own[own >= 0]]
    others = np.flatnonzero(own < 0)
    if len(others):
        counts = _counts_in(words, [terms[i] for i in others])
        totals = counts.sum(axis=1)
        some = np.flatnonzero(totals > 0)
        sums = counts[some] @ unit
        vectors[others[some]] = sums / totals[some, np.newaxis]
    return _after(words.later, vectors, words.vectors[:1])


def _after(steps, vectors, any_vector):
    """Return what later steps make of vectors; zeros, which say nothing, stay zeros."""
    known = np.flatnonzero(vectors.any(axis=1))
    moved = vectors[known] if len(known) else any_vector  # which tells the width
    for step in steps:
        moved = np.asarray(step.transform(moved))
    found = np.zeros((len(vectors), moved.shape[1]), dtype=moved.dtype)
    if len(known):
        found[known] = moved
    return found


def _counts_in(words, phrases):
    """Return how often the phrases hold each word that has a vector, a CSR array."""
    if words.readers:
        X = phrases
        for step in words.readers:
            X = step.transform(X)
        X = X.to_counts() if hasattr(X, "to_counts") else X
        return sp.csr_array(checked_csr(X, "What a step of the encoder returns"))
    ids = [[words.table.get(word, -1) for word in text.split()] for text in phrases]
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in ids])))
    flat = np.array([i for row in ids for i in row], dtype=np.int32)
    return TokenSequences(flat, offsets, n_terms=len(words.table)).to_counts()


def _single(vectors):
    """Return vectors as float32, whose directions stay."""
    if vectors.dtype == np.float32:
        return vectors
    vectors = vectors.astype(np.float64, copy=False)
    largest = np.abs(vectors).max(axis=1, initial=0)
    small = (largest > 0) & (largest < _SMALLEST)
    if small.any():
        vectors = vectors.copy()
        vectors[small] = unit_rows(vectors[small])
    return vectors.astype(np.float32)

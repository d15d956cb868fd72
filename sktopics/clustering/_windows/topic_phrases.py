"""Phrases that name topics: those whose vectors are nearest to the topics' own."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone

from ..._arrays import largest, unit_rows
from ..._sklearn import under_default_configuration
from ...embedding import encode_words
from ...text import KeynessTransformer

# Of each topic, so many windows are read and so many phrases are encoded.
_N_WINDOWS, _N_CANDIDATES = 100, 20
_WORDS_OF_PHRASES = (2, 3)


class PhraseCandidates(NamedTuple):
    """Phrases that are said in the windows of topics.

    Attributes
    ----------
    phrases : list of str
    vectors : ndarray of shape (n_phrases, n_dimensions), float32
    """

    phrases: list
    vectors: np.ndarray


@under_default_configuration
def find_phrases(window_model, texts, first_row=0):
    """Find phrases in the windows that are nearest to their topics, and encode them.

    Parameters
    ----------
    window_model : fitted Top2Vec
    texts : list of str
        The last windows that it knows.
    first_row : int, default=0
        The row of the first of them.

    Returns
    -------
    candidates : PhraseCandidates
        For each topic the phrases of two and three words that are said more in its
        windows than in those of others. None, if the vectorizer finds single words
        alone.
    """
    n_dimensions = window_model.topic_embeddings_.shape[1]
    nothing = PhraseCandidates([], np.empty((0, n_dimensions), np.float32))
    vectorizer = window_model.vectorizer_
    if vectorizer is None or "ngram_range" not in vectorizer.get_params(deep=False):
        return nothing
    labels = window_model.labels_[first_row:]
    rows = _typical_rows(labels, window_model.similarities_[first_row:])
    vectorizer = clone(vectorizer).set_params(ngram_range=_WORDS_OF_PHRASES)
    for name in ("min_df", "delete_min_df", "max_features", "vocabulary"):
        if name in vectorizer.get_params(deep=False):
            vectorizer.set_params(**{name: 1 if name == "min_df" else None})
    try:
        counts = vectorizer.fit_transform([texts[row] for row in rows])
    except ValueError:  # windows of single words
        return nothing
    phrases = _telling_columns(sp.csr_array(counts), labels[rows])
    if not len(phrases):
        return nothing
    names = vectorizer.get_feature_names_out()[phrases].tolist()
    vectors = encode_words(window_model.encoder_, names).astype(np.float32, copy=False)
    known = vectors.any(axis=1)
    names = [name for name, is_known in zip(names, known, strict=True) if is_known]
    return PhraseCandidates(names, vectors[known])


def _typical_rows(labels, similarities):
    """Return the windows nearest to their topic, of all topics."""
    found = [np.empty(0, np.int64)]
    for topic in range(int(labels.max(initial=-1)) + 1):
        rows = np.flatnonzero(labels == topic)
        found.append(rows[largest(similarities[rows], _N_WINDOWS)])
    return np.concatenate(found)


def _telling_columns(counts, labels):
    """Return the phrases that windows of a topic have more than those of others."""
    n_topics = int(labels.max(initial=-1)) + 1
    rows = np.arange(len(labels))
    one_hot = sp.csr_array((np.ones(len(rows)), (labels, rows)), (n_topics, len(rows)))
    by_topic = sp.csr_array(one_hot @ (counts > 0).astype(np.float64))
    weights = sp.csr_array(KeynessTransformer().fit_transform(by_topic))
    found = set()
    for topic in range(n_topics):
        cells = slice(weights.indptr[topic], weights.indptr[topic + 1])
        best = largest(weights.data[cells], _N_CANDIDATES)
        found.update(weights.indices[cells][best].tolist())
    return np.array(sorted(found), dtype=np.int64)


def joined_phrases(one, other):
    """Return the candidates of both, those of `one` first."""
    known = set(one.phrases)
    new = [i for i, phrase in enumerate(other.phrases) if phrase not in known]
    phrases = [*one.phrases, *(other.phrases[i] for i in new)]
    return PhraseCandidates(phrases, np.vstack([one.vectors, other.vectors[new]]))


def nearest_phrases(candidates, topic_vectors, n):
    """Return the phrases nearest to each topic.

    Of phrases with a word in common, the nearest stands for all.

    Parameters
    ----------
    candidates : PhraseCandidates
    topic_vectors : ndarray of shape (n_topics, n_dimensions)
    n : int
        How many of each topic at most.

    Returns
    -------
    phrases : list of lists of str
    """
    if not candidates.phrases:
        return [[] for _ in topic_vectors]
    cosines = unit_rows(topic_vectors) @ unit_rows(candidates.vectors).T
    return [_distinct(candidates.phrases, row, n) for row in cosines]


def _distinct(phrases, cosines, n):
    """Return the nearest phrases, without those that repeat a word of one before."""
    found, said = [], set()
    for place in np.argsort(-cosines, kind="stable"):
        words = set(phrases[place].split())
        if len(found) == n or cosines[place] <= 0:
            break
        if not words & said:
            found.append(phrases[place])
            said |= words
    return found

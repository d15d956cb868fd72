"""Phrases that name topics: those whose vectors are nearest to the topics' own."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone

from ..._arrays import largest, unit_rows
from ..._sklearn import under_default_configuration
from ...embedding import encode_words
from ...text import KeynessTransformer
from ...text.document_counts import DocumentCounts, EmptyVocabularyError
from .._joint_space.words_of_documents import means_of_holders, ways_of_words

# Of each topic, so many windows are read and so many phrases are encoded.
_N_WINDOWS, _N_CANDIDATES = 100, 20
_N_WORDS = (1, 3)
# A word in this share of the windows of most topics is of none of them, such as "of".
_COMMON, _FEWEST_TOPICS = 0.1, 3


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
def phrases_of_windows(window_model, texts, first_row=0):
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
        alone. Their vectors are made as those of words.
    """
    n_dimensions = window_model.topic_embeddings_.shape[1]
    nothing = PhraseCandidates([], np.empty((0, n_dimensions), np.float32))
    vectorizer = window_model.vectorizer_
    if vectorizer is None or "ngram_range" not in vectorizer.get_params(deep=False):
        return nothing
    labels = window_model.labels_[first_row:]
    rows = _typical_rows(labels, window_model.similarities_[first_row:])
    if not len(rows):
        return nothing
    vectorizer = clone(vectorizer).set_params(ngram_range=_N_WORDS)
    # Limits are of all documents, and these are some windows.
    limits = {"min_df": 1, "max_df": 1.0, "max_features": None, "vocabulary": None}
    limits["min_count"] = 1
    known = vectorizer.get_params(deep=False)
    vectorizer.set_params(**{k: v for k, v in limits.items() if k in known})
    try:
        read = DocumentCounts(vectorizer, [texts[row] for row in rows])
    except EmptyVocabularyError:  # windows of single words
        return nothing
    names, held = read.fitted.get_feature_names_out(), read.by_document()
    counts = _by_topic(held, labels[rows])
    sizes = np.bincount(labels[rows], minlength=counts.shape[0])
    possible = _possible_phrases(names, counts, sizes)
    chosen = possible[_telling_columns(counts[:, possible])]
    names = names[chosen].tolist()
    if not names:
        return nothing
    vectors = np.zeros((len(names), n_dimensions))
    by_encoder, by_documents = ways_of_words(window_model, window_model.encoder_)
    if by_documents:
        windows = window_model.document_embeddings_[first_row:][rows]
        vectors += unit_rows(means_of_holders(windows, held[:, chosen]))
    if by_encoder:
        vectors += unit_rows(encode_words(window_model.encoder_, names))
    vectors = vectors.astype(np.float32)
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


def _by_topic(counts, labels):
    """Return in how many windows of each topic terms are."""
    n_topics, rows = int(labels.max(initial=-1)) + 1, np.arange(len(labels))
    one_hot = sp.csr_array((np.ones(len(rows)), (labels, rows)), (n_topics, len(rows)))
    return sp.csr_array(one_hot @ (counts > 0).astype(np.float64))


def _possible_phrases(names, counts, sizes):
    """Return the columns of phrases that neither begin nor end with a common word."""
    words = [name.split() for name in names]
    common = set()
    if len(sizes) >= _FEWEST_TOPICS:
        shares = counts.multiply(1 / np.maximum(sizes, 1)[:, np.newaxis]).tocsc()
        often = np.asarray((shares >= _COMMON).sum(axis=0)).ravel()
        common = {names[i] for i in np.flatnonzero(often * 2 > len(sizes))}
    return np.array(
        [
            column
            for column, said in enumerate(words)
            if len(said) > 1 and not common & {said[0], said[-1]}
        ],
        dtype=np.int64,
    )


def _telling_columns(counts):
    """Return the phrases that windows of a topic have more than those of others."""
    if not counts.shape[1]:
        return np.empty(0, dtype=np.int64)
    weights = sp.csr_array(KeynessTransformer().fit_transform(counts))
    found = set()
    for topic in range(counts.shape[0]):
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

    A phrase belongs to the topic that is nearest to it, so that no two topics have one.
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
    cosines[cosines < cosines.max(axis=0, initial=-1)] = 0
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

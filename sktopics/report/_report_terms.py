"""Words of topics in a report, with all that a slider of relevance can bring up."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import largest, normalized_rows, unit_rows
from .._reading import equal_sizes, read_topics, read_word_embeddings

# The first words of a topic at each relevance.
N_WORDS = 30
RELEVANCES = np.linspace(0, 1, 21)
N_NEAR = 8
# Words among which the nearest are looked for.
_MOST_COMPARED = 10_000
# Of one topic all words are alike, and of two nearly all.
_FEWEST_TOPICS = 3
_TINY = np.finfo(np.float64).tiny


class WordsOfTopics(NamedTuple):
    """Words of topics before any is chosen.

    Attributes
    ----------
    names : ndarray of shape (n_terms,), dtype object
    topic_word : ndarray of shape (n_topics, n_terms)
        Rows sum to 1, or to 0 for topics without words.
    p_term : ndarray of shape (n_terms,)
        p(word), the mean of the rows by the sizes of topics.
    sizes : ndarray of shape (n_topics,)
    chosen : list of ((list of str, list of float) or None)
        By topic, words that a representation or a user chose, and their weights.
    """

    names: np.ndarray
    topic_word: np.ndarray
    p_term: np.ndarray
    sizes: np.ndarray
    chosen: list


class ShownTerms(NamedTuple):
    """Words of topics that are shown at some relevance.

    Attributes
    ----------
    terms : list of str
    columns : ndarray of shape (n_shown,), int
        Columns of the model, -1 for a word that is none of its terms.
    offsets, numbers, shares, lifts : ndarray
        Of topics, see FORMAT.md.
    p_term : ndarray of shape (n_shown,)
    """

    terms: list
    columns: np.ndarray
    offsets: np.ndarray
    numbers: np.ndarray
    shares: np.ndarray
    lifts: np.ndarray
    p_term: np.ndarray


def read_topic_words(model, sizes):
    """Return the `WordsOfTopics` of a model.

    Parameters
    ----------
    model : estimator, Pipeline or search
    sizes : ndarray of shape (n_topics,), or None
        Equal sizes, if they are unknown or zero.
    """
    read = read_topics(model)
    topic_word = normalized_rows(read.weights)
    chosen = []
    for row, words in enumerate(read.refined):
        if words is None:
            chosen.append(None)
            continue
        chosen.append((words.terms.tolist(), words.weights.tolist()))
        if not len(words.terms):  # an empty topic
            topic_word[row] = 0
    if sizes is None or not np.any(sizes > 0):
        sizes = equal_sizes(topic_word)
    sizes = np.asarray(sizes, dtype=np.float64)
    sizes = sizes / max(sizes.sum(), _TINY)
    return WordsOfTopics(read.names, topic_word, sizes @ topic_word, sizes, chosen)


def first_terms(topic_word, p_term):
    """Return the columns that are among the first at some relevance, and logarithms.

    Parameters
    ----------
    topic_word : ndarray of shape (n_terms,)
        Of one topic.
    p_term : ndarray of shape (n_terms,)

    Returns
    -------
    columns : ndarray of int
        In ascending order.
    """
    held = np.flatnonzero(topic_word > 0)
    log_p = np.log(topic_word[held])
    log_term = np.log(np.maximum(p_term[held], _TINY))
    found = [
        largest(log_p - (1 - relevance) * log_term, N_WORDS) for relevance in RELEVANCES
    ]
    return held[np.unique(np.concatenate(found))] if len(held) else held


def shown_terms(words, levels, relevance):
    """Return the `ShownTerms` of all topics, the best at a relevance first.

    Parameters
    ----------
    words : WordsOfTopics
    levels : list of UpperLevel
        Their topics come after those of `words`.
    relevance : float
    """
    column_of = {name: column for column, name in enumerate(words.names.tolist())}
    number_of, columns = {}, []
    numbers, shares, lifts, lengths = [], [], [], []
    for topic_word, chosen in _all_levels(words, levels):
        if chosen is None:
            found = _ranked(topic_word, words.p_term, relevance)
            terms, own, lift = words.names[found[0]].tolist(), *found[1:]
        else:
            terms, own = chosen
            lift = _lifts_of(terms, topic_word, words.p_term, column_of)
        for term in terms:
            if term not in number_of:
                number_of[term] = len(number_of)
                columns.append(column_of.get(term, -1))
        numbers += [number_of[term] for term in terms]
        shares += list(own)
        lifts += list(lift)
        lengths.append(len(terms))
    columns = np.array(columns, dtype=np.int64)
    p_term = np.append(words.p_term, 0.0)[columns]
    return ShownTerms(
        list(number_of),
        columns,
        np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.uint32),
        np.array(numbers, dtype=np.uint32),
        np.array(shares, dtype=np.float32),
        np.array(lifts, dtype=np.float32),
        p_term.astype(np.float32),
    )


def _all_levels(words, levels):
    """Yield the weights of words, and chosen words, of the topics of all levels."""
    yield from zip(words.topic_word, words.chosen, strict=True)
    for level in levels:
        if level.topic_word is None:
            nothing = np.zeros(len(words.names))
            yield from ((nothing, chosen) for chosen in level.chosen)
        else:
            yield from ((row, None) for row in level.topic_word)


def _ranked(topic_word, p_term, relevance):
    """Return columns, shares and lifts of a topic, the most relevant first."""
    columns = first_terms(topic_word, p_term)
    shares, overall = topic_word[columns], np.maximum(p_term[columns], _TINY)
    scores = np.log(shares) - (1 - relevance) * np.log(overall)
    order = np.argsort(-scores, kind="stable")
    # A word that only topics without a size hold has an infinite lift.
    lifts = np.minimum(shares / overall, np.finfo(np.float32).max)
    return columns[order], shares[order], lifts[order]


def _lifts_of(terms, topic_word, p_term, column_of):
    """Return lifts of words that a representation chose, 1 where they are unknown."""
    lifts = []
    for term in terms:
        column = column_of.get(term, -1)
        known = column >= 0 and topic_word[column] > 0 and p_term[column] > 0
        lifts.append(topic_word[column] / p_term[column] if known else 1.0)
    return np.minimum(lifts, np.finfo(np.float32).max)


def postings(counts, columns):
    """Return which documents hold each term.

    Parameters
    ----------
    counts : csr_array of shape (n_inside, n_terms)
    columns : ndarray of shape (n_shown,), int
        -1 for none.

    Returns
    -------
    offsets : ndarray of shape (n_shown + 1,), uint32
    documents : ndarray, uint32
        Differences between neighbours; the first of each term is a document.
    """
    known = np.flatnonzero(columns >= 0)
    held = sp.csc_array(counts[:, columns[known]])
    held.eliminate_zeros()
    held.sort_indices()
    lengths = np.zeros(len(columns), dtype=np.int64)
    lengths[known] = np.diff(held.indptr)
    documents = held.indices.astype(np.int64)
    steps = np.diff(documents, prepend=0)
    first = held.indptr[:-1][np.diff(held.indptr) > 0]
    steps[first] = documents[first]
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return offsets.astype(np.uint32), steps.astype(np.uint32)


def near_terms(model, words, shown):
    """Return the terms that are used most like each term.

    They are near by the vectors that a model has of words, else by the cosine of
    p(topic | word).

    Parameters
    ----------
    model : estimator, Pipeline or search
    words : WordsOfTopics
    shown : ShownTerms

    Returns
    -------
    offsets : ndarray of shape (n_shown + 1,), uint32
    near : ndarray, uint32
        Numbers of terms, best first.
    """
    vectors, known = _vectors_of_terms(model, words, shown)
    if len(known) > _MOST_COMPARED:
        known = np.sort(known[largest(shown.p_term[known], _MOST_COMPARED)])
    vectors = unit_rows(vectors[known].astype(np.float32))
    lengths = np.zeros(len(shown.terms), dtype=np.int64)
    found = []
    for start in range(0, len(known), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        # Equal terms of equal vectors come in the order of the list.
        cosines = np.round(cosines, 5)
        here = np.arange(len(cosines))
        cosines[here, start + here] = -np.inf
        for row, scores in enumerate(cosines):
            best = largest(scores, N_NEAR)
            best = known[best[scores[best] > 0]]
            lengths[known[start + row]] = len(best)
            found.append(best)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)
    near = np.concatenate(found) if found else np.empty(0)
    return offsets, near.astype(np.uint32)


def _vectors_of_terms(model, words, shown):
    """Return a vector for each shown term, and the numbers of those that have one."""
    kept = read_word_embeddings(model)
    if kept is not None:
        row_of = {term: row for row, term in enumerate(kept.terms.tolist())}
        rows = np.array([row_of.get(term, -1) for term in shown.terms], dtype=np.int64)
        vectors = np.asarray(kept.vectors)[rows]
        known = (rows >= 0) & vectors.any(axis=1)
        return vectors, np.flatnonzero(known)
    if len(words.sizes) < _FEWEST_TOPICS:
        return np.empty((len(shown.terms), 0)), np.empty(0, dtype=np.int64)
    profiles = (words.sizes[:, np.newaxis] * words.topic_word[:, shown.columns]).T
    known = (shown.columns >= 0) & profiles.any(axis=1)
    return profiles, np.flatnonzero(known)

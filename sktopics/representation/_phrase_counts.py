"""Phrases of a corpus: frequent sequences of words that belong together."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp


class RunningWords(NamedTuple):
    """The words of a corpus, one after the other.

    Attributes
    ----------
    words : list of str
        All different words.
    ids : ndarray of shape (n_tokens,), int64
    pieces : ndarray of shape (n_tokens,), int64
        Number of the piece of text that a token is in.
    documents : ndarray of shape (n_tokens,), int64
    n_documents : int
    """

    words: list
    ids: np.ndarray
    pieces: np.ndarray
    documents: np.ndarray
    n_documents: int


class Phrases(NamedTuple):
    """Phrases of a corpus, and how often they occur.

    Attributes
    ----------
    words : list of tuple of int
        Ids of the words of each phrase.
    counts : csr_array of shape (n_documents, n_phrases)
        All occurrences, also within longer phrases.
    """

    words: list
    counts: sp.csr_array


def running_words(documents, read):
    """Read the words of documents.

    Parameters
    ----------
    documents : sequence of str
    read : callable
        From a text to lists of words.

    Returns
    -------
    running : RunningWords
    """
    known, ids, lengths, n_pieces = {}, [], [], []
    for text in documents:
        pieces = read(text)
        n_pieces.append(len(pieces))
        for piece in pieces:
            lengths.append(len(piece))
            ids.extend([known.setdefault(word, len(known)) for word in piece])
    lengths = np.array(lengths, dtype=np.int64)
    of_piece = np.repeat(np.arange(len(n_pieces)), n_pieces)
    return RunningWords(
        list(known),
        np.array(ids, dtype=np.int64),
        np.repeat(np.arange(len(lengths)), lengths),
        np.repeat(of_piece, lengths),
        len(n_pieces),
    )


def find_phrases(running, n_max, min_count, min_cohesion, is_edge):
    """Find the phrases of a corpus.

    Parameters
    ----------
    running : RunningWords
    n_max : int
        Most words of a phrase.
    min_count : int
        Fewest occurrences in the corpus.
    min_cohesion : float
        Least normalised pointwise mutual information of the two parts of a phrase,
        wherever it is cut in two.
    is_edge : ndarray of shape (n_words,), bool
        Whether a word may be the first or the last of a phrase.

    Returns
    -------
    phrases : Phrases
    """
    ids, pieces = running.ids, running.pieces
    n_tokens = len(ids)
    codes = [ids]
    counts = [np.bincount(ids, minlength=len(running.words))]
    words, rows, columns = [], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for n in range(2, min(n_max, n_tokens) + 1):
        code, first, count = _frequent(codes[-1], pieces, n, min_count)
        if not len(count):
            break
        codes.append(code)
        counts.append(count)
        cohesion = np.ones(len(count))
        for left in range(1, n):
            a = counts[left - 1][codes[left - 1][first]]
            b = counts[n - left - 1][codes[n - left - 1][first + left]]
            np.minimum(cohesion, npmi(count, a, b, n_tokens), out=cohesion)
        good = cohesion >= min_cohesion
        good &= is_edge[ids[first]] & is_edge[ids[first + n - 1]]
        numbers = np.full(len(count) + 1, -1)  # the last stands for code -1
        numbers[:-1][good] = len(words) + np.arange(good.sum())
        words += [tuple(ids[i : i + n].tolist()) for i in first[good]]
        found = numbers[code]
        rows.append(running.documents[found >= 0])
        columns.append(found[found >= 0])
    places = np.concatenate(rows), np.concatenate(columns)
    shape = running.n_documents, len(words)
    return Phrases(words, sp.csr_array((np.ones(len(places[0])), places), shape=shape))


def _frequent(shorter, pieces, n, min_count):
    """Give numbers to the n-grams that are frequent, from the numbers of (n-1)-grams.

    Returns
    -------
    code : ndarray of shape (n_tokens,)
        Number of the n-gram that starts at a token; -1 for none or a rare one.
    first : ndarray
        Where each stands for the first time.
    count : ndarray
        How often each occurs.
    """
    code = np.full(len(shorter), -1, dtype=np.int64)
    stop = len(shorter) - n + 1
    begin, end = shorter[:stop], shorter[1 : stop + 1]
    inside = (begin >= 0) & (end >= 0) & (pieces[:stop] == pieces[n - 1 :])
    places = np.flatnonzero(inside)
    width = int(shorter.max(initial=0)) + 1
    _, index, inverse, count = np.unique(
        begin[places] * width + end[places],
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    often = count >= min_count
    numbers = np.where(often, np.cumsum(often) - 1, -1)
    code[places] = numbers[inverse]
    return code, places[index[often]], count[often]


def npmi(together, left, right, total):
    """Normalised pointwise mutual information of two parts of a phrase.

    NumPy equivalent: ``np.log(p / (a * b)) / -np.log(p)`` where p, a and b are
    `together`, `left` and `right` divided by `total`; 1 where p is 1.

    Examples
    --------
    >>> npmi(np.array([5, 1]), np.array([5, 10]), np.array([5, 10]), 100)
    array([1., 0.])
    """
    together = np.asarray(together, dtype=np.float64)
    log_p = np.log(together / total)
    gain = np.log(together * total / (np.asarray(left, float) * right))
    return np.divide(gain, -log_p, out=np.ones_like(gain), where=log_p < 0)


def word_counts_of(running, words):
    """Count some words in documents.

    Parameters
    ----------
    running : RunningWords
    words : ndarray of int
        Ids, all different.

    Returns
    -------
    counts : csr_array of shape (n_documents, n_words)
    """
    place = np.full(len(running.words), -1, dtype=np.int64)
    place[words] = np.arange(len(words))
    columns = place[running.ids]
    rows = running.documents[columns >= 0]
    cells = np.ones(len(rows)), (rows, columns[columns >= 0])
    return sp.csr_array(cells, shape=(running.n_documents, len(words)))

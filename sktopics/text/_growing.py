"""Counting terms while the vocabulary grows, for CountVectorizer and its like."""

from collections import defaultdict

import numpy as np
import scipy.sparse as sp

from .._sparse import checked_csr
from ._counted_words import count_words


def growing_vocabulary(vocabulary=()):
    """Return a copy of a vocabulary that numbers terms on first sight.

    Parameters
    ----------
    vocabulary : mapping of str to int, default=()
        The column of each term, from 0 to ``len(vocabulary) - 1``.

    Returns
    -------
    vocabulary : defaultdict
    """
    growing = defaultdict(None, vocabulary)
    growing.default_factory = growing.__len__
    return growing


def grown_vocabulary(vocabulary, growing):
    """Put the terms that were seen after a vocabulary behind it, sorted.

    Parameters
    ----------
    vocabulary : dict of str to int
        As it was before.
    growing : dict
        What `growing_vocabulary` made of it, when documents have been read.

    Returns
    -------
    grown : dict
        A new one: the old one is that of a fitted vectorizer.
    columns : ndarray of shape (len(growing),), int64
        The column of each number that `growing` has given.
    """
    n_before = len(vocabulary)
    seen = list(growing)[n_before:]
    grown = dict(vocabulary)
    grown.update(zip(sorted(seen), range(n_before, len(growing)), strict=True))
    columns = np.arange(len(growing))
    columns[n_before:] = [grown[term] for term in seen]
    return grown, columns


def count_terms(vectorizer, documents):
    """Count the terms of documents over `vectorizer.vocabulary_`, as it is then.

    Parameters
    ----------
    vectorizer : CountVectorizer
        If its `vocabulary_` grows, terms that are not in it are added at its end.
    documents : iterable of str

    Returns
    -------
    counts : csr_array or csr_matrix of shape (n_documents, n_terms)
        Of type `vectorizer.dtype`.
    """
    # For the base class the vocabulary is given: it looks up every term, counts
    # those that it finds, and a growing vocabulary lets it find every one.
    _, counts = count_words(vectorizer, documents, fixed_vocab=True)
    if vectorizer.binary:
        counts.data.fill(1)
    return counts


def column_sums(counts):
    """Sum up the columns of a CSR matrix in float64, (n_columns,)."""
    n_columns = counts.shape[1]
    sums = np.bincount(counts.indices, weights=counts.data, minlength=n_columns)
    return sums.astype(np.float64, copy=False)  # NumPy's are int64 of no counts


def not_rare(term_counts, least):
    """Return the mask of the terms with `least` occurrences or more.

    Raises
    ------
    ValueError
        If there is none.
    """
    kept = term_counts >= least
    if not kept.any():
        raise ValueError(
            f"No term has occurred {least} times: no terms remain. "
            "Try a lower delete_min_df."
        )
    return kept


def learned_vocabulary(vectorizer):
    """Return what a vectorizer has learned, by the names of its attributes."""
    # The last two are a note of the base class on stop words that it has warned about,
    # and the terms by column of a SequenceVectorizer.
    names = (
        "vocabulary_",
        "fixed_vocabulary_",
        "term_counts_",
        "_stop_words_id",
        "_named",
    )
    state = vars(vectorizer)
    return {name: state[name] for name in names if name in state}


def sparse_counts(counts):
    """Return a matrix as a sparse array, also where it has no rows or columns."""
    if sp.issparse(counts):
        return sp.csr_array(checked_csr(counts, "counts"))
    counts = np.asarray(counts)
    if counts.ndim != 2:
        raise ValueError(f"counts must have 2 dimensions, and have {counts.ndim}.")
    place = np.nonzero(counts)
    return sp.csr_array((counts[place], place), shape=counts.shape)

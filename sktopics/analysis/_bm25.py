"""How much documents are about words: Okapi BM25."""

import numpy as np

from .._reading import counted_words, unknown_term
from ._query_vectors import check_words

_SATURATION, _BY_LENGTH = 1.2, 0.75  # k1 and b in the literature


def bm25_scores(model, X, words):
    """Return Okapi BM25 of words in documents.

    It is the sum over words w of ::

        ln(1 + (N - n_w + .5) / (n_w + .5)) * f (k + 1) / (f + k (1 - b + b l / L))

    with f occurrences of w in a document of length l, the mean length L, and n_w of N
    documents with w; k = 1.2, b = .75.

    Parameters
    ----------
    model : estimator
        Its vocabulary and its counts are used.
    X : documents
    words : str or list of str

    Returns
    -------
    scores : ndarray of shape (n_documents,)

    Raises
    ------
    ValueError
        If the model does not know a word.
    """
    words = check_words(words)
    counts, names = counted_words(model, X)
    column_of = {name: column for column, name in enumerate(names.tolist())}
    for word in words:
        if word not in column_of:
            raise ValueError(unknown_term(word, names, True))
    columns = [column_of[word] for word in dict.fromkeys(words)]
    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    relative = lengths / (lengths.mean() or 1)
    occurrences = counts[:, columns].toarray().astype(np.float64)
    n_with = (occurrences > 0).sum(axis=0)
    rarity = np.log1p((len(lengths) - n_with + 0.5) / (n_with + 0.5))
    bar = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * relative)[:, np.newaxis]
    return (occurrences * (_SATURATION + 1) / (occurrences + bar)) @ rarity

"""How much documents are about words: Okapi BM25."""

import numpy as np

from .._reading import counted_words, unknown_term
from ._query_vectors import check_words

_SATURATION, _BY_LENGTH = 1.2, 0.75  # k1 and b in the literature


def bm25_scores(model, X, words, negative=None):
    """Return Okapi BM25 of words in documents, and which of them have a word.

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
    negative : str or list of str, default=None
        Words whose scores are subtracted.

    Returns
    -------
    scores : ndarray of shape (n_documents,)
    has_word : ndarray of shape (n_documents,), bool
        Whether documents hold one of `words`.

    Raises
    ------
    ValueError
        If the model does not know a word.
    """
    words = check_words(words)
    unwanted = [] if negative is None else check_words(negative, "negative")
    counts, names, named = counted_words(model, X)
    column_of = {name: column for column, name in enumerate(names.tolist())}
    for word in [*words, *unwanted]:
        if word not in column_of:
            raise ValueError(unknown_term(word, names, named))
    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    relative = lengths / (lengths.mean() or 1)
    bar = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * relative)[:, np.newaxis]

    def scores_of(some):
        columns = [column_of[word] for word in dict.fromkeys(some)]
        occurrences = counts[:, columns].toarray().astype(np.float64)
        n_with = (occurrences > 0).sum(axis=0)
        rarity = np.log1p((len(lengths) - n_with + 0.5) / (n_with + 0.5))
        return (occurrences * (_SATURATION + 1) / (occurrences + bar)) @ rarity

    scores = scores_of(words)
    has_word = scores > 0
    return (scores - scores_of(unwanted) if unwanted else scores), has_word
